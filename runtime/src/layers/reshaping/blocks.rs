//! Blocks of values that go to other places.

use crate::layer::{Backward, Forward, Layer};
use crate::tensor::{Scalar, Shape};

/// Fills each block of the output, which are `block` values of a sample, with the block of the input that `source`
/// says, or with zeros.
pub(super) fn forward<T: Scalar, X: Shape, Y: Shape, L: Layer<Input = X, Output = Y>>(
    mut call: Forward<'_, T, L>,
    block: usize,
    source: impl Fn(usize) -> Option<usize>,
) {
    let block = block * call.input.lanes().stride();
    let input = call.input.values();
    for (number, output) in call.output.values().chunks_exact_mut(block).enumerate() {
        match source(number) {
            Some(from) => output.copy_from_slice(&input[from * block..][..block]),
            None => output.fill(T::zero()),
        }
    }
}

/// Adds up the gradients of all blocks that a block of the input went to.
pub(super) fn backward<T: Scalar, X: Shape, Y: Shape, L: Layer<Input = X, Output = Y>>(
    call: Backward<'_, T, L>,
    block: usize,
    source: impl Fn(usize) -> Option<usize>,
) {
    let Some(mut gradient) = call.input_gradient else { return };
    let (gradient, block) = (gradient.values(), block * call.input.lanes().stride());
    gradient.fill(T::zero());
    for (number, delta) in call.delta.values().chunks_exact(block).enumerate() {
        if let Some(from) = source(number) {
            let gradient = &mut gradient[from * block..][..block];
            gradient.iter_mut().zip(delta).for_each(|(gradient, &delta)| *gradient += delta);
        }
    }
}

/// The places of a sample on three axes, the first of which have length 1 if there are fewer, and the number of values
/// at each place.
pub(super) const fn places<S: Shape>() -> ([usize; 3], usize) {
    match *S::AXES {
        [time, features] => ([1, 1, time], features),
        [height, width, channels] => ([1, height, width], channels),
        [depth, height, width, channels] => ([depth, height, width], channels),
        _ => panic!("sequences, images and volumes have places"),
    }
}

/// Which places of the input go to which of the output.
#[derive(Clone, Copy)]
pub(super) struct Places {
    from: [usize; 3],
    to: [usize; 3],
    /// The number of values at each place.
    values: usize,
    moved: Moved,
}

#[derive(Clone, Copy)]
enum Moved {
    /// So many zeros come before.
    Behind([usize; 3]),
    /// So many places before are left out.
    Ahead([usize; 3]),
    /// Each place comes so often.
    Repeated([usize; 3]),
}

impl Places {
    /// Zeros before and behind.
    pub(super) const fn padded<X: Shape, Y: Shape>(before: [usize; 3], behind: [usize; 3]) -> Self {
        let places = Self::of::<X, Y>(Moved::Behind(before));
        let mut n = 0;
        while n < 3 {
            assert!(
                places.to[n] == before[n] + places.from[n] + behind[n],
                "the shape that comes out is another one"
            );
            n += 1;
        }
        places
    }

    /// What is before and behind, left out.
    pub(super) const fn cropped<X: Shape, Y: Shape>(before: [usize; 3], behind: [usize; 3]) -> Self {
        let places = Self::of::<X, Y>(Moved::Ahead(before));
        let mut n = 0;
        while n < 3 {
            assert!(
                places.from[n] == before[n] + places.to[n] + behind[n],
                "the shape that comes out is another one"
            );
            n += 1;
        }
        places
    }

    /// Each place several times.
    pub(super) const fn repeated<X: Shape, Y: Shape>(times: [usize; 3]) -> Self {
        let places = Self::of::<X, Y>(Moved::Repeated(times));
        let mut n = 0;
        while n < 3 {
            assert!(places.to[n] == times[n] * places.from[n], "the shape that comes out is another one");
            n += 1;
        }
        places
    }

    const fn of<X: Shape, Y: Shape>(moved: Moved) -> Self {
        let ((from, values), (to, same)) = (places::<X>(), places::<Y>());
        assert!(X::AXES.len() == Y::AXES.len() && values == same, "the shape that comes out is another one");
        Self { from, to, values, moved }
    }

    /// The lengths of the input's axes, and how often each place comes along them.
    pub(super) const fn axes(&self) -> [(usize, usize); 3] {
        let [a, b, c] = self.from;
        match self.moved {
            Moved::Repeated([i, j, k]) => [(a, i), (b, j), (c, k)],
            Moved::Behind(_) | Moved::Ahead(_) => [(a, 1), (b, 1), (c, 1)],
        }
    }

    /// The number of values at each place.
    pub(super) const fn values(&self) -> usize {
        self.values
    }

    /// The place of the input that goes to this place of the output.
    fn source(&self, place: usize) -> Option<usize> {
        let Self { from, to, .. } = self;
        let at = [place / (to[1] * to[2]), place / to[2] % to[1], place % to[2]];
        let mut source = [0; 3];
        for (axis, source) in source.iter_mut().enumerate() {
            *source = match self.moved {
                Moved::Behind(before) => at[axis].checked_sub(before[axis]).filter(|&at| at < from[axis])?,
                Moved::Ahead(before) => at[axis] + before[axis],
                Moved::Repeated(times) => at[axis] / times[axis],
            };
        }
        Some((source[0] * from[1] + source[1]) * from[2] + source[2])
    }

    pub(super) fn forward<T: Scalar, X: Shape, Y: Shape, L: Layer<Input = X, Output = Y>>(
        self,
        call: Forward<'_, T, L>,
    ) {
        forward(call, self.values, |place| self.source(place));
    }

    pub(super) fn backward<T: Scalar, X: Shape, Y: Shape, L: Layer<Input = X, Output = Y>>(
        self,
        call: Backward<'_, T, L>,
    ) {
        backward(call, self.values, |place| self.source(place));
    }
}

/// A layer that moves places, with these sizes.
macro_rules! moving {
    ($(#[$docs:meta])* $layer:ident, [$($size:ident)*], $places:expr) => {
        $(#[$docs])*
        #[derive(Clone, Copy, Debug)]
        pub struct $layer<X, Y, $(const $size: usize),*> {
            shapes: crate::layers::Types<(X, Y)>,
        }

        impl<X: Shape, Y: Shape, $(const $size: usize),*> $layer<X, Y, $($size),*> {
            const PLACES: Places = $places;

            /// The layer.
            pub const fn new() -> Self {
                Self { shapes: core::marker::PhantomData }
            }
        }

        impl<X: Shape, Y: Shape, $(const $size: usize),*> Default for $layer<X, Y, $($size),*> {
            fn default() -> Self {
                Self::new()
            }
        }

        impl<X: Shape, Y: Shape, $(const $size: usize),*> crate::layer::Layer for $layer<X, Y, $($size),*> {
            type Input = X;
            type Output = Y;
            type Activation = crate::activations::linear;

            const FILLS_PADDING: bool = true;
            const SAMPLEWISE: bool = true;

            fn forward<T: crate::tensor::Scalar>(&self, call: crate::layer::Forward<'_, T, Self>) {
                (const { Self::PLACES }).forward(call);
            }

            fn backward<T: crate::tensor::Scalar>(&self, call: crate::layer::Backward<'_, T, Self>) {
                (const { Self::PLACES }).backward(call);
            }
        }
    };
}
pub(super) use moving;
