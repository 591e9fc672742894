//! A step: a batch on its way through the model, to the loss and back, and what the optimizer makes of the gradients.

mod averages;
mod cache;
mod context;
mod optimizer_state;
mod penalties;
mod piece;
mod threads;
mod update_rules;
mod workspace;

pub(super) use cache::Cache;
pub(super) use context::Context;
pub(super) use optimizer_state::{Needs, OptimizerState};
pub(super) use penalties::{add_penalties, penalty};
pub(super) use piece::count as piece_count;
pub(super) use threads::Threads;
pub(super) use update_rules::{Step, take_state};
pub(super) use workspace::{MOST_OUTPUTS, Workspace};
