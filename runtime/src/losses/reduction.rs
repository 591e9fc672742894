use crate::Scalar;

/// How the losses `L` of a batch's samples, with their weights `w`, become one number, which is what training
/// makes small. Keras' `reduction`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reduction {
    /// `Σ w L / n` with `n` the number of samples: a sample of weight 2 pulls twice as hard as one of weight 1,
    /// whatever the others weigh. The default.
    #[default]
    SumOverBatchSize,
    /// `Σ w L`: large batches make long steps.
    Sum,
    /// `Σ w L / Σ w`: the weighted mean.
    MeanWithSampleWeight,
}

impl Reduction {
    /// What the sum of `w L` is divided by, for these weights of the samples that count.
    pub(crate) fn divisor<T: Scalar>(self, weights: impl Iterator<Item = T>) -> f64 {
        match self {
            Self::SumOverBatchSize => weights.count() as f64,
            Self::Sum => 1.0,
            Self::MeanWithSampleWeight => weights.map(Scalar::to_f64).sum(),
        }
    }
}
