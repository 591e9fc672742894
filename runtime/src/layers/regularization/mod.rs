//! What makes training harder, so that a model cannot rely on single values. Outside training nothing is changed.

mod activity_regularization;
mod dropout;
mod gaussian_dropout;
mod gaussian_noise;
mod noise;
mod spatial_dropout;

pub use activity_regularization::ActivityRegularization;
pub use dropout::Dropout;
pub use gaussian_dropout::GaussianDropout;
pub use gaussian_noise::GaussianNoise;
pub use spatial_dropout::{SpatialDropout1D, SpatialDropout2D, SpatialDropout3D};
