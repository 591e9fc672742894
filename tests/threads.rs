//! A large batch goes through a model in pieces, on several threads: nobody can tell from the results.

use plywood::activations::linear;
use plywood::layer::{Backward, Forward, Variable};
use plywood::prelude::*;
use plywood::{History, Layer, Scalar, Shape, Weight, gradient_check};
use rayon::ThreadPoolBuilder;

/// Passes everything on, and does not say that samples are independent: a model with it takes a batch in one piece.
#[derive(Clone, Default)]
struct Together<S>(core::marker::PhantomData<S>);

impl<S: Shape> Together<S> {
    fn new() -> Self {
        Self(core::marker::PhantomData)
    }
}

impl<S: Shape> Layer for Together<S> {
    type Input = S;
    type Output = S;
    type Activation = linear;

    fn forward<T: Scalar>(&self, call: Forward<'_, T, Self>) {
        call.pass_on();
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        call.pass_on();
    }
}

model! {
    struct Noisy {
        Dense<8, 64, gelu>(activity_regularizer = L2(0.01)),
        Dropout(0.3),
        Dense<64, 64, tanh>,
        Dense<64, 3, softmax>(activity_regularizer = L1(0.01)),
    }
}

model! {
    struct InPieces {
        Dense<8, 64, gelu>(activity_regularizer = L2(0.01)),
        Dense<64, 64, tanh>,
        Dense<64, 3, softmax>(activity_regularizer = L1(0.01)),
    }
}

model! {
    struct InOne {
        Dense<8, 64, gelu>(activity_regularizer = L2(0.01)),
        Dense<64, 64, tanh>,
        Together<Features<64>>(),
        Dense<64, 3, softmax>(activity_regularizer = L1(0.01)),
    }
}

model! { struct Small { Dense<4, 12, tanh>(activity_regularizer = L2(0.1)), Dense<12, 3, softmax> } }

/// Samples of waves, with weights.
fn waves<const N: usize, T: Scalar>(samples: usize) -> Dataset<Features<N>, Classes<3>, T> {
    let values: Vec<T> = (0..samples * N).map(|n| T::of((n as f64 * 0.7).sin())).collect();
    let classes: Vec<usize> = (0..samples).map(|n| n * n % 3).collect();
    let weights: Vec<T> = (0..samples).map(|n| T::of(0.5 + (n % 4) as f64)).collect();
    Dataset::from_slice(&values, classes).unwrap().sample_weight(weights).unwrap()
}

/// A fit whose last batch is smaller than the others, and has another number of pieces.
fn fit(threads: Option<usize>) -> (Vec<u32>, History) {
    let data = waves(2500);
    let metrics = (Accuracy::default(), AUC::default());
    let mut model = Noisy::new(7).compile(Adam::new(0.01), SparseCategoricalCrossentropy::default(), metrics);
    let mut settings = Fit::epochs(3).batch_size(1001).validation_data(&data);
    if let Some(threads) = threads {
        settings = settings.threads(threads);
    }
    let history = model.fit(&data, settings).unwrap();
    let bits = model.weights().into_iter().flat_map(|weight| weight.values).map(f32::to_bits);
    (bits.collect(), history)
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let expected = fit(Some(1));
    assert_eq!(fit(None), expected);
    for threads in [1, 2, 3, 8] {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert_eq!(pool.install(|| fit(None)), expected, "{threads} threads");
        assert_eq!(pool.install(|| fit(Some(2))), expected, "2 of {threads} threads");
    }
}

#[test]
fn pieces_come_to_what_the_whole_comes_to() {
    equal_in_pieces(InPieces::<f64>::new(3), InOne::<f64>::new(3), &waves::<8, f64>(1500));
}

model! {
    struct Walked {
        Tokens<8, 20>,
        Embedding<6, MaskZero>,
        Bidirectional<LSTM<8, Sequences>>,
        Residual(GRU<16, Sequences>, LayerNormalization),
        DropMask,
        Conv1D<8, 3, tanh, Same>,
        MaxPooling1D<2>,
        Flatten,
        Dense<3, softmax>,
    }
}

model! {
    struct WalkedInOne {
        Tokens<8, 20>,
        Embedding<6, MaskZero>,
        Bidirectional<LSTM<8, Sequences>>,
        Residual(GRU<16, Sequences>, LayerNormalization),
        DropMask,
        Conv1D<8, 3, tanh, Same>,
        MaxPooling1D<2>,
        Flatten,
        Together<Features<32>>(),
        Dense<3, softmax>,
    }
}

/// The same for layers that go along places, with a mask.
#[test]
fn so_do_those_along_steps() {
    let tokens: Vec<f64> = (0..8 * 1500).map(|n| if n % 8 > 5 { 0.0 } else { (n * n % 20) as f64 }).collect();
    let data = Dataset::from_slice(&tokens, (0..1500).map(|n| n * n % 3)).unwrap();
    equal_in_pieces(Walked::<f64>::new(3), WalkedInOne::<f64>::new(3), &data);
}

fn equal_in_pieces<X: Shape, A, B>(pieces: A, whole: B, data: &Dataset<X, Classes<3>, f64>)
where
    A: Model<Scalar = f64, Input = X, Output = Features<3>, Activation = softmax>,
    B: Model<Scalar = f64, Input = X, Output = Features<3>, Activation = softmax>,
{
    let loss = SparseCategoricalCrossentropy::default;
    let mut pieces = pieces.compile(SGD::new(0.1), loss(), (Accuracy::default(),));
    let mut whole = whole.compile(SGD::new(0.1), loss(), (Accuracy::default(),));
    let start = renamed(pieces.weights(), &whole.weights());
    whole.set_weights(&start).unwrap();
    let settings = || Fit::epochs(4).batch_size(1100).validation_data(data);
    let (found, expected) = (pieces.fit(data, settings()).unwrap(), whole.fit(data, settings()).unwrap());
    for name in ["loss", "accuracy", "val_loss", "val_accuracy"] {
        for (a, b) in found.get(name).unwrap().iter().zip(expected.get(name).unwrap()) {
            assert!((a - b).abs() < 1e-12, "{name}: {a} {b}");
        }
    }
    for (a, b) in pieces.weights().iter().zip(whole.weights()) {
        let differences = a.values.iter().zip(&b.values).map(|(a, b)| (a - b).abs());
        assert!(differences.fold(0.0, f64::max) < 1e-12, "{}", a.name);
    }
    // It would be strange if all this were equal because nothing was learnt, or because nothing was cut in pieces.
    assert_ne!(found.get("loss").unwrap()[0], found.get("loss").unwrap()[3]);
    assert_ne!(pieces.weights(), renamed(whole.weights(), &pieces.weights()));
}

/// These values under those names.
fn renamed(values: Vec<Weight<f64>>, names: &[Weight<f64>]) -> Vec<Weight<f64>> {
    let pairs = values.into_iter().zip(names);
    pairs.map(|(weight, named)| Weight { name: named.name.clone(), ..weight }).collect()
}

#[test]
fn batches_of_all_sizes_fit_where_larger_ones_did() {
    let mut model = InPieces::new(3).compile(SGD::new(0.1), SparseCategoricalCrossentropy::default(), ());
    for samples in [255, 256, 249, 248, 1, 1000, 130, 384, 9, 2055, 2056] {
        let scores = model.train_on_batch(&waves(samples)).unwrap();
        assert!(scores.loss().is_finite(), "{samples}");
    }
}

/// Passes everything on, and counts the samples.
#[derive(Clone)]
struct Counts;

impl Counts {
    fn new() -> Self {
        Self
    }
}

impl Layer for Counts {
    type Input = Features<8>;
    type Output = Features<8>;
    type Activation = linear;

    const VARIABLES: &'static [Variable] = &[Variable::state("samples", &[])];
    const SAMPLEWISE: bool = true;

    fn forward<T: Scalar>(&self, call: Forward<'_, T, Self>) {
        call.pass_on();
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        call.gradients[0] = call.variables[0] + T::of(call.input.samples() as f64);
        call.pass_on();
    }
}

/// State is no sum over the samples, so a batch comes to it as a whole; what is constant stays where pieces are summed.
#[test]
fn state_and_constants_are_not_summed() {
    model! { struct Stateful { Input<8>, Normalization, Residual(Counts()), Dense<64, tanh>, Dense<64>, Dense<3, softmax> } }
    model! { struct Scaled { Input<8>, Normalization, Dense<64, tanh>, Dense<64>, Dense<3, softmax> } }
    let data = waves(2500);
    let fit = || Fit::epochs(2).batch_size(1000);
    let loss = SparseCategoricalCrossentropy::default;

    let mut model = Stateful::new(1);
    model.adapt(&data).unwrap();
    let mut model = model.compile(SGD::new(0.1), loss(), ());
    let before = model.weights();
    model.fit(&data, fit()).unwrap();
    assert_eq!(model.weights()[..3], before[..3]);
    assert_eq!(
        (&*model.weights()[3].name, &*model.weights()[3].values),
        ("residual/counts/samples", &[5000.0][..])
    );

    let mut model = Scaled::new(1);
    model.adapt(&data).unwrap();
    let mut model = model.compile(SGD::new(0.1), loss(), ());
    model.fit(&data, fit()).unwrap();
    assert_eq!(model.weights()[..3], before[..3]);
}

#[test]
fn gradients_through_pieces_are_those_of_the_loss() {
    let check =
        gradient_check(&Small::<f64>::new(1), &SparseCategoricalCrossentropy::default(), &waves(14_000));
    let check = check.unwrap().unwrap();
    assert!(check.error < 1e-6, "{check:?}");
}

#[test]
fn no_threads_at_all_is_an_error() {
    let mut model = Small::new(1).compile(SGD::new(0.1), SparseCategoricalCrossentropy::default(), ());
    let error = model.fit(&waves(10), Fit::epochs(1).threads(0)).unwrap_err();
    assert_eq!(error.to_string(), "the number of threads is 0, but must be at least 1");
}
