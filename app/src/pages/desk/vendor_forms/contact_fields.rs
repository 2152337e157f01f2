//! The fields of a vendor's contact, and what is typed into them.
//!
//! They also stand in the form that registers a vendor: the prefix has to be what the server puts before a fault's
//! field, or its faults find no field.

use crate::components::{Faults, TextField};
use domain::api::problem::Fault;
use domain::api::vendor::{ContactBody, PersonView};
use leptos::prelude::*;

/// A contact as it is typed.
#[derive(Clone, Copy)]
pub struct Typed {
    name: RwSignal<String>,
    email: RwSignal<String>,
    phone: RwSignal<String>,
    title: RwSignal<String>,
}

/// A contact as it was typed.
pub struct Read(ContactBody);

impl Read {
    /// Whether nothing was typed at all.
    pub fn is_empty(&self) -> bool {
        [&self.0.name, &self.0.email, &self.0.phone, &self.0.title].into_iter().all(String::is_empty)
    }
}

impl Read {
    /// What has to be filled in and is not.
    pub fn missing(&self, prefix: &str) -> Vec<Fault> {
        let needed = [
            ("name", &self.0.name, "write the contact's name"),
            ("email", &self.0.email, "write the contact's e-mail address"),
        ];
        let blank = needed.into_iter().filter(|(_, text, _)| text.is_empty());
        blank.map(|(field, _, words)| Fault::new(format!("{prefix}{field}"), words)).collect()
    }
}

impl From<Read> for ContactBody {
    fn from(read: Read) -> Self {
        read.0
    }
}

impl Typed {
    /// The contact as it stands, or an empty one.
    pub fn of(person: Option<&PersonView>) -> Self {
        let text = |read: fn(&PersonView) -> &String| RwSignal::new(person.map(read).cloned().unwrap_or_default());
        Typed {
            name: text(|person| &person.name),
            email: text(|person| &person.email),
            phone: text(|person| &person.phone),
            title: text(|person| &person.title),
        }
    }

    /// The contact as typed.
    pub fn read(self) -> Read {
        let text = |signal: RwSignal<String>| signal.get_untracked().trim().to_owned();
        Read(ContactBody {
            name: text(self.name),
            email: text(self.email),
            phone: text(self.phone),
            title: text(self.title),
        })
    }
}

/// The fields. `prefix` is what the server puts before a fault's field.
#[component]
pub fn ContactFields(
    /// What is typed.
    typed: Typed,
    /// The form's faults.
    faults: Faults,
    /// What stands before a fault's field.
    #[prop(into)]
    prefix: String,
) -> impl IntoView {
    let name = move |field: &str| format!("{prefix}{field}");
    view! {
        <TextField name=name("name") label="Name" faults value=typed.name />
        <TextField name=name("email") label="E-mail" kind="email" faults value=typed.email hint="Invitations go here." />
        <TextField name=name("phone") label="Telephone (optional)" kind="tel" faults value=typed.phone width="m" />
        <TextField name=name("title") label="Position (optional)" faults value=typed.title />
    }
    .into_any()
}
