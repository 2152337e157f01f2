//! Letters about findings, put into the change that decides about them.
//!
//! A contact who left cannot be told; what was decided stands all the same.

use super::Addressee;
use crate::error::Error;
use crate::letters::finding::{self as letter, News, Subject};
use crate::record::{Change, Known};
use crate::state::AppState;
use domain::finding::{Action, Finding, title};
use domain::id::{AssessmentId, FindingId, OrgId};
use std::collections::BTreeMap;

fn subject<'a>(known: &Known, finding: &'a Finding) -> Subject<'a> {
    let title = title(&known.questionnaire, finding.kind, &finding.question, finding.rule.as_ref());
    Subject { finding, title }
}

/// Tells the vendor what a change decided about one finding, if that is for the vendor to know.
///
/// # Errors
/// Not found when the change holds no such assessment or finding.
pub async fn tell_decision(
    state: &AppState,
    org: &OrgId,
    change: &mut Change,
    (id, finding): (&AssessmentId, &FindingId),
    action: &Action,
) -> Result<(), Error> {
    let Some(news) = News::of(action) else { return Ok(()) };
    let Ok(to) = Addressee::of(state, org, &change.dossier, id).await else { return Ok(()) };
    let known = change.dossier.assessment(id)?;
    let found = known.folded.finding(finding).ok_or_else(Error::not_found)?;
    let made = to.way_back(state, change.at());
    let mail = letter::decided(to.about(), &subject(known, found), news, &made);
    Addressee::put_way_back(state, change.batch(), made, mail);
    Ok(())
}

/// Tells the vendor of the findings that a change raises, but for those of a conclusion: they come with the outcome.
///
/// # Errors
/// Not found when the change holds no such assessment.
pub async fn tell_raised(state: &AppState, org: &OrgId, change: &mut Change) -> Result<(), Error> {
    let mut raised: BTreeMap<AssessmentId, Vec<FindingId>> = BTreeMap::new();
    for (assessment, finding) in change.raised() {
        raised.entry(assessment.clone()).or_default().push(finding.clone());
    }
    for (id, findings) in raised {
        let Ok(to) = Addressee::of(state, org, &change.dossier, &id).await else { continue };
        let known = change.dossier.assessment(&id)?;
        let found = findings.iter().filter_map(|finding| known.folded.finding(finding));
        let subjects: Vec<Subject<'_>> = found.map(|finding| subject(known, finding)).collect();
        let made = to.way_back(state, change.at());
        let mail = letter::raised(to.about(), &subjects, &made);
        Addressee::put_way_back(state, change.batch(), made, mail);
    }
    Ok(())
}
