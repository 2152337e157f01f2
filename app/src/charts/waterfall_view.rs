//! The staircase of a score as SVG: sections, sum of points, critical cap, score.
//!
//! The line of the cap appears only when the score is below the sum of points. What the picture says is also its
//! label in words, and the bars come from `waterfall`.

use super::measured::MeasuredFigure;
use super::shape;
use super::waterfall::{BARS, LINE, Step, between, stairs};
use crate::components::exact;
use leptos::prelude::*;

/// How a score comes about.
#[component]
pub fn WaterfallChart(
    /// The sections, in their order.
    steps: Vec<Step>,
    /// Sum of points, in hundredths.
    raw: i64,
    /// Score after the cap, in hundredths.
    score: i64,
    /// How many critical questions fail.
    fails: usize,
) -> impl IntoView {
    let draw = move |width: f64| drawing(&steps, raw, score, fails, width);
    view! { <MeasuredFigure draw=Callback::new(draw) /> }
}

fn drawing(steps: &[Step], raw: i64, score: i64, fails: usize, width: f64) -> AnyView {
    let capped = score < raw;
    let count = steps.len() + 2 + usize::from(capped);
    #[expect(clippy::cast_precision_loss, reason = "a questionnaire has few sections")]
    let y = |line: usize| line as f64 * LINE;
    let strong = Some("chart__strong");
    let mut shapes = Vec::new();
    for (at, (step, (earned, lost))) in steps.iter().zip(stairs(steps, width)).enumerate() {
        let top = y(at);
        let right = earned.right();
        shapes.push(shape::text(None, (0.0, top + 18.0), step.name.clone()));
        shapes.push(shape::bar(None, (earned.x, top + 7.0), (earned.width, 14.0)));
        shapes.push(shape::bar(Some("lost"), (lost.x, top + 7.5), (lost.width, 13.0)));
        shapes.push(shape::anchored(None, "end", (width, top + 18.0), exact(step.earned)));
        shapes.push(shape::line("chart__grid", (right, top + 7.0), (right, top + 45.0)));
    }
    let sum_at = y(steps.len()) + 8.0;
    shapes.push(shape::line("chart__axis", (0.0, sum_at), (width, sum_at)));
    let total = |at: f64, name: &str, value: i64| {
        let long = between(0, value, width).width;
        [
            shape::text(strong, (0.0, at + 19.0), name.to_owned()),
            shape::bar(None, (BARS, at + 8.0), (long, 14.0)),
            shape::anchored(strong, "end", (width, at + 19.0), exact(value)),
        ]
    };
    shapes.extend(total(sum_at, "Sum of points", raw));
    if capped {
        let bar = between(score, raw, width);
        let at = sum_at + LINE;
        shapes.push(shape::text(None, (0.0, at + 19.0), "Critical cap".to_owned()));
        shapes.push(shape::bar(Some("cap"), (bar.x, at + 8.0), (bar.width, 14.0)));
        shapes.push(shape::level("critical".to_owned(), "end", (width, at + 19.0), exact(score - raw)));
    }
    let last = sum_at + if capped { 2.0 } else { 1.0 } * LINE;
    shapes.extend(total(last, "Score", score));
    let height = y(count) + 16.0;
    let words = words(raw, score, fails);
    view! { <svg class="chart__svg" viewBox=format!("0 0 {width:.0} {height:.0}") role="img" aria-label=words>{shapes}</svg> }
        .into_any()
}

fn words(raw: i64, score: i64, fails: usize) -> String {
    let sum = format!("How the score comes about. The points of the sections add up to {}.", exact(raw));
    if score == raw {
        return sum;
    }
    let failed = if fails == 1 {
        "1 failed critical question caps".into()
    } else {
        format!("{fails} failed critical questions cap")
    };
    format!("{sum} {failed} the score at {}.", exact(score))
}
