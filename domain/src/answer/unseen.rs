//! Characters that make a name read other than it is stored: those that cannot be seen, and marks piled on a letter.
//!
//! After Unicode's default-ignorable and format characters (UAX #44) and the combining marks of the scripts in use.

/// Most combining marks on one letter. No script in use needs more.
pub const MOST_MARKS: usize = 4;

/// Whether `c` takes no room or draws nothing: it could make one name look like another.
#[must_use]
pub fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{13430}'..='\u{1343f}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}'
        | '\u{5c4}' | '\u{5c5}' | '\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}' | '\u{6e7}' | '\u{6e8}' | '\u{6ea}'..='\u{6ed}' | '\u{711}'
        | '\u{730}'..='\u{74a}' | '\u{7a6}'..='\u{7b0}' | '\u{7eb}'..='\u{7f3}' | '\u{816}'..='\u{82d}'
        | '\u{859}'..='\u{85b}' | '\u{8d3}'..='\u{902}' | '\u{93a}' | '\u{93c}' | '\u{941}'..='\u{948}' | '\u{94d}'
        | '\u{951}'..='\u{957}' | '\u{962}' | '\u{963}' | '\u{981}' | '\u{9bc}' | '\u{9c1}'..='\u{9c4}' | '\u{9cd}'
        | '\u{a01}' | '\u{a02}' | '\u{a3c}'..='\u{a51}' | '\u{a70}' | '\u{a71}' | '\u{abc}' | '\u{ac1}'..='\u{acd}'
        | '\u{b3c}' | '\u{b3f}' | '\u{b41}'..='\u{b4d}' | '\u{bc0}' | '\u{bcd}' | '\u{c3e}'..='\u{c40}'
        | '\u{c46}'..='\u{c56}' | '\u{cbc}' | '\u{ccc}' | '\u{ccd}' | '\u{d41}'..='\u{d44}' | '\u{d4d}'
        | '\u{dca}'..='\u{dd6}' | '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{eb1}'
        | '\u{eb4}'..='\u{ebc}' | '\u{ec8}'..='\u{ece}' | '\u{f18}' | '\u{f19}' | '\u{f71}'..='\u{f84}'
        | '\u{102d}'..='\u{103a}' | '\u{135d}'..='\u{135f}' | '\u{17b7}'..='\u{17d3}' | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{2cef}'..='\u{2cf1}' | '\u{2de0}'..='\u{2dff}'
        | '\u{302a}'..='\u{302f}' | '\u{3099}' | '\u{309a}' | '\u{a66f}'..='\u{a67d}' | '\u{a8e0}'..='\u{a8f1}'
        | '\u{fb1e}' | '\u{fe20}'..='\u{fe2f}' | '\u{1d165}'..='\u{1d169}' | '\u{1d16d}'..='\u{1d172}')
}

/// Whether some letter of `text` carries more than [`MOST_MARKS`] combining marks.
#[must_use]
pub(super) fn is_piled_up(text: &str) -> bool {
    let mut marks = 0_usize;
    text.chars().any(|c| {
        marks = if is_mark(c) { marks + 1 } else { 0 };
        marks > MOST_MARKS
    })
}
