//! A model as a layer of another one.

use plywood::prelude::*;
use plywood::{Weight, gradient_check};

model! {
    /// Two numbers for eight.
    struct Encoder { Dense<8, 5, tanh>, code: Dense<5, 2, tanh>(activity_regularizer = L2(0.01)) }
}

model! { struct Autoencoder { encoder: Encoder(0), Dropout(0.1), decoder: Dense<2, 8> } }

model! {
    /// The same, layer by layer.
    struct Flat {
        Dense<8, 5, tanh>,
        code: Dense<5, 2, tanh>(activity_regularizer = L2(0.01)),
        Dropout(0.1),
        decoder: Dense<2, 8>,
    }
}

fn waves(samples: usize) -> Dataset<Features<8>, Features<8>, f64> {
    let values: Vec<f64> = (0..8 * samples).map(|n| (n as f64 * 0.7).sin()).collect();
    let targets: Vec<[f64; 8]> = values.as_chunks().0.to_vec();
    Dataset::from_slice(&values, targets).unwrap()
}

fn renamed(weights: Vec<Weight<f64>>, names: &[Weight<f64>]) -> Vec<Weight<f64>> {
    let pairs = weights.into_iter().zip(names);
    pairs.map(|(weight, named)| Weight { name: named.name.clone(), ..weight }).collect()
}

#[test]
fn its_variables_are_called_after_both() {
    let model = Autoencoder::new(1);
    let names: Vec<String> = model.weights().into_iter().map(|weight| weight.name).collect();
    let expected = [
        "encoder/dense/kernel",
        "encoder/dense/bias",
        "encoder/code/kernel",
        "encoder/code/bias",
        "decoder/kernel",
        "decoder/bias",
    ];
    assert_eq!(names, expected);
    assert_eq!(model.count_params(), Flat::new(1).count_params());
}

#[test]
fn it_predicts_and_learns_as_its_layers_do() {
    let data = waves(70);
    let loss = MeanSquaredError::default;
    let mut nested = Autoencoder::<f64>::new(1);
    let flat = Flat::<f64>::new(2);
    nested.set_weights(&renamed(flat.weights(), &nested.weights())).unwrap();
    assert_eq!(nested.predict(&data), flat.predict(&data));
    let check = gradient_check(&nested, &loss(), &data).unwrap().unwrap();
    assert!(check.error < 1e-7, "{check:?}");

    // Without dropout, whose places differ.
    model! { struct Two { encoder: Encoder(0), Dense<2, 8> } }
    model! { struct Four { Dense<8, 5, tanh>, Dense<5, 2, tanh>(activity_regularizer = L2(0.01)), Dense<2, 8> } }
    let mut nested = Two::<f64>::new(1).compile(Adam::new(0.01), loss(), ());
    let mut flat = Four::<f64>::new(2).compile(Adam::new(0.01), loss(), ());
    let start = renamed(flat.weights(), &nested.weights());
    nested.set_weights(&start).unwrap();
    let fit = || Fit::epochs(5).batch_size(16).shuffle(false);
    assert_eq!(nested.fit(&data, fit()).unwrap().loss(), flat.fit(&data, fit()).unwrap().loss());
    assert_eq!(nested.weights(), renamed(flat.weights(), &start));
}

#[test]
fn it_is_frozen_as_a_whole_and_taken_out() {
    let data = waves(30);
    let mut model = Autoencoder::<f64>::new(1).compile(Adam::new(0.01), MeanSquaredError::default(), ());
    model.freeze("encoder").unwrap();
    let before = model.weights();
    model.fit(&data, Fit::epochs(2)).unwrap();
    let after = model.weights();
    assert_eq!(after[..4], before[..4]);
    assert_ne!(after[4..], before[4..]);

    let mut encoder = Encoder::<f64>::new(5);
    let names = encoder.weights();
    encoder.set_weights(&renamed(after[..4].to_vec(), &names)).unwrap();
    let codes = encoder.predict(&data);
    model! { struct Decoder { Dense<2, 8> } }
    let mut decoder = Decoder::<f64>::new(5);
    let names = decoder.weights();
    decoder.set_weights(&renamed(after[4..].to_vec(), &names)).unwrap();
    assert_eq!(decoder.predict(&codes), model.predict(&data));
}

model! { struct Tower { Dense<4, 8, relu>, Dense<3, tanh> } }

/// What it gives, `model!` does not see; the layers around it can go on all the same.
#[test]
fn it_is_applied_to_each_step() {
    model! { struct Steps { Input<5, 4>, TimeDistributed<Tower(0)>, LSTM<2>, Dense<8> } }
    model! { struct Written { Input<5, 4>, Dense<8, relu>, Dense<3, tanh>, LSTM<2>, Dense<8> } }
    let mut steps = Steps::<f64>::new(1);
    let written = Written::<f64>::new(2);
    steps.set_weights(&renamed(written.weights(), &steps.weights())).unwrap();
    let sequence: [[f64; 4]; 5] =
        std::array::from_fn(|t| std::array::from_fn(|n| (t as f64 + 0.3 * n as f64).sin()));
    let (found, expected) = (steps.predict(&sequence), written.predict(&sequence));
    assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12), "{found:?} {expected:?}");
}

#[test]
fn it_ends_a_block() {
    model! { struct Joined { Input<4>, Concatenate(Dense<4, tanh>, Tower(0)), Dense<8> } }
    model! { struct Written { Input<4>, Concatenate(Dense<4, tanh>, Dense<8, relu>, Dense<3, tanh>), Dense<8> } }
    let mut joined = Joined::<f64>::new(1);
    let written = Written::<f64>::new(2);
    joined.set_weights(&renamed(written.weights(), &joined.weights())).unwrap();
    let sample = [0.3, -0.2, 0.9, 0.1];
    assert_eq!(joined.predict(&sample), written.predict(&sample));
}
