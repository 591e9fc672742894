#[cfg(feature = "std")]
mod picture;

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::Counts;
use crate::data::{Classes, Dataset};
use crate::error::{Error, Result, shortened};
use crate::tensor::allocate::zeros;
use crate::tensor::{Features, Scalar, Shape, argmax};

/// The most characters of a class name in a printed table: one may come from a cell of a file, and widths in `format!`
/// end at 65,535.
pub(super) const LONGEST_NAME: usize = 100;

/// How many samples of each class are taken for which class: a row for each true class, a column for each class that
/// was predicted.
///
/// ```
/// use plywood::metrics::ConfusionMatrix;
/// use plywood::prelude::*;
///
/// let (data, model) = (datasets::iris(), model![Dense<4, 3, softmax>]);
/// let matrix = ConfusionMatrix::of(&data, &model.predict(&data))?.class_names(datasets::iris::SPECIES);
/// println!("{matrix}");
/// # Ok::<(), plywood::Error>(())
/// ```
///
/// prints, for a model that has learnt something:
///
/// ```text
/// true \ predicted  setosa  versicolor  virginica
///           setosa      50           0          0
///       versicolor       0          48          2
///        virginica       0           1         49
/// ```
///
/// A name of more than 100 characters is shortened there, and ends with `…`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfusionMatrix<const CLASSES: usize> {
    counts: Vec<[usize; CLASSES]>,
    names: Vec<String>,
}

impl<const CLASSES: usize> ConfusionMatrix<CLASSES> {
    /// From the true and the predicted class of each sample.
    ///
    /// # Errors
    /// [`Error::Label`] for a number that is no class, [`Error::Memory`] for more classes than there is memory for.
    pub fn new(pairs: impl IntoIterator<Item = (usize, usize)>) -> Result<Self> {
        let mut counts: Vec<[usize; CLASSES]> = zeros("the counts of a confusion matrix", CLASSES, 1)?;
        for (row, (truth, predicted)) in pairs.into_iter().enumerate() {
            if let Some(&label) = [truth, predicted].iter().find(|&&label| label >= CLASSES) {
                return Err(Error::Label { row, label, classes: CLASSES });
            }
            counts[truth][predicted] += 1;
        }
        Ok(Self { counts, names: (0..CLASSES).map(|class| class.to_string()).collect() })
    }

    /// Of some data and what a model predicts of it, `model.predict(&data)`: a sample's class is that of the largest
    /// output.
    ///
    /// # Errors
    /// [`Error::Predictions`] when there are not as many predictions as samples.
    pub fn of<X: Shape, T: Scalar>(
        data: &Dataset<X, Classes<CLASSES>, T>,
        predictions: &[[T; CLASSES]],
    ) -> Result<Self> {
        check_lengths(data.len(), predictions.len())?;
        Self::new(data.targets().zip(predictions.iter().map(|&outputs| argmax(outputs))))
    }

    /// With names for the classes, to be shown in place of their numbers: of what was learnt from a table,
    /// [`Preparation::classes`](crate::data::Preparation::classes). A class without a name keeps its number.
    #[must_use]
    pub fn class_names(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        for (name, new) in self.names.iter_mut().zip(names) {
            *name = new.into();
        }
        self
    }

    /// The rows: for each true class, how many samples are taken for each class.
    pub fn counts(&self) -> &[[usize; CLASSES]] {
        &self.counts
    }

    /// The names of the classes, which are their numbers if there are no others.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The decisions between a class and all others.
    ///
    /// # Panics
    /// When there is no such class.
    pub fn class(&self, class: usize) -> Counts {
        let mut counts = Counts::default();
        for (truth, row) in self.counts.iter().enumerate() {
            for (predicted, &count) in row.iter().enumerate() {
                counts.add(predicted == class, f64::from(truth == class), count as f64);
            }
        }
        counts
    }
}

impl ConfusionMatrix<2> {
    /// Of some data with targets of 0 and 1 and what a model with one output predicts of it, `model.predict(&data)`:
    /// outputs above the threshold stand for class 1.
    ///
    /// # Errors
    /// [`Error::Predictions`] when there are not as many predictions as samples.
    pub fn binary<X: Shape, T: Scalar>(
        data: &Dataset<X, Features<1>, T>,
        predictions: &[[T; 1]],
        threshold: f64,
    ) -> Result<Self> {
        check_lengths(data.len(), predictions.len())?;
        let truth = data.targets().map(|[target]| usize::from(target != T::zero()));
        let predicted = predictions.iter().map(|&[output]| usize::from(output > T::of(threshold)));
        Self::new(truth.zip(predicted))
    }
}

fn check_lengths(samples: usize, predictions: usize) -> Result<()> {
    if samples == predictions { Ok(()) } else { Err(Error::Predictions { samples, predictions }) }
}

impl<const CLASSES: usize> fmt::Display for ConfusionMatrix<CLASSES> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const CORNER: &str = "true \\ predicted";
        let length = |text: &String| text.chars().count();
        let names: Vec<String> = self.names.iter().map(|name| shortened(name, LONGEST_NAME)).collect();
        let first = names.iter().map(length).fold(CORNER.len(), usize::max);
        let widths: Vec<usize> = (0..CLASSES)
            .map(|class| {
                let counts = self.counts.iter().map(|row| length(&row[class].to_string()));
                counts.fold(length(&names[class]), usize::max)
            })
            .collect();
        write!(f, "{CORNER:>first$}")?;
        for (name, width) in names.iter().zip(&widths) {
            write!(f, "  {name:>width$}")?;
        }
        for (name, row) in names.iter().zip(&self.counts) {
            write!(f, "\n{name:>first$}")?;
            for (count, width) in row.iter().zip(&widths) {
                write!(f, "  {count:>width$}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix() -> ConfusionMatrix<3> {
        let pairs = [(0, 0), (0, 0), (1, 1), (1, 2), (2, 2), (2, 0), (2, 2)];
        ConfusionMatrix::new(pairs).unwrap()
    }

    #[test]
    fn rows_are_true_classes_and_columns_predicted_ones() {
        assert_eq!(matrix().counts(), [[2, 0, 0], [0, 1, 1], [1, 0, 2]]);
        let (true_positives, false_positives) = (2.0, 1.0);
        let expected = Counts { true_positives, false_positives, true_negatives: 3.0, false_negatives: 1.0 };
        assert_eq!(matrix().class(2), expected);
    }

    #[test]
    fn the_largest_output_is_the_predicted_class() {
        let data: Dataset<Features<1>, Classes<2>> = Dataset::new([[0.0], [1.0], [2.0]], [0, 1, 1]).unwrap();
        let matrix = ConfusionMatrix::of(&data, &[[0.5, 0.5], [0.1, 0.9], [0.8, 0.2]]).unwrap();
        assert_eq!(matrix.counts(), [[1, 0], [1, 1]]);
        let error = ConfusionMatrix::of(&data, &[[0.5, 0.5]]).unwrap_err();
        assert_eq!(error.to_string(), "3 samples, but 1 predictions");
    }

    #[test]
    fn one_output_is_compared_with_the_threshold() {
        let data: Dataset<Features<1>, Classes<2>> = Dataset::new([[0.0], [1.0], [2.0]], [0, 1, 1]).unwrap();
        let matrix = |threshold| ConfusionMatrix::binary(&data.binary(), &[[0.3], [0.5], [0.9]], threshold);
        assert_eq!(matrix(0.5).unwrap().counts(), [[1, 0], [1, 1]]);
        assert_eq!(matrix(0.2).unwrap().counts(), [[0, 1], [0, 2]]);
        assert!(ConfusionMatrix::binary(&data.binary(), &[[0.3]], 0.5).is_err());
    }

    #[test]
    fn a_number_that_is_no_class_is_an_error() {
        let error = ConfusionMatrix::<2>::new([(0, 1), (1, 2)]).unwrap_err();
        assert_eq!(error, Error::Label { row: 1, label: 2, classes: 2 });
    }

    #[test]
    fn long_names_are_shortened() {
        let printed = matrix().class_names(["ä".repeat(65_536), "b".repeat(100)]).to_string();
        let shown = format!("{}…", "ä".repeat(99));
        assert!(
            printed.contains(&format!("\n{shown}  "))
                && printed.contains(&format!("  {}  ", "b".repeat(100)))
        );
        assert_eq!(printed.lines().next().unwrap().chars().count(), 100 + 2 + 100 + 2 + 100 + 2 + 1);
    }

    #[test]
    fn it_is_shown_as_a_table() {
        let expected = "\
true \\ predicted  0  1  2
               0  2  0  0
               1  0  1  1
               2  1  0  2";
        assert_eq!(matrix().to_string(), expected);
        let expected = "\
  true \\ predicted  a  an apricot tree  ô
                 a  2                0  0
   an apricot tree  0                1  1
                 ô  1                0  2";
        let named = matrix().class_names(["a", "an apricot tree", "ô"]).to_string();
        assert_eq!(named.replace("\n", "\n  "), expected.trim_start());
        let names = vec![String::from("a"); 2];
        assert_eq!(matrix().class_names(&names).names(), ["a", "a", "2"]);
    }
}
