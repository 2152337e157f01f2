//! Delivery of mail over SMTP, off every request's path, with pauses that grow after each failure.
//!
//! Headers are typed, never concatenated. A mail's Message-ID is its own id, so that a mail sent twice after a crash is
//! known as the same one.

use super::holds;
use crate::error::Error;
use crate::letters::link_place;
use crate::state::AppState;
use crate::store::outbox::{Outcome, StoredMail};
use crate::store::{Batch, Row};
use domain::api::people::MailState;
use domain::journal::Timestamp;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use std::time::Duration;

/// Minutes to wait after the first, second … failure; after the last the mail is given up.
const PAUSES: [i64; 7] = [1, 5, 15, 60, 180, 360, 720];
/// The longest the job sleeps when no mail was written here: another node's mail, or a pause that ended.
const LOOK_AGAIN: Duration = Duration::from_secs(15);
const AT_ONCE: i64 = 20;
const LEASE_SECONDS: i64 = 60;
const SMTP_TIMEOUT: Duration = Duration::from_secs(20);

type Transport = AsyncSmtpTransport<Tokio1Executor>;

/// Why mail cannot be sent at all.
#[derive(Debug, thiserror::Error)]
pub enum MailFault {
    /// The server's URL cannot be used.
    #[error("the mail server's URL must look like smtp://host:25 or smtps://user:password@host: {0}")]
    Url(lettre::transport::smtp::Error),
    /// The sender's address cannot be used.
    #[error("the sender must be an address such as Assay <assay@company.example>: {0}")]
    Sender(lettre::address::AddressError),
}

/// The way to the mail server, checked at start; `None` when none is configured.
///
/// # Errors
/// [`MailFault`] when the configuration cannot be used.
pub fn transport(config: &crate::config::Config) -> Result<Option<(Transport, Mailbox)>, MailFault> {
    let Some(url) = &config.smtp_url else { return Ok(None) };
    let transport = Transport::from_url(url).map_err(MailFault::Url)?.timeout(Some(SMTP_TIMEOUT)).build();
    let sender = config.mail_from.parse().map_err(MailFault::Sender)?;
    Ok(Some((transport, sender)))
}

/// Sends what waits, whenever something does.
pub async fn run(state: AppState) {
    let Ok(Some((transport, sender))) = transport(&state.config) else { return };
    let node: String = crate::ids::new();
    loop {
        let outcome = take_turn(&state, &transport, &sender, &node).await;
        state.jobs.note("mail", outcome, state.clock.now());
        let _either = tokio::time::timeout(LOOK_AGAIN, state.store.mail_waits()).await;
    }
}

async fn take_turn(state: &AppState, transport: &Transport, sender: &Mailbox, node: &str) -> Result<(), Error> {
    if holds(state, "mail", node, LEASE_SECONDS).await? {
        while send_some(state, transport, sender, node).await? {}
    }
    Ok(())
}

/// Sends one load of mails for as long as `node` holds the lease; says whether there may be more.
async fn send_some(state: &AppState, transport: &Transport, sender: &Mailbox, node: &str) -> Result<bool, Error> {
    let mails = state.store.mails_to_send(state.clock.now(), AT_ONCE).await?;
    let is_full = i64::try_from(mails.len()).is_ok_and(|count| count == AT_ONCE);
    for mail in mails {
        // The lease outlives one mail, not a load of them.
        if !holds(state, "mail", node, LEASE_SECONDS).await? {
            return Ok(false);
        }
        let sent = match letter(&mail, sender) {
            Ok(message) => transport.send(message).await.map(|_| ()).map_err(|error| error.to_string()),
            Err(error) => Err(error),
        };
        let outcome = outcome(&mail, sent, state.clock.now());
        if let Some(error) = &outcome.error {
            tracing::warn!(mail = outcome.mail, error, "a mail could not be sent");
        }
        state.store.commit(Batch::new(mail.org.clone()).row(Row::MailTried(outcome))).await?;
    }
    Ok(is_full)
}

fn letter(mail: &StoredMail, sender: &Mailbox) -> Result<Message, String> {
    let to: Mailbox = mail.address.parse().map_err(|error: lettre::address::AddressError| error.to_string())?;
    let link = mail.link.as_deref().unwrap_or("(this link has ended)");
    let place = mail.link_hash.as_deref().map(link_place);
    let text = place.map_or_else(|| mail.text.clone(), |place| mail.text.replace(&place, link));
    let mut message = Message::builder().from(sender.clone()).to(to);
    // An address that cannot be read is no reason to keep the letter back.
    if let Some(reply_to) = mail.reply_to.as_deref().and_then(|address| address.parse().ok()) {
        message = message.reply_to(reply_to);
    }
    message
        .subject(mail.subject.clone())
        .message_id(Some(format!("<{}@{}>", mail.mail, sender.email.domain())))
        .header(ContentType::TEXT_PLAIN)
        .body(text)
        .map_err(|error| error.to_string())
}

fn outcome(mail: &StoredMail, sent: Result<(), String>, at: Timestamp) -> Outcome {
    let tries = usize::try_from(mail.attempts).unwrap_or(usize::MAX);
    let (state, error, pause) = match (sent, PAUSES.get(tries)) {
        (Ok(()), _) => (MailState::Sent, None, 0),
        (Err(error), Some(minutes)) => (MailState::Waiting, Some(error), *minutes),
        (Err(error), None) => (MailState::Failed, Some(error), 0),
    };
    // The server's words are shown to admins; they are kept short.
    let error = error.map(|text| text.chars().filter(|c| !c.is_control()).take(300).collect());
    let next_try_at = Timestamp(at.0 + pause * 60_000);
    Outcome { org: mail.org.clone(), mail: mail.mail.clone(), state, error, at, next_try_at }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::OrgId;

    fn mail(attempts: u32, subject: &str) -> StoredMail {
        StoredMail {
            org: OrgId::new("o").expect("id"),
            mail: "m1".into(),
            address: "ann@vendor.example".into(),
            subject: subject.into(),
            text: "Typed: {link}. Open {link:a1} please".into(),
            link: Some("https://assay.example/i#secret".into()),
            link_hash: Some("a1".into()),
            reply_to: Some("kim@buyer.example".into()),
            next_try_at: Timestamp(0),
            link_expires_at: None,
            state: MailState::Waiting,
            attempts,
            error: None,
            created_at: Timestamp(0),
            sent_at: None,
        }
    }

    #[test]
    fn a_failed_mail_waits_longer_each_time_and_is_given_up_in_the_end() {
        let now = Timestamp(1_000);
        let first = outcome(&mail(0, "a"), Err("refused".into()), now);
        assert_eq!((first.state, first.next_try_at), (MailState::Waiting, Timestamp(61_000)));
        assert_eq!(outcome(&mail(7, "a"), Err("refused".into()), now).state, MailState::Failed);
        assert_eq!(outcome(&mail(3, "a"), Ok(()), now).state, MailState::Sent);
    }

    #[test]
    fn a_subject_cannot_add_a_header() {
        let sender = "Assay <assay@buyer.example>".parse().expect("sender");
        let letter = letter(&mail(0, "Hello\r\nBcc: eve@evil.example"), &sender).expect("letter");
        let text = String::from_utf8(letter.formatted()).expect("text");
        let headers = text.split("\r\n\r\n").next().expect("headers");
        assert!(!headers.lines().any(|line| line.to_ascii_lowercase().starts_with("bcc")), "{headers}");
        assert!(headers.lines().any(|line| line == "Reply-To: kim@buyer.example"), "{headers}");
        assert!(text.contains("Typed: {link}. Open https://assay.example/i#secret please"), "{text}");
    }
}
