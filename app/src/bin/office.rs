//! The start of the program with the own account, people, settings and the outbox.
//!
//! Everything else is in the library, so that the tests can mount it too.

fn main() {
    app::start_office();
}
