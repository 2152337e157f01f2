//! One or more templates prepared for scoring: every id resolved to an index, once.
//!
//! A [`Questionnaire`] is the union of its templates with one answer map; cloning it is cheap. Indices of entries,
//! sections and rules hold inside one questionnaire only.

use crate::api::problem::Fault;
use crate::id::{QuestionId, SectionId};
use crate::template::{Condition, Contradiction, Depth, Leaf, Question, Section, Side, Template, unfit_test};
use crate::visibility::{Gate, Probe};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Templates prepared for scoring at one depth.
#[derive(Debug, Clone)]
pub struct Questionnaire(Arc<Prepared>);

#[derive(Debug)]
struct Prepared {
    depth: Depth,
    templates: Vec<Arc<Template>>,
    entries: Vec<Entry>,
    sections: Vec<SectionEntry>,
    rules: Vec<RuleEntry>,
    index: BTreeMap<QuestionId, usize>,
    outside: Vec<QuestionId>,
}

/// A question in its place.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The question.
    pub question: Question,
    /// Index of its template.
    pub template: usize,
    /// Index of its section.
    pub section: usize,
    /// Section weight times question weight.
    pub weight: u32,
    /// Its place among all ids in byte order.
    pub(crate) rank: usize,
    pub(crate) gate: Option<Gate>,
    /// The rules that doubt a claim made here.
    pub(crate) rules: Vec<usize>,
}

/// A section in its place.
#[derive(Debug, Clone)]
pub struct SectionEntry {
    /// Index of its template.
    pub template: usize,
    /// The section.
    pub section: Section,
}

/// A contradiction rule with its questions and options resolved.
#[derive(Debug, Clone)]
pub struct RuleEntry {
    /// The rule.
    pub rule: Contradiction,
    /// Index of the entry that claims.
    pub claim: usize,
    /// Index of the entry that counters.
    pub counter: usize,
    pub(crate) claimed: u64,
    pub(crate) countered: u64,
}

impl Questionnaire {
    /// Prepares the union of `templates`, which are sound each.
    ///
    /// # Errors
    /// Question and section ids that are not unique across the templates, and conditions that do not fit the other
    /// template's question.
    pub fn new(templates: Vec<Arc<Template>>, depth: Depth) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let (index, section_index) = indices(&templates, &mut faults);
        let mut union = Prepared {
            depth,
            templates: Vec::new(),
            entries: Vec::with_capacity(index.len()),
            sections: Vec::new(),
            rules: Vec::new(),
            index,
            outside: Vec::new(),
        };
        for (place, template) in templates.iter().enumerate() {
            let sections = template.sections.iter().cloned();
            union.sections.extend(sections.map(|section| SectionEntry { template: place, section }));
            for question in &template.questions {
                let section = section_index.get(&question.section).copied().unwrap_or(0);
                let section_weight = union.sections.get(section).map_or(1, |entry| u32::from(entry.section.weight));
                union.entries.push(Entry {
                    question: question.clone(),
                    template: place,
                    section,
                    weight: section_weight * u32::from(question.weight),
                    rank: 0,
                    gate: None,
                    rules: Vec::new(),
                });
            }
        }
        for (rank, place) in union.index.values().enumerate() {
            if let Some(entry) = union.entries.get_mut(*place) {
                entry.rank = rank;
            }
        }
        union.templates = templates;
        union.resolve(&mut faults);
        if faults.is_empty() { Ok(Questionnaire(Arc::new(union))) } else { Err(faults) }
    }

    /// Which questions are asked.
    #[must_use]
    pub fn depth(&self) -> Depth {
        self.0.depth
    }

    /// The templates, in the order given.
    #[must_use]
    pub fn templates(&self) -> &[Arc<Template>] {
        &self.0.templates
    }

    /// Every question in its place, in the order shown.
    #[must_use]
    pub fn questions(&self) -> &[Entry] {
        &self.0.entries
    }

    /// Every section in the order shown.
    #[must_use]
    pub fn sections(&self) -> &[SectionEntry] {
        &self.0.sections
    }

    /// Every contradiction rule.
    #[must_use]
    pub fn rules(&self) -> &[RuleEntry] {
        &self.0.rules
    }

    /// The index of a question.
    #[must_use]
    pub fn index(&self, id: &QuestionId) -> Option<usize> {
        self.0.index.get(id).copied()
    }

    /// The question with this id, in its place.
    #[must_use]
    pub fn entry(&self, id: &QuestionId) -> Option<&Entry> {
        self.0.entries.get(self.index(id)?)
    }

    /// The question with this id.
    #[must_use]
    pub fn question(&self, id: &QuestionId) -> Option<&Question> {
        self.entry(id).map(|entry| &entry.question)
    }

    /// The condition under which a question is asked; none when it always is.
    #[must_use]
    pub fn why_asked(&self, id: &QuestionId) -> Option<&Condition> {
        self.question(id)?.show_if.as_ref()
    }

    /// Questions of no template at hand that conditions look at.
    pub(crate) fn outside(&self) -> &[QuestionId] {
        &self.0.outside
    }
}

/// Questions and sections by id, over all templates.
fn indices(
    templates: &[Arc<Template>],
    faults: &mut Vec<Fault>,
) -> (BTreeMap<QuestionId, usize>, BTreeMap<SectionId, usize>) {
    let (mut questions, mut sections) = (BTreeMap::new(), BTreeMap::new());
    let (mut question_count, mut section_count) = (0, 0);
    for (place, template) in templates.iter().enumerate() {
        for (own, section) in template.sections.iter().enumerate() {
            if sections.insert(section.id.clone(), section_count).is_some() {
                let at = format!("templates[{place}].sections[{own}].id");
                faults.push(Fault::new(at, format!("another questionnaire has section {} too", section.id)));
            }
            section_count += 1;
        }
        for (own, question) in template.questions.iter().enumerate() {
            if questions.insert(question.id.clone(), question_count).is_some() {
                let at = format!("templates[{place}].questions[{own}].id");
                faults.push(Fault::new(at, format!("another questionnaire has question {} too", question.id)));
            }
            question_count += 1;
        }
    }
    (questions, sections)
}

impl Prepared {
    /// Resolves conditions and rules, once every question has its index.
    fn resolve(&mut self, faults: &mut Vec<Fault>) {
        let mut gates = Vec::with_capacity(self.entries.len());
        let mut outside = Vec::new();
        for entry in &self.entries {
            let gate = entry.question.show_if.as_ref().map(|shown| self.gate(shown, entry, &mut outside, faults));
            gates.push(gate);
        }
        for (entry, gate) in self.entries.iter_mut().zip(gates) {
            entry.gate = gate;
        }
        self.outside = outside;
        let rules: Vec<RuleEntry> = self
            .templates
            .iter()
            .flat_map(|template| &template.contradictions)
            .filter_map(|rule| self.rule(rule))
            .collect();
        for (place, rule) in rules.iter().enumerate() {
            if let Some(entry) = self.entries.get_mut(rule.claim) {
                entry.rules.push(place);
            }
        }
        self.rules = rules;
    }

    fn gate(&self, shown: &Condition, own: &Entry, outside: &mut Vec<QuestionId>, faults: &mut Vec<Fault>) -> Gate {
        match shown {
            Condition::All(parts) => {
                Gate::All(parts.iter().map(|part| self.gate(part, own, outside, faults)).collect())
            }
            Condition::Any(parts) => {
                Gate::Any(parts.iter().map(|part| self.gate(part, own, outside, faults)).collect())
            }
            Condition::Not(part) => Gate::Not(Box::new(self.gate(part, own, outside, faults))),
            Condition::Leaf(leaf) => self.leaf(leaf, own, outside, faults),
        }
    }

    fn leaf(&self, leaf: &Leaf, own: &Entry, outside: &mut Vec<QuestionId>, faults: &mut Vec<Fault>) -> Gate {
        let known = self.index.get(&leaf.q).and_then(|place| Some((*place, self.entries.get(*place)?)));
        let Some((place, entry)) = known else {
            let place = outside.iter().position(|id| *id == leaf.q).unwrap_or(outside.len());
            if place == outside.len() {
                outside.push(leaf.q.clone());
            }
            return Gate::Outside(place, leaf.test.clone());
        };
        if let Some(unfit) = unfit_test(&entry.question, &leaf.test) {
            faults.push(Fault::new(format!("templates[{}].{}.show_if", own.template, own.question.id), unfit));
        }
        let probe = Probe::new(&entry.question, &leaf.test);
        if entry.template == own.template { Gate::Own(place, probe) } else { Gate::Other(place, probe) }
    }

    fn rule(&self, rule: &Contradiction) -> Option<RuleEntry> {
        let claim = *self.index.get(&rule.claim.q)?;
        let counter = *self.index.get(&rule.counter.q)?;
        let set = |place: usize, side: &Side| {
            let options = self.entries.get(place).map(|entry| entry.question.options.as_slice()).unwrap_or_default();
            let chosen = options.iter().enumerate().filter(|(_, option)| side.options.contains(&option.id));
            chosen.fold(0_u64, |set, (bit, _)| set | 1_u64.checked_shl(u32::try_from(bit).unwrap_or(64)).unwrap_or(0))
        };
        let (claimed, countered) = (set(claim, &rule.claim), set(counter, &rule.counter));
        Some(RuleEntry { rule: rule.clone(), claim, counter, claimed, countered })
    }
}
