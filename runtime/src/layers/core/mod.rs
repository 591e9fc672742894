//! The layers that most networks are made of.

mod dense;
mod drop_mask;
mod embedding;
mod masking;
mod position_embedding;

pub use dense::Dense;
pub use drop_mask::DropMask;
pub use embedding::{Embedding, MaskZero, Masks, NoMask};
pub use masking::Masking;
pub use position_embedding::PositionEmbedding;
