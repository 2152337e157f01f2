//! Figures as they are printed: what was measured, how much, in which unit, and within which bound.
//!
//! A missed bound is remembered, and the program ends with an error once everything was measured.

use anyhow::{Result, bail};
use std::fmt::Display;
use std::time::Duration;

/// What was missed so far.
#[derive(Default)]
pub(crate) struct Figures {
    missed: Vec<String>,
}

impl Figures {
    /// Says what follows.
    pub(crate) fn about(&self, what: &str) {
        println!("{what}");
    }

    /// A figure without a bound.
    pub(crate) fn tell(&self, what: &str, how_much: impl Display, unit: &str) {
        println!("  {what:<58} {how_much:>12} {unit}");
    }

    /// A whole number that may be `most` at most.
    pub(crate) fn at_most(&mut self, what: &str, how_much: u64, unit: &str, most: u64) {
        self.bounded(what, how_much as f64, unit, &format!("at most {most}"), how_much <= most);
    }

    /// A number that must be `least` at least.
    pub(crate) fn at_least(&mut self, what: &str, how_much: f64, unit: &str, least: f64) {
        self.bounded(what, how_much, unit, &format!("at least {least}"), how_much >= least);
    }

    fn bounded(&mut self, what: &str, how_much: f64, unit: &str, bound: &str, is_kept: bool) {
        let number = if how_much.fract() == 0.0 { format!("{how_much:.0}") } else { format!("{how_much:.1}") };
        let verdict = if is_kept { "kept" } else { "MISSED" };
        self.tell(what, &number, &format!("{unit} ({bound}: {verdict})"));
        if !is_kept {
            self.missed.push(format!("{what}: {number} {unit}, {bound}"));
        }
    }

    /// Half of the times are below the first figure, 99 of 100 below the second.
    ///
    /// Gives the second.
    pub(crate) fn latencies(&self, what: &str, mut times: Vec<Duration>) -> Duration {
        times.sort_unstable();
        for (share, hundredths) in [("half within", 50), ("99 of 100 within", 99)] {
            let place = (times.len() * hundredths / 100).min(times.len().saturating_sub(1));
            let time = times.get(place).copied().unwrap_or_default();
            self.tell(&format!("{what}, {share}"), in_millis(time), "ms");
        }
        let place = (times.len() * 99 / 100).min(times.len().saturating_sub(1));
        times.get(place).copied().unwrap_or_default()
    }

    /// Whether every bound was kept.
    ///
    /// # Errors
    /// Names the bounds that were missed.
    pub(crate) fn verdict(&self) -> Result<()> {
        if self.missed.is_empty() {
            return Ok(());
        }
        bail!("bounds were missed:\n  {}", self.missed.join("\n  "))
    }
}

/// A time in milliseconds, to the hundredth.
pub(crate) fn in_millis(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1_000.0)
}

/// The middle one.
pub(crate) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
