//! The digest of a submission: proof of what was sent, that anybody who holds the answers and files can work out again.
//!
//! Start and end at [`digest`]; its document is its whole definition.

use super::{Attachment, Entry};
use crate::id::{QuestionId, TemplateHash};
use crate::journal::sha256_hex;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    templates: &'a [TemplateHash],
    answers: BTreeMap<&'a QuestionId, &'a Entry>,
    evidence: Vec<Item<'a>>,
}

#[derive(Serialize, PartialEq, Eq, PartialOrd, Ord)]
struct Item<'a> {
    question: &'a QuestionId,
    file: &'a str,
    kind: &'a str,
    valid_until: Option<NaiveDate>,
}

/// SHA-256, in lower-case hexadecimal, over this JSON document without spaces and with keys in this order:
///
/// ```json
/// {"schema":"assay.submission/1","templates":["HASH",…],
///  "answers":{"GOV-01":{"value":"approved","not_applicable":null,"comment":""},…},
///  "evidence":[{"question":"GOV-01","file":"HASH","kind":"policy","valid_until":"2027-05-01"},…]}
/// ```
/// (the line breaks are not part of it). Templates stand in the order sent; answers are sorted by question id in byte
/// order, those that say nothing are left out; evidence is sorted by question, file, kind and end date.
#[must_use]
pub fn digest(templates: &[TemplateHash], entries: &BTreeMap<QuestionId, Entry>, evidence: &[Attachment]) -> String {
    let nothing = Entry::default();
    let mut items: Vec<Item<'_>> = evidence
        .iter()
        .map(|attachment| Item {
            question: &attachment.question,
            file: attachment.file.as_str(),
            kind: &attachment.kind,
            valid_until: attachment.valid_until,
        })
        .collect();
    items.sort();
    let answers = entries.iter().filter(|(_, entry)| **entry != nothing).collect();
    let document = Document { schema: "assay.submission/1", templates, answers, evidence: items };
    // Strings, dates and lists always have a JSON form.
    sha256_hex(&serde_json::to_vec(&document).unwrap_or_default())
}
