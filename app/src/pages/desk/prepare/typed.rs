//! A plan as it is chosen and typed, and how it becomes a plan that can be sent.
//!
//! A new plan starts with the questionnaires and depth that the domain suggests, a draft with its own.

use super::Ground;
use crate::components::now;
use domain::answer::parse_date;
use domain::api::assessment::TemplateRow;
use domain::api::problem::Fault;
use domain::assessment::Plan;
use domain::calendar::plus_days;
use domain::id::{PersonId, SystemId, TemplateHash, VendorId};
use domain::template::Depth;
use domain::vendor::Suggestion;
use leptos::prelude::*;

/// Days that a vendor gets unless another date is chosen.
const USUAL_DAYS: i64 = 21;

/// A plan as it is chosen and typed. A handle.
#[derive(Clone, Copy)]
pub struct Typed {
    /// Chosen questionnaires.
    pub templates: RwSignal<Vec<TemplateHash>>,
    /// `base` or `deep`.
    pub depth: RwSignal<String>,
    /// Day by which answers are due, as typed.
    pub due: RwSignal<String>,
    /// Id of who is to answer.
    pub contact: RwSignal<String>,
    /// Why the buyer asks.
    pub reason: RwSignal<String>,
    /// Whether duties that apply later cap the score only from then on.
    pub spares: RwSignal<bool>,
}

impl Typed {
    /// A draft as it was kept, or a new plan with what the domain suggests.
    pub fn of(ground: &Ground, suggestion: Option<&Suggestion>, draft: Option<&Plan>) -> Self {
        let fitting = |row: &&TemplateRow| suggestion.is_some_and(|suggestion| suggestion.templates.contains(&row.id));
        let hashes = ground.templates.iter().filter(fitting).map(|row| row.hash.clone()).collect();
        let depth = suggestion.map_or(Depth::Base, |suggestion| suggestion.depth);
        let first = ground.vendor.contacts.first().map(|contact| contact.id.to_string());
        Typed {
            templates: RwSignal::new(draft.map_or(hashes, |plan| plan.templates.clone())),
            depth: RwSignal::new(depth_key(draft.map_or(depth, |plan| plan.depth)).to_owned()),
            due: RwSignal::new(draft.map_or_else(|| plus_days(now().date(), USUAL_DAYS), |plan| plan.due).to_string()),
            contact: RwSignal::new(draft.map_or_else(|| first.unwrap_or_default(), |plan| plan.contact.to_string())),
            reason: RwSignal::new(draft.map(|plan| plan.reason.clone()).unwrap_or_default()),
            spares: RwSignal::new(draft.is_some_and(|plan| plan.spares_future_duties)),
        }
    }

    /// The depth chosen. Tracked.
    pub fn depth(self) -> Depth {
        self.depth.with(|depth| if depth == depth_key(Depth::Base) { Depth::Base } else { Depth::Deep })
    }

    /// The plan, or what is wrong with it by field.
    pub fn read(self, vendor: &VendorId, system: &SystemId) -> Result<Plan, Vec<Fault>> {
        let mut wrong = Vec::new();
        let templates = self.templates.get_untracked();
        if templates.is_empty() {
            wrong.push(Fault::new("templates", "choose at least one questionnaire"));
        }
        if self.reason.with_untracked(|reason| reason.trim().is_empty()) {
            wrong.push(Fault::new("reason", "say why you ask, for the vendor to read"));
        }
        let due = parse_date(&self.due.get_untracked());
        if due.is_none() {
            wrong.push(Fault::new("due", "choose the day by which you need the answers"));
        }
        let contact = PersonId::new(self.contact.get_untracked());
        if contact.is_err() {
            wrong.push(Fault::new("contact", "choose who is to answer"));
        }
        match (due, contact) {
            (Some(due), Ok(contact)) if wrong.is_empty() => Ok(Plan {
                vendor: vendor.clone(),
                system: system.clone(),
                templates,
                depth: untrack(|| self.depth()),
                due,
                contact,
                reason: self.reason.get_untracked(),
                spares_future_duties: self.spares.get_untracked(),
            }),
            (_, _) => Err(wrong),
        }
    }
}

/// The value of a depth in the form.
pub fn depth_key(depth: Depth) -> &'static str {
    match depth {
        Depth::Base => "base",
        Depth::Deep => "deep",
    }
}
