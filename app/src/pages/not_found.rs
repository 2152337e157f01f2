//! The page for an address that has none.
//!
//! It asks the server for nothing of its own and leads to one place only, the start.

use crate::components::PageHead;
use crate::paths::Page;
use leptos::prelude::*;

/// Says that there is no page here, and where to go.
pub fn not_found() -> impl IntoView {
    view! {
        <main id="main" class="wrap stack" data-gap="l" data-width="text">
            <PageHead title="There is no page at this address" sub="Check the address, or begin at the start." />
            <p><a href=Page::Register.url()>"To the start"</a></p>
        </main>
    }
}
