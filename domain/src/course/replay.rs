//! The streams of one AI system, replayed up to the end of a day.
//!
//! Only forwards: [`Replay::advance`] takes in what happened up to a day and tells it in words.

use super::words::Told;
use super::{Stream, words};
use crate::assessment::{self, Assessment, Event};
use crate::calendar::day_after;
use crate::id::SystemId;
use crate::journal::{Recorded, Timestamp};
use crate::register::Risk;
use crate::scoring::Questionnaire;
use crate::vendor::{self, AiSystem, RecordedIntake, Vendor};
use chrono::NaiveDate;

/// One assessment, replayed so far.
#[derive(Clone)]
pub(super) struct Track<'a> {
    pub(super) assessment: Assessment,
    pub(super) questionnaire: &'a Questionnaire,
    rest: &'a [Recorded<Event>],
    /// Whether its answers were erased since: what the figures were nobody can tell any more.
    is_erased: bool,
}

/// All assessments of a system and its intakes, replayed so far.
pub(super) struct Replay<'a> {
    tracks: Vec<Track<'a>>,
    system: Option<AiSystem>,
    /// The last day replayed.
    reached: Option<NaiveDate>,
}

impl<'a> Replay<'a> {
    pub(super) fn new(vendor: &[Recorded<vendor::Event>], system: &SystemId, streams: &[Stream<'a>]) -> Self {
        let track = |stream: &Stream<'a>| Track {
            assessment: Assessment::default(),
            questionnaire: stream.questionnaire,
            rest: stream.events,
            is_erased: stream.events.iter().any(|recorded| matches!(recorded.event, Event::Erased { .. })),
        };
        let system = Vendor::fold(vendor).systems.remove(system);
        Replay { tracks: streams.iter().map(track).collect(), system, reached: None }
    }

    /// The day of the first conclusion among what is still to be replayed.
    pub(super) fn first_conclusion(&self) -> Option<NaiveDate> {
        let events = self.tracks.iter().flat_map(|track| track.rest);
        events.filter(|recorded| is_conclusion(&recorded.event)).map(|recorded| recorded.at.date()).min()
    }

    /// Takes in what happened up to the end of `day`. Returns it in words, in the order in which it happened.
    pub(super) fn advance(&mut self, day: NaiveDate) -> Told {
        let reached = self.reached.replace(day);
        let mut happened = Vec::new();
        for track in &mut self.tracks {
            happened.extend(track.advance(day));
        }
        happened.sort_by_key(|recorded| recorded.at);
        let intakes = self.intakes().filter(|intake| intake.on <= day && reached.is_none_or(|last| intake.on > last));
        words::told(intakes.map(words::intake).collect(), &happened)
    }

    /// The next day after `day` on which something happened or time may move a figure.
    pub(super) fn next_stop(&self, day: NaiveDate) -> Option<NaiveDate> {
        let events = self.tracks.iter().filter_map(|track| track.rest.first()).map(|recorded| recorded.at.date());
        let intakes = self.intakes().map(|intake| intake.on);
        let changes = self.latest().and_then(|track| track.next_change(day));
        // A stop in the past would never end: the events of a stream may not fall back in time, but nothing checks it.
        events.chain(intakes).chain(changes).filter(|stop| *stop > day).min()
    }

    /// The figures at the end of `day`, which must have been reached.
    pub(super) fn risk_on(&self, day: NaiveDate) -> Risk {
        self.latest().map_or_else(Risk::default, |track| self.risk_of(track, day))
    }

    /// The figures at the end of `day` if `track` were the latest concluded assessment.
    pub(super) fn risk_of(&self, track: &Track<'_>, day: NaiveDate) -> Risk {
        if track.is_erased {
            return Risk::default();
        }
        let figures = assessment::figures(&track.assessment, track.questionnaire, day);
        let inherent = self.system.as_ref().and_then(|system| system.inherent_on(day));
        Risk::of(inherent.map(|inherent| inherent.inherent), Some(&figures))
    }

    /// The latest concluded assessment so far.
    pub(super) fn latest(&self) -> Option<&Track<'a>> {
        let concluded = |track: &&Track<'_>| track.assessment.conclusion().map(|conclusion| conclusion.at);
        self.tracks.iter().filter(|track| concluded(track).is_some()).max_by_key(concluded)
    }

    fn intakes(&self) -> impl Iterator<Item = &RecordedIntake> {
        self.system.iter().flat_map(|system| &system.intakes)
    }
}

impl<'a> Track<'a> {
    fn advance(&mut self, day: NaiveDate) -> &'a [Recorded<Event>] {
        let limit = Timestamp::start_of(day_after(day));
        let until = self.rest.iter().position(|recorded| recorded.at >= limit).unwrap_or(self.rest.len());
        let (happened, rest) = self.rest.split_at(until);
        self.rest = rest;
        for recorded in happened {
            self.assessment.apply(recorded);
        }
        happened
    }

    /// The first day after `day` on which time may move a figure.
    pub(super) fn next_change(&self, day: NaiveDate) -> Option<NaiveDate> {
        assessment::next_change(&self.assessment, self.questionnaire, day)
    }
}

fn is_conclusion(event: &Event) -> bool {
    matches!(event, Event::Concluded { .. })
}
