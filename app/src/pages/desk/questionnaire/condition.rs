//! A condition in words: when a question is asked, named by earlier questions and their options.
//!
//! The author's page and the review use these words; the vendor reads only on which question it depends.
//! An option that is not known is named by its key, and only a part with several parts of its own gets brackets.

use domain::id::QuestionId;
use domain::template::{Condition, Question, Scalar, Test};

/// Finds a question by its id.
type Find<'a> = dyn Fn(&QuestionId) -> Option<&'a Question> + 'a;

/// "Asked when PRO-04 includes “Personal data”".
pub fn in_words<'a>(condition: &Condition, find: &Find<'a>) -> String {
    format!("Asked when {}", words(condition, find))
}

fn words<'a>(condition: &Condition, find: &Find<'a>) -> String {
    let join = |parts: &[Condition], with: &str| {
        let parts: Vec<String> = parts.iter().map(|part| inner(part, find)).collect();
        parts.join(with)
    };
    match condition {
        Condition::All(parts) => join(parts, " and "),
        Condition::Any(parts) => join(parts, " or "),
        Condition::Not(part) => format!("not ({})", words(part, find)),
        Condition::Leaf(leaf) => format!("{} {}", leaf.q, test(&leaf.test, find(&leaf.q))),
    }
}

/// A part of a whole, in brackets when it has parts itself.
fn inner<'a>(condition: &Condition, find: &Find<'a>) -> String {
    match condition {
        Condition::All(parts) | Condition::Any(parts) if parts.len() > 1 => format!("({})", words(condition, find)),
        Condition::All(_) | Condition::Any(_) | Condition::Not(_) | Condition::Leaf(_) => words(condition, find),
    }
}

fn test(test: &Test, question: Option<&Question>) -> String {
    let one = |value: &Scalar| value_words(value, question);
    let many = |values: &[Scalar]| values.iter().map(one).collect::<Vec<_>>().join(" or ");
    match test {
        Test::In(values) => format!("is {}", many(values)),
        Test::NotIn(values) => format!("is not {}", many(values)),
        Test::IncludesAny(values) => format!("includes {}", many(values)),
        Test::Only(values) => format!("is only {}", many(values)),
        Test::Answered => "is answered".to_owned(),
        Test::Eq(value) => format!("is {}", one(value)),
        Test::Gte(value) => format!("is at least {}", one(value)),
        Test::Lte(value) => format!("is at most {}", one(value)),
    }
}

fn value_words(value: &Scalar, question: Option<&Question>) -> String {
    match value {
        Scalar::Number(number) => number.to_string(),
        Scalar::Text(text) => {
            let label = question.and_then(|question| question.option(text)).map(|option| option.label.as_str());
            format!("\u{201c}{}\u{201d}", label.unwrap_or(text))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn read(json: &str) -> String {
        let condition: Condition = serde_json::from_str(json).unwrap();
        in_words(&condition, &|_| None)
    }

    #[test]
    fn a_condition_reads_as_a_sentence() {
        assert_eq!(
            read(r#"{"q": "PRO-03", "op": "includes_any", "value": ["generative", "agentic"]}"#),
            "Asked when PRO-03 includes \u{201c}generative\u{201d} or \u{201c}agentic\u{201d}"
        );
    }

    #[test]
    fn parts_that_have_parts_stand_in_brackets() {
        let json = r#"{"all": [{"q": "A-01", "op": "answered"},
            {"any": [{"q": "A-02", "op": "gte", "value": 5}, {"not": {"q": "A-03", "op": "eq", "value": 1}}]}]}"#;
        assert_eq!(read(json), "Asked when A-01 is answered and (A-02 is at least 5 or not (A-03 is 1))");
    }
}
