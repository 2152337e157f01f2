//! The questionnaires of one assessment as the vendor's browser knows them: sections, questions, and which are asked.
//!
//! Which question is asked and what counts as answered is decided in `domain`; this file only finds things.

use domain::api::portal::{PortalAssessment, PortalQuestion, PortalRule, PortalSection, PortalTemplate};
use domain::assessment::{Entry, Progress, answers, contradictions_shown, progress};
use domain::id::{QuestionId, SectionId};
use domain::scoring::Questionnaire;
use domain::template::{Depth, Question};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The questionnaires of one assessment. Cloning it is cheap.
#[derive(Clone)]
pub struct Shape {
    questionnaire: Questionnaire,
    parts: Arc<Vec<Part>>,
    sections: Arc<Vec<Section>>,
}

/// One questionnaire of several.
#[derive(Debug, Clone)]
pub struct Part {
    /// Its title.
    pub title: String,
    template: PortalTemplate,
}

/// A section and its questions, asked or not, in order.
#[derive(Debug, Clone)]
pub struct Section {
    /// The section.
    pub section: PortalSection,
    /// Its questions.
    pub questions: Vec<Arc<PortalQuestion>>,
}

impl Shape {
    /// The shape of an assessment; nothing when its questionnaires do not fit together.
    #[must_use]
    pub fn new(view: &PortalAssessment) -> Option<Self> {
        let templates = view.templates.iter().map(|template| Arc::new(template.to_template())).collect();
        let questionnaire = Questionnaire::new(templates, view.depth).ok()?;
        let part = |template: &PortalTemplate| Part { title: template.title.clone(), template: template.clone() };
        Some(Shape {
            questionnaire,
            parts: Arc::new(view.templates.iter().map(part).collect()),
            sections: Arc::new(view.templates.iter().flat_map(|template| sections(template, view.depth)).collect()),
        })
    }

    /// Whether `view` has the same questionnaires.
    #[must_use]
    pub fn fits(&self, view: &PortalAssessment) -> bool {
        self.questionnaire.depth() == view.depth && self.parts.iter().map(|part| &part.template).eq(&view.templates)
    }

    /// The questionnaires.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Every section, in order.
    #[must_use]
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// The section with this id.
    #[must_use]
    pub fn section(&self, id: &SectionId) -> Option<&Section> {
        self.sections.iter().find(|section| section.section.id == *id)
    }

    /// Every question, asked or not, in order.
    pub fn questions(&self) -> impl Iterator<Item = &Arc<PortalQuestion>> {
        self.sections.iter().flat_map(|section| &section.questions)
    }

    /// The question with this id.
    #[must_use]
    pub fn question(&self, id: &QuestionId) -> Option<&Arc<PortalQuestion>> {
        self.questions().find(|question| question.id == *id)
    }

    /// The question as the rules know it.
    #[must_use]
    pub fn rules_of(&self, id: &QuestionId) -> Option<&Question> {
        self.questionnaire.question(id)
    }

    /// The questions asked, given the answers.
    #[must_use]
    pub fn asked(&self, entries: &BTreeMap<QuestionId, Entry>) -> BTreeSet<QuestionId> {
        self.questionnaire.asked(&answers(entries)).questions().map(|question| question.id.clone()).collect()
    }

    /// The rules whose two answers do not go together, given the answers.
    #[must_use]
    pub fn contradictions(&self, entries: &BTreeMap<QuestionId, Entry>) -> Vec<PortalRule> {
        let shown = |part: &Part| contradictions_shown(&part.template, &self.questionnaire, entries);
        self.parts.iter().flat_map(shown).collect()
    }

    /// How much is answered, given the answers and the questions that have a file.
    #[must_use]
    pub fn progress(&self, entries: &BTreeMap<QuestionId, Entry>, with_evidence: &BTreeSet<QuestionId>) -> Progress {
        progress(&self.questionnaire, entries, with_evidence)
    }
}

/// The sections of a questionnaire, without the questions that are too deep for this assessment.
fn sections(template: &PortalTemplate, depth: Depth) -> Vec<Section> {
    let is_in = |question: &&PortalQuestion| depth == Depth::Deep || question.depth == Depth::Base;
    let of = |section: &PortalSection| {
        let questions = template.questions.iter().filter(|question| question.section == section.id).filter(is_in);
        questions.cloned().map(Arc::new).collect()
    };
    let section = |section: &PortalSection| Section { questions: of(section), section: section.clone() };
    template.sections.iter().map(section).filter(|section| !section.questions.is_empty()).collect()
}
