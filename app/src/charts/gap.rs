//! The small drawing in tables: what was claimed, what is assured, and whether a cap made the difference.
//!
//! The width is fixed, so that the marks in one column of a table can be compared by eye. The exact figures are in
//! its label, and the mark for a cap is drawn only when the caller says that a cap holds the score down.

use super::axis::share;
use super::shape;
use crate::components::tenths;
use leptos::prelude::*;

/// Where the scale begins and ends, in pixels.
const LEFT: f64 = 4.0;
const RIGHT: f64 = 108.0;

/// Where a score in hundredths lies, in pixels.
#[must_use]
pub fn place(score: i64) -> f64 {
    LEFT + share(score, 10_000) * (RIGHT - LEFT)
}

/// Claimed against assured, drawn, with the gap as a number behind it.
#[component]
pub fn GapMark(
    /// Claimed final score, in hundredths.
    claimed: i64,
    /// Assured final score, in hundredths.
    assured: i64,
    /// Whether a cap holds the assured score down.
    #[prop(optional)]
    capped: bool,
) -> impl IntoView {
    let (from, to) = (place(assured), place(claimed));
    let held = if capped { ", held down by a cap" } else { "" };
    let label = format!("Claimed {}, assured {}{held}", tenths(claimed), tenths(assured));
    let mut shapes = vec![
        shape::line("gap__track", (LEFT, 8.0), (RIGHT, 8.0)),
        shape::line("gap__span", (from, 8.0), (to, 8.0)),
        shape::dot("gap__claimed", (to, 8.0), 3.5, false),
    ];
    if capped {
        shapes.push(shape::line("gap__cap", (from, 1.0), (from, 15.0)));
    }
    shapes.push(shape::dot("gap__assured", (from, 8.0), 3.5, false));
    view! {
        <span class="gap-value">
            <svg class="gap" viewBox="0 0 112 16" role="img" aria-label=label>
                {shapes}
            </svg>
            {tenths(claimed - assured)}
        </span>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_score_lies_on_the_track_in_proportion() {
        assert_eq!((place(0), place(5_000), place(10_000)), (4.0, 56.0, 108.0));
    }
}
