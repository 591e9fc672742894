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
    /// What the sum of `w L` is divided by, if so many samples count and have these weights together.
    pub(crate) const fn divisor(self, count: usize, weights: f64) -> f64 {
        match self {
            Self::SumOverBatchSize => count as f64,
            Self::Sum => 1.0,
            Self::MeanWithSampleWeight => weights,
        }
    }
}
