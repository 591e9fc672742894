//! The six steps with any data and any settings: what is refused is an error and changes nothing, and no panic comes out.

use plywood::data::Target;
use plywood::losses::Losses;
use plywood::metrics::Metrics;
use plywood::optimizers::Optimizer;
use plywood::prelude::*;
use plywood::{Compiled, Error, Layer, Shape};

use crate::input::Input;

model! { struct Table { Dense<3, 5, tanh>, Dropout(0.3), Dense<2, softmax> } }

model! { struct Numbers { Input<3>, BatchNormalization, Residual(Dense<3, relu>), Concatenate(Dense<2>), Dense<2> } }

model! { struct Picture { Input<5, 4, 1>, Conv2D<2, 3, relu>, MaxPooling2D<2>, Flatten, Dense<1, sigmoid> } }

model! { struct Sentence { Tokens<4, 6>, Embedding<3, MaskZero>, Bidirectional<LSTM<2>>, Dense<3, softmax> } }

pub fn training(input: &mut Input<'_>) {
    let seed = input.below(256) as u64;
    match input.below(4) {
        0 => {
            let data = data(input, |input| input.below(3));
            let model = Table::new(seed);
            optimized(input, model, SparseCategoricalCrossentropy::default(), (Accuracy::default(),), data);
        }
        1 => {
            let data = data(input, |input| [input.number() as f32, input.number() as f32]);
            optimized(input, Numbers::new(seed), MeanSquaredError::default(), (R2Score::new(),), data);
        }
        2 => {
            let data = data(input, |input| [input.number() as f32]);
            let (loss, metrics) = (BinaryCrossentropy::default(), (Precision::default(), AUC::default()));
            optimized(input, Picture::new(seed), loss, metrics, data);
        }
        _ => {
            let data = data(input, |input| input.below(4));
            let loss = SparseCategoricalCrossentropy::default();
            optimized(input, Sentence::new(seed), loss, (Accuracy::default(),), data);
        }
    }
}

/// Up to 20 samples, if they are such as a data set takes.
fn data<X: Shape, Y: Target>(
    input: &mut Input<'_>,
    target: impl Fn(&mut Input<'_>) -> Y::Value<f32>,
) -> Option<Dataset<X, Y>> {
    let count = input.below(21);
    let values = if X::VOCABULARY.is_some() {
        (0..count * X::LEN).map(|_| input.below(7) as f32).collect()
    } else {
        let len = count * X::LEN;
        let len = input.about(len);
        input.numbers::<f32>(len)
    };
    let targets: Vec<_> = (0..input.about(count)).map(|_| target(input)).collect();
    let data = Dataset::from_slice(&values, targets).ok()?;
    if input.below(4) == 0 {
        let weights = input.about(count);
        return data.sample_weight(input.numbers::<f32>(weights)).ok();
    }
    Some(data)
}

type Data<M, L> =
    Dataset<<M as Layer>::Input, <L as Losses<<M as Layer>::Output, <M as Layer>::Activation>>::Targets>;

fn optimized<M, L, Ms>(input: &mut Input<'_>, model: M, loss: L, metrics: Ms, data: Option<Data<M, L>>)
where
    M: Model<Scalar = f32>,
    L: Losses<M::Output, M::Activation>,
    Ms: Metrics<M::Output, M::Activation, L::Targets>,
{
    let Some(data) = data else { return };
    let rate = input.number();
    match input.below(4) {
        0 => {
            let optimizer = SGD::new(rate).momentum(input.number());
            steps(input, model.compile(optimizer, loss, metrics), &data);
        }
        1 => steps(input, model.compile(Adam::new(rate), loss, metrics), &data),
        2 => steps(input, model.compile(RMSprop::new(rate), loss, metrics), &data),
        _ => steps(input, model.compile(Nadam::new(rate), loss, metrics), &data),
    }
}

fn steps<M, O, L, Ms>(input: &mut Input<'_>, mut model: Compiled<M, O, L, Ms>, data: &Data<M, L>)
where
    M: Model<Scalar = f32>,
    O: Optimizer,
    L: Losses<M::Output, M::Activation>,
    Ms: Metrics<M::Output, M::Activation, L::Targets>,
{
    for _ in 0..input.below(5) {
        let before = values(&*model);
        match input.below(8) {
            0 => {
                let done = model.train_on_batch(data);
                assert!(done.is_ok() || before == values(&*model), "an error changes no weight");
            }
            1 => {
                let mut weights = model.weights();
                let (which, value) = (input.below(weights.len()), input.number() as f32);
                match input.below(4) {
                    0 => weights[which].values[0] = value,
                    1 => weights[which].shape.push(input.size()),
                    2 => drop(weights.remove(which)),
                    _ => drop(weights[which].values.pop()),
                }
                let done = model.set_weights(&weights);
                assert!(done.is_ok() || before == values(&*model), "an error changes no weight");
            }
            2 => {
                let _ = model.evaluate_in_batches(data, input.size());
            }
            3 => {
                let _ = model.predict(data);
            }
            4 => {
                // A setting that `fit` refuses is refused here too.
                let done = model.set_state(&model.state());
                assert!(matches!(done, Ok(()) | Err(Error::Setting { .. })), "its own state: {done:?}");
            }
            5 => {
                let _ = data.shuffle(input.size() as u64).split(input.number());
                let _ = data.batches(input.size()).map(Iterator::count);
            }
            _ => fit(input, &mut model, data),
        }
        let is_finite = |values: &[f32]| values.iter().all(|value| value.is_finite());
        assert!(!is_finite(&before) || is_finite(&values(&*model)), "weights stay finite");
    }
}

fn fit<M, O, L, Ms>(input: &mut Input<'_>, model: &mut Compiled<M, O, L, Ms>, data: &Data<M, L>)
where
    M: Model<Scalar = f32>,
    O: Optimizer,
    L: Losses<M::Output, M::Activation>,
    Ms: Metrics<M::Output, M::Activation, L::Targets>,
{
    let first = if input.below(4) == 0 { input.size() } else { 0 };
    let mut fit = Fit::epochs(first.saturating_add(input.below(3))).initial_epoch(first).shuffle(input.is());
    if input.is() {
        fit = fit.batch_size(input.size());
    }
    match input.below(8) {
        0 => fit = fit.steps_per_epoch(input.below(20)),
        1 => fit = fit.validation_split(input.number()),
        2 => {
            fit = fit.validation_data(data).validation_batch_size(input.size()).validation_steps(input.size())
        }
        3 => fit = fit.class_weight((0..input.below(4)).map(|_| input.number()).collect::<Vec<_>>()),
        // It would go on with the first epoch.
        4 if first == 0 => fit = fit.resume(true),
        5 => fit = fit.validation_data(data).validation_freq(input.size()),
        _ => (),
    }
    let _ = model.fit(data, fit);
}

fn values(model: &impl Model<Scalar = f32>) -> Vec<f32> {
    model.weights().into_iter().flat_map(|weight| weight.values).collect()
}
