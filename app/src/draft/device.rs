//! What this device keeps until the server has it: changes to answers and words about findings.
//!
//! A change is written the moment it is made and taken away when the server has acknowledged it, when the person
//! chose the other version, on submission and on signing out. Also the last link used, so that a fresh one can be asked for.

use super::database::{self, Unkept};
use super::slot::Change;
use domain::id::{AssessmentId, FindingId, QuestionId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;
use web_sys::IdbKeyRange;

/// Follows the assessment's id in the keys of its answers: `assessment/question`. No id has one of the marks.
const ANSWERS: char = '/';
/// Follows it in the keys of words about findings: `assessment#finding/part`.
const NOTES: char = '#';
/// The key of the last link, which has no mark.
const LINK: &str = "link";

/// Keeps a change; it replaces an earlier one of the same answer.
///
/// # Errors
/// [`Unkept`] when the browser does not keep it.
pub(super) async fn keep(assessment: &AssessmentId, question: &QuestionId, change: &Change) -> Result<(), Unkept> {
    put(&format!("{assessment}{ANSWERS}{question}"), change).await
}

/// Forgets the change of one answer.
///
/// # Errors
/// [`Unkept`] when the browser does not do it.
pub(super) async fn forget(assessment: &AssessmentId, question: &QuestionId) -> Result<(), Unkept> {
    database::delete(&format!("{assessment}{ANSWERS}{question}").into()).await
}

/// Forgets every change of an assessment.
///
/// # Errors
/// [`Unkept`] when the browser does not do it.
pub(super) async fn forget_all(assessment: &AssessmentId) -> Result<(), Unkept> {
    let range = range(assessment, ANSWERS)?;
    database::delete(&range).await
}

/// Every change that the device keeps of an assessment. One that cannot be read is left where it is.
///
/// # Errors
/// [`Unkept`] when the browser's storage cannot be read.
pub(super) async fn kept(assessment: &AssessmentId) -> Result<Vec<(QuestionId, Change)>, Unkept> {
    let all = all(assessment, ANSWERS).await?;
    Ok(all.into_iter().filter_map(|(question, change)| Some((question.parse().ok()?, change))).collect())
}

/// Keeps the words of one `part` of a step on a finding, or forgets them when there are none.
///
/// # Errors
/// [`Unkept`] when the browser does not do it.
pub(super) async fn keep_note<N: Serialize>(
    assessment: &AssessmentId,
    finding: &FindingId,
    part: &str,
    note: Option<&N>,
) -> Result<(), Unkept> {
    let key = format!("{assessment}{NOTES}{finding}/{part}");
    match note {
        Some(note) => put(&key, note).await,
        None => database::delete(&key.into()).await,
    }
}

/// The words about findings that the device keeps of an assessment, each by its finding and part.
///
/// # Errors
/// [`Unkept`] when the browser's storage cannot be read.
pub(super) async fn notes<N: DeserializeOwned>(
    assessment: &AssessmentId,
) -> Result<Vec<((FindingId, String), N)>, Unkept> {
    let all = all(assessment, NOTES).await?;
    let place = |name: String| name.split_once('/').and_then(|(of, part)| Some((of.parse().ok()?, part.to_owned())));
    Ok(all.into_iter().filter_map(|(name, note)| Some((place(name)?, note))).collect())
}

/// How many changes and words the device keeps, of every assessment.
///
/// # Errors
/// [`Unkept`] when the browser's storage cannot be read.
pub(super) async fn count() -> Result<usize, Unkept> {
    Ok(database::keys().await?.iter().filter(|key| key.contains([ANSWERS, NOTES])).count())
}

/// Forgets everything that this device keeps.
///
/// # Errors
/// [`Unkept`] when the browser does not do it.
pub(super) async fn wipe() -> Result<(), Unkept> {
    database::clear().await
}

/// Remembers the token of the link that opened this session. Used up as it is, it can only ask for a fresh link
/// to the address on file.
///
/// # Errors
/// [`Unkept`] when the browser does not keep it.
pub(super) async fn remember_link(token: &str) -> Result<(), Unkept> {
    database::put(LINK, token).await
}

/// The token of the link that opened the last session, if there was one.
pub(super) async fn last_link() -> Option<String> {
    database::get(LINK).await.ok()?
}

async fn put(key: &str, value: &impl Serialize) -> Result<(), Unkept> {
    let text = crate::api::write(value).map_err(|_| Unkept)?;
    database::put(key, &text).await
}

/// What is kept of an assessment under a mark, by what follows the mark in its key.
async fn all<T: DeserializeOwned>(assessment: &AssessmentId, mark: char) -> Result<Vec<(String, T)>, Unkept> {
    let front = format!("{assessment}{mark}");
    let read =
        |(key, text): (String, String)| Some((key.strip_prefix(&front)?.to_owned(), crate::api::read(&text).ok()?));
    Ok(database::texts(&range(assessment, mark)?).await?.into_iter().filter_map(read).collect())
}

/// Every key that begins with the assessment's id and the mark; a tilde comes after every character of an id.
fn range(assessment: &AssessmentId, mark: char) -> Result<IdbKeyRange, JsValue> {
    let (first, last) = (format!("{assessment}{mark}"), format!("{assessment}{mark}~"));
    IdbKeyRange::bound_with_lower_open_and_upper_open(&first.into(), &last.into(), true, true)
}
