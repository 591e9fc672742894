use core::marker::PhantomData;

use super::noise::fill;
use crate::activations::linear;
use crate::error::{Result, check_setting};
use crate::layer::{Backward, Forward, Layer, Mask};
use crate::layers::Types;
use crate::tensor::{Places, Scalar, Shape, last_axis};

/// Implements [`Layer`] for a dropout of whole channels.
macro_rules! spatial_dropout {
    ($(#[$docs:meta])* $layer:ident, $rate:literal) => {
        $(#[$docs])*
        #[derive(Clone, Copy, Debug)]
        pub struct $layer<X> {
            rate: f64,
            shape: Types<X>,
        }

        impl<X: Places> $layer<X> {
            /// Drops each channel with probability `rate`. `fit` refuses a rate outside 0 to 1.
            pub const fn new(rate: f64) -> Self {
                Self { rate, shape: PhantomData }
            }
        }

        impl<X: Places> Layer for $layer<X> {
            type Input = X;
            type Output = X;
            type Activation = linear;

            const FILLS_PADDING: bool = true;
            const SAMPLEWISE: bool = true;
            const MASK: Mask = Mask::Kept;

            /// The factor of each channel.
            const SAVED: usize = X::Place::LEN;

            fn check(&self) -> Result<()> {
                check_setting($rate, self.rate, (0.0..=1.0).contains(&self.rate), "from 0 to 1")
            }

            fn forward<T: Scalar>(&self, mut call: Forward<'_, T, Self>) {
                let Some(mut rng) = call.pass.rng() else { return call.pass_on() };
                let stride = call.input.lanes().stride();
                let kept = T::of(1.0 / (1.0 - self.rate));
                fill(call.saved, stride, || if rng.uniform() < self.rate { T::zero() } else { kept });
                for (number, (y, x)) in call.output.features().zip(call.input.features()).enumerate() {
                    let factors = &call.saved[number % last_axis::<X>() * stride..];
                    y.iter_mut().zip(x).zip(factors).for_each(|((y, &x), &factor)| *y = factor * x);
                }
            }

            fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
                if !call.pass.is_training() {
                    return call.pass_on();
                }
                let stride = call.input.lanes().stride();
                let Some(mut gradient) = call.input_gradient else { return };
                for (number, (g, delta)) in gradient.features().zip(call.delta.features()).enumerate() {
                    let factors = &call.saved[number % last_axis::<X>() * stride..];
                    g.iter_mut().zip(delta).zip(factors).for_each(|((g, &delta), &factor)| *g = factor * delta);
                }
            }
        }
    };
}

spatial_dropout! {
    /// [`Dropout`](crate::layers::Dropout) of whole features: one that is dropped is so at all steps of a sample.
    ///
    /// In `model!` the shape is the one that flows in: `SpatialDropout1D(0.2)`. What is kept is scaled by
    /// `1 / (1 − rate)`. No variables. Written in full, it names the shape: `SpatialDropout1D<Sequence<10, 8>>`.
    ///
    /// Source: J. Tompson et al., "Efficient object localization using convolutional networks", 2015.
    SpatialDropout1D, "the rate of `SpatialDropout1D`"
}

spatial_dropout! {
    /// [`Dropout`](crate::layers::Dropout) of whole channels: one that is dropped is so at all pixels of a sample.
    ///
    /// In `model!` the shape is the one that flows in: `SpatialDropout2D(0.2)`. What is kept is scaled by
    /// `1 / (1 − rate)`. No variables. Written in full, it names the shape: `SpatialDropout2D<Image<8, 8, 6>>`.
    ///
    /// Source: J. Tompson et al., "Efficient object localization using convolutional networks", 2015.
    SpatialDropout2D, "the rate of `SpatialDropout2D`"
}

spatial_dropout! {
    /// [`Dropout`](crate::layers::Dropout) of whole channels: one that is dropped is so at all places of a sample.
    ///
    /// In `model!` the shape is the one that flows in: `SpatialDropout3D(0.2)`. What is kept is scaled by
    /// `1 / (1 − rate)`. No variables. Written in full, it names the shape: `SpatialDropout3D<Volume<4, 8, 8, 6>>`.
    ///
    /// Source: J. Tompson et al., "Efficient object localization using convolutional networks", 2015.
    SpatialDropout3D, "the rate of `SpatialDropout3D`"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layer::Pass;
    use crate::layout::Lanes;
    use crate::rng::Streams;
    use crate::tensor::{Batch, BatchMut, Sequence};

    #[test]
    fn a_feature_is_dropped_at_all_steps_or_at_none() {
        let lanes = Lanes::new(40);
        let input = vec![1.0; 6 * lanes.stride()];
        let (mut output, mut saved) = (vec![f64::NAN; input.len()], vec![f64::NAN; 2 * lanes.stride()]);
        let (x, y) = (Batch::new(&input, lanes), BatchMut::new(&mut output, lanes));
        let penalty = &mut 0.0;
        let call = Forward::new(&[], x, y, &mut saved, Pass::training(Streams::new(1), 0), penalty);
        SpatialDropout1D::<Sequence<3, 2>>::new(0.5).forward(call);
        let (first, others) = output.split_at(2 * lanes.stride());
        assert!(first.contains(&0.0) && first.contains(&2.0) && first.iter().all(|y| [0.0, 2.0].contains(y)));
        others.chunks(first.len()).for_each(|step| assert_eq!(step, first));
    }
}
