//! The start of the program that the buyer's staff load.
//!
//! Everything else is in the library, so that the tests can mount it too.

fn main() {
    app::start_desk();
}
