//! What flows into recurrent layers, and out of them.

use crate::activations::{Activations, linear};
use crate::tensor::{Features, Flow, Sequence, Shape};

/// What flows into a recurrent layer: a sequence, or in a graph a sequence and the state that the layer begins with.
pub trait Walked: Flow + sealed::Sealed {
    /// The number of steps.
    const TIME: usize;

    /// The number of values of a step.
    const FEATURES: usize;

    /// As many steps of so many units.
    type Steps<const UNITS: usize>: Shape;
}

/// What a recurrent layer gives: its output after the last step. Keras' `return_sequences=False`.
#[derive(Clone, Copy, Debug)]
pub enum LastStep {}

/// What a recurrent layer gives: its output after each step. Keras' `return_sequences=True`.
#[derive(Clone, Copy, Debug)]
pub enum Sequences {}

/// [`LastStep`] or [`Sequences`], for a layer with so many units.
pub trait Returns<X, const UNITS: usize>: Clone + Send + Sync + 'static + sealed::Sealed {
    /// The shape that comes out.
    type Output: Shape;

    /// Whether each step's output comes out.
    const SEQUENCES: bool;
}

impl<X: Walked, const UNITS: usize> Returns<X, UNITS> for LastStep {
    type Output = Features<UNITS>;
    const SEQUENCES: bool = false;
}

impl<X: Walked, const UNITS: usize> Returns<X, UNITS> for Sequences {
    type Output = X::Steps<UNITS>;
    const SEQUENCES: bool = true;
}

/// A recurrent layer gives its output alone. Keras' `return_state=False`.
#[derive(Clone, Copy, Debug)]
pub enum NoState {}

/// A recurrent layer gives its output, and its state after the last step: its last output, and of an
/// [`LSTM`](super::LSTM) the cell state. Keras' `return_state=True`.
#[derive(Clone, Copy, Debug)]
pub enum ReturnState {}

/// [`NoState`] or [`ReturnState`], for a layer with this output, and a state of so many parts of so many units.
pub trait GivesState<Out, const UNITS: usize, const PARTS: usize>:
    Clone + Send + Sync + 'static + sealed::Sealed
{
    /// All that comes out.
    type Output: Flow;

    /// Nothing is applied to that.
    type Activation: Activations<Self::Output>;
}

impl<Out: Shape, const UNITS: usize, const PARTS: usize> GivesState<Out, UNITS, PARTS> for NoState {
    type Output = Out;
    type Activation = linear;
}

impl<Out: Shape, const UNITS: usize> GivesState<Out, UNITS, 1> for ReturnState {
    type Output = (Out, Features<UNITS>);
    type Activation = (linear, linear);
}

impl<Out: Shape, const UNITS: usize> GivesState<Out, UNITS, 2> for ReturnState {
    type Output = (Out, Features<UNITS>, Features<UNITS>);
    type Activation = (linear, linear, linear);
}

/// Whether what flows into a layer with so many units, whose state has so many parts, has no state or all parts of one.
pub(super) const fn begins<X: Flow>(units: usize, parts: usize) -> bool {
    let given = X::SHAPES.len() - 1;
    let mut part = 1;
    while part <= given {
        if X::SHAPES[part][0] != units {
            return false;
        }
        part += 1;
    }
    given == 0 || given == parts
}

macro_rules! walked {
    ($($state:ident)*) => {
        impl<const TIME: usize, const FEATURES: usize, $(const $state: usize),*> Walked
            for walked!(@ Sequence<TIME, FEATURES>, $($state)*)
        {
            const TIME: usize = TIME;
            const FEATURES: usize = FEATURES;
            type Steps<const UNITS: usize> = Sequence<TIME, UNITS>;
        }

        impl<const TIME: usize, const FEATURES: usize, $(const $state: usize),*> sealed::Sealed
            for walked!(@ Sequence<TIME, FEATURES>, $($state)*) {}
    };
    (@ $sequence:ty,) => { $sequence };
    (@ $sequence:ty, $($state:ident)+) => { ($sequence, $(Features<$state>),+) };
}

walked!();
walked!(A);
walked!(A B);

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::LastStep {}
    impl Sealed for super::Sequences {}
    impl Sealed for super::NoState {}
    impl Sealed for super::ReturnState {}
}
