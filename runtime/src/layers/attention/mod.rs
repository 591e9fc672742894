//! Layers in which each step looks at all steps of a sequence, and takes of each what suits it.

mod attended;
mod causality;
mod dot;
mod group_query_attention;
mod multi_head_attention;
mod projected;
mod weigh;

pub use attended::Attended;
use attended::Role;
pub use causality::{Causality, Full};
pub use group_query_attention::GroupQueryAttention;
pub use multi_head_attention::MultiHeadAttention;
