//! Answers on their way to one assessment: those that a vendor's browser sends together are decided one after another, in
//! their order, and committed together, each with an outcome of its own.
//!
//! One fold, one transaction and one sync serve all of them; a refused answer holds none of the others up. Start at
//! [`save`].

use crate::auth::VendorPerson;
use crate::error::Error;
use crate::once::{RequestKey, kept, repeated};
use crate::record::{Change, Dossier, vendor_names};
use crate::state::AppState;
use crate::store::{About, Batch, Reading, StoreError, Stream};
use domain::api::portal::AnswerSaved;
use domain::api::problem::Code;
use domain::assessment::{Command, Entry, Names, portal};
use domain::id::{AssessmentId, PersonId, QuestionId};

/// One answer that a vendor's person gives.
#[derive(Debug, Clone)]
pub struct Answering {
    /// The question.
    pub question: QuestionId,
    /// The answer, whole.
    pub entry: Entry,
    /// The revision that it replaces; 0 for none.
    pub revision: u64,
    /// Its key, if it has one.
    pub key: Option<RequestKey>,
}

/// What became of an answer.
type Outcome = Result<AnswerSaved, Error>;

/// Saves answers; gives what became of each, in their order.
///
/// # Errors
/// When none could be decided: not found when the person may not answer here, or the database does not answer. What the
/// rules refuse is the outcome of that answer; a stale one has the other answer beside it.
pub async fn save(
    state: &AppState,
    person: &VendorPerson,
    id: &AssessmentId,
    answers: &[Answering],
) -> Result<Vec<Outcome>, Error> {
    // Colleagues who answer at once would otherwise be in each other's way at every commit.
    let _turn = state.turns.wait(id.as_str()).await;
    match together(state, person, id, &answers.iter().collect::<Vec<_>>()).await {
        Ok(mut outcomes) => {
            for (outcome, answering) in outcomes.iter_mut().zip(answers).filter(|(outcome, _)| outcome.is_err()) {
                // What was done the first time may be the very reason for which it is refused now.
                if let Some(before) = saved_before(state, person, id, answering).await.transpose() {
                    *outcome = before;
                }
            }
            Ok(outcomes)
        }
        Err(Error::Store(StoreError::Repeated)) => again(state, person, id, answers).await,
        Err(error) => Err(error),
    }
}

/// Some came before: they are told what they were told then, the others are saved.
async fn again(
    state: &AppState,
    person: &VendorPerson,
    id: &AssessmentId,
    answers: &[Answering],
) -> Result<Vec<Outcome>, Error> {
    let mut before = Vec::with_capacity(answers.len());
    for answering in answers {
        before.push(saved_before(state, person, id, answering).await.transpose());
    }
    let rest: Vec<&Answering> =
        answers.iter().zip(&before).filter(|(_, before)| before.is_none()).map(|(answering, _)| answering).collect();
    let mut rest = together(state, person, id, &rest).await?.into_iter();
    let next = || rest.next().unwrap_or_else(|| Err(Error::not_found()));
    let mut next = next;
    Ok(before.into_iter().map(|before| before.unwrap_or_else(&mut next)).collect())
}

/// Decides on each answer after those before it and commits them all.
async fn together(
    state: &AppState,
    person: &VendorPerson,
    id: &AssessmentId,
    answers: &[&Answering],
) -> Result<Vec<Outcome>, Error> {
    let decided = state.store.decide_fast(|reading| async move {
        let mut change = Change::of_answers(reading, state, &person.org, person.actor(), id).await?;
        if !change.dossier.assessment(id)?.folded.is_open_to(&person.person) {
            return Err(Error::not_found());
        }
        let mut outcomes = Vec::with_capacity(answers.len());
        let mut replies = Vec::new();
        for answering in answers {
            let outcome = decide(state, person, &mut change, id, answering).await;
            match (&outcome, &answering.key) {
                // What is kept in memory is never good enough to refuse.
                (Err(_), _) if reading == Reading::Kept => {
                    return outcome.map(|_| (Batch::new(person.org.clone()), vec![]));
                }
                (Ok(_), Some(key)) => {
                    let about = About::stream(&Stream::assessment(id), change.dossier.assessment(id)?.folded.version);
                    replies.push(kept(key, &person.person, about, state.clock.now()));
                }
                (Ok(_), None) | (Err(_), _) => {}
            }
            outcomes.push(outcome);
        }
        let mut batch: Batch = change.finish()?.0;
        batch.replies = replies;
        Ok::<_, Error>((batch, outcomes))
    });
    decided.await
}

async fn decide(
    state: &AppState,
    person: &VendorPerson,
    change: &mut Change,
    id: &AssessmentId,
    answering: &Answering,
) -> Outcome {
    let Answering { question, entry, revision, .. } = answering;
    let command = Command::Answer { question: question.clone(), entry: entry.clone(), revision: *revision };
    let answered = change.assessment(id, command);
    let names = names(state, person, &change.dossier, id, question).await?;
    let known = change.dossier.assessment(id)?;
    if let Err(refusal) = answered {
        let current = serde_json::to_value(portal::answer(&known.folded, question, &names))?;
        return Err(refusal.with(|told| {
            told.question.get_or_insert_with(|| question.clone());
            told.current = (told.code == Code::Stale).then_some(current);
        }));
    }
    Ok(portal::saved(&known.folded, &known.questionnaire, question, &names))
}

/// What an answer was told when it was saved before under its key, if it was.
async fn saved_before(
    state: &AppState,
    person: &VendorPerson,
    id: &AssessmentId,
    answering: &Answering,
) -> Result<Option<AnswerSaved>, Error> {
    let key = answering.key.as_ref();
    let Some(about) = repeated(state, &person.org, &person.person, key).await? else { return Ok(None) };
    let mut dossier = Dossier::of_assessment_alone(state, &person.org, id).await?;
    let then = state.store.fold_at(&person.org, &Stream::assessment(id), about.version).await?;
    if let Some(known) = dossier.assessments.get_mut(id) {
        known.folded = then;
    }
    let names = names(state, person, &dossier, id, &answering.question).await?;
    let known = dossier.assessment(id)?;
    Ok(Some(portal::saved(&known.folded, &known.questionnaire, &answering.question, &names)))
}

/// The name of whoever gave the answer as it stands: mostly the person who asks.
async fn names(
    state: &AppState,
    person: &VendorPerson,
    dossier: &Dossier,
    id: &AssessmentId,
    question: &QuestionId,
) -> Result<Names, Error> {
    let given = dossier.assessment(id)?.folded.answer(question);
    let by: Option<&PersonId> = given.and_then(|given| given.by.as_ref());
    if by.is_none_or(|by| *by == person.person) {
        return Ok(Names::from([(person.person.clone(), person.name.clone())]));
    }
    vendor_names(state, &person.org, &person.vendor).await
}
