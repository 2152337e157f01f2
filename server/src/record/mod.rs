//! The journal as the handlers use it: a vendor's whole dossier, changes to it, and the rows that follow.
//!
//! A handler opens a [`Change`], lets the rules decide on it, and commits the batch that [`Change::finish`] makes. The
//! rows for lists are computed in one place for changes, for the nightly refresh and for `assay rebuild`.

mod assessment_view;
mod change;
mod contact;
mod dossier;
mod questionnaires;
mod refresh;
mod rows;
mod settings;
mod shipped;
mod upload;
mod view;

pub use assessment_view::{assessment_view, finding_view, portal_view, signatory, vendor_names};
pub use change::Change;
pub use contact::{add_contact, address_hash, change_contact, contact_history, respondents};
pub use dossier::{Dossier, Known};
pub use questionnaires::{Questionnaires, first_publication, publish_shipped};
pub use refresh::{Refresh, check_rows, read_rows, rebuild, refresh, refresh_askew, refresh_due, refresh_for_list};
pub use rows::{severity, summaries, system_row, tier, waiting};
pub use settings::settings;
pub use shipped::{Shipped, ShippedTemplate, shipped};
pub use upload::{Keeping, keep};
pub use view::{names, vendor_view};

use crate::store::Aggregate;
use domain::assessment::{self, Assessment};
use domain::journal::Recorded;
use domain::template::published::{self, Published};
use domain::vendor::{self, Vendor};

impl Aggregate for Vendor {
    type Event = vendor::Event;
    fn empty() -> Self {
        Self::default()
    }
    fn take(&mut self, recorded: &Recorded<Self::Event>) {
        self.apply(recorded);
    }
}

impl Aggregate for Assessment {
    type Event = assessment::Event;
    fn empty() -> Self {
        Self::default()
    }
    fn take(&mut self, recorded: &Recorded<Self::Event>) {
        self.apply(recorded);
    }
}

impl Aggregate for Published {
    type Event = published::Event;
    fn empty() -> Self {
        Self::default()
    }
    fn take(&mut self, recorded: &Recorded<Self::Event>) {
        self.apply(recorded);
    }
}
