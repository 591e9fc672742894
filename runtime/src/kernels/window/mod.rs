//! Convolutions: sums over windows, with weights.
//!
//! Nothing is copied for them: the terms of a sum are found where they lie, in three loops, over the rows of a window,
//! the places in a row and the channels. Sizes are values here, and no constants, as in [`dense`](super::dense).

mod forward;
mod input_gradient;
mod kernel_gradient;
#[cfg(test)]
mod tests;
mod tile;

use crate::layout::size::product;
use crate::layout::{Axis, Lanes};
use crate::simd::Vectorized;

/// The sizes of a convolution. A kernel has `[rows.size, columns.size, channels / groups, filters]` numbers.
#[derive(Clone, Copy, Debug)]
pub struct Geometry {
    rows: Axis,
    columns: Axis,
    channels: usize,
    filters: usize,
    groups: usize,
    inputs: usize,
    outputs: usize,
    weights: usize,
}

impl Geometry {
    /// A convolution with windows on these axes. Filters of a group see the channels of that group alone.
    ///
    /// # Panics
    /// When there are no channels or filters, when they do not come in equal groups, or when a number of values is larger
    /// than a `usize`.
    pub const fn new(rows: Axis, columns: Axis, channels: usize, filters: usize, groups: usize) -> Self {
        // Of nothing, there could be any number of windows to be gone through.
        assert!(channels > 0 && filters > 0, "a convolution has channels and filters");
        assert!(
            groups > 0 && channels.is_multiple_of(groups) && filters.is_multiple_of(groups),
            "channels and filters come in equal groups"
        );
        let depth = channels / groups;
        let (Some(inputs), Some(outputs), Some(weights)) = (
            product(&[rows.input(), columns.input(), channels]),
            product(&[rows.output(), columns.output(), filters]),
            product(&[rows.size(), columns.size(), depth, filters]),
        ) else {
            panic!("a convolution of more values than memory can hold");
        };
        Self { rows, columns, channels, filters, groups, inputs, outputs, weights }
    }

    /// The axis of the windows' rows.
    pub const fn rows(&self) -> Axis {
        self.rows
    }

    /// The axis of the windows' columns.
    pub const fn columns(&self) -> Axis {
        self.columns
    }

    /// The number of channels that go in.
    pub const fn channels(&self) -> usize {
        self.channels
    }

    /// The number of filters, the channels that come out.
    pub const fn filters(&self) -> usize {
        self.filters
    }

    /// The number of values that go in.
    pub const fn inputs(&self) -> usize {
        self.inputs
    }

    /// The number of values that come out.
    pub const fn outputs(&self) -> usize {
        self.outputs
    }

    /// The number of weights.
    pub const fn weights(&self) -> usize {
        self.weights
    }

    /// Multiply–accumulates (MACs) per sample, those with the zeros around the values among them.
    pub const fn multiply_adds(&self) -> usize {
        self.weights.saturating_mul(self.rows.output()).saturating_mul(self.columns.output())
    }

    /// The number of channels that a filter sees.
    const fn depth(&self) -> usize {
        self.channels / self.groups
    }

    /// The number of filters of a group.
    const fn width(&self) -> usize {
        self.filters / self.groups
    }
}

/// `z[y, x, f] = b[f] + Σ K[i, j, c, f] x[y s + i d − p, x s + j d − p, c]` for each lane.
#[derive(Debug)]
pub struct Forward<'a, T> {
    pub geometry: Geometry,
    pub lanes: Lanes,
    pub kernel: &'a [T],
    pub start: Start<'a, T>,
    pub input: &'a [T],
    pub output: &'a mut [T],
}

/// What sums begin with.
#[derive(Clone, Copy, Debug)]
pub enum Start<'a, T> {
    Zero,
    /// A number for each filter, or for each channel where those are what comes out.
    Bias(&'a [T]),
    /// What is there already.
    Output,
}

impl<'a, T> From<Option<&'a [T]>> for Start<'a, T> {
    fn from(bias: Option<&'a [T]>) -> Self {
        bias.map_or(Self::Zero, Self::Bias)
    }
}

/// `∂L/∂K[i, j, c, f] = Σ δ[y, x, f] x[…]` and `∂L/∂b[f] = Σ δ[y, x, f]`, the sums over the samples too.
#[derive(Debug)]
pub struct KernelGradient<'a, T> {
    pub geometry: Geometry,
    pub lanes: Lanes,
    pub input: &'a [T],
    pub delta: &'a [T],
    pub gradient: &'a mut [T],
    pub bias_gradient: Option<&'a mut [T]>,
    /// Whether the sums are added to what is there already.
    pub adds: bool,
}

/// `∂L/∂x` for each lane: each value's sum over the windows that it lies in. With a bias for each channel to begin with,
/// this is the forward product of a transposed convolution.
#[derive(Debug)]
pub struct InputGradient<'a, T> {
    pub geometry: Geometry,
    pub lanes: Lanes,
    pub kernel: &'a [T],
    pub start: Start<'a, T>,
    pub delta: &'a [T],
    pub gradient: &'a mut [T],
}

/// Numbers that convolutions can compute with. Each function is no generic one, so that it is compiled once.
pub trait WindowProducts: Vectorized {
    fn convolve(product: Forward<'_, Self>);
    fn convolution_kernel_gradient(product: KernelGradient<'_, Self>);
    fn convolution_input_gradient(product: InputGradient<'_, Self>);
}

macro_rules! window_products {
    ($($number:ty)*) => {
        $(impl WindowProducts for $number {
            fn convolve(product: Forward<'_, Self>) {
                Self::run_by_stride(product.lanes.stride(), product);
            }

            fn convolution_kernel_gradient(product: KernelGradient<'_, Self>) {
                Self::run_by_stride(product.lanes.stride(), product);
            }

            fn convolution_input_gradient(product: InputGradient<'_, Self>) {
                Self::run_by_stride(product.lanes.stride(), product);
            }
        })*
    };
}
window_products!(f32 f64);
