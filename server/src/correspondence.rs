//! Letters about one assessment to the vendor's person who answers, with the links they carry.
//!
//! An invitation's link opens by itself, once. Every later letter leads back in: into a live session, else to the one
//! button that sends a fresh link. Where nobody sends mail, an admin hands a link on that opens by itself.

mod findings;

pub use findings::{tell_decision, tell_raised};

use crate::error::Error;
use crate::letters::portal::{self as letter, About, Asking, FRESH_LIFE_BY_HAND};
use crate::letters::{self, Made, Recipient};
use crate::record::{Dossier, settings};
use crate::state::AppState;
use crate::store::people::PersonRow;
use crate::store::{Batch, Mail, Row};
use domain::api::people::Settings;
use domain::api::portal::{AskPerson, Receipt};
use domain::api::problem::Code;
use domain::api::session::LinkKind;
use domain::assessment::portal::welcome_counts;
use domain::assessment::{Outcome, Plan};
use domain::calendar::{day_after, plus_days};
use domain::id::{AssessmentId, OrgId};
use domain::journal::{DAY_MILLIS, Timestamp};

/// Days that an invitation lives on after the answers were due.
const AFTER_DUE: i64 = 30;

/// What the buyer shows of itself to vendors.
#[derive(Debug, Clone)]
pub struct Buyer {
    /// Its settings.
    pub settings: Settings,
    /// Whom to ask; empty while nobody was named.
    pub ask: AskPerson,
}

impl Buyer {
    /// The buyer behind `org`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn read(state: &AppState, org: &OrgId) -> Result<Self, Error> {
        let settings = settings(&state.store, org).await?;
        let ask = settings.contact.clone().map(|contact| AskPerson {
            name: contact.name,
            email: contact.email,
            phone: contact.phone,
        });
        Ok(Buyer { settings, ask: ask.unwrap_or_default() })
    }

    /// How long answers are kept, in months.
    #[must_use]
    pub fn retention_months(&self) -> u32 {
        u32::from(self.settings.retention_months)
    }
}

/// Thirty days after the end of the day by which answers are due.
#[must_use]
pub fn month_after_due(plan: &Plan) -> Timestamp {
    Timestamp::start_of(plus_days(day_after(plan.due), AFTER_DUE))
}

/// When an invitation ends that is sent at `now`: a month after answers are due, or from now if that is later.
#[must_use]
pub fn invitation_ends(plan: &Plan, now: Timestamp) -> Timestamp {
    month_after_due(plan).max(Timestamp(now.0 + AFTER_DUE * DAY_MILLIS))
}

/// The person who answers an assessment, and what every letter to them names.
#[derive(Debug, Clone)]
pub struct Addressee {
    buyer: Buyer,
    contact: PersonRow,
    assessment: AssessmentId,
    plan: Plan,
    system: String,
    questions: u32,
    minutes: u32,
}

impl Addressee {
    /// The contact of an assessment as it stands in the dossier.
    ///
    /// # Errors
    /// Not found, or a refusal when the contact was removed.
    pub async fn of(state: &AppState, org: &OrgId, dossier: &Dossier, id: &AssessmentId) -> Result<Self, Error> {
        let known = dossier.assessment(id)?;
        let plan = known.folded.plan().ok_or_else(Error::not_found)?.clone();
        let contact = state.store.person(org, &plan.contact).await?.filter(|person| person.active);
        let (questions, minutes) = welcome_counts(&known.questionnaire);
        let gone = || Error::new(Code::State, "the contact was removed; choose another contact first");
        Ok(Addressee {
            buyer: Buyer::read(state, org).await?,
            contact: contact.ok_or_else(gone)?,
            assessment: id.clone(),
            system: dossier.labels(known).system.to_owned(),
            plan,
            questions,
            minutes,
        })
    }

    /// The same, with the contact's row as it will be.
    #[must_use]
    pub fn at(self, contact: PersonRow) -> Self {
        Addressee { contact, ..self }
    }

    /// The person.
    #[must_use]
    pub fn contact(&self) -> &PersonRow {
        &self.contact
    }

    fn about(&self) -> About<'_> {
        let PersonRow { person, name, email, .. } = &self.contact;
        About {
            to: Recipient { person, name, email },
            organisation: &self.buyer.settings.organisation,
            system: &self.system,
            ask: &self.buyer.ask,
        }
    }

    fn link(&self, state: &AppState, kind: LinkKind, at: Timestamp, life: i64) -> Made {
        let person = Some(self.contact.person.clone());
        letters::make(&state.config.public_url, kind, person, Some(self.assessment.clone()), at, life)
    }

    fn put(batch: &mut Batch, made: Made, mail: Mail) {
        batch.rows.push(Row::AddLink(made.link));
        batch.mails.push(mail);
    }

    /// Puts a fresh invitation into a batch; what was there before for the assessment ends. Gives the link.
    pub fn invite(&self, state: &AppState, at: Timestamp, batch: &mut Batch) -> String {
        let life = invitation_ends(&self.plan, at).0 - at.0;
        let made = self.link(state, LinkKind::Invitation, at, life);
        let standing_text = &self.buyer.settings.invitation_text;
        let Plan { due, reason, .. } = &self.plan;
        let asking = Asking { due: *due, reason, questions: self.questions, minutes: self.minutes };
        let mail = letter::invitation(self.about(), asking, standing_text, &made);
        batch.rows.push(Row::RevokeLinksOfAssessment(self.assessment.clone(), at));
        let url = made.url.clone();
        Self::put(batch, made, mail);
        url
    }

    /// Puts a link into a batch that lives for `life` milliseconds and opens in one browser only, if bound to one.
    pub fn send_fresh_link(
        &self,
        state: &AppState,
        at: Timestamp,
        life: i64,
        bound_to: Option<String>,
        batch: &mut Batch,
    ) {
        let mut made = self.link(state, LinkKind::SignIn, at, life);
        made.link.bound_to = bound_to;
        let mail = letter::fresh_link(self.about(), life, &made);
        let (person, kind) = (self.contact.person.clone(), LinkKind::SignIn);
        batch.rows.push(Row::RevokeLinks { person, kind, at });
        Self::put(batch, made, mail);
    }

    /// Tells the person that the link was used.
    #[must_use]
    pub fn link_used(&self, at: Timestamp) -> Mail {
        letter::link_used(self.about(), at)
    }

    /// Tells the person at this address that letters go elsewhere from now on.
    #[must_use]
    pub fn address_changed(&self, at: Timestamp) -> Mail {
        letter::address_changed(self.about(), at)
    }

    /// Tells the person that they are no contact any more.
    #[must_use]
    pub fn removed(&self, at: Timestamp) -> Mail {
        letter::removed(self.about(), at)
    }

    /// Tells the person that somebody else answers from now on.
    #[must_use]
    pub fn replaced(&self, at: Timestamp) -> Mail {
        letter::replaced(self.about(), at)
    }

    /// Puts the letter about queries that came back into a batch.
    pub fn tell_return(&self, state: &AppState, queries: usize, at: Timestamp, batch: &mut Batch) {
        let made = self.way_back(state, at);
        let mail = letter::returned(self.about(), queries, self.plan.due, &made);
        Self::put_way_back(state, batch, made, mail);
    }

    /// Puts the letter about the outcome into a batch.
    pub fn tell_outcome(&self, state: &AppState, outcome: &Outcome, findings: usize, at: Timestamp, batch: &mut Batch) {
        let made = self.way_back(state, at);
        let mail = letter::concluded(self.about(), outcome, findings, &made);
        Self::put_way_back(state, batch, made, mail);
    }

    /// The receipt of a submission.
    #[must_use]
    pub fn receipt(&self, receipt: &Receipt) -> Mail {
        letter::receipt(self.about(), receipt)
    }

    /// A link back in. With mail it has ended from the start: it opens a live session and is good for asking for a
    /// fresh one. Without, it opens by itself for a week.
    fn way_back(&self, state: &AppState, at: Timestamp) -> Made {
        let life = if state.config.smtp_url.is_some() { 0 } else { FRESH_LIFE_BY_HAND };
        self.link(state, LinkKind::SignIn, at, life)
    }

    fn put_way_back(state: &AppState, batch: &mut Batch, made: Made, mut mail: Mail) {
        if state.config.smtp_url.is_some() {
            // The mail keeps the link until it is sent, however long that takes.
            mail.link_expires_at = None;
        }
        Self::put(batch, made, mail);
    }
}
