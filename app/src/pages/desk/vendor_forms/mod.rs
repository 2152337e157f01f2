//! The forms of a vendor: its profile, contacts, AI systems and certificates.
//!
//! Each keeps what is typed in signals of its own and sends the domain's type; the server judges it and names the
//! field that is wrong.

pub mod certificate;
pub mod contact;
pub mod contact_fields;
pub mod contact_removal;
pub mod edit;
pub mod new;
pub mod profile;
pub mod retirement;
pub mod system;
pub mod system_fields;

pub use edit::edit_vendor_page;
pub use new::new_vendor_page;
pub use system::{new_system_page, system_page};
