//! A dialog, for what cannot be undone or needs a date. Native: it keeps the focus inside and closes on Escape.
//!
//! Its contents are made when it opens and dropped when it closes, so it always opens fresh.

use super::when::When;
use leptos::html;
use leptos::prelude::*;

/// A dialog that is open while `open` is true.
#[component]
pub fn Dialog(
    /// Its question, such as "Accept this risk?".
    #[prop(into)]
    title: Signal<String>,
    /// A name for its ids, unique on the page.
    id: &'static str,
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What stands under the title. End with a `div.dialog__actions`.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog: NodeRef<html::Dialog> = NodeRef::new();
    Effect::new(move |_| {
        let wanted = open.get();
        let Some(dialog) = dialog.get() else { return };
        if wanted && !dialog.open() {
            // Fails only when the element is not in the document, and then nobody sees it either.
            let _ = dialog.show_modal();
        } else if !wanted && dialog.open() {
            dialog.close();
        }
    });
    let title_id = format!("{id}-title");
    let labelled_by = title_id.clone();
    view! {
        <dialog class="dialog" id=id node_ref=dialog aria-labelledby=labelled_by on:close=move |_| open.set(false)>
            <When holds=move || open.get()>
                <h2 id=title_id.clone()>{title}</h2>
                {children()}
            </When>
        </dialog>
    }
    .into_any()
}
