//! When a question is asked: `all`, `any`, `not`, or a leaf that looks at one earlier answer.
//!
//! These are the condition's shape and spelling only; what a leaf means is decided in `visibility`.

use crate::id::QuestionId;
use serde::{Deserialize, Serialize};

/// A condition on answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Spelling", into = "Spelling")]
pub enum Condition {
    /// Every part holds; an empty list holds.
    All(Vec<Condition>),
    /// At least one part holds; an empty list does not.
    Any(Vec<Condition>),
    /// The part does not hold.
    Not(Box<Condition>),
    /// One answer is looked at.
    Leaf(Leaf),
}

/// A look at one answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaf {
    /// The question whose answer is looked at.
    pub q: QuestionId,
    /// What must be true of it.
    pub test: Test,
}

/// What must be true of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// The value is one of these.
    In(Vec<Scalar>),
    /// Not [`Test::In`]: true also without an answer.
    NotIn(Vec<Scalar>),
    /// At least one chosen option is one of these.
    IncludesAny(Vec<Scalar>),
    /// Every chosen option is one of these.
    Only(Vec<Scalar>),
    /// There is an answer.
    Answered,
    /// The value is this.
    Eq(Scalar),
    /// The value is this or more.
    Gte(Scalar),
    /// The value is this or less.
    Lte(Scalar),
}

/// A value to compare with: a whole number, an option id or a date.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(untagged)]
pub enum Scalar {
    /// A whole number.
    Number(i64),
    /// An option id or a date.
    Text(String),
}

#[derive(Clone, Copy, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
enum Op {
    In,
    NotIn,
    IncludesAny,
    Only,
    Answered,
    Eq,
    Gte,
    Lte,
}

#[derive(Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(untagged)]
enum Operand {
    One(Scalar),
    Many(Vec<Scalar>),
}

/// A condition as the file spells it.
#[derive(Clone, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Spelling {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(no_recursion)]
    all: Option<Vec<Condition>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(no_recursion)]
    any: Option<Vec<Condition>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(no_recursion)]
    not: Option<Box<Condition>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    q: Option<QuestionId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    op: Option<Op>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    value: Option<Operand>,
}

impl TryFrom<Spelling> for Condition {
    type Error = &'static str;

    fn try_from(spelling: Spelling) -> Result<Self, Self::Error> {
        let Spelling { all, any, not, q, op, value } = spelling;
        match (all, any, not, q, op) {
            (Some(parts), None, None, None, None) if value.is_none() => Ok(Condition::All(parts)),
            (None, Some(parts), None, None, None) if value.is_none() => Ok(Condition::Any(parts)),
            (None, None, Some(part), None, None) if value.is_none() => Ok(Condition::Not(part)),
            (None, None, None, Some(q), Some(op)) => Ok(Condition::Leaf(Leaf { q, test: test(op, value)? })),
            _ => Err("a condition has all, any or not alone, or q with op and value"),
        }
    }
}

fn test(op: Op, value: Option<Operand>) -> Result<Test, &'static str> {
    match (op, value) {
        (Op::In, Some(Operand::Many(values))) => Ok(Test::In(values)),
        (Op::NotIn, Some(Operand::Many(values))) => Ok(Test::NotIn(values)),
        (Op::IncludesAny, Some(Operand::Many(values))) => Ok(Test::IncludesAny(values)),
        (Op::Only, Some(Operand::Many(values))) => Ok(Test::Only(values)),
        (Op::Answered, None) => Ok(Test::Answered),
        (Op::Eq, Some(Operand::One(value))) => Ok(Test::Eq(value)),
        (Op::Gte, Some(Operand::One(value))) => Ok(Test::Gte(value)),
        (Op::Lte, Some(Operand::One(value))) => Ok(Test::Lte(value)),
        (Op::In | Op::NotIn | Op::IncludesAny | Op::Only, _) => Err("this operator compares with a list"),
        (Op::Answered, Some(_)) => Err("the operator answered has no value"),
        (Op::Eq | Op::Gte | Op::Lte, _) => Err("this operator compares with one value"),
    }
}

impl From<Condition> for Spelling {
    fn from(condition: Condition) -> Self {
        let none = Spelling::default();
        match condition {
            Condition::All(parts) => Spelling { all: Some(parts), ..none },
            Condition::Any(parts) => Spelling { any: Some(parts), ..none },
            Condition::Not(part) => Spelling { not: Some(part), ..none },
            Condition::Leaf(Leaf { q, test }) => {
                let (op, value) = match test {
                    Test::In(values) => (Op::In, Some(Operand::Many(values))),
                    Test::NotIn(values) => (Op::NotIn, Some(Operand::Many(values))),
                    Test::IncludesAny(values) => (Op::IncludesAny, Some(Operand::Many(values))),
                    Test::Only(values) => (Op::Only, Some(Operand::Many(values))),
                    Test::Answered => (Op::Answered, None),
                    Test::Eq(value) => (Op::Eq, Some(Operand::One(value))),
                    Test::Gte(value) => (Op::Gte, Some(Operand::One(value))),
                    Test::Lte(value) => (Op::Lte, Some(Operand::One(value))),
                };
                Spelling { q: Some(q), op: Some(op), value, ..none }
            }
        }
    }
}

impl utoipa::PartialSchema for Condition {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        <Spelling as utoipa::PartialSchema>::schema()
    }
}

impl utoipa::ToSchema for Condition {}

impl Condition {
    /// Every leaf, in the order written.
    #[must_use]
    pub fn leaves(&self) -> Vec<&Leaf> {
        match self {
            Condition::All(parts) | Condition::Any(parts) => parts.iter().flat_map(Condition::leaves).collect(),
            Condition::Not(part) => part.leaves(),
            Condition::Leaf(leaf) => vec![leaf],
        }
    }
}
