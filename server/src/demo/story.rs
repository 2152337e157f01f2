//! What happens to one AI system of the example: assessments that were concluded, and what comes after.
//!
//! Days are counted back from today, so the story is always fifteen months long and ends now.

use super::answers::{answers_of, blocking};
use super::cast::{Ending, Quality, Supplier, System};
use super::stage::{Ids, Stage, id, staff, system_id};
use super::{evidence, remedy};
use crate::correspondence::Addressee;
use crate::error::Error;
use crate::record::{Change, shipped};
use crate::store::{Reading, Row};
use domain::actor::{Actor, Role};
use domain::assessment::{Command, Entry, Judgement, Outcome, Plan, Verdict};
use domain::calendar::plus_days;
use domain::id::{AssessmentId, QuestionId};
use domain::scoring::{Questionnaire, ScoreBand};
use domain::vendor::suggested;

/// How long after it was sent things happen, in days.
const ANSWERED: i64 = 5;
const SUBMITTED: i64 = 12;
const REVIEWED: i64 = 17;
const CONCLUDED: i64 = 20;

/// Plays one system's story.
pub(super) async fn play(stage: &Stage, supplier: &Supplier, system: &System) -> Result<(), Error> {
    let ids = Ids::of(supplier)?;
    for (round, sent) in (0..).zip(system.concluded) {
        let scene = Scene::open(stage, &ids, supplier, system, round, *sent).await?;
        scene.send().await?;
        scene.answer(100, false).await?;
        scene.submit().await?;
        scene.review(100).await?;
        scene.conclude().await?;
        remedy::play(stage, &scene).await?;
    }
    let round = u32::try_from(system.concluded.len()).unwrap_or(0);
    let sent = match system.ending {
        Ending::Nothing => return Ok(()),
        Ending::Draft | Ending::Sent => 3,
        Ending::Answering(_) => 16,
        Ending::Submitted => 24,
        Ending::InReview => 30,
        Ending::Returned => 33,
        Ending::Withdrawn => 50,
        Ending::Rejected => 70,
    };
    let scene = Scene::open(stage, &ids, supplier, system, round, sent).await?;
    scene.end().await
}

/// One assessment being played.
pub(super) struct Scene<'a> {
    pub(super) stage: &'a Stage,
    pub(super) ids: &'a Ids,
    pub(super) system: &'a System,
    pub(super) supplier: &'a Supplier,
    pub(super) id: AssessmentId,
    pub(super) round: u32,
    /// Days ago on which it was sent.
    pub(super) sent: i64,
    pub(super) questionnaire: Questionnaire,
}

impl<'a> Scene<'a> {
    /// Drafts the assessment as the tier and the system's fields suggest.
    async fn open(
        stage: &'a Stage,
        ids: &'a Ids,
        supplier: &'a Supplier,
        system: &'a System,
        round: u32,
        sent: i64,
    ) -> Result<Self, Error> {
        stage.at(sent, 9);
        let assessment: AssessmentId = id(&format!("{}-{}", system.id, round + 1))?;
        let mut change = stage.of_vendor(ids, staff(Role::Analyst)?).await?;
        let known = change.dossier.vendor.systems.get(&system_id(system)?).cloned().ok_or_else(Error::not_found)?;
        let shipped = shipped()?;
        let suggestion = suggested(&known, &shipped.intake).ok_or_else(Error::not_found)?;
        let by_id = |wanted: &domain::id::TemplateId| {
            shipped.templates.iter().find(|shipped| shipped.template.id == *wanted).map(|shipped| shipped.hash.clone())
        };
        let plan = Plan {
            vendor: ids.vendor.clone(),
            system: system_id(system)?,
            templates: suggestion.templates.iter().filter_map(by_id).collect(),
            depth: suggestion.depth,
            due: plus_days(stage.day(sent), 21),
            contact: ids.contact.clone(),
            spares_future_duties: false,
            reason: if round == 0 {
                format!("We want to use {} and assess it before the contract is signed.", system.name)
            } else {
                format!("The regular re-assessment of {} is due.", system.name)
            },
        };
        let questionnaire = stage.state.questionnaire(&stage.org, &plan).await?;
        change.draft(&stage.state, assessment.clone(), plan, suggestion.terms).await?;
        stage.commit(change).await?;
        Ok(Scene { stage, ids, system, supplier, id: assessment, round, sent, questionnaire })
    }

    async fn end(self) -> Result<(), Error> {
        match self.system.ending {
            Ending::Nothing | Ending::Draft => return Ok(()),
            Ending::Sent
            | Ending::Answering(_)
            | Ending::Submitted
            | Ending::InReview
            | Ending::Returned
            | Ending::Withdrawn
            | Ending::Rejected => self.send().await?,
        }
        match self.system.ending {
            Ending::Nothing | Ending::Draft | Ending::Sent => {}
            Ending::Answering(part) => self.answer(part, false).await?,
            Ending::Withdrawn => {
                self.answer(30, false).await?;
                self.stage.at(self.sent - 15, 11);
                let reason = "The contract was given to another vendor.".to_owned();
                let mut change = self.stage.of(&self.id, staff(Role::Analyst)?).await?;
                change.assessment(&self.id, Command::Withdraw { reason })?;
                let shut_out = Row::RevokeLinksOfAssessment(self.id.clone(), change.at());
                change.batch().rows.push(shut_out);
                self.stage.commit(change).await?;
            }
            Ending::Submitted => {
                self.answer(100, false).await?;
                self.submit().await?;
            }
            Ending::InReview => {
                self.answer(100, false).await?;
                self.submit().await?;
                self.review(60).await?;
            }
            Ending::Returned => {
                self.answer(100, false).await?;
                self.submit().await?;
                self.review(100).await?;
                self.send_back().await?;
            }
            Ending::Rejected => {
                self.answer(100, true).await?;
                self.submit().await?;
                self.review(100).await?;
                self.conclude().await?;
                remedy::play(self.stage, &self).await?;
            }
        }
        Ok(())
    }

    /// Whether it is the system's newest assessment.
    fn is_last(&self) -> bool {
        self.round as usize == self.system.concluded.len()
    }

    /// Sends it with its invitation. One that was opened needs its mail no more; the others wait in the outbox, but
    /// where a mail server is configured: nothing is mailed to people who were invented.
    async fn send(&self) -> Result<(), Error> {
        let (state, org) = (&self.stage.state, &self.stage.org);
        self.stage.at(self.sent - ANSWERED, 7);
        let opened = state.clock.now();
        self.stage.at(self.sent, 10);
        let mut change = self.stage.of(&self.id, staff(Role::Analyst)?).await?;
        change.assessment(&self.id, Command::Send)?;
        let to = Addressee::of(state, org, &change.dossier, &self.id).await?;
        let at = change.at();
        let batch = change.batch();
        to.invite(state, at, batch);
        let is_opened = !(self.is_last() && self.system.ending == Ending::Sent);
        if is_opened {
            let links =
                batch.rows.iter().filter_map(|row| if let Row::AddLink(link) = row { Some(link) } else { None });
            let used: Vec<String> = links.map(|link| link.token_hash.clone()).collect();
            batch.rows.extend(used.into_iter().map(|token_hash| Row::UseLink { token_hash, at: opened }));
        }
        if is_opened || state.config.smtp_url.is_some() {
            batch.mails.clear();
        }
        self.stage.commit(change).await?;
        Ok(())
    }

    /// Answers a part of the questions, section by section; `blocked` fails a stop question.
    async fn answer(&self, part: u8, blocked: bool) -> Result<(), Error> {
        let day = self.stage.day(self.sent - ANSWERED);
        let mut given = answers_of(&self.questionnaire, self.system, self.round, day);
        if blocked && let Some((question, entry)) = blocking(&self.questionnaire, &given) {
            given.retain(|(id, _)| *id != question);
            given.push((question, entry));
        }
        let count = given.len() * usize::from(part) / 100;
        for (hour, portion) in (0..).zip(given.get(..count).unwrap_or_default().chunks(14)) {
            self.stage.at(self.sent - ANSWERED, 8 + hour);
            self.answer_some(portion).await?;
        }
        evidence::attach(self, day).await
    }

    async fn answer_some(&self, portion: &[(QuestionId, Entry)]) -> Result<(), Error> {
        let (state, org) = (&self.stage.state, &self.stage.org);
        let mut change = Change::of_answers(Reading::Anew, state, org, self.ids.answers(), &self.id).await?;
        for (question, entry) in portion {
            let (question, entry) = (question.clone(), entry.clone());
            change.assessment(&self.id, Command::Answer { question, entry, revision: 0 })?;
        }
        self.stage.commit(change).await?;
        Ok(())
    }

    async fn submit(&self) -> Result<(), Error> {
        self.stage.at(self.sent - SUBMITTED, 15);
        let mut change = self.stage.of(&self.id, self.ids.answers()).await?;
        change.assessment(&self.id, Command::Submit { signatory: self.ids.contact.clone() })?;
        self.stage.commit(change).await?;
        Ok(())
    }

    /// Reviews a part of the answers: accepts them, judges evidence, asks about a few, overrides one.
    async fn review(&self, part: usize) -> Result<(), Error> {
        self.stage.at(self.sent - REVIEWED, 10);
        let mut change = self.stage.of(&self.id, staff(Role::Reviewer)?).await?;
        let known = change.dossier.assessment(&self.id)?;
        let questions: Vec<QuestionId> = known.folded.answers().keys().cloned().collect();
        let evidence: Vec<_> = known.folded.evidence().to_vec();
        let asks = self.system.ending == Ending::Returned && self.is_last();
        let (until, count) = (self.stage.day(self.sent - 365), questions.len() * part / 100);
        for (place, question) in questions.iter().take(count).enumerate() {
            let verdict = if asks && place % 23 == 7 {
                Verdict::Query { message: "Which record shows this for the version we use?".into() }
            } else {
                Verdict::Accept
            };
            change.assessment(&self.id, Command::Review { question: question.clone(), verdict })?;
        }
        for (place, attachment) in evidence.iter().enumerate().take(evidence.len() * part / 100) {
            let accepted = place % 11 != 10;
            let judgement = Judgement {
                accepted,
                level: if !accepted {
                    0
                } else if place % 5 == 2 {
                    3
                } else {
                    2
                },
                valid_until: accepted.then_some(until),
                no_end: false,
                reason: if accepted { String::new() } else { "The document is of another product.".into() },
            };
            change.assessment(&self.id, Command::Judge { evidence: attachment.id.clone(), judgement })?;
        }
        self.override_one(&mut change, &questions)?;
        self.stage.commit(change).await?;
        Ok(())
    }

    /// A weak vendor claims too much once: the reviewer sets the credit.
    fn override_one(&self, change: &mut Change, questions: &[QuestionId]) -> Result<(), Error> {
        let scored = |id: &&QuestionId| {
            self.questionnaire.question(id).is_some_and(|question| question.scored && !question.critical)
        };
        let Some(question) = questions.iter().filter(scored).nth(9).filter(|_| self.system.quality != Quality::Strong)
        else {
            return Ok(());
        };
        let reason = "The record shows the process for another product only.".to_owned();
        let verdict = Verdict::Override { credit: 50, level: None, reason };
        change.assessment(&self.id, Command::Review { question: question.clone(), verdict })?;
        Ok(())
    }

    async fn send_back(&self) -> Result<(), Error> {
        self.stage.at(self.sent - REVIEWED, 16);
        self.stage.act(&self.id, staff(Role::Reviewer)?, Command::Return).await?;
        Ok(())
    }

    async fn conclude(&self) -> Result<(), Error> {
        self.stage.at(self.sent - CONCLUDED, 14);
        let mut change = self.stage.of(&self.id, staff(Role::Approver)?).await?;
        let known = change.dossier.assessment(&self.id)?;
        let score = known.folded.score(&known.questionnaire, self.stage.day(self.sent - CONCLUDED));
        let (blocked, band) = score.map_or((true, None), |score| (score.blocked, score.band()));
        let (outcome, reason) = if blocked {
            (Outcome::Rejected, "A question that may not fail has failed.")
        } else if band.is_some_and(|band| band <= ScoreBand::B) {
            (Outcome::Approved, "The controls are adequate for the tier.")
        } else {
            let conditions = "The critical and high findings are fixed by their dates.".to_owned();
            let until = plus_days(self.stage.day(self.sent - CONCLUDED), 180);
            (Outcome::Conditional { conditions, until }, "Used while the findings are fixed.")
        };
        change.conclude(&self.id, outcome, reason.to_owned())?;
        self.stage.commit(change).await?;
        Ok(())
    }

    /// Days ago on which it was concluded.
    pub(super) fn concluded(&self) -> i64 {
        self.sent - CONCLUDED
    }

    /// The vendor's person.
    pub(super) fn vendor(&self) -> Actor {
        self.ids.answers()
    }
}
