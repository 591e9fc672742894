//! Convolutions on up to three axes, made of those of planes: a kernel has a plane for each place on the first axis.

use crate::kernels::window;
use crate::kernels::window::{Geometry, InputGradient, KernelGradient, Start};
use crate::layout::size::product;
use crate::layout::{Axis, Lanes};
use crate::tensor::Scalar;

/// The sizes of such a convolution. An image is a single plane, a sequence a plane of one row.
#[derive(Clone, Copy)]
pub(in crate::layers) struct Planes {
    depth: Axis,
    plane: Geometry,
}

impl Planes {
    /// A convolution with windows on these axes; groups as in [`Geometry::new`].
    pub(in crate::layers) const fn new(
        [depth, rows, columns]: [Axis; 3],
        channels: usize,
        filters: usize,
        groups: usize,
    ) -> Self {
        let plane = Geometry::new(rows, columns, channels, filters, groups);
        let (Some(_), Some(_), Some(_)) = (
            product(&[depth.input(), plane.inputs()]),
            product(&[depth.output(), plane.outputs()]),
            product(&[depth.size(), plane.weights()]),
        ) else {
            panic!("a convolution of more values than memory can hold");
        };
        Self { depth, plane }
    }

    /// The axes of the windows.
    pub(super) const fn axes(&self) -> [Axis; 3] {
        [self.depth, self.plane.rows(), self.plane.columns()]
    }

    /// The number of channels that go in.
    pub(super) const fn channels(&self) -> usize {
        self.plane.channels()
    }

    /// The number of filters, the channels that come out.
    pub(super) const fn filters(&self) -> usize {
        self.plane.filters()
    }

    /// The number of values that come out.
    pub(super) const fn outputs(&self) -> usize {
        self.depth.output() * self.plane.outputs()
    }

    /// The number of weights.
    pub(super) const fn weights(&self) -> usize {
        self.depth.size() * self.plane.weights()
    }

    /// Multiply–accumulates (MACs) per sample.
    pub(super) const fn multiply_adds(&self) -> usize {
        self.plane.multiply_adds().saturating_mul(self.depth.size()).saturating_mul(self.depth.output())
    }

    /// [`window::Forward`]
    pub(super) fn convolve<T: Scalar>(
        self,
        lanes: Lanes,
        kernel: &[T],
        start: Start<'_, T>,
        input: &[T],
        output: &mut [T],
    ) {
        let Self { depth, plane: geometry } = self;
        let (inputs, outputs) = (geometry.inputs() * lanes.stride(), geometry.outputs() * lanes.stride());
        for z in 0..depth.output() {
            let output = &mut output[z * outputs..][..outputs];
            let mut start = start;
            for place in depth.inside(z) {
                let kernel = &kernel[place * geometry.weights()..][..geometry.weights()];
                let input = &input[depth.at(z, place) * inputs..][..inputs];
                T::convolve(window::Forward { geometry, lanes, kernel, start, input, output });
                start = Start::Output;
            }
            begin(start, lanes, output);
        }
    }

    /// [`KernelGradient`], not added to what is there.
    pub(super) fn kernel_gradient<T: Scalar>(
        self,
        lanes: Lanes,
        input: &[T],
        delta: &[T],
        gradient: &mut [T],
        mut bias_gradient: Option<&mut [T]>,
    ) {
        let Self { depth, plane: geometry } = self;
        let (inputs, outputs) = (geometry.inputs() * lanes.stride(), geometry.outputs() * lanes.stride());
        gradient.fill(T::zero());
        if let Some(gradient) = &mut bias_gradient {
            gradient.fill(T::zero());
        }
        for z in 0..depth.output() {
            let delta = &delta[z * outputs..][..outputs];
            let mut bias_gradient = bias_gradient.as_deref_mut();
            for place in depth.inside(z) {
                T::convolution_kernel_gradient(KernelGradient {
                    geometry,
                    lanes,
                    input: &input[depth.at(z, place) * inputs..][..inputs],
                    delta,
                    gradient: &mut gradient[place * geometry.weights()..][..geometry.weights()],
                    bias_gradient: bias_gradient.take(),
                    adds: true,
                });
            }
            // Windows that lie on zeros alone.
            if let Some(sums) = bias_gradient {
                for (number, delta) in delta.chunks_exact(lanes.stride()).enumerate() {
                    let filter = number % geometry.filters();
                    sums[filter] += delta.iter().fold(T::zero(), |sum, &delta| sum + delta);
                }
            }
        }
    }

    /// [`InputGradient`]
    pub(super) fn input_gradient<T: Scalar>(
        self,
        lanes: Lanes,
        kernel: &[T],
        start: Start<'_, T>,
        delta: &[T],
        gradient: &mut [T],
    ) {
        let Self { depth, plane: geometry } = self;
        let (inputs, outputs) = (geometry.inputs() * lanes.stride(), geometry.outputs() * lanes.stride());
        for value in 0..depth.input() {
            let gradient = &mut gradient[value * inputs..][..inputs];
            let mut start = start;
            for place in 0..depth.size() {
                let Some(z) = depth.window(value, place) else { continue };
                let kernel = &kernel[place * geometry.weights()..][..geometry.weights()];
                let delta = &delta[z * outputs..][..outputs];
                T::convolution_input_gradient(InputGradient {
                    geometry,
                    lanes,
                    kernel,
                    start,
                    delta,
                    gradient,
                });
                start = Start::Output;
            }
            begin(start, lanes, gradient);
        }
    }
}

/// Sums without a term are what they begin with.
fn begin<T: Scalar>(start: Start<'_, T>, lanes: Lanes, sums: &mut [T]) {
    match start {
        Start::Zero => sums.fill(T::zero()),
        Start::Bias(bias) => {
            let features = sums.chunks_exact_mut(lanes.stride());
            features.zip(bias.iter().cycle()).for_each(|(sums, &bias)| sums.fill(bias));
        }
        Start::Output => {}
    }
}
