//! What is wrong with a form after its button was pressed: shown at the fields and in a summary on top.
//!
//! Faults come from the domain's checks in the browser or from the server's problem; both name the field in `at`.
//! A field's id is made from its name and its form by [`Faults::id_of`], so that a line of the summary leads to it and
//! two forms of one page never share an id.

use crate::api::{self, as_sentence};
use domain::api::problem::Fault;
use leptos::prelude::*;
use std::sync::atomic::{AtomicU32, Ordering};

/// How many forms there were so far; each is told apart by its number.
static FORMS: AtomicU32 = AtomicU32::new(0);

/// The faults of one form. A handle: copies share one list.
#[derive(Clone, Copy)]
pub struct Faults {
    list: RwSignal<Vec<Fault>>,
    round: RwSignal<u32>,
    form: u32,
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
        let form = FORMS.fetch_add(1, Ordering::Relaxed);
        Faults { list: RwSignal::new(Vec::new()), round: RwSignal::new(0), form }
    }

    /// The id of the form's field with this name.
    #[must_use]
    pub fn id_of(self, name: &str) -> String {
        format!("f{}-{}", self.form, hyphened(name))
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

/// The id of a field that belongs to no form.
#[must_use]
pub fn field_id(name: &str) -> String {
    format!("f-{}", hyphened(name))
}

/// The name with every separator turned into a hyphen.
fn hyphened(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' }).collect()
}
