use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::confusion_matrix::LONGEST_NAME;
use super::counts::ratio;
use super::{ConfusionMatrix, Counts};
use crate::error::shortened;

/// Precision, recall and F1 score of each class, and their means.
///
/// ```
/// use plywood::metrics::{ClassificationReport, ConfusionMatrix};
/// use plywood::prelude::*;
///
/// let (data, model) = (datasets::iris(), model![Dense<4, 3, softmax>]);
/// let matrix = ConfusionMatrix::of(&data, &model.predict(&data))?.class_names(datasets::iris::SPECIES);
/// println!("{}", ClassificationReport::new(&matrix));
/// # Ok::<(), plywood::Error>(())
/// ```
///
/// prints, in scikit-learn's form, for a model that has learnt something:
///
/// ```text
///               precision    recall  f1-score   support
///
///       setosa       1.00      1.00      1.00        50
///   versicolor       0.98      0.96      0.97        50
///    virginica       0.96      0.98      0.97        50
///
///     accuracy                           0.98       150
///    macro avg       0.98      0.98      0.98       150
/// weighted avg       0.98      0.98      0.98       150
/// ```
///
/// What is divided by nothing is 0. A name of more than 100 characters is shortened, and ends with `…`.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassificationReport {
    classes: Vec<ClassScores>,
    names: Vec<String>,
    accuracy: f64,
    macro_average: ClassScores,
    weighted_average: ClassScores,
}

/// How well a class is told from the others.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ClassScores {
    /// The part of the samples taken for the class that belong to it.
    pub precision: f64,
    /// The part of the samples of the class that are taken for it.
    pub recall: f64,
    /// The harmonic mean of precision and recall.
    pub f1_score: f64,
    /// The number of samples of the class.
    pub support: usize,
}

impl ClassificationReport {
    /// The report on a confusion matrix, with the names of its classes.
    pub fn new<const CLASSES: usize>(matrix: &ConfusionMatrix<CLASSES>) -> Self {
        let counts: Vec<Counts> = (0..CLASSES).map(|class| matrix.class(class)).collect();
        let classes: Vec<ClassScores> = counts.iter().map(ClassScores::new).collect();
        let right: f64 = counts.iter().map(|counts| counts.true_positives).sum();
        let samples: f64 = counts.iter().map(Counts::positives).sum();
        Self {
            names: matrix.names().to_vec(),
            accuracy: ratio(right, samples),
            macro_average: mean(&classes, |_| 1.0),
            weighted_average: mean(&classes, |class| class.support as f64),
            classes,
        }
    }

    /// Each class.
    pub fn classes(&self) -> &[ClassScores] {
        &self.classes
    }

    /// The part of all samples that are taken for what they are.
    pub const fn accuracy(&self) -> f64 {
        self.accuracy
    }

    /// The mean of the classes; its support is the number of all samples.
    pub const fn macro_average(&self) -> ClassScores {
        self.macro_average
    }

    /// The mean of the classes, each with its support as its weight; its support is the number of all samples.
    pub const fn weighted_average(&self) -> ClassScores {
        self.weighted_average
    }
}

impl ClassScores {
    fn new(counts: &Counts) -> Self {
        Self {
            precision: counts.precision(),
            recall: counts.recall(),
            f1_score: counts.f1_score(),
            support: counts.positives() as usize,
        }
    }
}

/// The mean of classes, each with its weight.
fn mean(classes: &[ClassScores], weight: impl Fn(&ClassScores) -> f64) -> ClassScores {
    let weights: f64 = classes.iter().map(&weight).sum();
    let mean = |score: fn(&ClassScores) -> f64| {
        ratio(classes.iter().map(|class| weight(class) * score(class)).sum(), weights)
    };
    ClassScores {
        precision: mean(|class| class.precision),
        recall: mean(|class| class.recall),
        f1_score: mean(|class| class.f1_score),
        support: classes.iter().map(|class| class.support).sum(),
    }
}

impl fmt::Display for ClassificationReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const AVERAGES: [&str; 3] = ["accuracy", "macro avg", "weighted avg"];
        let names: Vec<String> = self.names.iter().map(|name| shortened(name, LONGEST_NAME)).collect();
        let names = names.iter().map(String::as_str);
        let width = names.clone().chain(AVERAGES).map(|name| name.chars().count()).fold(0, usize::max);
        let line = |f: &mut fmt::Formatter<'_>, name: &str, scores: &ClassScores| {
            let ClassScores { precision, recall, f1_score, support } = scores;
            write!(f, "\n{name:>width$}  {precision:9.2} {recall:9.2} {f1_score:9.2} {support:9}")
        };
        writeln!(f, "{:>width$}  {:>9} {:>9} {:>9} {:>9}", "", "precision", "recall", "f1-score", "support")?;
        for (name, scores) in names.zip(&self.classes) {
            line(f, name, scores)?;
        }
        let [accuracy, macro_average, weighted_average] = AVERAGES;
        let support = self.macro_average.support;
        write!(f, "\n\n{accuracy:>width$}  {:9} {:9} {:9.2} {support:9}", "", "", self.accuracy)?;
        line(f, macro_average, &self.macro_average)?;
        line(f, weighted_average, &self.weighted_average)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> ClassificationReport {
        // Rows: 2 0 0, 0 1 1, 1 0 3.
        let pairs = [(0, 0), (0, 0), (1, 1), (1, 2), (2, 2), (2, 0), (2, 2), (2, 2)];
        let matrix = ConfusionMatrix::<3>::new(pairs).unwrap();
        ClassificationReport::new(&matrix.class_names(["setosa", "versicolor", "virginica"]))
    }

    #[test]
    fn each_class_and_the_means_have_scores() {
        let report = report();
        let scores = report.classes().iter().map(|class| [class.precision, class.recall, class.f1_score]);
        let expected = [[2.0 / 3.0, 1.0, 0.8], [1.0, 0.5, 2.0 / 3.0], [0.75; 3]];
        assert_eq!(scores.collect::<Vec<_>>(), expected);
        assert_eq!(report.accuracy(), 0.75);
        let average = report.macro_average();
        assert!((average.precision - (2.0 / 3.0 + 1.75) / 3.0).abs() < 1e-15);
        assert_eq!((average.recall, average.support), (0.75, 8));
        let average = report.weighted_average();
        assert!((average.precision - (4.0 / 3.0 + 2.0 + 3.0) / 8.0).abs() < 1e-15);
        assert!((average.f1_score - (1.6 + 4.0 / 3.0 + 3.0) / 8.0).abs() < 1e-15);
    }

    #[test]
    fn it_is_shown_as_scikit_learn_does() {
        let expected = "              precision    recall  f1-score   support

      setosa       0.67      1.00      0.80         2
  versicolor       1.00      0.50      0.67         2
   virginica       0.75      0.75      0.75         4

    accuracy                           0.75         8
   macro avg       0.81      0.75      0.74         8
weighted avg       0.79      0.75      0.74         8";
        assert_eq!(report().to_string(), expected);
    }

    #[test]
    fn long_names_are_shortened() {
        let matrix = ConfusionMatrix::<2>::new([(0, 0), (1, 1)]).unwrap().class_names(["x".repeat(65_536)]);
        let printed = ClassificationReport::new(&matrix).to_string();
        assert!(printed.contains(&format!("\n{}…       1.00", "x".repeat(99))), "{printed}");
        assert!(printed.lines().all(|line| line.chars().count() <= 100 + 42));
    }

    #[test]
    fn a_report_on_nothing_is_0() {
        let report = ClassificationReport::new(&ConfusionMatrix::<2>::new([]).unwrap());
        assert_eq!((report.accuracy(), report.weighted_average()), (0.0, ClassScores::default()));
    }
}
