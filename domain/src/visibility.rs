//! Which questions are asked: each question's condition over the answers, resolved to indices beforehand.
//!
//! A look at an absent or not applicable answer is false, except `not_in`, which is by definition `not (in)`:
//! questions fail open. Depth does not hide a question from conditions, only from being asked.

use crate::answer::{Given, Value, parse_date};
use crate::scoring::Slot;
use crate::template::{Question, Scalar, Test};

/// Whether a question is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asking {
    /// Its condition does not hold.
    Hidden,
    /// Its condition holds, but it is a deep question in a base assessment.
    TooDeep,
    /// It is asked.
    Asked,
}

/// A condition with its questions and options resolved.
#[derive(Debug, Clone)]
pub(crate) enum Gate {
    All(Vec<Gate>),
    Any(Vec<Gate>),
    Not(Box<Gate>),
    /// A question of the same template: hidden means unanswered.
    Own(usize, Probe),
    /// A question of another template at hand: its answer counts even when hidden.
    Other(usize, Probe),
    /// A question of no template at hand: the answer map is looked at as it is.
    Outside(usize, Test),
}

/// A test of an answer, with options as bits where the question has options.
#[derive(Debug, Clone)]
pub(crate) enum Probe {
    /// One of these options is chosen; for `in` and `includes_any`, and `eq` on a single choice.
    AnyOf(u64),
    /// No chosen option is outside these.
    Only(u64),
    /// The test is the negation of [`Probe::AnyOf`].
    NoneOf(u64),
    /// There is an answer.
    Answered,
    /// A number or date is compared.
    Compare(Test),
}

impl Probe {
    /// Resolves `test` for answers to `question`.
    pub(crate) fn new(question: &Question, test: &Test) -> Probe {
        if matches!(test, Test::Answered) {
            return Probe::Answered;
        }
        if !question.kind.is_choice() {
            return Probe::Compare(test.clone());
        }
        match test {
            Test::Answered => Probe::Answered,
            Test::In(values) | Test::IncludesAny(values) => Probe::AnyOf(bits(question, values)),
            Test::Eq(value) => Probe::AnyOf(bits(question, std::slice::from_ref(value))),
            Test::NotIn(values) => Probe::NoneOf(bits(question, values)),
            Test::Only(values) => Probe::Only(bits(question, values)),
            // Options have no order: never true.
            Test::Gte(_) | Test::Lte(_) => Probe::AnyOf(0),
        }
    }

    fn holds(&self, answer: Given) -> bool {
        match (self, answer) {
            (Probe::NoneOf(set), Given::Chosen(chosen)) => chosen & set == 0,
            (Probe::NoneOf(_), _) => true,
            (Probe::Compare(test), _) => compare(test, answer),
            (_, Given::Nothing) => false,
            (Probe::Answered, _) => true,
            (Probe::AnyOf(set), Given::Chosen(chosen)) => chosen & set != 0,
            (Probe::Only(set), Given::Chosen(chosen)) => chosen & !set == 0,
            (Probe::AnyOf(_) | Probe::Only(_), Given::Number(_) | Given::Date(_) | Given::Text) => false,
        }
    }
}

/// The bits of the options named in `values`.
fn bits(question: &Question, values: &[Scalar]) -> u64 {
    let named = |id: &str| values.iter().any(|value| matches!(value, Scalar::Text(text) if text == id));
    let chosen = question.options.iter().enumerate().filter(|(_, option)| named(option.id.as_str()));
    chosen.fold(0, |set, (place, _)| set | u32::try_from(place).ok().and_then(|p| 1_u64.checked_shl(p)).unwrap_or(0))
}

/// Compares a number or date.
fn compare(test: &Test, answer: Given) -> bool {
    let ordering = |value: &Scalar| match (answer, value) {
        (Given::Number(number), Scalar::Number(limit)) => Some(number.cmp(limit)),
        (Given::Date(date), Scalar::Text(text)) => parse_date(text).map(|limit| date.cmp(&limit)),
        _ => None,
    };
    decide(test, answer != Given::Nothing, &ordering, &|values| values.iter().any(|v| is_equal(ordering(v))))
}

/// Compares a raw value of a question that is in no template at hand.
fn compare_raw(test: &Test, answer: Option<&Value>) -> bool {
    let ordering = |value: &Scalar| match (answer, value) {
        (Some(Value::Number(number)), Scalar::Number(limit)) => Some(number.cmp(limit)),
        (Some(Value::Text(text)), Scalar::Text(limit)) => Some(text.as_str().cmp(limit.as_str())),
        _ => None,
    };
    if let (Some(Value::List(chosen)), Test::IncludesAny(values) | Test::Only(values)) = (answer, test) {
        let named = |id: &String| values.iter().any(|value| matches!(value, Scalar::Text(text) if text == id));
        let any = matches!(test, Test::IncludesAny(_));
        return if any { chosen.iter().any(named) } else { chosen.iter().all(named) };
    }
    decide(test, answer.is_some(), &ordering, &|values| values.iter().any(|v| is_equal(ordering(v))))
}

fn is_equal(ordering: Option<std::cmp::Ordering>) -> bool {
    ordering == Some(std::cmp::Ordering::Equal)
}

/// What each operator makes of one value. A single value counts as a list of one.
fn decide(
    test: &Test,
    answered: bool,
    ordering: &dyn Fn(&Scalar) -> Option<std::cmp::Ordering>,
    among: &dyn Fn(&[Scalar]) -> bool,
) -> bool {
    match test {
        Test::Answered => answered,
        Test::NotIn(values) => !(answered && among(values)),
        Test::In(values) | Test::IncludesAny(values) | Test::Only(values) => answered && among(values),
        Test::Eq(value) => answered && is_equal(ordering(value)),
        Test::Gte(value) => answered && ordering(value).is_some_and(std::cmp::Ordering::is_ge),
        Test::Lte(value) => answered && ordering(value).is_some_and(std::cmp::Ordering::is_le),
    }
}

/// The value as a condition sees it: none when the answer carries any claim of "not applicable".
fn seen(slot: &Slot) -> Given {
    if slot.na.is_some() { Given::Nothing } else { slot.given }
}

impl Gate {
    /// Whether the condition holds. `before` says of every earlier question whether it is asked.
    pub(crate) fn holds(&self, slots: &[Slot], outside: &[Option<Value>], before: &[Asking]) -> bool {
        match self {
            Gate::All(parts) => parts.iter().all(|part| part.holds(slots, outside, before)),
            Gate::Any(parts) => parts.iter().any(|part| part.holds(slots, outside, before)),
            Gate::Not(part) => !part.holds(slots, outside, before),
            Gate::Own(place, probe) => {
                let shown = before.get(*place).is_some_and(|asking| *asking != Asking::Hidden);
                let answer = slots.get(*place).filter(|_| shown).map_or(Given::Nothing, seen);
                probe.holds(answer)
            }
            Gate::Other(place, probe) => probe.holds(slots.get(*place).map_or(Given::Nothing, seen)),
            Gate::Outside(place, test) => compare_raw(test, outside.get(*place).and_then(Option::as_ref)),
        }
    }
}
