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

/// How far windows move on along each axis: one number for all of them, or one for each. On a sequence, the first alone
/// counts, on an image the first two: down, and to the right.
#[derive(Clone, Copy, Debug)]
pub enum Strides<const FIRST: usize, const SECOND: usize = FIRST, const THIRD: usize = SECOND> {}

/// How far apart the places in a window are along each axis, as [`Strides`].
#[derive(Clone, Copy, Debug)]
pub enum Dilation<const FIRST: usize, const SECOND: usize = FIRST, const THIRD: usize = SECOND> {}

/// Channels in `N` groups: the filters of one see its channels alone.
#[derive(Clone, Copy, Debug)]
pub enum Groups<const N: usize> {}

/// `N` filters for each channel: Keras' `depth_multiplier`.
#[derive(Clone, Copy, Debug)]
pub enum DepthMultiplier<const N: usize> {}

/// A transposed convolution gives as many values as whole strides need: Keras' `output_padding=None`.
#[derive(Clone, Copy, Debug)]
pub enum WholeStrides {}

/// How many values come out of a transposed convolution beyond the fewest, along each axis as [`Strides`]: Keras'
/// `output_padding`. They are fewer than the stride.
#[derive(Clone, Copy, Debug)]
pub enum OutputPadding<const FIRST: usize, const SECOND: usize = FIRST, const THIRD: usize = SECOND> {}

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
    /// Along each axis.
    const STEPS: [usize; 3];
}

impl<const FIRST: usize, const SECOND: usize, const THIRD: usize> Steps for Strides<FIRST, SECOND, THIRD> {
    const STEPS: [usize; 3] = [FIRST, SECOND, THIRD];
}

impl<const FIRST: usize, const SECOND: usize, const THIRD: usize> Steps for Dilation<FIRST, SECOND, THIRD> {
    const STEPS: [usize; 3] = [FIRST, SECOND, THIRD];
}

/// [`WholeStrides`] or [`OutputPadding`].
pub trait Ending: Clone + Send + Sync + 'static + sealed::Sealed {
    /// The values beyond the fewest along each axis, if they are given.
    const BEYOND: Option<[usize; 3]>;
}

impl Ending for WholeStrides {
    const BEYOND: Option<[usize; 3]> = None;
}

impl<const FIRST: usize, const SECOND: usize, const THIRD: usize> Ending
    for OutputPadding<FIRST, SECOND, THIRD>
{
    const BEYOND: Option<[usize; 3]> = Some([FIRST, SECOND, THIRD]);
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
    impl Sealed for super::WholeStrides {}
    impl<const A: usize, const B: usize, const C: usize> Sealed for super::Strides<A, B, C> {}
    impl<const A: usize, const B: usize, const C: usize> Sealed for super::Dilation<A, B, C> {}
    impl<const A: usize, const B: usize, const C: usize> Sealed for super::OutputPadding<A, B, C> {}
    impl<const N: usize> Sealed for super::Groups<N> {}
    impl<const N: usize> Sealed for super::DepthMultiplier<N> {}
}
