//! What a loss's formula demands of targets and outputs is checked: of targets before training, of outputs in it.

use std::ops::Bound;

use plywood::callbacks::TerminateOnNaN;
use plywood::history::Ending;
use plywood::losses::{Domain, Loss, LossOptions, Prediction};
use plywood::prelude::*;
use plywood::{Batch, BatchMut, Error, Result, Scalar, Shape};

/// Samples with these targets.
fn data<const N: usize, T: Scalar>(targets: &[[T; N]]) -> Dataset<Features<2>, Features<N>, T> {
    let inputs = (0..targets.len()).map(|row| [T::of(0.5 + row as f64), T::of(1.0 - row as f64)]);
    Dataset::new(inputs, targets.iter().copied()).unwrap()
}

/// What training with these targets says; it must be an error that changes nothing, or none at all.
macro_rules! trained {
    ($last:ident, $loss:expr, $targets:expr) => {{
        model! { struct Tested { Dense<2, 2, $last> } }
        let mut model = Tested::<f64>::new(1).compile(SGD::new(0.001), $loss, ());
        let before = model.weights();
        let result = model.fit(&data(&$targets), Fit::epochs(1));
        assert_eq!(result.is_err(), model.iterations() == 0 && model.weights() == before);
        result.map(|_| ()).map_err(|error| error.to_string())
    }};
}

/// A model that ends in this activation and gives `activation(first)` and 0.5 or so, whatever the sample.
macro_rules! giving {
    ($first:expr, $last:ident, $loss:expr) => {{
        model! { struct Constant { Dense<2, 2, $last>(kernel_initializer = Zeros) } }
        let mut model = Constant::<f64>::new(1).compile(SGD::new(0.1), $loss, ());
        let mut weights = model.weights();
        weights[1].values = vec![$first, 0.5];
        model.set_weights(&weights).unwrap();
        model
    }};
}

const BITS: [[f64; 2]; 3] = [[0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
const SIGNS: [[f64; 2]; 3] = [[-1.0, 1.0], [1.0, 1.0], [1.0, -1.0]];
const SOFT: [[f64; 2]; 3] = [[0.25, 0.75], [1.0, 0.0], [0.3, 0.1]];
const COUNTS: [[f64; 2]; 3] = [[0.0, 7.0], [1.5, 1e6], [3.0, 2.0]];
const ANY: [[f64; 2]; 3] = [[-3.5, 0.0], [0.5, 40.0], [0.0, -1.0]];

#[test]
fn targets_that_a_loss_is_not_defined_for_are_errors() {
    let too_large = [[0.0, 1.0], [1.0, 0.5], [1.0, 2.0]];
    let negative = [[0.0, 1.0], [1.0, 0.5], [1.0, -0.5]];
    macro_rules! refuses {
        ($last:ident, $loss:expr, $targets:expr, $needed:literal) => {
            let loss = $loss;
            let name = LossOptions::name(&loss).to_owned();
            let error = trained!($last, loss, $targets).unwrap_err();
            let start =
                format!("targets, row 2, column 1: {}, where `{name}` needs {}", $targets[2][1], $needed);
            assert!(error.starts_with(&start), "{error}");
        };
    }
    macro_rules! are_probabilities {
        ($($last:ident $loss:expr;)*) => {$(
            refuses!($last, $loss, too_large, "a number from 0 to 1");
            refuses!($last, $loss, negative, "a number from 0 to 1");
        )*};
    }
    are_probabilities! {
        sigmoid BinaryCrossentropy::new();
        linear BinaryCrossentropy::new().label_smoothing(0.1);
        sigmoid BinaryFocalCrossentropy::new();
        softmax CategoricalCrossentropy::new();
        linear CategoricalFocalCrossentropy::new();
        linear CategoricalHinge::new();
        softmax KLDivergence::new();
        sigmoid Dice::new();
        sigmoid Tversky::new();
    }
    refuses!(softplus, Poisson::new(), negative, "0 or more");
    refuses!(linear, MeanSquaredLogarithmicError::new(), negative, "0 or more");
    for targets in [
        [[0.0, 1.0], [1.0, 0.0], [1.0, 2.0]],
        [[0.0, 1.0], [1.0, 1.0], [1.0, -1.0]],
        [[1.0, 1.0], [-1.0, 1.0], [1.0, 0.5]],
    ] {
        refuses!(linear, Hinge::new(), targets, "each to be -1 or 1, or each 0 or 1");
        refuses!(tanh, SquaredHinge::new(), targets, "each to be -1 or 1, or each 0 or 1");
    }
}

#[test]
fn what_keras_takes_on_purpose_is_taken() {
    macro_rules! takes {
        ($($last:ident $loss:expr, $($targets:expr),*;)*) => {$($(
            assert_eq!(trained!($last, $loss, $targets), Ok(()), "{}", LossOptions::name(&$loss));
        )*)*};
    }
    takes! {
        sigmoid BinaryCrossentropy::new().label_smoothing(0.2), BITS, SOFT;
        sigmoid BinaryFocalCrossentropy::new(), BITS, SOFT;
        softmax CategoricalCrossentropy::new().label_smoothing(0.2), BITS, SOFT, [[0.0; 2]; 3];
        softmax CategoricalFocalCrossentropy::new(), BITS, SOFT;
        linear CategoricalHinge::new(), BITS, SOFT;
        softmax KLDivergence::new(), BITS, SOFT;
        sigmoid Dice::new(), BITS, SOFT;
        sigmoid Tversky::new(), BITS, SOFT;
        linear Hinge::new(), BITS, SIGNS, [[1.0; 2]; 3], [[0.0; 2]; 3], [[-1.0; 2]; 3];
        linear SquaredHinge::new(), BITS, SIGNS;
        exponential Poisson::new(), BITS, SOFT, COUNTS;
        linear MeanSquaredLogarithmicError::new(), BITS, SOFT, COUNTS;
        linear MeanSquaredError::new(), ANY;
        linear MeanAbsoluteError::new(), ANY;
        linear MeanAbsolutePercentageError::new(), ANY;
        linear Huber::new(), ANY;
        linear LogCosh::new(), ANY;
        linear CosineSimilarity::new(), ANY;
    }
}

/// Pixels from 0 to 1 that were scaled in `f32`, say.
#[test]
fn a_rounding_error_at_a_bound_is_no_error() {
    let targets: [[f32; 2]; 2] = [[1.0 + f32::EPSILON, -1e-7], [0.3, 1.0]];
    let mut model = model![Dense<2, 2, sigmoid>].compile(SGD::new(0.1), BinaryCrossentropy::new(), ());
    assert!(model.fit(&data(&targets), Fit::epochs(1)).is_ok());
}

model! { struct Logistic { Dense<2, 1, sigmoid> } }

/// Wherever targets come from, they are looked at before anything has changed.
#[test]
fn targets_are_checked_wherever_they_come_from() -> Result<()> {
    let (good, bad) = (data(&[[0.0], [1.0], [1.0], [0.0]]), data(&[[0.0], [1.0], [2.0], [0.0]]));
    let mut model = Logistic::<f32>::new(3).compile(SGD::new(0.1), BinaryCrossentropy::new(), ());
    let before = model.weights();
    let check = |error: Error, where_: &str| {
        let Error::Target { what, row, column, value, loss, needed, help } = error else { panic!("{error}") };
        assert_eq!((what, row, column, value), (where_, 2, 0, 2.0));
        assert_eq!((loss.as_str(), needed.as_str()), ("binary_crossentropy", "a number from 0 to 1"));
        assert!(help.is_some_and(|help| help.contains("Dataset::binary")));
    };
    check(model.fit(&bad, Fit::epochs(1)).unwrap_err(), "targets");
    check(model.fit(&bad, Fit::epochs(1).validation_split(0.5).shuffle(false)).unwrap_err(), "targets");
    check(model.fit(&good, Fit::epochs(1).validation_data(&bad)).unwrap_err(), "validation targets");
    check(model.evaluate(&bad).unwrap_err(), "targets");
    check(model.test_on_batch(&bad).unwrap_err(), "targets");
    check(model.train_on_batch(&bad).unwrap_err(), "targets");
    check(model.minimize(&bad, LBFGS::new()).unwrap_err(), "targets");
    let batches = |_| Ok([Ok(bad.clone())]);
    check(model.fit_batches(batches, Fit::epochs(1)).unwrap_err(), "targets");
    let batches = |_| Ok([Ok(good.clone())]);
    check(
        model.fit_batches(batches, Fit::epochs(1).validation_data(&bad)).unwrap_err(),
        "validation targets",
    );
    assert_eq!((model.weights(), model.iterations()), (before, 0));

    // A batch that comes later is looked at when it comes.
    let batches = |_| Ok([Ok(good.clone()), Ok(bad.clone())]);
    check(model.fit_batches(batches, Fit::epochs(1)).unwrap_err(), "targets");
    assert_eq!((model.iterations(), model.history().ending()), (1, Ending::Failed));
    Ok(())
}

#[test]
fn outputs_that_a_loss_is_not_defined_for_are_named() {
    let targets = data(&SOFT);
    macro_rules! refuses {
        ($first:expr, $last:ident, $loss:expr, $message:literal) => {
            let mut model = giving!($first, $last, $loss);
            let before = model.weights();
            let check = |result: Result<()>, place: &str| {
                let (error, message) = (result.unwrap_err(), format!("{place}{}", $message));
                assert!(matches!(error, Error::Output { .. }), "{error}");
                assert_eq!(error.to_string(), message);
            };
            check(model.fit(&targets, Fit::epochs(3)).map(|_| ()), "epoch 0, batch 0, sample 0");
            assert_eq!((model.history().ending(), model.history().epochs().len()), (Ending::Diverged, 0));
            check(model.train_on_batch(&targets).map(|_| ()), "epoch 0, batch 0, sample 0");
            check(model.minimize(&targets, LBFGS::new()).map(|_| ()), "before the first step, sample 0");
            check(model.evaluate(&targets).map(|_| ()), "evaluation, row 0");
            assert_eq!((model.weights(), model.iterations()), (before, 0));
        };
    }
    refuses!(
        -0.5,
        linear,
        Poisson::new(),
        ", output 0: -0.5, where `poisson` needs 0 or more\n\
         help: `Poisson` takes the logarithm of outputs: end the model in `exponential` or `softplus`"
    );
    refuses!(
        -0.5,
        linear,
        KLDivergence::new(),
        ", output 0: -0.5, where `kl_divergence` needs a number from 0 to 1\n\
         help: `KLDivergence` compares probabilities: end the model in `softmax`"
    );
    refuses!(
        1.5,
        relu,
        KLDivergence::new(),
        ", output 0: 1.5, where `kl_divergence` needs a number from 0 to 1\n\
         help: `KLDivergence` compares probabilities: end the model in `softmax`"
    );
    refuses!(
        -0.5,
        linear,
        Dice::new(),
        ", output 0: -0.5, where `dice` needs a number from 0 to 1\nhelp: end the model in `sigmoid`"
    );
    refuses!(
        7.0,
        linear,
        Tversky::new(),
        ", output 0: 7, where `tversky` needs a number from 0 to 1\nhelp: end the model in `sigmoid`"
    );
}

/// Every output of these is a probability, also where it is rounded.
#[test]
fn outputs_at_a_bound_are_inside() {
    let targets: [[f32; 2]; 2] = [[1.0, 0.0], [0.5, 0.5]];
    let mut model = model![Dense<2, 2, softmax>].compile(SGD::new(0.1), KLDivergence::new(), ());
    let mut weights = model.weights();
    weights[1].values = vec![50.0, -50.0];
    model.set_weights(&weights).unwrap();
    assert!(model.fit(&data(&targets), Fit::epochs(3)).is_ok());
    let mut model = giving!(0.0, relu, Poisson::new());
    assert!(model.fit(&data(&COUNTS), Fit::epochs(1)).is_ok());
}

/// A model whose output for 1 is positive, and for −1 is not.
#[test]
fn outputs_on_the_validation_data_are_looked_at_too() {
    type Line = Dataset<Features<1>, Features<1>, f64>;
    let (good, bad) = (Line::new([[1.0]], [[1.0]]).unwrap(), Line::new([[1.0], [-1.0]], [[1.0]; 2]).unwrap());
    model! { struct Through { Dense<1, 1, linear, NoBias>(kernel_initializer = Ones) } }
    let mut model = Through::<f64>::new(1).compile(SGD::new(0.01), Poisson::new(), ());
    let error = model.fit(&good, Fit::epochs(2).validation_data(&bad)).unwrap_err();
    assert!(error.to_string().starts_with("evaluation, row 1, output 0: -"), "{error}");
    // Who asks for it gets the history, as where the loss is no number.
    let history = model.fit(&bad, Fit::epochs(2).callbacks(TerminateOnNaN)).unwrap();
    assert_eq!((history.ending(), history.epochs().len()), (Ending::Diverged, 0));
    // A search that goes too far comes back.
    let mut model = Through::<f64>::new(1).compile(SGD::new(0.01), Poisson::new(), ());
    model.minimize(&Line::new([[40.0]], [[1.0]]).unwrap(), LBFGS::new()).unwrap();
    assert!((model.predict(&[40.0])[0] - 1.0).abs() < 1e-3);
}

/// What is not finite has another cause, and where nothing was learnt no learning rate has a part in it.
#[test]
fn a_loss_that_is_no_number_before_the_first_step_is_not_blamed_on_the_learning_rate() {
    let far: Dataset<Features<1>, Features<1>> = Dataset::new([[1e30]], [[0.0]]).unwrap();
    let mut model = model![Dense<1, 1>].compile(SGD::new(0.1), MeanSquaredError::new(), ());
    let error = model.fit(&far, Fit::epochs(1)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the loss is inf before the first step of this training, which no learning rate changes\n\
         help: look for very large numbers in the data, and in the weights that it began with"
    );
    let near: Dataset<Features<1>, Features<1>> = Dataset::new([[1e3]], [[1.0]]).unwrap();
    let error = model.fit(&near, Fit::epochs(100)).unwrap_err().to_string();
    assert!(error.contains("a smaller learning rate may help"), "{error}");
    let mut model = model![Dense < 1, 1, exponential > (kernel_initializer = Ones)].compile(
        SGD::new(0.1),
        Poisson::new(),
        (),
    );
    let error = model.fit(&Dataset::new([[1e30]], [[1.0]]).unwrap(), Fit::epochs(1)).unwrap_err();
    assert!(matches!(error, Error::Diverged { .. }), "{error}");
}

/// As a metric, a loss says what its formula gives.
#[test]
fn a_metric_checks_nothing() -> Result<()> {
    let mut model = model![Dense < 2, 2 > (kernel_initializer = Zeros)].compile(
        SGD::new(0.0),
        MeanSquaredError::new(),
        (Hinge::new(), Poisson::new(), KLDivergence::new()),
    );
    let history = model.fit(&data(&[[-2.0, 0.5], [1.0, 3.0]]), Fit::epochs(1))?;
    assert_eq!(history.get("hinge"), Some(&[1.0][..]));
    assert_eq!(history.epochs().len(), 1);
    Ok(())
}

/// A loss of one's own: the formula of `Poisson`, of what is more than 0.
#[derive(Clone)]
struct Rate;

fn positive() -> Domain {
    Domain::range((Bound::Excluded(0.0), Bound::Unbounded))
}

impl LossOptions for Rate {
    fn name(&self) -> &str {
        "rate"
    }
}

impl<Out: Shape, A> Loss<Out, A> for Rate {
    type Target = Out;

    fn target_domain(&self) -> Option<Domain> {
        Some(positive())
    }

    fn output_domain(&self) -> Option<Domain> {
        Some(positive().help("end the model in `exponential`"))
    }

    fn losses<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: Batch<'_, T, Out>,
        losses: &mut [T],
    ) {
        Loss::<Out, A>::losses(&Poisson::new(), prediction, targets, losses);
    }

    fn gradient<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: Batch<'_, T, Out>,
        gradient: BatchMut<'_, T, Out>,
    ) {
        Loss::<Out, A>::gradient(&Poisson::new(), prediction, targets, gradient);
    }
}

#[test]
fn a_loss_of_ones_own_has_domains_too() {
    let zero = [[0.5, 1.0], [0.0, 1.0]];
    let error = trained!(exponential, Rate, zero).unwrap_err();
    assert_eq!(error, "targets, row 1, column 0: 0, where `rate` needs more than 0");
    assert_eq!(trained!(exponential, Rate, [[0.5, 1.0], [2.0, 1e-9]]), Ok(()));
    let error = giving!(-1.0, relu, Rate).fit(&data(&[[0.5, 1.0]]), Fit::epochs(1)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "epoch 0, batch 0, sample 0, output 0: 0, where `rate` needs more than 0\n\
         help: end the model in `exponential`"
    );
}
