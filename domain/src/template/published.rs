//! A questionnaire as it was published: the aggregate of stream `template/{hash}`.
//!
//! The event holds the whole file, so that an assessment keeps the version it was sent with whatever ships later.

use super::Template;
use crate::journal::Recorded;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What happens to one version of a questionnaire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// It was published and can be sent from now on.
    Published {
        /// The file's text, byte for byte.
        file: String,
    },
}

/// One version of a questionnaire.
#[derive(Debug, Clone, Default)]
pub struct Published {
    /// The questionnaire; `None` until it was published, or when its file cannot be read any more.
    pub template: Option<Arc<Template>>,
}

impl Published {
    /// Takes one event in.
    pub fn apply(&mut self, recorded: &Recorded<Event>) {
        match &recorded.event {
            Event::Published { file } => self.template = Template::parse(file.as_bytes()).ok().map(Arc::new),
        }
    }
}
