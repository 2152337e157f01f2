//! A questionnaire for the vendor's browser: without weights, credits, limits and remediation, and back again.
//!
//! The way back gives the browser a template to ask with: the same conditions, kinds and limits of input, unscored.

use crate::api::portal::{PortalKind, PortalOption, PortalQuestion, PortalRule, PortalSection, PortalTemplate};
use crate::template::{
    Choice, Contradiction, EvidenceKind, EvidenceRequest, Kind, Mode, Question, Requirement, SCHEMA, Scoring, Section,
    Severity, Side, Template,
};
use chrono::NaiveDate;

impl From<&Template> for PortalTemplate {
    fn from(template: &Template) -> Self {
        PortalTemplate {
            id: template.id.clone(),
            title: template.title.clone(),
            sections: template.sections.iter().map(section).collect(),
            questions: template.questions.iter().map(question).collect(),
            rules: template.contradictions.iter().map(rule).collect(),
        }
    }
}

fn section(section: &Section) -> PortalSection {
    PortalSection { id: section.id.clone(), title: section.title.clone(), intro: section.intro.clone() }
}

fn question(question: &Question) -> PortalQuestion {
    PortalQuestion {
        id: question.id.clone(),
        section: question.section.clone(),
        text: question.text.clone(),
        help: question.help.clone(),
        why: question.why.clone(),
        kind: kind(question.kind),
        options: question.options.iter().map(option).collect(),
        unit: question.scoring.unit.clone(),
        min: question.scoring.min,
        max: question.scoring.max,
        required: question.required,
        na_allowed: question.na_allowed,
        depth: question.depth,
        show_if: question.show_if.clone(),
        evidence: requirement(question.evidence.requirement).to_string(),
        evidence_kinds: question.evidence.kinds.iter().map(|kind| kind.key().to_owned()).collect(),
        evidence_ask: question.evidence.ask.clone(),
        refs: question.refs.clone(),
    }
}

fn option(option: &Choice) -> PortalOption {
    PortalOption { id: option.id.clone(), label: option.label.clone(), exclusive: option.exclusive }
}

fn kind(kind: Kind) -> PortalKind {
    match kind {
        Kind::Single => PortalKind::Single,
        Kind::YesPartialNo => PortalKind::YesPartialNo,
        Kind::Multi => PortalKind::Multi,
        Kind::Number => PortalKind::Number,
        Kind::Date => PortalKind::Date,
        Kind::Text => PortalKind::Text,
        Kind::File => PortalKind::File,
    }
}

fn requirement(requirement: Requirement) -> &'static str {
    match requirement {
        Requirement::None => "none",
        Requirement::Optional => "optional",
        Requirement::Required => "required",
    }
}

fn rule(rule: &Contradiction) -> PortalRule {
    PortalRule {
        id: rule.id.clone(),
        text: rule.text.clone(),
        claim: rule.claim.q.clone(),
        claim_in: rule.claim.options.clone(),
        counter: rule.counter.q.clone(),
        counter_in: rule.counter.options.clone(),
    }
}

impl PortalTemplate {
    /// The questionnaire as a template that nothing can be scored with: for asking, checking and counting alone.
    #[must_use]
    pub fn to_template(&self) -> Template {
        Template {
            schema: SCHEMA.to_string(),
            id: self.id.clone(),
            version: String::new(),
            title: self.title.clone(),
            summary: String::new(),
            locale: String::new(),
            origin: String::new(),
            as_of: NaiveDate::default(),
            estimated_minutes: 0,
            sections: self.sections.iter().map(plain_section).collect(),
            questions: self.questions.iter().map(plain_question).collect(),
            contradictions: self.rules.iter().map(plain_rule).collect(),
        }
    }
}

fn plain_section(section: &PortalSection) -> Section {
    Section { id: section.id.clone(), title: section.title.clone(), weight: 1, intro: section.intro.clone() }
}

fn plain_question(question: &PortalQuestion) -> Question {
    let options = question.options.iter().map(|option| Choice {
        id: option.id.clone(),
        label: option.label.clone(),
        score: None,
        exclusive: option.exclusive,
    });
    let kinds = question.evidence_kinds.iter().filter_map(|kind| EvidenceKind::of(kind));
    Question {
        id: question.id.clone(),
        section: question.section.clone(),
        text: question.text.clone(),
        help: question.help.clone(),
        why: question.why.clone(),
        kind: plain_kind(question.kind),
        options: options.collect(),
        scored: false,
        scoring: Scoring {
            mode: Mode::None,
            unit: question.unit.clone(),
            min: question.min,
            max: question.max,
            bands: Vec::new(),
        },
        weight: 0,
        critical: false,
        stop: false,
        fail_below: None,
        na_allowed: question.na_allowed,
        required: question.required,
        evidence: EvidenceRequest {
            requirement: match question.evidence.as_str() {
                "required" => Requirement::Required,
                "optional" => Requirement::Optional,
                _ => Requirement::None,
            },
            kinds: kinds.collect(),
            ask: question.evidence_ask.clone(),
        },
        refs: question.refs.clone(),
        risks: Vec::new(),
        show_if: question.show_if.clone(),
        remediation: None,
        depth: question.depth,
    }
}

fn plain_kind(kind: PortalKind) -> Kind {
    match kind {
        PortalKind::Single => Kind::Single,
        PortalKind::YesPartialNo => Kind::YesPartialNo,
        PortalKind::Multi => Kind::Multi,
        PortalKind::Number => Kind::Number,
        PortalKind::Date => Kind::Date,
        PortalKind::Text => Kind::Text,
        PortalKind::File => Kind::File,
    }
}

fn plain_rule(rule: &PortalRule) -> Contradiction {
    Contradiction {
        id: rule.id.clone(),
        text: rule.text.clone(),
        claim: Side { q: rule.claim.clone(), options: rule.claim_in.clone() },
        counter: Side { q: rule.counter.clone(), options: rule.counter_in.clone() },
        cap: 100,
        severity: Severity::Low,
    }
}
