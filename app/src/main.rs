//! The browser program's start: what to do when it breaks, then the first page.
//!
//! Everything else is in the library beside this file, so that the tests can mount it too.

fn main() {
    app::start();
}
