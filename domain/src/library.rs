//! A control library (schema `assay.controls/1`): the controls of one framework, by id and short title.
//!
//! Questions name controls in their `refs`; [`Framework`] says which list of `refs` belongs to a library, because the
//! same id (`A.5.2`) means different controls in different frameworks.

use crate::answer::{check_name, check_text};
use crate::api::problem::Fault;
use crate::json;
use crate::template::Refs;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The schema that is read.
pub const SCHEMA: &str = "assay.controls/1";
/// Longest library file, in bytes.
pub const MAX_BYTES: usize = 4 * 1024 * 1024;
/// Most controls in a library.
pub const MAX_CONTROLS: usize = 5_000;

/// The controls of one framework.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Library {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// Names the framework and its edition.
    pub id: String,
    /// Name on screen.
    pub title: String,
    /// What a reader should know of it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// In the framework's order.
    pub controls: Vec<Control>,
}

/// One control. Which of the optional fields are there depends on the library.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Control {
    /// The framework's own id, such as `A.2.2` or `GOVERN 1.1`.
    pub id: String,
    /// Short title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What it is about, where there is no title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gist: Option<String>,
    /// Whether it stands for a group or for one control.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<ControlLevel>,
    /// Whether it concerns third parties.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub third_party: Option<bool>,
    /// How directly it bears on a vendor: 1 indirect, 2 strong, 3 direct.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "json::within_or_null::<_, _, 0, 3>")]
    pub vendor_bearing: Option<u8>,
    /// What to ask a vendor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask_vendor: Option<String>,
    /// From when it applies, in words or as a date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applies: Option<String>,
    /// The first day on which it binds anybody whom questions ask about; none when that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duty_from: Option<NaiveDate>,
}

/// Whether a control stands for a group or for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ControlLevel {
    /// A group: it holds every control whose id begins with its own.
    Category,
    /// One control.
    Subcategory,
}

/// The frameworks that questions refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Framework {
    /// ISO/IEC 42001.
    Iso42001,
    /// NIST AI RMF.
    NistAiRmf,
    /// The EU AI Act.
    EuAiAct,
    /// ISO/IEC 27001.
    Iso27001,
    /// Any other.
    Other,
}

impl Framework {
    /// The ids that a question names for this framework.
    #[must_use]
    pub fn refs(self, refs: &Refs) -> &[String] {
        match self {
            Framework::Iso42001 => &refs.iso42001,
            Framework::NistAiRmf => &refs.nist_ai_rmf,
            Framework::EuAiAct => &refs.eu_ai_act,
            Framework::Iso27001 => &refs.iso27001,
            Framework::Other => &refs.other,
        }
    }
}

impl Control {
    /// The title, else the gist, else the id.
    #[must_use]
    pub fn name(&self) -> &str {
        self.title.as_deref().or(self.gist.as_deref()).unwrap_or(&self.id)
    }

    /// Whether a question that names `reference` speaks to this control.
    #[must_use]
    pub fn is_named_by(&self, reference: &str) -> bool {
        let inside = || reference.strip_prefix(self.id.as_str()).is_some_and(|rest| rest.starts_with('.'));
        reference == self.id || (self.level == Some(ControlLevel::Category) && inside())
    }
}

impl Library {
    /// Reads a library from untrusted bytes and checks that it is sound.
    ///
    /// # Errors
    /// Every fault with its path, such as `controls[3].id`.
    pub fn parse(bytes: &[u8]) -> Result<Library, Vec<Fault>> {
        let library: Library = json::read(bytes, MAX_BYTES)?;
        let faults = library.check();
        if faults.is_empty() { Ok(library) } else { Err(faults) }
    }

    /// The framework, told by the id.
    #[must_use]
    pub fn framework(&self) -> Framework {
        const KNOWN: [(&str, Framework); 4] = [
            ("iso-iec-42001", Framework::Iso42001),
            ("nist-ai-rmf", Framework::NistAiRmf),
            ("eu-ai-act", Framework::EuAiAct),
            ("iso-iec-27001", Framework::Iso27001),
        ];
        let known = KNOWN.iter().find(|(start, _)| self.id.starts_with(start));
        known.map_or(Framework::Other, |(_, framework)| *framework)
    }

    fn check(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        if self.schema != SCHEMA {
            faults.push(Fault::new("schema", "the schema must be assay.controls/1"));
        }
        for (at, text) in [("id", &self.id), ("title", &self.title)] {
            if let Err(wrong) = check_name(text) {
                faults.push(Fault::new(at, wrong.to_string()));
            }
        }
        if self.controls.is_empty() || self.controls.len() > MAX_CONTROLS {
            faults.push(Fault::new("controls", "a library has 1 to 5,000 controls"));
            return faults;
        }
        let mut seen = BTreeSet::new();
        for (place, control) in self.controls.iter().enumerate() {
            if !seen.insert(&control.id) {
                faults.push(Fault::new(format!("controls[{place}].id"), "this id is there twice"));
            }
            if let Err(wrong) = check_name(&control.id) {
                faults.push(Fault::new(format!("controls[{place}].id"), wrong.to_string()));
            }
            let texts = [
                ("title", &control.title),
                ("gist", &control.gist),
                ("ask_vendor", &control.ask_vendor),
                ("applies", &control.applies),
            ];
            for (name, text) in texts {
                if let Some(Err(wrong)) = text.as_deref().map(|text| check_text(text, 1_000)) {
                    faults.push(Fault::new(format!("controls[{place}].{name}"), wrong.to_string()));
                }
            }
        }
        faults
    }
}
