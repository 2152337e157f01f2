//! The mark: the band of a score as a hallmark. The outline alone tells them apart: circle, shield, square, lozenge.
//!
//! Never for residual risk, which has [`super::Level`].

use leptos::prelude::*;

/// The bands, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hallmark {
    /// Circle.
    A,
    /// Shield.
    B,
    /// Square.
    C,
    /// Lozenge.
    D,
}

impl Hallmark {
    fn letter(self) -> &'static str {
        match self {
            Hallmark::A => "A",
            Hallmark::B => "B",
            Hallmark::C => "C",
            Hallmark::D => "D",
        }
    }

    fn meaning(self) -> &'static str {
        match self {
            Hallmark::A => "Band A: strong",
            Hallmark::B => "Band B: adequate",
            Hallmark::C => "Band C: needs work",
            Hallmark::D => "Band D: not acceptable",
        }
    }
}

/// A band as its mark; a dashed circle while there is no score.
#[component]
pub fn BandMark(
    /// Which, if there is a score.
    band: Option<Hallmark>,
    /// Larger, at the head of a page.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let letter = band.map_or("none", Hallmark::letter);
    let shown = band.map_or("-", Hallmark::letter);
    let meaning = band.map_or("Not scored yet", Hallmark::meaning);
    view! {
        <span class="mark" role="img" data-band=letter data-size=large.then_some("l") title=meaning aria-label=meaning>
            {shown}
        </span>
    }
}
