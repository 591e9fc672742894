//! One value for each window, or for all places.

mod average;
mod global;
mod max;

pub use average::{AveragePooling1D, AveragePooling2D, AveragePooling3D};
pub use global::{
    GlobalAveragePooling1D, GlobalAveragePooling2D, GlobalAveragePooling3D, GlobalMaxPooling1D,
    GlobalMaxPooling2D, GlobalMaxPooling3D,
};
pub use max::{MaxPooling1D, MaxPooling2D, MaxPooling3D};

use crate::layout::Axis;

/// The windows of a layer that treats each channel by itself.
#[derive(Clone, Copy)]
struct Pools {
    axes: [Axis; 3],
    channels: usize,
}

impl Pools {
    /// Shows each window to `see`: its number among the windows, and the places in it, with their numbers in the
    /// window.
    #[inline]
    fn each(&self, mut see: impl FnMut(usize, Places)) {
        let [depth, rows, columns] = self.axes;
        let mut window = 0;
        for (z, y) in (0..depth.output()).flat_map(|z| (0..rows.output()).map(move |y| (z, y))) {
            for x in 0..columns.output() {
                see(window, Places { axes: self.axes, at: [z, y, x] });
                window += 1;
            }
        }
    }
}

/// The places in a window.
#[derive(Clone, Copy)]
struct Places {
    axes: [Axis; 3],
    at: [usize; 3],
}

impl Places {
    /// The places that lie on values, by their numbers among these.
    #[inline]
    fn on_values(self) -> impl Iterator<Item = usize> {
        let Self { axes: [depth, rows, columns], at: [z, y, x] } = self;
        depth.inside(z).flat_map(move |i| {
            let plane = depth.at(z, i) * rows.input();
            rows.inside(y).flat_map(move |j| {
                let row = (plane + rows.at(y, j)) * columns.input();
                columns.inside(x).map(move |k| row + columns.at(x, k))
            })
        })
    }

    /// How many of them there are.
    fn count(self) -> usize {
        let Self { axes: [depth, rows, columns], at: [z, y, x] } = self;
        depth.inside(z).len() * rows.inside(y).len() * columns.inside(x).len()
    }
}

/// Implements [`Layer`](crate::Layer) for a layer with windows that treats each channel by itself, by two functions.
macro_rules! pooling {
    ($(#[$docs:meta])* $layer:ident, [$($size:ident)*], $saved:expr, $forward:path, $backward:path) => {
        $(#[$docs])*
        #[derive(Clone, Copy, Debug)]
        pub struct $layer<X, Y, $(const $size: usize,)* P = Valid, S = Strides<$($size),*>> {
            types: $crate::layers::Types<(X, Y, P, S)>,
        }

        impl<X: Shape, Y: Shape, $(const $size: usize,)* P: Padding, S: Steps> $layer<X, Y, $($size,)* P, S> {
            const POOLS: Pools = {
                assert!(last_axis::<X>() == last_axis::<Y>(), "pooling keeps the channels");
                let axes = axes::<X, Y>(&[$($size),*], S::STEPS, [1; 3], P::EDGES);
                Pools { axes, channels: last_axis::<X>() }
            };

            /// The layer.
            pub const fn new() -> Self {
                Self { types: PhantomData }
            }
        }

        impl<X: Shape, Y: Shape, $(const $size: usize,)* P: Padding, S: Steps> Default
            for $layer<X, Y, $($size,)* P, S>
        {
            fn default() -> Self {
                Self::new()
            }
        }

        impl<X: Shape, Y: Shape, $(const $size: usize,)* P: Padding, S: Steps> Layer
            for $layer<X, Y, $($size,)* P, S>
        {
            type Input = X;
            type Output = Y;
            type Activation = linear;

            const FILLS_PADDING: bool = true;
            const SAMPLEWISE: bool = true;
            const SAVED: usize = $saved * Y::LEN;

            fn forward<T: Scalar>(&self, call: Forward<'_, T, Self>) {
                $forward(const { Self::POOLS }, call);
            }

            fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
                $backward(const { Self::POOLS }, call);
            }
        }
    };
}
use pooling;
