//! Charts: pure geometry that tests can check, beside the SVG that shows it.
//!
//! Each chart is drawn once at the width it was given, so that text keeps its size; shapes and words carry what
//! colour carries. In reading order: [`axis`] places dates and values, [`shape`] draws, the rest are
//! one drawing each.

pub mod axis;
pub mod clock;
pub mod course;
pub mod course_events;
pub mod course_view;
pub mod gap;
pub mod labels;
pub mod measured;
pub mod points_bar;
pub mod shape;
pub mod waterfall;
pub mod waterfall_view;

pub use clock::Clock;
pub use course_view::CourseChart;
pub use gap::GapMark;
pub use points_bar::PointsBar;
pub use waterfall_view::WaterfallChart;
