//! How long scoring takes on this machine: the check of a state, checked state to score, and all that one answer moves.
//!
//! Templates are prepared once, outside of what is timed, as the server and the browser hold them.

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
mod parts;

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    divan::main();
}

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use crate::parts::{of_80_questions, of_150_questions};
    use divan::{Bencher, black_box};
    use domain::scoring::score;

    #[divan::bench]
    fn checked_state_to_score_80_questions(bencher: Bencher) {
        let core = of_80_questions();
        let checked = core.questionnaire.check(&core.state).unwrap();
        bencher.bench_local(|| score(black_box(&core.questionnaire), black_box(&checked)));
    }

    #[divan::bench]
    fn check_80_questions(bencher: Bencher) {
        let core = of_80_questions();
        bencher.bench_local(|| core.questionnaire.check(black_box(&core.state)).unwrap());
    }

    #[divan::bench]
    fn whole_reevaluation_150_questions(bencher: Bencher) {
        let mut all = of_150_questions();
        bencher.bench_local(|| all.answer_and_reevaluate());
    }
}
