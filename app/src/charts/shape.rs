//! The few shapes that the drawings are made of. Places are in pixels, from left and top.
//!
//! Each shape is one function for all drawings, because every element that a view spells is compiled for itself.

use super::axis::px;
use leptos::prelude::*;

/// A place.
pub type Place = (f64, f64);

/// A straight line.
pub fn line(class: &'static str, from: Place, to: Place) -> AnyView {
    view! { <line class=class x1=px(from.0) x2=px(to.0) y1=px(from.1) y2=px(to.1) /> }.into_any()
}

/// A line along `d`, drawn as its series says.
pub fn path(series: Option<&'static str>, d: String) -> AnyView {
    view! { <path class="chart__line" data-series=series d=d /> }.into_any()
}

/// A dot, or a ring, dashed for what is only planned.
pub fn dot(class: &'static str, at: Place, radius: f64, planned: bool) -> AnyView {
    let dashes = planned.then_some("2 2");
    view! { <circle class=class stroke-dasharray=dashes cx=px(at.0) cy=px(at.1) r=px(radius) /> }.into_any()
}

/// A bar from its upper left corner, with its length and its height; `part` says which part of a whole it is.
pub fn bar(part: Option<&'static str>, at: Place, size: Place) -> AnyView {
    let (width, height) = (px(size.0), px(size.1));
    view! { <rect class="chart__bar" data-part=part x=px(at.0) y=px(at.1) width=width height=height /> }.into_any()
}

/// Words that begin at a place.
pub fn text(class: Option<&'static str>, at: Place, words: String) -> AnyView {
    anchored(class, "start", at, words)
}

/// Words that begin, end or have their middle at a place, as `anchor` says.
pub fn anchored(class: Option<&'static str>, anchor: &'static str, at: Place, words: String) -> AnyView {
    view! { <text class=class x=px(at.0) y=px(at.1) text-anchor=anchor>{words}</text> }.into_any()
}

/// The name of a level, in its hue.
pub fn level(level: String, anchor: &'static str, at: Place, words: String) -> AnyView {
    view! { <text class="zone-label" data-level=level x=px(at.0) y=px(at.1) text-anchor=anchor>{words}</text> }
        .into_any()
}
