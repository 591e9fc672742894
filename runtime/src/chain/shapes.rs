use core::marker::PhantomData;

use crate::layer::Layer;
use crate::tensor::{Features, Flow, Shape};

/// Says that samples of this shape can go into what takes `Next`: only equal shapes can.
#[diagnostic::on_unimplemented(
    message = "this layer takes `{Next}`, but the layer before it gives `{Self}`",
    label = "takes `{Next}`, gets `{Self}`",
    note = "`Features<9>` are 9 single values; change one of the two layers, or write `_` as the first size of a `Dense`"
)]
pub trait Feeds<Next> {}

impl<F: Flow> Feeds<F> for F {}

/// Samples that are single values, without axes.
#[diagnostic::on_unimplemented(
    message = "single values are needed here, not `{Self}`",
    label = "needs single values",
    note = "`Flatten` makes single values of all axes; `Reshape<…>` with this shape lets `model!` see it, so that a `Dense` \
            behind it works on the last axis"
)]
pub trait SingleValues: Shape {}

impl<const N: usize> SingleValues for Features<N> {}

/// Whether two shapes have the same axes.
pub const fn are_alike<A: Shape, B: Shape>() -> bool {
    let (a, b) = (A::AXES, B::AXES);
    let mut axis = 0;
    while axis < a.len() && axis < b.len() && a[axis] == b[axis] {
        axis += 1;
    }
    axis == a.len() && axis == b.len()
}

/// Compiles only if samples of shape `S` are single values.
pub const fn single_values<S: SingleValues>() {}

/// Compiles only if samples of shape `Before` can go into what takes `Next`.
pub const fn connect<Before: Feeds<Next>, Next>() {}

/// A walk along the shapes between the layers of a network, which compiles only if they meet. `S` is what flows
/// into the next layer.
#[derive(Clone, Copy, Debug)]
pub struct Shapes<S>(PhantomData<S>);

impl<S: Flow> Shapes<S> {
    /// Begins with what flows into the first layer.
    pub const fn begin() -> Self {
        Self(PhantomData)
    }

    /// Goes through `L`, which has to take what flows in.
    pub const fn then<L: Layer>(self) -> Shapes<L::Output>
    where
        S: Feeds<L::Input>,
    {
        Shapes(PhantomData)
    }

    /// Goes on after `L`, whatever that takes: [`connect`] says whether it fits, or an error that it does not.
    pub const fn skip<L: Layer>(self) -> Shapes<L::Output> {
        Shapes(PhantomData)
    }

    /// Ends behind the last layer.
    pub const fn end(self) {}
}
