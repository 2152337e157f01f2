//! How long scoring takes in a browser, and all that one answer moves, compiled as the browser program ships.
//!
//! Runs under wasm-bindgen's runner; `cargo xtask bench browser` sets it up. Natively there is nothing to run.

#[cfg(target_arch = "wasm32")]
mod parts;

fn main() {}

#[cfg(target_arch = "wasm32")]
mod in_browser {
    use crate::parts::{of_80_questions, of_150_questions};
    use domain::scoring::score;
    use std::hint::black_box;
    use wasm_bindgen_test::{Criterion, wasm_bindgen_bench, wasm_bindgen_test_configure};

    // Beside the page, not in it: a page that is kept busy for long is given up by the driver.
    wasm_bindgen_test_configure!(run_in_dedicated_worker);

    /// Fewer resamples than usual, as the statistics run in the browser too.
    const RESAMPLES: usize = 2_000;

    fn shorter(criterion: &mut Criterion) {
        *criterion = std::mem::take(criterion).nresamples(RESAMPLES);
    }

    #[wasm_bindgen_bench]
    fn checked_state_to_score_80_questions(criterion: &mut Criterion) {
        shorter(criterion);
        let core = of_80_questions();
        let checked = core.questionnaire.check(&core.state).unwrap();
        criterion.bench_function("checked state to score, 80 questions", |bencher| {
            bencher.iter(|| black_box(score(black_box(&core.questionnaire), black_box(&checked))));
        });
    }

    #[wasm_bindgen_bench]
    fn whole_reevaluation_of_150_questions(criterion: &mut Criterion) {
        shorter(criterion);
        let mut all = of_150_questions();
        criterion.bench_function("whole re-evaluation after an answer, 150 questions", |bencher| {
            bencher.iter(|| black_box(all.answer_and_reevaluate()));
        });
    }
}
