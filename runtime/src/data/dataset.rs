use alloc::vec;
use alloc::vec::Vec;

use super::classes::Classes;
use super::columns::{IntoSamples, IntoTargets, beside};
use super::counts::check_columns;
use super::samples::check_samples;
use super::target::cast;
use super::targets::Targets;
use crate::error::{Error, Result};
use crate::tensor::allocate::{or_panic, zeros};
use crate::tensor::{Features, Flow, Scalar, Shape, flow};

/// Samples of shape `X` with targets `Y`: at least one, and every number finite.
///
/// Which samples and targets there can be is in the type, so a model takes no others: a network from four
/// features to three classes is trained on a `Dataset<Features<4>, Classes<3>>`.
///
/// ```
/// use plywood::prelude::*;
///
/// let xor: Dataset<Features<2>, Features<1>> = Dataset::new(
///     [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]],
///     [[0.0], [1.0], [1.0], [0.0]],
/// )?;
/// assert_eq!(xor.len(), 4);
/// # Ok::<(), plywood::Error>(())
/// ```
#[derive(Debug, PartialEq)]
pub struct Dataset<X: Flow, Y: Targets, T: Scalar = f32> {
    inputs: Vec<T>,
    pub(super) targets: Y::Store<T>,
    /// Of each sample, one for each target, or one for each position of each target.
    pub(super) weights: Option<Vec<T>>,
    shape: core::marker::PhantomData<X>,
}

impl<X: Flow, Y: Targets, T: Scalar> Dataset<X, Y, T> {
    /// Samples and their targets: arrays, vectors, iterators. For a model with several inputs or outputs, tuples of
    /// these.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// let (sizes, rooms) = ([[84.0], [120.0]], [[3.0, 1.0], [5.0, 2.0]]);
    /// let data: Dataset<(Features<1>, Features<2>), (Features<1>, Classes<2>)> =
    ///     Dataset::new((sizes, rooms), ([[0.4], [0.7]], [0, 1]))?;
    /// assert_eq!(data.len(), 2);
    /// # Ok::<(), plywood::Error>(())
    /// ```
    ///
    /// The dataset takes over the memory of a vector. Other iterators hand on each sample by value, so those may
    /// be no larger than the stack; [`from_slice`](Self::from_slice), [`from_slices`](Self::from_slices) and
    /// [`from_rows`](Self::from_rows) take samples of any size.
    ///
    /// # Errors
    /// When there are no samples, not as many targets as samples, a number that is not finite, or a label
    /// that is no class.
    pub fn new(samples: impl IntoSamples<X, T>, targets: impl IntoTargets<Y, T>) -> Result<Self> {
        Self::from_values(samples.into_values()?, targets)
    }

    /// Samples and targets as flat slices, one for each input and one for each output: values of any size, row-major, one
    /// sample after the other. Classes are given by their numbers.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// let (photos, facts) = (vec![0.5; 2 * 256 * 256], [84.0, 3.0, 120.0, 5.0]);
    /// let data: Dataset<(Image<256, 256, 1>, Features<2>), (Features<1>, Classes<3>)> =
    ///     Dataset::from_columns(&[&photos, &facts], &[&[0.4, 0.7], &[2.0, 0.0]])?;
    /// assert_eq!(data.len(), 2);
    /// # Ok::<(), plywood::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`new`](Self::new), for another number of slices than of inputs or outputs, and for a slice that ends within a
    /// sample.
    pub fn from_columns(inputs: &[&[T]], targets: &[&[T]]) -> Result<Self> {
        check_columns("inputs", X::SHAPES.len(), inputs.len())?;
        let widths = X::SHAPES.iter().map(|axes| flow::len(axes));
        let columns: Vec<(&[T], usize)> = inputs.iter().copied().zip(widths).collect();
        let inputs = beside(&columns)?;
        check_samples::<X, T>(&inputs)?;
        Self::of_checked(inputs, Y::of_columns(targets)?)
    }

    pub(super) fn from_values(inputs: Vec<T>, values: impl IntoTargets<Y, T>) -> Result<Self> {
        check_samples::<X, T>(&inputs)?;
        Self::of_checked(inputs, values.into_store()?)
    }

    /// A dataset of values that are checked, but for the number of samples.
    pub(super) fn of_checked(inputs: Vec<T>, targets: Y::Store<T>) -> Result<Self> {
        match (inputs.len() / X::VALUES, Y::count::<T>(&targets)) {
            (0, 0) => Err(Error::Empty),
            (samples, targets) if samples != targets => Err(Error::Lengths { samples, targets }),
            _ => Ok(Self::from_parts(inputs, targets, None)),
        }
    }

    /// A dataset of checked values.
    pub(super) const fn from_parts(inputs: Vec<T>, targets: Y::Store<T>, weights: Option<Vec<T>>) -> Self {
        Self { inputs, targets, weights, shape: core::marker::PhantomData }
    }

    /// The number of samples, at least one.
    #[expect(clippy::len_without_is_empty, reason = "it never is")]
    pub fn len(&self) -> usize {
        self.inputs.len() / X::VALUES
    }

    /// The targets, in the order of the samples. Values are arrays, which are copied; those of large targets are read
    /// in place by [`target_values`](Self::target_values).
    pub fn targets(&self) -> impl ExactSizeIterator<Item = Y::Value<T>> + '_ {
        (0..self.len()).map(|row| Y::value_at::<T>(&self.targets, row))
    }

    /// The values of all samples, one sample after the other.
    pub fn inputs(&self) -> &[T] {
        &self.inputs
    }

    /// All targets.
    pub(crate) const fn target_store(&self) -> &Y::Store<T> {
        &self.targets
    }

    /// Consecutive samples with their targets and weights, `size` at a time; the last batch may be smaller.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// let data = datasets::iris().shuffle(1);
    /// let mut model = model![Dense<4, 3, softmax>].compile(
    ///     Adam::new(0.05),
    ///     SparseCategoricalCrossentropy::new(),
    ///     (),
    /// );
    /// for batch in data.batches(32)? {
    ///     model.train_on_batch(&batch)?;
    /// }
    /// assert_eq!(model.iterations(), 5);
    /// # Ok::<(), plywood::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Setting`] for a size of 0.
    pub fn batches(&self, size: usize) -> Result<impl Iterator<Item = Self>> {
        let batches = ranges(self.len(), size)?;
        Ok(batches.map(move |rows| self.pick(rows)))
    }

    /// The same batches as those of [`batches`](Self::batches), which keep the dataset: for a function that makes one
    /// and returns its batches, such as that of [`fit_batches`](crate::Compiled::fit_batches).
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// let data = datasets::iris();
    /// let mut model = model![Dense<4, 3, softmax>].compile(
    ///     Adam::new(0.05),
    ///     SparseCategoricalCrossentropy::new(),
    ///     (),
    /// );
    /// // The samples in another order in each epoch.
    /// let batches = |pass| Ok(data.shuffle(pass).into_batches(64)?.map(Ok));
    /// model.fit_batches(batches, Fit::epochs(2))?;
    /// assert_eq!(model.iterations(), 6);
    /// # Ok::<(), plywood::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`batches`](Self::batches).
    pub fn into_batches(self, size: usize) -> Result<impl Iterator<Item = Self>> {
        let batches = ranges(self.len(), size)?;
        Ok(batches.map(move |rows| self.pick(rows)))
    }

    /// The same samples and targets in another number type. What is too large for it becomes its largest
    /// number.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// let data: Dataset<Features<4>, Classes<3>, f64> = datasets::iris().cast();
    /// assert_eq!(data.len(), 150);
    /// ```
    pub fn cast<U: Scalar>(&self) -> Dataset<X, Y, U> {
        let weights = self.weights.as_deref().map(cast);
        Dataset::from_parts(cast(&self.inputs), Y::cast_all::<T, U>(&self.targets), weights)
    }

    /// The samples `rows`, in this order.
    pub(super) fn pick(&self, rows: impl Iterator<Item = usize>) -> Self {
        let (mut inputs, mut targets) = (Vec::new(), Y::Store::<T>::default());
        let mut weights = self.weights.as_ref().map(|_| Vec::new());
        for row in rows {
            inputs.extend_from_slice(&self.inputs[row * X::VALUES..(row + 1) * X::VALUES]);
            Y::push::<T>(&mut targets, &self.targets, row);
            if let (Some(weights), Some(all)) = (&mut weights, &self.weights) {
                let each = all.len() / self.len();
                weights.extend_from_slice(&all[row * each..(row + 1) * each]);
            }
        }
        Self::from_parts(inputs, targets, weights)
    }

    /// The same targets for samples that `change` has changed; it must leave finite values.
    pub(super) fn map_inputs(&self, change: impl Fn(&mut [T])) -> Self {
        let mut inputs = self.inputs.clone();
        for sample in inputs.chunks_exact_mut(X::VALUES) {
            change(sample);
        }
        Self::from_parts(inputs, self.targets.clone(), self.weights.clone())
    }
}

impl<X: Shape, Y: Targets, T: Scalar> Dataset<X, Y, T> {
    /// The samples.
    pub fn samples(&self) -> &[X::Array<T>] {
        X::samples(&self.inputs)
    }
}

/// The samples of each batch of `size`, of `samples`.
fn ranges(samples: usize, size: usize) -> Result<impl Iterator<Item = core::ops::Range<usize>>> {
    crate::error::check_setting("the batch size", size as f64, size > 0, "at least 1")?;
    let starts = (0..samples).step_by(size);
    Ok(starts.map(move |start| start..samples.min(start.saturating_add(size))))
}

impl<X: Flow, Y: Targets, T: Scalar> Clone for Dataset<X, Y, T> {
    fn clone(&self) -> Self {
        Self::from_parts(self.inputs.clone(), self.targets.clone(), self.weights.clone())
    }
}

impl<X: Shape, Y: Shape, T: Scalar> Dataset<X, Y, T> {
    /// The values of all targets, one target after the other.
    pub fn target_values(&self) -> &[T] {
        &self.targets
    }
}

impl<X: Shape, const CLASSES: usize, T: Scalar> Dataset<X, Classes<CLASSES>, T> {
    /// The same samples; class `c` becomes a vector of zeros with a one at `c`.
    ///
    /// # Panics
    /// When there is no memory for a value of each sample and class: the message says how much they need.
    pub fn one_hot(&self) -> Dataset<X, Features<CLASSES>, T> {
        let mut targets: Vec<T> = or_panic(zeros("the one-hot vectors of all samples", self.len(), CLASSES));
        for (target, &class) in targets.chunks_exact_mut(CLASSES).zip(&self.targets) {
            target[class as usize] = T::one();
        }
        Dataset::from_parts(self.inputs.clone(), targets, self.weights.clone())
    }

    /// The number of samples of each class.
    pub fn class_counts(&self) -> [usize; CLASSES] {
        let mut counts = [0; CLASSES];
        self.count_classes(&mut counts);
        counts
    }

    /// The same, on the heap: there may be many classes.
    pub(super) fn counts_of_classes(&self) -> Vec<usize> {
        let mut counts = vec![0; CLASSES];
        self.count_classes(&mut counts);
        counts
    }

    fn count_classes(&self, counts: &mut [usize]) {
        self.targets.iter().for_each(|&class| counts[class as usize] += 1);
    }
}

impl<X: Shape, T: Scalar> Dataset<X, Classes<2>, T> {
    /// The same samples; class 0 becomes the value 0 and class 1 the value 1, as a model with one sigmoid
    /// output needs them.
    pub fn binary(&self) -> Dataset<X, Features<1>, T> {
        let value = |&class: &u32| if class == 0 { T::zero() } else { T::one() };
        let targets = self.targets.iter().map(value).collect();
        Dataset::from_parts(self.inputs.clone(), targets, self.weights.clone())
    }
}
