//! Recurrent layers: steps that come one by one, and steps that are passed over.

use plywood::data::{PadSequences, Side};
use plywood::prelude::*;
use plywood::{Compiled, Flow, Weight, gradient_check};

/// For each layer, a test with two networks of the same variables: `Short` for sequences of three steps, `Long` for the
/// same with padding.
macro_rules! padded {
    ($($test:ident: [$($layers:tt)*];)*) => {
        $(
            #[test]
            fn $test() {
                model! { struct Short { Input<3, 2>, $($layers)*, Dense<1> } }
                model! { struct Long { Input<5, 2>, Masking, $($layers)*, Dense<1> } }
                let short: [[[f64; 2]; 3]; 2] =
                    [[[0.3, -0.1], [0.2, 0.8], [-0.5, 0.4]], [[0.1, 0.9], [-0.7, 0.2], [0.6, -0.3]]];
                let targets = [[0.5], [-0.2]];
                let model = Short::<f64>::new(7);
                let weights = model.weights();
                let expected = trained(model, &weights, &Dataset::new(short, targets).unwrap());
                for padding in [[3, 4], [0, 1], [1, 3], [0, 4]] {
                    let long = short.map(|sample| with_padding(sample, padding));
                    let found = trained(Long::<f64>::new(7), &weights, &Dataset::new(long, targets).unwrap());
                    assert_eq!(found.len(), expected.len());
                    for (found, expected) in found.iter().zip(&expected) {
                        assert!((found - expected).abs() < 1e-14, "{padding:?}: {found} and {expected}");
                    }
                }
            }
        )*
    };
}

/// The steps, with zeros in these places.
fn with_padding(sample: [[f64; 2]; 3], padding: [usize; 2]) -> [[f64; 2]; 5] {
    let mut steps = sample.into_iter();
    std::array::from_fn(|step| if padding.contains(&step) { [0.0; 2] } else { steps.next().unwrap() })
}

/// What a network predicts, with these variables and after it has learnt a little, and its variables then.
fn trained<M: Model<Scalar = f64, Output = Features<1>>>(
    mut model: M,
    weights: &[Weight<f64>],
    data: &Dataset<M::Input, Features<1>, f64>,
) -> Vec<f64> {
    model.set_weights(weights).unwrap();
    let mut model: Compiled<M, _, _, ()> = model.compile(Adam::new(0.1), MeanSquaredError::default(), ());
    let mut values: Vec<f64> = model.predict(data).into_iter().flatten().collect();
    model.fit(data, Fit::epochs(5)).unwrap();
    values.extend(model.predict(data).into_iter().flatten());
    values.extend(model.weights().into_iter().flat_map(|weight| weight.values));
    values
}

padded! {
    simple_rnn_passes_over_padding: [SimpleRNN<4>];
    lstm_passes_over_padding: [LSTM<4>];
    gru_passes_over_padding: [GRU<4>];
    gru_reset_before_passes_over_padding: [GRU<4, ResetBefore>];
    two_layers_pass_over_padding: [LSTM<4, Sequences>, TimeDistributed<Dense<3, tanh>>, GRU<2>];
    both_ways_pass_over_padding: [Bidirectional<LSTM<3>>];
    the_largest_passes_over_padding: [Dense<3, tanh>, GlobalMaxPooling1D];
    the_mean_passes_over_padding: [Dense<3, tanh>, GlobalAveragePooling1D];
    residuals_pass_over_padding: [Residual(Dense<4, tanh>, Dense<2>), GRU<3>];
}

/// For each layer, a test that shows a stream the steps of a sequence one by one.
macro_rules! streams {
    ($($test:ident: $layer:ident<$($argument:tt),*>;)*) => {
        $(
            #[test]
            fn $test() {
                model! { struct Net { Input<6, 2>, memory: $layer<$($argument),*> } }
                let model = Net::<f64>::new(3);
                let sequence: [[f64; 2]; 6] = std::array::from_fn(|t| [(t as f64).sin(), (2.0 * t as f64).cos()]);
                let mut stream = model.memory().stream();
                let mut steps = sequence.map(|step| stream.step(&step));
                let whole = model.predict(&sequence);
                assert_eq!(steps.as_flattened()[..], whole.as_flattened()[..]);
                // From the beginning again, and only so.
                assert_ne!(stream.step(&sequence[0]), steps[0]);
                stream.reset();
                steps[0] = stream.step(&sequence[0]);
                assert_eq!(steps[0], whole[0]);
            }
        )*
    };
}

streams! {
    simple_rnn_streams: SimpleRNN<3, Sequences>;
    lstm_streams: LSTM<3, Sequences>;
    gru_streams: GRU<3, Sequences>;
    gru_reset_before_streams: GRU<3, ResetBefore, Sequences>;
}

#[test]
fn sentences_of_different_lengths_say_the_same_wherever_they_are_padded() {
    model! { struct Net { Tokens<6, 9>, Embedding<3, MaskZero>, LSTM<4>, Dense<2, softmax> } }
    let model = Net::<f64>::new(1);
    let sentence = [vec![3u8, 8, 1]];
    let [front]: [[f64; 6]; 1] = PadSequences::new().pad(&sentence).try_into().unwrap();
    let [end]: [[f64; 6]; 1] = PadSequences::new().padding(Side::Post).pad(&sentence).try_into().unwrap();
    assert_eq!(model.predict(&front), model.predict(&end));
    assert_ne!(model.predict(&front), model.predict(&[3.0, 8.0, 1.0, 1.0, 0.0, 0.0]));
}

/// Keras' numbers: its `Bidirectional` gives zeros at masked steps, whatever the states are there.
#[test]
fn both_ways_give_zeros_at_masked_steps() {
    model! { struct Net { Tokens<3, 3>, Embedding<1, MaskZero>, Bidirectional<SimpleRNN<1, tanh, Sequences>> } }
    let mut model = Net::<f64>::new(1);
    let mut weights = model.weights();
    weights.iter_mut().for_each(|weight| weight.values.fill(0.5));
    model.set_weights(&weights).unwrap();
    let found = model.predict(&[1.0, 2.0, 0.0]);
    let (one, two) = (0.635_148_952_387_287_3, 0.788_545_651_092_582_6);
    let expected = [[one, two], [two, one], [0.0, 0.0]];
    for (found, expected) in found.as_flattened().iter().zip(expected.as_flattened()) {
        assert!((found - expected).abs() < 1e-9, "{found} and {expected}");
    }
}

/// A mask that a model makes goes on behind it, where the model is a layer of another one.
#[test]
fn a_mask_leaves_the_model_that_makes_it() {
    model! { struct Words { Tokens<4, 9>, Embedding<3, MaskZero>, Dense<2, tanh> } }
    model! { struct Nested { Tokens<4, 9>, Words(0), LSTM<Sequence<4, 2>, 4>, Dense<2, softmax> } }
    model! { struct Flat { Tokens<4, 9>, Embedding<3, MaskZero>, Dense<2, tanh>, LSTM<4>, Dense<2, softmax> } }
    let mut nested = Nested::<f64>::new(1);
    let flat = Flat::<f64>::new(1);
    let mut weights = nested.weights();
    weights.iter_mut().zip(flat.weights()).for_each(|(weight, flat)| weight.values = flat.values);
    nested.set_weights(&weights).unwrap();
    let padded = [3.0, 8.0, 0.0, 0.0];
    assert_eq!(nested.predict(&padded), flat.predict(&padded));
    let (first, second) = (nested.predict(&padded), nested.predict(&[0.0, 3.0, 0.0, 8.0]));
    assert_eq!(first, second);
}

/// As in Keras, what flows past the layers of a block has no mask, so what comes out of it has none.
#[test]
fn a_mask_that_is_made_in_a_block_ends_there() {
    model! { struct Block { Input<3, 2>, Residual(Masking, Dense<2>), LSTM<2> } }
    model! { struct Plain { Input<3, 2>, Residual(Dense<2>), LSTM<2> } }
    let (block, mut plain) = (Block::<f64>::new(1), Plain::<f64>::new(1));
    plain.set_weights(&block.weights()).unwrap();
    let sequence = [[0.5, -0.3], [0.0, 0.0], [0.2, 0.9]];
    assert_eq!(block.predict(&sequence), plain.predict(&sequence));
}

/// Where all steps are masked, nothing is the largest: the result is 0, as the mean is.
#[test]
fn the_largest_of_nothing_but_padding_is_0() {
    model! { struct Net { Input<3, 2>, Masking, Dense<2>, GlobalMaxPooling1D } }
    let mut model = Net::<f64>::new(1);
    let mut weights = model.weights();
    weights[0].values = vec![1.0, 0.0, 0.0, 1.0];
    weights[1].values = vec![0.0, 7.0];
    model.set_weights(&weights).unwrap();
    let samples = [[[0.0; 2]; 3], [[-2.0, -9.0], [0.0, 0.0], [-3.0, -8.0]]];
    assert_eq!(model.predict(&samples), [[0.0, 0.0], [-2.0, -1.0]]);
}

/// Nothing but padding: the state stays as it began.
#[test]
fn nothing_but_padding_is_nothing() {
    model! { struct Net { Input<3, 2>, Masking, LSTM<4, Sequences>, GlobalAveragePooling1D } }
    assert_eq!(Net::<f64>::new(1).predict(&[[0.0; 2]; 3]), [0.0; 4]);
}

/// A token that is none is refused with its place.
#[test]
fn tokens_outside_the_vocabulary_are_named() {
    let refused = |tokens: [f64; 3]| {
        let data = Dataset::<Tokens<3, 5>, Features<1>, f64>::new([[0.0, 1.0, 2.0], tokens], [[0.0], [0.0]]);
        data.unwrap_err().to_string()
    };
    assert_eq!(refused([1.0, 5.0, 0.0]), "row 1, step 1: 5 is no token: the vocabulary is 0 to 4");
    assert_eq!(refused([-1.0, 0.0, 0.0]), "row 1, step 0: -1 is no token: the vocabulary is 0 to 4");
    assert_eq!(refused([1.0, 0.0, 0.5]), "row 1, step 2: 0.5 is no token: the vocabulary is 0 to 4");
}

/// What the outer layer could not count is refused, before anything has changed.
#[test]
fn activity_regularizers_inside_are_refused() {
    model! { struct Steps { Input<3, 2>, TimeDistributed<Dense<2>(activity_regularizer = L2(0.1))>, Flatten, Dense<1> } }
    model! { struct Ways { Input<3, 2>, Bidirectional<GRU<2>(activity_regularizer = L2(0.1))>, Dense<1> } }
    let data = Dataset::<Sequence<3, 2>, Features<1>>::new([[[0.5; 2]; 3]], [[1.0]]).unwrap();
    let mut steps = Steps::new(1).compile(SGD::new(0.1), MeanSquaredError::default(), ());
    let mut ways = Ways::new(1).compile(SGD::new(0.1), MeanSquaredError::default(), ());
    for (error, outer) in [
        (steps.fit(&data, Fit::epochs(1)).unwrap_err(), "TimeDistributed"),
        (ways.fit(&data, Fit::epochs(1)).unwrap_err(), "Bidirectional"),
    ] {
        let expected = format!(
            "an activity regularizer inside `{outer}` does not count\nhelp: put `ActivityRegularization(l2 = 0.01)` behind `{outer}`"
        );
        assert_eq!(error.to_string(), expected);
    }
}

model! {
    struct EncoderDecoder(question: Sequence<4, 2>, answer: Sequence<3, 2>) -> words {
        (_, h, c) = question => LSTM<5, ReturnState>;
        words = answer => LSTM<5, Sequences>(initial_state = (h, c)), Dense<2>;
    }
}

model! {
    struct TwoCells(question: Sequence<4, 2>, answer: Sequence<3, 2>) -> words {
        (seen, h) = question => GRU<5, Sequences, ReturnState>;
        last = seen => GlobalAveragePooling1D, Dense<5, tanh>;
        state = Add(h, last);
        words = answer => GRU<5, ResetBefore>(initial_state = state), Dense<2>;
    }
}

model! {
    struct FromTheEnd(question: Sequence<4, 2>, start: Features<3>) -> (words, h, c) {
        (words, h, c) = question => LSTM<3, Sequences, ReturnState>(initial_state = (start, start), go_backwards = true);
    }
}

model! {
    struct Handed(question: Sequence<4, 2>, start: Features<3>) -> words {
        (steps, h) = question => Masking, SimpleRNN<3, Sequences, ReturnState>(initial_state = start);
        twice = steps => SimpleRNN<3>(initial_state = h);
        words = Concatenate(twice, h) => Dense<1>;
    }
}

/// Samples of three and targets, of numbers that look random; and some steps of zeros, for whoever masks them.
fn waves<X: Flow, Y: Flow + plywood::data::Targets>() -> Dataset<X, Y, f64> {
    let column = |first: usize, axes: &[usize]| -> Vec<f64> {
        let len = 3 * axes.iter().product::<usize>();
        (0..len).map(|n| if n / 2 == 3 { 0.0 } else { ((n + first) as f64 * 0.7).sin() }).collect()
    };
    let columns = |first: usize, shapes: &[&[usize]]| -> Vec<Vec<f64>> {
        shapes.iter().enumerate().map(|(index, axes)| column(first + 5 * index, axes)).collect()
    };
    let (inputs, targets) = (columns(0, X::SHAPES), columns(3, Y::SHAPES));
    let [inputs, targets] = [&inputs, &targets].map(|all| all.iter().map(Vec::as_slice).collect::<Vec<_>>());
    Dataset::from_columns(&inputs, &targets).unwrap()
}

#[test]
fn gradients_go_back_through_states() {
    macro_rules! check {
        ($($model:ident $loss:expr;)*) => {
            $(
                let check = gradient_check(&$model::<f64>::new(1), &$loss, &waves()).unwrap();
                assert!(check.as_ref().is_some_and(|check| check.error < 1e-7), "{check:?}");
            )*
        };
    }
    let mse = MeanSquaredError::new();
    check! {
        EncoderDecoder mse;
        TwoCells mse;
        FromTheEnd (mse, mse, mse);
        Handed mse;
    }
}
