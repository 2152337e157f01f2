//! The promise of a draft, from named examples: what one answer may say of itself on its way to the server.
//!
//! The state machine is pure, so these run natively as well as in the browser.

use app::draft::{Aside, Change, Line, Promise, Save, Slot, Stop, check_file, faults_in, pause_before, size_words};
use domain::answer::Value;
use domain::api::portal::PortalAnswer;
use domain::api::problem::{Code, Fault, Problem};
use domain::assessment::Entry;
use domain::journal::Timestamp;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;
#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

fn entry(text: &str) -> Entry {
    Entry { value: Some(Value::Text(text.into())), ..Entry::default() }
}

fn answer(revision: u64, text: &str, by: &str) -> PortalAnswer {
    PortalAnswer { revision, at: Timestamp(i64::try_from(revision).unwrap()), by: by.into(), entry: entry(text) }
}

fn edit(slot: &mut Slot, text: &str, key: &str) {
    slot.edit(entry(text), Vec::new(), key.into(), Timestamp(1));
}

#[test]
fn saved_is_said_only_after_the_server_has_acknowledged() {
    let mut slot = Slot::default();
    assert_eq!(slot.save(), Save::Empty);
    edit(&mut slot, "a", "k1");
    assert_eq!(slot.save(), Save::Saving);
    let sent = slot.depart().unwrap();
    assert_eq!((sent.base, sent.key.as_str()), (0, "k1"));
    assert_eq!(slot.save(), Save::Saving);
    slot.acknowledged(answer(1, "a", "Maya"));
    assert_eq!(slot.save(), Save::Saved(Timestamp(1)));
    assert_eq!(slot.change(), None);
}

#[test]
fn what_is_typed_while_a_request_is_under_way_goes_next_on_top_of_it() {
    let mut slot = Slot::default();
    edit(&mut slot, "a", "k1");
    slot.depart().unwrap();
    edit(&mut slot, "ab", "k2");
    assert_eq!(slot.depart(), None, "one request at a time");
    slot.acknowledged(answer(1, "a", "Maya"));
    assert_eq!(slot.save(), Save::Saving);
    let next = slot.depart().unwrap();
    assert_eq!((next.entry, next.base, next.key.as_str()), (entry("ab"), 1, "k2"));
}

#[test]
fn without_a_line_the_change_is_kept_and_sent_again_under_the_same_key() {
    let mut slot = Slot::default();
    edit(&mut slot, "a", "k1");
    slot.depart().unwrap();
    slot.stopped(Stop::Line);
    assert_eq!(slot.save(), Save::Kept);
    assert_eq!(slot.depart().unwrap().key, "k1");
    assert_eq!(slot.save(), Save::Kept, "a try is no promise");
    slot.acknowledged(answer(1, "a", "Maya"));
    assert_eq!(slot.save(), Save::Saved(Timestamp(1)));
}

#[test]
fn an_answer_that_breaks_a_rule_is_kept_and_goes_nowhere() {
    let mut slot = Slot::default();
    slot.edit(entry("x"), vec![Fault::new("value", "write a whole number")], "k1".into(), Timestamp(1));
    assert_eq!((slot.save(), slot.depart()), (Save::Kept, None));
    edit(&mut slot, "3", "k2");
    assert_eq!(slot.faults(), &[]);
    assert!(slot.depart().is_some());
}

#[test]
fn a_refused_answer_is_tried_again_with_the_next_change() {
    let mut slot = Slot::default();
    edit(&mut slot, "a", "k1");
    slot.depart().unwrap();
    slot.stopped(Stop::Refused(vec![Fault::new("value", "this question is not asked")]));
    assert_eq!((slot.save(), slot.faults().len()), (Save::Kept, 1));
    assert!(slot.depart().is_some());
}

#[test]
fn two_versions_are_both_kept_until_the_person_chooses() {
    let mut slot = Slot::new(Some(answer(1, "old", "Maya")));
    edit(&mut slot, "mine", "k1");
    slot.depart().unwrap();
    slot.moved(answer(2, "theirs", "Jonas"), "k2".into());
    assert_eq!(slot.save(), Save::Conflict);
    assert_eq!(slot.depart(), None, "nothing is sent over the other's head");
    assert_eq!((slot.entry(), slot.theirs().unwrap().entry.clone()), (entry("mine"), entry("theirs")));

    let mut mine = slot.clone();
    mine.keep_mine("k3".into());
    let sent = mine.depart().unwrap();
    assert_eq!((sent.entry, sent.base, sent.key.as_str()), (entry("mine"), 2, "k3"));

    slot.keep_theirs();
    assert_eq!((slot.entry(), slot.save(), slot.change()), (entry("theirs"), Save::Saved(Timestamp(2)), None));
}

#[test]
fn a_stale_reply_with_the_same_words_is_no_conflict() {
    let mut slot = Slot::new(Some(answer(1, "old", "Maya")));
    edit(&mut slot, "same", "k1");
    slot.depart().unwrap();
    slot.moved(answer(2, "same", "Jonas"), "k2".into());
    assert_eq!(slot.save(), Save::Saved(Timestamp(2)));
}

#[test]
fn own_words_that_arrived_without_a_reply_are_no_conflict() {
    let mut slot = Slot::default();
    edit(&mut slot, "a", "k1");
    slot.depart().unwrap();
    slot.stopped(Stop::Line);
    edit(&mut slot, "ab", "k2");
    slot.depart().unwrap();
    slot.moved(answer(1, "a", "Maya"), "k3".into());
    assert_eq!(slot.save(), Save::Saving);
    let next = slot.depart().unwrap();
    assert_eq!((next.entry, next.base, next.key.as_str()), (entry("ab"), 1, "k3"));
}

#[test]
fn a_change_that_the_device_kept_comes_back_after_a_closed_tab() {
    let mut closed = Slot::new(Some(answer(3, "old", "Maya")));
    edit(&mut closed, "typed", "k1");
    let kept = serde_json::to_string(closed.change().unwrap()).unwrap();

    let change: Change = serde_json::from_str(&kept).unwrap();
    let mut slot = Slot::new(Some(answer(3, "old", "Maya")));
    slot.resume(change, Vec::new(), "k2".into());
    let sent = slot.depart().unwrap();
    assert_eq!((sent.entry, sent.base, sent.key.as_str()), (entry("typed"), 3, "k1"));
}

#[test]
fn a_kept_change_meets_a_newer_answer_as_two_versions() {
    let mut closed = Slot::new(Some(answer(3, "old", "Maya")));
    edit(&mut closed, "typed", "k1");
    let change = closed.change().cloned().unwrap();
    let mut slot = Slot::new(Some(answer(4, "newer", "Jonas")));
    slot.resume(change.clone(), Vec::new(), "k2".into());
    assert_eq!(slot.save(), Save::Conflict);

    let mut arrived = Slot::new(Some(answer(4, "typed", "Maya")));
    arrived.resume(change, Vec::new(), "k2".into());
    assert_eq!((arrived.save(), arrived.change()), (Save::Saved(Timestamp(4)), None));
}

#[test]
fn words_typed_after_the_last_request_of_a_closed_tab_know_that_it_may_have_arrived() {
    let mut closed = Slot::default();
    edit(&mut closed, "a", "k1");
    closed.depart().unwrap();
    edit(&mut closed, "ab", "k2");
    let change = closed.change().cloned().unwrap();
    let mut slot = Slot::new(Some(answer(1, "a", "Maya")));
    slot.resume(change, Vec::new(), "k3".into());
    assert_eq!(slot.save(), Save::Saving);
    assert_eq!(slot.depart().unwrap().base, 1);
}

#[test]
fn loading_the_page_again_shows_what_others_saved_and_never_goes_back() {
    let mut slot = Slot::new(Some(answer(2, "old", "Maya")));
    slot.refreshed(Some(answer(3, "newer", "Jonas")), "k".into());
    assert_eq!(slot.entry(), entry("newer"));
    slot.refreshed(Some(answer(2, "old", "Maya")), "k".into());
    assert_eq!(slot.entry(), entry("newer"));
}

#[test]
fn taking_an_edit_back_before_it_was_sent_leaves_nothing_to_save() {
    let mut slot = Slot::new(Some(answer(2, "old", "Maya")));
    edit(&mut slot, "other", "k1");
    edit(&mut slot, "old", "k2");
    assert_eq!((slot.save(), slot.change()), (Save::Saved(Timestamp(2)), None));
}

#[test]
fn an_edit_taken_back_after_it_may_have_arrived_is_sent() {
    let mut slot = Slot::new(Some(answer(2, "old", "Maya")));
    edit(&mut slot, "other", "k1");
    slot.depart().unwrap();
    slot.stopped(Stop::Line);
    edit(&mut slot, "old", "k2");
    assert_eq!(slot.depart().unwrap().entry, entry("old"));
}

#[test]
fn the_pause_between_tries_grows_to_a_minute() {
    assert_eq!([0, 1, 2, 5, 9, 80].map(pause_before), [2_000, 4_000, 8_000, 60_000, 60_000, 60_000]);
}

#[test]
fn a_file_that_may_not_be_sent_is_told_what_to_do() {
    assert_eq!(check_file("Policy.PDF", 10), Ok("application/pdf"));
    let sentences = [("a.exe", 10), ("none", 10), ("a.pdf", 0), ("a.pdf", 31_000_000)]
        .map(|(name, bytes)| check_file(name, bytes).unwrap_err());
    assert_eq!(sentences[0], "a.exe cannot be taken. Choose a PDF, Word, Excel, PNG, JPG, text, CSV or JSON file.");
    assert!(sentences[1].starts_with("none cannot be taken."));
    assert_eq!(sentences[2], "a.pdf is empty. Choose a file with something in it.");
    assert_eq!(sentences[3], "a.pdf is 31.0 MB. Choose a file of at most 25 MB.");
}

#[test]
fn a_size_is_in_the_unit_that_reads_well() {
    let sizes = [(1, "1 kB"), (340_000, "340 kB"), (999_001, "1.0 MB"), (2_190_000, "2.2 MB"), (25_000_000, "25.0 MB")];
    for (bytes, words) in sizes {
        assert_eq!(size_words(bytes), words);
    }
}

#[test]
fn what_one_part_of_an_answer_takes_the_place_of_can_be_brought_back() {
    let reason = Entry { not_applicable: Some("There is no such data".into()), ..Entry::default() };
    let mut aside = Aside::default();
    aside.note(&entry("typed"), &reason);
    assert_eq!(aside, Aside { value: Some("typed".into()), reason: None });
    aside.note(&reason, &entry("b"));
    let kept = Some("There is no such data".to_owned());
    assert_eq!(aside, Aside { value: Some("typed".into()), reason: kept.clone() }, "both are kept");
    assert_eq!(aside.with_value(&entry("b")), entry("typed"));
    assert_eq!(aside, Aside { value: Some("b".into()), reason: kept });
    assert_eq!(aside.with_reason(&entry("typed")), reason);
}

#[test]
fn taking_words_back_letter_by_letter_sets_nothing_aside() {
    let mut aside = Aside::default();
    aside.note(&entry("a"), &Entry::default());
    aside.note(&Entry::default(), &entry("b"));
    assert_eq!(aside, Aside::default());
}

#[test]
fn a_refusal_names_the_part_of_the_answer_that_it_is_about() {
    let problem = |at: &str| Problem {
        kind: "/problems/invalid".into(),
        title: "Invalid".into(),
        status: 422,
        code: Code::Invalid,
        detail: "in all".into(),
        question: None,
        errors: vec![Fault::new(at, "write less")],
        organisations: vec![],
        current: None,
        trace: String::new(),
    };
    assert_eq!(faults_in(&problem("comment")), [Fault::new("comment", "write less")]);
    assert_eq!(faults_in(&problem("revision")), [Fault::new("value", "in all")]);
}

#[test]
fn answers_may_be_sent_for_good_only_when_none_is_on_its_way_or_kept_here() {
    let promise = |save| Promise { save, waiting: 0, conflicts: 0, line: Line::Up, is_kept: true };
    assert!([Save::Empty, Save::Saved(Timestamp(1))].map(promise).iter().all(Promise::is_saved));
    assert!(![Save::Saving, Save::Kept, Save::Conflict].map(promise).iter().any(Promise::is_saved));
}
