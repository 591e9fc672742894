//! Bad data and bad settings are errors that say where, before anything has changed; a training that diverges
//! loses nothing.

mod common;

use common::{Iris, With, compiled, every_optimizer, fingerprint, iris};
use plywood::callbacks::{BatchLogs, Training};
use plywood::history::Ending;
use plywood::optimizers::{Optimizer, Options, Update};
use plywood::prelude::*;
use plywood::{Error, Scalar, Weight, gradient_check};

type Small = Dataset<Features<2>, Classes<3>>;

#[test]
fn bad_samples_and_targets_are_errors_that_say_where() {
    let none: [[f32; 2]; 0] = [];
    assert_eq!(Small::new(none, []), Err(Error::Empty));
    assert_eq!(Small::new([[0.0; 2]; 2], [0]), Err(Error::Lengths { samples: 2, targets: 1 }));
    assert_eq!(Small::new([[0.0; 2]; 2], [2, 3]), Err(Error::Label { row: 1, label: 3, classes: 3 }));
    assert_eq!(
        Small::from_rows([vec![1.0, 2.0], vec![1.0, 2.0, 3.0]], [0, 0]),
        Err(Error::Width { row: 1, expected: 2, found: 3 })
    );
    assert_eq!(
        Small::from_slice(&[1.0, 2.0, 3.0], [0, 0]),
        Err(Error::Width { row: 1, expected: 2, found: 1 })
    );
    let error = Small::new([[0.0, 1.0], [0.0, f32::NAN]], [0, 0]).unwrap_err();
    assert_eq!(error.to_string(), "inputs, row 1, column 1: NaN, where a finite number is needed");
    type Pairs = Dataset<Features<1>, Features<2>>;
    let error = Pairs::new([[0.0]], [[0.0, f32::INFINITY]]).unwrap_err();
    assert_eq!(error.to_string(), "targets, row 0, column 1: inf, where a finite number is needed");
    assert_eq!(Pairs::from_slices(&[0.0], &[0.0, f32::INFINITY]), Err(error));
    let error = Pairs::from_slices(&[0.0; 2], &[0.0; 3]).unwrap_err();
    assert_eq!(error.to_string(), "targets, row 1 has 1 values, where 2 are needed: column 1 is missing");
    assert_eq!(Pairs::from_slices(&[0.0], &[0.0; 4]), Err(Error::Lengths { samples: 1, targets: 2 }));
    assert_eq!(Pairs::from_slices(&[], &[]), Err(Error::Empty));
    let two: Result<Dataset<Features<2>, Features<2>>, _> = Dataset::from_slices(&[0.0; 3], &[0.0; 4]);
    assert_eq!(two, Err(Error::Width { row: 1, expected: 2, found: 1 }));
    let tokens: Result<Dataset<Tokens<1, 3>, Features<2>>, _> = Dataset::from_slices(&[5.0], &[0.0; 2]);
    assert_eq!(tokens, Err(Error::Token { row: 0, step: 0, value: 5.0, vocabulary: 3 }));
}

#[test]
fn messages_say_what_was_expected() {
    let message = |error: Error| error.to_string();
    assert_eq!(
        message(Error::Width { row: 3, expected: 4, found: 3 }),
        "row 3 has 3 values, where 4 are needed: column 3 is missing"
    );
    assert_eq!(
        message(Error::Width { row: 3, expected: 4, found: 6 }),
        "row 3 has 6 values, where 4 are needed: column 4 is one too many"
    );
    assert_eq!(
        message(Error::Label { row: 7, label: 3, classes: 3 }),
        "row 7: label 3, but the 3 classes are 0 to 2"
    );
    let none = Error::Label { row: 7, label: 3, classes: 0 };
    assert_eq!(message(none), "row 7: label 3, but there are no classes");
    assert_eq!(
        message(Error::Token { row: 7, step: 1, value: 2.5, vocabulary: 3 }),
        "row 7, step 1: 2.5 is no token: the vocabulary is 0 to 2"
    );
    assert_eq!(
        message(Error::Token { row: 7, step: 1, value: 0.0, vocabulary: 0 }),
        "row 7, step 1: 0 is no token: the vocabulary is empty"
    );
}

/// Also of numbers that no part of plywood puts into them: an error can be made by anybody.
#[test]
fn every_message_can_be_printed() {
    for n in [0, 1, usize::MAX] {
        let (text, shape) = (|| n.to_string(), || vec![n]);
        let value = if n == 0 { f64::NAN } else { 1e300 };
        for error in [
            Error::Label { row: n, label: n, classes: n },
            Error::Token { row: n, step: n, value, vocabulary: n },
            Error::Width { row: n, expected: n, found: n },
            Error::Lengths { samples: n, targets: n },
            Error::ClassWeights { classes: n, weights: n },
            Error::Diverged { epoch: n, batch: n, loss: value },
            Error::NotFinite { what: "targets", row: n, column: n, value },
            Error::EmptySplit { samples: n, fraction: value },
            Error::Folds { samples: n, folds: n },
            Error::VariableName { index: n, expected: None, found: None },
            Error::VariableShape { name: text(), expected: shape(), found: shape() },
            Error::VariableNotFinite { name: text(), index: n, value },
            Error::UnknownLayer { name: text(), variables: vec![text(); n % 40] },
            Error::UnknownScore { name: text(), names: Vec::new() },
            Error::Output { place: text(), column: n, value, loss: text(), needed: text(), help: None },
        ] {
            assert!(!error.to_string().is_empty(), "{error:?}");
        }
    }
}

/// What is too large for any memory: 1.6 PB of weights, 0.7 PB of a batch on its way, 3.2 PB of predictions.
mod memory {
    use super::*;

    model! { struct Huge { Dense<20_000_000, 20_000_000> } }

    #[test]
    #[should_panic = "cannot allocate 1600000080000000 bytes (1455.19 TB) for the variables of the model"]
    fn a_model_says_what_its_weights_need() {
        Huge::new(1);
    }

    model! { struct Long { Input<1>, RepeatVector<100_000_000>, GlobalAveragePooling1D } }

    #[test]
    fn a_batch_says_what_it_needs() {
        let values = vec![0.5; 1_000_000];
        let data: Dataset<Features<1>, Features<1>> = Dataset::from_slices(&values, &values).unwrap();
        let mut model = Long::new(1).compile(SGD::new(0.1), MeanSquaredError::new(), ());
        let bytes = 1_000_000 * Long::<f32>::SAMPLE_BYTES as u128;
        let expected = Error::Memory { what: "a batch of 1000000 samples".to_owned(), bytes };
        let fit = Fit::epochs(1).batch_size(usize::MAX);
        assert_eq!(model.fit(&data, fit).unwrap_err(), expected);
        assert_eq!(model.evaluate_in_batches(&data, usize::MAX).unwrap_err(), expected);
        assert_eq!(model.train_on_batch(&data).unwrap_err(), expected);
        assert_eq!(model.minimize(&data, LBFGS::new()).unwrap_err(), expected);
        assert_eq!(model.iterations(), 0);
    }

    model! { struct Wide { Input<1>, RepeatVector<400_000_000> } }

    #[test]
    fn predictions_say_what_they_need() {
        let error = Wide::new(1).predict_slice(&vec![0.5; 2_000_000]).unwrap_err();
        let message = "cannot allocate 3200000000000000 bytes (2910.38 TB) for the predictions";
        assert_eq!(error.to_string(), message);
    }

    #[test]
    #[should_panic = "cannot allocate 400000000000000 bytes (363.80 TB) for the one-hot vectors of all samples"]
    fn one_hot_vectors_say_what_they_need() {
        let inputs = vec![0.5; 50_000];
        let data: Dataset<Features<1>, Classes<2_000_000_000>> =
            Dataset::from_slice(&inputs, 0..50_000).unwrap();
        data.one_hot();
    }
}

#[test]
fn the_largest_sizes_are_all_there_is() -> plywood::Result<()> {
    let all = |fit: Fit<'static, _>| {
        let mut model = compiled(1);
        model.fit(&iris(), fit.verbose(Verbose::Silent)).map(|_| fingerprint(&*model))
    };
    let whole = all(Fit::epochs(1).batch_size(150))?;
    assert_eq!(all(Fit::epochs(1).batch_size(usize::MAX))?, whole);
    assert_eq!(all(Fit::epochs(1).batch_size(usize::MAX).threads(usize::MAX))?, whole);
    let validation = Fit::epochs(1).batch_size(150).validation_split(0.5);
    let most = validation.clone().batch_size(usize::MAX).validation_batch_size(usize::MAX);
    assert_eq!(all(most.validation_steps(usize::MAX))?, all(validation)?);
    let model = compiled(1);
    assert_eq!(model.evaluate_in_batches(&iris(), usize::MAX)?, model.evaluate_in_batches(&iris(), 150)?);
    assert_eq!(iris().batches(usize::MAX)?.count(), 1);
    Ok(())
}

#[test]
fn bad_arguments_of_fit_change_nothing() {
    let mut model = compiled(1);
    let before = fingerprint(&*model);
    let single = iris().batches(1).unwrap().next().unwrap();
    let setting =
        |result: plywood::Result<_>| assert!(matches!(result, Err(Error::Setting { .. })), "{result:?}");
    setting(model.fit(&iris(), Fit::epochs(1).batch_size(0)));
    for fraction in [0.0, 1.0, -1.0, f64::NAN] {
        setting(model.fit(&iris(), Fit::epochs(1).validation_split(fraction)));
    }
    let result = model.fit(&single, Fit::epochs(1).validation_split(0.5));
    assert!(matches!(result, Err(Error::EmptySplit { .. })), "{result:?}");
    assert_eq!(fingerprint(&*model), before);

    for rate in [-0.1, 1.1, f64::NAN] {
        let mut model = model![Input<4>, Dropout(rate), Dense<4, 3, softmax>].compile(
            Adam::new(0.1),
            SparseCategoricalCrossentropy::default(),
            (),
        );
        setting(model.fit(&iris(), Fit::epochs(1)));
    }
    let mut model =
        model![Dense<4, 8, squareplus>(activation = squareplus::new().b(-1.0)), Dense<8, 3, softmax>]
            .compile(Adam::new(0.1), SparseCategoricalCrossentropy::default(), ());
    setting(model.fit(&iris(), Fit::epochs(1)));
    // `model!` knows that `threshold` has no defaults, but not under another name.
    type Unset = threshold;
    let mut model = model![Dense<4, 8, Unset>, Dense<8, 3, softmax>].compile(
        Adam::new(0.1),
        SparseCategoricalCrossentropy::default(),
        (),
    );
    setting(model.fit(&iris(), Fit::epochs(1)));
    let mut model = Iris::new(1).compile(Adam::new(f64::NAN), SparseCategoricalCrossentropy::default(), ());
    setting(model.fit(&iris(), Fit::epochs(1)));
}

#[test]
fn no_epochs_and_huge_batches_are_fine() {
    let mut model = compiled(1);
    assert!(model.fit(&iris(), Fit::epochs(0)).unwrap().epochs().is_empty());
    assert_eq!(model.fit(&iris(), Fit::epochs(1).batch_size(usize::MAX)).unwrap().loss().len(), 1);
    assert_eq!(iris().batches(usize::MAX).unwrap().count(), 1);
}

/// Stops after so many batches, and keeps the weights that the model has then: at the end, averages may take their
/// place.
struct StopAfter(u64, Vec<Weight<f64>>);

impl Callback for StopAfter {
    fn on_train_batch_end(&mut self, _: &BatchLogs, training: &mut Training<'_>) {
        self.0 -= 1;
        if self.0 == 0 {
            training.stop();
            self.1 = training.weights();
        }
    }
}

/// Trains with one optimizer after the other, and with all that it can be told beside its rule. A training that
/// diverges must leave the weights of one that stops just before; any other one ends with finite weights.
#[derive(Default)]
struct Diverging {
    diverged: usize,
    ended: usize,
}

impl Diverging {
    fn train<O: Optimizer>(&mut self, optimizer: &O) {
        let what = format!("{} {:?}", std::any::type_name::<O>(), optimizer.options());
        let data: Dataset<Features<1>, Features<1>> = Dataset::new([[1e3], [2e3]], [[1.0], [2.0]]).unwrap();
        let fit = || Fit::epochs(50).batch_size(1).shuffle(false);
        let fresh =
            || model![Dense<1, 4>, Dense<4, 1>].compile(optimizer.clone(), MeanSquaredError::default(), ());
        let mut model = fresh();
        match model.fit(&data, fit()) {
            Err(Error::Diverged { epoch, batch, .. }) => {
                self.diverged += 1;
                assert_eq!(model.history().epochs().len(), epoch, "{what}");
                assert_eq!(model.history().ending(), Ending::Diverged, "{what}");
                assert_eq!(model.iterations(), (2 * epoch + batch) as u64, "{what}");
                let in_f64 = |weights: Vec<Weight<f32>>| weights.into_iter().map(Weight::cast).collect();
                let mut stop = StopAfter(model.iterations(), in_f64(fresh().weights()));
                if model.iterations() > 0 {
                    fresh().fit(&data, fit().callbacks(&mut stop)).unwrap();
                }
                let weights: Vec<Weight<f64>> = in_f64(model.weights());
                assert_eq!(fingerprint_of(&weights), fingerprint_of(&stop.1), "{what}");
            }
            result => {
                self.ended += 1;
                assert_eq!(result.unwrap().epochs().len(), 50, "{what}");
            }
        }
        assert!(model.weights().iter().all(|w| w.values.iter().all(|v| v.is_finite())), "{what}");
    }
}

impl With for Diverging {
    fn with<O: Optimizer>(&mut self, optimizer: O) {
        let all: [fn(Options) -> Options; 9] = [
            |options| options,
            |options| options.weight_decay(0.1),
            |options| options.weight_decay(1e30),
            |options| options.clipnorm(1.0),
            |options| options.global_clipnorm(1e10),
            |options| options.clipvalue(1.0),
            |options| options.use_ema(true),
            |options| options.use_ema(true).ema_overwrite_frequency(3).ema_momentum(0.5),
            |options| options.gradient_accumulation_steps(3),
        ];
        for options in all {
            let mut optimizer = optimizer.clone();
            *optimizer.options_mut() = options(optimizer.options().clone());
            self.train(&optimizer);
        }
    }
}

#[test]
fn a_diverging_training_keeps_the_weights_from_before_the_batch() {
    let mut diverging = Diverging::default();
    for rate in [1e-2, 1.0, 1e3, 1e30, 1e37, 3e38, f64::MAX] {
        for optimizer in [SGD::new(rate), SGD::new(rate).momentum(0.9)] {
            diverging.train(&optimizer);
        }
    }
    assert_eq!(diverging.ended, 0);
    for rate in [1e-2, 1.0, 1e10, 1e30, 1e37, 3e38, 1e300, f64::MAX] {
        every_optimizer(rate, &mut diverging);
    }
    assert!(diverging.ended > 100 && diverging.diverged > 100, "{} {}", diverging.ended, diverging.diverged);
}

/// Gradient descent that fails at its third step, when it has changed the first half of the values.
#[derive(Clone)]
struct Failing(Options);

impl Optimizer for Failing {
    fn options(&self) -> &Options {
        &self.0
    }

    fn options_mut(&mut self) -> &mut Options {
        &mut self.0
    }

    fn update<T: Scalar>(&self, update: Update<'_, T>) -> bool {
        let fails = update.iterations == 2;
        let changed = if fails { update.variables.len() / 2 } else { update.variables.len() };
        let rate = T::of(update.learning_rate);
        let pairs = update.variables[..changed].iter_mut().zip(update.gradients);
        pairs.for_each(|(w, &g)| *w -= rate * g);
        !fails
    }
}

#[test]
fn a_step_that_fails_is_undone_whatever_the_optimizer() {
    let data: Dataset<Features<1>, Features<1>> = Dataset::new([[1.0], [2.0]], [[1.0], [2.0]]).unwrap();
    let optimizer = Failing(Options::new(0.01));
    let mut model = model![Dense<1, 4>, Dense<4, 1>].compile(optimizer, MeanSquaredError::default(), ());
    let before = model.fit(&data, Fit::epochs(2)).map(|_| model.weights()).unwrap();
    let error = model.fit(&data, Fit::epochs(2)).unwrap_err();
    assert!(matches!(error, Error::Diverged { epoch: 0, batch: 0, .. }), "{error}");
    assert_eq!(model.weights(), before);
}

#[test]
fn weights_that_were_set_are_not_replaced_by_averages_from_before() {
    let data: Dataset<Features<1>, Features<1>> = Dataset::new([[1.0], [2.0]], [[1.0], [2.0]]).unwrap();
    let far: Dataset<Features<1>, Features<1>> = Dataset::new([[1e30]], [[0.0]]).unwrap();
    let fresh = || model![Dense<1, 1>];
    let mut model = fresh().compile(SGD::new(0.01).use_ema(true), MeanSquaredError::default(), ());
    model.fit(&data, Fit::epochs(2)).unwrap();
    model.set_weights(&fresh().weights()).unwrap();
    model.fit(&far, Fit::epochs(1)).unwrap_err();
    assert_eq!(model.weights(), fresh().weights());
    model.fit(&data, Fit::epochs(0)).unwrap();
    assert_eq!(model.weights(), fresh().weights());
}

fn fingerprint_of(weights: &[Weight<f64>]) -> Vec<u64> {
    weights.iter().flat_map(|weight| weight.values.iter().map(|value| value.to_bits())).collect()
}

#[test]
fn a_model_can_learn_after_it_diverged() {
    // The gradient is finite, but its square is not.
    let far: Dataset<Features<1>, Features<1>> = Dataset::new([[1e12]], [[0.0]]).unwrap();
    let near: Dataset<Features<1>, Features<1>> = Dataset::new([[1.0], [2.0]], [[1.0], [2.0]]).unwrap();
    let mut model = model![Dense<1, 1>].compile(Adam::new(0.01), MeanSquaredError::default(), ());
    let error = model.fit(&far, Fit::epochs(1)).unwrap_err();
    assert!(matches!(error, Error::Diverged { loss, .. } if loss.is_finite()), "{error}");
    let history = model.fit(&near, Fit::epochs(500)).unwrap();
    assert!(history.loss()[499] < 1e-3, "{:?}", history.loss()[499]);
}

#[test]
fn metrics_of_one_name_are_told_apart() {
    let metrics = (Accuracy::default(), Accuracy::default());
    let mut model = Iris::new(1).compile(Adam::new(0.01), SparseCategoricalCrossentropy::default(), metrics);
    let history = model.fit(&iris(), Fit::epochs(2)).unwrap();
    assert_eq!(history.get("accuracy"), history.get("accuracy_1"));
    assert_eq!(history.get("accuracy").map(<[f64]>::len), Some(2));
}

#[test]
fn bad_settings_of_a_metric_are_found_by_fit_and_evaluate() {
    let metrics = (Precision::new().class_id(3),);
    let mut model = Iris::new(1).compile(Adam::new(0.01), SparseCategoricalCrossentropy::default(), metrics);
    let before = fingerprint(&*model);
    let message = "the class_id of a metric is 3, but must be less than the number of outputs";
    assert_eq!(model.evaluate(&iris()).unwrap_err().to_string(), message);
    assert_eq!(model.fit(&iris(), Fit::epochs(1)).unwrap_err().to_string(), message);
    assert_eq!(fingerprint(&*model), before);
}

#[test]
fn bad_settings_of_a_layer_are_found_by_fit_evaluate_and_the_gradient_check() {
    model! { struct Negative { Dense<4, 3, softmax>(kernel_regularizer = L2(-1.0)) } }
    let loss = SparseCategoricalCrossentropy::default();
    let mut model = Negative::new(1).compile(Adam::new(0.01), loss, ());
    let message = "the factor of `L2` is -1, but must be 0 or more";
    assert_eq!(model.fit(&iris(), Fit::epochs(1)).unwrap_err().to_string(), message);
    assert_eq!(model.evaluate(&iris()).unwrap_err().to_string(), message);
    let checked = gradient_check(&Negative::<f64>::new(1), &loss, &iris().cast());
    assert_eq!(checked.unwrap_err().to_string(), message);
}

#[test]
fn what_is_never_measured_cannot_be_watched() {
    let loss = SparseCategoricalCrossentropy::default();
    let mut model = Iris::new(1).compile(Adam::new(0.01), loss, ());
    let data = iris();
    let fit = |epochs| Fit::epochs(epochs).validation_data(&data).validation_freq(3);
    let error = model.fit(&data, fit(2).callbacks(EarlyStopping::new())).unwrap_err();
    assert!(matches!(error, Error::UnknownScore { .. }), "{error}");
    assert!(model.fit(&data, fit(3).callbacks(EarlyStopping::new())).is_ok());
}

#[test]
fn foreign_weights_are_refused_whole() {
    let mut model = Iris::new(1);
    let (before, weights) = (fingerprint(&model), Iris::new(2).weights());
    let refused = |model: &mut Iris, change: &dyn Fn(&mut Vec<Weight<f32>>), message: &str| {
        let mut weights = weights.clone();
        change(&mut weights);
        assert_eq!(model.set_weights(&weights).unwrap_err().to_string(), message);
        assert_eq!(fingerprint(model), before);
    };
    refused(&mut model, &|w| w.truncate(3), "variable 3, `dense/bias`, is missing");
    refused(
        &mut model,
        &|w| w.push(w[0].clone()),
        "variable 4, `hidden/kernel`, is one more than the model has",
    );
    refused(
        &mut model,
        &|w| w.swap(0, 1),
        "variable 0 is `hidden/kernel` in the model, but `hidden/bias` here",
    );
    refused(
        &mut model,
        &|w| w[0].shape = vec![8, 4],
        "`hidden/kernel` has shape [4, 8] in the model, but [8, 4] here",
    );
    refused(
        &mut model,
        &|w| w[3].values.truncate(2),
        "`dense/bias` has shape [3] in the model, but [2] here",
    );
    refused(
        &mut model,
        &|w| w[3].values[2] = f32::NAN,
        "`dense/bias`, value 2: NaN, where a finite number is needed",
    );
    model.set_weights(&weights).unwrap();
    assert_eq!(model.weights(), weights);
}
