//! A menu of links and buttons behind one control: native `details` that also closes on choice, Escape and leaving.
//!
//! Escape gives the focus back to the control. Leaving closes the menu only when the focus went to something else
//! on the page.

use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Node;

/// A menu.
#[component]
pub fn Menu(
    /// Names the menu.
    #[prop(into)]
    label: Signal<String>,
    /// What the control shows.
    control: Children,
    /// The control's class: `icon-button` or `button`.
    #[prop(default = "icon-button")]
    control_class: &'static str,
    /// Whether only a narrow screen shows it.
    #[prop(optional)]
    narrow: bool,
    /// `<a>` and `<button>`.
    children: Children,
) -> impl IntoView {
    let menu: NodeRef<html::Details> = NodeRef::new();
    let control_ref: NodeRef<html::Summary> = NodeRef::new();
    let close = move || {
        if let Some(menu) = menu.get_untracked() {
            menu.set_open(false);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            close();
            if let Some(control) = control_ref.get_untracked() {
                let _ = control.focus();
            }
        }
    };
    let on_leave = move |event: FocusEvent| {
        let next = event.related_target().and_then(|next| next.dyn_into::<Node>().ok());
        let stays = menu.get_untracked().is_some_and(|menu| menu.contains(next.as_ref()));
        if next.is_some() && !stays {
            close();
        }
    };
    view! {
        <details
            class=if narrow { "menu bar__menu" } else { "menu" }
            node_ref=menu
            on:keydown=on_key
            on:focusout=on_leave
        >
            <summary class=control_class node_ref=control_ref aria-label=label>{control()}</summary>
            <nav class="menu__list" aria-label=label on:click=move |_| close()>{children()}</nav>
        </details>
    }
}
