//! The score by control: what the questions that name a control gave, for each control of a library.
//!
//! A control is met from 75.00 on, the credit from which a question raises no finding; unmet below 50.00, where a
//! critical question fails.

use super::{Questionnaire, Score, rhu};
use crate::library::Library;
use crate::visibility::Asking;

/// From this figure on a control is met, in hundredths.
const MET: u32 = 7_500;
/// From this figure on a control is partly met, in hundredths.
const PARTIAL: u32 = 5_000;

/// How far a control is met.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ControlState {
    /// 75.00 or more, and no critical question fails.
    Met,
    /// 50.00 or more, or more with a failing critical question.
    Partial,
    /// Less.
    NotMet,
    /// Every scored question on it was accepted as not applicable.
    NotApplicable,
    /// No scored question on it was asked.
    NotAsked,
}

impl ControlState {
    /// The state's name on screen.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            ControlState::Met => "Met",
            ControlState::Partial => "Partial",
            ControlState::NotMet => "Not met",
            ControlState::NotApplicable => "Not applicable",
            ControlState::NotAsked => "Not asked",
        }
    }
}

/// One control of a library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControlRow {
    /// Index of the control in the library.
    pub control: usize,
    /// Indices of the asked questions that name it, in order.
    pub questions: Vec<usize>,
    /// Credit times evidence of those that count, by weight, in hundredths.
    pub score: Option<u32>,
    /// How far it is met.
    pub state: ControlState,
}

/// The score by control, one row for each control of `library`, in its order.
#[must_use]
pub fn controls(questionnaire: &Questionnaire, score: &Score, library: &Library) -> Vec<ControlRow> {
    let framework = library.framework();
    let named: Vec<(usize, &[String])> = questionnaire
        .questions()
        .iter()
        .enumerate()
        .filter(|(place, _)| score.asking.get(*place) == Some(&Asking::Asked))
        .map(|(place, entry)| (place, framework.refs(&entry.question.refs)))
        .filter(|(_, refs)| !refs.is_empty())
        .collect();
    let controls = library.controls.iter().enumerate();
    let row = |(place, control): (usize, &crate::library::Control)| {
        let names = |refs: &[String]| refs.iter().any(|reference| control.is_named_by(reference));
        let questions = named.iter().filter(|(_, refs)| names(refs)).map(|(index, _)| *index).collect();
        control_row(place, questions, score)
    };
    controls.map(row).collect()
}

fn control_row(control: usize, questions: Vec<usize>, score: &Score) -> ControlRow {
    let (mut weighted, mut weight, mut fails) = (0_u64, 0_u64, false);
    for index in &questions {
        let place = score.rows.binary_search_by_key(index, |row| row.entry);
        if let Some(row) = place.ok().and_then(|place| score.rows.get(place)) {
            weighted += u64::from(row.weight) * u64::from(row.credit) * u64::from(row.factor);
            weight += u64::from(row.weight);
            fails |= row.fails;
        }
    }
    let figure = (weight > 0).then(|| u32::try_from(rhu(weighted, weight)).unwrap_or(10_000));
    let state = match figure {
        Some(MET..) if !fails => ControlState::Met,
        Some(PARTIAL..) => ControlState::Partial,
        Some(_) => ControlState::NotMet,
        None if questions.iter().any(|index| score.left_out.contains(index)) => ControlState::NotApplicable,
        None => ControlState::NotAsked,
    };
    ControlRow { control, questions, score: figure, state }
}
