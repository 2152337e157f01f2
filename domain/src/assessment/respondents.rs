//! Who answered, and at which addresses: what a conclusion rests on, and says.
//!
//! Counted is what the last submission holds: each answer and each piece of evidence by whoever gave it last, and the
//! submission itself.

use super::Assessment;
use super::record::Said;
use crate::id::{AddressHash, PersonId};
use crate::journal::Timestamp;
use crate::vendor::Vendor;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One person at one address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Respondent {
    /// The person.
    pub person: PersonId,
    /// Where letters to the person went at that time, by its hash; unknown where older records do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<AddressHash>,
    /// Answers and pieces of evidence given so.
    pub given: u32,
    /// Whether the answers were submitted so.
    pub submitted: bool,
    /// When something was last given so.
    pub last: Timestamp,
}

impl Assessment {
    /// Who answered, by person and address; as the conclusion says, once there is one.
    #[must_use]
    pub fn respondents(&self, vendor: &Vendor) -> Vec<Respondent> {
        let concluded = self.conclusion.as_ref().map(|conclusion| &conclusion.respondents);
        if let Some(recorded) = concluded.filter(|recorded| !recorded.is_empty()) {
            let known = |one: &Respondent| {
                let address = one.address.clone().or_else(|| vendor.address_at(&one.person, one.last).cloned());
                Respondent { address, ..one.clone() }
            };
            // A record from before addresses were kept names none; a later change tells what it was.
            return recorded.iter().map(known).collect();
        }
        let mut found: BTreeMap<(&PersonId, Option<&AddressHash>), Respondent> = BTreeMap::new();
        for Said { by, at, submission } in self.submission.iter().flat_map(|submission| &submission.said) {
            let address = vendor.address_at(by, *at);
            let fresh =
                || Respondent { person: by.clone(), address: address.cloned(), given: 0, submitted: false, last: *at };
            let respondent = found.entry((by, address)).or_insert_with(fresh);
            respondent.given += u32::from(!submission);
            respondent.submitted |= *submission;
            respondent.last = respondent.last.max(*at);
        }
        found.into_values().collect()
    }
}
