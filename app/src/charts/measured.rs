//! A figure that knows its own width, so that what it holds is drawn once, at that width.
//!
//! The width is measured when the figure appears and whenever the window changes.

use leptos::html;
use leptos::prelude::*;

/// Drawn at this width until the figure has been measured, in pixels; printers keep it too.
const FIRST_WIDTH: f64 = 720.0;
/// Nothing is drawn narrower than this, in pixels.
const LEAST_WIDTH: f64 = 272.0;

/// A `figure` whose drawing is a function of its width in pixels, with words below it.
#[component]
pub fn MeasuredFigure(
    /// Draws at a width.
    draw: Callback<f64, AnyView>,
) -> impl IntoView {
    let figure: NodeRef<html::Figure> = NodeRef::new();
    let width = RwSignal::new(FIRST_WIDTH);
    let measure = move || {
        let Some(found) = figure.try_get_untracked().flatten().map(|figure| f64::from(figure.client_width())) else {
            return;
        };
        let found = found.max(LEAST_WIDTH);
        if found > LEAST_WIDTH - 1.0 && width.try_get_untracked().is_some_and(|old| (old - found).abs() >= 1.0) {
            width.try_set(found);
        }
    };
    Effect::new(move |_| {
        if figure.get().is_some() {
            request_animation_frame(measure);
        }
    });
    let resizing = window_event_listener(leptos::ev::resize, move |_| measure());
    on_cleanup(move || resizing.remove());
    view! { <figure class="chart" node_ref=figure>{move || draw.run(width.get())}</figure> }
}
