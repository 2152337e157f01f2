//! The mark: the band of a score as a hallmark. The outline alone tells them apart: circle, shield, square, lozenge.
//!
//! Never for residual risk, which has [`super::Level`].

use domain::scoring::ScoreBand;
use leptos::prelude::*;

/// A band as its mark; a dashed circle while there is no score.
#[component]
pub fn BandMark(
    /// Which, if there is a score.
    band: Option<ScoreBand>,
    /// Larger, at the head of a page.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let outline = band.map_or("none", ScoreBand::letter);
    let shown = band.map_or("-", ScoreBand::letter);
    let meaning = match band {
        Some(band) => format!("Band {}: {}", band.letter(), band.title().to_ascii_lowercase()),
        None => "Not scored yet".to_owned(),
    };
    view! {
        <span class="mark" role="img" data-band=outline data-size=large.then_some("l") title=meaning.clone() aria-label=meaning>
            {shown}
        </span>
    }
    .into_any()
}
