//! Data preparation: tables and what becomes of their columns, datasets, splits, scalers.

mod categories;
mod classes;
mod columns;
mod counts;
mod dataset;
mod k_fold;
#[cfg(feature = "ndarray")]
mod ndarray;
mod number;
mod pad_sequences;
mod rows;
mod samples;
mod scaler;
mod schema;
mod split;
pub(crate) mod statistics;
mod table;
mod target;
mod targets;
mod weights;

pub use classes::{ClassImage, ClassSequence, ClassTarget, Classes, Labels, PositionLabels};
pub(crate) use classes::{each_class_target, each_position_class_target};
pub(crate) use columns::beside;
pub use columns::{IntoSamples, IntoTargets};
pub use dataset::Dataset;
pub use pad_sequences::{PadSequences, PaddedValue, SequenceValue, Side};
pub use scaler::{MinMaxScaler, StandardScaler};
pub(crate) use schema::PREPARATION;
pub use schema::{Column, Numeric, OneHot, Ordinal, Preparation, Schema, TableTarget};
pub(crate) use split::check_fraction;
#[cfg(feature = "csv")]
pub use table::{Chunks, Csv, Delimiter, Encoding};
pub use table::{Record, Table};
pub use target::Target;
pub use targets::Targets;
pub use weights::SampleWeight;
pub(crate) use weights::check_class_weight;
