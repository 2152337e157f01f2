//! The audit trail: who took evidence and exports away, and who changed what in the office. For admins.
//!
//! Newest first. The filters are in the address; older rows are added below those that are there.

use super::account::role_words;
use super::asked::Asked;
use super::audit_trail_filters::Filters;
use crate::api;
use crate::components::{
    Button, Cell, Column, Empty, Errand, Load, Loaded, MomentText, PageHead, RowHead, Table, Trouble, focus_soon,
};
use crate::paths::Page;
use domain::api::trail::{Trail, TrailKind, TrailPerson, TrailQuery, TrailRow, TrailSide};
use leptos::prelude::*;

/// The columns.
const COLUMNS: [Column; 3] = [Column::words("What"), Column::words("Who"), Column::words("When")];
/// The id of the line that says how much is shown.
const SHOWN: &str = "trail-shown";
/// Characters of a file's hash that are shown: enough to tell it from every other file.
const HASH_SHOWN: usize = 16;

/// The page.
#[component]
pub fn AuditTrailPage() -> impl IntoView {
    let query = Asked::<TrailQuery>::here();
    let trail = Loaded::new(move || {
        let query = TrailQuery { before: None, ..query.get() };
        async move { api::trail::trail(&query).await }
    });
    let sub = "Downloads of evidence, exports, views of mailed links, and changes of people and settings. The newest come first.";
    view! {
        <main id="main" class="wrap stack" data-gap="l">
            <PageHead title="Audit trail" sub />
            <Load resource=trail label="audit trail" view=move |trail| view! { <Rows trail query /> }.into_any() />
        </main>
    }
}

#[component]
fn Rows(trail: Trail, query: Asked<TrailQuery>) -> impl IntoView {
    let Trail { rows, next, people } = trail;
    let is_empty = rows.is_empty();
    let (rows, next) = (RwSignal::new(rows), RwSignal::new(next));
    let trouble = RwSignal::new(None::<String>);
    let more = Errand::new(move |&(): &()| {
        let query = TrailQuery { before: next.get_untracked(), ..query.get_untracked() };
        async move {
            match api::trail::trail(&query).await {
                Ok(page) => {
                    trouble.try_set(None);
                    if page.next.is_none() {
                        // The button goes, and takes the focus with it.
                        focus_soon(SHOWN.to_owned());
                    }
                    rows.try_update(|rows| rows.extend(page.rows));
                    next.try_set(page.next);
                }
                Err(error) => {
                    trouble.try_set(Some(error.sentence()));
                }
            }
        }
    });
    let list = if is_empty {
        nothing(query)
    } else {
        view! {
            <Table label="Audit trail" columns=&COLUMNS>
                {move || rows.get().into_iter().map(row).collect_view()}
            </Table>
        }
        .into_any()
    };
    let shown = move || {
        let count = rows.with(Vec::len);
        if next.with(Option::is_some) {
            format!("The newest {count} are shown.")
        } else {
            format!("All {count} are shown.")
        }
    };
    let button = move || {
        next.with(Option::is_some).then(|| {
            view! { <Button busy=more.pending() on_press=move |()| more.dispatch_local(())>"Show more"</Button> }
                .into_any()
        })
    };
    view! {
        <Filters query people />
        {list}
        <Trouble words=trouble />
        {(!is_empty).then(|| view! {
            <div class="row">
                {button}
                <p class="section__note" id=SHOWN role="status" tabindex="-1">{shown}</p>
            </div>
        })}
    }
}

/// What stands where no row is.
fn nothing(query: Asked<TrailQuery>) -> AnyView {
    if query.with(|query| query.kind.is_some() || query.person.is_some()) {
        return view! {
            <Empty title="Nothing of this sort" words="Nobody did anything that these filters select.">
                <a class="button" href=Page::AuditTrail.url()>"Show the whole trail"</a>
            </Empty>
        }
        .into_any();
    }
    view! { <Empty title="Nothing yet" words="Downloads, exports and what admins change appear here." /> }.into_any()
}

fn row(row: TrailRow) -> AnyView {
    let TrailRow { at, by, what, kind, assessment, of, file } = row;
    let place = match (assessment, kind) {
        (Some(id), _) => Some(Page::Assessment(id)),
        (None, Some(TrailKind::Links)) => Some(Page::Outbox),
        (None, Some(TrailKind::People)) => Some(Page::People),
        (None, Some(TrailKind::Settings)) => Some(Page::Settings),
        (None, Some(TrailKind::Downloads | TrailKind::Exports) | None) => None,
    };
    let file = file.map(|file| format!("SHA-256 begins {}", file.as_str().get(..HASH_SHOWN).unwrap_or_default()));
    let sub = of.into_iter().chain(file).collect::<Vec<_>>().join(" \u{b7} ");
    let head = match place {
        Some(page) => view! { <RowHead href=page.url() name=what sub /> }.into_any(),
        None => view! { <RowHead name=what sub /> }.into_any(),
    };
    let TrailPerson { name, side, roles, .. } = by;
    let side = match side {
        TrailSide::Staff => role_words(&roles),
        TrailSide::Vendor => "Vendor".to_owned(),
        TrailSide::System => "From the command line".to_owned(),
    };
    view! {
        <tr role="row">
            {head}
            <Cell label="Who" full=true><span>{name}<span class="table__sub">{side}</span></span></Cell>
            <Cell label="When" full=true><MomentText moment=at /></Cell>
        </tr>
    }
    .into_any()
}
