//! Whether each question is sound by itself: id, kind, options, weights, scores and bands.
//!
//! What ties several questions together is in `rules`.

use super::Faults;
use crate::id::SectionId;
use crate::template::{Kind, Limit, MAX_OPTIONS, Mode, Question, Template};
use std::collections::BTreeSet;

pub(super) fn check(template: &Template, faults: &mut Faults) {
    let sections: BTreeSet<&SectionId> = template.sections.iter().map(|section| &section.id).collect();
    let mut seen = BTreeSet::new();
    for (place, question) in template.questions.iter().enumerate() {
        let at = format!("questions[{place}]");
        faults.when(!seen.insert(&question.id), &format!("{at}.id"), "this id is there twice");
        faults.when(
            !is_question_id(question.id.as_str()),
            &format!("{at}.id"),
            "a question's id has two or three capital letters, a hyphen and two digits",
        );
        faults.when(!sections.contains(&question.section), &format!("{at}.section"), "there is no such section");
        texts(question, &at, faults);
        weights(question, &at, faults);
        scoring(question, &at, faults);
        options(question, &at, faults);
        scores(question, &at, faults);
        remediation(question, &at, faults);
    }
}

/// Two or three capital letters, a hyphen, two digits.
fn is_question_id(id: &str) -> bool {
    id.split_once('-').is_some_and(|(letters, digits)| {
        (2..=3).contains(&letters.len())
            && letters.bytes().all(|b| b.is_ascii_uppercase())
            && digits.len() == 2
            && digits.bytes().all(|b| b.is_ascii_digit())
    })
}

fn texts(question: &Question, at: &str, faults: &mut Faults) {
    faults.name(&question.text, &format!("{at}.text"), 2_000);
    faults.text(&question.help, &format!("{at}.help"));
    faults.text(&question.why, &format!("{at}.why"));
    faults.text(&question.evidence.ask, &format!("{at}.evidence.ask"));
    let refs = &question.refs;
    let lists = [
        ("refs.iso42001", &refs.iso42001),
        ("refs.nist_ai_rmf", &refs.nist_ai_rmf),
        ("refs.eu_ai_act", &refs.eu_ai_act),
        ("refs.iso27001", &refs.iso27001),
        ("refs.other", &refs.other),
        ("risks", &question.risks),
    ];
    for (name, labels) in lists {
        for (place, label) in labels.iter().enumerate() {
            faults.name(label, &format!("{at}.{name}[{place}]"), 100);
        }
    }
}

fn weights(question: &Question, at: &str, faults: &mut Faults) {
    let weight = format!("{at}.weight");
    if question.scored {
        faults.when(!(1..=5).contains(&question.weight), &weight, "a scored question weighs 1 to 5");
    } else {
        faults.when(question.weight != 0, &weight, "an unscored question weighs 0");
        faults.when(question.critical, &format!("{at}.critical"), "only a scored question can be critical");
    }
    let limit = format!("{at}.fail_below");
    match (question.critical, question.fail_below) {
        (true, None) => faults.add(limit, "a critical question needs a lower limit"),
        (false, Some(_)) => faults.add(limit, "only a critical question has a lower limit"),
        (true, Some(below)) => {
            faults.when(!(1..=100).contains(&below), &limit, "the limit must lie between 1 and 100");
        }
        (false, None) => {}
    }
    faults.when(
        question.stop && !question.critical,
        &format!("{at}.stop"),
        "a question that blocks the vendor has to be critical",
    );
}

fn scoring(question: &Question, at: &str, faults: &mut Faults) {
    let mode = question.scoring.mode;
    let fits = match (question.kind, question.scored) {
        (Kind::Text | Kind::File, true) => false,
        (_, false) => mode == Mode::None,
        (Kind::Single | Kind::YesPartialNo, true) => mode == Mode::Option,
        (Kind::Multi, true) => mode == Mode::SumCapped,
        (Kind::Number, true) => mode == Mode::Bands,
        (Kind::Date, true) => matches!(mode, Mode::DaysUntil | Mode::DaysSince),
    };
    faults.when(!fits, &format!("{at}.scoring.mode"), "this scoring does not fit the question's type");
    let banded = matches!(mode, Mode::Bands | Mode::DaysUntil | Mode::DaysSince);
    let bands = format!("{at}.scoring.bands");
    faults.when(banded && question.scoring.bands.is_empty(), &bands, "at least one band is needed");
    faults.when(!banded && !question.scoring.bands.is_empty(), &bands, "this scoring has no bands");
    faults.when(question.scoring.bands.len() > 100, &bands, "at most 100 bands");
    let mut open = false;
    for (place, band) in question.scoring.bands.iter().enumerate() {
        faults.when(band.score > 100, &format!("{bands}[{place}].score"), "the score must lie between 0 and 100");
        faults.when(open, &format!("{bands}[{place}]"), "no number reaches this band: an earlier one holds them all");
        open = open || matches!(band.limit, Limit::AtLeast(None) | Limit::AtMost(None));
    }
    limits(question, at, faults);
}

fn limits(question: &Question, at: &str, faults: &mut Faults) {
    const LARGEST: i64 = crate::answer::MAX_NUMBER;
    let scoring = &question.scoring;
    if question.kind != Kind::Number {
        let any = scoring.min.is_some() || scoring.max.is_some() || scoring.unit.is_some();
        faults.when(any, &format!("{at}.scoring"), "only a number has a unit and limits");
    }
    for (name, limit) in [("min", scoring.min), ("max", scoring.max)] {
        let large = limit.is_some_and(|limit| !(-LARGEST..=LARGEST).contains(&limit));
        faults.when(large, &format!("{at}.scoring.{name}"), "the limit is too large");
    }
    let crossed = matches!((scoring.min, scoring.max), (Some(min), Some(max)) if min > max);
    faults.when(crossed, &format!("{at}.scoring.max"), "the largest number must not be smaller than the smallest");
    if let Some(unit) = &scoring.unit {
        faults.name(unit, &format!("{at}.scoring.unit"), 50);
    }
}

fn options(question: &Question, at: &str, faults: &mut Faults) {
    let list = format!("{at}.options");
    if question.kind.is_choice() {
        faults.when(question.options.len() < 2, &list, "at least two options are needed");
        faults.when(question.options.len() > MAX_OPTIONS, &list, "at most 64 options");
    } else {
        faults.when(!question.options.is_empty(), &list, "only a choice has options");
    }
    let mut seen = BTreeSet::new();
    for (place, option) in question.options.iter().enumerate() {
        let at = format!("{list}[{place}]");
        faults.when(!seen.insert(&option.id), &format!("{at}.id"), "this id is there twice");
        faults.name(&option.label, &format!("{at}.label"), 500);
        faults.when(
            option.exclusive && question.kind != Kind::Multi,
            &format!("{at}.exclusive"),
            "only an option of a multiple choice can exclude the others",
        );
        let score = format!("{at}.score");
        match (question.scored, option.score) {
            (true, None) => faults.add(score, "an option of a scored question needs a score"),
            (false, Some(_)) => faults.add(score, "an option of an unscored question has no score"),
            (true, Some(points)) => faults.when(points > 100, &score, "the score must lie between 0 and 100"),
            (false, None) => {}
        }
    }
}

/// A single choice falls from 100 to 0; several choices reach 100 together.
fn scores(question: &Question, at: &str, faults: &mut Faults) {
    if !question.scored || !question.kind.is_choice() {
        return;
    }
    let list = format!("{at}.options");
    let scores: Vec<u8> = question.options.iter().filter_map(|option| option.score).collect();
    if question.kind.is_single() {
        faults.when(scores.first() != Some(&100), &list, "the first option must score 100");
        faults.when(scores.last() != Some(&0), &list, "the last option must score 0");
        for (place, pair) in scores.windows(2).enumerate() {
            let rises = matches!(pair, [before, after] if after > before);
            faults.when(rises, &format!("{list}[{}].score", place + 1), "the scores must fall from 100 to 0");
        }
        return;
    }
    let (mut open, mut exclusive) = (0_u32, 0_u32);
    for option in &question.options {
        let score = u32::from(option.score.unwrap_or(0));
        if option.exclusive { exclusive += score } else { open += score }
    }
    let only_exclusive = question.stop && open == 0 && exclusive > 0;
    faults.when(
        open < 100 && !only_exclusive,
        &list,
        "the options that may be chosen together must add up to 100 or more",
    );
}

fn remediation(question: &Question, at: &str, faults: &mut Faults) {
    let Some(remediation) = &question.remediation else { return };
    faults.name(&remediation.finding, &format!("{at}.remediation.finding"), 500);
    if let Some(target) = &remediation.target_option {
        faults.when(
            question.option(target.as_str()).is_none(),
            &format!("{at}.remediation.target_option"),
            "there is no such option",
        );
    }
}
