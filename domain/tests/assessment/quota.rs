//! How much a vendor's person may write: so many changes a minute, so many in all, so much text, and never in the way of
//! submitting.

use crate::fixture::{Case, answered, approver, day, evidence, file, person, q, terms, value, vendor};
use domain::actor::Actor;
use domain::api::problem::Code;
use domain::assessment::{
    Command, Entry, Event, FilesSent, MAX_ORGANISATION_BYTES, MAX_UPLOAD_BYTES, MAX_UPLOADS, MOST_SAVED,
    MOST_SAVED_A_MINUTE, NoRoom, Refusal, check_files,
};
use domain::id::VendorId;
use domain::inherent::Tier;
use domain::journal::{Recorded, Timestamp};

const MINUTE: i64 = 60_000;

/// A case at the beginning of a minute, in which nobody has changed anything yet.
fn case() -> Case {
    let mut case = answered(terms(Tier::High, 1));
    case.now = Timestamp(Timestamp::start_of(day("2026-11-23")).0);
    case
}

fn change(case: &mut Case, turn: usize) -> Result<Vec<Event>, Refusal> {
    let entry = Entry { comment: format!("Turn {turn}"), ..value("yes") };
    case.answer("EX-06", entry)
}

#[test]
fn a_person_changes_so_much_within_a_minute_and_goes_on_in_the_next() {
    let mut case = case();
    for turn in 0..MOST_SAVED_A_MINUTE as usize {
        case.now = Timestamp(case.now.0 + 50);
        change(&mut case, turn).expect("within the minute's number");
    }
    let (answers, version) = (case.assessment.entries(), case.assessment.version());
    let refusal = change(&mut case, 9_999).expect_err("one too many");
    let left = 60 - u64::try_from(case.now.0.rem_euclid(MINUTE)).expect("positive") / 1_000;
    assert_eq!((refusal.code(), refusal.retry_after()), (Code::TooMany, Some(left)));
    // Whatever else the person would change is held up too; what is as it was, what is wrong and other people are not.
    let attachment = file("x1", "EX-06", None);
    assert!(matches!(case.try_to(Command::Attach(attachment), &vendor()), Err(Refusal::TooFast { .. })));
    assert_eq!(change(&mut case, MOST_SAVED_A_MINUTE as usize - 1), Ok(vec![]), "saved already");
    assert!(matches!(case.answer("EX-99", value("yes")), Err(Refusal::UnknownQuestion { .. })));
    assert_eq!((case.assessment.entries(), case.assessment.version()), (answers, version));
    case.now = Timestamp((case.now.0.div_euclid(MINUTE) + 1) * MINUTE);
    change(&mut case, 9_999).expect("the next minute takes more");
}

#[test]
fn what_is_saved_can_be_submitted_when_no_more_is_taken() {
    for (fill, texts) in [(MOST_SAVED, 0_usize), (6_800, 9_900)] {
        let mut case = case();
        let by = vendor().reference();
        let comment = "x".repeat(texts);
        for _ in 0..fill {
            let event = Event::Answered { question: q("EX-06"), value: "yes".into(), comment: comment.clone() };
            let version = case.assessment.version() + 1;
            case.assessment.apply(&Recorded { version, at: case.now, by: by.clone(), event });
        }
        case.now = Timestamp(case.now.0 + 10 * MINUTE);
        let refusal = change(&mut case, 1).expect_err("full");
        assert_eq!((refusal.clone(), refusal.code()), (Refusal::WrittenFull, Code::State), "{fill} of {texts}");
        let gone = case.try_to(Command::RemoveEvidence(evidence("none")), &vendor());
        assert_eq!(gone, Err(Refusal::UnknownEvidence), "what is wrong is said to be wrong");
        case.submit().expect("submitting is never refused for it");
        case.verdict("EX-06", domain::assessment::Verdict::Accept).expect("the buyer goes on");
    }
}

#[test]
fn each_person_has_a_minute_of_their_own() {
    let mut case = case();
    for turn in 0..MOST_SAVED_A_MINUTE as usize {
        change(&mut case, turn).expect("within the number");
    }
    let by = Actor::Vendor { id: person("colleague"), vendor: VendorId::new("v1").expect("an id") };
    let room = |case: &Case, by: &Actor| {
        let command = Command::Answer {
            question: q("EX-06"),
            entry: value("no"),
            revision: case.assessment.revision(&q("EX-06")),
        };
        case.decide(command, by)
    };
    assert!(matches!(room(&case, &vendor()), Err(Refusal::TooFast { .. })));
    // Whoever may answer is decided elsewhere; the number of the other person's changes is not in the way.
    assert!(!matches!(room(&case, &by), Err(Refusal::TooFast { .. })));
    assert!(!matches!(room(&case, &approver()), Err(Refusal::TooFast { .. })));
}

#[test]
fn files_are_counted_for_the_assessment_and_the_organisation() {
    let most = FilesSent { files: MAX_UPLOADS, bytes: MAX_UPLOAD_BYTES, organisation_bytes: MAX_ORGANISATION_BYTES };
    assert_eq!(check_files(most), Ok(()));
    assert_eq!(check_files(FilesSent { files: MAX_UPLOADS + 1, ..most }), Err(NoRoom::Files));
    assert_eq!(check_files(FilesSent { bytes: MAX_UPLOAD_BYTES + 1, ..most }), Err(NoRoom::Bytes));
    let over = FilesSent { organisation_bytes: MAX_ORGANISATION_BYTES + 1, ..most };
    assert_eq!(check_files(over), Err(NoRoom::Organisation));
}
