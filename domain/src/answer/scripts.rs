//! Names that mix alphabets with letters that look alike: taken as they are, and marked wherever somebody decides by them.
//!
//! After the mixed-script detection of Unicode's security mechanisms (UTS #39, section 5), for the alphabets whose letters can
//! be taken for each other's. Letters of other scripts, digits and marks mix with any.

/// An alphabet some of whose letters look like those of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Alphabet {
    Latin,
    Greek,
    Cyrillic,
    Armenian,
    Cherokee,
    Coptic,
}

fn alphabet(c: char) -> Option<Alphabet> {
    Some(match c {
        'A'..='Z'
        | 'a'..='z'
        | '\u{c0}'..='\u{d6}'
        | '\u{d8}'..='\u{f6}'
        | '\u{f8}'..='\u{2af}'
        | '\u{1e00}'..='\u{1eff}'
        | '\u{2c60}'..='\u{2c7f}'
        | '\u{a722}'..='\u{a7ff}'
        | '\u{ff21}'..='\u{ff3a}'
        | '\u{ff41}'..='\u{ff5a}'
        | '\u{1d400}'..='\u{1d6a3}' => Alphabet::Latin,
        '\u{370}'..='\u{373}'
        | '\u{376}'..='\u{37d}'
        | '\u{37f}'
        | '\u{386}'
        | '\u{388}'..='\u{3e1}'
        | '\u{3f0}'..='\u{3ff}'
        | '\u{1f00}'..='\u{1fff}'
        | '\u{1d6a8}'..='\u{1d7cb}' => Alphabet::Greek,
        '\u{400}'..='\u{482}' | '\u{48a}'..='\u{52f}' | '\u{1c80}'..='\u{1c88}' | '\u{a640}'..='\u{a69d}' => {
            Alphabet::Cyrillic
        }
        '\u{531}'..='\u{587}' => Alphabet::Armenian,
        '\u{13a0}'..='\u{13fd}' | '\u{ab70}'..='\u{abbf}' => Alphabet::Cherokee,
        '\u{3e2}'..='\u{3ef}' | '\u{2c80}'..='\u{2cff}' => Alphabet::Coptic,
        _ => return None,
    })
}

/// Whether a name holds letters of more than one of these alphabets, such as a Cyrillic letter among Latin ones.
#[must_use]
pub fn mixes_alphabets(name: &str) -> bool {
    let mut letters = name.chars().filter_map(alphabet);
    letters.next().is_some_and(|first| letters.any(|other| other != first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_foreign_letter_in_a_name_is_told_and_a_name_in_its_own_script_is_not() {
        for mixed in ["P\u{430}ypal", "\u{391}cme", "Helio L\u{430}bs", "\u{13a0}cme Ltd", "Ac\u{585}"] {
            assert!(mixes_alphabets(mixed), "{mixed}");
        }
        for plain in [
            "Paypal",
            "Z\u{fc}rich Re",
            "\u{42f}\u{43d}\u{434}\u{435}\u{43a}\u{441}",
            "\u{682a}\u{5f0f}\u{4f1a}\u{793e} ABC",
            "",
            "\u{3b1}\u{3b2}",
            "3M 2.0",
        ] {
            assert!(!mixes_alphabets(plain), "{plain}");
        }
    }
}
