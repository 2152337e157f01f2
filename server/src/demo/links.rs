//! Links to look around the example organisation with, made anew at every start.
//!
//! Each works once and for a day; making new ones ends those of an earlier start.

use super::cast::{Ending, STAFF};
use super::stage::{contact_id, id};
use super::suppliers::SUPPLIERS;
use crate::error::Error;
use crate::letters;
use crate::state::AppState;
use crate::store::{Batch, Row};
use domain::actor::Role;
use domain::api::session::LinkKind;
use domain::assessment::Assessment;
use domain::id::{AssessmentId, PersonId};
use domain::journal::DAY_MILLIS;

/// A link and whom it is for.
#[derive(Debug, Clone)]
pub struct Link {
    /// For whom, in words.
    pub whom: String,
    /// The whole link.
    pub url: String,
}

/// Fresh sign-in links for an analyst, a reviewer and an approver, and an invitation for a vendor that is answering.
///
/// # Errors
/// When the database does not answer.
pub async fn links(state: &AppState) -> Result<Vec<Link>, Error> {
    let (org, at) = (super::org()?, state.clock.now());
    let mut batch = Batch::new(org.clone());
    let mut made = Vec::new();
    for role in [Role::Analyst, Role::Reviewer, Role::Approver] {
        let Some(member) = STAFF.iter().skip(1).find(|member| member.roles.contains(&role)) else { continue };
        let person: PersonId = id(member.id)?;
        let kind = LinkKind::StaffSignIn;
        batch.rows.push(Row::RevokeLinks { person: person.clone(), kind, at });
        let link = letters::make(&state.config.public_url, kind, Some(person), None, at, DAY_MILLIS);
        batch.rows.push(Row::AddLink(link.link));
        made.push(Link { whom: format!("{}, {}", member.name, role.title().to_lowercase()), url: link.url });
    }
    let answering = SUPPLIERS.iter().find_map(|supplier| {
        let system = supplier.systems.iter().find(|system| matches!(system.ending, Ending::Answering(_)))?;
        Some((supplier, system))
    });
    if let Some((supplier, system)) = answering {
        let person: PersonId = id(&contact_id(supplier, 0))?;
        let assessment: AssessmentId = id(&format!("{}-{}", system.id, system.concluded.len() + 1))?;
        let stream = crate::store::Stream::assessment(&assessment);
        let known = state.store.fold::<Assessment>(&org, &stream).await?;
        if known.stage().awaits_answers() {
            let kind = LinkKind::Invitation;
            batch.rows.push(Row::RevokeLinks { person: person.clone(), kind, at });
            let url = &state.config.public_url;
            let link = letters::make(url, kind, Some(person), Some(assessment), at, 7 * DAY_MILLIS);
            batch.rows.push(Row::AddLink(link.link));
            let name = supplier.contacts.first().map(|(name, _, _)| *name).unwrap_or_default();
            made.push(Link { whom: format!("{name}, {} (vendor)", supplier.name), url: link.url });
        }
    }
    state.store.commit(batch).await?;
    Ok(made)
}
