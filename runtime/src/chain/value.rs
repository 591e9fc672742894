use core::fmt;

use crate::layer::Layer;
use crate::tensor::{Flow, Scalar, Shape};

/// What flows between the layers of a network: a batch, and the masks of its shapes.
pub struct Value<'a, T: Scalar, F: Flow> {
    pub(super) batch: F::Batch<'a, T>,
    pub(super) mask: F::Mask<'a, T>,
}

impl<T: Scalar, F: Flow> Clone for Value<'_, T, F> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Scalar, F: Flow> Copy for Value<'_, T, F> {}

impl<T: Scalar, F: Flow> fmt::Debug for Value<'_, T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Value").field("batch", &self.batch).field("mask", &self.mask).finish()
    }
}

impl<'a, T: Scalar, F: Flow> Value<'a, T, F> {
    /// The same values as samples of what `L` takes. The shapes are equal: [`Shapes`](super::Shapes) has checked it, once
    /// and with a better message than a mismatch here would give.
    #[inline(always)]
    pub(super) fn retyped<'b, Next: Flow>(self) -> Value<'b, T, Next>
    where
        'a: 'b,
    {
        let lanes = F::lanes(&self.batch);
        let masks = F::masks(self.mask).map(|mask| mask.map(shorter));
        Value {
            batch: Next::of_slices(F::slices(self.batch).map(shorter), lanes),
            mask: Next::of_masks(masks),
        }
    }

    /// The mask of the first shape.
    #[inline(always)]
    pub(super) fn first_mask(self) -> Option<&'a [T]> {
        F::masks(self.mask).next().flatten()
    }
}

/// The same values for a shorter time.
pub(super) const fn shorter<'b, 'a: 'b, T>(values: &'a [T]) -> &'b [T] {
    values
}

/// The same values for a shorter time, to be written.
pub(super) const fn shorter_mut<'b, 'a: 'b, T>(values: &'a mut [T]) -> &'b mut [T] {
    values
}

/// Several values as one: what a layer with several inputs takes.
pub trait Join<'a, T: Scalar> {
    /// Their shapes.
    type Flow: Flow;

    /// The values together.
    fn join(self) -> Value<'a, T, Self::Flow>;
}

/// One value as several: what a layer with several outputs, or the input of a network with several, is made of.
pub trait Split<'a, T: Scalar> {
    /// The values.
    type Values;

    /// One value for each shape.
    fn split(self) -> Self::Values;
}

/// Shape number `INDEX` of a tuple.
pub trait Nth<const INDEX: usize> {
    /// The shape.
    type Shape: Shape;
}

/// Implements [`Nth`] for each place of a tuple.
macro_rules! places {
    ($all:tt $($shape:ident $at:tt)*) => {
        $(place!($all $shape $at);)*
    };
}

/// Implements [`Nth`] for one of them.
macro_rules! place {
    (($($all:ident)*) $shape:ident $at:tt) => {
        impl<$($all: Shape),*> Nth<$at> for ($($all,)*) {
            type Shape = $shape;
        }
    };
}

/// Implements [`Join`], [`Split`] and [`Nth`] for a tuple.
macro_rules! tuple {
    ($($shape:ident $at:tt)*) => {
        impl<'a, T: Scalar, $($shape: Shape),*> Join<'a, T> for ($(Value<'a, T, $shape>,)*) {
            type Flow = ($($shape,)*);

            #[inline(always)]
            fn join(self) -> Value<'a, T, Self::Flow> {
                Value { batch: ($(self.$at.batch,)*), mask: ($(self.$at.mask,)*) }
            }
        }

        impl<'a, T: Scalar, $($shape: Shape),*> Split<'a, T> for Value<'a, T, ($($shape,)*)> {
            type Values = ($(Value<'a, T, $shape>,)*);

            #[inline(always)]
            fn split(self) -> Self::Values {
                ($(Value { batch: self.batch.$at, mask: self.mask.$at },)*)
            }
        }

        places!(($($shape)*) $($shape $at)*);
    };
}

tuple!(A 0 B 1);
tuple!(A 0 B 1 C 2);
tuple!(A 0 B 1 C 2 D 3);
tuple!(A 0 B 1 C 2 D 3 E 4);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5 G 6);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7);

/// What flows out of `L`.
pub(super) type Output<'a, T, L> = Value<'a, T, <L as Layer>::Output>;
