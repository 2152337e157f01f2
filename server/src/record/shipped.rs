//! What the product ships: questionnaires, the inherent-risk intake and the control libraries, embedded and checked.
//!
//! `build.rs` lists the files of `templates/` and `libraries/`, so that a new one is one file and nothing else.

use crate::error::Error;
use domain::id::TemplateHash;
use domain::inherent::Intake;
use domain::library::Library;
use domain::template::{Template, template_hash};
use std::sync::{Arc, LazyLock};

include!(concat!(env!("OUT_DIR"), "/shipped.rs"));

/// The file that is the intake, not a questionnaire.
const INTAKE: &str = "inherent-risk";

/// A questionnaire that is shipped.
#[derive(Debug)]
pub struct ShippedTemplate {
    /// The hash of its file.
    pub hash: TemplateHash,
    /// Its file.
    pub file: &'static str,
    /// What it says.
    pub template: Arc<Template>,
}

/// Everything that is shipped.
#[derive(Debug)]
pub struct Shipped {
    /// Questionnaires by file name.
    pub templates: Vec<ShippedTemplate>,
    /// The intake that the buyer fills in.
    pub intake: Intake,
    /// Control libraries with the names they are asked for by.
    pub libraries: Vec<(&'static str, Library)>,
}

fn load() -> Result<Shipped, String> {
    let broken = |name: &str, faults: Vec<domain::api::problem::Fault>| {
        let first = faults.first().map(|fault| format!("{}: {}", fault.at, fault.detail)).unwrap_or_default();
        format!("the shipped file {name} is not sound: {first}")
    };
    let mut templates = Vec::new();
    let mut intake = None;
    for (name, file) in TEMPLATES {
        if *name == INTAKE {
            intake = Some(Intake::parse(file.as_bytes()).map_err(|faults| broken(name, faults))?);
        } else {
            let template = Template::parse(file.as_bytes()).map_err(|faults| broken(name, faults))?;
            let hash = template_hash(file.as_bytes());
            templates.push(ShippedTemplate { hash, file, template: Arc::new(template) });
        }
    }
    let mut libraries = Vec::new();
    for (name, file) in LIBRARIES {
        libraries.push((*name, Library::parse(file.as_bytes()).map_err(|faults| broken(name, faults))?));
    }
    Ok(Shipped { templates, intake: intake.ok_or("the intake is not shipped")?, libraries })
}

static SHIPPED: LazyLock<Result<Shipped, String>> = LazyLock::new(load);

/// Everything that is shipped, read once.
///
/// # Errors
/// [`Error::Internal`] when a shipped file is not sound, which a test rules out.
pub fn shipped() -> Result<&'static Shipped, Error> {
    SHIPPED.as_ref().map_err(|broken| Error::Internal(broken.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_file_is_sound() {
        let shipped = load().expect("sound files");
        assert!(shipped.templates.len() >= 4 && shipped.libraries.len() >= 3);
    }
}
