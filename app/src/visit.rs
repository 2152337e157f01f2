//! Who is here: the signed-in member of staff, or the buyer's name on a vendor's pages. Known to every view.
//!
//! Also where the last heading appeared: after a change of page the next one takes the focus, on the first page not.

use crate::api;
use crate::paths::{self, Page};
use domain::actor::Role;
use domain::api::session::Me;
use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use std::sync::Arc;

/// What is known of the person in front of the screen. A handle: copies share one state.
#[derive(Clone, Copy)]
pub struct Visit {
    me: RwSignal<Option<Arc<Me>>>,
    host: RwSignal<Option<String>>,
    last_path: StoredValue<Option<String>>,
    tools: NodeRef<html::Div>,
}

impl Visit {
    /// Makes the visit known to every view below the caller.
    pub fn provide() -> Self {
        let visit = Visit {
            me: RwSignal::new(None),
            host: RwSignal::new(None),
            last_path: StoredValue::new(has_come_from_another_program().then(String::new)),
            tools: NodeRef::new(),
        };
        provide_context(visit);
        visit
    }

    /// The visit that [`Visit::provide`] made known; a fresh one where a view is mounted alone.
    #[must_use]
    pub fn current() -> Self {
        use_context().unwrap_or_else(Self::provide)
    }

    /// The signed-in member of staff. Tracked.
    #[must_use]
    pub fn me(self) -> Option<Arc<Me>> {
        self.me.get()
    }

    /// Whether somebody of the staff is known to be signed in. Tracked.
    #[must_use]
    pub fn is_signed_in(self) -> bool {
        self.me.with(Option::is_some)
    }

    /// Whether the signed-in member of staff holds `role`. Tracked.
    #[must_use]
    pub fn has(self, role: Role) -> bool {
        self.me.with(|me| me.as_ref().is_some_and(|me| me.roles.contains(&role)))
    }

    /// Somebody of the staff is here.
    pub fn enter(self, me: Me) {
        self.me.try_set(Some(Arc::new(me)));
    }

    /// The session of the staff has ended.
    pub fn leave(self) {
        self.me.try_set(None);
    }

    /// Signs out. Whatever the server says, this browser forgets the person; a session that is left ends by itself.
    pub async fn sign_out(self) {
        let _ = api::session::sign_out().await;
        self.leave();
    }

    /// Asks the server whether the session has ended, which also keeps it from ending.
    pub async fn has_ended(self) -> bool {
        api::session::me().await == Err(api::Error::SignedOut)
    }

    /// The organisation's name: the staff's own, or the buyer's on a vendor's pages. Tracked.
    #[must_use]
    pub fn organisation(self) -> Option<String> {
        self.me.with(|me| me.as_ref().map(|me| me.organisation.name.clone())).or_else(|| self.host.get())
    }

    /// The staff's organisation has another name.
    pub fn rename(self, organisation: &str) {
        self.me.try_update(|me| {
            if let Some(me) = me {
                Arc::make_mut(me).organisation.name = organisation.to_owned();
            }
        });
    }

    /// A vendor's page has learnt which buyer it stands before.
    pub fn set_host(self, organisation: &str) {
        if self.host.try_with_untracked(|host| host.as_deref() != Some(organisation)).unwrap_or(false) {
            self.host.set(Some(organisation.to_owned()));
        }
    }

    /// Where a page may put its own tools into the bar.
    #[must_use]
    pub fn tools(self) -> NodeRef<html::Div> {
        self.tools
    }

    /// Whether `path` is another place than the one whose heading appeared last. The first place is nobody's change.
    #[must_use]
    pub fn has_moved_to(self, path: &str) -> bool {
        let is_new = |last: &mut Option<String>| last.replace(path.to_owned()).is_some_and(|last| last != path);
        self.last_path.try_update_value(is_new).unwrap_or(false)
    }
}

/// The name under which a tab remembers, while another program is loaded, that its person has moved.
const MOVED: &str = "assay.moved";

/// Loads the program of `url`; its first heading takes the focus, as on every change of page.
pub fn go_to_program(url: &str) {
    let window = window();
    if let Ok(Some(tab)) = window.session_storage() {
        // Without it the focus begins at the top of the document, as when it is opened.
        let _ = tab.set_item(MOVED, "1");
    }
    // Whoever comes back gets this document as it was left, with nothing on it but what waits: then it begins anew.
    let _listening = window_event_listener_untyped("pageshow", |_| {
        let _ = leptos::prelude::window().location().reload();
    });
    let location = window.location();
    let here = location.pathname().unwrap_or_default() + &location.search().unwrap_or_default();
    // The address bar follows a link only when its page is there, so it mostly still names the page before. When the
    // browser refuses, what is shown stays, and so does the link to follow by hand.
    let _ = if url.split('#').next() == Some(here.as_str()) { location.reload() } else { location.set_href(url) };
}

/// Whether this program was loaded by [`go_to_program`]. Asked once.
fn has_come_from_another_program() -> bool {
    let Ok(Some(tab)) = window().session_storage() else { return false };
    let has_moved = tab.get_item(MOVED).is_ok_and(|moved| moved.is_some());
    let _ = tab.remove_item(MOVED);
    has_moved
}

/// A function that leads to a page.
pub fn use_go() -> impl Fn(&Page) + Clone + 'static {
    let navigate = use_navigate();
    move |page: &Page| navigate(&page.url(), Default::default())
}

/// A function that leads to sign-in and from there back to `page`.
pub fn use_go_to_sign_in() -> impl Fn(&Page) + Clone + 'static {
    let navigate = use_navigate();
    move |page: &Page| navigate(&paths::sign_in_then(page), Default::default())
}
