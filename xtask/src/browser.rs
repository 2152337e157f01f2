//! Builds the browser programs into dist/: cargo compiles them, Trunk gathers the files of each, then they are made smaller.
//! cargo runs by itself first, so that its progress is seen and Trunk, which is told to stay offline, finds all done.

use crate::progress::Progress;
use crate::shell;
use crate::tools::Toolbox;
use crate::wasm;
use crate::workspace::{self, WASM};
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// How many progress steps `build` takes.
pub(crate) const STEPS: usize = 2;

/// The pages in app/ that Trunk gathers, each with the program of its own that it loads.
const PAGES: [(&str, &str); 3] = [("index.html", "desk"), ("office.html", "office"), ("vendor.html", "vendor")];

/// What Trunk calls the page that it gathers, whatever it was called.
const GATHERED: &str = "index.html";

/// What the compiler may emit for Rust's WebAssembly target; older wasm-opt refuses what is not named.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// What wasm-opt does. The bytes that are sent are compressed, so like must stand beside like: functions in the order of
/// their names, none folded into its only caller. The last bytes of the plain program (`-Oz`) cost 3 % of the compressed.
const OPTIMISE: [&str; 6] =
    ["-O2", "-s", "1", "--one-caller-inline-max-function-size=0", "--reorder-functions-by-name", "--strip-debug"];

/// Builds in release and leaves the result in dist/.
///
/// # Errors
/// When the compiler or Trunk fails. A failing wasm-opt is reported and done without.
pub(crate) fn build(tools: &Toolbox, progress: &mut Progress) -> Result<()> {
    progress.step("Compiling the browser programs in release (several minutes the first time)");
    shell::run(&mut shell::cargo(&["build", "--package", "app", "--bins", "--profile", "browser", "--target", WASM]))?;
    progress.step("Gathering the browser programs into dist/");
    let whole = workspace::target_dir().join("dist");
    remove(&whole)?;
    for (page, name) in PAGES {
        let part = whole.with_file_name(format!("dist-{name}"));
        let mut trunk = tools.trunk();
        trunk.args(["build", "--release", "--offline=true"]).arg("--dist").arg(&part);
        shell::run(trunk.arg(Path::new("app").join(page)))?;
        std::fs::rename(part.join(GATHERED), part.join(page)).context("Trunk has gathered no page")?;
        shrink(tools, progress, &part, page)?;
        copy_into(&part, &whole)?;
    }
    // What has not changed keeps its dates, so that the server, which holds these files, is not compiled anew.
    if is_same(&whole, &workspace::dist()) {
        return Ok(());
    }
    // Last, so that a server that reads the folder never finds half of it for long.
    remove(&workspace::dist())?;
    copy_into(&whole, &workspace::dist())
}

/// Makes the program of `page`, both in `part`, smaller.
fn shrink(tools: &Toolbox, progress: &Progress, part: &Path, page: &str) -> Result<()> {
    let program = program_in(part)?;
    let smaller = program.with_file_name(smaller_name(&program)?);
    let optimised = match &tools.wasm_opt {
        Some(wasm_opt) => optimise(wasm_opt, &program, &smaller)
            .inspect_err(|error| progress.note(&format!("wasm-opt cannot take this program: {error:#}")))
            .is_ok(),
        None => false,
    };
    if !optimised {
        let bytes = std::fs::read(&program)?;
        std::fs::write(&smaller, wasm::without_names(&bytes).context("the compiler's output is no WebAssembly")?)?;
    }
    let (before, after) = (program.metadata()?.len(), smaller.metadata()?.len());
    progress.note(&format!("{page}: {} kB became {} kB", before / 1000, after / 1000));
    load_instead(&part.join(page), &program, &smaller)
}

fn remove(folder: &Path) -> Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", folder.display()))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Copies every file of `from`, in folders too; what both pages use has the same name and the same bytes.
fn copy_into(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let (path, target) = entry.map(|entry| (entry.path(), to.join(entry.file_name())))?;
        if path.is_dir() {
            copy_into(&path, &target)?;
        } else {
            std::fs::copy(&path, &target).with_context(|| format!("cannot copy to {}", target.display()))?;
        }
    }
    Ok(())
}

/// Whether two folders hold the same files with the same bytes.
fn is_same(one: &Path, other: &Path) -> bool {
    let files = |folder: &Path| -> std::io::Result<BTreeMap<PathBuf, Vec<u8>>> {
        let mut files = BTreeMap::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(next) = folders.pop() {
            for entry in std::fs::read_dir(next)? {
                let path = entry?.path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(folder).unwrap_or(&path).to_owned();
                    files.insert(name, std::fs::read(&path)?);
                }
            }
        }
        Ok(files)
    };
    matches!((files(one), files(other)), (Ok(one), Ok(other)) if one == other)
}

/// A name of its own for the smaller program, because browsers keep the bytes of a name for good.
fn smaller_name(program: &Path) -> Result<String> {
    let name = program.file_name().and_then(|name| name.to_str()).context("a program without a name")?;
    Ok(name.replace("_bg.wasm", "-z_bg.wasm"))
}

fn optimise(wasm_opt: &Path, program: &Path, smaller: &Path) -> Result<()> {
    let mut command = shell::command(wasm_opt);
    shell::capture(command.args(OPTIMISE).arg("--output").arg(smaller).args(FEATURES).arg(program)).map(drop)
}

/// Makes `page` load `smaller` in place of `program`, which is removed.
fn load_instead(page: &Path, program: &Path, smaller: &Path) -> Result<()> {
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let html = std::fs::read_to_string(page)?;
    if !html.contains(&name(program)) {
        bail!("{} does not load {}", page.display(), name(program));
    }
    std::fs::write(page, html.replace(&name(program), &name(smaller)))?;
    std::fs::remove_file(program).context("cannot remove the larger program")
}

/// The one program in `dist`.
fn program_in(dist: &Path) -> Result<PathBuf> {
    let mut programs: Vec<PathBuf> = std::fs::read_dir(dist)
        .with_context(|| format!("cannot read {}", dist.display()))?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "wasm"))
        .collect();
    match (programs.pop(), programs.is_empty()) {
        (Some(program), true) => Ok(program),
        (Some(_), false) => bail!("more than one program in {}", dist.display()),
        (None, _) => bail!("no program in {}", dist.display()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What makes a page its own, in the order of the lines.
    const OWN: [&str; 4] = ["<!-- The page of", "charts.css", "data-bin=", "<body"];

    #[test]
    fn folders_are_the_same_when_their_files_and_bytes_are() {
        let folder = |name: &str| workspace::root().join(name);
        assert!(is_same(&folder("app"), &folder("app")));
        assert!(!is_same(&folder("app"), &folder("style")));
        assert!(!is_same(&folder("app"), &folder("no such folder")));
    }

    #[test]
    fn the_pages_are_twins_but_for_the_program_and_what_only_one_of_them_shows() {
        let [desk, office, vendor] = PAGES.map(|(page, _)| {
            let text = std::fs::read_to_string(workspace::root().join("app").join(page)).expect("a page");
            let shared = text.lines().filter(|line| OWN.iter().all(|own| !line.contains(own)));
            shared.map(str::to_owned).collect::<Vec<_>>()
        });
        assert_eq!(desk, office);
        assert_eq!(desk, vendor);
    }
}
