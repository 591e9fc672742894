use alloc::vec::Vec;

#[cfg(not(feature = "std"))]
use nalgebra::ComplexField as _;

use super::dataset::Dataset;
use super::target::Target;
use crate::error::Result;
use crate::tensor::{Scalar, Shape, count_samples, largest};

/// Brings every feature to mean 0 and standard deviation 1: `x' = (x − μ) / σ`.
///
/// `μ` and `σ` are those of the data it was fitted on, each for one feature, in `f64`; `σ` divides by the
/// number of samples. A feature that is constant there is only centred. Fit on the training part alone, so
/// that nothing of the test part leaks.
#[derive(Clone, Debug, PartialEq)]
pub struct StandardScaler<X> {
    scale: Affine,
    shape: core::marker::PhantomData<X>,
}

/// Brings every feature to the range 0 to 1: `x' = (x − min) / (max − min)`.
///
/// Smallest and largest value are those of the data it was fitted on; other data may lie outside the range. A
/// feature that is constant there becomes 0.
#[derive(Clone, Debug, PartialEq)]
pub struct MinMaxScaler<X> {
    scale: Affine,
    shape: core::marker::PhantomData<X>,
}

impl<X: Shape> StandardScaler<X> {
    /// The scaler for the features of `data`. Tokens do not compile: they are names, not values.
    pub fn fit<Y: Target, T: Scalar>(data: &Dataset<X, Y, T>) -> Self {
        const { assert!(X::VOCABULARY.is_none(), "tokens cannot be scaled: they are names, not values") };
        Self { scale: Affine::of(data, standard), shape: core::marker::PhantomData }
    }

    /// The mean of each feature.
    pub fn mean(&self) -> &[f64] {
        &self.scale.origin
    }

    /// The standard deviation of each feature; 1 for a constant one.
    pub fn deviation(&self) -> &[f64] {
        &self.scale.width
    }
}

impl<X: Shape> MinMaxScaler<X> {
    /// The scaler for the features of `data`. Tokens do not compile: they are names, not values.
    pub fn fit<Y: Target, T: Scalar>(data: &Dataset<X, Y, T>) -> Self {
        const { assert!(X::VOCABULARY.is_none(), "tokens cannot be scaled: they are names, not values") };
        Self { scale: Affine::of(data, min_max), shape: core::marker::PhantomData }
    }
}

macro_rules! apply {
    ($scaler:ident) => {
        impl<X: Shape> $scaler<X> {
            /// The scaled samples, with their targets as they are.
            pub fn transform<Y: Target, T: Scalar>(&self, data: &Dataset<X, Y, T>) -> Dataset<X, Y, T> {
                data.map_inputs(|sample| self.scale.apply(sample))
            }

            /// One sample, scaled. What is infinite, or becomes so, becomes the largest finite number.
            pub fn apply<T: Scalar>(&self, mut sample: X::Array<T>) -> X::Array<T> {
                self.scale.apply(X::values_mut(&mut sample));
                sample
            }

            /// As [`apply`](Self::apply), for samples of any size, one after the other in a slice, where they lie.
            ///
            /// # Errors
            /// [`Error::Width`](crate::Error::Width) if values are missing in the last sample; nothing is scaled then.
            pub fn apply_slice<T: Scalar>(&self, samples: &mut [T]) -> Result<()> {
                count_samples::<X>(samples.len())?;
                samples.chunks_exact_mut(X::LEN).for_each(|sample| self.scale.apply(sample));
                Ok(())
            }
        }
    };
}

apply!(StandardScaler);
apply!(MinMaxScaler);

/// `(x − origin) / width` for each feature.
#[derive(Clone, Debug, PartialEq)]
struct Affine {
    origin: Vec<f64>,
    width: Vec<f64>,
}

impl Affine {
    /// What `fit` says of the values of each feature.
    fn of<X: Shape, Y: Target, T: Scalar>(data: &Dataset<X, Y, T>, fit: fn(&[f64]) -> (f64, f64)) -> Self {
        let column = |feature| -> Vec<f64> {
            data.inputs().iter().skip(feature).step_by(X::LEN).map(|x| x.to_f64()).collect()
        };
        let (origin, width) = (0..X::LEN).map(|feature| fit(&column(feature))).unzip();
        Self { origin, width }
    }

    fn apply<T: Scalar>(&self, sample: &mut [T]) {
        for ((x, &origin), &width) in sample.iter_mut().zip(&self.origin).zip(&self.width) {
            *x = scaled(x.to_f64(), origin, width);
        }
    }
}

/// `(x − origin) / width`. What overflows becomes the largest number instead: a dataset holds finite numbers only.
pub(super) fn scaled<T: Scalar>(x: f64, origin: f64, width: f64) -> T {
    let largest = largest::<T>();
    T::of((difference(x, origin) / width).clamp(-largest, largest))
}

/// Mean and standard deviation.
pub(super) fn standard(column: &[f64]) -> (f64, f64) {
    let count = column.len() as f64;
    let mean = column.iter().map(|x| x / count).sum();
    // A deviation from a rounded mean would not tell.
    if column.iter().all(|&x| x == column[0]) {
        return (mean, 1.0);
    }
    // A sum of squares could overflow where the deviation does not.
    let largest = column.iter().map(|&x| difference(x, mean).abs()).fold(0.0, f64::max);
    let squares = column.iter().map(|&x| (difference(x, mean) / or_one(largest)).powi(2));
    (mean, or_one(largest * (squares.sum::<f64>() / count).sqrt()))
}

/// Smallest value, and how much larger the largest is.
pub(super) fn min_max(column: &[f64]) -> (f64, f64) {
    let smallest = column.iter().copied().fold(f64::INFINITY, f64::min);
    let largest = column.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    (smallest, or_one(difference(largest, smallest)))
}

/// `a − b`, or the largest number if that overflows.
fn difference(a: f64, b: f64) -> f64 {
    (a - b).clamp(-f64::MAX, f64::MAX)
}

/// A width to divide by: 1 in place of 0.
fn or_one(width: f64) -> f64 {
    if width == 0.0 { 1.0 } else { width }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Classes;
    use crate::tensor::Features;

    fn data() -> Dataset<Features<3>, Classes<1>, f64> {
        Dataset::new([[1.0, 10.0, 5.0], [2.0, 20.0, 5.0], [3.0, 60.0, 5.0]], [0, 0, 0]).unwrap()
    }

    #[test]
    fn standard_scaling_gives_mean_zero_and_deviation_one() {
        let scaler = StandardScaler::fit(&data());
        assert_eq!(scaler.mean(), [2.0, 30.0, 5.0]);
        assert_eq!(scaler.deviation()[2], 1.0);
        let again = StandardScaler::fit(&scaler.transform(&data()));
        for feature in 0..2 {
            assert!(again.mean()[feature].abs() < 1e-15);
            assert!((again.deviation()[feature] - 1.0).abs() < 1e-15);
        }
        assert_eq!(scaler.apply([2.0, 30.0, 6.0]), [0.0, 0.0, 1.0]);
    }

    #[test]
    fn samples_in_a_slice_are_scaled_like_those_of_a_dataset() {
        let (data, mut values) = (data(), data().inputs().to_vec());
        StandardScaler::fit(&data).apply_slice(&mut values).unwrap();
        assert_eq!(values, StandardScaler::fit(&data).transform(&data).inputs());
        let wrong = MinMaxScaler::fit(&data).apply_slice(&mut values[..5]);
        assert_eq!(wrong, Err(crate::error::Error::Width { row: 1, expected: 3, found: 2 }));
    }

    #[test]
    fn min_max_scaling_gives_the_unit_interval() {
        let scaler = MinMaxScaler::fit(&data());
        assert_eq!(scaler.transform(&data()).samples(), [[0.0, 0.0, 0.0], [0.5, 0.2, 0.0], [1.0, 1.0, 0.0]]);
    }

    #[test]
    fn scaled_values_stay_finite() {
        let narrow: Dataset<Features<1>, Classes<1>> = Dataset::new([[0.0], [1e-30]], [0, 0]).unwrap();
        assert_eq!(MinMaxScaler::fit(&narrow).apply([1e30]), [f32::MAX]);
        let wide: Dataset<Features<1>, Classes<1>, f64> =
            Dataset::new([[1.7e308], [1.7e308], [-1.7e308]], [0, 0, 0]).unwrap();
        for x in [MinMaxScaler::fit(&wide).transform(&wide), StandardScaler::fit(&wide).transform(&wide)] {
            assert!(x.inputs().iter().all(|x| x.abs() < 2.0), "{x:?}");
        }
    }

    #[test]
    fn a_constant_feature_is_only_centred() {
        let data: Dataset<Features<1>, Classes<1>, f64> = Dataset::new([[0.1]; 3], [0; 3]).unwrap();
        assert_eq!(StandardScaler::fit(&data).deviation(), [1.0]);
        assert!(StandardScaler::fit(&data).apply([0.1f64])[0].abs() < 1e-15);
    }
}
