//! What is told of every request where security is concerned: one line in the log and one count, with no secret in either.
//!
//! [`watch`] stands around every request, so a new address is told of by itself: what it is about stands in `deed`, what
//! became of it is the code of its refusal. Code on the way adds what only it knows, in `notes`.

mod deed;
pub mod metrics;
mod notes;
mod outcome;

pub use deed::{Deed, KNOWN};
pub use metrics::Metrics;
pub use notes::{about, because, by, in_organisation, instead};
pub use outcome::{Outcome, Why};

use crate::auth::address::ClientAddress;
use crate::error::Refused;
use crate::state::AppState;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use domain::api::problem::Code;
use notes::Notes;
use std::net::SocketAddr;
use std::time::Instant;

/// The target of the lines in the log.
pub const TARGET: &str = "security";
/// What stands for an address of the interface that is not known.
const UNKNOWN: &str = "/api/*";
/// What stands for an address of the browser programs.
const PAGES: &str = "/*";

/// Counts a request, and tells of it where security is concerned.
pub async fn watch(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or_else(|| elsewhere(request.uri().path()), MatchedPath::as_str);
    let from = request.extensions().get::<ClientAddress>().copied();
    let mut left = Leaving { state: &state, deed: Deed::of(&method, route), route, from, is_over: false };
    let (response, notes) = notes::taken(next.run(request)).await;
    left.is_over = true;
    let told =
        Told { deed: notes.deed.unwrap_or_else(|| Deed::of(&method, route)), outcome: outcome(&response, &notes) };
    state.metrics.request(&method, route, response.status().as_u16(), begun.elapsed());
    if told.matters() && !(route == PAGES && told.is_a_guess()) {
        state.metrics.security(told.deed, told.outcome);
        told.log(route, from, &notes);
    }
    response
}

/// A request that is under way. A client that leaves before the reply takes the reply with it, not the trace: its link may be
/// used by then, its password tried.
struct Leaving<'a> {
    state: &'a AppState,
    deed: Deed,
    route: &'a str,
    from: Option<ClientAddress>,
    is_over: bool,
}

impl Drop for Leaving<'_> {
    fn drop(&mut self) {
        let told = Told { deed: self.deed, outcome: Outcome::Left };
        if !self.is_over && told.matters() {
            self.state.metrics.security(told.deed, told.outcome);
            told.log(self.route, self.from, &Notes::default());
        }
    }
}

/// The label of an address that no route has.
fn elsewhere(path: &str) -> &'static str {
    if path == "/api" || path.starts_with("/api/") { UNKNOWN } else { PAGES }
}

/// What became of a request. A dead link is told with its reason.
fn outcome(response: &Response, notes: &Notes) -> Outcome {
    match (response.extensions().get::<Refused>(), notes.why) {
        (Some(Refused(Code::DeadLink)), Some(why)) => Outcome::Dead(why),
        (Some(Refused(code)), _) => Outcome::Refused(*code),
        (None, _) if response.status().is_client_error() => Outcome::Refused(Code::Malformed),
        (None, _) if response.status().is_server_error() => Outcome::Refused(Code::Internal),
        // What is answered alike for every link, so that nobody learns which of them are dead.
        (None, Some(why)) => Outcome::Dead(why),
        (None, None) => Outcome::Done,
    }
}

/// What is told of a request.
#[derive(Debug, Clone, Copy)]
struct Told {
    deed: Deed,
    outcome: Outcome,
}

impl Told {
    fn matters(self) -> bool {
        match self.deed {
            Deed::Request | Deed::MetricsRead => self.outcome.is_telling(),
            Deed::SignIn
            | Deed::SignInByLink
            | Deed::SignOut
            | Deed::FirstAccount
            | Deed::Join
            | Deed::LinkLook
            | Deed::LinkUse
            | Deed::FreshLink
            | Deed::PasswordChange
            | Deed::ResetRequest
            | Deed::ResetUse
            | Deed::Invitation
            | Deed::RolesChange
            | Deed::Deactivation
            | Deed::SettingsChange
            | Deed::ContactChange
            | Deed::MailLinkView
            | Deed::TrailView
            | Deed::EvidenceDownload
            | Deed::EvidenceUpload
            | Deed::Export
            | Deed::Connection => true,
        }
    }

    /// Whether somebody asked for a page or a file that is not there, as every program that searches the net does.
    fn is_a_guess(self) -> bool {
        matches!(self.outcome, Outcome::Refused(Code::NotFound | Code::Method))
    }

    /// The line. Its fields are names of ours, ids and a network: nothing that a client wrote stands in it.
    fn log(self, route: &str, from: Option<ClientAddress>, notes: &Notes) {
        let (event, outcome) = (self.deed.name(), self.outcome.name());
        let network = from.map(|from| from.network()).unwrap_or_default();
        let organisation = notes.organisation.as_ref().map(|id| id.as_str());
        let actor = notes.actor.as_ref().map(ToString::to_string);
        let (actor, about) = (actor.as_deref(), notes.about.as_ref().map(|id| id.as_str()));
        match self.outcome {
            Outcome::Done | Outcome::Left => {
                tracing::info!(target: TARGET, event, outcome, route, network, organisation, actor, about);
            }
            Outcome::Refused(_) | Outcome::Dead(_) | Outcome::CutOff => {
                tracing::warn!(target: TARGET, event, outcome, route, network, organisation, actor, about);
            }
        }
    }
}

/// Tells of a client that was cut off because it was too slow, or gave way to others while it was waited for.
pub fn cut_off(peer: SocketAddr) {
    let told = Told { deed: Deed::Connection, outcome: Outcome::CutOff };
    told.log("", Some(ClientAddress(peer.ip())), &Notes::default());
}
