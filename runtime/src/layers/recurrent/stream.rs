use alloc::vec::Vec;

use super::memory::{Memory, Sizes};
use crate::layer::Layer;
use crate::layout::Lanes;
use crate::model::arena::View;
use crate::tensor::{Scalar, Shape};

/// A recurrent layer, as [`Bidirectional`](crate::layers::Bidirectional) and [`View::stream`] need it.
pub trait Recurrent: Layer {
    /// What goes in at a step.
    type Step: Shape;

    /// What comes out of it.
    type Units: Shape;

    /// What the layer is called in a [`Bidirectional`](crate::layers::Bidirectional) one, and the other.
    const NAMES: [&'static str; 2];

    /// Whether each step's output comes out.
    const SEQUENCES: bool;

    /// The same layer from the other end.
    #[must_use]
    fn backwards(self) -> Self;

    /// The same layer, with outputs of 0 at masked steps.
    #[must_use]
    fn zero_output_for_mask(self) -> Self;

    /// The number of values that one step works with.
    #[doc(hidden)]
    fn room() -> usize;

    /// Goes on by one step.
    #[doc(hidden)]
    fn step<T: Scalar>(&self, variables: &[T], memory: &mut [T], input: &[T], output: &mut [T]);
}

/// A recurrent layer that is shown a sequence step by step, and remembers: Keras' `stateful=True`.
#[derive(Clone, Debug)]
pub struct Stream<'a, L, T> {
    layer: View<'a, L, T>,
    memory: Vec<T>,
}

impl<'a, L: Recurrent, T: Scalar> View<'a, L, T> {
    /// The layer at the beginning of a sequence, to be shown it step by step, as it comes in.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// model! { struct Net { Input<3, 2>, memory: LSTM<4>, Dense<1> } }
    ///
    /// let model = Net::new(42);
    /// let mut stream = model.memory().stream();
    /// let outputs = [[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]].map(|step| stream.step(&step));
    /// assert_ne!(outputs[0], outputs[1]);
    /// stream.reset();
    /// assert_eq!(stream.step(&[0.1, 0.2]), outputs[0]);
    /// ```
    pub fn stream(&self) -> Stream<'a, L, T> {
        Stream { layer: *self, memory: bytemuck::zeroed_vec(L::room()) }
    }
}

impl<L: Recurrent, T: Scalar> Stream<'_, L, T> {
    /// What the layer says to the next step.
    pub fn step(&mut self, input: &<L::Step as Shape>::Array<T>) -> <L::Units as Shape>::Array<T> {
        let mut output = bytemuck::Zeroable::zeroed();
        let values = L::Units::values_mut(&mut output);
        self.layer.layer().step(self.layer.variables(), &mut self.memory, L::Step::values(input), values);
        output
    }

    /// Forgets all steps so far.
    pub fn reset(&mut self) {
        self.memory.fill(T::zero());
    }
}

/// The memory for one step of one sample.
pub(super) const fn room(sizes: Sizes) -> usize {
    sizes.saved() * Lanes::new(1).stride()
}

/// It cut up.
pub(super) fn memory<T: Scalar>(memory: &mut [T], sizes: Sizes) -> Memory<'_, T> {
    Memory::new(memory, sizes, Lanes::new(1))
}
