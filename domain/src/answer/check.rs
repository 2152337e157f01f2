//! Whether one answer fits its question: the check that the browser runs before sending and the server before keeping.
//!
//! Start at [`check_value`]. Texts of every kind (comments, reasons, names) go through [`check_text`] and [`check_name`].

use super::Value;
use super::unseen::{MOST_MARKS, is_piled_up, is_unseen};
use crate::template::{Kind, Question};
use chrono::{Datelike, NaiveDate};

/// Longest text, in characters.
pub const MAX_TEXT: usize = 10_000;
/// Longest name, in characters.
pub const MAX_NAME: usize = 200;
/// Largest number, either way: every browser number up to here is exact.
pub const MAX_NUMBER: i64 = 9_007_199_254_740_991;

/// Why an answer does not fit its question, in a sentence that says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WrongAnswer {
    /// A choice of one got a list or a number.
    #[error("choose one option")]
    NotOneOption,
    /// A choice of several got a text or a number.
    #[error("give the chosen options as a list")]
    NotAList,
    /// A number got something else.
    #[error("write a whole number")]
    NotANumber,
    /// A text got something else.
    #[error("write a text")]
    NotAText,
    /// An option that the question does not have.
    #[error("choose one of the listed options")]
    UnknownOption,
    /// An option that is chosen twice.
    #[error("choose each option once")]
    RepeatedOption,
    /// An exclusive option together with others.
    #[error("choose either \u{201c}{option}\u{201d} alone or the other options")]
    Exclusive {
        /// The label of the exclusive option.
        option: String,
    },
    /// A number outside of its limits.
    #[error("the number must lie between {min} and {max}")]
    OutOfRange {
        /// Smallest allowed.
        min: i64,
        /// Largest allowed.
        max: i64,
    },
    /// No date, or one outside of the years 1900 to 2200.
    #[error("write a date of the years 1900 to 2200 as year-month-day, such as 2026-11-21")]
    Date,
    /// Longer than allowed.
    #[error("write at most {} characters", thousands(*max))]
    TooLong {
        /// Most characters.
        max: usize,
    },
    /// A control character other than newline and tab.
    #[error("remove the invisible control characters")]
    ControlCharacter,
    /// A character in a name that cannot be seen, or that turns the direction of writing.
    #[error("remove the invisible character U+{code:04X}")]
    Unseen {
        /// The character's number in Unicode.
        code: u32,
    },
    /// A letter of a name with more than [`MOST_MARKS`] combining marks.
    #[error("write at most {MOST_MARKS} accents or other marks on one letter")]
    PiledUp,
    /// A newline or tab in a name.
    #[error("write it on one line")]
    NotOneLine,
    /// Nothing but blanks where something is needed.
    #[error("write something")]
    Blank,
    /// A claim of "not applicable" where the question does not allow it.
    #[error("this question has to be answered: it cannot be marked as not applicable")]
    NotApplicableRefused,
    /// Credit above 100.
    #[error("the credit must lie between 0 and 100")]
    Credit,
    /// An evidence level above 3.
    #[error("the evidence level must lie between 0 and 3")]
    Level,
}

impl WrongAnswer {
    /// The sentence for a field that holds `what`: an empty one is asked for by name.
    #[must_use]
    pub fn in_field(&self, what: &str) -> String {
        if *self == WrongAnswer::Blank { format!("write {what}") } else { self.to_string() }
    }
}

/// `10000` as `10,000`.
fn thousands(number: usize) -> String {
    if number < 1_000 { number.to_string() } else { format!("{},{:03}", number / 1_000, number % 1_000) }
}

/// What an answer says, once it was found to fit its question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Given {
    /// Nothing: no value, or an empty one.
    Nothing,
    /// The chosen options, one bit each in the order of the question.
    Chosen(u64),
    /// A number.
    Number(i64),
    /// A date.
    Date(NaiveDate),
    /// A text that is not empty.
    Text,
}

/// Whether `value` is an answer to `question`. An empty text or list is: it says nothing.
///
/// # Errors
/// The first reason why not.
pub fn check_value(question: &Question, value: &Value) -> Result<(), WrongAnswer> {
    read_value(question, value).map(|_| ())
}

/// What `value` says as an answer to `question`.
pub(crate) fn read_value(question: &Question, value: &Value) -> Result<Given, WrongAnswer> {
    match (question.kind, value) {
        (Kind::Single | Kind::YesPartialNo, Value::Text(id)) => {
            if id.is_empty() {
                Ok(Given::Nothing)
            } else {
                bit(question, id).map(Given::Chosen)
            }
        }
        (Kind::Multi, Value::List(ids)) => several(question, ids),
        (Kind::Number, Value::Number(number)) => {
            let min = question.scoring.min.unwrap_or(-MAX_NUMBER);
            let max = question.scoring.max.unwrap_or(MAX_NUMBER);
            if (min..=max).contains(number) {
                Ok(Given::Number(*number))
            } else {
                Err(WrongAnswer::OutOfRange { min, max })
            }
        }
        (Kind::Date, Value::Text(text)) if text.is_empty() => Ok(Given::Nothing),
        (Kind::Date, Value::Text(text)) => parse_date(text).map(Given::Date).ok_or(WrongAnswer::Date),
        (Kind::Text | Kind::File, Value::Text(text)) => {
            check_text(text, MAX_TEXT)?;
            Ok(if text.is_empty() { Given::Nothing } else { Given::Text })
        }
        (Kind::Single | Kind::YesPartialNo, Value::List(_) | Value::Number(_)) => Err(WrongAnswer::NotOneOption),
        (Kind::Multi, Value::Text(_) | Value::Number(_)) => Err(WrongAnswer::NotAList),
        (Kind::Number, Value::Text(_) | Value::List(_)) => Err(WrongAnswer::NotANumber),
        (Kind::Date, Value::List(_) | Value::Number(_)) => Err(WrongAnswer::Date),
        (Kind::Text | Kind::File, Value::List(_) | Value::Number(_)) => Err(WrongAnswer::NotAText),
    }
}

fn several(question: &Question, ids: &[String]) -> Result<Given, WrongAnswer> {
    let mut chosen = 0_u64;
    for id in ids {
        let bit = bit(question, id)?;
        if chosen & bit != 0 {
            return Err(WrongAnswer::RepeatedOption);
        }
        chosen |= bit;
    }
    if ids.len() > 1 {
        let alone = ids.iter().filter_map(|id| question.option(id)).find(|option| option.exclusive);
        if let Some(option) = alone {
            return Err(WrongAnswer::Exclusive { option: option.label.clone() });
        }
    }
    Ok(if chosen == 0 { Given::Nothing } else { Given::Chosen(chosen) })
}

/// The bit of one option. A template has at most 64 options a question.
fn bit(question: &Question, id: &str) -> Result<u64, WrongAnswer> {
    let place = question.options.iter().position(|option| option.id.as_str() == id);
    place
        .and_then(|place| u32::try_from(place).ok())
        .and_then(|place| 1_u64.checked_shl(place))
        .ok_or(WrongAnswer::UnknownOption)
}

/// Reads `YYYY-MM-DD` of the years 1900 to 2200, and nothing looser.
#[must_use]
pub fn parse_date(text: &str) -> Option<NaiveDate> {
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(place, byte)| match place {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let date = shaped.then(|| text.parse::<NaiveDate>().ok())??;
    (1900..=2200).contains(&date.year()).then_some(date)
}

/// Whether `text` may be kept: at most `max` characters, no control characters but newline and tab.
///
/// # Errors
/// [`WrongAnswer::TooLong`] or [`WrongAnswer::ControlCharacter`].
pub fn check_text(text: &str, max: usize) -> Result<(), WrongAnswer> {
    // A character takes at most four bytes: a text that cannot be short enough is not counted.
    if text.len() > max.saturating_mul(4) || text.chars().count() > max {
        return Err(WrongAnswer::TooLong { max });
    }
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(WrongAnswer::ControlCharacter);
    }
    Ok(())
}

/// Whether `text` may be a name: one line of 1 to [`MAX_NAME`] characters that is not blank and reads as it is
/// stored: nothing unseen, nothing that turns the direction of writing, no pile of marks on a letter.
///
/// # Errors
/// The first reason why not.
pub fn check_name(text: &str) -> Result<(), WrongAnswer> {
    if text.trim().is_empty() {
        return Err(WrongAnswer::Blank);
    }
    if text.contains(['\n', '\t', '\u{2028}', '\u{2029}']) {
        return Err(WrongAnswer::NotOneLine);
    }
    if let Some(unseen) = text.chars().find(|c| is_unseen(*c)) {
        return Err(WrongAnswer::Unseen { code: u32::from(unseen) });
    }
    check_text(text, MAX_NAME)?;
    if is_piled_up(text) { Err(WrongAnswer::PiledUp) } else { Ok(()) }
}
