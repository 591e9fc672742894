use core::ops::Range;

#[cfg(not(feature = "std"))]
use nalgebra::ComplexField as _;

use crate::callbacks::Cancel;
use crate::data::check_fraction;
use crate::error::{Error, Result, check_setting};
use crate::saving::LARGEST_COUNT;
use crate::training::arguments::{Settings, ValidationFreq};
use crate::training::step::Threads;

/// The arguments of `fit`, checked.
pub(super) struct Plan {
    pub(super) epochs: Range<usize>,
    /// The number of batches in an epoch, if it is not those of a pass through the data.
    pub(super) steps: Option<usize>,
    pub(super) validation: Option<Validation>,
    /// The number of samples in the largest batch that is known of.
    pub(super) largest_batch: usize,
    pub(super) seed: Option<u64>,
    pub(super) cancel: Option<Cancel>,
    pub(super) threads: Threads,
}

/// On which samples, and when, the model is evaluated while it is trained.
#[derive(Clone)]
pub(super) struct Validation {
    pub(super) rows: Range<usize>,
    pub(super) batch_size: usize,
    frequency: ValidationFreq,
}

impl Validation {
    /// Whether it comes after this epoch, counted from 0.
    pub(super) fn is_due(&self, epoch: usize) -> bool {
        match &self.frequency {
            ValidationFreq::Every(epochs) => (epoch + 1).is_multiple_of(*epochs),
            ValidationFreq::After(epochs) => epochs.contains(&(epoch + 1)),
        }
    }
}

/// Which samples of a dataset are learnt from, and how many at once.
pub(super) struct Batching {
    /// The first so many.
    pub(super) samples: usize,
    pub(super) batch_size: usize,
}

impl Plan {
    /// For a dataset of `all` samples, with a dataset of `validation` samples to validate with, if there is one.
    pub(super) fn of_dataset(
        settings: &Settings,
        all: usize,
        validation: Option<usize>,
    ) -> Result<(Self, Batching)> {
        let (samples, held_out) = match (validation, settings.validation_split) {
            (Some(len), _) => (all, Some(0..len)),
            (None, Some(fraction)) => {
                check_fraction("validation_split", fraction)?;
                let samples = (all as f64 * (1.0 - fraction)).floor() as usize;
                if samples == 0 || samples == all {
                    return Err(Error::EmptySplit { samples: all, fraction });
                }
                (samples, Some(samples..all))
            }
            (None, None) => (all, None),
        };
        let batch_size = match (settings.batch_size, settings.steps_per_epoch) {
            (Some(size), _) => at_least_1("the batch size", size)?,
            (None, Some(steps)) => samples.div_ceil(at_least_1("steps_per_epoch", steps)?),
            (None, None) => 32,
        };
        let steps = settings.steps_per_epoch.unwrap_or_else(|| samples.div_ceil(batch_size));
        let mut plan = Self::with(settings, Some(steps), held_out.as_ref())?;
        plan.largest_batch = plan.largest_batch.max(batch_size.min(samples));
        Ok((plan, Batching { samples, batch_size }))
    }

    /// For batches that come one by one.
    pub(super) fn of_batches(settings: &Settings, validation: Option<usize>) -> Result<Self> {
        let unused = |what, value: f64| {
            Err(Error::Setting { what, value, range: "left out where data come in batches" })
        };
        match (settings.validation_split, settings.batch_size) {
            (Some(fraction), _) => unused("validation_split", fraction),
            (None, Some(size)) => unused("the batch size", size as f64),
            (None, None) => {
                Self::with(settings, settings.steps_per_epoch, validation.map(|len| 0..len).as_ref())
            }
        }
    }

    /// `held_out` are the samples to validate with.
    fn with(settings: &Settings, steps: Option<usize>, held_out: Option<&Range<usize>>) -> Result<Self> {
        let validation = match held_out {
            None => None,
            Some(&Range { start, end }) => {
                let batches =
                    at_least_1("validation_steps", settings.validation_steps.unwrap_or(usize::MAX))?;
                // As in Keras: without a size, so many batches take in all samples.
                let size = settings.validation_batch_size.or(settings.batch_size);
                let all = || settings.validation_steps.map_or(32, |steps| (end - start).div_ceil(steps));
                let size = at_least_1("validation_batch_size", size.unwrap_or_else(all))?;
                if let ValidationFreq::Every(epochs) = settings.validation_freq {
                    at_least_1("validation_freq", epochs)?;
                }
                let end = end.min(start.saturating_add(batches.saturating_mul(size)));
                let frequency = settings.validation_freq.clone();
                Some(Validation { rows: start..end, batch_size: size, frequency })
            }
        };
        let (first, range) = (settings.initial_epoch, "at most half of `usize::MAX`");
        check_setting("initial_epoch", first as f64, first <= LARGEST_COUNT, range)?;
        Ok(Self {
            epochs: first..settings.epochs,
            steps: steps.map(|steps| at_least_1("steps_per_epoch", steps)).transpose()?,
            largest_batch: validation.as_ref().map_or(1, |v| v.batch_size.min(v.rows.len())),
            validation,
            seed: settings.seed,
            cancel: settings.cancel.clone(),
            threads: match settings.threads {
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

fn at_least_1(what: &'static str, value: usize) -> Result<usize> {
    check_setting(what, value as f64, value > 0, "at least 1")?;
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::training::Fit;

    #[test]
    fn validation_takes_batches_of_the_size_that_keras_takes() {
        let size = |fit: Fit<'_, ()>| {
            let (plan, _) = Plan::of_dataset(&fit.settings, 150, Some(150)).unwrap();
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
        let plan = |first, epochs, frequency: ValidationFreq| {
            let fit: Fit<'_, ()> = Fit::epochs(epochs).initial_epoch(first).validation_freq(frequency);
            Plan::of_dataset(&fit.settings, 150, Some(150)).unwrap().0
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
