//! What pictures are drawn with: their SVG and PNG files, colours, texts and axes.

mod picture;
#[cfg(feature = "png")]
mod png;
mod scale;
mod text;
mod theme;

pub use picture::Picture;
pub(crate) use scale::{Scale, extent};
pub(crate) use text::{escaped, width};
pub use theme::Theme;
pub(crate) use theme::color;
