//! What holds for chains holds for graphs: threads, files, freezing, one sample and many, errors of the data.

use plywood::prelude::*;
use plywood::{Error, History, Layer, gradient_check};

model! {
    /// Two inputs, two outputs, a layer that is called twice, an output that flows on.
    struct Net(signal: Sequence<6, 4>, other: Sequence<6, 4>) -> (kind, price) {
        shared: Dense<_, 6, tanh>(kernel_regularizer = L2(0.001));
        steps = signal => shared, Dropout(0.2), LSTM<6>;
        known = other => shared, GRU<5>, Dense<6, gelu>(activity_regularizer = L2(0.01));
        both = Concatenate(steps, known) => Dense<8, tanh>;
        kind = both => Dense<3, softmax>(activity_regularizer = L2(0.02));
        price = Concatenate(kind, both) => Dense<1>(activity_regularizer = L2(0.01));
    }
}

model! {
    /// The same without a layer on sequences and on single values.
    struct Plain(left: Features<4>, right: Features<4>) -> (kind, price) {
        a = left => shared: Dense<64, tanh>, Dropout(0.2);
        b = right => shared, Dense<64, gelu>;
        both = Concatenate(a, b) => Dense<64, relu>;
        kind = both => Dense<3, softmax>;
        price = Concatenate(kind, both) => Dense<1>;
    }
}

type Data<T> = Dataset<(Features<4>, Features<4>), (Classes<3>, Features<1>), T>;

fn waves<T: plywood::Scalar>(samples: usize) -> Data<T> {
    let wave = |n: usize, factor: f64| T::of((n as f64 * factor).sin());
    let left: Vec<T> = (0..samples * 4).map(|n| wave(n, 0.7)).collect();
    let right: Vec<T> = (0..samples * 4).map(|n| wave(n, 1.3)).collect();
    let kinds: Vec<T> = (0..samples).map(|n| T::of((n * n % 3) as f64)).collect();
    let prices: Vec<T> = (0..samples).map(|n| wave(n, 0.3)).collect();
    let weights = (0..samples).map(|n| T::of(0.5 + (n % 4) as f64));
    let data = Dataset::from_columns(&[&left, &right], &[&kinds, &prices]).unwrap();
    data.sample_weight_of(1, weights).unwrap()
}

macro_rules! compiled {
    ($model:expr) => {{
        let losses = (SparseCategoricalCrossentropy::new(), MeanSquaredError::new().loss_weight(0.3));
        $model.compile(Adam::new(0.01), losses, ((Accuracy::new(),), (Weighted(MeanAbsoluteError::new()),)))
    }};
}

fn fit(threads: usize) -> (Vec<u32>, History) {
    let data = waves(2500);
    let mut model = compiled!(Plain::new(7));
    let settings = Fit::epochs(2).batch_size(1001).validation_data(&data).threads(threads);
    let history = model.fit(&data, settings).unwrap();
    (model.weights().into_iter().flat_map(|weight| weight.values).map(f32::to_bits).collect(), history)
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    assert_eq!(fit(1), fit(2));
}

#[test]
fn gradients_are_right() {
    let samples: Vec<f64> = (0..5 * 24).map(|n| (f64::from(n) * 0.7).sin()).collect();
    let others: Vec<f64> = (0..5 * 24).map(|n| (f64::from(n) * 1.1).cos()).collect();
    let data = Dataset::from_columns(
        &[&samples, &others],
        &[&[0.0, 1.0, 2.0, 1.0, 0.0], &[0.1, 0.4, -0.3, 0.2, 0.0]],
    );
    let losses = (SparseCategoricalCrossentropy::new(), MeanSquaredError::new());
    let check = gradient_check(&Net::<f64>::new(3), &losses, &data.unwrap()).unwrap().unwrap();
    assert!(check.error < 1e-6, "{check:?}");
}

#[test]
fn scores_have_the_names_of_keras() {
    let data = waves(20);
    let history = compiled!(Plain::new(1)).fit(&data, Fit::epochs(1).validation_data(&data)).unwrap();
    let mut names: Vec<&str> = history.iter().map(|(name, _)| name).collect();
    names.sort_unstable();
    let train = ["kind_accuracy", "kind_loss", "loss", "price_loss", "price_mean_absolute_error"];
    let validation: Vec<String> = train.iter().map(|name| format!("val_{name}")).collect();
    let all: Vec<&str> = train.into_iter().chain(validation.iter().map(String::as_str)).collect();
    assert_eq!(names, all);
}

#[test]
fn a_training_that_was_saved_goes_on_as_if_nothing_had_happened() {
    let data = waves(50);
    let file = std::env::temp_dir().join(format!("graph-{}.safetensors", std::process::id()));
    let mut whole = compiled!(Plain::new(5));
    whole.fit(&data, Fit::epochs(4)).unwrap();
    let mut first = compiled!(Plain::new(5));
    first.fit(&data, Fit::epochs(2)).unwrap();
    first.save(&file).unwrap();
    let mut second = compiled!(Plain::new(9));
    second.load(&file).unwrap();
    second.fit(&data, Fit::epochs(4).initial_epoch(2)).unwrap();
    std::fs::remove_file(&file).unwrap();
    assert_eq!(whole.weights(), second.weights());
}

#[test]
fn a_shared_layer_is_there_once_and_can_be_frozen() {
    let mut model = Plain::new(2);
    let names: Vec<String> = model.weights().into_iter().map(|weight| weight.name).collect();
    assert_eq!(names.iter().filter(|name| name.starts_with("shared/")).count(), 2);
    assert_eq!(Plain::<f32>::MULTIPLY_ADDS, 2 * 4 * 64 + 64 * 64 + 128 * 64 + 64 * 3 + 67);
    model.freeze("shared").unwrap();
    let before = model.shared().variables().to_vec();
    let mut model = compiled!(model);
    model.fit(&waves(30), Fit::epochs(2)).unwrap();
    assert_eq!(model.shared().variables(), before);
}

#[test]
fn one_sample_is_predicted_as_many_are() {
    let model = Plain::new(4);
    let (left, right) = ([[0.1, 0.2, 0.3, 0.4], [0.5, -0.6, 0.7, -0.8]], [[1.0, 0.0, -1.0, 0.5], [0.0; 4]]);
    let (kinds, prices) = model.predict(&(&left, &right)).unwrap();
    for n in 0..2 {
        let (kind, price) = model.predict(&(&left[n], &right[n]));
        assert_eq!((kind, price), (kinds[n], prices[n]));
    }
    let data: Dataset<(Features<4>, Features<4>), Features<1>> =
        Dataset::new((left, right), [[0.0]; 2]).unwrap();
    assert_eq!(model.predict(&data), (kinds, prices));
}

#[test]
fn data_that_do_not_belong_together_are_errors() {
    type Pairs = Dataset<(Features<2>, Tokens<1, 5>), (Features<1>, Classes<2>)>;
    let (features, tokens, values, classes) = ([[0.0; 2]; 3], [[1.0], [2.0], [4.0]], [[0.5]; 3], [0, 1, 1]);
    assert!(Pairs::new((features, tokens), (values, classes)).is_ok());
    let error = |result: plywood::Result<Pairs>| result.unwrap_err().to_string();
    assert_eq!(
        error(Pairs::new((features, [[1.0]; 2]), (values, classes))),
        "the first of the inputs has 3 samples, another one 2"
    );
    assert_eq!(
        error(Pairs::new((features, tokens), (values, [0, 1]))),
        "the first of the outputs has 3 samples, another one 2"
    );
    assert_eq!(error(Pairs::new((features, tokens), ([[0.5]; 2], [0, 1]))), "3 samples, but 2 targets");
    assert_eq!(
        error(Pairs::new((features, [[1.0], [7.0], [0.0]]), (values, classes))),
        "row 1, step 0: 7 is no token: the vocabulary is 0 to 4"
    );
    assert_eq!(
        error(Pairs::new(([[0.0, f32::NAN]; 3], tokens), (values, classes))),
        "the first input, row 0, column 1: NaN, where a finite number is needed"
    );
    assert_eq!(error(Pairs::from_columns(&[&[0.0; 6]], &[&[0.5; 3], &[0.0; 3]])), "2 inputs, but 1 slices");
    assert!(matches!(
        Pairs::from_columns(&[&[0.0; 6], &[1.0; 3]], &[&[0.5; 3], &[0.5; 3]]),
        Err(Error::Class { row: 0, .. })
    ));
    assert!(Pairs::from_columns(&[&[0.0; 5], &[1.0; 3]], &[&[0.5; 3], &[0.0; 3]]).is_err());
    let model = Plain::new(1);
    assert!(matches!(model.predict(&(&[[0.0; 4]; 2], &[[0.0; 4]; 3])), Err(Error::UnequalColumns { .. })));
}

#[test]
fn class_weights_speak_of_one_output() {
    let mut model = compiled!(Plain::new(1));
    let error = model.fit(&waves(10), Fit::epochs(1).class_weight([1.0, 2.0, 3.0])).unwrap_err();
    assert!(matches!(error, Error::ClassWeightOfSeveral { outputs: 2 }), "{error}");
    assert_eq!(model.iterations(), 0);
}

/// For each test a chain with branches, and the graph that says the same.
macro_rules! branches {
    ($($test:ident ($shape:ty): [$($chain:tt)*] = { $($graph:tt)* };)*) => {
        $(
            #[test]
            fn $test() -> Result<(), Error> {
                model! { struct Chain { $($chain)*, Dense<2> } }
                model! { struct Graph(x: $shape) -> y { $($graph)* => Dense<2>; } }
                let (chain, graph) = (Chain::<f64>::new(3), Graph::<f64>::new(3));
                let mut weights = chain.weights();
                assert_eq!(weights.len(), graph.weights().len());
                let values = graph.weights().into_iter().map(|weight| weight.values);
                weights.iter_mut().zip(values).for_each(|(weight, values)| weight.values = values);
                let wave: Vec<f64> = (0..500).map(|n| (n as f64 * 0.7).sin()).collect();
                let inputs = &wave[..4 * <$shape as plywood::Shape>::LEN];
                let data: Dataset<$shape, Features<2>, f64> = Dataset::from_columns(&[inputs], &[&wave[3..11]])?;
                let loss = MeanSquaredError::new();
                let check = gradient_check(&chain, &loss, &data)?;
                assert!(check.as_ref().is_some_and(|check| check.error < 1e-7), "{check:?}");
                let mut chain = chain.compile(Adam::new(0.01), loss, ());
                let mut graph = graph.compile(Adam::new(0.01), loss, ());
                chain.set_weights(&weights)?;
                let (ours, theirs) = (chain.fit(&data, Fit::epochs(3))?, graph.fit(&data, Fit::epochs(3))?);
                assert_eq!(ours, theirs);
                Ok(())
            }
        )*
    };
}

branches! {
    sums_of_branches (Features<3>): [Input<3>, Add([Dense<4, tanh>], [Dense<5, relu>, Dense<4>])] =
        { a = x => Dense<4, tanh>; b = x => Dense<5, relu>, Dense<4>; y = Add(a, b) };
    gates (Sequence<6, 3>): [Input<6, 3>, Multiply([Conv1D<4, 3, tanh, Same>], [Conv1D<4, 3, sigmoid, Same>]), Flatten] =
        { a = x => Conv1D<4, 3, tanh, Same>; b = x => Conv1D<4, 3, sigmoid, Same>; both = Multiply(a, b) => Flatten; y = both };
    shortcuts (Image<6, 6, 2>): [
        Input<6, 6, 2>,
        Residual(Conv2D<4, 3, relu, Same, Strides<2>>, Conv2D<4, 3, Same>, shortcut = [Conv2D<4, 1, Strides<2>>, Activation<tanh>]),
        Flatten
    ] = {
        a = x => Conv2D<4, 3, relu, Same, Strides<2>>, Conv2D<4, 3, Same>;
        b = x => Conv2D<4, 1, Strides<2>>, Activation<tanh>;
        both = Add(a, b) => Flatten;
        y = both
    };
    branches_without_layers (Features<3>): [Input<3>, Concatenate([], [Dense<4>], [Dense<2, tanh>]), Minimum([Dense<9>], [])] =
        { a = x => Dense<4>; b = x => Dense<2, tanh>; c = Concatenate(x, a, b); d = c => Dense<9>; y = Minimum(d, c) };
    products_of_branches (Features<3>): [Input<3>, Dot([Dense<4>], [Dense<4, tanh>], normalize = true)] =
        { a = x => Dense<4>; b = x => Dense<4, tanh>; y = Dot(a, b, normalize = true) };
    branches_inside_of_branches (Features<3>): [Input<3>, Subtract([Dense<4>, Average([Dense<4>], [])], [Residual(Dense<3>), Dense<4>])] =
        { a = x => Dense<4>; b = a => Dense<4>; c = Average(b, a); d = x => Residual(Dense<3>), Dense<4>; y = Subtract(c, d) };
}
