//! What may be asked of a vendor, by whom, and what becomes of it.
//!
//! The tables go through the public commands only; the shipped intake makes the inherent risk.

use chrono::NaiveDate;
use domain::actor::{Actor, ActorRef, Role};
use domain::answer::{MAX_NAME, MAX_TEXT};
use domain::api::problem::Code;
use domain::calendar::cadence_months;
use domain::id::{AddressHash, CertificateId, FactorId, PersonId, SystemId, TemplateId, VendorId};
use domain::inherent::{Intake, Levels, Tier};
use domain::journal::{Recorded, Timestamp};
use domain::template::Depth;
use domain::vendor::{
    CertificateDescription, CertificateKind, Command, Event, Profile, Refusal, SystemDescription, Technique, Vendor,
    suggested, terms,
};
use std::collections::{BTreeMap, BTreeSet};

fn intake() -> Intake {
    Intake::parse(include_bytes!("../../server/templates/inherent-risk.json")).expect("the shipped intake is sound")
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("date")
}

fn at(text: &str) -> Timestamp {
    Timestamp::start_of(day(text))
}

fn staff(roles: &[Role]) -> Actor {
    Actor::Staff { id: PersonId::new("p1").expect("id"), roles: roles.iter().copied().collect() }
}

fn system_id(id: &str) -> SystemId {
    SystemId::new(id).expect("id")
}

fn certificate_id(id: &str) -> CertificateId {
    CertificateId::new(id).expect("id")
}

fn profile(name: &str) -> Profile {
    let website = "https://lumen.example".to_string();
    Profile { name: name.into(), summary: String::new(), website, country: "France".into(), owner: None }
}

fn description(name: &str) -> SystemDescription {
    SystemDescription {
        name: name.into(),
        purpose: "Sorts applications\nbefore a person reads them".into(),
        version: "3.2".into(),
        techniques: BTreeSet::new(),
        eu_market: false,
        eu_output: false,
    }
}

fn certificate(issued: Option<&str>, valid_until: &str) -> CertificateDescription {
    CertificateDescription {
        kind: CertificateKind::Iso42001,
        scope: "All products".into(),
        number: String::new(),
        issuer: String::new(),
        issued: issued.map(day),
        valid_until: day(valid_until),
    }
}

/// The same level for every factor.
fn levels(level: u8) -> Levels {
    intake().factors.iter().map(|factor| (factor.id.clone(), level)).collect()
}

/// A vendor with its version, as a stream would keep it.
struct Stream(Vendor);

impl Stream {
    fn registered() -> Self {
        let mut stream = Stream(Vendor::default());
        let vendor = VendorId::new("v1").expect("id");
        assert_eq!(stream.carry_out(Command::Register { vendor, profile: profile("Lumen") }), Ok(1));
        stream
    }

    fn with_system() -> Self {
        let mut stream = Stream::registered();
        assert_eq!(stream.carry_out(Command::AddSystem(system_id("s1"), description("Screener"))), Ok(1));
        stream
    }

    fn carry_out(&mut self, command: Command) -> Result<usize, Refusal> {
        self.on("2026-11-21", command)
    }

    fn on(&mut self, date: &str, command: Command) -> Result<usize, Refusal> {
        let events = self.0.decide(&intake(), command, &staff(&[Role::Analyst]), at(date))?;
        let count = events.len();
        for event in events {
            let version = self.0.version + 1;
            self.0.apply(&Recorded { version, at: at(date), by: ActorRef::System, event });
        }
        Ok(count)
    }
}

fn address(hash: &str) -> AddressHash {
    AddressHash::new(hash).expect("a hash")
}

fn moved(contact: &str, from: &str, to: &str) -> Command {
    let contact = PersonId::new(contact).expect("id");
    Command::ChangeContact { contact, from: address(from), to: address(to) }
}

#[test]
fn the_address_of_a_contact_is_known_for_every_moment() {
    let mut stream = Stream::with_system();
    let ann = PersonId::new("c1").expect("id");
    let on = |stream: &Stream, day: &str| stream.0.address_at(&ann, at(day)).map(ToString::to_string);
    stream.on("2026-03-01", Command::AddContact(ann.clone(), address("a1"))).expect("added");
    stream.on("2026-04-01", moved("c1", "a1", "a2")).expect("moved");
    stream.on("2026-05-01", moved("c1", "a2", "a1")).expect("moved back");
    stream.on("2026-06-01", Command::RemoveContact(ann.clone())).expect("removed");
    let known = ["2026-03-15", "2026-04-15", "2026-05-15", "2026-07-01"].map(|day| on(&stream, day));
    assert_eq!(known, [Some("a1"), Some("a2"), Some("a1"), Some("a1")].map(|hash| hash.map(str::to_owned)));
    // A record of an older release names no address: the first change tells what it was.
    let mut older = Vendor::default();
    let added = serde_json::from_str(r#"{"kind":"contact_added","contact":"c1"}"#).expect("an older event");
    for (version, (day, event)) in (1..).zip([
        ("2026-03-01", added),
        ("2026-04-01", Event::ContactAddressChanged { contact: ann.clone(), from: address("a1"), to: address("a2") }),
    ]) {
        older.apply(&Recorded { version, at: at(day), by: ActorRef::System, event });
    }
    assert_eq!(older.address_at(&ann, at("2026-03-15")), Some(&address("a1")));
    assert_eq!(older.address_at(&ann, at("2026-04-15")), Some(&address("a2")));
    let lines = stream.0.contact_history(&BTreeMap::new(), |_| true, |_, hash| Some(format!("{hash}@x.example")));
    let told: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(told, ["", "From a2@x.example to a1@x.example", "From a1@x.example to a2@x.example", ""]);
}

fn faults(result: Result<usize, Refusal>) -> Vec<String> {
    let refusal = result.expect_err("refused");
    assert_eq!(refusal.code(), Code::Invalid, "{refusal}");
    refusal.faults().into_iter().map(|fault| fault.at).collect()
}

#[test]
fn only_an_analyst_changes_a_vendor() {
    let vendor = Stream::with_system().0;
    let others = staff(&[Role::Admin, Role::Reviewer, Role::Approver, Role::Auditor]);
    let contact = Actor::Vendor { id: PersonId::new("c1").expect("id"), vendor: VendorId::new("v1").expect("id") };
    let commands = [
        Command::Register { vendor: VendorId::new("v2").expect("id"), profile: profile("Other") },
        Command::ChangeProfile(profile("Other")),
        Command::AddContact(PersonId::new("c1").expect("id"), address("a1")),
        moved("c1", "a1", "a2"),
        Command::RemoveContact(PersonId::new("c1").expect("id")),
        Command::AddSystem(system_id("s2"), description("Other")),
        Command::ChangeSystem(system_id("s1"), description("Other")),
        Command::RetireSystem(system_id("s1")),
        Command::RecordIntake(system_id("s1"), levels(2)),
        Command::RecordCertificate(certificate_id("c1"), certificate(None, "2027-01-01")),
        Command::ChangeCertificate(certificate_id("c1"), certificate(None, "2027-01-01")),
    ];
    for command in commands {
        for actor in [&others, &contact, &Actor::System] {
            let refusal = vendor.decide(&intake(), command.clone(), actor, at("2026-11-21"));
            assert_eq!(refusal, Err(Refusal::NotAnalyst), "{command:?} by {actor:?}");
        }
    }
    assert_eq!(Refusal::NotAnalyst.code(), Code::Forbidden);
}

#[test]
fn nothing_happens_to_a_vendor_that_is_not_registered() {
    let mut stream = Stream(Vendor::default());
    let commands = [
        Command::ChangeProfile(profile("Lumen")),
        Command::AddContact(PersonId::new("c1").expect("id"), address("a1")),
        moved("c1", "a1", "a2"),
        Command::RemoveContact(PersonId::new("c1").expect("id")),
        Command::AddSystem(system_id("s1"), description("Screener")),
        Command::RetireSystem(system_id("s1")),
        Command::RecordCertificate(certificate_id("c1"), certificate(None, "2027-01-01")),
        Command::ChangeCertificate(certificate_id("c1"), certificate(None, "2027-01-01")),
    ];
    for command in commands {
        assert_eq!(stream.carry_out(command.clone()), Err(Refusal::UnknownVendor), "{command:?}");
    }
}

#[test]
fn unknown_and_taken_ids_are_told_apart() {
    let mut stream = Stream::with_system();
    stream.carry_out(Command::RecordCertificate(certificate_id("c1"), certificate(None, "2027-01-01"))).expect("new");
    let again = VendorId::new("v1").expect("id");
    let table = [
        (Command::Register { vendor: again, profile: profile("Lumen") }, Refusal::Exists, Code::State),
        (Command::AddSystem(system_id("s1"), description("B")), Refusal::SystemExists, Code::State),
        (Command::ChangeSystem(system_id("s9"), description("B")), Refusal::UnknownSystem, Code::NotFound),
        (Command::RetireSystem(system_id("s9")), Refusal::UnknownSystem, Code::NotFound),
        (Command::RecordIntake(system_id("s9"), levels(1)), Refusal::UnknownSystem, Code::NotFound),
        (Command::RemoveContact(PersonId::new("c9").expect("id")), Refusal::UnknownContact, Code::NotFound),
        (moved("c9", "a1", "a2"), Refusal::UnknownContact, Code::NotFound),
        (
            Command::RecordCertificate(certificate_id("c1"), certificate(None, "2028-01-01")),
            Refusal::CertificateExists,
            Code::State,
        ),
        (
            Command::ChangeCertificate(certificate_id("c9"), certificate(None, "2028-01-01")),
            Refusal::UnknownCertificate,
            Code::NotFound,
        ),
    ];
    for (command, refusal, code) in table {
        assert_eq!(refusal.code(), code);
        assert_eq!(stream.carry_out(command.clone()), Err(refusal), "{command:?}");
    }
}

#[test]
fn asking_for_what_is_there_already_changes_nothing() {
    let mut stream = Stream::with_system();
    let contact = PersonId::new("c1").expect("id");
    let commands = [
        Command::AddContact(contact.clone(), address("a1")),
        Command::RecordIntake(system_id("s1"), levels(2)),
        Command::RecordCertificate(certificate_id("c1"), certificate(None, "2027-01-01")),
    ];
    for command in commands {
        assert_eq!(stream.carry_out(command), Ok(1));
    }
    let before = stream.0.clone();
    let again = [
        Command::ChangeProfile(profile("Lumen")),
        Command::AddContact(contact, address("a1")),
        moved("c1", "a1", "a1"),
        Command::ChangeSystem(system_id("s1"), description("Screener")),
        Command::RecordIntake(system_id("s1"), levels(2)),
        Command::ChangeCertificate(certificate_id("c1"), certificate(None, "2027-01-01")),
    ];
    for command in again {
        assert_eq!(stream.on("2026-12-01", command.clone()), Ok(0), "{command:?}");
    }
    assert_eq!(stream.0, before);
    assert_eq!(stream.0.version, 5);
}

#[test]
fn a_retired_system_refuses_changes() {
    let mut stream = Stream::with_system();
    assert_eq!(stream.carry_out(Command::RetireSystem(system_id("s1"))), Ok(1));
    assert_eq!(stream.carry_out(Command::RetireSystem(system_id("s1"))), Ok(0));
    let changes = [
        Command::ChangeSystem(system_id("s1"), description("Renamed")),
        Command::RecordIntake(system_id("s1"), levels(1)),
    ];
    for command in changes {
        assert_eq!(stream.carry_out(command), Err(Refusal::Retired));
    }
    assert_eq!(Refusal::Retired.code(), Code::State);
    assert!(stream.0.systems_in_use().is_empty());
}

#[test]
fn every_wrong_field_of_a_profile_is_named_at_once() {
    let mut stream = Stream::registered();
    let long_name = "n".repeat(MAX_NAME + 1);
    let wrong = Profile {
        name: " \u{a0}".into(),
        summary: "s".repeat(MAX_TEXT + 1),
        website: "javascript:alert(1)".into(),
        country: "one\ntwo".into(),
        owner: None,
    };
    assert_eq!(faults(stream.carry_out(Command::ChangeProfile(wrong))), ["name", "summary", "website", "country"]);
    for name in ["", "a\tb", "a\u{0}b", "a\u{202e}b", &long_name] {
        assert_eq!(faults(stream.carry_out(Command::ChangeProfile(profile(name)))), ["name"], "{name:?}");
    }
    let at_limit = Profile { name: "n".repeat(MAX_NAME), summary: "s".repeat(MAX_TEXT), ..profile("x") };
    assert_eq!(stream.carry_out(Command::ChangeProfile(at_limit)), Ok(1));
}

#[test]
fn a_website_is_empty_or_opens_with_http() {
    let mut stream = Stream::registered();
    for website in
        ["", "http://lumen.example", "https://lumen.example/ai?x=1", "https://[::1]/", "https://münze.example"]
    {
        let profile = Profile { website: website.into(), ..profile(&format!("Lumen {website}")) };
        assert_eq!(stream.carry_out(Command::ChangeProfile(profile)), Ok(1), "{website}");
    }
    let wrong =
        ["lumen.example", "ftp://lumen.example", "https://", "https:// a", "//lumen.example", "data:text/html,x"];
    let quoted = ["https://a\"b", "https://a<b", " https://lumen.example", "https:///lumen.example"];
    for website in wrong.into_iter().chain(quoted) {
        let profile = Profile { website: website.into(), ..profile("Lumen") };
        assert_eq!(faults(stream.carry_out(Command::ChangeProfile(profile))), ["website"], "{website}");
    }
}

#[test]
fn a_certificate_may_not_end_before_it_was_issued() {
    let mut stream = Stream::registered();
    let record = |issued, until| Command::RecordCertificate(certificate_id("c1"), certificate(issued, until));
    assert_eq!(faults(stream.carry_out(record(Some("2027-01-02"), "2027-01-01"))), ["valid_until"]);
    assert_eq!(faults(stream.carry_out(record(Some("1899-12-31"), "2201-01-01"))), ["issued", "valid_until"]);
    assert_eq!(stream.carry_out(record(Some("2027-01-01"), "2027-01-01")), Ok(1));
    let blank = CertificateDescription { scope: " ".into(), number: "1\n2".into(), ..certificate(None, "2027-01-01") };
    assert_eq!(faults(stream.carry_out(Command::ChangeCertificate(certificate_id("c1"), blank))), ["scope", "number"]);
}

#[test]
fn an_intake_keeps_what_its_levels_made() {
    let mut stream = Stream::with_system();
    assert_eq!(stream.on("2026-01-10", Command::RecordIntake(system_id("s1"), levels(1))), Ok(1));
    assert_eq!(stream.on("2026-11-21", Command::RecordIntake(system_id("s1"), levels(4))), Ok(1));
    let system = &stream.0.systems[&system_id("s1")];
    let on = |date| system.inherent_on(day(date)).map(|inherent| (inherent.inherent, inherent.tier));
    assert_eq!(on("2026-01-09"), None);
    assert_eq!(on("2026-11-20"), Some((2_500, Tier::Low)));
    assert_eq!(on("2026-11-21"), Some((10_000, Tier::Critical)));
    assert_eq!(system.intake().map(|intake| intake.on), Some(day("2026-11-21")));
}

#[test]
fn an_incomplete_intake_names_the_factors() {
    let mut stream = Stream::with_system();
    let mut wrong = levels(2);
    wrong.remove(&FactorId::new("data").expect("id"));
    wrong.insert(FactorId::new("impact").expect("id"), 5);
    wrong.insert(FactorId::new("weather").expect("id"), 1);
    let mut named = faults(stream.carry_out(Command::RecordIntake(system_id("s1"), wrong)));
    named.sort();
    assert_eq!(named, ["data", "impact", "weather"]);
}

#[test]
fn tier_and_fields_suggest_the_questionnaires() {
    let suggestion = |level: u8, techniques: &[Technique], eu_market: bool, eu_output: bool| {
        let mut stream = Stream::registered();
        let techniques = techniques.iter().copied().collect();
        let description = SystemDescription { techniques, eu_market, eu_output, ..description("Screener") };
        stream.carry_out(Command::AddSystem(system_id("s1"), description)).expect("added");
        stream.carry_out(Command::RecordIntake(system_id("s1"), levels(level))).expect("recorded");
        suggested(&stream.0.systems[&system_id("s1")], &intake()).expect("a tier is known")
    };
    let ids = |names: &[&str]| names.iter().map(|id| TemplateId::new(*id).expect("id")).collect::<Vec<_>>();

    let low = suggestion(1, &[Technique::Vision], false, false);
    assert_eq!((low.templates, low.depth, low.terms.approvers), (ids(&["supplier-quick-screen"]), Depth::Base, 1));
    let medium = suggestion(2, &[Technique::Generative], false, false);
    assert_eq!(medium.terms.tier, Tier::High, "level 2 throughout makes exactly 50.00");
    assert_eq!((medium.templates, medium.depth), (ids(&["ai-vendor-core", "genai-addon"]), Depth::Deep));
    let critical = suggestion(4, &[Technique::Agentic, Technique::Rules], false, true);
    assert_eq!(critical.templates, ids(&["ai-vendor-core", "genai-addon", "eu-ai-act-provider"]));
    assert_eq!((critical.terms.approvers, critical.terms.reassess_months), (2, 6));
    let market = suggestion(4, &[], true, false);
    assert_eq!(market.templates, ids(&["ai-vendor-core", "eu-ai-act-provider"]));

    let stream = Stream::with_system();
    assert_eq!(suggested(&stream.0.systems[&system_id("s1")], &intake()), None, "no intake, no tier");
}

#[test]
fn the_cadence_is_that_of_the_shipped_intake() {
    for tier in Tier::ALL {
        let terms = terms(tier, &intake()).expect("every tier has its rule");
        assert_eq!(terms.reassess_months, cadence_months(tier), "{tier:?}");
    }
}

#[test]
fn an_event_about_something_unknown_changes_nothing_but_the_version() {
    let mut vendor = Vendor::default();
    let events = [
        Event::SystemRetired { system: system_id("s1") },
        Event::SystemChanged { system: system_id("s1"), description: description("x") },
        Event::ContactRemoved { contact: PersonId::new("c1").expect("id") },
    ];
    for (place, event) in events.into_iter().enumerate() {
        vendor.apply(&Recorded { version: place as u64 + 1, at: Timestamp(0), by: ActorRef::System, event });
    }
    assert_eq!(vendor, Vendor { version: 3, ..Vendor::default() });
}

#[test]
fn events_read_back_as_they_were_written() {
    let event = Event::CertificateRecorded {
        certificate: certificate_id("c1"),
        description: certificate(Some("2026-01-01"), "2027-01-01"),
    };
    let text = serde_json::to_string(&event).expect("written");
    assert!(text.starts_with("{\"kind\":\"certificate_recorded\""), "{text}");
    assert_eq!(serde_json::from_str::<Event>(&text).expect("read"), event);
}

#[test]
fn an_empty_name_is_asked_for_by_what_it_names() {
    let register = Command::Register { vendor: VendorId::new("v2").expect("id"), profile: profile(" ") };
    let refusal = Vendor::default().decide(&intake(), register, &staff(&[Role::Analyst]), at("2026-11-21"));
    let told: Vec<String> = refusal.expect_err("refused").faults().into_iter().map(|fault| fault.detail).collect();
    assert_eq!(told, ["write the vendor's name"]);
}
