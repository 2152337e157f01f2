//! The browser program as files: embedded in a release build, read from `dist/` in a debug build.
//!
//! It is three programs, each with a page that carries it. The content policy of a page is made from the page itself: the
//! hash of every inline script, nothing wider.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::api::Program;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::HashMap;

/// A file as `build.rs` embeds it.
struct Embedded {
    path: &'static str,
    plain: &'static [u8],
    brotli: Option<&'static [u8]>,
    gzip: Option<&'static [u8]>,
}

static EMBEDDED: &[Embedded] = &include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The pages that carry a program: the desk's, the office's, and the vendor's side's.
pub const PAGES: [&str; 3] = ["index.html", "office.html", "vendor.html"];

/// The page for an address of the program.
#[must_use]
pub fn page_at(path: &str) -> &'static str {
    let [desk, office, vendor] = PAGES;
    match Program::at(path) {
        Program::Desk => desk,
        Program::Office => office,
        Program::VendorSide => vendor,
    }
}

/// One file in the forms in which it can be sent.
#[derive(Clone)]
pub struct Asset {
    /// As it is.
    pub plain: Cow<'static, [u8]>,
    /// Compressed with brotli.
    pub brotli: Option<&'static [u8]>,
    /// Compressed with gzip.
    pub gzip: Option<&'static [u8]>,
}

/// The files of the browser program.
pub struct Assets {
    embedded: HashMap<&'static str, &'static Embedded>,
}

impl Default for Assets {
    fn default() -> Self {
        Self::new()
    }
}

impl Assets {
    /// The files that this program carries.
    #[must_use]
    pub fn new() -> Self {
        Assets { embedded: EMBEDDED.iter().map(|file| (file.path, file)).collect() }
    }

    /// Whether there is a browser program to serve.
    #[must_use]
    pub fn is_present(&self) -> bool {
        PAGES.iter().all(|page| self.file(page).is_some())
    }

    /// The file at a path without its leading slash.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<Asset> {
        if let Some(file) = self.embedded.get(path) {
            return Some(Asset { plain: Cow::Borrowed(file.plain), brotli: file.brotli, gzip: file.gzip });
        }
        on_disk(path).map(|bytes| Asset { plain: Cow::Owned(bytes), brotli: None, gzip: None })
    }

    /// The content policy of the pages: their own origin, and the inline scripts that they have.
    #[must_use]
    pub fn policy(&self) -> String {
        let pages = PAGES.iter().filter_map(|page| self.file(page));
        let text: String = pages.map(|page| String::from_utf8_lossy(&page.plain).into_owned()).collect();
        let hashes: String = inline_scripts(&text).iter().fold(String::new(), |mut hashes, script| {
            hashes.push_str(&format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(script.as_bytes()))));
            hashes
        });
        format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{hashes}; style-src 'self'; img-src 'self'; \
             font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; \
             frame-ancestors 'none'; object-src 'none'"
        )
    }
}

/// Reads a file of `dist/`, in debug builds only.
fn on_disk(path: &str) -> Option<Vec<u8>> {
    let is_plain = path.split('/').all(|part| !part.is_empty() && !part.starts_with('.') && !part.contains('\\'));
    if !cfg!(debug_assertions) || !is_plain {
        return None;
    }
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../dist");
    std::fs::read(folder.join(path)).ok()
}

/// The texts of the inline scripts of a page.
fn inline_scripts(page: &str) -> Vec<&str> {
    let mut scripts = Vec::new();
    let mut rest = page;
    while let Some((_, after)) = rest.split_once("<script") {
        let Some((attributes, after)) = after.split_once('>') else { break };
        let Some((text, after)) = after.split_once("</script>") else { break };
        let has_source = attributes.split_whitespace().any(|part| part.starts_with("src="));
        if !has_source && !text.is_empty() {
            scripts.push(text);
        }
        rest = after;
    }
    scripts
}

/// The media type of a file, by its ending.
#[must_use]
pub fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, ending)| ending).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Whether a file's name holds a hash of its content, so that it may be kept for ever.
#[must_use]
pub fn is_named_by_content(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let after_dash = name.split('-').skip(1);
    after_dash.into_iter().any(|part| part.bytes().take_while(u8::is_ascii_hexdigit).count() >= 12)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_inline_scripts_are_hashed() {
        let page = r#"<script src="/a.js"></script><script type="module">import x;</script><script></script>"#;
        assert_eq!(inline_scripts(page), ["import x;"]);
        assert_eq!(inline_scripts("<script never closed"), Vec::<&str>::new());
    }

    #[test]
    fn a_name_with_a_hash_is_kept_for_ever_and_no_other() {
        assert!(is_named_by_content("app-1a2b3c4d5e6f7a8b_bg.wasm"));
        assert!(is_named_by_content("tokens-1a2b3c4d5e6f7a8b.css"));
        assert!(!is_named_by_content("index.html"));
        assert!(!is_named_by_content("a-face.svg"));
    }

    #[test]
    fn the_policy_never_allows_inline_or_eval() {
        let policy = Assets::new().policy();
        assert!(!policy.contains("'unsafe-inline'") && !policy.contains("'unsafe-eval'"), "{policy}");
    }

    #[test]
    fn nothing_outside_the_folder_is_read() {
        for path in ["../Cargo.toml", "a/../../Cargo.toml", "/etc/passwd", ".git/config", ""] {
            assert!(on_disk(path).is_none(), "{path}");
        }
    }
}
