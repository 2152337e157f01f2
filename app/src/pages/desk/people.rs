//! The people of the organisation: who may do what, who is invited, who may no longer sign in. For admins.
//!
//! Beside the list stands one form: it invites, or changes the person whose row was chosen (see `member`). When that is
//! done, the focus returns to the row's button.

use super::account::role_words;
use super::member::{ChangeForm, InviteForm};
use crate::api;
use crate::components::{
    Badge, Cell, Column, Errand, Load, Loaded, MomentText, PageHead, RowHead, Symbol, Table, Toasts, Tone, Trouble,
    badge, focus_soon,
};
use domain::api::people::{AccountState, Member, People};
use leptos::prelude::*;

/// The columns.
const COLUMNS: [Column; 4] =
    [Column::words("Person"), Column::words("Roles"), Column::words("Account"), Column::unseen("Actions")];

/// The page.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let people = Loaded::new(api::people::people);
    let chosen = RwSignal::new(None::<Member>);
    let changed = Callback::new(move |()| {
        // The form to invite stays, and the focus in it.
        if chosen.with_untracked(Option::is_some) {
            chosen.set(None);
        }
        people.refetch();
    });
    let list = move |people: People| view! { <PeopleTable people chosen changed /> }.into_any();
    let form = move || match chosen.get() {
        Some(member) => {
            let button = change_button(&member);
            let done = move |()| {
                focus_soon(button.clone());
                changed.run(());
            };
            view! { <ChangeForm member done /> }.into_any()
        }
        None => view! { <InviteForm done=changed /> }.into_any(),
    };
    view! {
        <main id="main" class="wrap stack" data-gap="l">
            <PageHead title="People" sub="Everyone may read. Roles say what else a person may do." />
            <div class="columns">
                <div data-span="8"><Load resource=people label="people" view=list /></div>
                <div data-span="4">{form}</div>
            </div>
        </main>
    }
}

#[component]
fn PeopleTable(people: People, chosen: RwSignal<Option<Member>>, changed: Callback<()>) -> impl IntoView {
    let mail_is_sent = people.mail_is_sent;
    let trouble = RwSignal::new(None::<String>);
    let row = move |member: Member| view! { <PersonRow member mail_is_sent trouble chosen changed /> };
    view! {
        <Trouble words=trouble />
        <Table label="People" columns=&COLUMNS>
            {people.people.into_iter().map(row).collect_view()}
        </Table>
    }
}

#[component]
fn PersonRow(
    member: Member,
    mail_is_sent: bool,
    trouble: RwSignal<Option<String>>,
    chosen: RwSignal<Option<Member>>,
    changed: Callback<()>,
) -> impl IntoView {
    let toasts = Toasts::current();
    let is_invited = member.state == AccountState::Invited;
    let (id, own) = (member.id.clone(), member.id.clone());
    let (again_id, change_id) = (format!("again-{id}"), change_button(&member));
    let invite_again = Errand::new(move |&(): &()| {
        let id = id.clone();
        async move {
            match api::people::invite_again(&id).await {
                Ok(()) if mail_is_sent => toasts.say("The invitation was sent again"),
                Ok(()) => toasts.say("A new invitation waits in the outbox"),
                Err(error) => {
                    trouble.try_set(Some(error.sentence()));
                    return;
                }
            }
            trouble.try_set(None);
            changed.try_run(());
        }
    });
    let is_chosen = move || chosen.with(|chosen| chosen.as_ref().is_some_and(|chosen| chosen.id == own));
    let name = member.name.clone();
    let again = is_invited.then(|| view! {
        <button class="button" data-kind="quiet" type="button" id=again_id on:click=move |_| { invite_again.dispatch_local(()); }
        >"Send again"<span class="visually-hidden">" the invitation of " {name}</span></button>
    });
    let (change, name, roles) = (member.clone(), member.name.clone(), role_words(&member.roles));
    let state = account_state(&member);
    view! {
        <tr role="row" aria-selected=move || is_chosen().then_some("true")>
            <RowHead name=member.name sub=member.email />
            <Cell label="Roles" full=true>{roles}</Cell>
            <Cell label="Account">{state}</Cell>
            <Cell label="Actions" full=true>
                <span class="row">
                    {again}
                    <button class="button" data-kind="quiet" type="button" id=change_id on:click=move |_| chosen.set(Some(change.clone()))
                    >"Change"<span class="visually-hidden">" " {name}</span></button>
                </span>
            </Cell>
        </tr>
    }
}

/// The id of the button that opens the form to change a member.
fn change_button(member: &Member) -> String {
    format!("change-{}", member.id)
}

fn account_state(member: &Member) -> AnyView {
    match member.state {
        AccountState::Active => badge(Tone::Good, Some(Symbol::Check), "Active"),
        AccountState::Deactivated => badge(Tone::Plain, None, "Deactivated"),
        AccountState::Invited => view! {
            <span>
                <Badge symbol=Symbol::Clock words="Invited" />
                {member.invitation_expires_at.map(|until| view! {
                    <span class="table__sub">"until " <MomentText moment=until /></span>
                })}
            </span>
        }
        .into_any(),
    }
}
