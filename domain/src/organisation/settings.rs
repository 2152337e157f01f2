//! An organisation's settings, and the limits they keep.
//!
//! The contact is named by id; name and address live beside the journal.

use super::Refusal;
use crate::id::{AddressHash, PersonId};
use serde::{Deserialize, Serialize};

/// Months for which answers are kept unless the settings say otherwise.
pub const DEFAULT_RETENTION_MONTHS: u16 = 36;
/// Longest retention, in months.
pub const MAX_RETENTION_MONTHS: u16 = 240;
/// Most characters of the standing text of invitations.
pub const MAX_INVITATION_TEXT: usize = 2_000;

/// The settings as the journal keeps them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// The organisation's name, as vendors read it.
    pub name: String,
    /// The person whom vendors may ask.
    pub contact: Option<PersonId>,
    /// The address of that person, by its hash, so that another address leaves its trace; older records have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<AddressHash>,
    /// Months for which answers and evidence are kept after an assessment ends.
    pub retention_months: u16,
    /// Standing text of invitations; may be empty.
    pub invitation_text: String,
}

/// Whether answers may be kept for so many months.
///
/// # Errors
/// [`Refusal::Retention`].
pub fn check_retention(months: u16) -> Result<(), Refusal> {
    if (1..=MAX_RETENTION_MONTHS).contains(&months) { Ok(()) } else { Err(Refusal::Retention) }
}
