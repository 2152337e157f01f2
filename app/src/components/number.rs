//! Numbers as they are read: hundredths with one decimal, or two where a sum is explained; counts with their noun.
//!
//! Scores and points stay whole hundredths until here, and only their words are rounded. A negative figure gets a
//! real minus sign, and what rounds to zero gets none.

/// A figure in hundredths with one decimal, rounded half away from zero: 5900 is "59.0".
#[must_use]
pub fn tenths(hundredths: impl Into<i64>) -> String {
    one_decimal(hundredths.into())
}

fn one_decimal(hundredths: i64) -> String {
    let tenths = (hundredths.abs() + 5) / 10;
    signed(hundredths < 0 && tenths > 0, format!("{}.{}", tenths / 10, tenths % 10))
}

/// A figure in hundredths with both decimals: 7246 is "72.46".
#[must_use]
pub fn exact(hundredths: impl Into<i64>) -> String {
    two_decimals(hundredths.into())
}

fn two_decimals(hundredths: i64) -> String {
    signed(hundredths < 0, format!("{}.{:02}", hundredths.abs() / 100, hundredths.abs() % 100))
}

fn signed(is_negative: bool, figure: String) -> String {
    if is_negative { format!("\u{2212}{figure}") } else { figure }
}

/// A number with its noun: "1 vendor", "2 vendors".
#[must_use]
pub fn count(number: impl TryInto<usize>, one: &str, many: &str) -> String {
    counted(number.try_into().unwrap_or(usize::MAX), one, many)
}

fn counted(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn hundredths_are_shown_with_one_decimal_rounded_half_up() {
        let table = [
            (0, "0.0"),
            (5900, "59.0"),
            (7246, "72.5"),
            (7244, "72.4"),
            (5, "0.1"),
            (4, "0.0"),
            (-4, "0.0"),
            (-95, "\u{2212}1.0"),
        ];
        for (hundredths, words) in table {
            assert_eq!(tenths(hundredths), words, "{hundredths}");
        }
    }

    #[test]
    fn an_explained_sum_shows_both_decimals() {
        for (hundredths, words) in [(0, "0.00"), (7246, "72.46"), (1005, "10.05"), (-5, "\u{2212}0.05")] {
            assert_eq!(exact(hundredths), words, "{hundredths}");
        }
    }
}
