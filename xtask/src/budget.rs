//! The budget in bytes: what a first visit fetches, compressed as the server sends it.
//! Everything in dist/ counts, whether or not the first page needs it.

use anyhow::{Context, Result, bail};
use std::path::Path;

/// What the whole first load may weigh, brotli at quality 11, in bytes. It may only fall: the aim is [`AIM`].
const BUDGET: u64 = 700_000;

/// What it is to weigh, in bytes.
const AIM: u64 = 450_000;

/// One file of the browser program and its compressed size in bytes.
struct Weight {
    file: String,
    bytes: u64,
}

/// Prints the weight of every file and the sum; true when the budget holds.
///
/// # Errors
/// When there is no browser program in `dist` or it cannot be read.
pub(crate) fn print(dist: &Path) -> Result<bool> {
    if !dist.join("index.html").is_file() {
        bail!("there is no browser program in {} to weigh", dist.display());
    }
    let weights = weigh(dist)?;
    for weight in &weights {
        println!("      {:>9} bytes  {}", weight.bytes, weight.file);
    }
    let sum: u64 = weights.iter().map(|weight| weight.bytes).sum();
    println!("      {sum:>9} bytes  first load, brotli; the budget is {BUDGET} bytes, the aim {AIM}");
    Ok(sum <= BUDGET)
}

/// Weighs every file under `dist`, the heaviest first.
fn weigh(dist: &Path) -> Result<Vec<Weight>> {
    let mut weights = Vec::new();
    let mut folders = vec![dist.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let file = path.strip_prefix(dist).unwrap_or(&path).display().to_string();
            weights.push(Weight { file, bytes: compressed(&std::fs::read(&path)?)? });
        }
    }
    weights.sort_by(|a, b| b.bytes.cmp(&a.bytes).then_with(|| a.file.cmp(&b.file)));
    Ok(weights)
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
    fn every_file_is_weighed_in_folders_too_and_the_heaviest_comes_first() {
        let dist = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(dist.path().join("snippets")).expect("a folder in it");
        std::fs::write(dist.path().join("small.css"), "a").expect("a file");
        let text: String = (0..5000u32).map(|n| format!("{} ", n.wrapping_mul(2_654_435_761))).collect();
        std::fs::write(dist.path().join("snippets/large.js"), &text).expect("a file");
        let weights = weigh(dist.path()).expect("readable");
        let files: Vec<&str> = weights.iter().map(|weight| weight.file.as_str()).collect();
        assert_eq!(files, ["snippets/large.js", "small.css"]);
        assert!(weights[0].bytes < text.len() as u64 && weights[0].bytes > weights[1].bytes);
    }
}
