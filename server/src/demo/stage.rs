//! The stage of the example: a clock that is set to past days, the people, and changes made in their names.
//!
//! Everything goes through the domain's own commands and the same commits as a request.

use super::cast::{STAFF, Supplier};
use crate::clock::Clock;
use crate::error::Error;
use crate::record::{Change, Dossier};
use crate::state::AppState;
use chrono::{Days, NaiveDate};
use domain::actor::{Actor, Role, Roles};
use domain::assessment;
use domain::id::{AssessmentId, OrgId, PersonId, SystemId, VendorId};
use domain::journal::Timestamp;
use domain::vendor;

/// Milliseconds in an hour.
const HOUR: i64 = 3_600_000;

/// Where the example is played.
pub(super) struct Stage {
    /// The server's parts with a clock of their own.
    pub(super) state: AppState,
    /// The example organisation.
    pub(super) org: OrgId,
    /// The day on which the example is made.
    pub(super) today: NaiveDate,
}

/// An id of the cast, which is sound by its spelling.
pub(super) fn id<T: TryFrom<String>>(text: &str) -> Result<T, Error> {
    T::try_from(text.to_owned()).map_err(|_| Error::Internal(format!("the example's id {text}")))
}

/// The ids of a supplier.
pub(super) struct Ids {
    pub(super) vendor: VendorId,
    pub(super) contact: PersonId,
}

impl Ids {
    pub(super) fn of(supplier: &Supplier) -> Result<Self, Error> {
        Ok(Ids { vendor: id(supplier.id)?, contact: id(&contact_id(supplier, 0))? })
    }

    /// The contact who answers.
    pub(super) fn answers(&self) -> Actor {
        Actor::Vendor { id: self.contact.clone(), vendor: self.vendor.clone() }
    }
}

/// The id of a supplier's contact.
pub(super) fn contact_id(supplier: &Supplier, place: usize) -> String {
    format!("{}-contact-{place}", supplier.id)
}

/// The member of the staff who acts in a role: the first who has it and not every other role too.
pub(super) fn staff(role: Role) -> Result<Actor, Error> {
    let member = STAFF.iter().skip(1).find(|member| member.roles.contains(&role)).or_else(|| STAFF.first());
    let member = member.ok_or_else(Error::not_found)?;
    Ok(Actor::Staff { id: id(member.id)?, roles: member.roles.iter().copied().collect::<Roles>() })
}

impl Stage {
    pub(super) fn new(state: &AppState, org: OrgId) -> Self {
        let now = state.clock.now();
        let mut state = state.clone();
        state.clock = Clock::fixed(now);
        Stage { state, org, today: now.date() }
    }

    /// The day that many days ago.
    pub(super) fn day(&self, days_ago: i64) -> NaiveDate {
        let days = Days::new(days_ago.unsigned_abs());
        let day = if days_ago < 0 { self.today.checked_add_days(days) } else { self.today.checked_sub_days(days) };
        day.unwrap_or(self.today)
    }

    /// Sets the clock to an hour of a day.
    pub(super) fn at(&self, days_ago: i64, hour: i64) {
        self.state.clock.set(Timestamp(Timestamp::start_of(self.day(days_ago)).0 + hour * HOUR));
    }

    pub(super) async fn commit(&self, change: Change) -> Result<Dossier, Error> {
        let (batch, dossier) = change.finish()?;
        self.state.store.commit(batch).await?;
        Ok(dossier)
    }

    pub(super) async fn of_vendor(&self, ids: &Ids, by: Actor) -> Result<Change, Error> {
        Change::of_vendor(&self.state, &self.org, by, &ids.vendor).await
    }

    pub(super) async fn of(&self, assessment: &AssessmentId, by: Actor) -> Result<Change, Error> {
        Change::of_assessment(&self.state, &self.org, by, assessment).await
    }

    /// One command on an assessment.
    pub(super) async fn act(
        &self,
        assessment: &AssessmentId,
        by: Actor,
        command: assessment::Command,
    ) -> Result<Dossier, Error> {
        let mut change = self.of(assessment, by).await?;
        change.assessment(assessment, command)?;
        self.commit(change).await
    }

    /// Commands on a vendor, by the analyst.
    pub(super) async fn shape(&self, ids: &Ids, commands: Vec<vendor::Command>) -> Result<Dossier, Error> {
        let mut change = self.of_vendor(ids, staff(Role::Analyst)?).await?;
        for command in commands {
            change.vendor(command)?;
        }
        self.commit(change).await
    }
}

/// The id of a system of the cast.
pub(super) fn system_id(system: &super::cast::System) -> Result<SystemId, Error> {
    id(system.id)
}
