//! `assay org add NAME`: makes a further organisation and prints the link to its first account.
//!
//! Organisations never see each other.

use super::database::DatabaseArgs;
use crate::composed;
use crate::config::PublicUrl;
use crate::letters;
use crate::store::{Batch, Row, Store, Stream};
use anyhow::{Context, bail};
use clap::Subcommand;
use domain::actor::{Actor, ActorRef};
use domain::answer::check_name;
use domain::api::session::LinkKind;
use domain::id::OrgId;
use domain::journal::Timestamp;
use domain::organisation::{Command, Organisation};

/// What to do with organisations.
#[derive(Debug, Clone, Subcommand)]
pub enum OrgCommand {
    /// Makes an organisation and prints the link to its first account.
    Add {
        /// Its name.
        name: String,
    },
}

/// Runs `assay org`.
///
/// # Errors
/// When the name cannot be used or the database does not answer.
pub async fn run(database: DatabaseArgs, command: OrgCommand) -> anyhow::Result<()> {
    let OrgCommand::Add { name } = command;
    let name = composed::text(name.trim());
    check_name(&name).context("this name cannot be used")?;
    let store = database.open().await?;
    let now = crate::clock::Clock::System.now();
    let org = found(&store, &name, now).await?;
    let url = database.public_url_or_local();
    let link = first_account_link(&store, &url, Some(&org), now).await?;
    println!("{name} is made. Its first account is made here (works once, for 7 days):\n  {link}");
    store.close().await;
    Ok(())
}

/// Makes an organisation.
///
/// # Errors
/// When the database does not answer.
pub async fn found(store: &Store, name: &str, at: Timestamp) -> anyhow::Result<OrgId> {
    let org: OrgId = crate::ids::new();
    let before = store.fold::<Organisation>(&org, &Stream::org()).await?;
    let events = before.decide(Command::Found { name: name.to_owned() }, &Actor::System)?;
    let mut batch = Batch::new(org.clone()).row(Row::Organisation { name: name.to_owned(), at });
    batch.appends.push(before.append(at, ActorRef::System, &events)?);
    batch.appends.extend(crate::record::first_publication(at)?);
    store.commit(batch).await?;
    Ok(org)
}

/// A fresh link to the first account of `org`, or of an organisation still to be made; earlier links to organisations
/// that were not made end.
///
/// # Errors
/// When the database does not answer.
pub async fn first_account_link(
    store: &Store,
    url: &PublicUrl,
    org: Option<&OrgId>,
    at: Timestamp,
) -> anyhow::Result<String> {
    let made = letters::make(url, LinkKind::FirstAccount, None, None, at, letters::FIRST_ACCOUNT_LIFE);
    let mut batch = Batch::new(org.cloned().unwrap_or_else(crate::ids::new));
    batch.rows.push(Row::RevokeFirstAccountLinks(at));
    batch.rows.push(Row::AddLink(made.link));
    store.commit(batch).await?;
    Ok(made.url)
}

/// The organisation with a name or id, or the only one.
///
/// # Errors
/// When there is none or more than one.
pub async fn organisation(store: &Store, name: Option<&str>) -> anyhow::Result<OrgId> {
    let mut all = store.organisations().await?;
    if let Some(name) = name {
        all.retain(|(id, known)| known == name || id.as_str() == name);
    }
    match all.as_slice() {
        [(org, _)] => Ok(org.clone()),
        [] => bail!("there is no such organisation"),
        _ => bail!("there are several organisations: name one with --org, by its id if names repeat"),
    }
}
