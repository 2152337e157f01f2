//! What the address of a list asks for, as the wire's type for it.
//!
//! It is read from the address each time: no second copy can differ from what the person sees there.

use crate::api;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;
use serde::de::DeserializeOwned;
use std::marker::PhantomData;

/// What is asked for. A handle.
pub struct Asked<Q> {
    parts: Memo<ParamsMap>,
    is_read_as: PhantomData<fn() -> Q>,
}

impl<Q> Clone for Asked<Q> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Q> Copy for Asked<Q> {}

impl<Q: DeserializeOwned + Default> Asked<Q> {
    /// Of the page that is shown.
    #[must_use]
    pub fn here() -> Self {
        Asked { parts: use_query_map(), is_read_as: PhantomData }
    }

    /// The query. Tracked.
    #[must_use]
    pub fn get(self) -> Q {
        let pairs = self.parts.get().into_iter().map(|(name, value)| (name.into_owned(), value));
        api::query::read(pairs)
    }

    /// What `read` makes of the query. Tracked.
    pub fn with<R>(self, read: impl FnOnce(&Q) -> R) -> R {
        read(&self.get())
    }

    /// The query as it is now.
    #[must_use]
    pub fn get_untracked(self) -> Q {
        untrack(|| self.get())
    }
}
