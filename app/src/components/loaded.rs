//! What a page asks the server for ([`Loaded`]), and what a button or a form has it do ([`Errand`]).
//!
//! They are leptos' resources and actions, whose machinery is compiled anew for every type and every closure: with one
//! of each for all, the programs are a tenth smaller. So values and futures travel in boxes, and only here.

use crate::api::Error;
use leptos::prelude::*;
use std::any::Any;
use std::marker::PhantomData;
use std::pin::Pin;
use std::rc::Rc;

/// A value of any type.
pub(super) type Parcel = Rc<dyn Any>;
type Pending<T> = Pin<Box<dyn Future<Output = T>>>;
type Run = dyn Fn(&Parcel) -> Pending<()>;

/// What a page loads. A handle: copies share one value.
pub struct Loaded<T> {
    boxed: Boxed,
    holds: PhantomData<fn() -> T>,
}

/// What is loaded, with its value still in a box, and the id of what had the focus when it was asked for last.
#[derive(Clone, Copy)]
pub(super) struct Boxed {
    pub(super) resource: LocalResource<Result<Parcel, Error>>,
    pub(super) focused: StoredValue<String>,
}

impl<T> Clone for Loaded<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Loaded<T> {}

impl<T: Clone + 'static> Loaded<T> {
    /// Asks at once, and again when a signal that `ask` reads changes.
    pub fn new<Reply>(ask: impl Fn() -> Reply + 'static) -> Self
    where
        Reply: Future<Output = Result<T, Error>> + 'static,
    {
        let boxed = boxed(Box::new(move || {
            let reply = ask();
            Box::pin(async move { reply.await.map(|value| Rc::new(value) as Parcel) })
        }));
        Loaded { boxed, holds: PhantomData }
    }

    /// What came; nothing while the first reply is awaited. Tracked.
    #[must_use]
    pub fn get(self) -> Option<Result<T, Error>> {
        self.boxed.resource.get().map(|reply| reply.and_then(|parcel| opened(&parcel)))
    }

    /// Asks again; what there is stays until the reply is there.
    pub fn refetch(self) {
        self.boxed.resource.refetch();
    }

    /// The same with the value still in its box.
    pub(super) fn boxed(self) -> Boxed {
        self.boxed
    }
}

/// The value in a box; it holds what its handle says.
pub(super) fn opened<T: Clone + 'static>(parcel: &Parcel) -> Result<T, Error> {
    parcel.downcast_ref::<T>().cloned().ok_or(Error::Broken)
}

fn boxed(ask: Box<dyn Fn() -> Pending<Result<Parcel, Error>>>) -> Boxed {
    let focused = StoredValue::new(String::new());
    let resource = LocalResource::new(move || {
        // What is shown now goes before the reply is shown, and takes the focus with it.
        focused.try_set_value(document().active_element().map(|holder| holder.id()).unwrap_or_default());
        ask()
    });
    Boxed { resource, focused }
}

/// What is done when `dispatch_local` says so, once at a time where its button waits for `pending`. A handle.
pub struct Errand<Order> {
    action: Action<Parcel, ()>,
    takes: PhantomData<fn(Order)>,
}

impl<Order> Clone for Errand<Order> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Order> Copy for Errand<Order> {}

impl<Order: 'static> Errand<Order> {
    /// An errand that does `run`.
    pub fn new<Done>(run: impl Fn(&Order) -> Done + 'static) -> Self
    where
        Done: Future<Output = ()> + 'static,
    {
        let action = action(Box::new(move |order| match order.downcast_ref() {
            Some(order) => Box::pin(run(order)),
            None => Box::pin(async {}),
        }));
        Errand { action, takes: PhantomData }
    }

    /// Does it.
    pub fn dispatch_local(self, order: Order) {
        self.action.dispatch_local(Rc::new(order));
    }

    /// Whether it is under way.
    #[must_use]
    pub fn pending(self) -> Memo<bool> {
        self.action.pending()
    }
}

fn action(run: Box<Run>) -> Action<Parcel, ()> {
    Action::new_local(run)
}
