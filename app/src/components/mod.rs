//! The parts that pages are made of; each knows how it looks and nothing of what it is about.
//!
//! Small ones share a file with their kin. Start at `head`, `load` and `form`: every page uses them.

mod badge;
mod banner;
mod button;
mod choice;
mod date;
mod dialog;
mod empty;
mod error_summary;
mod faults;
mod field;
mod figures;
mod focus;
mod form;
mod frame;
mod head;
mod icon;
mod idle;
mod level;
mod load;
mod mark;
mod menu;
mod number;
mod password;
mod skeleton;
mod table;
mod toast;
mod wayfinding;

pub use badge::*;
pub use banner::*;
pub use button::*;
pub use choice::*;
pub use date::*;
pub use dialog::*;
pub use empty::*;
pub use error_summary::*;
pub use faults::*;
pub use field::*;
pub use figures::*;
pub use focus::*;
pub use form::*;
pub use frame::*;
pub use head::*;
pub use icon::*;
pub use idle::*;
pub use level::*;
pub use load::*;
pub use mark::*;
pub use menu::*;
pub use number::*;
pub use password::*;
pub use skeleton::*;
pub use table::*;
pub use toast::*;
pub use wayfinding::*;
