//! How much each sample counts, or each position of its targets.

use alloc::vec;
use alloc::vec::Vec;

use super::dataset::Dataset;
use super::target::check_finite;
use super::targets::Targets;
use crate::error::{Error, Result, check_setting};
use crate::tensor::{Flow, Scalar};

/// The weight of a sample: a number, or one for each position of its target (step, pixel), in an array or a vector.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the weight of a sample, whose numbers are `{T}`",
    label = "no weight",
    note = "a weight is a `{T}`, or an array or a vector of them, with one for each step of the sample's target"
)]
pub trait SampleWeight<T: Scalar> {
    /// The numbers.
    #[doc(hidden)]
    fn numbers(&self) -> &[T];
}

#[diagnostic::do_not_recommend]
impl<T: Scalar> SampleWeight<T> for T {
    fn numbers(&self) -> &[T] {
        core::slice::from_ref(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar, const N: usize> SampleWeight<T> for [T; N] {
    fn numbers(&self) -> &[T] {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar, const ROWS: usize, const COLUMNS: usize> SampleWeight<T> for [[T; COLUMNS]; ROWS] {
    fn numbers(&self) -> &[T] {
        self.as_flattened()
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar> SampleWeight<T> for Vec<T> {
    fn numbers(&self) -> &[T] {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar> SampleWeight<T> for &[T] {
    fn numbers(&self) -> &[T] {
        self
    }
}

impl<X: Flow, Y: Targets, T: Scalar> Dataset<X, Y, T> {
    /// The same samples, each with a weight: its loss counts that many times, and so does what a
    /// [`Weighted`](crate::metrics::Weighted) metric says of it. Keras' `sample_weight`.
    ///
    /// Where a target has several positions (the steps of a sequence, the pixels of an image), a weight may be an array
    /// or a vector with a number for each of them: Keras' `sample_weight` of two axes.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// let data: Dataset<Features<1>, Features<1>> = Dataset::new([[1.0], [2.0]], [[0.0], [1.0]])?;
    /// let data = data.sample_weight([1.0, 0.5])?;
    /// assert_eq!(data.sample_weights(), Some(&[1.0, 0.5][..]));
    ///
    /// let tags: Dataset<Tokens<3, 9>, ClassSequence<3, 2>> =
    ///     Dataset::new([[4.0, 7.0, 0.0], [2.0, 0.0, 0.0]], [[0, 1, 0], [1, 0, 0]])?;
    /// let tags = tags.sample_weight([[1.0, 1.0, 0.0], [1.0, 0.0, 0.0]])?;
    /// # Ok::<(), plywood::Error>(())
    /// ```
    ///
    /// # Errors
    /// When there are not as many weights as samples, or as positions, or one is not finite.
    pub fn sample_weight(mut self, weights: impl IntoIterator<Item: SampleWeight<T>>) -> Result<Self> {
        let positions = if let &[positions] = Y::POSITIONS { positions } else { 1 };
        let weights = self.checked(weights, positions)?;
        let of_all = if Y::COUNT == 1 {
            weights
        } else {
            weights.iter().flat_map(|&weight| core::iter::repeat_n(weight, Y::COUNT)).collect()
        };
        self.weights = Some(of_all);
        Ok(self)
    }

    /// The same for one of several outputs, counted from 0: the others keep the weights that they have. An entry of
    /// Keras' list of `sample_weight`.
    ///
    /// # Errors
    /// As [`sample_weight`](Self::sample_weight), and [`Error::Setting`] for an output that there is not.
    pub fn sample_weight_of(
        mut self,
        output: usize,
        weights: impl IntoIterator<Item: SampleWeight<T>>,
    ) -> Result<Self> {
        let is_one = output < Y::COUNT;
        check_setting("the number of the output", output as f64, is_one, "that of an output, from 0 on")?;
        let new = self.checked(weights, Y::POSITIONS[output])?;
        let samples = self.len();
        let mut all = self.weights.unwrap_or_else(|| vec![T::one(); samples * Y::COUNT]);
        if new.len() > samples && all.len() == samples * Y::COUNT {
            all = of_positions::<Y, T>(&all);
        }
        let (each, of_one) = (all.len() / samples, new.len() / samples);
        let first = if each == Y::COUNT { output } else { Y::POSITIONS[..output].iter().sum() };
        let count = if each == Y::COUNT { 1 } else { Y::POSITIONS[output] };
        for (all, new) in all.chunks_exact_mut(each).zip(new.chunks_exact(of_one)) {
            let weights = new.iter().cycle();
            all[first..first + count].iter_mut().zip(weights).for_each(|(weight, &new)| *weight = new);
        }
        self.weights = Some(all);
        Ok(self)
    }

    /// The numbers of these weights, as many for each sample: 1, or `positions`.
    fn checked(&self, weights: impl IntoIterator<Item: SampleWeight<T>>, positions: usize) -> Result<Vec<T>> {
        let (mut all, mut samples, mut each) = (Vec::new(), 0, 1);
        for (row, weight) in weights.into_iter().enumerate() {
            let numbers = weight.numbers();
            if row == 0 && numbers.len() == positions {
                each = positions;
            }
            if numbers.len() != each {
                return Err(Error::PositionWeights {
                    row,
                    positions: each.max(positions),
                    found: numbers.len(),
                });
            }
            check_finite("sample weights", row, numbers)?;
            all.extend_from_slice(numbers);
            samples += 1;
        }
        if samples == self.len() {
            Ok(all)
        } else {
            Err(Error::Weights { samples: self.len(), weights: samples })
        }
    }

    /// The same samples, whose weights are multiplied by those of their classes: what
    /// [`Fit::class_weight`](crate::Fit::class_weight) does for a training, also for
    /// [`train_on_batch`](crate::Compiled::train_on_batch) and [`evaluate`](crate::Compiled::evaluate). Where a target
    /// has several positions, each weighs what its own class does.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// let data: Dataset<Features<1>, Classes<2>> = Dataset::new([[1.0], [2.0], [3.0]], [0, 0, 1])?;
    /// assert_eq!(data.class_weight(&[1.0, 2.0])?.sample_weights(), Some(&[1.0, 1.0, 2.0][..]));
    /// # Ok::<(), plywood::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::ClassWeights`] for another number of weights than of classes, [`Error::Setting`] for one that is not
    /// finite, [`Error::ClassWeightOfSeveral`] if there is more than one target.
    pub fn class_weight(mut self, class_weight: &[f64]) -> Result<Self> {
        self.weights = self.weights_with(Some(class_weight))?;
        Ok(self)
    }

    /// The weights of the samples: their own times those of their classes.
    pub(crate) fn weights_with(&self, class_weight: Option<&[f64]>) -> Result<Option<Vec<T>>> {
        let Some(class_weight) = class_weight else { return Ok(self.weights.clone()) };
        let classes = check_class_weight::<Y, T>(class_weight)?;
        let positions = Y::POSITIONS[0];
        let mut weights = match &self.weights {
            None => vec![T::one(); self.len() * positions],
            Some(weights) if weights.len() == self.len() => of_positions::<Y, T>(weights),
            Some(weights) => weights.clone(),
        };
        for (index, weight) in weights.iter_mut().enumerate() {
            // A single value may be no class: 0.5, or 7. It then weighs what the nearest one does.
            let class =
                Y::class_at::<T>(&self.targets, index / positions, index % positions).min(classes - 1);
            *weight *= T::of(class_weight[class]);
        }
        Ok(Some(weights))
    }

    /// The weights of the samples, if they have any: each sample's for all outputs, a number for each, or if one of them
    /// was given a weight for each position, a number for each position of each.
    pub fn sample_weights(&self) -> Option<&[T]> {
        self.weights.as_deref()
    }
}

/// The weights of each position, of those of whole targets.
fn of_positions<Y: Targets, T: Scalar>(weights: &[T]) -> Vec<T> {
    let positions = Y::POSITIONS.iter().cycle();
    weights.iter().zip(positions).flat_map(|(&weight, &count)| core::iter::repeat_n(weight, count)).collect()
}

/// The number of classes, or an error unless there is a finite weight for each.
pub(crate) fn check_class_weight<Y: Targets, T: Scalar>(class_weight: &[f64]) -> Result<usize> {
    let Some(classes) = Y::CLASSES else { return Err(Error::ClassWeightOfSeveral { outputs: Y::COUNT }) };
    if class_weight.len() != classes {
        return Err(Error::ClassWeights { classes, weights: class_weight.len() });
    }
    for &weight in class_weight {
        check_setting("a class weight", weight, T::of(weight).is_finite(), "finite")?;
    }
    Ok(classes)
}
