//! A questionnaire as it was published: the aggregate of stream `template/{hash}`.
//!
//! The event holds the whole file, so that an assessment keeps the version it was sent with whatever ships later. It
//! was checked before it was published, and is not held to rules that were added since.

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
            Event::Published { file } => self.template = Template::read_published(file.as_bytes()).ok().map(Arc::new),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::ActorRef;
    use crate::journal::Timestamp;

    fn published(file: String) -> Published {
        let mut published = Published::default();
        let event = Event::Published { file };
        published.apply(&Recorded { version: 1, at: Timestamp(0), by: ActorRef::System, event });
        published
    }

    #[test]
    fn a_published_questionnaire_is_not_held_to_rules_that_came_later() {
        let core = include_str!("../../../server/templates/supplier-quick-screen.json");
        let mut older: serde_json::Value = serde_json::from_str(core).expect("JSON");
        older["version"] = serde_json::json!("9".repeat(33));
        let older = older.to_string();
        assert!(Template::parse(older.as_bytes()).is_err(), "it could not be published today");
        let template = published(older).template.expect("what was published stays");
        assert_eq!(template.version, "9".repeat(33));
        assert!(!template.questions.is_empty());
        assert!(published("{}".to_owned()).template.is_none(), "what is no questionnaire at all");
    }
}
