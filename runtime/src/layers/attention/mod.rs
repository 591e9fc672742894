//! Layers in which each step looks at all steps of a sequence, and takes of each what suits it.

mod additive_attention;
mod attended;
mod causality;
mod dot;
mod dot_attention;
mod group_query_attention;
mod multi_head_attention;
mod projected;
mod projections;
mod unprojected;
mod weigh;

pub use additive_attention::AdditiveAttention;
pub use attended::Attended;
use attended::Role;
pub use causality::{Causality, Full};
pub use dot_attention::Attention;
pub use group_query_attention::GroupQueryAttention;
pub use multi_head_attention::MultiHeadAttention;
