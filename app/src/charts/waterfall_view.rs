//! The staircase of a score as SVG: sections, sum of points, critical cap, score.
//!
//! The line of the cap appears only when the score is below the sum of points. What the picture says is also its
//! label in words, and the bars come from `waterfall`.

use super::measured::MeasuredFigure;
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
    let lines = steps.iter().zip(stairs(steps, width)).enumerate().map(|(at, (step, (earned, lost)))| {
        let top = y(at);
        view! {
            <text x="0" y=top + 18.0>{step.name.clone()}</text>
            <rect class="chart__bar" x=earned.left() y=top + 7.0 width=earned.long() height="14" />
            <rect class="chart__bar" data-part="lost" x=lost.left() y=top + 7.5 width=lost.long() height="13" />
            <text x=width y=top + 18.0 text-anchor="end">{exact(step.earned)}</text>
            <line class="chart__grid" x1=earned.right() x2=earned.right() y1=top + 7.0 y2=top + 45.0 />
        }
    });
    let sum_at = y(steps.len()) + 8.0;
    let total = |at: f64, name: &'static str, value: i64| {
        let bar = between(0, value, width);
        view! {
            <text class="chart__strong" x="0" y=at + 19.0>{name}</text>
            <rect class="chart__bar" x=BARS y=at + 8.0 width=bar.long() height="14" />
            <text class="chart__strong" x=width y=at + 19.0 text-anchor="end">{exact(value)}</text>
        }
    };
    let cap = capped.then(|| {
        let bar = between(score, raw, width);
        let at = sum_at + LINE;
        view! {
            <text x="0" y=at + 19.0>"Critical cap"</text>
            <rect class="chart__bar" data-part="cap" x=bar.left() y=at + 8.0 width=bar.long() height="14" />
            <text class="zone-label" data-level="critical" x=width y=at + 19.0 text-anchor="end">
                {exact(score - raw)}
            </text>
        }
    });
    let height = y(count) + 16.0;
    let last = sum_at + if capped { 2.0 } else { 1.0 } * LINE;
    view! {
        <svg class="chart__svg" viewBox=format!("0 0 {width:.0} {height:.0}") role="img" aria-label=words(raw, score, fails)>
            {lines.collect_view()}
            <line class="chart__axis" x1="0" x2=width y1=sum_at y2=sum_at />
            {total(sum_at, "Sum of points", raw)}
            {cap}
            {total(last, "Score", score)}
        </svg>
    }
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
