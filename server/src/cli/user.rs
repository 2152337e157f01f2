//! `assay user add` and `assay user reset`: a link for a person of the staff, printed for the operator.
//!
//! For an installation without mail, or one whose last admin has forgotten the password.

use super::database::DatabaseArgs;
use super::org::organisation;
use crate::composed;
use crate::letters;
use crate::store::people::{PersonKind, PersonRow};
use crate::store::{Batch, Row, Store, Stream};
use anyhow::{Context, bail};
use clap::{Subcommand, ValueEnum};
use domain::actor::{Actor, ActorRef, Role, Roles};
use domain::answer::check_name;
use domain::api::session::LinkKind;
use domain::id::OrgId;
use domain::organisation::{Command, Organisation};

/// A role, as the command line spells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RoleName {
    /// People, settings, outbox.
    Admin,
    /// Vendors, intake, sending.
    Analyst,
    /// Reviewing and verifying.
    Reviewer,
    /// Concluding and accepting risk.
    Approver,
    /// Reading and exporting.
    Auditor,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Role {
        match name {
            RoleName::Admin => Role::Admin,
            RoleName::Analyst => Role::Analyst,
            RoleName::Reviewer => Role::Reviewer,
            RoleName::Approver => Role::Approver,
            RoleName::Auditor => Role::Auditor,
        }
    }
}

/// What to do with people.
#[derive(Debug, Clone, Subcommand)]
pub enum UserCommand {
    /// Adds a member of the staff and prints the link with which the person joins.
    Add {
        /// The person's address.
        email: String,
        /// The person's name.
        #[arg(long)]
        name: String,
        /// What the person may do; several with commas.
        #[arg(long, value_delimiter = ',', required = true)]
        roles: Vec<RoleName>,
        /// The organisation's name or id, when there are several.
        #[arg(long)]
        org: Option<String>,
    },
    /// Prints a link with which a person chooses a new password.
    Reset {
        /// The person's address.
        email: String,
        /// The organisation's name or id, when several know the address.
        #[arg(long)]
        org: Option<String>,
    },
}

/// Runs `assay user`.
///
/// # Errors
/// When the person or organisation is not known, or the database does not answer.
pub async fn run(database: DatabaseArgs, command: UserCommand) -> anyhow::Result<()> {
    let store = database.open().await?;
    let url = database.public_url_or_local();
    let now = crate::clock::Clock::System.now();
    match command {
        UserCommand::Add { email, name, roles, org } => {
            let name = composed::text(name.trim()).into_owned();
            check_name(&name).context("this name cannot be used")?;
            let email = email.trim().to_lowercase();
            email.parse::<lettre::Address>().context("this is no e-mail address")?;
            let org = organisation(&store, org.as_deref()).await?;
            let person = PersonRow {
                person: crate::ids::new(),
                kind: PersonKind::Staff,
                email,
                name,
                phone: String::new(),
                title: String::new(),
                password_hash: None,
                roles: roles.into_iter().map(Role::from).collect::<Roles>(),
                active: true,
                created_at: now,
            };
            let before = store.fold::<Organisation>(&org, &Stream::org()).await?;
            let command = Command::AddMember(person.person.clone(), person.roles.clone());
            let events = before.decide(command, &Actor::System)?;
            let made = letters::make(&url, LinkKind::Join, Some(person.person.clone()), None, now, letters::JOIN_LIFE);
            let mut batch = Batch::new(org).row(Row::AddPerson(person)).row(Row::AddLink(made.link));
            batch.appends.push(before.append(before.not_before(now), ActorRef::System, &events)?);
            store.commit(batch).await.context("the person could not be added")?;
            println!("The person joins here (works once, for 7 days):\n  {}", made.url);
        }
        UserCommand::Reset { email, org } => {
            let (org, person) = account(&store, email.trim(), org.as_deref()).await?;
            // A person who has never joined needs the invitation, not a reset.
            let kind = if person.password_hash.is_some() { LinkKind::Reset } else { LinkKind::Join };
            let id = person.person;
            let made = letters::make(&url, kind, Some(id.clone()), None, now, letters::RESET_LIFE_BY_HAND);
            let revoke = Row::RevokeLinks { person: id.clone(), kind, at: now };
            let before = store.fold::<Organisation>(&org, &Stream::org()).await?;
            let events = before.decide(Command::MakeLink(id.clone()), &Actor::System)?;
            let mut batch = Batch::new(org).row(revoke).row(Row::AddLink(made.link));
            batch.appends.push(before.append(before.not_before(now), ActorRef::System, &events)?);
            store.commit(batch).await?;
            println!("The password is chosen here (works once, for a day):\n  {}", made.url);
        }
    }
    store.close().await;
    Ok(())
}

/// The one account of an address, in the organisation named or in the only one that knows it.
async fn account(store: &Store, email: &str, org: Option<&str>) -> anyhow::Result<(OrgId, PersonRow)> {
    let mut found = Vec::new();
    for (id, name) in store.organisations().await? {
        if org.is_some_and(|org| org != name && org != id.as_str()) {
            continue;
        }
        let staff = store.staff(&id).await?;
        let person = staff.into_iter().find(|person| person.active && person.email == email.to_lowercase());
        found.extend(person.map(|person| (id, name, person)));
    }
    match found.as_slice() {
        [(org, _, person)] => Ok((org.clone(), person.clone())),
        [] => bail!("nobody signs in with {email}"),
        several => {
            let names: Vec<String> = several.iter().map(|(id, name, _)| format!("{name} ({id})")).collect();
            bail!(
                "several organisations know {email}: name one with --org, by its id if names repeat: {}",
                names.join(", ")
            )
        }
    }
}
