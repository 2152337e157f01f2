//! The fields of a vendor's profile, shared by registering and changing.
//!
//! Only the name has to be there. People without an active account are not offered as the owner, except the one
//! who already is, so that saving does not quietly take the vendor from them.

use crate::api;
use crate::components::{Faults, Loaded, SelectField, TextArea, TextField};
use domain::api::people::AccountState;
use domain::api::problem::Fault;
use domain::id::PersonId;
use domain::vendor::Profile;
use leptos::prelude::*;

/// A profile as it is typed.
#[derive(Clone, Copy)]
pub struct Typed {
    name: RwSignal<String>,
    summary: RwSignal<String>,
    website: RwSignal<String>,
    country: RwSignal<String>,
    owner: RwSignal<String>,
}

impl Typed {
    /// The profile as it stands; of a new vendor, owned by `owner`.
    pub fn of(profile: Option<&Profile>, owner: Option<&PersonId>) -> Self {
        let text = |read: fn(&Profile) -> &String| RwSignal::new(profile.map(read).cloned().unwrap_or_default());
        let owner = profile.map_or(owner, |profile| profile.owner.as_ref());
        Typed {
            name: text(|profile| &profile.name),
            summary: text(|profile| &profile.summary),
            website: text(|profile| &profile.website),
            country: text(|profile| &profile.country),
            owner: RwSignal::new(owner.map(ToString::to_string).unwrap_or_default()),
        }
    }

    /// What has to be filled in and is not.
    pub fn missing(self, prefix: &str) -> Vec<Fault> {
        let blank = self.name.with_untracked(|name| name.trim().is_empty());
        blank.then(|| Fault::new(format!("{prefix}name"), "write the vendor's name")).into_iter().collect()
    }

    /// The profile as typed.
    pub fn read(self) -> Profile {
        Profile {
            name: self.name.get_untracked().trim().to_owned(),
            summary: self.summary.get_untracked(),
            website: self.website.get_untracked().trim().to_owned(),
            country: self.country.get_untracked().trim().to_owned(),
            owner: PersonId::new(self.owner.get_untracked()).ok(),
        }
    }
}

/// The fields. `prefix` is what the server puts before a fault's field.
#[component]
pub fn ProfileFields(
    /// What is typed.
    typed: Typed,
    /// The form's faults.
    faults: Faults,
    /// What stands before a fault's field.
    prefix: &'static str,
) -> impl IntoView {
    let name = move |field: &str| format!("{prefix}{field}");
    view! {
        <TextField name=name("name") label="Name" faults value=typed.name />
        <TextArea name=name("summary") label="What it supplies (optional)" faults value=typed.summary rows=2 />
        <TextField name=name("website") label="Website (optional)" kind="url" faults value=typed.website
            hint="With https:// in front." />
        <TextField name=name("country") label="Country of its seat (optional)" faults value=typed.country width="m" />
        <OwnerField name=name("owner") faults value=typed.owner />
    }
    .into_any()
}

/// Who in the staff looks after the vendor.
#[component]
fn OwnerField(name: String, faults: Faults, value: RwSignal<String>) -> impl IntoView {
    let people = Loaded::new(api::people::people);
    let choices = Signal::derive(move || {
        let mut choices = vec![(String::new(), "Nobody yet".to_owned())];
        if let Some(Ok(people)) = people.get() {
            let chosen = value.get_untracked();
            let fitting = people.people.into_iter();
            let fitting = fitting.filter(|member| member.state == AccountState::Active || member.id.as_str() == chosen);
            choices.extend(fitting.map(|member| (member.id.to_string(), member.name)));
        }
        choices
    });
    view! { <SelectField name label="Who looks after it" faults value choices width="m" /> }
}
