//! Counting: reads `test result:` lines of a test program's output, and adds counts up.
//! A program that fails without naming a failed test counts as one failure.

use std::ops::AddAssign;

/// Tests, or checks, that passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) passed: u64,
    pub(super) failed: u64,
}

impl Count {
    /// One check that passed.
    pub(super) const PASS: Self = Self { passed: 1, failed: 0 };

    /// What a test program's output says, made to agree with how the program ended.
    pub(super) fn of_run(output: &str, ended_well: bool) -> Self {
        let mut count = Self::default();
        for line in output.lines() {
            if let Some(result) = line.trim().strip_prefix("test result: ") {
                count += Self { passed: number_before(result, " passed"), failed: number_before(result, " failed") };
            }
        }
        if !ended_well && count.failed == 0 {
            count.failed = 1;
        }
        count
    }
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// The number that stands right before `word`, 0 when there is none.
fn number_before(text: &str, word: &str) -> u64 {
    let before = text.split_once(word).map_or("", |(before, _)| before);
    before.split_whitespace().next_back().and_then(|number| number.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO_RUNS: &str = "running 3 tests\ntest a ... ok\n\n\
        test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s\n\
        running 5 tests\ntest result: FAILED. 4 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out\n";

    #[test]
    fn all_result_lines_are_added_up() {
        assert_eq!(Count::of_run(TWO_RUNS, false), Count { passed: 7, failed: 1 });
    }

    #[test]
    fn a_program_that_dies_without_a_result_is_a_failure() {
        assert_eq!(Count::of_run("running 9 tests\n", false), Count { passed: 0, failed: 1 });
        assert_eq!(Count::of_run("running 0 tests\n", true), Count::default());
    }

    #[test]
    fn a_test_that_prints_the_words_elsewhere_is_not_counted() {
        assert_eq!(Count::of_run("note: test result: ok. 5 passed; 0 failed", true), Count::default());
    }
}
