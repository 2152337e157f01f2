//! Where the numbers at the end of a line are written: today's beside its dot, the planned one at the right edge.
//!
//! Both stand above or below their line. Of these places the first is taken in which neither covers the other, and
//! which leaves the panel or covers a numbered mark least.

use super::course::{Lines, Mark};
use crate::components::tenths;

/// How wide one character is, in pixels: generous, for the widest of the system's faces.
const CHARACTER: f64 = 7.6;
/// From the baseline up to the top of a digit, and down to the end of a descender, in pixels.
const ASCENT: f64 = 11.0;
const DESCENT: f64 = 3.0;
/// From a line up to the baseline above it, and down to the one below it, in pixels.
const ABOVE: f64 = -7.0;
const BELOW: f64 = 18.0;
/// How much farther from its line the planned number may stand, where a mark is in the way.
const FARTHER: f64 = 6.0;
/// From today's dot to its number, in pixels.
const BESIDE: f64 = 9.0;
/// Radius of a numbered mark with some air, in pixels.
const MARK: f64 = 10.0;

/// A number at the end of a line.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// What is written.
    pub words: String,
    /// Pixels from the left: where the text starts, or where it ends.
    pub x: f64,
    /// The baseline, in pixels from the top.
    pub y: f64,
    /// Whether the text ends at `x` instead of starting there.
    pub ends: bool,
}

/// A rectangle: left, top, right and bottom, in pixels.
type Place = (f64, f64, f64, f64);

impl Label {
    /// The rectangle that the text takes.
    #[must_use]
    pub fn place(&self) -> Place {
        #[expect(clippy::cast_precision_loss, reason = "a label has a few characters")]
        let width = self.words.chars().count() as f64 * CHARACTER;
        let left = if self.ends { self.x - width } else { self.x };
        (left, self.y - ASCENT, left + width, self.y + DESCENT)
    }
}

/// The labels of `lines`: today's value and the planned one, where there are any. `today` and `right` are pixels from
/// the left.
#[must_use]
pub fn labels(lines: &Lines, marks: &[Mark], today: f64, right: f64) -> Vec<Label> {
    let now = lines.today.map(|(y, value)| {
        let words = tenths(value);
        let ends = today + 50.0 >= right;
        Label { words, x: if ends { today - BESIDE } else { today + BESIDE }, y, ends }
    });
    let end =
        lines.end.map(|(y, value)| Label { words: format!("{} planned", tenths(value)), x: right, y, ends: true });
    let moved = |label: &Option<Label>, by: f64| label.clone().map(|label| Label { y: label.y + by, ..label });
    let choices = [ABOVE, BELOW].into_iter().flat_map(|first| {
        let seconds = [BELOW, ABOVE, BELOW + FARTHER, ABOVE - FARTHER];
        seconds.map(|second| moved(&now, first).into_iter().chain(moved(&end, second)).collect::<Vec<_>>())
    });
    choices.min_by_key(|labels| faults(labels, lines, marks)).unwrap_or_default()
}

/// How bad a choice is: labels on each other count most, then covered marks, then what leaves the panel.
fn faults(labels: &[Label], lines: &Lines, marks: &[Mark]) -> usize {
    let places: Vec<Place> = labels.iter().map(Label::place).collect();
    let on_each_other = matches!(places.as_slice(), [one, other] if covers(*one, *other));
    let around = |mark: &Mark| (mark.x - MARK, mark.y - MARK, mark.x + MARK, mark.y + MARK);
    let covered = places.iter().flat_map(|place| marks.iter().filter(|mark| covers(*place, around(mark)))).count();
    let outside =
        places.iter().filter(|place| place.1 < lines.axis.top - 2.0 * ASCENT || place.3 > lines.axis.bottom).count();
    usize::from(on_each_other) * 100 + covered * 10 + outside
}

fn covers(one: Place, other: Place) -> bool {
    one.0 < other.2 && other.0 < one.2 && one.1 < other.3 && other.1 < one.3
}
