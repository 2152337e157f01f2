//! Cells and lines of CSV (RFC 4180, UTF-8, CRLF) that no spreadsheet takes for a formula.
//!
//! Text is always quoted; numbers, dates and yes/no stay bare; nothing is an empty cell. A text that begins like a
//! formula gets an apostrophe in front. Start at [`Line`].

use chrono::NaiveDate;

/// One line under construction: cells are added left to right, [`Line::end`] gives its bytes.
#[derive(Debug, Default)]
pub struct Line {
    text: String,
    begun: bool,
}

impl Line {
    /// A text, quoted, with an apostrophe in front when it could run as a formula.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        self.next();
        self.text.push('"');
        if is_formula_like(text) {
            self.text.push('\'');
        }
        for part in text.split_inclusive('"') {
            self.text.push_str(part);
            if part.ends_with('"') {
                self.text.push('"');
            }
        }
        self.text.push('"');
        self
    }

    /// A text, or an empty cell.
    #[must_use]
    pub fn optional_text(self, text: Option<&str>) -> Self {
        match text {
            Some(text) => self.text(text),
            None => self.nothing(),
        }
    }

    /// Hundredths as a number with two decimals, or an empty cell.
    #[must_use]
    pub fn hundredths(self, value: Option<i64>) -> Self {
        match value {
            Some(value) => self.bare(&two_decimals(value)),
            None => self.nothing(),
        }
    }

    /// A whole number.
    #[must_use]
    pub fn number(self, value: impl Into<i64>) -> Self {
        self.bare(&value.into().to_string())
    }

    /// A date as `YYYY-MM-DD`, or an empty cell.
    #[must_use]
    pub fn date(self, date: Option<NaiveDate>) -> Self {
        match date {
            Some(date) => self.bare(&date.to_string()),
            None => self.nothing(),
        }
    }

    /// `true` or `false`.
    #[must_use]
    pub fn truth(self, value: bool) -> Self {
        self.bare(if value { "true" } else { "false" })
    }

    /// The line's bytes with its line end.
    #[must_use]
    pub fn end(mut self) -> Vec<u8> {
        self.text.push_str("\r\n");
        self.text.into_bytes()
    }

    /// Column names, which are ours and need no quotes.
    #[must_use]
    pub fn of_names(names: &[&str]) -> Vec<u8> {
        names.iter().fold(Line::default(), |line, name| line.bare(name)).end()
    }

    fn nothing(self) -> Self {
        self.bare("")
    }

    fn bare(mut self, text: &str) -> Self {
        self.next();
        self.text.push_str(text);
        self
    }

    fn next(&mut self) {
        if self.begun {
            self.text.push(',');
        }
        self.begun = true;
    }
}

/// Hundredths as a number with two decimals: `5329` is `53.29`.
#[must_use]
pub fn two_decimals(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let size = hundredths.unsigned_abs();
    format!("{sign}{}.{:02}", size / 100, size % 100)
}

/// Whether a spreadsheet could take `text` for a formula: it begins with a control character, or what follows white
/// space and invisible characters is `= + - @` or a form of one that programs fold to it.
fn is_formula_like(text: &str) -> bool {
    text.starts_with(['\t', '\r', '\n', '\0'])
        || text.chars().find(|&c| !is_invisible(c)).is_some_and(|first| {
            matches!(
                first,
                '=' | '+' | '-' | '@'
                    // full width
                    | '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}'
                    // small forms, superscripts and subscripts, the minus sign, the Hebrew plus sign
                    | '\u{fe66}' | '\u{fe62}' | '\u{fe63}' | '\u{fe6b}'
                    | '\u{207a}'..='\u{207c}' | '\u{208a}'..='\u{208c}' | '\u{2212}' | '\u{fb29}'
            )
        })
}

/// White space, control characters, the byte order mark, zero-width characters and direction marks.
fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str) -> String {
        let line = Line::default().text(text).end();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(line.as_slice());
        let record = reader.records().next().expect("one line").expect("well-formed");
        assert_eq!(record.len(), 1);
        record.get(0).expect("one cell").to_string()
    }

    #[test]
    fn a_text_that_begins_like_a_formula_gets_an_apostrophe() {
        let openers = ["=1", "+1", "-1", "@a", "\ta", "\ra", "\na", "\0a", " =1", "\u{feff}=1", "\u{200b}+1"];
        let folded = ["\u{ff1d}1", "\u{ff0b}1", "\u{ff0d}1", "\u{ff20}a", "\u{a0}\u{ff1d}1", "\u{fe66}1"];
        for text in openers.iter().chain(&folded) {
            assert_eq!(cell(text), format!("'{text}"), "{text:?}");
        }
        for text in ["", "Lumen", "1+1", "a=b", "'=1", "\"", "  two words", "é"] {
            assert_eq!(cell(text), text);
        }
    }

    #[test]
    fn quotes_commas_and_line_ends_read_back() {
        for text in ["a \"b\", c", "\"\"", "one\ntwo", "a,b", "ends with \""] {
            assert_eq!(cell(text), text);
        }
    }

    #[test]
    fn only_text_is_quoted_and_nothing_is_empty() {
        let date = "2026-11-21".parse().ok();
        let line = Line::default().text("a").optional_text(None).hundredths(Some(5329)).hundredths(None).number(3_u32);
        let line = line.date(date).date(None).truth(false).end();
        assert_eq!(String::from_utf8(line).expect("text"), "\"a\",,53.29,,3,2026-11-21,,false\r\n");
    }

    #[test]
    fn hundredths_have_two_decimals_either_side_of_zero() {
        for (value, text) in [(0, "0.00"), (5, "0.05"), (10_000, "100.00"), (-5, "-0.05"), (-1250, "-12.50")] {
            assert_eq!(two_decimals(value), text);
        }
    }
}
