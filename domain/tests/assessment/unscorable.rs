//! A score that can no longer be computed is a fault that is seen, never "not assessed": nothing is decided on it and no
//! finding goes away for it.
//!
//! The questionnaire of these tests loses an option that was chosen, as a broken release or a damaged file would have it.

use crate::fixture::{Case, concluded, reviewed, terms};
use domain::actor::Actor;
use domain::assessment::{Command, Labels, Refusal, figures, row};
use domain::inherent::Tier;
use domain::scoring::Questionnaire;
use domain::template::Template;
use std::sync::Arc;

/// The same case with a questionnaire that knows the options of its questions no more.
fn damaged(case: Case) -> Case {
    let damage = |template: &Arc<Template>| {
        let mut template = Template::clone(template);
        for question in &mut template.questions {
            question.options.truncate(1);
        }
        Arc::new(template)
    };
    let templates = case.questionnaire.templates().iter().map(damage).collect();
    let questionnaire = Questionnaire::new(templates, case.questionnaire.depth()).expect("a questionnaire");
    Case { questionnaire, ..case }
}

#[test]
fn a_score_that_cannot_be_computed_says_so_in_every_row() {
    let sound = concluded(terms(Tier::High, 1));
    let labels = Labels { vendor: "Helio", system: "Chat" };
    let before = row(&sound.assessment, &sound.questionnaire, labels, sound.today()).expect("a row");
    assert!(before.score.is_some() && before.score_fault.is_none());
    let case = damaged(sound);
    assert!(case.assessment.scored(&case.questionnaire, case.today()).is_err());
    let after = row(&case.assessment, &case.questionnaire, labels, case.today()).expect("a row");
    assert_eq!(after.score, None);
    assert!(after.score_fault.expect("a fault").contains("cannot be computed"));
    let figures = figures(&case.assessment, &case.questionnaire, case.today());
    assert!(figures.score.is_none() && figures.score_fault.is_some());
}

#[test]
fn nothing_is_concluded_on_a_score_that_cannot_be_computed() {
    let mut case = damaged(reviewed(terms(Tier::High, 1)));
    let refusal = case.conclude().expect_err("refused");
    let Refusal::NotReady { needs } = &refusal else { panic!("{refusal:?}") };
    assert!(needs[0].contains("cannot be computed"), "{needs:?}");
}

#[test]
fn no_finding_goes_away_because_its_score_cannot_be_computed() {
    let mut case = damaged(concluded(terms(Tier::High, 1)));
    let open = case.assessment.findings().values().filter(|finding| finding.is_open()).count();
    assert!(open > 0);
    assert_eq!(case.on("2027-03-01").must(Command::Refresh, &Actor::System), []);
    assert_eq!(case.assessment.findings().values().filter(|finding| finding.is_open()).count(), open);
}
