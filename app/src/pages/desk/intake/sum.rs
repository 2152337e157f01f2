//! What the chosen levels make, while they are chosen: weight times level for each factor, the sum, risk and tier.
//!
//! Risk and tier come from the domain's `inherent` and appear only when every factor has a level.
//! A floor can raise the tier above what the figure makes, and each floor that holds is named.

use crate::components::{Level, exact, tenths};
use domain::inherent::{Factor, Inherent, Intake, Levels, Tier, inherent};
use domain::scoring::rhu;
use domain::template::Depth;
use leptos::prelude::*;
use std::sync::Arc;

/// The sum, the figure, the tier and what the tier asks for.
#[component]
pub fn Sum(
    /// The intake.
    intake: Arc<Intake>,
    /// The levels chosen so far.
    levels: RwSignal<Levels>,
) -> impl IntoView {
    let judge = intake.clone();
    let result = move || levels.with(|levels| inherent(&judge, levels).ok());
    let (lines, again) = (intake.clone(), result.clone());
    view! {
        <section class="section sum" aria-labelledby="h-inherent">
            <h2 id="h-inherent">"Inherent risk"</h2>
            <div role="status" class="stack">
                {move || match result() {
                    Some(result) => figure(&result),
                    None => missing(&intake, &levels.get()),
                }}
                {
                    let intake = lines.clone();
                    move || again().map(|result| consequences(&intake, &result))
                }
            </div>
            {move || levels.with(|levels| table(&lines, levels))}
        </section>
    }
}

fn figure(result: &Inherent) -> AnyView {
    view! {
        <p class="sum__now">
            <span class="sum__value">{tenths(i64::from(result.inherent))}</span>
            <Level of=result.tier plain=true noun="tier" />
        </p>
    }
    .into_any()
}

fn missing(intake: &Intake, levels: &Levels) -> AnyView {
    let left = intake.factors.iter().filter(|factor| !levels.contains_key(&factor.id)).count();
    view! { <p class="section__note">{format!("{left} of {} factors have no level yet.", intake.factors.len())}</p> }
        .into_any()
}

fn consequences(intake: &Intake, result: &Inherent) -> AnyView {
    let by_figure = format!("The figure alone makes tier {}.", result.tier_by_score.title().to_ascii_lowercase());
    let floors = intake.floors.iter().filter(|floor| result.floors.contains(&floor.id)).map(|floor| {
        let raised = floor.tier > result.tier_by_score;
        let effect = if raised { "raises the tier to at least" } else { "asks for at least" };
        view! { <li><b>{floor.id.to_string()}</b> {format!(" {}: {effect} {}.", floor.text, floor.tier.title().to_ascii_lowercase())}</li> }
    });
    let floors: Vec<_> = floors.collect();
    let none = floors.is_empty().then(|| view! { <li>"No floor holds."</li> });
    view! {
        <p>{by_figure}</p>
        <ul class="stack" data-gap="s">{floors}{none}</ul>
        {rule(intake, result.tier)}
    }
    .into_any()
}

fn rule(intake: &Intake, tier: Tier) -> AnyView {
    let Some(rule) = intake.rule(tier) else { return ().into_any() };
    let depth = match rule.depth {
        Depth::Base => "base questions only",
        Depth::Deep => "base and deep questions",
    };
    let people = if rule.approvers == 2 { "two different people" } else { "one person" };
    let words = format!(
        "Tier {}: {depth}, again every {} months, concluded by {people}.",
        tier.title().to_ascii_lowercase(),
        rule.reassess_months
    );
    view! { <p class="section__note">{words}</p> }.into_any()
}

fn table(intake: &Intake, levels: &Levels) -> AnyView {
    let level = |factor: &Factor| levels.get(&factor.id).copied();
    let part = |factor: &Factor| u32::from(factor.weight) * u32::from(level(factor).unwrap_or(0));
    let most: u32 = intake.factors.iter().map(|factor| 4 * u32::from(factor.weight)).sum();
    let sum: u32 = intake.factors.iter().map(part).sum();
    let line = |factor: &Factor| {
        let words = level(factor)
            .map_or_else(|| "–".to_owned(), |level| format!("{} × {level} = {}", factor.weight, part(factor)));
        view! { <div><dt>{factor.title.clone()}</dt><dd>{words}</dd></div> }
    };
    let share = i64::try_from(rhu(10_000 * u64::from(sum), u64::from(most))).ok();
    view! {
        <dl class="sum__lines">
            {intake.factors.iter().map(line).collect_view()}
            <div data-sum=""><dt>{format!("Sum, of {most}")}</dt><dd>{sum}</dd></div>
            {share.map(|share| view! { <div><dt>"As a share of 100"</dt><dd>{exact(share)}</dd></div> })}
        </dl>
    }
    .into_any()
}
