//! What the code that carries a request out knows and whoever tells of the request does not: who it is, and why a link is
//! dead.
//!
//! The notes belong to the task of the request; outside of one nothing is noted.

use super::{Deed, Why};
use domain::actor::ActorRef;
use domain::id::{OrgId, PersonId};
use std::cell::RefCell;

tokio::task_local! {
    static NOTES: RefCell<Notes>;
}

/// What is known of a request.
#[derive(Debug, Clone, Default)]
pub(super) struct Notes {
    pub(super) organisation: Option<OrgId>,
    pub(super) actor: Option<ActorRef>,
    pub(super) about: Option<PersonId>,
    pub(super) deed: Option<Deed>,
    pub(super) why: Option<Why>,
}

/// Does `work` and gives what was noted meanwhile.
pub(super) async fn taken<T>(work: impl Future<Output = T>) -> (T, Notes) {
    let work = async {
        let done = work.await;
        (done, NOTES.with(RefCell::take))
    };
    NOTES.scope(RefCell::default(), work).await
}

fn note(change: impl FnOnce(&mut Notes)) {
    // Outside of a request there is nobody to tell.
    let _nobody = NOTES.try_with(|notes| change(&mut notes.borrow_mut()));
}

/// Who makes the request.
pub fn by(organisation: &OrgId, actor: ActorRef) {
    note(|notes| {
        notes.organisation = Some(organisation.clone());
        notes.actor = Some(actor);
    });
}

/// Which organisation the request is about, where nobody is known to make it.
pub fn in_organisation(organisation: &OrgId) {
    note(|notes| notes.organisation = Some(organisation.clone()));
}

/// Whom the request is about.
pub fn about(person: &PersonId) {
    note(|notes| notes.about = Some(person.clone()));
}

/// What the request is about, where its address does not tell.
pub fn instead(deed: Deed) {
    note(|notes| notes.deed = Some(deed));
}

/// Why its link does not open.
pub fn because(why: Why) {
    note(|notes| notes.why = Some(why));
}
