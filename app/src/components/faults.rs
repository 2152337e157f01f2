//! What is wrong with a form after its button was pressed: shown at the fields and in a summary on top.
//!
//! Faults come from the domain's checks in the browser or from the server's problem; both name the field in `at`.
//! A field's id is made from its name by [`field_id`], so that a line of the summary leads to it.

use crate::api::{self, as_sentence};
use domain::api::problem::Fault;
use leptos::prelude::*;

/// The faults of one form. A handle: copies share one list.
#[derive(Clone, Copy)]
pub struct Faults {
    list: RwSignal<Vec<Fault>>,
    round: RwSignal<u32>,
}

impl Default for Faults {
    fn default() -> Self {
        Self::new()
    }
}

impl Faults {
    /// No faults yet.
    #[must_use]
    pub fn new() -> Self {
        Faults { list: RwSignal::new(Vec::new()), round: RwSignal::new(0) }
    }

    /// Forgets all faults, before the next try.
    pub fn clear(self) {
        self.list.try_update(Vec::clear);
    }

    /// Shows `faults`; the summary takes the focus once.
    pub fn show(self, faults: Vec<Fault>) {
        self.list.try_set(faults);
        self.round.try_update(|round| *round += 1);
    }

    /// Shows why a request failed: the named faults, else the sentence for the whole form.
    pub fn show_error(self, error: &api::Error) {
        if let api::Error::Problem(problem) = error
            && !problem.errors.is_empty()
        {
            self.show(problem.errors.clone());
        } else {
            self.show(vec![Fault::new("", error.sentence())]);
        }
    }

    /// All faults. Tracked.
    #[must_use]
    pub fn all(self) -> Vec<Fault> {
        self.list.get()
    }

    /// Whether there are any. Tracked.
    #[must_use]
    pub fn any(self) -> bool {
        self.list.with(|list| !list.is_empty())
    }

    /// What is wrong with the field `name`, as a sentence. Tracked.
    #[must_use]
    pub fn at(self, name: &str) -> Option<String> {
        self.list.with(|list| list.iter().find(|fault| fault.at == name).map(|fault| as_sentence(&fault.detail)))
    }

    /// How often faults were shown. Tracked; changes when the summary should take the focus.
    #[must_use]
    pub fn round(self) -> u32 {
        self.round.get()
    }
}

/// The id of the field with this name: the name with every separator turned into a hyphen.
#[must_use]
pub fn field_id(name: &str) -> String {
    let id: String = name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' }).collect();
    format!("f-{id}")
}
