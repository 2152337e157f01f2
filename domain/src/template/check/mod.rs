//! Whether a template is sound: everything that later code relies on, each fault with its path.
//!
//! Start at [`check`]. Conditions and contradiction rules are checked in `rules`, single questions in `questions`.

mod questions;
mod rules;

pub(crate) use rules::unfit_test;

use super::{MAX_QUESTIONS, SCHEMA, Template};
use crate::answer::{MAX_NAME, MAX_TEXT, check_name, check_text};
use crate::api::problem::Fault;
use std::collections::BTreeSet;

/// Most sections in a template.
const MAX_SECTIONS: usize = 200;
/// Most contradiction rules in a template.
const MAX_RULES: usize = 1_000;
/// Most faults named: a hostile file must not make a reply far longer than itself.
const MAX_FAULTS: usize = 200;

/// Faults as they are found.
#[derive(Default)]
struct Faults(Vec<Fault>);

impl Faults {
    fn add(&mut self, at: String, detail: impl Into<String>) {
        if self.0.len() < MAX_FAULTS {
            self.0.push(Fault::new(at, detail));
        }
    }

    /// Adds the fault when `wrong` holds.
    fn when(&mut self, wrong: bool, at: &str, detail: &str) {
        if wrong {
            self.add(at.to_string(), detail);
        }
    }

    /// A line that must not be empty.
    fn name(&mut self, text: &str, at: &str, max: usize) {
        if text.chars().count() > max {
            self.add(at.to_string(), format!("write at most {max} characters"));
        } else if max <= MAX_NAME
            && let Err(wrong) = check_name(text)
        {
            self.add(at.to_string(), wrong.to_string());
        } else if text.trim().is_empty() {
            self.add(at.to_string(), "write something");
        } else if let Err(wrong) = check_text(text, max) {
            self.add(at.to_string(), wrong.to_string());
        }
    }

    /// A text that may be empty.
    fn text(&mut self, text: &str, at: &str) {
        if let Err(wrong) = check_text(text, MAX_TEXT) {
            self.add(at.to_string(), wrong.to_string());
        }
    }
}

/// Every way in which `template` is unsound.
pub(super) fn check(template: &Template) -> Vec<Fault> {
    let mut faults = Faults::default();
    head(template, &mut faults);
    let too_long = template.questions.len() > MAX_QUESTIONS
        || template.sections.len() > MAX_SECTIONS
        || template.contradictions.len() > MAX_RULES;
    // The rest costs time per question: a file that is too long is not looked at further.
    if !too_long {
        sections(template, &mut faults);
        questions::check(template, &mut faults);
        rules::check(template, &mut faults);
    }
    faults.0
}

fn head(template: &Template, faults: &mut Faults) {
    faults.when(template.schema != SCHEMA, "schema", "the schema must be assay.template/1");
    faults.name(&template.version, "version", 32);
    faults.name(&template.title, "title", MAX_NAME);
    faults.text(&template.summary, "summary");
    faults.name(&template.locale, "locale", 35);
    faults.text(&template.origin, "origin");
    faults.when(template.sections.is_empty(), "sections", "at least one section is needed");
    faults.when(template.sections.len() > MAX_SECTIONS, "sections", "at most 200 sections");
    faults.when(template.questions.is_empty(), "questions", "at least one question is needed");
    faults.when(template.questions.len() > MAX_QUESTIONS, "questions", "at most 5,000 questions");
    faults.when(template.contradictions.len() > MAX_RULES, "contradictions", "at most 1,000 contradiction rules");
}

fn sections(template: &Template, faults: &mut Faults) {
    let mut seen = BTreeSet::new();
    for (place, section) in template.sections.iter().enumerate() {
        let at = format!("sections[{place}]");
        faults.when(!seen.insert(&section.id), &format!("{at}.id"), "this id is there twice");
        faults.when(
            !(1..=100).contains(&section.weight),
            &format!("{at}.weight"),
            "the weight must lie between 1 and 100",
        );
        faults.name(&section.title, &format!("{at}.title"), MAX_NAME);
        faults.text(&section.intro, &format!("{at}.intro"));
    }
}
