//! The same values in another shape or in other places: some more than once, some left out, with zeros between them.

mod bilinear;
mod blocks;
mod crop;
mod flatten;
mod pad;
mod permute;
mod repeat_vector;
mod reshape;
mod up_sampling;

pub use crop::{Cropping1D, Cropping2D, Cropping3D};
pub use flatten::Flatten;
pub use pad::{ZeroPadding1D, ZeroPadding2D, ZeroPadding3D};
pub use permute::Permute;
pub use repeat_vector::RepeatVector;
pub use reshape::Reshape;
pub use up_sampling::{Bilinear, Interpolation, Nearest, UpSampling1D, UpSampling2D, UpSampling3D};
