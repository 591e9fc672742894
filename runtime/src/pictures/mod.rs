//! Pictures of a training and of what came of it: curves, confusion, decision boundaries.
//!
//! | picture | made by |
//! |---|---|
//! | loss and metrics over the epochs | [`History::picture`](crate::History::picture) |
//! | which classes are taken for which | [`ConfusionMatrix::picture`](crate::metrics::ConfusionMatrix::picture) |
//! | where a model of two inputs decides how | [`DecisionBoundary`] |

mod decision_boundary;

pub use decision_boundary::DecisionBoundary;

pub use crate::drawing::{Picture, Theme};
