//! Why a command may not be carried out: a sentence that says what to do, and what a reply needs beside it.
//!
//! The server turns [`Refusal::code`] into a status and [`Refusal::faults`] into the problem's list; it adds no words.

use super::Stage;
use crate::actor::Role;
use crate::answer::WrongAnswer;
use crate::api::problem::{Code, Fault};
use crate::finding::{FindingState, Step};
use crate::id::QuestionId;

/// Why a command may not be carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It does not exist, or it is not the caller's.
    #[error("there is no such assessment")]
    Unknown,
    /// It exists already.
    #[error("this assessment exists already")]
    Exists,
    /// The caller lacks a role.
    #[error("this takes the role {}; ask a colleague who holds it", titles(roles))]
    Role {
        /// Any of these would do.
        roles: &'static [Role],
    },
    /// Only the vendor's contact does this.
    #[error("only the vendor's contact does this")]
    OnlyVendor,
    /// Only Assay itself does this.
    #[error("Assay does this by itself")]
    OnlySystem,
    /// Where it stands forbids it.
    #[error("this is not possible while the assessment is {}", stage.words())]
    Stage {
        /// Where it stands.
        stage: Stage,
    },
    /// There is no such question in its questionnaires.
    #[error("there is no question {question} in this assessment")]
    UnknownQuestion {
        /// The question.
        question: QuestionId,
    },
    /// The question is not asked, given the other answers.
    #[error("question {question} is not asked, given the other answers; reload the page to see which are")]
    NotAsked {
        /// The question.
        question: QuestionId,
    },
    /// After a return only some questions are open.
    #[error("question {question} did not come back with a query; only the queried questions can be changed now")]
    NotOpen {
        /// The question.
        question: QuestionId,
    },
    /// The answer has moved since it was read.
    #[error("this answer was changed in the meantime; compare both and choose one")]
    Stale {
        /// The question.
        question: QuestionId,
        /// Its revision now.
        current: u64,
    },
    /// The answer does not fit the question.
    #[error("{source}")]
    WrongAnswer {
        /// The question.
        question: QuestionId,
        /// The field: `value`, `not_applicable` or `comment`.
        at: &'static str,
        /// Why.
        source: WrongAnswer,
    },
    /// A field breaks a rule.
    #[error("{detail}")]
    Field {
        /// The field.
        at: &'static str,
        /// What to do.
        detail: String,
    },
    /// Required answers are missing; all of them.
    #[error("{} required {} still to be given", missing.len(), if missing.len() == 1 { "answer is" } else { "answers are" })]
    Missing {
        /// The questions, in the order asked.
        missing: Vec<QuestionId>,
    },
    /// There is no such evidence.
    #[error("there is no such evidence in this assessment")]
    UnknownEvidence,
    /// The id is taken.
    #[error("this evidence is attached already")]
    EvidenceExists,
    /// Too many files.
    #[error("an assessment takes at most {} pieces of evidence; remove one first", super::MAX_EVIDENCE)]
    TooMuchEvidence,
    /// A person saves too many changes within a minute.
    #[error(
        "{} changes were saved within a minute, more than enough for one person; the next is taken in {seconds} s",
        super::MOST_SAVED_A_MINUTE
    )]
    TooFast {
        /// Until the next is taken.
        seconds: u64,
    },
    /// The assessment has taken as many changes as it takes.
    #[error(
        "this assessment has taken as many changes as it takes: {} or 64 MiB of text; submit it as it is saved, or ask the buyer",
        super::MOST_SAVED
    )]
    WrittenFull,
    /// The question's query is with the vendor.
    #[error("question {question} is with the vendor; wait for the answer to the query")]
    WithVendor {
        /// The question.
        question: QuestionId,
    },
    /// Nothing to send back.
    #[error("there is no query to send back; query an answer first")]
    NoQueries,
    /// The claim "does not apply" was not made.
    #[error("the vendor did not mark question {question} as not applicable")]
    NotClaimed {
        /// The question.
        question: QuestionId,
    },
    /// There is no override to take back.
    #[error("the credit of question {question} is not overridden")]
    NotOverridden {
        /// The question.
        question: QuestionId,
    },
    /// The question is not scored.
    #[error("question {question} is not scored, so there is no credit to override")]
    NotScored {
        /// The question.
        question: QuestionId,
    },
    /// It cannot be concluded yet; all reasons.
    #[error("{}", needs.join("; "))]
    NotReady {
        /// Each a sentence.
        needs: Vec<String>,
    },
    /// Nothing would raise the finding.
    #[error("nothing in the answers raises this finding now; reload the page to see what does")]
    NoCause,
    /// There is no such finding.
    #[error("there is no such finding in this assessment")]
    UnknownFinding,
    /// The finding's state forbids it.
    #[error("\u{201c}{}\u{201d} is not possible while the finding is {}", step.title(), state.words())]
    FindingState {
        /// Where the finding stands.
        state: FindingState,
        /// What was asked for.
        step: Step,
    },
    /// Evidence is shown for a finding while its next step is the vendor's.
    #[error("evidence cannot be changed while the finding is {}", state.words())]
    NotYourTurn {
        /// Where the finding stands.
        state: FindingState,
    },
    /// The caller may not do this to a finding.
    #[error("\u{201c}{}\u{201d} is for {}", step.title(), step.who())]
    FindingParty {
        /// What was asked for.
        step: Step,
    },
    /// The verified answer is not good enough.
    #[error("{detail}")]
    WeakFix {
        /// What it must reach.
        detail: String,
    },
}

fn titles(roles: &[Role]) -> String {
    roles.iter().map(|role| role.title()).collect::<Vec<_>>().join(" or ")
}

impl Refusal {
    /// What the program needs to know of it.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            Refusal::Unknown | Refusal::UnknownQuestion { .. } | Refusal::UnknownEvidence | Refusal::UnknownFinding => {
                Code::NotFound
            }
            Refusal::Role { .. } | Refusal::OnlyVendor | Refusal::OnlySystem | Refusal::FindingParty { .. } => {
                Code::Forbidden
            }
            Refusal::Exists
            | Refusal::Stage { .. }
            | Refusal::NotAsked { .. }
            | Refusal::NotOpen { .. }
            | Refusal::EvidenceExists
            | Refusal::TooMuchEvidence
            | Refusal::WrittenFull
            | Refusal::WithVendor { .. }
            | Refusal::NoQueries
            | Refusal::NotClaimed { .. }
            | Refusal::NotOverridden { .. }
            | Refusal::NotScored { .. }
            | Refusal::NotReady { .. }
            | Refusal::NoCause
            | Refusal::NotYourTurn { .. }
            | Refusal::FindingState { .. } => Code::State,
            Refusal::Stale { .. } => Code::Stale,
            Refusal::TooFast { .. } => Code::TooMany,
            Refusal::WrongAnswer { .. } | Refusal::Field { .. } | Refusal::Missing { .. } | Refusal::WeakFix { .. } => {
                Code::Invalid
            }
        }
    }

    /// Every fault, for the problem's list; empty when the sentence says it all.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        match self {
            Refusal::WrongAnswer { at, source, .. } => vec![Fault::new(*at, source.to_string())],
            Refusal::Field { at, detail } => vec![Fault::new(*at, detail.clone())],
            Refusal::WeakFix { detail } => vec![Fault::new("value", detail.clone())],
            Refusal::Missing { missing } => {
                missing.iter().map(|question| Fault::new(question.as_str(), "answer this question")).collect()
            }
            Refusal::NotReady { needs } => needs.iter().map(|need| Fault::new("", need.clone())).collect(),
            Refusal::Unknown
            | Refusal::Exists
            | Refusal::Role { .. }
            | Refusal::OnlyVendor
            | Refusal::OnlySystem
            | Refusal::Stage { .. }
            | Refusal::UnknownQuestion { .. }
            | Refusal::NotAsked { .. }
            | Refusal::NotOpen { .. }
            | Refusal::Stale { .. }
            | Refusal::UnknownEvidence
            | Refusal::EvidenceExists
            | Refusal::TooMuchEvidence
            | Refusal::TooFast { .. }
            | Refusal::WrittenFull
            | Refusal::WithVendor { .. }
            | Refusal::NoQueries
            | Refusal::NotClaimed { .. }
            | Refusal::NotOverridden { .. }
            | Refusal::NotScored { .. }
            | Refusal::NoCause
            | Refusal::NotYourTurn { .. }
            | Refusal::UnknownFinding
            | Refusal::FindingState { .. }
            | Refusal::FindingParty { .. } => Vec::new(),
        }
    }

    /// Seconds after which the same is taken, where time alone is missing.
    #[must_use]
    pub fn retry_after(&self) -> Option<u64> {
        if let Refusal::TooFast { seconds } = self { Some(*seconds) } else { None }
    }

    /// The question concerned, if it is one.
    #[must_use]
    pub fn question(&self) -> Option<&QuestionId> {
        match self {
            Refusal::UnknownQuestion { question }
            | Refusal::NotAsked { question }
            | Refusal::NotOpen { question }
            | Refusal::Stale { question, .. }
            | Refusal::WrongAnswer { question, .. }
            | Refusal::WithVendor { question }
            | Refusal::NotClaimed { question }
            | Refusal::NotOverridden { question }
            | Refusal::NotScored { question } => Some(question),
            Refusal::Unknown
            | Refusal::Exists
            | Refusal::Role { .. }
            | Refusal::OnlyVendor
            | Refusal::OnlySystem
            | Refusal::Stage { .. }
            | Refusal::Field { .. }
            | Refusal::Missing { .. }
            | Refusal::UnknownEvidence
            | Refusal::EvidenceExists
            | Refusal::TooMuchEvidence
            | Refusal::TooFast { .. }
            | Refusal::WrittenFull
            | Refusal::NoQueries
            | Refusal::NotReady { .. }
            | Refusal::NoCause
            | Refusal::NotYourTurn { .. }
            | Refusal::UnknownFinding
            | Refusal::FindingState { .. }
            | Refusal::FindingParty { .. }
            | Refusal::WeakFix { .. } => None,
        }
    }
}
