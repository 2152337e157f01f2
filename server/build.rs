//! Embeds the browser program (every file of `dist/`, compressed here so that no request waits for it) and lists the
//! shipped questionnaires and control libraries.
//!
//! Without `dist/`, or in a debug build (which reads the files from disk), the table of `dist/` is empty.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Files that compress well; others are already compressed.
const TEXT: [&str; 9] = ["html", "css", "js", "wasm", "svg", "json", "txt", "webmanifest", "map"];

fn main() -> std::io::Result<()> {
    println!("cargo::rerun-if-changed=migrations");
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default());
    let mut table = String::from("[\n");
    let is_debug = std::env::var("PROFILE").is_ok_and(|profile| profile == "debug");
    let dist = Path::new("../dist");
    if !is_debug {
        // A debug build embeds nothing, so a new browser program is no reason to compile it again.
        println!("cargo::rerun-if-changed=../dist");
    }
    if !is_debug && dist.is_dir() {
        let mut files = Vec::new();
        collect(dist, &mut files)?;
        files.sort();
        for (number, file) in files.iter().enumerate() {
            embed(dist, file, number, &out, &mut table)?;
        }
    }
    table.push_str("]\n");
    fs::write(out.join("assets.rs"), table)?;
    list_shipped(&out)
}

/// Writes the tables of the shipped files, by file name.
fn list_shipped(out: &Path) -> std::io::Result<()> {
    let mut text = String::new();
    for (name, folder) in [("TEMPLATES", "templates"), ("LIBRARIES", "libraries")] {
        println!("cargo::rerun-if-changed={folder}");
        let mut files = Vec::new();
        collect(&fs::canonicalize(folder)?, &mut files)?;
        files.sort();
        let file = |path: &PathBuf| {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            format!("    ({stem:?}, include_str!({:?})),\n", path.to_string_lossy())
        };
        let rows: String = files.iter().map(file).collect();
        writeln!(text, "const {name}: &[(&str, &str)] = &[\n{rows}];").map_err(std::io::Error::other)?;
    }
    fs::write(out.join("shipped.rs"), text)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

fn embed(dist: &Path, file: &Path, number: usize, out: &Path, table: &mut String) -> std::io::Result<()> {
    let bytes = fs::read(file)?;
    let name = file.strip_prefix(dist).unwrap_or(file).to_string_lossy().replace('\\', "/");
    let is_text = file.extension().and_then(|ending| ending.to_str()).is_some_and(|ending| TEXT.contains(&ending));
    let plain = write_part(out, number, "plain", &bytes)?;
    let (mut brotli, mut gzip) = ("None".to_owned(), "None".to_owned());
    if is_text {
        brotli = format!("Some({})", write_part(out, number, "br", &with_brotli(&bytes)?)?);
        gzip = format!("Some({})", write_part(out, number, "gz", &with_gzip(&bytes)?)?);
    }
    writeln!(table, "    Embedded {{ path: {name:?}, plain: {plain}, brotli: {brotli}, gzip: {gzip} }},")
        .map_err(std::io::Error::other)
}

fn write_part(out: &Path, number: usize, kind: &str, bytes: &[u8]) -> std::io::Result<String> {
    let path = out.join(format!("asset-{number}.{kind}"));
    fs::write(&path, bytes)?;
    Ok(format!("include_bytes!({:?})", path.to_string_lossy()))
}

fn with_brotli(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut compressed = Vec::new();
    {
        // The best level and window: done once, at build.
        let mut writer = brotli::CompressorWriter::new(&mut compressed, 4096, 11, 22);
        writer.write_all(bytes)?;
    }
    Ok(compressed)
}

fn with_gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(bytes)?;
    writer.finish()
}
