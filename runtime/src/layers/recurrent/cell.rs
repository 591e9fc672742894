//! What recurrent layers compute at a step, and what they compute it with.

use super::memory::{Gradients, Memory, Variables};
use crate::activations::{ActivationFn, Derivative, apply, apply_back};
use crate::kernels::window;
use crate::kernels::window::{Geometry, InputGradient, Start};
use crate::layout::{Axis, Lanes};
use crate::simd::Instructions;
use crate::tensor::{Batch, BatchMut, Features, Scalar};

/// What a recurrent layer computes at one step.
pub(super) trait Cell {
    /// Goes on by step `at`: from the sums of the input, and the state in `memory`, to the new state.
    fn advance<T: Scalar>(
        &self,
        at: usize,
        variables: Variables<'_, T>,
        memory: &mut Memory<'_, T>,
        lanes: Lanes,
    );

    /// After step `at`, some lanes passed it over: whatever is kept of the new state has to be that in `memory`.
    fn passed_over<T: Scalar>(&self, at: usize, memory: &mut Memory<'_, T>) {
        let _ = (at, memory);
    }

    /// Goes back by step `at`: from the gradient of the new state, in the state's place, to that of the sums, in their
    /// place, that of the state before, but for its outputs, and that of those, in `carried`.
    fn retreat<T: Scalar>(
        &self,
        at: usize,
        variables: Variables<'_, T>,
        memory: &mut Memory<'_, T>,
        lanes: Lanes,
        before: Before<'_, T>,
    );

    /// The gradient of the variables that take part in `advance`, from all steps.
    fn recurrent_gradient<T: Scalar>(
        &self,
        memory: &mut Memory<'_, T>,
        gradients: &mut Gradients<'_, T>,
        lanes: Lanes,
    );
}

/// What comes before a step.
#[derive(Clone, Copy, Debug)]
pub(super) enum Before<'a, T> {
    /// Nothing: the state is 0, and nobody asks for its gradient.
    Nothing,
    /// This step.
    Step(usize),
    /// A state that flowed in, with this second part.
    State(Option<&'a [T]>),
}

impl<T> Before<'_, T> {
    /// Whether anybody asks for the gradient of the state before.
    pub(super) const fn is_asked(&self) -> bool {
        !matches!(self, Self::Nothing)
    }
}

/// The sums of `inputs` values with weights, at so many places.
pub(super) const fn product(places: usize, inputs: usize, outputs: usize) -> Geometry {
    Geometry::new(Axis::alone(1), Axis::alone(places), inputs, outputs, 1)
}

/// Adds to `sums` what the outputs of the step before are multiplied with: `z + R h`.
pub(super) fn add_recurrent<T: Scalar>(recurrent: &[T], before: &[T], sums: &mut [T], lanes: Lanes) {
    let stride = lanes.stride();
    let geometry = product(1, before.len() / stride, sums.len() / stride);
    let (start, kernel) = (Start::Output, recurrent);
    T::convolve(window::Forward { geometry, lanes, kernel, start, input: before, output: sums });
}

/// The gradient of the outputs of the step before: `Rᵀ δ`.
pub(super) fn recurrent_back<T: Scalar>(recurrent: &[T], delta: &[T], gradient: &mut [T], lanes: Lanes) {
    let stride = lanes.stride();
    let geometry = product(1, gradient.len() / stride, delta.len() / stride);
    let (kernel, start) = (recurrent, Start::Zero);
    T::convolution_input_gradient(InputGradient { geometry, lanes, kernel, start, delta, gradient });
}

/// How many values an activation needs kept, for each of its arguments.
pub(super) const fn kept<A: ActivationFn>() -> usize {
    match A::DERIVATIVE {
        Derivative::FromInput => 1,
        Derivative::FromOutput => 0,
    }
}

/// Applies an activation to the values of `UNITS` units. `kept` has room for its arguments, if it needs them.
#[inline]
pub(super) fn activate<T: Scalar, A: ActivationFn, const UNITS: usize>(
    activation: A,
    values: &mut [T],
    kept: &mut [T],
    lanes: Lanes,
) {
    if matches!(A::DERIVATIVE, Derivative::FromInput) {
        kept.copy_from_slice(values);
    }
    apply(activation, BatchMut::<T, Features<UNITS>>::new(values, lanes), Instructions::TARGET);
}

/// Takes the gradient back through it.
#[inline]
pub(super) fn activate_back<T: Scalar, A: ActivationFn, const UNITS: usize>(
    activation: A,
    values: &[T],
    kept: &[T],
    gradient: &mut [T],
    lanes: Lanes,
) {
    let known = A::DERIVATIVE.known(kept, values);
    let known = Batch::<T, Features<UNITS>>::new(known, lanes);
    apply_back(activation, known, BatchMut::new(gradient, lanes), Instructions::TARGET);
}
