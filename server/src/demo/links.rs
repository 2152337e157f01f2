//! Links to look around the example organisation with, made anew at every start.
//!
//! Each works once, those of the staff for a day; making new ones ends those of an earlier start.

use super::cast::{Ending, STAFF};
use super::stage::id;
use super::suppliers::SUPPLIERS;
use crate::correspondence::Addressee;
use crate::error::Error;
use crate::letters;
use crate::record::Dossier;
use crate::state::AppState;
use crate::store::outbox::Outcome;
use crate::store::{Batch, Row};
use domain::actor::Role;
use domain::api::people::MailState;
use domain::api::session::LinkKind;
use domain::assessment::Stage;
use domain::id::{AssessmentId, OrgId, PersonId};
use domain::journal::DAY_MILLIS;

/// A link and whom it is for.
#[derive(Debug, Clone)]
pub struct Link {
    /// For whom, in words.
    pub whom: String,
    /// The whole link.
    pub url: String,
}

/// Fresh sign-in links for an analyst, a reviewer, an approver and an admin, and an invitation for a vendor. None when the
/// database holds another organisation.
///
/// # Errors
/// When the database does not answer.
pub async fn links(state: &AppState) -> Result<Vec<Link>, Error> {
    let (org, at) = (super::org()?, state.clock.now());
    if !state.store.organisations().await?.iter().any(|(known, _)| *known == org) {
        return Ok(vec![]);
    }
    let mut batch = Batch::new(org.clone());
    let mut made = Vec::new();
    // The first of the staff has every role: last, for the only role that nobody else has.
    let staff = || STAFF.iter().skip(1).chain(STAFF.first());
    for role in [Role::Analyst, Role::Reviewer, Role::Approver, Role::Admin] {
        let Some(member) = staff().find(|member| member.roles.contains(&role)) else { continue };
        let person: PersonId = id(member.id)?;
        let kind = LinkKind::StaffSignIn;
        batch.rows.push(Row::RevokeLinks { person: person.clone(), kind, at });
        let link = letters::make(&state.config.public_url, kind, Some(person), None, at, DAY_MILLIS);
        batch.rows.push(Row::AddLink(link.link));
        made.push(Link { whom: format!("{}, {}", member.name, role.title().to_lowercase()), url: link.url });
    }
    if let Some((to, vendor)) = invited(state, &org).await? {
        let link = to.invite(state, at, &mut batch);
        // It is printed instead.
        batch.mails.clear();
        made.push(Link { whom: format!("{}, {vendor} (vendor)", to.contact().name), url: link });
    }
    if state.config.smtp_url.is_some() {
        batch.rows.extend(unsent(state, &org).await?);
    }
    state.store.commit(batch).await?;
    Ok(made)
}

/// Who of the vendors is invited: one that owes answers, the one that has begun first; when none does, any that may look.
async fn invited(state: &AppState, org: &OrgId) -> Result<Option<(Addressee, &'static str)>, Error> {
    let mut found: Option<(usize, Addressee, &'static str)> = None;
    for supplier in &SUPPLIERS {
        for system in supplier.systems {
            let newest = system.concluded.len() + usize::from(system.ending != Ending::Nothing);
            if newest == 0 {
                continue;
            }
            let assessment: AssessmentId = id(&format!("{}-{newest}", system.id))?;
            let dossier = Dossier::of_assessment_alone(state, org, &assessment).await?;
            let Some(place) = turn(dossier.assessment(&assessment)?.folded.stage()) else { continue };
            if found.as_ref().is_some_and(|(earlier, ..)| *earlier <= place) {
                continue;
            }
            // A contact that was removed since cannot be invited.
            if let Ok(to) = Addressee::of(state, org, &dossier, &assessment).await {
                found = Some((place, to, supplier.name));
            }
        }
    }
    Ok(found.map(|(_, to, vendor)| (to, vendor)))
}

/// The order in which vendors are asked to look around.
fn turn(stage: Stage) -> Option<usize> {
    let wanted = [Stage::Answering, Stage::Sent, Stage::Returned, Stage::Concluded, Stage::Submitted, Stage::InReview];
    wanted.iter().position(|one| *one == stage)
}

/// Gives up the mails of the example that wait since a start without a mail server: nothing goes to people who were
/// invented.
async fn unsent(state: &AppState, org: &OrgId) -> Result<Vec<Row>, Error> {
    let at = state.clock.now();
    let mails = state.store.mails(org).await?.into_iter();
    let waiting = mails.filter(|mail| mail.state == MailState::Waiting && mail.address.ends_with(".example"));
    let given_up = waiting.map(|mail| {
        Row::MailTried(Outcome {
            org: mail.org,
            mail: mail.mail,
            state: MailState::Failed,
            error: Some("addresses of the example organisation do not exist".into()),
            at,
            next_try_at: at,
        })
    });
    Ok(given_up.collect())
}
