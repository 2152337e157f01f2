//! The focus, put where the person goes on.
//!
//! For when the button that was pressed goes away with what it did.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Puts the focus onto the element with this id once the page has settled: for when the button that was pressed goes.
pub fn focus_soon(id: String) {
    request_animation_frame(move || {
        let found = document().get_element_by_id(&id).and_then(|found| found.dyn_into::<HtmlElement>().ok());
        if let Some(found) = found {
            // Focus is a help; without it everything is there all the same.
            let _ = found.focus();
        }
    });
}

/// The same where nothing has the focus by then: for when what had it is made anew.
pub(super) fn refocus_soon(id: String) {
    request_animation_frame(move || {
        if document().active_element().is_none_or(|holder| holder.tag_name() == "BODY") {
            focus_soon(id);
        }
    });
}
