//! What an operator does with a whole site: back it up, restore it, move it to another database, look after it.
//!
//! Backup, restore and move are one way of reading all tables and one way of writing them (`store/whole`); `archive` is
//! the file in between.

pub mod archive;
pub mod backup;
pub mod doctor;
pub mod migrate;
pub mod restore;
