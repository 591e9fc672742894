use core::marker::PhantomData;

use crate::activations::linear;
use crate::initializers::Ones;
use crate::layer::{Backward, Forward, Layer, Mask, Variable, VariableOptions};
use crate::layers::Types;
use crate::simd::vectorize;
use crate::tensor::{Scalar, Shape, last_axis};

/// Brings the channels of the data to mean 0 and variance 1, so that preparation travels with the model.
///
/// `y = (x − mean) / max(√variance, ε)`, with `ε = 1e-7`; `mean` and `variance` of each channel are what
/// [`adapt`](crate::Model::adapt) has found in a dataset, over all samples and all places. Training does not change
/// them. Before that they are 0 and 1.
///
/// In `model!` it is just `Normalization`, as the first layer. Variables, all of them constants: `mean` `[C]`,
/// `variance` `[C]`, `count` `[]`, the number of values that they are of. The gradient is `δ / max(√variance, ε)`.
/// Written in full, it names the shape: `Normalization<Features<4>>`.
///
/// ```
/// use plywood::prelude::*;
///
/// model! { struct Net { Input<4>, Normalization, Dense<8, relu>, Dense<3, softmax> } }
///
/// let irises = datasets::iris();
/// let mut model = Net::new(42);
/// model.adapt(&irises)?;
/// # Ok::<(), plywood::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Normalization<X> {
    shape: Types<X>,
}

/// The least that is divided by.
const LEAST: f64 = 1e-7;

impl<X: Shape> Normalization<X> {
    const SHAPE: &'static [usize] = &[last_axis::<X>()];

    /// The layer.
    pub const fn new() -> Self {
        Self { shape: PhantomData }
    }

    /// For each feature its channel's mean and what to divide by.
    fn scales<T: Scalar>(variables: &[T]) -> impl Iterator<Item = (T, T)> {
        let channels = last_axis::<X>();
        let least = T::of(LEAST);
        (0..X::LEN).map(move |feature| {
            let (mean, deviation) =
                (variables[feature % channels], variables[channels + feature % channels].sqrt());
            (mean, if deviation > least { deviation } else { least })
        })
    }
}

impl<X: Shape> Layer for Normalization<X> {
    type Input = X;
    type Output = X;
    type Activation = linear;

    const FILLS_PADDING: bool = true;
    const SAMPLEWISE: bool = true;
    const MASK: Mask = Mask::Kept;
    const ADAPTS: bool = true;

    const VARIABLES: &'static [Variable] = &[
        Variable::constant("mean", Self::SHAPE),
        Variable::constant("variance", Self::SHAPE),
        Variable::constant("count", &[]),
    ];

    fn options(&self, index: usize) -> VariableOptions {
        let options = VariableOptions::new();
        if index == 1 { options.initializer(Ones) } else { options }
    }

    fn forward<T: Scalar>(&self, mut call: Forward<'_, T, Self>) {
        let features = call.output.features().zip(call.input.features());
        vectorize(
            #[inline(always)]
            move || {
                for ((y, x), (mean, deviation)) in features.zip(Self::scales(call.variables)) {
                    y.iter_mut().zip(x).for_each(|(y, &x)| *y = (x - mean) / deviation);
                }
            },
        );
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        let Some(mut gradient) = call.input_gradient else { return };
        let features = gradient.features().zip(call.delta.features());
        for ((gradient, delta), (_, deviation)) in features.zip(Self::scales(call.variables)) {
            gradient.iter_mut().zip(delta).for_each(|(gradient, &delta)| *gradient = delta / deviation);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::error::Error;
    use crate::prelude::*;

    model! { struct Net { Input<2, 2>, Normalization, Flatten, Dense<1> } }

    #[test]
    fn a_model_learns_the_scale_of_its_data() {
        let samples = [[[1.0, 0.0], [3.0, 0.0]], [[5.0, 0.0], [7.0, 0.0]]];
        let data = Dataset::<Sequence<2, 2>, Features<1>, f64>::new(samples, [[0.0], [1.0]]).unwrap();
        let mut model = Net::<f64>::new(0);
        model.adapt(&data).unwrap();
        let weights = model.weights();
        assert_eq!(weights[0].values, [4.0, 0.0]);
        assert_eq!(weights[1].values, [5.0, 0.0]);
        assert_eq!((weights[2].shape.len(), weights[2].values[0]), (0, 4.0));
        let mut model = model.compile(SGD::new(0.1), MeanSquaredError::default(), ());
        model.fit(&data, Fit::epochs(2)).unwrap();
        assert_eq!(model.weights()[..3], weights[..3]);
    }

    #[test]
    fn what_is_too_large_to_be_squared_is_an_error() {
        let data =
            Dataset::<Sequence<2, 2>, Features<1>>::new([[[1.0, -1e30], [1.0, 1e30]]], [[0.0]]).unwrap();
        let mut model = Net::new(0);
        let before = model.weights();
        let error = model.adapt(&data).unwrap_err().to_string();
        assert_eq!(error, "`normalization/variance`, value 1: inf, where a finite number is needed");
        assert_eq!(model.weights(), before);
    }

    #[test]
    fn a_model_without_the_layer_in_front_cannot_adapt() {
        let data = Dataset::<Features<2>, Features<1>>::new([[1.0, 2.0]], [[0.0]]).unwrap();
        let mut model = model![Dense<2, 2>, Normalization, Dense<1>];
        assert!(matches!(model.adapt(&data), Err(Error::NothingAdapts)));
    }
}
