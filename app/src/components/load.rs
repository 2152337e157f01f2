//! The boundary of a page: what it loads, what it shows meanwhile, and what it says when that fails.
//!
//! While the same thing is loaded again the old one stays, and then the focus, if it was on something with an id that
//! is there again. An ended session leads to sign-in and back here.

use super::button::Button;
use super::focus::refocus_soon;
use super::head::Heading;
use super::loaded::{Boxed, Loaded, Parcel, opened};
use super::skeleton::Skeleton;
use crate::api::Error;
use crate::paths::{Page, Side};
use crate::visit::{Visit, use_go, use_go_to_sign_in};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Shows what `resource` brings.
#[component]
pub fn Load<T, V>(
    /// What is loaded; usually one function of `api`.
    resource: Loaded<T>,
    /// What it is, in a word or two: "vendors".
    label: &'static str,
    /// Shows it. The page ends here, so the view is `.into_any()`.
    view: V,
) -> impl IntoView
where
    T: Clone + 'static,
    V: Fn(T) -> AnyView + Send + Sync + 'static,
{
    let shown = move |parcel: &Parcel| opened(parcel).map(&view);
    loading(resource.boxed(), label, Box::new(shown))
}

/// The one of all pages.
fn loading(boxed: Boxed, label: &'static str, shown: Box<Shown>) -> AnyView {
    let waiting = move || view! { <Skeleton label /> }.into_any();
    // Asked once, when the first reply is here and nothing of it is shown yet: does the page have a heading of its own?
    let is_headed = StoredValue::new(None::<bool>);
    let is_headed = move || is_headed.try_update_value(|known| *known.get_or_insert_with(has_heading)).unwrap_or(true);
    let failed = move |error, again| view! { <Failure error again is_headed=is_headed() /> }.into_any();
    bounded(boxed, ViewFnOnce::from(waiting), Box::new(failed), shown)
}

/// Shows `waiting` until the first reply of `resource` is there, then what `view` makes of it, or `failed` of an error
/// and of what asks again.
pub fn boundary<T: Clone + 'static>(
    resource: Loaded<T>,
    waiting: impl Fn() -> AnyView + Send + Sync + 'static,
    failed: impl Fn(Error, Callback<()>) -> AnyView + Send + Sync + 'static,
    view: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let shown = move |parcel: &Parcel| opened(parcel).map(&view);
    bounded(resource.boxed(), ViewFnOnce::from(waiting), Box::new(failed), Box::new(shown))
}

type Failed = dyn Fn(Error, Callback<()>) -> AnyView + Send + Sync;
type Shown = dyn Fn(&Parcel) -> Result<AnyView, Error> + Send + Sync;

/// The one boundary behind all.
fn bounded(Boxed { resource, focused }: Boxed, waiting: ViewFnOnce, failed: Box<Failed>, shown: Box<Shown>) -> AnyView {
    let again = Callback::new(move |()| resource.refetch());
    let view = move || {
        // What the view reads while it is made is its own affair: only a new reply makes it anew.
        let made = resource.get()?.and_then(|parcel| untrack(|| shown(&parcel)));
        if let Some(id) = focused.try_get_value().filter(|id| !id.is_empty()) {
            refocus_soon(id);
        }
        Some(made.unwrap_or_else(|error| failed(error, again)))
    };
    view! { <Transition fallback=waiting>{view}</Transition> }.into_any()
}

fn has_heading() -> bool {
    document().query_selector("main h1").ok().flatten().is_some()
}

/// Says why something could not be loaded, and what to do.
#[component]
pub fn Failure(
    /// Why.
    error: Error,
    /// Loads it again.
    again: Callback<()>,
    /// Whether the page has a heading besides this.
    #[prop(default = true)]
    is_headed: bool,
) -> impl IntoView {
    if error == Error::SignedOut {
        return view! { <SessionEnded /> }.into_any();
    }
    let is_missing = error.is_not_found();
    let title = if is_missing { "Not found" } else { "This could not be loaded" };
    let sentence =
        if is_missing { "There is no such thing here, or it is not open to you.".to_owned() } else { error.sentence() };
    let heading =
        if is_headed { view! { <h2>{title}</h2> }.into_any() } else { view! { <Heading title /> }.into_any() };
    let trace = match error {
        Error::Problem(problem) if !is_missing => Some(problem.trace),
        Error::Problem(_) | Error::Offline | Error::SignedOut | Error::Broken => None,
    };
    let trace = trace.map(|trace| {
        view! { <p class="section__note">"If it happens again, name " <code>{trace}</code> " to whoever runs this server."</p> }
    });
    view! {
        <div class="empty" role="alert">
            {heading}
            <p>{sentence}</p>
            {trace}
            {(!is_missing).then(|| view! { <Button on_press=again>"Try again"</Button> })}
        </div>
    }
    .into_any()
}

/// The session has ended: leads staff to sign-in and back, and a vendor's person to the page for a fresh link.
#[component]
fn SessionEnded() -> impl IntoView {
    let path = use_location().pathname;
    let visit = Visit::current();
    let go_to_sign_in = use_go_to_sign_in();
    let go = use_go();
    Effect::new(move |_| {
        let page = path.with_untracked(|path| Page::read(path)).unwrap_or(Page::Register);
        visit.leave();
        match page.side() {
            Side::Door | Side::Desk => go_to_sign_in(&page),
            Side::Vendor => go(&Page::Invitation),
        }
    });
    view! { <Skeleton label="the way in" /> }
}
