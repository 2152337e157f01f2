//! The browser's own database (IndexedDB): one store of texts by key.
//!
//! Every change is a transaction of its own and is done when the browser has completed it.

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransactionMode};

const DATABASE: &str = "assay";
const STORE: &str = "kept";

/// The browser would not keep or give something: its storage is full, switched off or broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unkept;

impl From<JsValue> for Unkept {
    fn from(_: JsValue) -> Self {
        Unkept
    }
}

/// Puts a text under a key, in the place of an earlier one.
pub(super) async fn put(key: &str, text: &str) -> Result<(), Unkept> {
    let (key, text) = (JsValue::from_str(key), JsValue::from_str(text));
    write(|store| store.put_with_key(&text, &key)).await
}

/// Takes away what stands under a key or a range of keys.
pub(super) async fn delete(keys: &JsValue) -> Result<(), Unkept> {
    write(|store| store.delete(keys)).await
}

/// Takes everything away.
pub(super) async fn clear() -> Result<(), Unkept> {
    write(IdbObjectStore::clear).await
}

/// The text under a key, if there is one.
pub(super) async fn get(key: &str) -> Result<Option<String>, Unkept> {
    let request = read().await?.get(&JsValue::from_str(key))?;
    Ok(answered(&request).await?.as_string())
}

/// Every key.
pub(super) async fn keys() -> Result<Vec<String>, Unkept> {
    let request = read().await?.get_all_keys()?;
    Ok(Array::from(&answered(&request).await?).iter().filter_map(|key| key.as_string()).collect())
}

/// Every key of a range with its text.
pub(super) async fn texts(range: &IdbKeyRange) -> Result<Vec<(String, String)>, Unkept> {
    let store = read().await?;
    // Of one transaction: what is forgotten meanwhile must not shift one list against the other.
    let (keys, texts) = (store.get_all_keys_with_key(range)?, store.get_all_with_key(range)?);
    let both = [promised(&keys), promised(&texts)];
    for one in both {
        JsFuture::from(one).await?;
    }
    let (keys, texts) = (Array::from(&keys.result()?), Array::from(&texts.result()?));
    Ok(keys.iter().zip(texts.iter()).filter_map(|(key, text)| key.as_string().zip(text.as_string())).collect())
}

async fn read() -> Result<IdbObjectStore, Unkept> {
    Ok(open().await?.transaction_with_str(STORE)?.object_store(STORE)?)
}

/// Does `change` in a transaction of its own and waits until the browser has completed it.
async fn write(change: impl FnOnce(&IdbObjectStore) -> Result<IdbRequest, JsValue>) -> Result<(), Unkept> {
    let transaction = open().await?.transaction_with_str_and_mode(STORE, IdbTransactionMode::Readwrite)?;
    change(&transaction.object_store(STORE)?)?;
    let completed = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
    });
    JsFuture::from(completed).await?;
    Ok(())
}

async fn open() -> Result<IdbDatabase, Unkept> {
    let request: IdbOpenDbRequest =
        leptos::prelude::window().indexed_db()?.ok_or(Unkept)?.open_with_u32(DATABASE, 1)?;
    let fresh = request.clone();
    let make_store = Closure::once_into_js(move || {
        // When the store cannot be made, the first use of it fails and says so.
        if let Ok(database) = fresh.result().map(IdbDatabase::from) {
            let _ = database.create_object_store(STORE);
        }
    });
    request.set_onupgradeneeded(Some(make_store.unchecked_ref()));
    Ok(IdbDatabase::from(answered(&request).await?))
}

/// The result of a request, once it has one.
async fn answered(request: &IdbRequest) -> Result<JsValue, Unkept> {
    JsFuture::from(promised(request)).await?;
    Ok(request.result()?)
}

/// Told when a request is done; what it is told is the event.
fn promised(request: &IdbRequest) -> Promise {
    Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    })
}
