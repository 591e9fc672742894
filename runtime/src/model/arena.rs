//! Where a model keeps the numbers that it has learnt.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use bytemuck::Pod;

use crate::layer::{Layer, offset, parameters};
use crate::simd::aligned::Aligned;
use crate::tensor::Scalar;
use crate::tensor::allocate::{aligned_zeros, or_panic};

/// All variables of a model, side by side in one slice, layer by layer; a layer's piece starts at a constant
/// offset.
///
/// Gradients and an optimizer's memories have the same layout, so that whatever treats all variables alike is
/// one loop. The numbers live on the heap, where they are made: a model of any size fits any stack.
#[derive(Clone)]
pub struct Arena<T> {
    values: Aligned<T>,
    seed: u64,
    /// The variables that training leaves alone, by name.
    frozen: Vec<String>,
}

impl<T: Scalar> Arena<T> {
    /// An arena for the variables of `L`, all zero, with seed 0.
    ///
    /// # Panics
    /// When there is no memory for them: the message says how much they need.
    pub fn new<L: Layer>() -> Self {
        let values = or_panic(aligned_zeros("the variables of the model", parameters::<L>(), 1));
        Self { values, seed: 0, frozen: Vec::new() }
    }

    /// Sets all variables to zero, and takes a new seed for all random numbers that the model will need.
    pub(crate) fn reset(&mut self, seed: u64) {
        self.values.fill(T::zero());
        self.seed = seed;
    }

    /// All variables.
    pub fn values(&self) -> &[T] {
        &self.values
    }

    /// All variables, to be written.
    pub(crate) fn values_mut(&mut self) -> &mut [T] {
        &mut self.values
    }

    /// Takes a new seed; the variables stay.
    pub(crate) const fn set_seed(&mut self, seed: u64) {
        self.seed = seed;
    }

    /// The model's seed.
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// The variables that training leaves alone, by name.
    pub(crate) fn frozen(&self) -> &[String] {
        &self.frozen
    }

    pub(crate) fn set_frozen(&mut self, frozen: Vec<String>) {
        self.frozen = frozen;
    }

    /// One layer with its variables: part `index` of the network `N`, counted from 0.
    pub fn view<'a, N: Layer, L: Layer>(&'a self, layer: &'a L, index: usize) -> View<'a, L, T> {
        let start = offset(N::PARTS, index);
        View { layer, variables: &self.values[start..start + parameters::<L>()] }
    }
}

impl<T> fmt::Debug for Arena<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Arena({:?}, seed {})", self.values, self.seed)
    }
}

/// A layer of a model, with its variables.
#[derive(Debug)]
pub struct View<'a, L, T> {
    layer: &'a L,
    variables: &'a [T],
}

impl<L, T> Clone for View<'_, L, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<L, T> Copy for View<'_, L, T> {}

impl<'a, L, T> View<'a, L, T> {
    /// The layer, with its settings.
    pub const fn layer(&self) -> &'a L {
        self.layer
    }

    /// The layer's variables, in Keras' order, each row-major as in Keras.
    pub const fn variables(&self) -> &'a [T] {
        self.variables
    }
}

/// The values of a variable as a matrix or a vector of fixed size.
///
/// # Panics
/// When the number of values is another.
pub(crate) fn typed<T: Pod, M: Pod>(values: &[T]) -> &M {
    &bytemuck::cast_slice(values)[0]
}
