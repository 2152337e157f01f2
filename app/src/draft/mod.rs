//! One assessment being answered: a signal per question, what the device keeps, and what is on its way to the server.
//!
//! Pages read it (`reading`, `promise`) and change it (`editing`); nobody else decides when an answer is sent. `slot` is
//! the state machine of one answer, `road` and `sending` the way to the server, `device` what survives a closed tab, in
//! the browser's `database`, `shape` which questions are asked, `evidence` and `upload` the files, `notes` what is typed
//! about findings.

mod aside;
mod database;
mod device;
mod drafts;
mod editing;
mod evidence;
mod line;
mod notes;
mod promise;
mod reading;
mod road;
mod sending;
mod shape;
mod slot;
mod stated;
mod upload;

pub use aside::Aside;
pub use drafts::{Drafts, Unsent, last_link, remember_link};
pub use evidence::{Place, accepted, bytes_of, check_file, size_words};
pub use line::{Line, pause_before};
pub use promise::Promise;
pub use sending::faults_in;
pub use shape::{Part, Section, Shape};
pub use slot::{Change, Outgoing, Save, Slot, Stop};
pub use stated::{NoDate, Stated, end_of};
pub use upload::{Going, Sending};

use crate::api::Error;
use domain::api::portal::{PortalAssessment, PortalEvidence};
use domain::assessment::{Entry, Progress};
use domain::id::{AssessmentId, QuestionId};
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The name of an answer's value in its faults.
pub const VALUE: &str = "value";
/// The name of an answer's comment in its faults.
pub const COMMENT: &str = "comment";
/// The name of the reason why a question does not apply, in its faults.
pub const REASON: &str = "not_applicable";

/// One assessment being answered. Copies share one state.
#[derive(Clone)]
pub struct Draft(Arc<Inner>);

struct Inner {
    id: AssessmentId,
    shape: Shape,
    view: ArcRwSignal<Arc<PortalAssessment>>,
    slots: Slots,
    aside: ArcRwSignal<BTreeMap<QuestionId, Aside>>,
    evidence: ArcRwSignal<Vec<PortalEvidence>>,
    finding_evidence: ArcRwSignal<evidence::ByFinding>,
    uploads: ArcRwSignal<Vec<Arc<Sending>>>,
    notes: ArcStoredValue<notes::Notes>,
    asked: ArcMemo<BTreeSet<QuestionId>>,
    progress: ArcMemo<Progress>,
    road: road::Road,
    leftovers: ArcRwSignal<bool>,
}

type Slots = BTreeMap<QuestionId, ArcRwSignal<Slot>>;

impl Draft {
    /// A draft of what the server says, without what this device keeps.
    ///
    /// # Errors
    /// [`Error::Broken`] when the questionnaires do not fit together.
    pub fn new(view: PortalAssessment) -> Result<Self, Error> {
        let shape = Shape::new(&view).ok_or(Error::Broken)?;
        let slot = |question: &QuestionId| ArcRwSignal::new(Slot::new(view.answers.get(question).cloned()));
        let slots: Slots = shape.questions().map(|question| (question.id.clone(), slot(&question.id))).collect();
        let evidence = ArcRwSignal::new(view.evidence.clone());
        let asked = {
            let (shape, slots) = (shape.clone(), slots.clone());
            ArcMemo::new(move |_| shape.asked(&entries(&slots)))
        };
        let progress = {
            let (shape, slots, evidence) = (shape.clone(), slots.clone(), evidence.clone());
            ArcMemo::new(move |_| {
                let with_files = evidence.with(|all| all.iter().map(|piece| piece.question.clone()).collect());
                shape.progress(&takeable(&slots), &with_files)
            })
        };
        Ok(Draft(Arc::new(Inner {
            id: view.id.clone(),
            shape,
            slots,
            asked,
            progress,
            evidence,
            finding_evidence: ArcRwSignal::new(evidence::by_finding(&view)),
            view: ArcRwSignal::new(Arc::new(view)),
            aside: ArcRwSignal::new(BTreeMap::new()),
            uploads: ArcRwSignal::new(Vec::new()),
            notes: ArcStoredValue::new(notes::Notes::new()),
            road: road::Road::new(),
            leftovers: ArcRwSignal::new(false),
        })))
    }

    /// The assessment's id.
    #[must_use]
    pub fn id(&self) -> &AssessmentId {
        &self.0.id
    }

    /// Its questionnaires.
    #[must_use]
    pub fn shape(&self) -> &Shape {
        &self.0.shape
    }

    /// The state of one answer; nothing for a question that is not here.
    #[must_use]
    pub fn slot(&self, question: &QuestionId) -> Option<ArcRwSignal<Slot>> {
        self.0.slots.get(question).cloned()
    }
}

/// The answers without those that break a rule, which count for nothing until they are mended.
fn takeable(slots: &Slots) -> BTreeMap<QuestionId, Entry> {
    let takeable = |slot: &Slot| if slot.faults().is_empty() { slot.entry() } else { Entry::default() };
    slots.iter().map(|(question, slot)| (question.clone(), slot.with(takeable))).collect()
}

fn entries(slots: &Slots) -> BTreeMap<QuestionId, Entry> {
    slots.iter().map(|(question, slot)| (question.clone(), slot.with(Slot::entry))).collect()
}
