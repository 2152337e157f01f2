//! Carries out one [`Row`] on a connection, and reads stored values back into typed ones.
//!
//! A row that is guarded (a link to be used once, a lease) refuses the batch when its guard fails.

use super::batch::Row;
use super::{StoreError, evidence, invitations, journal, leases, outbox, people, secrets, sessions, tries};
use domain::api::session::LinkKind;
use domain::id::OrgId;
use domain::journal::Timestamp;
use sqlx::AnyConnection;

/// Reads a stored id.
pub(super) fn id<T>(text: String) -> Result<T, StoreError>
where
    T: TryFrom<String>,
    T::Error: std::fmt::Display,
{
    T::try_from(text).map_err(|error| StoreError::Corrupt(error.to_string()))
}

/// Reads a stored number that cannot be negative.
pub(super) fn count(number: i64) -> Result<u64, StoreError> {
    u64::try_from(number).map_err(|error| StoreError::Corrupt(error.to_string()))
}

/// Writes a version or a size.
pub(super) fn stored(number: u64) -> Result<i64, StoreError> {
    i64::try_from(number).map_err(|error| StoreError::Corrupt(error.to_string()))
}

/// Refuses NUL, which PostgreSQL cannot store.
pub(super) fn without_nul(text: &str) -> Result<&str, StoreError> {
    if text.contains('\0') { Err(StoreError::Nul) } else { Ok(text) }
}

/// The name under which a kind of link is stored.
pub(super) fn kind_name(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::FirstAccount => "first_account",
        LinkKind::Join => "join",
        LinkKind::Reset => "reset",
        LinkKind::Invitation => "invitation",
        LinkKind::SignIn => "sign_in",
        LinkKind::StaffSignIn => "staff_sign_in",
    }
}

/// The kind of link with a stored name.
pub(super) fn kind_named(name: &str) -> Result<LinkKind, StoreError> {
    [
        LinkKind::FirstAccount,
        LinkKind::Join,
        LinkKind::Reset,
        LinkKind::Invitation,
        LinkKind::SignIn,
        LinkKind::StaffSignIn,
    ]
    .into_iter()
    .find(|kind| kind_name(*kind) == name)
    .ok_or_else(|| StoreError::Corrupt(format!("a link of kind {name}")))
}

pub(super) async fn write(conn: &mut AnyConnection, org: &OrgId, row: &Row) -> Result<(), StoreError> {
    match row {
        Row::Organisation { name, at } => organisation(conn, org, name, *at).await,
        Row::AddPerson(person) => people::add(conn, org, person).await,
        Row::ChangePerson { person, name, email, phone, title } => {
            people::change(conn, org, person, [name, email, phone, title]).await
        }
        Row::NoteAddress(address) => people::note_address(conn, org, address).await,
        Row::SetRoles { person, roles, active } => people::set_roles(conn, org, person, roles, *active).await,
        Row::SetActive(person, active) => people::set_active(conn, org, person, *active).await,
        Row::SetPassword(person, hash) => people::set_password(conn, org, person, hash).await,
        Row::EndSessions(person, but) => sessions::end_all(conn, org, person, but.as_deref()).await,
        Row::PutSession(session) => sessions::put(conn, org, session).await,
        Row::ChangeSession(session) => sessions::change(conn, org, session).await,
        Row::EndSession(hash) => sessions::end(conn, hash).await,
        Row::AddLink(link) => invitations::add(conn, org, link).await,
        Row::UseLink { token_hash, at } => invitations::consume(conn, org, token_hash, *at).await,
        Row::RevokeLinks { person, kind, at } => invitations::revoke_of_person(conn, org, person, *kind, *at).await,
        Row::RevokeLinksOfAssessment(assessment, at) => {
            invitations::revoke_of_assessment(conn, org, assessment, *at).await
        }
        Row::ExtendInvitation(assessment, ends) => invitations::extend(conn, org, assessment, *ends).await,
        Row::RevokeFirstAccountLinks(at) => {
            sqlx::query(
                "UPDATE invitation SET revoked_at = $1 WHERE kind = 'first_account' AND used_at IS NULL
                 AND revoked_at IS NULL AND org NOT IN (SELECT org FROM organisation)",
            )
            .bind(at.0)
            .execute(conn)
            .await?;
            Ok(())
        }
        Row::ForgetMailLinks(person) => outbox::forget_links(conn, org, person).await,
        Row::AddFile(file) => evidence::add(conn, org, file).await,
        Row::FileStored(hash) => evidence::stored(conn, org, hash).await,
        Row::AddUpload(upload) => evidence::add_upload(conn, org, upload).await,
        Row::AttachFile(hash) => evidence::attach(conn, org, hash).await,
        Row::DetachFile(hash, at) => evidence::detach(conn, org, hash, *at).await,
        Row::LeaveFile { hash, before } => evidence::leave(conn, org, hash, *before).await,
        Row::Erase(stream, versions) => journal::erase(conn, org, stream, versions).await,
        Row::RemoveFile(hash) => evidence::remove(conn, org, hash).await,
        Row::MailTried(outcome) => outbox::tried(conn, outcome).await,
        Row::TakeLease(lease) => leases::take(conn, lease).await,
        Row::CountTry(one) => tries::count(conn, one).await,
        Row::ForgetTries(subject) => tries::forget(conn, subject).await,
        Row::Sweep(sweep) => tries::sweep(conn, sweep).await,
        Row::DrawSecret { name, secret } => secrets::draw(conn, name, secret).await,
    }
}

async fn organisation(conn: &mut AnyConnection, org: &OrgId, name: &str, at: Timestamp) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO organisation (org, name, created_at) VALUES ($1, $2, $3)
         ON CONFLICT (org) DO UPDATE SET name = excluded.name",
    )
    .bind(org.as_str())
    .bind(without_nul(name)?)
    .bind(at.0)
    .execute(conn)
    .await?;
    Ok(())
}
