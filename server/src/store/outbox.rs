//! The outbox: every mail that waits, was sent or was given up.
//!
//! A link's text is kept only until the mail is delivered or the link ends.

use super::batch::Mail;
use super::row::{id, without_nul};
use super::{Store, StoreError};
use domain::api::people::MailState;
use domain::id::{OrgId, PersonId};
use domain::journal::{DAY_MILLIS, Timestamp};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

/// The time in which at most three links are mailed to one address, in milliseconds.
const LINKS_WINDOW: i64 = 60 * 60_000;
/// The longest that a mail waits for its turn, in milliseconds.
const LONGEST_WAIT: i64 = DAY_MILLIS;

/// A mail as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredMail {
    /// The organisation.
    pub org: OrgId,
    /// Its id.
    pub mail: String,
    /// The address.
    pub address: String,
    /// The subject.
    pub subject: String,
    /// The text, with [`crate::letters::link_place`] where the link stands.
    pub text: String,
    /// SHA-256 of the link's token, in hexadecimal.
    pub link_hash: Option<String>,
    /// To whom an answer goes, if not to the sender.
    pub reply_to: Option<String>,
    /// The link, while it is kept.
    pub link: Option<String>,
    /// When the link ends.
    pub link_expires_at: Option<Timestamp>,
    /// Where it stands.
    pub state: MailState,
    /// How often sending was tried.
    pub attempts: u32,
    /// Why the last try failed.
    pub error: Option<String>,
    /// When it is to be tried, while it waits.
    pub next_try_at: Timestamp,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it was sent.
    pub sent_at: Option<Timestamp>,
}

/// What became of trying to send a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The organisation.
    pub org: OrgId,
    /// The mail.
    pub mail: String,
    /// Where it stands now.
    pub state: MailState,
    /// Why it failed, if it did.
    pub error: Option<String>,
    /// When it was tried.
    pub at: Timestamp,
    /// When to try again.
    pub next_try_at: Timestamp,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT org, mail, address, subject, text, link, link_hash, link_expires_at, reply_to, state, attempts, error, ",
            "next_try_at, created_at, sent_at FROM outbox ",
            $rest
        )
    };
}

fn state_name(state: MailState) -> &'static str {
    match state {
        MailState::Waiting => "waiting",
        MailState::Sent => "sent",
        MailState::Failed => "failed",
    }
}

fn read(row: &AnyRow) -> Result<StoredMail, StoreError> {
    let state: String = row.try_get("state")?;
    let state = [MailState::Waiting, MailState::Sent, MailState::Failed]
        .into_iter()
        .find(|known| state_name(*known) == state)
        .ok_or_else(|| StoreError::Corrupt(format!("a mail in state {state}")))?;
    Ok(StoredMail {
        org: id(row.try_get("org")?)?,
        mail: row.try_get("mail")?,
        address: row.try_get("address")?,
        subject: row.try_get("subject")?,
        text: row.try_get("text")?,
        link: row.try_get("link")?,
        link_hash: row.try_get("link_hash")?,
        reply_to: row.try_get("reply_to")?,
        link_expires_at: row.try_get::<Option<i64>, _>("link_expires_at")?.map(Timestamp),
        state,
        attempts: u32::try_from(row.try_get::<i64, _>("attempts")?).unwrap_or(u32::MAX),
        error: row.try_get("error")?,
        next_try_at: Timestamp(row.try_get("next_try_at")?),
        created_at: Timestamp(row.try_get("created_at")?),
        sent_at: row.try_get::<Option<i64>, _>("sent_at")?.map(Timestamp),
    })
}

impl Store {
    /// The outbox of `org`, at most 500: what waits comes first, then the newest.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn mails(&self, org: &OrgId) -> Result<Vec<StoredMail>, StoreError> {
        let rows = sqlx::query(select!(
            "WHERE org = $1 ORDER BY CASE state WHEN 'waiting' THEN 0 ELSE 1 END, created_at DESC, mail DESC LIMIT 500"
        ))
        .bind(org.as_str())
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(read).collect()
    }

    /// One mail of `org`.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn mail(&self, org: &OrgId, mail: &str) -> Result<Option<StoredMail>, StoreError> {
        let row = sqlx::query(select!("WHERE org = $1 AND mail = $2"))
            .bind(org.as_str())
            .bind(without_nul(mail)?)
            .fetch_optional(self.pool())
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// Mails of every organisation that are to be sent by `now`, oldest first, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn mails_to_send(&self, now: Timestamp, limit: i64) -> Result<Vec<StoredMail>, StoreError> {
        let rows =
            sqlx::query(select!("WHERE state = 'waiting' AND next_try_at <= $1 ORDER BY next_try_at, mail LIMIT $2"))
                .bind(now.0)
                .bind(limit)
                .fetch_all(self.pool())
                .await?;
        rows.iter().map(read).collect()
    }
}

pub(super) async fn add(conn: &mut AnyConnection, org: &OrgId, mail: &Mail) -> Result<(), StoreError> {
    let turn = if mail.link.is_some() { turn(conn, mail).await? } else { mail.at };
    sqlx::query(
        "INSERT INTO outbox (org, mail, person, address, subject, text, link, link_expires_at, state, attempts,
         next_try_at, created_at, link_hash, reply_to)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', 0, $9, $10, $11, $12)",
    )
    .bind(org.as_str())
    .bind(&mail.id)
    .bind(mail.person.as_ref().map(|id| id.as_str().to_owned()))
    .bind(without_nul(&mail.address)?)
    .bind(without_nul(&mail.subject)?)
    .bind(without_nul(&mail.text)?)
    .bind(mail.link.clone())
    .bind(mail.link_expires_at.map(|at| at.0))
    .bind(turn.0)
    .bind(mail.at.0)
    .bind(mail.link_hash.clone())
    .bind(mail.reply_to.clone())
    .execute(conn)
    .await?;
    Ok(())
}

/// When a mail with a link may go, and takes that turn: at most three to one address in any hour. Refused is a mail that
/// must go at once and one that would wait longer than a day or than its link lives; then nothing of its batch is kept.
async fn turn(conn: &mut AnyConnection, mail: &Mail) -> Result<Timestamp, StoreError> {
    let row = sqlx::query(
        "INSERT INTO link_mail (address, newest, middle, oldest) VALUES ($1, $2, $3, $3)
         ON CONFLICT (address) DO UPDATE SET oldest = link_mail.middle, middle = link_mail.newest,
         newest = CASE WHEN link_mail.oldest + $4 > excluded.newest THEN link_mail.oldest + $4
         ELSE excluded.newest END RETURNING newest",
    )
    .bind(without_nul(&mail.address)?.to_lowercase())
    .bind(mail.at.0)
    .bind(mail.at.0 - LINKS_WINDOW)
    .bind(LINKS_WINDOW)
    .fetch_one(conn)
    .await?;
    let turn: i64 = row.try_get("newest")?;
    let wait = turn - mail.at.0;
    let ends_first = mail.link_expires_at.is_some_and(|ends| ends.0 <= turn);
    if wait > 0 && (!mail.may_wait || wait > LONGEST_WAIT || ends_first) {
        let seconds = u64::try_from(wait).unwrap_or(0).div_ceil(1000);
        return Err(StoreError::LinksSpent { seconds });
    }
    Ok(Timestamp(turn))
}

impl Store {
    /// How many mails wait to be sent, of all organisations.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn mails_waiting(&self) -> Result<i64, StoreError> {
        let sql = "SELECT CAST(COUNT(*) AS BIGINT) FROM outbox WHERE state = 'waiting'";
        Ok(sqlx::query_scalar(sql).fetch_one(self.pool()).await?)
    }
}

pub(super) async fn tried(conn: &mut AnyConnection, outcome: &Outcome) -> Result<(), StoreError> {
    let sent_at = (outcome.state == MailState::Sent).then_some(outcome.at.0);
    sqlx::query(
        "UPDATE outbox SET state = $1, attempts = attempts + 1, error = $2, next_try_at = $3, sent_at = $4,
         link = CASE WHEN $1 = 'sent' THEN NULL ELSE link END WHERE org = $5 AND mail = $6",
    )
    .bind(state_name(outcome.state))
    .bind(outcome.error.clone())
    .bind(outcome.next_try_at.0)
    .bind(sent_at)
    .bind(outcome.org.as_str())
    .bind(&outcome.mail)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn forget_links(conn: &mut AnyConnection, org: &OrgId, person: &PersonId) -> Result<(), StoreError> {
    sqlx::query("UPDATE outbox SET link = NULL WHERE org = $1 AND person = $2 AND link IS NOT NULL")
        .bind(org.as_str())
        .bind(person.as_str())
        .execute(conn)
        .await?;
    Ok(())
}
