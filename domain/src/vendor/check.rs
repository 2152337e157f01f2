//! Whether what is said of a vendor, an AI system or a certificate may be kept: every fault at its field.
//!
//! Lengths and characters are judged by `answer`, once for the whole program.

use super::{CertificateDescription, Profile, SystemDescription};
use crate::answer::{MAX_NAME, MAX_TEXT, WrongAnswer, check_name, check_text};
use crate::api::problem::Fault;
use chrono::{Datelike, NaiveDate};

/// The years in which a certificate's dates may lie.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// Collects the faults of one form.
#[derive(Default)]
struct Faults(Vec<Fault>);

impl Faults {
    fn note(&mut self, at: &str, result: Result<(), WrongAnswer>) {
        if let Err(wrong) = result {
            self.add(at, wrong.to_string());
        }
    }

    fn add(&mut self, at: &str, detail: impl Into<String>) {
        self.0.push(Fault::new(at, detail));
    }

    /// A name that is needed; `what` it is of, for the sentence.
    fn note_name(&mut self, at: &str, text: &str, what: &str) {
        if let Err(wrong) = check_name(text) {
            self.add(at, wrong.in_field(what));
        }
    }

    /// A name that may be left empty.
    fn note_optional_name(&mut self, at: &str, text: &str) {
        if !text.is_empty() {
            self.note(at, check_name(text));
        }
    }
}

/// Every fault of a profile.
pub(super) fn check_profile(profile: &Profile) -> Vec<Fault> {
    let mut faults = Faults::default();
    faults.note_name("name", &profile.name, "the vendor's name");
    faults.note("summary", check_text(&profile.summary, MAX_TEXT));
    faults.note("website", check_text(&profile.website, MAX_NAME));
    if faults.0.iter().all(|fault| fault.at != "website") && !is_website_or_empty(&profile.website) {
        faults.add("website", "write the address with https:// in front, such as https://vendor.example");
    }
    faults.note_optional_name("country", &profile.country);
    faults.0
}

/// Whether `text` is empty or an address that opens a website and nothing else: a `javascript:` address in a link
/// would run in the reader's session.
fn is_website_or_empty(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    text.is_empty()
        || host.is_some_and(|host| {
            host.starts_with(|c: char| c.is_alphanumeric() || c == '[')
                && !host.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"'`\\".contains(c))
        })
}

/// Every fault of an AI system's description.
pub(super) fn check_system(description: &SystemDescription) -> Vec<Fault> {
    let mut faults = Faults::default();
    faults.note_name("name", &description.name, "the AI system's name");
    faults.note("purpose", check_text(&description.purpose, MAX_TEXT));
    faults.note_optional_name("version", &description.version);
    faults.0
}

/// Every fault of a certificate's entry.
pub(super) fn check_certificate(description: &CertificateDescription) -> Vec<Fault> {
    let mut faults = Faults::default();
    faults.note_name("scope", &description.scope, "what the certificate covers");
    faults.note_optional_name("number", &description.number);
    faults.note_optional_name("issuer", &description.issuer);
    if let Some(issued) = description.issued {
        faults.note("issued", check_year(issued));
        if issued > description.valid_until {
            faults.add("valid_until", "the end date must not lie before the date of issue");
        }
    }
    faults.note("valid_until", check_year(description.valid_until));
    faults.0
}

fn check_year(date: NaiveDate) -> Result<(), WrongAnswer> {
    if YEARS.contains(&date.year()) { Ok(()) } else { Err(WrongAnswer::Date) }
}
