//! The start of the program that a vendor's people load.
//!
//! Everything else is in the library, so that the tests can mount it too.

fn main() {
    app::start_vendor_side();
}
