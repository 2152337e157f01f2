//! The types of file that may be evidence, told by the ending of the name.
//!
//! The browser offers and refuses by this list before a byte is sent; the server looks at the first bytes too.

/// Largest file, in bytes: 25 MB.
pub const MAX_FILE_BYTES: u64 = 25 * 1024 * 1024;
/// Most different files that are sent to one assessment, attached or not.
pub const MAX_UPLOADS: u64 = 2 * super::MAX_EVIDENCE as u64;
/// Most bytes that are sent to one assessment: 2 GiB.
pub const MAX_UPLOAD_BYTES: u64 = 2 * 1024 * 1024 * 1024;
/// Most bytes of files that one organisation keeps: 200 GiB.
pub const MAX_ORGANISATION_BYTES: u64 = 200 * 1024 * 1024 * 1024;

/// A type of file that may be evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileType {
    /// PDF.
    Pdf,
    /// Word.
    Word,
    /// Excel.
    Excel,
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// Plain text.
    Text,
    /// Comma-separated values.
    Csv,
    /// JSON.
    Json,
}

impl FileType {
    /// The endings of names, without the dot and in lower case, with what they say.
    pub const ENDINGS: [(&str, FileType); 9] = [
        ("pdf", FileType::Pdf),
        ("docx", FileType::Word),
        ("xlsx", FileType::Excel),
        ("png", FileType::Png),
        ("jpg", FileType::Jpeg),
        ("jpeg", FileType::Jpeg),
        ("txt", FileType::Text),
        ("csv", FileType::Csv),
        ("json", FileType::Json),
    ];

    /// The type that a file's name claims by its ending; `None` when it is none of those taken.
    #[must_use]
    pub fn of_name(name: &str) -> Option<FileType> {
        let (_, ending) = name.rsplit_once('.')?;
        Self::ENDINGS.into_iter().find(|(known, _)| ending.eq_ignore_ascii_case(known)).map(|(_, kind)| kind)
    }

    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            FileType::Pdf => "application/pdf",
            FileType::Word => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            FileType::Excel => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            FileType::Png => "image/png",
            FileType::Jpeg => "image/jpeg",
            FileType::Text => "text/plain",
            FileType::Csv => "text/csv",
            FileType::Json => "application/json",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_told_by_the_last_ending_in_any_case() {
        assert_eq!(FileType::of_name("Policy.v2.PDF"), Some(FileType::Pdf));
        assert_eq!(FileType::of_name("photo.JPeG"), Some(FileType::Jpeg));
        assert_eq!(FileType::of_name("report.pdf.exe"), None);
        assert_eq!(FileType::of_name("pdf"), None);
    }
}
