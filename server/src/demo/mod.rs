//! The example organisation of `assay serve --demo`: made by the domain's own commands with past dates.
//!
//! Every figure in it is computed. It is made only in an empty database; the links to look around with are made anew
//! at every start.

mod answers;
mod cast;
mod evidence;
mod links;
mod remedy;
mod stage;
mod story;
mod suppliers;

pub use links::{Link, links};

use crate::error::Error;
use crate::record::{Change, add_contact, address_hash, first_publication};
use crate::state::AppState;
use crate::store::people::{PersonKind, PersonRow};
use crate::store::{Batch, Folded, Row, Stream};
use cast::{BUYER, STAFF, Supplier};
use domain::actor::{Actor, Role};
use domain::id::{CertificateId, FactorId, OrgId, PersonId};
use domain::journal::Timestamp;
use domain::organisation::{Command as OrgCommand, Organisation, Settings};
use domain::vendor::{CertificateDescription, Command, Profile, SystemDescription};
use stage::{Ids, Stage, contact_id, id, staff, system_id};
use suppliers::SUPPLIERS;

/// Days ago on which the example begins: fifteen months.
const BEGIN: i64 = 456;

/// The id of the example organisation.
fn org() -> Result<OrgId, Error> {
    id("aldermere")
}

/// Makes the example organisation and plays its fifteen months.
///
/// # Errors
/// When the database does not answer or the rules refuse a step, which a test rules out.
pub async fn fill(state: &AppState) -> Result<(), Error> {
    let stage = Stage::new(state, org()?);
    stage.at(BEGIN, 9);
    found(&stage).await?;
    for supplier in &SUPPLIERS {
        register(&stage, supplier).await?;
        for system in supplier.systems {
            story::play(&stage, supplier, system).await?;
        }
    }
    // What dates have made in the meantime: evidence that expired, plans that fell due.
    let now = Stage::new(state, org()?);
    for supplier in &SUPPLIERS {
        crate::record::refresh(&now.state, &now.org, &Ids::of(supplier)?.vendor).await?;
    }
    Ok(())
}

/// The organisation with its staff and settings.
async fn found(stage: &Stage) -> Result<(), Error> {
    let now = stage.state.clock.now();
    let before: Folded<Organisation> = stage.state.store.fold(&stage.org, &Stream::org()).await?;
    let mut batch = Batch::new(stage.org.clone()).row(Row::Organisation { name: BUYER.to_owned(), at: now });
    let mut commands = vec![OrgCommand::Found { name: BUYER.to_owned() }];
    for (place, member) in STAFF.iter().enumerate() {
        let person: PersonId = id(member.id)?;
        batch.rows.push(Row::AddPerson(PersonRow {
            person: person.clone(),
            kind: PersonKind::Staff,
            email: member.email.to_owned(),
            name: member.name.to_owned(),
            phone: String::new(),
            title: member.title.to_owned(),
            password_hash: None,
            roles: member.roles.iter().copied().collect(),
            active: true,
            created_at: now,
        }));
        if place == 0 {
            commands.push(OrgCommand::AddFirstMember(person));
        } else {
            commands.push(OrgCommand::AddMember(person.clone(), member.roles.iter().copied().collect()));
            commands.push(OrgCommand::Join(person));
        }
    }
    let shown: PersonId = id("shown-ines-okafor")?;
    let contact = shown_contact(shown.clone(), now);
    let address = Some(address_hash(&stage.state, &contact.email).await?);
    batch.rows.push(Row::AddPerson(contact));
    let settings = Settings {
        name: BUYER.to_owned(),
        contact: Some(shown),
        address,
        retention_months: 60,
        invitation_text: "Answers are read by our supplier risk, model risk and procurement teams only.".to_owned(),
    };
    commands.push(OrgCommand::ChangeSettings(settings));
    let mut organisation = before.clone();
    for command in commands {
        let by = match &command {
            OrgCommand::AddMember(..) | OrgCommand::ChangeSettings(_) => first_member()?,
            OrgCommand::Found { .. }
            | OrgCommand::AddFirstMember(_)
            | OrgCommand::Join(_)
            | OrgCommand::ChangeMember { .. }
            | OrgCommand::MakeLink(_)
            | OrgCommand::ShowLink { .. } => Actor::System,
        };
        let events = organisation.decide(command, &by)?;
        batch.appends.push(organisation.append(now, by.reference(), &events)?);
        organisation.version += events.len() as u64;
        organisation.state = std::sync::Arc::new(organisation.after(now, &by.reference(), events));
    }
    batch.appends.extend(first_publication(now)?);
    stage.state.store.commit(batch).await?;
    Ok(())
}

fn first_member() -> Result<Actor, Error> {
    let member = STAFF.first().ok_or_else(Error::not_found)?;
    Ok(Actor::Staff { id: id(member.id)?, roles: member.roles.iter().copied().collect() })
}

/// The person whom vendors may ask.
fn shown_contact(person: PersonId, at: Timestamp) -> PersonRow {
    PersonRow {
        person,
        kind: PersonKind::Shown,
        email: "ines.okafor@aldermere.example".to_owned(),
        name: "Ines Okafor".to_owned(),
        phone: "+353 1 555 0114".to_owned(),
        title: String::new(),
        password_hash: None,
        roles: domain::actor::Roles::new(),
        active: true,
        created_at: at,
    }
}

/// A vendor with its contacts, certificates, systems and intakes, a fortnight before its first assessment.
async fn register(stage: &Stage, supplier: &Supplier) -> Result<(), Error> {
    let ids = Ids::of(supplier)?;
    let first = supplier.systems.iter().flat_map(|system| system.concluded).max().copied().unwrap_or(76);
    stage.at((first + 14).min(BEGIN - 1), 10);
    let analyst = staff(Role::Analyst)?;
    let owner = analyst.reference().person().cloned();
    let mut change = Change::of_new_vendor(&stage.state, &stage.org, analyst, &ids.vendor).await?;
    let profile = Profile {
        name: supplier.name.to_owned(),
        summary: supplier.summary.to_owned(),
        website: format!("https://www.{}", supplier.domain),
        country: supplier.country.to_owned(),
        owner,
    };
    change.vendor(Command::Register { vendor: ids.vendor.clone(), profile })?;
    for (place, (name, title, local)) in supplier.contacts.iter().enumerate() {
        let person: PersonId = id(&contact_id(supplier, place))?;
        let row = PersonRow {
            person,
            kind: PersonKind::Vendor(ids.vendor.clone()),
            email: format!("{local}@{}", supplier.domain),
            name: (*name).to_owned(),
            phone: String::new(),
            title: (*title).to_owned(),
            password_hash: None,
            roles: domain::actor::Roles::new(),
            active: true,
            created_at: stage.state.clock.now(),
        };
        add_contact(&stage.state, &mut change, &row).await?;
    }
    stage.commit(change).await?;
    stage.shape(&ids, details(stage, supplier)?).await?;
    Ok(())
}

/// The commands that describe a vendor's certificates and systems.
fn details(stage: &Stage, supplier: &Supplier) -> Result<Vec<Command>, Error> {
    let mut commands = Vec::new();
    for (place, (kind, scope, number, issuer, since, until)) in supplier.certificates.iter().enumerate() {
        let certificate: CertificateId = id(&format!("{}-certificate-{place}", supplier.id))?;
        let description = CertificateDescription {
            kind: *kind,
            scope: (*scope).to_owned(),
            number: (*number).to_owned(),
            issuer: (*issuer).to_owned(),
            issued: Some(stage.day(*since)),
            valid_until: stage.day(-until),
        };
        commands.push(Command::RecordCertificate(certificate, description));
    }
    let factors: Vec<FactorId> =
        crate::record::shipped()?.intake.factors.iter().map(|factor| factor.id.clone()).collect();
    for system in supplier.systems {
        let description = SystemDescription {
            name: system.name.to_owned(),
            purpose: system.purpose.to_owned(),
            version: system.version.to_owned(),
            techniques: system.techniques.iter().copied().collect(),
            eu_market: system.eu,
            eu_output: system.eu,
        };
        commands.push(Command::AddSystem(system_id(system)?, description));
        let levels = factors.iter().cloned().zip(system.levels).collect();
        commands.push(Command::RecordIntake(system_id(system)?, levels));
    }
    Ok(commands)
}
