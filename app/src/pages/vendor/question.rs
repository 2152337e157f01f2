//! One question: text, why it is asked, what counts, the answer, evidence, comment, and "does not apply to us".
//!
//! Shown when it is asked. Where the answer may not be changed it is read, not edited.

use super::conflict::Conflict;
use super::evidence::{Evidence, asks_for_evidence};
use super::words::{because, entry_words};
use crate::api::as_sentence;
use crate::components::focus_soon;
use crate::components::{Banner, Icon, Symbol};
use crate::draft::{COMMENT, Draft, REASON, Save, Slot, VALUE};
use crate::fields::{FieldOf, Given, answer_field, error_id, input_id};
use domain::api::portal::PortalQuestion;
use domain::assessment::Entry;
use leptos::prelude::*;
use std::sync::Arc;

/// A question of a draft, with the signals its parts share.
#[derive(Clone)]
struct Asking {
    draft: Draft,
    question: Arc<PortalQuestion>,
    entry: Memo<Entry>,
    faults: Memo<Vec<domain::api::problem::Fault>>,
}

impl Asking {
    fn new(draft: Draft, question: Arc<PortalQuestion>) -> Self {
        let slot = draft.slot(&question.id).unwrap_or_else(|| ArcRwSignal::new(Slot::default()));
        let own = slot.clone();
        let entry = Memo::new(move |_| own.with(Slot::entry));
        let faults = Memo::new(move |_| slot.with(|slot| slot.faults().to_vec()));
        Asking { draft, question, entry, faults }
    }

    /// What is wrong with a part of the answer, as a sentence. Tracked.
    fn fault(&self, at: &str) -> Option<String> {
        self.faults.with(|faults| faults.iter().find(|fault| fault.at == at).map(|fault| as_sentence(&fault.detail)))
    }

    fn edit(&self, settled: bool, change: impl FnOnce(&mut Entry)) {
        // A field that goes while it has the focus is left once more, when its question is no longer there.
        let Some(mut entry) = self.entry.try_get_untracked() else { return };
        change(&mut entry);
        self.draft.edit(&self.question.id, entry, settled);
    }
}

/// One question, in the questionnaire's frame.
#[component]
pub fn QuestionBlock(
    /// The draft.
    draft: Draft,
    /// The question.
    question: Arc<PortalQuestion>,
    /// Its place in the section, from 1.
    number: usize,
) -> impl IntoView {
    let is_asked = {
        let (draft, id) = (draft.clone(), question.id.clone());
        Memo::new(move |_| draft.is_asked(&id))
    };
    let asking = Asking::new(draft, question);
    move || is_asked.get().then(|| block(asking.clone(), number))
}

fn block(asking: Asking, number: usize) -> impl IntoView {
    let question = asking.question.clone();
    let because = because_line(&asking);
    let is_added = question.show_if.is_some();
    let wrong = asking.clone();
    let status = move || wrong.fault(VALUE).map(|_| "error").or(is_added.then_some("revealed"));
    let hint_id = format!("{}-hint", question.id);
    let query = {
        let (draft, id) = (asking.draft.clone(), question.id.clone());
        move || {
            let view = draft.view();
            let query = view.queries.get(&id).cloned()?;
            let asks = format!("{} asks: ", view.organisation);
            Some(view! { <Banner><p><b>{asks}</b><span class="written">{query}</span></p></Banner> })
        }
    };
    let is_open = {
        let (draft, id) = (asking.draft.clone(), question.id.clone());
        Memo::new(move |_| draft.is_open(&id))
    };
    let answer = move || if is_open.get() { editable(&asking).into_any() } else { said(&asking).into_any() };
    view! {
        <fieldset
            class="question"
            id=question.id.to_string()
            data-status=status
            aria-describedby=(!question.help.is_empty()).then(|| hint_id.clone())
        >
            <legend class="question__text">
                <span class="question__number">{format!("Question {number}")}</span>
                {question.text.clone()}
                {(!question.required).then_some(" (optional)")}
            </legend>
            {because}
            {query}
            {(!question.help.is_empty()).then(|| view! { <p class="question__hint" id=hint_id.clone()>{question.help.clone()}</p> })}
            {answer}
        </fieldset>
    }
}

fn because_line(asking: &Asking) -> impl IntoView + use<> {
    let (draft, question) = (asking.draft.clone(), asking.question.clone());
    let words = Memo::new(move |_| because(draft.shape(), &draft.entries(), &question));
    move || {
        words
            .get()
            .map(|words| view! { <p class="question__because"><Icon symbol=Symbol::Reply small=true />{words}</p> })
    }
}

/// The answer where it may be changed.
fn editable(asking: &Asking) -> impl IntoView + use<> {
    let theirs = {
        let (draft, id) = (asking.draft.clone(), asking.question.id.clone());
        Memo::new(move |_| draft.theirs(&id))
    };
    let asking = asking.clone();
    move || {
        if theirs.get().is_some() {
            return view! { <Conflict draft=asking.draft.clone() question=asking.question.clone() /> }.into_any();
        }
        let evidence = asks_for_evidence(&asking.question)
            .then(|| view! { <Evidence draft=asking.draft.clone() question=asking.question.clone() is_open=true /> });
        view! {
            {field(&asking)}
            {evidence}
            <div class="question__more">{why(&asking.question)} {comment(&asking)} {not_applicable(&asking)} {clear(&asking)}</div>
            {kept_line(&asking)}
        }
        .into_any()
    }
}

fn field(asking: &Asking) -> impl IntoView + use<> {
    let (entry, own) = (asking.entry, asking.clone());
    let wrong = asking.clone();
    let is_wrong = Memo::new(move |_| wrong.fault(VALUE).is_some());
    let on_answer = Callback::new(move |given: Given| {
        own.edit(given.settled, |entry| {
            // An answer takes the place of "does not apply to us".
            entry.not_applicable = None;
            entry.value = given.value;
        });
    });
    let value = Memo::new(move |_| entry.with(|entry| entry.value.clone()));
    let shown = asking.clone();
    let id = error_id(&asking.question);
    view! {
        {move || shown.fault(VALUE).map(|sentence| error_line(id.clone(), sentence))}
        {answer_field(FieldOf { question: asking.question.clone(), value: value.into(), is_wrong: is_wrong.into(), on_answer })}
    }
}

fn error_line(id: String, sentence: String) -> impl IntoView {
    view! {
        <p class="field__error" id=id>
            <Icon symbol=Symbol::Alert small=true />
            <span class="visually-hidden">"Error: "</span>
            {sentence}
        </p>
    }
}

/// Why the question is asked, and the controls it bears on.
pub fn why(question: &PortalQuestion) -> impl IntoView + use<> {
    let refs = [
        ("ISO/IEC 42001", &question.refs.iso42001),
        ("NIST AI RMF", &question.refs.nist_ai_rmf),
        ("EU AI Act", &question.refs.eu_ai_act),
        ("ISO/IEC 27001", &question.refs.iso27001),
        ("Other", &question.refs.other),
    ];
    let refs: Vec<_> = refs.into_iter().filter(|(_, ids)| !ids.is_empty()).collect();
    let facts = (!refs.is_empty()).then(|| {
        let fact = |(name, ids): (&'static str, &Vec<String>)| view! { <dt>{name}</dt> <dd>{ids.join(", ")}</dd> };
        view! { <dl class="facts">{refs.into_iter().map(fact).collect_view()}</dl> }
    });
    let why = question.why.clone();
    (!why.is_empty() || facts.is_some()).then(|| {
        view! {
            <details class="fold">
                <summary><Icon symbol=Symbol::ChevronRight small=true />"Why we ask"</summary>
                <div class="fold__body stack" data-gap="s"><p>{why}</p> {facts}</div>
            </details>
        }
    })
}

fn comment(asking: &Asking) -> impl IntoView + use<> {
    let entry = asking.entry;
    let text = move || entry.with(|entry| entry.comment.clone());
    let own = asking.clone();
    let write = Callback::new(move |(text, settled): (String, bool)| own.edit(settled, |entry| entry.comment = text));
    let words = Words { part: COMMENT, summary: "Add a comment", label: "Comment", hint: None };
    words_fold(asking, &words, Signal::derive(text), write)
}

fn not_applicable(asking: &Asking) -> impl IntoView + use<> {
    let entry = asking.entry;
    let text = move || entry.with(|entry| entry.not_applicable.clone().unwrap_or_default());
    let own = asking.clone();
    let write = Callback::new(move |(text, settled): (String, bool)| {
        own.edit(settled, |entry| {
            entry.not_applicable = Some(text);
            entry.value = None;
        });
    });
    let organisation = untrack(|| asking.draft.view()).organisation.clone();
    asking.question.na_allowed.then(|| {
        let hint = format!("You can send with this reason; {organisation} checks it before it counts.");
        let words =
            Words { part: REASON, summary: "Does not apply to us", label: "Why does it not apply?", hint: Some(hint) };
        words_fold(asking, &words, Signal::derive(text), write)
    })
}

/// The words around a text that is folded away until it is wanted.
struct Words {
    part: &'static str,
    summary: &'static str,
    label: &'static str,
    hint: Option<String>,
}

fn words_fold(
    asking: &Asking,
    words: &Words,
    text: Signal<String>,
    write: Callback<(String, bool)>,
) -> impl IntoView + use<> {
    let part = words.part;
    let id = format!("{}-{part}", asking.question.id);
    let (hint_id, error) = (format!("{id}-hint"), format!("{id}-error"));
    let described = format!("{hint_id} {error}");
    let (wrong, shown) = (asking.clone(), asking.clone());
    let is_open = text.with_untracked(|text| !text.is_empty());
    let write = move |text: String, settled: bool| {
        // A field that goes while it has the focus is left once more, when nobody listens any longer.
        write.try_run((text, settled));
    };
    view! {
        <details class="fold" open=is_open>
            <summary><Icon symbol=Symbol::ChevronRight small=true />{words.summary}</summary>
            <div class="fold__body field">
                <label class="field__label" for=id.clone()>{words.label}</label>
                {words.hint.clone().map(|hint| view! { <span class="field__hint" id=hint_id>{hint}</span> })}
                {move || shown.fault(part).map(|sentence| error_line(error.clone(), sentence))}
                <textarea
                    class="input"
                    id=id
                    rows="3"
                    aria-describedby=described
                    aria-invalid=move || wrong.fault(part).map(|_| "true")
                    prop:value=text
                    on:input:target=move |event| write(event.target().value(), false)
                    on:change:target=move |event| write(event.target().value(), true)
                ></textarea>
            </div>
        </details>
    }
}

/// Takes a choice back, which radio buttons alone cannot.
fn clear(asking: &Asking) -> impl IntoView + use<> {
    let own = asking.clone();
    let is_given = Memo::new(move |_| own.entry.with(|entry| entry.value.is_some() || entry.not_applicable.is_some()));
    let own = asking.clone();
    let press = Callback::new(move |()| {
        own.edit(true, |entry| {
            entry.value = None;
            entry.not_applicable = None;
        });
        focus_soon(input_id(&own.question.id));
    });
    move || {
        is_given.get().then(|| {
            view! {
                <button class="button" data-kind="quiet" type="button" on:click=move |_| press.run(())>
                    "Clear the answer"
                </button>
            }
        })
    }
}

/// Says at the question that its answer is not saved.
fn kept_line(asking: &Asking) -> impl IntoView + use<> {
    let slot = asking.draft.slot(&asking.question.id);
    let is_kept = Memo::new(move |_| slot.as_ref().is_some_and(|slot| slot.with(Slot::save) == Save::Kept));
    move || is_kept.get().then(|| view! { <p class="question__by">"Not saved, kept on this device"</p> })
}

/// The answer where it may only be read.
fn said(asking: &Asking) -> impl IntoView + use<> {
    let entry = asking.entry.get();
    let mut lines = entry_words(&asking.question, &entry);
    if lines.is_empty() {
        lines.push("Not provided".to_owned());
    }
    if !entry.comment.is_empty() {
        lines.push(format!("Comment: {}", entry.comment));
    }
    let evidence = asks_for_evidence(&asking.question)
        .then(|| view! { <Evidence draft=asking.draft.clone() question=asking.question.clone() is_open=false /> });
    view! {
        {lines.into_iter().map(|line| view! { <p class="written">{line}</p> }).collect_view()}
        {evidence}
        <div class="question__more">{why(&asking.question)}</div>
    }
}
