//! The small drawing beside a question's points: what was earned and what was lost, on a scale shared by a table.
//!
//! The caller gives the longest bar of its table, because a bar means something only beside the others. The
//! figures are in the label, for whoever does not see the drawing.

use super::axis::share;
use super::shape;
use crate::components::exact;
use leptos::prelude::*;

/// Length of the largest bar of the table, in pixels.
const WIDTH: f64 = 88.0;

/// Lengths of the earned and the lost part, in pixels, when `most` is the longest bar of the table.
#[must_use]
pub fn lengths(earned: i64, lost: i64, most: i64) -> (f64, f64) {
    (WIDTH * share(earned, most), WIDTH * share(lost, most))
}

/// Earned and lost points of one question.
#[component]
pub fn PointsBar(
    /// Points, in hundredths.
    earned: i64,
    /// Points lost, in hundredths.
    lost: i64,
    /// The largest sum of both in this table.
    most: i64,
) -> impl IntoView {
    let (full, missing) = lengths(earned, lost, most);
    let label = format!("{} of {}", exact(earned), exact(earned + lost));
    view! {
        <svg class="gap" viewBox="0 0 90 10" role="img" aria-label=label>
            {shape::bar(None, (0.0, 1.0), (full, 8.0))}
            {shape::bar(Some("lost"), (full + 0.5, 1.5), (missing, 7.0))}
        </svg>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn the_largest_question_fills_the_bar_and_the_parts_keep_their_ratio() {
        assert_eq!(lengths(100, 100, 200), (44.0, 44.0));
        assert_eq!(lengths(0, 0, 0), (0.0, 0.0));
    }
}
