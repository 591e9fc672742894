//! The variables and the working memory of recurrent layers.

use crate::layout::Lanes;
use crate::tensor::Scalar;

/// The sizes of a layer: what goes in at a step, what comes out, and how many sums there are for each step.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sizes {
    pub(super) time: usize,
    pub(super) features: usize,
    pub(super) units: usize,
    pub(super) sums: usize,
    /// What the layer keeps of each step, besides.
    pub(super) kept: usize,
    /// The number of states of each unit: its output, and what else it remembers.
    pub(super) states: usize,
}

impl Sizes {
    /// The values that are kept for the way back, per lane.
    pub(super) const fn saved(self) -> usize {
        let Self { time, features, units, sums, kept, states } = self;
        // Sums, outputs before each step, and what the layer keeps; the input with some of it dropped, and the factors;
        // the state, and the one before; the gradient of what the state before becomes.
        time * (sums + units + kept + features) + features + units + 2 * states * units + units
    }
}

/// Working memory, cut up.
pub(super) struct Memory<'a, T> {
    /// For each step the sums, then the gates; on the way back the gradients with respect to the sums.
    pub(super) sums: &'a mut [T],
    /// For each step the outputs of the step before, some of them dropped.
    pub(super) before: &'a mut [T],
    /// For each step what the layer keeps.
    pub(super) kept: &'a mut [T],
    /// The state; on the way back its gradient. The outputs come first.
    pub(super) state: &'a mut [T],
    pub(super) dropped_input: &'a mut [T],
    pub(super) factors: &'a mut [T],
    pub(super) recurrent_factors: &'a mut [T],
    pub(super) state_before: &'a mut [T],
    /// The gradient of the outputs of the step before.
    pub(super) carried: &'a mut [T],
}

impl<T> Memory<'_, T> {
    /// The parts of the state, or of its gradient.
    pub(super) fn states(&self) -> impl Iterator<Item = &[T]> {
        self.state.chunks_exact(self.carried.len())
    }

    /// The same, to be written.
    pub(super) fn states_mut(&mut self) -> impl Iterator<Item = &mut [T]> {
        self.state.chunks_exact_mut(self.carried.len())
    }
}

impl<'a, T: Scalar> Memory<'a, T> {
    pub(super) fn new(saved: &'a mut [T], sizes: Sizes, lanes: Lanes) -> Self {
        let Sizes { time, features, units, sums, kept, states } = sizes;
        let mut rest = saved;
        let mut cut = |len: usize| {
            let (piece, behind) = core::mem::take(&mut rest).split_at_mut(len * lanes.stride());
            rest = behind;
            piece
        };
        Self {
            sums: cut(time * sums),
            before: cut(time * units),
            kept: cut(time * kept),
            dropped_input: cut(time * features),
            factors: cut(features),
            recurrent_factors: cut(units),
            state: cut(states * units),
            state_before: cut(states * units),
            carried: cut(units),
        }
    }
}

/// The variables of a recurrent layer.
#[derive(Clone, Copy)]
pub(super) struct Variables<'a, T> {
    pub(super) kernel: &'a [T],
    pub(super) recurrent: &'a [T],
    pub(super) bias: Option<&'a [T]>,
    /// What is added to what comes from the step before, where that is not the same.
    pub(super) recurrent_bias: Option<&'a [T]>,
}

/// Where their gradients go.
pub(super) struct Gradients<'a, T> {
    pub(super) kernel: &'a mut [T],
    pub(super) recurrent: &'a mut [T],
    pub(super) bias: Option<&'a mut [T]>,
    pub(super) recurrent_bias: Option<&'a mut [T]>,
}

impl<'a, T> Variables<'a, T> {
    pub(super) fn of(values: &'a [T], sizes: Sizes) -> Self {
        let (kernel, rest) = values.split_at(sizes.features * sizes.sums);
        let (recurrent, rest) = rest.split_at(sizes.units * sizes.sums);
        let mut biases = rest.chunks_exact(sizes.sums);
        Self { kernel, recurrent, bias: biases.next(), recurrent_bias: biases.next() }
    }
}

impl<'a, T> Gradients<'a, T> {
    pub(super) fn of(values: &'a mut [T], sizes: Sizes) -> Self {
        let (kernel, rest) = values.split_at_mut(sizes.features * sizes.sums);
        let (recurrent, rest) = rest.split_at_mut(sizes.units * sizes.sums);
        let mut biases = rest.chunks_exact_mut(sizes.sums);
        Self { kernel, recurrent, bias: biases.next(), recurrent_bias: biases.next() }
    }
}
