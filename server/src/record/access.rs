//! Recording what somebody is given to take away, before it is given.
//!
//! What cannot be recorded is not given: a full disk or a busy database refuses the download as it refuses a change.

use crate::error::Error;
use crate::state::AppState;
use crate::store::{Batch, Stream};
use domain::access::{Accesses, Event};
use domain::actor::ActorRef;
use domain::api::trail::Month;
use domain::id::OrgId;

/// Records that `by` is about to be given what `event` says.
///
/// # Errors
/// When it cannot be recorded: then nothing must be given.
pub async fn record_access(state: &AppState, org: &OrgId, by: &ActorRef, event: Event) -> Result<(), Error> {
    let stream = Stream::access(&Month::of(state.clock.now()));
    let _turn = state.turns.wait(&format!("{org}/{stream}")).await;
    let decided = state.store.decide(|| async {
        let before = state.store.fold::<Accesses>(org, &stream).await?;
        let at = before.not_before(state.clock.now());
        let mut batch = Batch::new(org.clone());
        batch.appends.push(before.append(at, by.clone(), &before.decide(event.clone(), by, at))?);
        Ok::<_, Error>((batch, ()))
    });
    decided.await
}
