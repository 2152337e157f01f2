//! How the sections' points add up to a score: a staircase, the sum, the cap and what is left. Geometry only.
//!
//! Every bar lies on one scale from 0 to 100 points, given in hundredths. The drawing itself is in
//! `waterfall_view`.

use super::axis::share;

/// Height of one line, in pixels.
pub const LINE: f64 = 24.0;
/// Where the bars begin, in pixels.
pub const BARS: f64 = 112.0;
/// Room for the numbers at the right, in pixels.
const NUMBERS: f64 = 56.0;

/// One section: its points earned and lost, in hundredths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The section's name, short.
    pub name: String,
    /// Points earned.
    pub earned: i64,
    /// Points lost.
    pub lost: i64,
}

/// A bar.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bar {
    /// Pixels from the left.
    pub x: f64,
    /// Pixels.
    pub width: f64,
}

impl Bar {
    /// Its right edge, in pixels.
    #[must_use]
    pub fn right(self) -> f64 {
        self.x + self.width
    }
}

/// The staircase: for each section what was earned and what was lost beside it.
#[must_use]
pub fn stairs(steps: &[Step], width: f64) -> Vec<(Bar, Bar)> {
    let mut sum = 0;
    let mut stairs = Vec::with_capacity(steps.len());
    for step in steps {
        let earned = between(sum, sum + step.earned, width);
        sum += step.earned;
        stairs.push((earned, between(sum, sum + step.lost, width)));
    }
    stairs
}

/// The bar from one score to another, both in hundredths.
#[must_use]
pub fn between(from: i64, to: i64, width: f64) -> Bar {
    let room = (width - BARS - NUMBERS).max(1.0);
    let (low, high) = (share(from.min(to), 10_000), share(from.max(to), 10_000));
    Bar { x: BARS + low * room, width: (high - low) * room }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn step(earned: i64, lost: i64) -> Step {
        Step { name: "Section".into(), earned, lost }
    }

    #[test]
    fn each_step_begins_where_the_one_before_ended() {
        let stairs = stairs(&[step(2_000, 500), step(3_000, 4_500)], 268.0);
        let (first, lost) = stairs[0];
        let (second, _) = stairs[1];
        assert_eq!((first.x, first.width), (BARS, 20.0));
        assert_eq!(lost.x, second.x);
        assert_eq!((second.x, second.width), (BARS + 20.0, 30.0));
    }

    #[test]
    fn the_cap_is_the_bar_between_sum_and_score() {
        let cap = between(7_246, 5_900, 268.0);
        assert_eq!((cap.x, (cap.width * 10.0).round()), (BARS + 59.0, 135.0));
    }
}
