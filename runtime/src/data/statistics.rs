use alloc::vec;
use alloc::vec::Vec;

#[cfg(not(feature = "std"))]
use nalgebra::ComplexField as _;

use crate::tensor::Scalar;

/// Mean and variance of each channel of `values`, and of how many values they are.
pub(crate) fn statistics<T: Scalar>(values: &[T], channels: usize) -> [Vec<f64>; 3] {
    let count = (values.len() / channels) as f64;
    let means = means(values, channels, |_, x| x);
    let variances = self::means(values, channels, |channel, x| (x - means[channel]).powi(2));
    [means, variances, vec![count]]
}

/// The mean of `term` over the values of each channel.
fn means<T: Scalar>(values: &[T], channels: usize, term: impl Fn(usize, f64) -> f64) -> Vec<f64> {
    let mut sums = vec![0.0; channels];
    for place in values.chunks_exact(channels) {
        for (channel, (sum, x)) in sums.iter_mut().zip(place).enumerate() {
            *sum += term(channel, x.to_f64());
        }
    }
    let count = (values.len() / channels) as f64;
    sums.into_iter().map(|sum| sum / count).collect()
}
