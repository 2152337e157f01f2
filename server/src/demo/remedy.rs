//! What happens to the findings of a concluded assessment of the example: fixed, late, accepted, waiting.
//!
//! Each finding follows one of ten courses by its place in the list; steps that would lie in the future are not
//! taken, so plans and fixes are caught in every state.

use super::answers::best;
use super::cast::Ending;
use super::stage::{Stage, staff};
use super::story::Scene;
use crate::error::Error;
use domain::actor::{Actor, Role};
use domain::assessment::Command;
use domain::calendar::plus_days;
use domain::finding::{Action, Finding, Step, fix_question};
use domain::id::FindingId;

/// The steps of each course: days after the conclusion, and what is done.
const COURSES: [&[(i64, Step)]; 10] = [
    &[(3, Step::ProposePlan), (5, Step::AgreePlan), (7, Step::StartWork), (10, Step::SubmitFix), (13, Step::Verify)],
    &[(4, Step::ProposePlan), (8, Step::AgreePlan), (10, Step::StartWork)],
    &[(6, Step::ProposePlan), (9, Step::AgreePlan), (20, Step::StartWork), (48, Step::SubmitFix), (55, Step::Verify)],
    &[(12, Step::AcceptRisk)],
    &[(5, Step::ProposePlan), (9, Step::AgreePlan), (12, Step::StartWork), (26, Step::SubmitFix), (30, Step::Verify)],
    &[(5, Step::ProposePlan)],
    &[
        (6, Step::ProposePlan),
        (8, Step::AgreePlan),
        (13, Step::StartWork),
        (25, Step::SubmitFix),
        (29, Step::RejectFix),
    ],
    &[(6, Step::ProposePlan), (9, Step::AgreePlan), (14, Step::StartWork), (32, Step::SubmitFix), (36, Step::Verify)],
    &[(7, Step::ProposePlan), (11, Step::AgreePlan), (30, Step::StartWork), (80, Step::SubmitFix)],
    &[],
];

/// Plays the remediation up to today, or up to the next assessment of the system.
pub(super) async fn play(stage: &Stage, scene: &Scene<'_>) -> Result<(), Error> {
    if scene.system.ending == Ending::Rejected {
        return Ok(());
    }
    let dossier =
        crate::record::Dossier::of_assessment(crate::store::Reading::Anew, &stage.state, &stage.org, &scene.id).await?;
    let mut findings: Vec<Finding> = dossier.assessment(&scene.id)?.folded.findings().values().cloned().collect();
    findings.sort_by_key(|finding| (std::cmp::Reverse(finding.severity), finding.id.clone()));
    let mut steps: Vec<(i64, FindingId, Step)> = Vec::new();
    for (place, finding) in findings.iter().enumerate() {
        let course = COURSES.get(place % COURSES.len()).copied().unwrap_or_default();
        steps.extend(course.iter().map(|(days, step)| (*days, finding.id.clone(), *step)));
    }
    steps.sort_by_key(|(days, _, _)| *days);
    let next = scene.system.concluded.get(scene.round as usize + 1).copied().unwrap_or(0);
    for (days, finding, step) in steps {
        let ago = scene.concluded() - days;
        if ago > next.max(0) {
            stage.at(ago, 11);
            take(stage, scene, &finding, step, ago).await?;
        }
    }
    Ok(())
}

/// Takes one step, if the finding still allows it: another fix may have ended its cause.
async fn take(stage: &Stage, scene: &Scene<'_>, id: &FindingId, step: Step, ago: i64) -> Result<(), Error> {
    let by = actor(scene, step)?;
    let mut change = stage.of(&scene.id, by.clone()).await?;
    let today = stage.day(ago);
    let finding = change.dossier.assessment(&scene.id)?.folded.finding(id).cloned().ok_or_else(Error::not_found)?;
    if !finding.actions_for(&by, today).contains(&step) {
        return Ok(());
    }
    let Some(action) = action(stage, scene, &finding, step, ago) else { return Ok(()) };
    change.assessment(&scene.id, Command::Act { finding: id.clone(), action })?;
    stage.commit(change).await?;
    Ok(())
}

fn actor(scene: &Scene<'_>, step: Step) -> Result<Actor, Error> {
    match step {
        Step::ProposePlan | Step::StartWork | Step::SubmitFix => Ok(scene.vendor()),
        Step::Verify | Step::RejectFix => staff(Role::Reviewer),
        Step::AcceptRisk => staff(Role::Approver),
        Step::AgreePlan | Step::DeclinePlan | Step::MoveDue | Step::Withdraw => staff(Role::Analyst),
    }
}

fn action(stage: &Stage, scene: &Scene<'_>, finding: &Finding, step: Step, ago: i64) -> Option<Action> {
    Some(match step {
        Step::ProposePlan => Action::ProposePlan {
            plan: "Close the gap with the next release and keep the record of it.".into(),
            fix_by: finding.fix_due.max(stage.day(ago)),
        },
        Step::AgreePlan => Action::AgreePlan,
        Step::StartWork => Action::StartWork,
        Step::SubmitFix => {
            Action::SubmitFix { note: "Done with this release; the record is attached to our system file.".into() }
        }
        Step::Verify => {
            let question = fix_question(&scene.questionnaire, &finding.question, finding.rule.as_ref());
            let question = scene.questionnaire.question(&question)?;
            Action::Verify { value: best(question, scene.system, stage.day(ago))?, level: 2 }
        }
        Step::RejectFix => Action::RejectFix { reason: "The record covers one region only.".into() },
        Step::AcceptRisk => Action::AcceptRisk {
            until: plus_days(stage.day(ago), 270),
            reason: "Used on a small scale; looked at again with the next assessment.".into(),
        },
        Step::DeclinePlan | Step::MoveDue | Step::Withdraw => return None,
    })
}
