//! Set-up and chores of Assay, run as `cargo xtask COMMAND`: serve, build, test, check, bench.
//! Each command is one file; what they share is `shell` (running programs), `workspace` (where things
//! are) and `tools` (finding or installing what a fresh machine lacks).

mod bench;
mod browser;
mod budget;
mod progress;
mod release;
mod rules;
mod serve;
mod shell;
mod test;
mod tools;
mod wasm;
mod workspace;

use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  serve [ARGS…]   set up what is missing, build, and run `assay serve ARGS…` on http://127.0.0.1:8080
  build           build the release binary with the browser program inside
  test            run every check and test; ends with `N passed, N failed`
  check           the fast part of `test`: formatting, clippy, dependency and source rules
  weigh           print what the first load of the browser program in dist/ weighs, file by file
  bench [NAME…]   run the benchmarks, or only those named";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let outcome = match command.as_str() {
        "serve" => serve::run(&rest).map(|()| true),
        "build" => release::run().map(|()| true),
        "test" => test::run(),
        "check" => test::check(),
        "weigh" => budget::print(&workspace::dist()),
        "bench" => bench::run(&rest).map(|()| true),
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(true)
        }
        _ => {
            eprintln!("{USAGE}");
            Ok(false)
        }
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
