//! The arithmetic of a score: one pass over the questions makes rows and totals, a second shares out the points.
//!
//! Products stay below 2^53 (5,000 rows, weight at most 500, credit times factor at most 10,000), and every division
//! rounds once, at the end.

use super::{Checked, Claimed, Holding, Questionnaire, Row, Score, SectionScore, Slot, rhu};
use crate::answer::{Given, NotApplicable};
use crate::scoring::Entry;
use crate::template::Mode;
use crate::visibility::Asking;
use chrono::NaiveDate;

/// The score of a state that `questionnaire` has checked.
#[must_use]
pub fn score(questionnaire: &Questionnaire, checked: &Checked) -> Score {
    let asking = questionnaire.walk(&checked.slots, &checked.outside);
    let mut pass = Pass {
        questionnaire,
        slots: &checked.slots,
        asking: &asking,
        as_of: checked.as_of,
        rows: Vec::with_capacity(asking.len()),
        left_out: Vec::new(),
        contradictions: Vec::new(),
        assured: Sum::default(),
        claimed: Sum::default(),
        evidenced: 0,
        answered: 0,
        unanswered: 0,
        sections: vec![SectionSum::default(); questionnaire.sections().len()],
    };
    for (place, entry) in questionnaire.questions().iter().enumerate() {
        pass.take(place, entry);
    }
    let Pass {
        mut rows, left_out, contradictions, assured, claimed, evidenced, answered, unanswered, sections, ..
    } = pass;
    let raw = assured.raw();
    share_points(&mut rows, questionnaire, raw, assured.weight);
    let mut fails: Vec<usize> = rows.iter().filter(|row| row.fails).map(|row| row.entry).collect();
    fails.sort_unstable_by_key(|place| questionnaire.questions().get(*place).map(|entry| entry.rank));
    Score {
        questionnaire: questionnaire.clone(),
        raw,
        final_: assured.capped(),
        cap: raw.map(|_| assured.cap()),
        blocked: assured.blocked,
        fails,
        unanswered,
        confidence: raw.map(|_| hundredths(100 * evidenced, assured.weight)),
        completeness: raw.map(|_| hundredths(10_000 * answered, assured.weight)),
        claimed: Claimed { raw: claimed.raw(), final_: claimed.capped() },
        rows,
        left_out,
        sections: sections.iter().enumerate().map(|(place, sum)| sum.score(place)).collect(),
        contradictions,
        asking,
    }
}

/// A rounded quotient that is at most 10,000 by its formula.
fn hundredths(n: u64, d: u64) -> u32 {
    u32::try_from(rhu(n, d)).unwrap_or(10_000)
}

/// Weighted credit of some rows, and what caps it.
#[derive(Default)]
struct Sum {
    weighted: u64,
    weight: u64,
    fails: u32,
    blocked: bool,
}

impl Sum {
    fn add(&mut self, entry: &Entry, credit: u8, factor: u8, spared: bool) -> bool {
        self.weighted += u64::from(entry.weight) * u64::from(credit) * u64::from(factor);
        self.weight += u64::from(entry.weight);
        let question = &entry.question;
        let fails = question.critical && !spared && question.fail_below.is_some_and(|limit| credit < limit);
        if fails {
            self.fails += 1;
            self.blocked |= question.stop;
        }
        fails
    }

    fn raw(&self) -> Option<u32> {
        (self.weight > 0).then(|| hundredths(self.weighted, self.weight))
    }

    fn cap(&self) -> u32 {
        match self.fails {
            _ if self.blocked => 1_900,
            0 => 10_000,
            1 => 5_900,
            2 => 4_900,
            3.. => 3_900,
        }
    }

    fn capped(&self) -> Option<u32> {
        self.raw().map(|raw| raw.min(self.cap()))
    }
}

#[derive(Default, Clone)]
struct SectionSum {
    weighted: u64,
    weight: u32,
    left_out: u32,
}

impl SectionSum {
    fn score(&self, section: usize) -> SectionScore {
        let score = (self.weight > 0).then(|| hundredths(self.weighted, u64::from(self.weight)));
        SectionScore { section, score, weight: self.weight, left_out: self.left_out }
    }
}

/// The first pass.
struct Pass<'a> {
    questionnaire: &'a Questionnaire,
    slots: &'a [Slot],
    asking: &'a [Asking],
    as_of: NaiveDate,
    rows: Vec<Row>,
    left_out: Vec<usize>,
    contradictions: Vec<Holding>,
    assured: Sum,
    claimed: Sum,
    evidenced: u64,
    answered: u64,
    unanswered: u32,
    sections: Vec<SectionSum>,
}

impl Pass<'_> {
    /// Takes one question in: a row if it is asked, scored and not accepted as not applicable.
    fn take(&mut self, place: usize, entry: &Entry) {
        let (Some(slot), Some(Asking::Asked), true) =
            (self.slots.get(place), self.asking.get(place), entry.question.scored)
        else {
            return;
        };
        if slot.na == Some(NotApplicable::Accepted) {
            self.left_out.push(place);
            if let Some(sum) = self.sections.get_mut(entry.section) {
                sum.left_out += entry.weight;
            }
            return;
        }
        let own_credit = if slot.na.is_some() { 0 } else { credit(entry, slot.given, self.as_of) };
        if slot.na != Some(NotApplicable::Pending) {
            self.claimed.add(entry, own_credit, 100, slot.spared);
        }
        let doubt = if slot.override_.is_none() { self.doubt(place, entry) } else { None };
        let doubted = doubt.map_or(own_credit, |(_, cap)| own_credit.min(cap));
        let credit = slot.override_.map_or(doubted, |decision| decision.credit);
        let level = slot.override_.and_then(|decision| decision.level).unwrap_or(slot.level);
        let factor = entry.question.evidence.requirement.factor(level);
        let fails = self.assured.add(entry, credit, factor, slot.spared);
        self.evidenced += u64::from(entry.weight) * u64::from(factor);
        if let Some(sum) = self.sections.get_mut(entry.section) {
            sum.weighted += u64::from(entry.weight) * u64::from(credit) * u64::from(factor);
            sum.weight += entry.weight;
        }
        let answered = slot.given != Given::Nothing;
        if answered || slot.override_.is_some() {
            self.answered += u64::from(entry.weight);
        } else {
            self.unanswered += 1;
        }
        self.rows.push(Row {
            entry: place,
            own_credit,
            credit,
            level,
            factor,
            weight: entry.weight,
            points: 0,
            lost: 0,
            contradicted_by: doubt.map(|(rule, _)| rule),
            overridden: slot.override_.is_some(),
            answered,
            na: slot.na,
            fails,
            evidence_lapsed: level == 0 && slot.level == 0 && slot.lapsed,
        });
    }

    /// Notes the rules that hold on a claim; gives the one with the lowest cap.
    fn doubt(&mut self, place: usize, entry: &Entry) -> Option<(usize, u8)> {
        let mut lowest: Option<(usize, u8)> = None;
        for rule in &entry.rules {
            if self.rule_holds(*rule) {
                self.contradictions.push(Holding { rule: *rule, entry: place });
                let cap = self.questionnaire.rules().get(*rule).map_or(100, |found| found.rule.cap);
                if lowest.is_none_or(|(_, low)| cap < low) {
                    lowest = Some((*rule, cap));
                }
            }
        }
        lowest
    }

    /// Whether the claim is made and the counter question, being asked, has a bad answer or none.
    fn rule_holds(&self, rule: usize) -> bool {
        let Some(rule) = self.questionnaire.rules().get(rule) else { return false };
        let (Some(claim), Some(counter)) = (self.slots.get(rule.claim), self.slots.get(rule.counter)) else {
            return false;
        };
        let claimed = claim.na.is_none() && chosen(claim.given) & rule.claimed != 0;
        let asked = self.asking.get(rule.counter) == Some(&Asking::Asked);
        let bad = match counter.na {
            Some(NotApplicable::Accepted) => false,
            Some(NotApplicable::Pending | NotApplicable::Rejected) => true,
            None => counter.given == Given::Nothing || chosen(counter.given) & rule.countered != 0,
        };
        claimed && asked && bad
    }
}

fn chosen(given: Given) -> u64 {
    match given {
        Given::Chosen(set) => set,
        Given::Nothing | Given::Number(_) | Given::Date(_) | Given::Text => 0,
    }
}

/// The credit of an answer, 0 to 100.
fn credit(entry: &Entry, given: Given, as_of: NaiveDate) -> u8 {
    let question = &entry.question;
    let banded = |x: i64| question.scoring.bands.iter().find(|band| band.limit.holds(x)).map_or(0, |band| band.score);
    match (question.scoring.mode, given) {
        (Mode::Option | Mode::SumCapped, Given::Chosen(mut set)) => {
            let mut sum = 0_u32;
            while set != 0 {
                let option = question.options.get(set.trailing_zeros() as usize);
                sum += u32::from(option.and_then(|option| option.score).unwrap_or(0));
                set &= set - 1;
            }
            u8::try_from(sum.min(100)).unwrap_or(100)
        }
        (Mode::Bands, Given::Number(number)) => banded(number),
        (Mode::DaysUntil, Given::Date(date)) => banded(date.signed_duration_since(as_of).num_days()),
        (Mode::DaysSince, Given::Date(date)) => banded(as_of.signed_duration_since(date).num_days()),
        (Mode::Option | Mode::SumCapped | Mode::Bands | Mode::DaysUntil | Mode::DaysSince | Mode::None, _) => 0,
    }
}

/// Shares the raw score out: whole hundredths first, the rest one each to the largest remainders.
fn share_points(rows: &mut [Row], questionnaire: &Questionnaire, raw: Option<u32>, weight: u64) {
    let Some(raw) = raw else { return };
    let mut given = 0;
    let mut remainders: Vec<(u64, usize, usize)> = Vec::with_capacity(rows.len());
    for (place, row) in rows.iter_mut().enumerate() {
        let quality = u64::from(row.credit) * u64::from(row.factor);
        let share = u64::from(row.weight) * quality;
        row.points = u32::try_from(share / weight).unwrap_or(0);
        row.lost = hundredths(u64::from(row.weight) * (10_000 - quality), weight);
        given += row.points;
        let rank = questionnaire.questions().get(row.entry).map_or(0, |entry| entry.rank);
        remainders.push((share % weight, rank, place));
    }
    let missing = usize::try_from(raw.saturating_sub(given)).unwrap_or(0).min(remainders.len());
    if missing == 0 {
        return;
    }
    remainders.select_nth_unstable_by(missing - 1, |a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    for (_, _, place) in remainders.iter().take(missing) {
        if let Some(row) = rows.get_mut(*place) {
            row.points += 1;
        }
    }
}
