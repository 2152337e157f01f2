//! How the system's residual and score got here, and where they go if agreed plans are met: chart and table.
//!
//! Both parts come from the server. The table leaves out planned days on which nothing is due to happen; the chart
//! is given them all.

use crate::api;
use crate::charts::CourseChart;
use crate::charts::course_events::steps;
use crate::components::{Cell, Column, Empty, Fold, Load, Loaded, RowHead, Table, short_date};
use crate::pages::desk::words::figure;
use domain::api::vendor::{Course, CoursePoint};
use domain::id::{SystemId, VendorId};
use leptos::prelude::*;
use std::sync::Arc;

/// The columns.
const COLUMNS: [Column; 5] = [
    Column::words("Day"),
    Column::words("What happened"),
    Column::num("Score"),
    Column::num("Residual"),
    Column::num("Residual now"),
];

/// The section.
pub fn section(vendor: VendorId, system: SystemId, name: String) -> AnyView {
    let course = Loaded::new(move || {
        let (vendor, system) = (vendor.clone(), system.clone());
        async move { api::vendor::course(&vendor, &system).await }
    });
    view! {
        <section class="section" data-span="8" aria-labelledby="h-course">
            <div class="section__head"><h2 id="h-course">"How it got here, and where it goes"</h2>{legend()}</div>
            <Load resource=course label="the course" view=move |course| shown(course, name.clone()) />
        </section>
    }
    .into_any()
}

fn legend() -> AnyView {
    view! {
        <ul class="legend">
            <li><svg viewBox="0 0 18 14" aria-hidden="true"><line class="chart__line" x1="0" x2="18" y1="7" y2="7" /></svg>"measured"</li>
            <li>
                <svg viewBox="0 0 18 14" aria-hidden="true"><line class="chart__line" data-series="plan" x1="0" x2="18" y1="7" y2="7" /></svg>
                "if agreed plans are met"
            </li>
        </ul>
    }
    .into_any()
}

fn shown(course: Course, name: String) -> AnyView {
    if course.points.is_empty() {
        return view! { <Empty title="No course yet" words="The course begins with the first conclusion of an assessment." /> }
            .into_any();
    }
    let course = Arc::new(course);
    let rows = {
        let past = course.points.iter().map(|point| row(point, false));
        let future = course.planned.iter().filter(|point| !point.events.is_empty()).map(|point| row(point, true));
        past.chain(future).collect_view()
    };
    let steps = steps(&course);
    view! {
        <CourseChart course=course.clone() name />
        {steps}
        <Fold words="Show as a table"><Table label="Course of score and residual" columns=&COLUMNS>{rows}</Table></Fold>
    }
    .into_any()
}

fn row(point: &CoursePoint, planned: bool) -> AnyView {
    let (score, residual, now) = (point.score, point.residual, point.residual_now);
    let happened: Vec<&str> = point.events.iter().chain(&point.steps).map(String::as_str).collect();
    let words = match (happened.is_empty(), planned) {
        (true, _) => "Time passed".to_owned(),
        (false, true) => format!("Planned: {}", happened.join("; ")),
        (false, false) => happened.join("; "),
    };
    view! {
        <tr role="row">
            <RowHead name=short_date(point.on) />
            <Cell label="What happened" full=true>{words}</Cell>
            <Cell label="Score" num=true>{figure(score)}</Cell>
            <Cell label="Residual" num=true>{figure(residual)}</Cell>
            <Cell label="Residual now" num=true>{figure(now)}</Cell>
        </tr>
    }
    .into_any()
}
