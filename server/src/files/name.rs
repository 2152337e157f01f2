//! Names of files as people gave them: cleaned when they come in, encoded when they go out.
//!
//! A name is data and no path. What could trick a reader (other folders, control characters, reversed reading order)
//! is taken out.

use crate::composed;
use crate::error::Error;
use axum::http::{HeaderMap, HeaderValue};
use domain::answer::{MAX_NAME, is_unseen};
use domain::api::problem::Code;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, utf8_percent_encode};

/// The header that carries a file's name, percent-encoded.
const NAME_HEADER: &str = "x-file-name";

/// What RFC 8187 lets stand: letters, digits and these marks.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// Characters that change how the others are read or cannot be seen.
fn misleads(character: char) -> bool {
    character.is_control() || is_unseen(character)
}

/// The name without folders and misleading characters, at most 200 characters; the ending stays.
///
/// # Errors
/// A fault at `name` when nothing is left.
pub fn clean_name(given: &str) -> Result<String, Error> {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = composed::text(last).chars().filter(|character| !misleads(*character)).collect();
    let clean = clean.trim().trim_start_matches('.').trim_end_matches('.').trim();
    if clean.is_empty() {
        return Err(Error::field("name", "give the file a name, such as policy.pdf"));
    }
    if clean.chars().count() <= MAX_NAME {
        return Ok(clean.to_owned());
    }
    let (stem, ending) = clean.rsplit_once('.').filter(|(_, ending)| ending.len() < 8).unwrap_or((clean, ""));
    let room = MAX_NAME - ending.len() - 1;
    let stem: String = stem.chars().take(room).collect();
    Ok(if ending.is_empty() { stem } else { format!("{}.{ending}", stem.trim_end()) })
}

/// The name that came with an upload, cleaned.
///
/// # Errors
/// When it is missing or not UTF-8 once decoded.
pub fn name_from_header(headers: &HeaderMap) -> Result<String, Error> {
    let wrong = || Error::new(Code::Malformed, "send the file's name percent-encoded in X-File-Name");
    let header = headers.get(NAME_HEADER).ok_or_else(wrong)?;
    let name = percent_decode(header.as_bytes()).decode_utf8().map_err(|_| wrong())?;
    clean_name(&name)
}

/// The header of a download: an attachment with its name twice, in plain letters for old browsers and as it is.
#[must_use]
pub fn attachment_header(name: &str) -> HeaderValue {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || " ._-()".contains(c) { c } else { '_' }).collect();
    let text = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", utf8_percent_encode(name, ENCODED));
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("attachment"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_loses_its_folders_and_what_misleads() {
        for (given, expected) in [
            ("policy.pdf", "policy.pdf"),
            ("../../etc/passwd.txt", "passwd.txt"),
            ("C:\\Users\\ann\\plan.docx", "plan.docx"),
            ("a\r\nSet-Cookie: x.txt", "aSet-Cookie: x.txt"),
            ("invoice\u{202e}fdp.exe", "invoicefdp.exe"),
            ("  .hidden.csv ", "hidden.csv"),
            ("übersicht 漢字.png", "übersicht 漢字.png"),
        ] {
            assert_eq!(clean_name(given).ok().as_deref(), Some(expected), "{given:?}");
        }
        for empty in ["", "/", "..", " . ", "\u{200b}\0"] {
            assert!(clean_name(empty).is_err(), "{empty:?}");
        }
    }

    #[test]
    fn a_long_name_is_cut_before_its_ending() {
        let name = clean_name(&format!("{}.pdf", "ä".repeat(400))).expect("a name");
        assert_eq!(name.chars().count(), MAX_NAME);
        assert!(name.ends_with("ä.pdf"));
    }

    #[test]
    fn a_download_names_the_file_in_one_header_line() {
        let header = attachment_header("a\"b;c\u{e9}.txt");
        assert_eq!(header, "attachment; filename=\"a_b_c_.txt\"; filename*=UTF-8''a%22b%3Bc%C3%A9.txt");
    }
}
