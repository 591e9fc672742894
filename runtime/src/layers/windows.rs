//! How windows lie, as types: `Conv2D<6, 5, relu, Same, Strides<2>>`.

use crate::layout::Edges;

/// Windows lie on values alone: Keras' `padding="valid"`.
#[derive(Clone, Copy, Debug)]
pub enum Valid {}

/// Zeros around the values, so that there is an output for each stride: Keras' `padding="same"`. If their number is
/// odd, one more comes behind.
#[derive(Clone, Copy, Debug)]
pub enum Same {}

/// Zeros before the values, so that no output depends on later inputs: Keras' `padding="causal"`. For sequences.
#[derive(Clone, Copy, Debug)]
pub enum Causal {}

/// How far windows move on: `HEIGHT` down, and `WIDTH` to the right. On a sequence, the first alone counts.
#[derive(Clone, Copy, Debug)]
pub enum Strides<const HEIGHT: usize, const WIDTH: usize = HEIGHT> {}

/// How far apart the places in a window are, down and to the right. On a sequence, the first alone counts.
#[derive(Clone, Copy, Debug)]
pub enum Dilation<const HEIGHT: usize, const WIDTH: usize = HEIGHT> {}

/// Channels in `N` groups: the filters of one see its channels alone.
#[derive(Clone, Copy, Debug)]
pub enum Groups<const N: usize> {}

/// `N` filters for each channel: Keras' `depth_multiplier`.
#[derive(Clone, Copy, Debug)]
pub enum DepthMultiplier<const N: usize> {}

/// [`Valid`], [`Same`] or [`Causal`].
pub trait Padding: Clone + Send + Sync + 'static + sealed::Sealed {
    /// What happens at the edges.
    const EDGES: Edges;
}

impl Padding for Valid {
    const EDGES: Edges = Edges::Valid;
}

impl Padding for Same {
    const EDGES: Edges = Edges::Same;
}

impl Padding for Causal {
    const EDGES: Edges = Edges::Causal;
}

/// [`Strides`] or [`Dilation`].
pub trait Steps: Clone + Send + Sync + 'static + sealed::Sealed {
    /// Down, and to the right.
    const STEPS: [usize; 2];
}

impl<const HEIGHT: usize, const WIDTH: usize> Steps for Strides<HEIGHT, WIDTH> {
    const STEPS: [usize; 2] = [HEIGHT, WIDTH];
}

impl<const HEIGHT: usize, const WIDTH: usize> Steps for Dilation<HEIGHT, WIDTH> {
    const STEPS: [usize; 2] = [HEIGHT, WIDTH];
}

/// [`Groups`]
pub trait Grouping: Clone + Send + Sync + 'static + sealed::Sealed {
    /// The number of groups.
    const COUNT: usize;
}

impl<const N: usize> Grouping for Groups<N> {
    const COUNT: usize = N;
}

/// [`DepthMultiplier`]
pub trait Multiplier: Clone + Send + Sync + 'static + sealed::Sealed {
    /// The number of filters for each channel.
    const FACTOR: usize;
}

impl<const N: usize> Multiplier for DepthMultiplier<N> {
    const FACTOR: usize = N;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Valid {}
    impl Sealed for super::Same {}
    impl Sealed for super::Causal {}
    impl<const HEIGHT: usize, const WIDTH: usize> Sealed for super::Strides<HEIGHT, WIDTH> {}
    impl<const HEIGHT: usize, const WIDTH: usize> Sealed for super::Dilation<HEIGHT, WIDTH> {}
    impl<const N: usize> Sealed for super::Groups<N> {}
    impl<const N: usize> Sealed for super::DepthMultiplier<N> {}
}
