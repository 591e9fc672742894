use super::{Initializer, fans};
use crate::rng::Rng;

/// Uniform between `−l` and `l`, with `l = √(6 / (fan_in + fan_out))`. Keras' `glorot_uniform`, the default
/// of kernels.
///
/// Source: X. Glorot and Y. Bengio, "Understanding the difficulty of training deep feedforward neural
/// networks", 2010.
#[derive(Clone, Copy, Debug, Default)]
pub struct GlorotUniform;

impl Initializer for GlorotUniform {
    fn fill(&self, shape: &[usize], values: &mut [f64], rng: &mut Rng) {
        let (fan_in, fan_out) = fans(shape);
        let limit = (6.0 / (fan_in + fan_out) as f64).sqrt();
        for value in values {
            *value = limit * (2.0 * rng.uniform() - 1.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Purpose, Streams};

    #[test]
    fn values_fill_the_interval() {
        let mut rng = Streams::new(1).rng(Purpose::InitialWeights, 0);
        let mut values = vec![0.0; 40_000];
        GlorotUniform.fill(&[100, 400], &mut values, &mut rng);
        let limit = (6.0f64 / 500.0).sqrt();
        assert!(values.iter().all(|v| v.abs() <= limit));
        let mean = values.iter().sum::<f64>() / 4e4;
        let variance = values.iter().map(|v| v * v).sum::<f64>() / 4e4;
        // Five standard errors of the mean of 40,000 draws, and of their variance.
        assert!(mean.abs() < 5.0 * limit / (3.0f64 * 4e4).sqrt(), "{mean}");
        assert!((variance / (limit * limit / 3.0) - 1.0).abs() < 5.0 * (0.8f64 / 4e4).sqrt(), "{variance}");
    }
}
