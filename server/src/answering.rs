//! Answers on their way to one assessment: those that come while another is being saved are saved together, in the
//! order they came, each with a reply of its own.
//!
//! One fold, one transaction and one sync serve all of them; a refused answer holds none of the others up. Start at
//! [`save`].

use crate::auth::VendorPerson;
use crate::error::Error;
use crate::once::{RequestKey, kept, repeated};
use crate::record::{Change, Dossier, vendor_names};
use crate::state::AppState;
use crate::store::batch::Reply;
use crate::store::{About, Batch, Reading, StoreError, Stream};
use domain::api::portal::AnswerSaved;
use domain::api::problem::Code;
use domain::assessment::{Command, Entry, Names, portal};
use domain::id::{AssessmentId, QuestionId};
use tokio::sync::oneshot;

/// One answer that a vendor's person gives.
#[derive(Debug, Clone)]
pub struct Answering {
    /// Who answers.
    pub person: VendorPerson,
    /// The question.
    pub question: QuestionId,
    /// The answer, whole.
    pub entry: Entry,
    /// The revision that it replaces; 0 for none.
    pub revision: u64,
    /// The key of the request, if it has one.
    pub key: Option<RequestKey>,
}

/// An answer that waits for the turn of its assessment, and where its reply goes.
#[derive(Debug)]
pub struct Waiter {
    answering: Answering,
    reply: oneshot::Sender<Replied>,
}

/// The reply as JSON, or why there is none.
type Replied = Result<String, Error>;

/// Saves an answer; gives the reply as JSON.
///
/// # Errors
/// What the rules refuse; a stale answer has the other one beside it.
pub async fn save(state: &AppState, id: &AssessmentId, answering: Answering) -> Result<String, Error> {
    if let Some(body) = replay_of(state, &answering).await? {
        return Ok(body);
    }
    let (reply, mut replied) = oneshot::channel();
    state.answers.add(id.as_str(), Waiter { answering, reply });
    // Whoever was taken along by the one before has the reply before the turn, and does not wait for it.
    let turn = tokio::select! {
        biased;
        told = &mut replied => return told.unwrap_or_else(given_up),
        turn = state.turns.wait(id.as_str()) => turn,
    };
    let mut waiters = state.answers.take(id.as_str());
    // Whoever has gone away since was told nothing, and may be back with another answer.
    waiters.retain(|waiter| !waiter.reply.is_closed());
    if !waiters.is_empty() {
        let (state, id) = (state.clone(), id.clone());
        // Of its own: the others' answers must not end with the connection of the one whose turn it is.
        tokio::spawn(async move {
            save_all(&state, &id, waiters).await;
            drop(turn);
        });
    }
    replied.await.unwrap_or_else(given_up)
}

/// For an answer whose group failed for another's sake.
fn given_up(_: oneshot::error::RecvError) -> Replied {
    Err(StoreError::Busy("the answers saved with this one failed".into()).into())
}

async fn replay_of(state: &AppState, answering: &Answering) -> Result<Option<String>, Error> {
    let person = &answering.person;
    let about = repeated(state, &person.org, &person.person, answering.key.as_ref()).await?;
    let Some(about) = about else { return Ok(None) };
    let id = about.subject.strip_prefix("assessment/").and_then(|id| AssessmentId::new(id).ok());
    let id = id.ok_or_else(Error::not_found)?;
    let mut dossier = Dossier::of_assessment_alone(state, &person.org, &id).await?;
    let then = state.store.fold_at(&person.org, &Stream::assessment(&id), about.version).await?;
    if let Some(known) = dossier.assessments.get_mut(&id) {
        known.folded = then;
    }
    let names = names(state, person, &dossier, &id, &answering.question).await?;
    let known = dossier.assessment(&id)?;
    Ok(Some(serde_json::to_string(&portal::saved(&known.folded, &known.questionnaire, &answering.question, &names))?))
}

/// Saves what waited and tells each what came of its answer.
async fn save_all(state: &AppState, id: &AssessmentId, waiters: Vec<Waiter>) {
    let (answers, replies): (Vec<_>, Vec<_>) =
        waiters.into_iter().map(|waiter| (waiter.answering, waiter.reply)).unzip();
    match together(state, id, &answers).await {
        Ok(told) => told.into_iter().zip(replies).for_each(|(told, reply)| drop(reply.send(told))),
        // One came twice: each is saved by itself, the later of the two gets the kept reply.
        Err(Error::Store(StoreError::Repeated)) => {
            for (answering, reply) in answers.iter().zip(replies) {
                drop(reply.send(alone(state, id, answering).await));
            }
        }
        // The first is told why; the others' senders go, which tells them to try again.
        Err(error) => replies.into_iter().take(1).zip([error]).for_each(|(reply, error)| drop(reply.send(Err(error)))),
    }
}

async fn alone(state: &AppState, id: &AssessmentId, answering: &Answering) -> Replied {
    if let Some(body) = replay_of(state, answering).await? {
        return Ok(body);
    }
    let told = together(state, id, std::slice::from_ref(answering)).await?;
    told.into_iter().next().unwrap_or_else(|| Err(Error::not_found()))
}

/// Decides on each answer after those before it and commits them all.
async fn together(state: &AppState, id: &AssessmentId, answers: &[Answering]) -> Result<Vec<Replied>, Error> {
    let Some(first) = answers.first() else { return Ok(vec![]) };
    let (org, by) = (&first.person.org, first.person.actor());
    let decided = state.store.decide(|| async {
        let mut change = Change::of_answers(Reading::Anew, state, org, by.clone(), id).await?;
        let mut told = Vec::with_capacity(answers.len());
        let mut replies = Vec::new();
        for answering in answers {
            let saved = decide(state, &mut change, id, answering).await;
            let body = saved.and_then(|saved| Ok(serde_json::to_string(&saved)?));
            let version = change.dossier.assessment(id)?.folded.version;
            let about = About::stream(&Stream::assessment(id), version);
            replies.extend(body.as_ref().ok().and_then(|_| reply(state, answering, about)));
            told.push(body);
        }
        let mut batch: Batch = change.finish()?.0;
        batch.replies = replies;
        Ok::<_, Error>((batch, told))
    });
    decided.await
}

fn reply(state: &AppState, answering: &Answering, about: About) -> Option<Reply> {
    let key = answering.key.as_ref()?;
    Some(kept(key, &answering.person.person, about, state.clock.now()))
}

async fn decide(
    state: &AppState,
    change: &mut Change,
    id: &AssessmentId,
    answering: &Answering,
) -> Result<AnswerSaved, Error> {
    let Answering { person, question, entry, revision, .. } = answering;
    let command = Command::Answer { question: question.clone(), entry: entry.clone(), revision: *revision };
    let answered = change.assessment_by(id, command, &person.actor());
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

/// The name of whoever gave the answer as it stands: mostly the person who asks.
async fn names(
    state: &AppState,
    person: &VendorPerson,
    dossier: &Dossier,
    id: &AssessmentId,
    question: &QuestionId,
) -> Result<Names, Error> {
    let given = dossier.assessment(id)?.folded.answer(question);
    let is_own = given.and_then(|given| given.by.as_ref()).is_none_or(|by| *by == person.person);
    if is_own {
        return Ok(Names::from([(person.person.clone(), person.name.clone())]));
    }
    vendor_names(state, &person.org, &person.vendor).await
}
