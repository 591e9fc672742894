use std::collections::BTreeSet;

use plywood::Scalar;
use plywood::metrics::{
    AUC, Accuracy, Average, BinaryAccuracy, BinaryCrossentropy, BinaryIoU, CategoricalCrossentropy,
    ConcordanceCorrelation, CosineSimilarity, Curve, F1Score, FBetaScore, FalseNegatives, FalsePositives,
    Hinge, IoU, KLDivergence, LogCoshError, MeanAbsoluteError, MeanAbsolutePercentageError, MeanIoU,
    MeanSquaredError, MeanSquaredLogarithmicError, Named, OneHotIoU, OneHotMeanIoU, PearsonCorrelation,
    Poisson, Precision, PrecisionAtRecall, R2Score, Recall, RecallAtPrecision, RootMeanSquaredError,
    SensitivityAtSpecificity, SparseCategoricalCrossentropy, SparseTopKCategoricalAccuracy,
    SpecificityAtSensitivity, SquaredHinge, TopKCategoricalAccuracy, TrueNegatives, TruePositives,
};
use plywood::prelude::{Compile, Conv2D, Dense, FromSeed, SGD, Same, model, softmax, softplus, tanh};
use serde_json::Value;

use crate::case::Case;
use crate::settings::{Settings, set};
use crate::{Binary, Classifier, Regression};

crate::repeat!("metrics", run);

model! { struct Positive { Dense<5, 6, tanh>, Dense<6, 3, softplus> } }

model! { struct Pixels { Input<3, 4, 2>, output: Conv2D<4, 2, softmax, Same> } }

model! { struct Steps { Input<5, 3>, output: Dense<4, softmax> } }

model! { struct Values { Input<5, 3>, output: Dense<4> } }

/// The metrics that a case was compiled with, of which each has to be made.
struct Recorded(std::vec::IntoIter<Value>);

impl Recorded {
    /// The arguments of the next metric, which is of this class.
    fn next(&mut self, class: &str) -> Settings {
        let settings = Settings::new(&self.0.next().unwrap());
        assert_eq!(settings.class(), class);
        settings
    }

    /// The next metric, which was given as this text.
    fn text<M>(&mut self, text: &str, metric: M) -> M {
        assert_eq!(self.0.next().unwrap(), text);
        metric
    }
}

impl Settings {
    fn curve(&mut self, name: &str) -> Option<Curve> {
        self.take(name).map(|curve| match curve.as_str() {
            Some("PR") => Curve::PR,
            _ => panic!("{curve}"),
        })
    }

    fn average(&mut self, name: &str) -> Option<Average> {
        self.take(name).map(|average| match average.as_str() {
            Some("macro") => Average::Macro,
            Some("weighted") => Average::Weighted,
            _ => panic!("{average}"),
        })
    }
}

/// The next metric, with the arguments that were recorded: in parentheses the required ones.
macro_rules! metric {
    ($recorded:expr, $class:ident $(($($required:ident)*))? $(, $kind:ident: [$($name:ident)*])* $(, $text:literal)?) => {{
        #[allow(unused_mut, reason = "some have no arguments")]
        let mut settings = $recorded.next(stringify!($class));
        #[allow(unused_mut, reason = "some have no arguments")]
        let mut metric = $class::new($($(settings.number(stringify!($required)).unwrap()),*)?);
        set!(metric, settings, $($kind: [$($name)*]),*);
        $(let metric = {
            assert_eq!(settings.take("name"), Some(Value::from($text)));
            Named($text, metric)
        };)?
        settings.end();
        metric
    }};
}

fn run<T: Scalar>(case: &Case) {
    match case.name.as_str() {
        "correlations" => correlations::<T>(case),
        "regions_of_pixels" => regions_of_pixels::<T>(case),
        "regions_one_hot" => regions_one_hot::<T>(case),
        _ => recorded::<T>(case),
    }
}

/// A case that says what it was compiled with.
fn recorded<T: Scalar>(case: &Case) {
    let compile = &case.config["compile"];
    let sgd = Settings::new(&compile["optimizer"]).sgd();
    let mut recorded = Recorded(compile["metrics"].as_array().unwrap().clone().into_iter());
    let compared = match case.name.as_str() {
        "binary" => binary::<T>(case, &sgd, &mut recorded),
        "multiclass_onehot" => multiclass_onehot::<T>(case, sgd, &mut recorded),
        "multiclass_sparse" => multiclass_sparse::<T>(case, sgd, &mut recorded),
        "positive" => positive::<T>(case, sgd, &mut recorded),
        "regression" => regression::<T>(case, sgd, &mut recorded),
        other => panic!("{other}"),
    };
    assert_eq!(recorded.0.next(), None, "{}", case.name);
    assert_eq!(compared, case.scores(), "{}", case.name);
}

/// In two halves: there are more metrics than a tuple can hold.
fn binary<T: Scalar>(case: &Case, sgd: &SGD, recorded: &mut Recorded) -> BTreeSet<String> {
    let metrics = (
        recorded.text("accuracy", Accuracy::new()),
        metric!(recorded, BinaryAccuracy, number: [threshold]),
        metric!(recorded, Precision),
        metric!(recorded, Recall, number: [thresholds]),
        metric!(recorded, AUC),
        metric!(recorded, AUC, curve: [curve], "auc_pr"),
        metric!(recorded, TruePositives),
        metric!(recorded, TrueNegatives),
    );
    let model = Binary::<T>::new(0).compile(sgd.clone(), BinaryCrossentropy::new(), metrics);
    let mut compared = case.check_some(model, ());
    let metrics = (
        metric!(recorded, FalsePositives),
        metric!(recorded, FalseNegatives),
        metric!(recorded, SensitivityAtSpecificity(specificity)),
        metric!(recorded, SpecificityAtSensitivity(sensitivity)),
        metric!(recorded, PrecisionAtRecall(recall)),
        metric!(recorded, RecallAtPrecision(precision)),
        metric!(recorded, BinaryCrossentropy),
        metric!(recorded, BinaryIoU),
    );
    let model = Binary::<T>::new(0).compile(sgd.clone(), BinaryCrossentropy::new(), metrics);
    compared.extend(case.check_some(model, ()));
    compared
}

fn multiclass_onehot<T: Scalar>(case: &Case, sgd: SGD, recorded: &mut Recorded) -> BTreeSet<String> {
    let metrics = (
        recorded.text("accuracy", Accuracy::new()),
        metric!(recorded, TopKCategoricalAccuracy, count: [k]),
        metric!(recorded, CategoricalCrossentropy),
        metric!(recorded, F1Score),
        metric!(recorded, F1Score, average: [average], "f1_macro"),
        metric!(recorded, FBetaScore, average: [average], number: [beta]),
        metric!(recorded, Precision),
        metric!(recorded, Recall),
        metric!(recorded, AUC, flag: [multi_label]),
        metric!(recorded, KLDivergence),
    );
    case.check_some(Classifier::<T>::new(0).compile(sgd, CategoricalCrossentropy::new(), metrics), ())
}

fn multiclass_sparse<T: Scalar>(case: &Case, sgd: SGD, recorded: &mut Recorded) -> BTreeSet<String> {
    let metrics = (
        recorded.text("accuracy", Accuracy::new()),
        metric!(recorded, SparseTopKCategoricalAccuracy, count: [k]),
        metric!(recorded, SparseCategoricalCrossentropy),
    );
    case.check_some(Classifier::<T>::new(0).compile(sgd, SparseCategoricalCrossentropy::new(), metrics), ())
}

fn positive<T: Scalar>(case: &Case, sgd: SGD, recorded: &mut Recorded) -> BTreeSet<String> {
    let metrics = (
        metric!(recorded, MeanSquaredLogarithmicError),
        metric!(recorded, Poisson),
        metric!(recorded, MeanAbsolutePercentageError),
    );
    case.check_some(Positive::<T>::new(0).compile(sgd, MeanSquaredError::new(), metrics), ())
}

fn regression<T: Scalar>(case: &Case, sgd: SGD, recorded: &mut Recorded) -> BTreeSet<String> {
    let metrics = (
        recorded.text("mse", Named("mse", MeanSquaredError::new())),
        recorded.text("mae", Named("mae", MeanAbsoluteError::new())),
        metric!(recorded, RootMeanSquaredError),
        metric!(recorded, R2Score),
        metric!(recorded, CosineSimilarity),
        metric!(recorded, LogCoshError),
        metric!(recorded, MeanAbsolutePercentageError),
        metric!(recorded, Hinge),
        metric!(recorded, SquaredHinge),
    );
    case.check_some(Regression::<T>::new(0).compile(sgd, MeanSquaredError::new(), metrics), ())
}

fn regions_of_pixels<T: Scalar>(case: &Case) {
    let without_1 = Named("without_1", MeanIoU::new().ignore_class(1));
    let metrics = (IoU::new([0, 2]), MeanIoU::new(), without_1);
    case.check(Pixels::<T>::new(0).compile(SGD::new(0.2), SparseCategoricalCrossentropy::new(), metrics));
}

fn regions_one_hot<T: Scalar>(case: &Case) {
    let without_3 = Named("without_3", OneHotMeanIoU::new().ignore_class(3));
    let metrics = (OneHotIoU::new([1]), OneHotMeanIoU::new(), without_3);
    case.check(Steps::<T>::new(0).compile(SGD::new(0.2), CategoricalCrossentropy::new(), metrics));
}

fn correlations<T: Scalar>(case: &Case) {
    let metrics = (PearsonCorrelation::new(), ConcordanceCorrelation::new());
    case.check(Values::<T>::new(0).compile(SGD::new(0.2), MeanSquaredError::new(), metrics));
}
