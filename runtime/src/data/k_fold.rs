//! Cross-validation: every sample is once among those to validate with.

use alloc::vec::Vec;

use super::classes::Classes;
use super::dataset::Dataset;
use super::targets::Targets;
use crate::error::{Error, Result, check_setting};
use crate::tensor::{Flow, Scalar, Shape};

impl<X: Flow, Y: Targets, T: Scalar> Dataset<X, Y, T> {
    /// The samples in `folds` parts, each of them once to validate with: pairs of all others together and the part
    /// itself. The parts are of samples that follow each other, the first ones longer by one sample if they cannot all
    /// be as long. Shuffle first if the order means something.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// let data = datasets::iris().shuffle(1);
    /// let mut losses = Vec::new();
    /// for (train, validation) in data.k_fold(5)? {
    ///     let loss = SparseCategoricalCrossentropy::new();
    ///     let mut model = model![Dense<4, 3, softmax>].compile(Adam::new(0.05), loss, ());
    ///     model.fit(&train, Fit::epochs(2))?;
    ///     losses.push(model.evaluate(&validation)?.loss());
    /// }
    /// assert_eq!(losses.len(), 5);
    /// # Ok::<(), plywood::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Setting`] for fewer than 2 folds, [`Error::Folds`] for more than there are samples.
    pub fn k_fold(&self, folds: usize) -> Result<impl Iterator<Item = (Self, Self)>> {
        let folds = pairs(folds, consecutive(folds, self.len())?);
        Ok(folds.map(|(others, part)| (self.pick(others.into_iter()), self.pick(part.into_iter()))))
    }
}

impl<X: Shape, const CLASSES: usize, T: Scalar> Dataset<X, Classes<CLASSES>, T> {
    /// As [`k_fold`](Self::k_fold), with each class dealt out evenly: neither the parts nor the numbers of samples of
    /// one class in them differ by more than one.
    ///
    /// # Errors
    /// As [`k_fold`](Self::k_fold).
    pub fn stratified_k_fold(&self, folds: usize) -> Result<impl Iterator<Item = (Self, Self)>> {
        check_folds(folds, self.len())?;
        // Class by class, one after the other goes to the next part.
        let mut next = 0;
        let mut first = self.counts_of_classes();
        for first in &mut first {
            let count = *first;
            *first = next;
            next += count;
        }
        let fold_of = self.targets().map(|class| {
            first[class] += 1;
            (first[class] - 1) % folds
        });
        let folds = pairs(folds, fold_of.collect());
        Ok(folds.map(|(others, part)| (self.pick(others.into_iter()), self.pick(part.into_iter()))))
    }

    /// Weights that make all classes count the same, for [`Fit::class_weight`](crate::Fit::class_weight): the number of
    /// samples, divided by the number of classes and that of the samples in the class. A class without samples has
    /// weight 0.
    ///
    /// Source: scikit-learn's `class_weight="balanced"`.
    pub fn balanced_class_weight(&self) -> [f64; CLASSES] {
        let weight = |count| self.len() as f64 / (CLASSES * count) as f64;
        self.class_counts().map(|count| if count == 0 { 0.0 } else { weight(count) })
    }
}

/// The fold of each of `rows` that follow each other.
pub(super) fn consecutive(folds: usize, rows: usize) -> Result<Vec<usize>> {
    check_folds(folds, rows)?;
    let (length, longer) = (rows / folds, rows % folds);
    let lengths = (0..folds).map(|fold| length + usize::from(fold < longer));
    Ok(lengths.enumerate().flat_map(|(fold, length)| core::iter::repeat_n(fold, length)).collect())
}

/// For each fold, the rows that are not in it and those that are; `fold_of` says where each of them is.
pub(super) fn pairs(folds: usize, fold_of: Vec<usize>) -> impl Iterator<Item = (Vec<usize>, Vec<usize>)> {
    (0..folds).map(move |fold| (0..fold_of.len()).partition(|&row| fold_of[row] != fold))
}

fn check_folds(folds: usize, samples: usize) -> Result<()> {
    check_setting("the number of folds", folds as f64, folds >= 2, "at least 2")?;
    if folds <= samples { Ok(()) } else { Err(Error::Folds { samples, folds }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::Features;

    fn numbered(labels: &[usize]) -> Dataset<Features<1>, Classes<3>> {
        Dataset::new((0..labels.len()).map(|n| [n as f32]), labels.iter().copied()).unwrap()
    }

    #[test]
    fn every_sample_is_validated_with_once() {
        for (samples, folds) in [(7, 3), (6, 3), (5, 5), (9, 2), (100, 7)] {
            let labels: Vec<usize> = (0..samples).map(|n| n * n % 3).collect();
            let data = numbered(&labels);
            let check = |pairs: Vec<(Dataset<_, _>, Dataset<Features<1>, Classes<3>>)>| {
                assert_eq!(pairs.len(), folds);
                let mut seen: Vec<f32> = pairs.iter().flat_map(|(_, part)| part.inputs().to_vec()).collect();
                seen.sort_by(f32::total_cmp);
                assert_eq!(seen, data.inputs());
                for (others, part) in &pairs {
                    assert_eq!(others.len() + part.len(), samples);
                    assert!(part.inputs().iter().all(|x| !others.inputs().contains(x)));
                    assert!(part.len().abs_diff(samples / folds) <= 1);
                }
            };
            check(data.k_fold(folds).unwrap().collect());
            check(data.stratified_k_fold(folds).unwrap().collect());
        }
    }

    #[test]
    fn the_first_parts_are_longer() {
        let parts: Vec<_> =
            numbered(&[0; 7]).k_fold(3).unwrap().map(|(_, part)| part.inputs().to_vec()).collect();
        assert_eq!(parts, [vec![0.0, 1.0, 2.0], vec![3.0, 4.0], vec![5.0, 6.0]]);
    }

    #[test]
    fn classes_are_dealt_out_evenly() {
        let labels: Vec<usize> = (0..50).map(|n| usize::from(n > 10) + usize::from(n > 12)).collect();
        let data = numbered(&labels).shuffle(2);
        for (_, part) in data.stratified_k_fold(4).unwrap() {
            for (count, all) in part.class_counts().into_iter().zip(data.class_counts()) {
                assert!(count == all / 4 || count == all.div_ceil(4), "{count} of {all}");
            }
        }
    }

    #[test]
    fn balanced_weights_are_those_of_scikit_learn() {
        // compute_class_weight("balanced", classes=[0, 1, 2], y=[0, 0, 0, 1, 2, 2])
        assert_eq!(numbered(&[0, 0, 0, 1, 2, 2]).balanced_class_weight(), [6.0 / 9.0, 2.0, 1.0]);
        assert_eq!(numbered(&[1, 1]).balanced_class_weight(), [0.0, 1.0 / 3.0, 0.0]);
    }

    #[test]
    fn too_many_or_too_few_folds_are_errors() {
        for folds in [0, 1] {
            assert!(
                matches!(numbered(&[0, 1, 2]).k_fold(folds).err(), Some(Error::Setting { .. })),
                "{folds}"
            );
        }
        let error = numbered(&[0, 1, 2]).k_fold(4).err().unwrap();
        assert_eq!(error.to_string(), "3 samples cannot be put into 4 folds: some would be empty");
        assert!(numbered(&[0, 1, 2]).stratified_k_fold(3).is_ok());
    }
}
