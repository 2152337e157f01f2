//! What this device keeps until the server has it: changes to answers, in the browser's own database (IndexedDB).
//!
//! A change is written the moment it is made and taken away when the server has acknowledged it, when the person
//! chose the other version, on submission and on signing out. Also the last link used, so that a fresh one can be asked for.

use super::slot::Change;
use domain::id::{AssessmentId, QuestionId};
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransactionMode};

const DATABASE: &str = "assay";
const STORE: &str = "kept";
/// Keys of answers are `assessment/question`; no id has a slash, so this is no answer's.
const LINK: &str = "link";

/// The browser would not keep or give something: its storage is full, switched off or broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unkept;

impl From<JsValue> for Unkept {
    fn from(_: JsValue) -> Self {
        Unkept
    }
}

/// Keeps a change; it replaces an earlier one of the same answer.
///
/// # Errors
/// [`Unkept`] when the browser does not keep it.
pub(super) async fn keep(assessment: &AssessmentId, question: &QuestionId, change: &Change) -> Result<(), Unkept> {
    let text = crate::api::write(change).map_err(|_| Unkept)?;
    put(&key(assessment, question), &text).await
}

/// Forgets the change of one answer.
///
/// # Errors
/// [`Unkept`] when the browser does not do it.
pub(super) async fn forget(assessment: &AssessmentId, question: &QuestionId) -> Result<(), Unkept> {
    let key = JsValue::from_str(&key(assessment, question));
    write(|store| store.delete(&key)).await
}

/// Forgets every change of an assessment.
///
/// # Errors
/// [`Unkept`] when the browser does not do it.
pub(super) async fn forget_all(assessment: &AssessmentId) -> Result<(), Unkept> {
    let range = range(assessment)?;
    write(|store| store.delete(&range)).await
}

/// Forgets everything that this device keeps.
///
/// # Errors
/// [`Unkept`] when the browser does not do it.
pub(super) async fn wipe() -> Result<(), Unkept> {
    write(IdbObjectStore::clear).await
}

/// How many changes the device keeps, of every assessment.
///
/// # Errors
/// [`Unkept`] when the browser's storage cannot be read.
pub(super) async fn count() -> Result<usize, Unkept> {
    let store = open().await?.transaction_with_str(STORE)?.object_store(STORE)?;
    let keys = Array::from(&answered(&store.get_all_keys()?).await?);
    Ok(keys.iter().filter(|key| key.as_string().is_some_and(|key| key.contains('/'))).count())
}

/// Every change that the device keeps of an assessment. One that cannot be read is left where it is.
///
/// # Errors
/// [`Unkept`] when the browser's storage cannot be read.
pub(super) async fn kept(assessment: &AssessmentId) -> Result<Vec<(QuestionId, Change)>, Unkept> {
    let range = range(assessment)?;
    let database = open().await?;
    let store = database.transaction_with_str(STORE)?.object_store(STORE)?;
    // Of one transaction: what is forgotten meanwhile must not shift one list against the other.
    let (keys, values) = (store.get_all_keys_with_key(&range)?, store.get_all_with_key(&range)?);
    let both = [promised(&keys), promised(&values)];
    for one in both {
        JsFuture::from(one).await?;
    }
    let (keys, values) = (Array::from(&keys.result()?), Array::from(&values.result()?));
    Ok(keys.iter().zip(values.iter()).filter_map(|(key, value)| read(&key, &value)).collect())
}

/// Remembers the token of the link that opened this session. Used up as it is, it can only ask for a fresh link
/// to the address on file.
///
/// # Errors
/// [`Unkept`] when the browser does not keep it.
pub(super) async fn remember_link(token: &str) -> Result<(), Unkept> {
    put(LINK, token).await
}

/// The token of the link that opened the last session, if there was one.
pub(super) async fn last_link() -> Option<String> {
    let database = open().await.ok()?;
    let store = database.transaction_with_str(STORE).ok()?.object_store(STORE).ok()?;
    answered(&store.get(&JsValue::from_str(LINK)).ok()?).await.ok()?.as_string()
}

fn key(assessment: &AssessmentId, question: &QuestionId) -> String {
    format!("{assessment}/{question}")
}

fn read(key: &JsValue, value: &JsValue) -> Option<(QuestionId, Change)> {
    let key = key.as_string()?;
    let question = key.split_once('/')?.1.parse().ok()?;
    Some((question, crate::api::read(&value.as_string()?).ok()?))
}

/// Every key that begins with the assessment's id and a slash; `0` is the character after the slash.
fn range(assessment: &AssessmentId) -> Result<IdbKeyRange, Unkept> {
    let (first, last) = (format!("{assessment}/"), format!("{assessment}0"));
    Ok(IdbKeyRange::bound_with_lower_open_and_upper_open(&first.into(), &last.into(), true, true)?)
}

async fn put(key: &str, value: &str) -> Result<(), Unkept> {
    let (key, value) = (JsValue::from_str(key), JsValue::from_str(value));
    write(|store| store.put_with_key(&value, &key)).await
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
