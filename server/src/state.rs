//! What every handler is given: the store, the clock, the configuration and the password hasher.
//!
//! Cheap to clone. What changes after start is behind the parts themselves.

use crate::assets::Assets;
use crate::auth::keys::Keys;
use crate::auth::password::Passwords;
use crate::clock::Clock;
use crate::config::Config;
use crate::files::Files;
use crate::jobs::health::Health;
use crate::listening::Connections;
use crate::record::Questionnaires;
use crate::security::Metrics;
use crate::store::Store;
use crate::turns::Turns;
use std::sync::Arc;
use tokio::sync::Mutex;

/// The server's parts.
#[derive(Clone)]
pub struct AppState {
    /// The database.
    pub store: Store,
    /// The clock.
    pub clock: Clock,
    /// What the operator decided.
    pub config: Arc<Config>,
    /// Hashes and checks passwords off the async threads.
    pub passwords: Passwords,
    /// Keyed hashes under the installation's secrets.
    pub keys: Keys,
    /// Prepared questionnaires.
    pub questionnaires: Questionnaires,
    /// Evidence.
    pub files: Files,
    /// Vendors' changes to one assessment wait for each other.
    pub turns: Turns,
    /// Held while rows whose day has come are made anew, so that only one request does the work.
    pub refreshing: Arc<Mutex<()>>,
    /// How the jobs of this node fare.
    pub jobs: Health,
    /// The connections that are open.
    pub connections: Connections,
    /// What is counted for whoever watches over the server.
    pub metrics: Metrics,
    /// The browser program.
    pub assets: Arc<Assets>,
    page_policy: Arc<str>,
}

impl AppState {
    /// Puts the parts together.
    #[must_use]
    pub fn new(store: Store, clock: Clock, config: Config) -> Self {
        let assets = Assets::new();
        let page_policy = assets.policy().into();
        let passwords = Passwords::new();
        let files = Files::at(config.files.clone(), config.data_dir.join("files"));
        AppState {
            store,
            clock,
            config: Arc::new(config),
            passwords,
            keys: Keys::default(),
            questionnaires: Questionnaires::default(),
            files,
            turns: Turns::default(),
            refreshing: Arc::default(),
            jobs: Health::default(),
            connections: Connections::default(),
            metrics: Metrics::default(),
            assets: Arc::new(assets),
            page_policy,
        }
    }

    /// The content policy of the browser program's page. A debug build makes it anew, as the page may have changed.
    #[must_use]
    pub fn page_policy(&self) -> String {
        if cfg!(debug_assertions) { self.assets.policy() } else { self.page_policy.to_string() }
    }
}
