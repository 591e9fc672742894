//! Data preparation: datasets, splits, scalers.

mod dataset;
mod k_fold;
mod pad_sequences;
mod scaler;
mod split;
mod target;

pub use dataset::Dataset;
pub use pad_sequences::{PadSequences, Side};
pub use scaler::{MinMaxScaler, StandardScaler};
pub use target::{Classes, Labels, Target};

pub(crate) use split::check_fraction;
