//! Whether a file's content is of the type that its name claims, told by its first bytes.
//!
//! A file is never opened here: Office files are known by their archive's signature alone.

use domain::assessment::FileType;

/// How a type is known by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// It begins with these bytes.
    Begins(&'static [u8]),
    /// It is text throughout: UTF-8 without NUL.
    Text,
}

fn mark_of(file_type: FileType) -> Mark {
    match file_type {
        FileType::Pdf => Mark::Begins(b"%PDF-"),
        FileType::Word | FileType::Excel => Mark::Begins(b"PK\x03\x04"),
        FileType::Png => Mark::Begins(b"\x89PNG\r\n\x1a\n"),
        FileType::Jpeg => Mark::Begins(b"\xff\xd8\xff"),
        FileType::Text | FileType::Csv | FileType::Json => Mark::Text,
    }
}

/// What was seen of a file's content while it came in.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    head: Vec<u8>,
    is_text: bool,
    /// The beginning of a character whose end has not come yet.
    rest: Vec<u8>,
}

const HEAD: usize = 16;

impl Seen {
    pub(super) fn nothing() -> Self {
        Seen { head: Vec::with_capacity(HEAD), is_text: true, rest: vec![] }
    }

    /// Takes the next bytes in.
    pub(super) fn take(&mut self, bytes: &[u8]) {
        let missing = HEAD.saturating_sub(self.head.len());
        self.head.extend(bytes.iter().take(missing));
        if !self.is_text {
            return;
        }
        self.rest.extend_from_slice(bytes);
        let good = match std::str::from_utf8(&self.rest) {
            Ok(text) => text.len(),
            Err(fault) if fault.error_len().is_none() => fault.valid_up_to(),
            Err(_) => {
                self.is_text = false;
                0
            }
        };
        if self.rest.contains(&0) {
            self.is_text = false;
        }
        self.rest.drain(..good);
    }

    /// Whether all of it is what the type claims.
    pub(super) fn fits(&self, file_type: FileType) -> bool {
        match mark_of(file_type) {
            Mark::Begins(mark) => self.head.starts_with(mark),
            Mark::Text => self.is_text && self.rest.is_empty(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(name: &str, pieces: &[&[u8]]) -> bool {
        let mut seen = Seen::nothing();
        for piece in pieces {
            seen.take(piece);
        }
        FileType::of_name(name).is_some_and(|file_type| seen.fits(file_type))
    }

    #[test]
    fn the_ending_and_the_first_bytes_must_agree() {
        assert!(fits("policy.PDF", &[b"%P", b"DF-1.7 ..."]));
        assert!(fits("a.jpeg", &[b"\xff\xd8\xff\xe0"]));
        assert!(!fits("policy.pdf", &[b"PK\x03\x04"]));
        assert!(!fits("picture.png", &[b"<svg onload=alert(1)>"]));
        assert!(!fits("run.exe", &[b"MZ"]) && !fits("noending", &[b"%PDF-"]) && !fits("page.html", &[b"<p>"]));
    }

    #[test]
    fn text_may_come_in_pieces_that_cut_a_character() {
        let text = "größer, 漢字".as_bytes();
        for cut in 0..text.len() {
            let (a, b) = text.split_at(cut);
            assert!(fits("a.txt", &[a, b]), "{cut}");
        }
    }

    #[test]
    fn text_has_no_nul_and_no_broken_character() {
        assert!(!fits("a.csv", &[b"a;b\0"]));
        assert!(!fits("a.csv", &[b"\xff\xfea\0"]));
        assert!(!fits("a.json", &["é".as_bytes().split_at(1).0]));
    }
}
