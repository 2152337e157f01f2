//! Questionnaires by the hashes of their versions, read from the journal and prepared once.
//!
//! A hash names a file's bytes for ever, so a prepared questionnaire never grows old.

use super::shipped::shipped;
use crate::error::Error;
use crate::state::AppState;
use crate::store::{Append, Batch, Store, Stream};
use domain::actor::ActorRef;
use domain::api::problem::{Code, Fault};
use domain::assessment::Plan;
use domain::id::{OrgId, TemplateHash};
use domain::journal::Timestamp;
use domain::scoring::Questionnaire;
use domain::template::Depth;
use domain::template::published::{Event, Published};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Different unions that are kept; there are few, as every assessment takes one of a handful.
const KEPT: usize = 64;

type Key = (Vec<TemplateHash>, Depth);

/// Prepared questionnaires.
#[derive(Debug, Clone, Default)]
pub struct Questionnaires(Arc<Mutex<HashMap<Key, Questionnaire>>>);

impl Questionnaires {
    /// The questionnaire of a plan: the union of its templates at its depth.
    ///
    /// # Errors
    /// A fault at `templates` when one was not published here or they do not fit together.
    pub async fn of(&self, store: &Store, org: &OrgId, plan: &Plan) -> Result<Questionnaire, Error> {
        let key = (plan.templates.clone(), plan.depth);
        if let Some(kept) = self.lock().get(&key) {
            return Ok(kept.clone());
        }
        let mut templates = Vec::new();
        for hash in &plan.templates {
            let published = store.fold::<Published>(org, &Stream::template(hash)).await?;
            if !published.is_new() && published.template.is_none() {
                return Err(Error::Internal(format!(
                    "the questionnaire {hash} was published and cannot be read any more"
                )));
            }
            let unknown = || Error::invalid(vec![Fault::new("templates", "choose questionnaires from the list")]);
            templates.push(published.template.clone().ok_or_else(unknown)?);
        }
        let questionnaire = Questionnaire::new(templates, plan.depth).map_err(Error::invalid)?;
        let mut kept = self.lock();
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(key, questionnaire.clone());
        Ok(questionnaire)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Key, Questionnaire>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl AppState {
    /// The questionnaire of a plan.
    ///
    /// # Errors
    /// As [`Questionnaires::of`].
    pub async fn questionnaire(&self, org: &OrgId, plan: &Plan) -> Result<Questionnaire, Error> {
        if plan.templates.is_empty() {
            return Err(Error::new(Code::Invalid, "choose at least one questionnaire"));
        }
        self.questionnaires.of(&self.store, org, plan).await
    }
}

/// The publication of every shipped questionnaire in an organisation that is being founded.
///
/// # Errors
/// When a shipped file is not sound.
pub fn first_publication(at: Timestamp) -> Result<Vec<Append>, Error> {
    let append = |shipped: &super::ShippedTemplate| {
        let event = Event::Published { file: shipped.file.to_owned() };
        let bodies = vec![serde_json::to_string(&event)?];
        Ok(Append {
            stream: Stream::template(&shipped.hash),
            expected: 0,
            previous: None,
            at,
            by: ActorRef::System,
            bodies,
        })
    };
    shipped()?.templates.iter().map(append).collect()
}

/// Publishes the shipped questionnaires that `org` does not have yet.
///
/// # Errors
/// When the database does not answer.
pub async fn publish_shipped(store: &Store, org: &OrgId, at: Timestamp) -> Result<(), Error> {
    for shipped in &shipped()?.templates {
        let stream = Stream::template(&shipped.hash);
        // Another node may be publishing the same file: then there is nothing left to do.
        let publish = || async {
            let before = store.fold::<Published>(org, &stream).await?;
            let mut batch = Batch::new(org.clone());
            if before.is_new() {
                let event = Event::Published { file: shipped.file.to_owned() };
                batch.appends.push(before.append(at, ActorRef::System, &[event])?);
            }
            Ok::<_, Error>((batch, ()))
        };
        store.decide(publish).await?;
    }
    Ok(())
}
