//! What a person sees when the program itself breaks: a banner with a button that loads the page again.
//!
//! After a panic nothing of the program may run, so the banner is plain HTML and its button a plain form.

use leptos::prelude::document;
use std::panic::PanicHookInfo;

/// From now on a panic is written to the console and shown.
pub fn watch() {
    std::panic::set_hook(Box::new(|info: &PanicHookInfo<'_>| {
        console_error_panic_hook::hook(info);
        // Nothing sensible is left to do when even the banner cannot be shown.
        let _ = show_banner();
    }));
}

fn show_banner() -> Option<()> {
    let document = document();
    let banner = document.create_element("div").ok()?;
    banner.set_class_name("banner");
    banner.set_attribute("data-tone", "bad").ok()?;
    banner.set_attribute("role", "alert").ok()?;
    let words = document.create_element("p").ok()?;
    words
        .set_text_content(Some("This page has stopped working. What was saved is kept. Load the page again to go on."));
    let form = document.create_element("form").ok()?;
    form.set_class_name("banner__actions");
    let button = document.create_element("button").ok()?;
    button.set_class_name("button");
    button.set_text_content(Some("Load the page again"));
    form.append_child(&button).ok()?;
    banner.append_child(&words).ok()?;
    banner.append_child(&form).ok()?;
    let body = document.body()?;
    body.insert_before(&banner, body.first_child().as_ref()).ok()?;
    Some(())
}
