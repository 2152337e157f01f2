//! The budget in bytes: what a first visit fetches, compressed as the server sends it.
//! Each program has a page of its own in dist/; all that its page names counts, needed at once or not.

use anyhow::{Context, Result, bail};
use std::path::Path;

/// What the first load of any program may weigh, brotli at quality 11, in bytes. It may only fall.
const BUDGET: u64 = 450_000;

/// The pages in dist/ with which a first load begins.
const PAGES: [&str; 3] = ["index.html", "office.html", "vendor.html"];

/// One file of the browser program and its compressed size in bytes.
struct Weight {
    file: String,
    bytes: u64,
}

/// Prints, for each page, the weight of every file of its first load and the sum; true when the budget holds.
///
/// # Errors
/// When there is no browser program in `dist` or it cannot be read.
pub(crate) fn print(dist: &Path) -> Result<bool> {
    let mut is_kept = true;
    for page in PAGES {
        let weights = weigh(dist, page)?;
        for weight in &weights {
            println!("      {:>9} bytes  {}", weight.bytes, weight.file);
        }
        let sum: u64 = weights.iter().map(|weight| weight.bytes).sum();
        println!("      {sum:>9} bytes  first load of {page}, brotli; the budget is {BUDGET} bytes");
        is_kept &= sum <= BUDGET;
    }
    Ok(is_kept)
}

/// Weighs `page` and every file of `dist` that it names, directly or through one that it names; the heaviest first.
fn weigh(dist: &Path, page: &str) -> Result<Vec<Weight>> {
    if !dist.join(page).is_file() {
        bail!("there is no {page} in {} to weigh", dist.display());
    }
    let mut unseen = files(dist)?;
    let mut texts = Vec::new();
    let mut weights = Vec::new();
    let mut named = vec![page.to_owned()];
    while let Some(file) = named.pop() {
        let bytes = std::fs::read(dist.join(&file)).with_context(|| format!("cannot read {file}"))?;
        weights.push(Weight { bytes: compressed(&bytes)?, file });
        texts.push(String::from_utf8_lossy(&bytes).into_owned());
        unseen.retain(|file| file != page && !named.contains(file));
        let (found, rest) = unseen.into_iter().partition(|file| texts.last().is_some_and(|text| names(text, file)));
        unseen = rest;
        named.extend::<Vec<String>>(found);
    }
    weights.sort_by(|a, b| b.bytes.cmp(&a.bytes).then_with(|| a.file.cmp(&b.file)));
    Ok(weights)
}

/// Whether `text` names `file`, by its last part, since modules name their neighbours.
fn names(text: &str, file: &str) -> bool {
    text.contains(file.rsplit('/').next().unwrap_or(file))
}

/// The path of every file under `dist`.
fn files(dist: &Path) -> Result<Vec<String>> {
    let mut files = Vec::new();
    let mut folders = vec![dist.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path.strip_prefix(dist).unwrap_or(&path).display().to_string());
            }
        }
    }
    Ok(files)
}

fn compressed(bytes: &[u8]) -> Result<u64> {
    let mut out = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &parameters)?;
    Ok(out.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_names_is_weighed_and_what_the_other_names_is_not() {
        let dist = tempfile::tempdir().expect("a folder");
        let write = |file: &str, text: &str| std::fs::write(dist.path().join(file), text).expect("a file");
        std::fs::create_dir(dist.path().join("snippets")).expect("a folder in it");
        let text: String = (0..5000u32).map(|n| format!("{} ", n.wrapping_mul(2_654_435_761))).collect();
        write("index.html", "<script>import('/desk-1.js')</script>");
        write("vendor.html", "<script>import('/vendor-1.js')</script>");
        write("desk-1.js", "import './snippets/large.js'");
        write("vendor-1.js", "1");
        write("snippets/large.js", &text);
        let weights = weigh(dist.path(), "index.html").expect("readable");
        let files: Vec<&str> = weights.iter().map(|weight| weight.file.as_str()).collect();
        assert_eq!(files, ["snippets/large.js", "index.html", "desk-1.js"]);
        assert!(weights[0].bytes < text.len() as u64 && weights[0].bytes > weights[1].bytes);
    }
}
