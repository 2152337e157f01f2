//! A question that asks for files: the files stand under it as evidence, here is what they are.
//!
//! A file alone answers the question; the text about the files is for whoever wants to say more.

use super::{FieldOf, text};
use leptos::prelude::*;

/// The field.
pub(super) fn file(field: &FieldOf) -> impl IntoView + use<> {
    view! {
        <p class="question__by">"Attach the files below. Here you can say what they are."</p>
        {text::area(field, "What the files are", 2)}
    }
}
