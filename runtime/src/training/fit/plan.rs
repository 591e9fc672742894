use core::ops::Range;

use super::arguments::{Fit, ValidationFreq};
use super::source::DatasetBatches;
use crate::callbacks::Cancel;
use crate::data::{Dataset, Target, check_fraction};
use crate::error::check_setting;
use crate::saving::LARGEST_COUNT;
use crate::training::step::Threads;
use crate::{Error, Result, Scalar, Shape};

/// The arguments of `fit`, checked.
pub(super) struct Plan<'a, D> {
    pub(super) epochs: Range<usize>,
    /// The number of batches in an epoch, if it is not those of a pass through the data.
    pub(super) steps: Option<usize>,
    pub(super) validation: Option<Validation<'a, D>>,
    /// The number of samples in the largest batch that is known of.
    pub(super) largest_batch: usize,
    pub(super) seed: Option<u64>,
    pub(super) cancel: Option<Cancel>,
    pub(super) threads: Threads,
}

/// On what, and when, the model is evaluated while it is trained.
pub(super) struct Validation<'a, D> {
    pub(super) data: &'a D,
    pub(super) rows: Range<usize>,
    pub(super) batch_size: usize,
    frequency: ValidationFreq,
}

impl<D> Validation<'_, D> {
    /// Whether it comes after this epoch, counted from 0.
    pub(super) fn is_due(&self, epoch: usize) -> bool {
        match &self.frequency {
            ValidationFreq::Every(epochs) => (epoch + 1).is_multiple_of(*epochs),
            ValidationFreq::After(epochs) => epochs.contains(&(epoch + 1)),
        }
    }
}

impl<'a, X: Shape, Y: Target, T: Scalar> Plan<'a, Dataset<X, Y, T>> {
    /// For a dataset, and the batches of it.
    pub(super) fn new<C>(
        data: &'a Dataset<X, Y, T>,
        fit: &Fit<'a, Dataset<X, Y, T>, C>,
    ) -> Result<(Self, DatasetBatches<'a, X, Y, T>)> {
        let (samples, held_out) = match (fit.validation_data, fit.validation_split) {
            (Some(validation), _) => (data.len(), Some((validation, 0))),
            (None, Some(fraction)) => {
                check_fraction("validation_split", fraction)?;
                let samples = (data.len() as f64 * (1.0 - fraction)).floor() as usize;
                if samples == 0 || samples == data.len() {
                    return Err(Error::EmptySplit { samples: data.len(), fraction });
                }
                (samples, Some((data, samples)))
            }
            (None, None) => (data.len(), None),
        };
        let batch_size = match (fit.batch_size, fit.steps_per_epoch) {
            (Some(size), _) => at_least_1("the batch size", size)?,
            (None, Some(steps)) => samples.div_ceil(at_least_1("steps_per_epoch", steps)?),
            (None, None) => 32,
        };
        let steps = fit.steps_per_epoch.unwrap_or_else(|| samples.div_ceil(batch_size));
        let weights = sample_weights(data, samples, fit.class_weight.as_deref())?;
        let mut plan = Self::with(fit, Some(steps), held_out)?;
        plan.largest_batch = plan.largest_batch.max(batch_size.min(samples));
        Ok((plan, DatasetBatches::new(data, samples, weights, batch_size, fit.shuffle)?))
    }

    /// For batches that come one by one.
    pub(super) fn of_batches<C>(fit: &Fit<'a, Dataset<X, Y, T>, C>) -> Result<Self> {
        let unused = |what, value: f64| {
            Err(Error::Setting { what, value, range: "left out where data come in batches" })
        };
        match (fit.validation_split, fit.batch_size) {
            (Some(fraction), _) => unused("validation_split", fraction),
            (None, Some(size)) => unused("the batch size", size as f64),
            (None, None) => Self::with(fit, fit.steps_per_epoch, fit.validation_data.map(|data| (data, 0))),
        }
    }

    /// `held_out` are data to validate with, and the first of their samples that is.
    fn with<C>(
        fit: &Fit<'a, Dataset<X, Y, T>, C>,
        steps: Option<usize>,
        held_out: Option<(&'a Dataset<X, Y, T>, usize)>,
    ) -> Result<Self> {
        let validation = match held_out {
            None => None,
            Some((data, start)) => {
                let batches = at_least_1("validation_steps", fit.validation_steps.unwrap_or(usize::MAX))?;
                // As in Keras: without a size, so many batches take in all samples.
                let size = fit.validation_batch_size.or(fit.batch_size);
                let all = || fit.validation_steps.map_or(32, |steps| (data.len() - start).div_ceil(steps));
                let size = at_least_1("validation_batch_size", size.unwrap_or_else(all))?;
                if let ValidationFreq::Every(epochs) = fit.validation_freq {
                    at_least_1("validation_freq", epochs)?;
                }
                let end = data.len().min(start.saturating_add(batches.saturating_mul(size)));
                let frequency = fit.validation_freq.clone();
                Some(Validation { data, rows: start..end, batch_size: size, frequency })
            }
        };
        let (first, range) = (fit.initial_epoch, "at most half of `usize::MAX`");
        check_setting("initial_epoch", first as f64, first <= LARGEST_COUNT, range)?;
        Ok(Self {
            epochs: first..fit.epochs,
            steps: steps.map(|steps| at_least_1("steps_per_epoch", steps)).transpose()?,
            largest_batch: validation.as_ref().map_or(1, |v| v.batch_size.min(v.rows.len())),
            validation,
            seed: fit.seed,
            cancel: fit.cancel.clone(),
            threads: match fit.threads {
                Some(threads) => Threads::at_most(at_least_1("the number of threads", threads)?),
                None => Threads::ALL,
            },
        })
    }

    /// Whether there is any validation.
    pub(super) fn validates(&self) -> bool {
        let Range { start, end } = self.epochs;
        self.validation.as_ref().is_some_and(|validation| match &validation.frequency {
            ValidationFreq::Every(epochs) => end / epochs > start / epochs,
            ValidationFreq::After(epochs) => epochs.iter().any(|&epoch| start < epoch && epoch <= end),
        })
    }
}

/// The weights of the first `samples` samples: their own times that of their class.
pub(super) fn sample_weights<X: Shape, Y: Target, T: Scalar>(
    data: &Dataset<X, Y, T>,
    samples: usize,
    class_weight: Option<&[f64]>,
) -> Result<Option<Vec<T>>> {
    let own = data.sample_weights().map(|weights| weights[..samples].to_vec());
    let Some(class_weight) = class_weight else { return Ok(own) };
    check_class_weight::<Y, T>(class_weight)?;
    let mut weights = own.unwrap_or_else(|| vec![T::one(); samples]);
    for (weight, elements) in weights.iter_mut().zip(data.target_elements().chunks_exact(Y::WIDTH)) {
        // A single value may be no class: 0.5, or 7. It then weighs what the nearest one does.
        let class = Y::class(elements).min(Y::CLASSES - 1);
        *weight *= T::of(class_weight[class]);
    }
    Ok(Some(weights))
}

/// An error unless there is a finite weight for each class.
pub(super) fn check_class_weight<Y: Target, T: Scalar>(class_weight: &[f64]) -> Result<()> {
    if class_weight.len() != Y::CLASSES {
        return Err(Error::ClassWeights { classes: Y::CLASSES, weights: class_weight.len() });
    }
    for &weight in class_weight {
        check_setting("a class weight", weight, T::of(weight).is_finite(), "finite")?;
    }
    Ok(())
}

fn at_least_1(what: &'static str, value: usize) -> Result<usize> {
    check_setting(what, value as f64, value > 0, "at least 1")?;
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prelude::{Classes, Features, datasets};

    #[test]
    fn validation_takes_batches_of_the_size_that_keras_takes() {
        let data: Dataset<Features<4>, Classes<3>> = datasets::iris();
        let size = |fit: Fit<'_, Dataset<Features<4>, Classes<3>>, ()>| {
            let (plan, _) = Plan::new(&data, &fit.validation_data(&data)).unwrap();
            let validation = plan.validation.unwrap();
            (validation.batch_size, validation.rows)
        };
        assert_eq!(size(Fit::epochs(1)), (32, 0..150));
        assert_eq!(size(Fit::epochs(1).batch_size(7)), (7, 0..150));
        assert_eq!(size(Fit::epochs(1).batch_size(7).validation_batch_size(9)), (9, 0..150));
        assert_eq!(size(Fit::epochs(1).batch_size(7).validation_steps(2)), (7, 0..14));
        assert_eq!(size(Fit::epochs(1).validation_steps(2)), (75, 0..150));
        assert_eq!(size(Fit::epochs(1).steps_per_epoch(2)), (32, 0..150));
    }

    #[test]
    fn whether_there_is_validation_is_known_before_the_first_epoch() {
        let data: Dataset<Features<4>, Classes<3>> = datasets::iris();
        let plan = |first, epochs, frequency: ValidationFreq| {
            let fit = Fit::epochs(epochs).initial_epoch(first).validation_freq(frequency);
            Plan::new(&data, &fit.validation_data(&data)).unwrap().0
        };
        for (first, epochs) in (0..9).flat_map(|first| (0..9).map(move |epochs| (first, epochs))) {
            for frequency in [
                1.into(),
                3.into(),
                5.into(),
                [0].into(),
                [1, 7].into(),
                [4].into(),
                ValidationFreq::After(vec![]),
            ] {
                let plan = plan(first, epochs, frequency);
                let validation = plan.validation.as_ref().unwrap();
                let expected = (first..epochs).any(|epoch| validation.is_due(epoch));
                assert_eq!(plan.validates(), expected, "{first}..{epochs}, {:?}", validation.frequency);
            }
        }
        // However many epochs there are.
        assert!(!plan(0, usize::MAX, ValidationFreq::After(vec![])).validates());
        assert!(plan(0, usize::MAX, usize::MAX.into()).validates());
    }
}
