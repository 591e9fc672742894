//! What is frozen stays as it is, bit for bit, and takes no part in anything else.

mod common;

use common::iris;
use plywood::optimizers::{LBFGS, Optimizer, Options};
use plywood::prelude::*;
use plywood::{Compiled, Error, Weight};

model! {
    struct Net {
        features: Dense<4, 8, tanh>(
            kernel_regularizer = L1L2::new().l1(0.02).l2(0.03),
            bias_regularizer = L2(0.05),
            kernel_constraint = MaxNorm::new().max_value(0.5),
            bias_constraint = NonNeg,
        ),
        head: Dense<8, 3, softmax>(kernel_regularizer = L2(0.01), kernel_constraint = UnitNorm::new()),
    }
}

type Trained<O> = Compiled<Net, O, SparseCategoricalCrossentropy, (Accuracy,)>;

/// A network without any round numbers, but for a negative zero in each variable.
fn compiled<O: Optimizer>(optimizer: O) -> Trained<O> {
    let mut model = Net::new(3);
    let mut weights = model.weights();
    for (weight, drawn) in weights.iter_mut().zip(Net::new(4).weights()) {
        let shift = |(index, value): (usize, f32)| value + 0.1 + index as f32 / 37.0;
        weight.values = drawn.values.into_iter().enumerate().map(shift).collect();
        weight.values[1] = -0.0;
    }
    model.set_weights(&weights).unwrap();
    model.compile(optimizer, SparseCategoricalCrossentropy::default(), (Accuracy::default(),))
}

fn bits(model: &impl Model<Scalar = f32>) -> Vec<(String, Vec<u32>)> {
    let bits =
        |Weight { name, values, .. }: Weight<f32>| (name, values.into_iter().map(f32::to_bits).collect());
    model.weights().into_iter().map(bits).collect()
}

/// The variables that `training` changes.
fn changed<O: Optimizer>(model: &mut Trained<O>, training: impl FnOnce(&mut Trained<O>)) -> Vec<String> {
    let before = bits(&**model);
    training(model);
    let after = bits(&**model);
    let changed = before.into_iter().zip(after).filter(|(before, after)| before != after);
    changed.map(|((name, _), _)| name).collect()
}

fn train<O: Optimizer>(model: &mut Trained<O>) {
    model.fit(&iris(), Fit::epochs(2).batch_size(40)).unwrap();
}

fn train_one_batch<O: Optimizer>(model: &mut Trained<O>) {
    model.fit(&iris(), Fit::epochs(1).batch_size(150)).unwrap();
}

/// Everything that an optimizer can be told to do with weights and gradients, alone and at once.
fn all_options() -> Vec<Options> {
    let new = || Options::new(0.05);
    vec![
        new(),
        new().weight_decay(0.1),
        new().clipnorm(0.1),
        new().global_clipnorm(0.1),
        new().clipvalue(0.01),
        new().use_ema(true).ema_momentum(0.7),
        new().use_ema(true).ema_momentum(0.7).ema_overwrite_frequency(3),
        new().gradient_accumulation_steps(3),
        new().weight_decay(0.1).global_clipnorm(0.1).use_ema(true).gradient_accumulation_steps(2),
    ]
}

fn with_options<O: Optimizer>(mut optimizer: O, options: Options) -> O {
    *optimizer.options_mut() = options;
    optimizer
}

#[test]
fn a_frozen_layer_stays_bit_for_bit() {
    for options in all_options() {
        let mut model = compiled(with_options(Adam::default(), options.clone()));
        model.freeze("features").unwrap();
        assert_eq!(changed(&mut model, train), ["head/kernel", "head/bias"], "{options:?}");

        let mut model = compiled(with_options(SGD::default().momentum(0.9), options.clone()));
        model.freeze("head").unwrap();
        assert_eq!(changed(&mut model, train), ["features/kernel", "features/bias"], "{options:?}");
    }
}

#[test]
fn a_frozen_variable_stays_bit_for_bit() {
    let all = ["features/kernel", "features/bias", "head/kernel", "head/bias"];
    for options in all_options() {
        for frozen in all {
            let mut model = compiled(with_options(SGD::default().momentum(0.9), options.clone()));
            model.freeze(frozen).unwrap();
            let others: Vec<&str> = all.into_iter().filter(|&name| name != frozen).collect();
            assert_eq!(changed(&mut model, train), others, "{frozen}, {options:?}");
        }
    }
}

#[test]
fn freezing_and_thawing_take_turns() {
    for options in all_options() {
        let mut model = compiled(with_options(Adam::default(), options.clone()));
        assert_eq!(changed(&mut model, train).len(), 4, "{options:?}");
        model.freeze("features").unwrap();
        model.freeze("head/bias").unwrap();
        assert_eq!(changed(&mut model, train), ["head/kernel"], "{options:?}");
        model.thaw("features/bias").unwrap();
        assert_eq!(changed(&mut model, train), ["features/bias", "head/kernel"], "{options:?}");
        model.thaw("features").unwrap();
        model.thaw("head").unwrap();
        assert_eq!(changed(&mut model, train).len(), 4, "{options:?}");
    }
}

#[test]
fn a_model_that_is_all_frozen_learns_nothing() {
    for options in all_options() {
        let mut model = compiled(with_options(Adam::default(), options.clone()));
        model.freeze("features").unwrap();
        model.freeze("head").unwrap();
        assert!(changed(&mut model, train).is_empty(), "{options:?}");
    }
}

#[test]
fn what_is_frozen_stays_while_the_loss_is_minimized() {
    let mut model = compiled(SGD::default());
    model.freeze("features").unwrap();
    model.freeze("head/kernel").unwrap();
    let minimize = |model: &mut Trained<SGD>| {
        model.minimize(&iris(), LBFGS::new()).unwrap();
    };
    assert_eq!(changed(&mut model, minimize), ["head/bias"]);
}

/// Weights that are set while a variable is frozen are not those that its moving average knows.
#[test]
fn what_is_set_while_frozen_stays() {
    let mut model = compiled(Adam::new(0.01).use_ema(true));
    train(&mut model);
    model.freeze("features").unwrap();
    model.set_weights(&Net::new(9).weights()).unwrap();
    assert_eq!(changed(&mut model, train), ["head/kernel", "head/bias"]);
}

#[test]
fn what_is_frozen_costs_nothing() {
    let data = iris();
    let loss_of = |model: &Trained<SGD>| model.evaluate(&data).unwrap().loss();
    let sum = |weight: &Weight<f32>, of: fn(f64) -> f64| -> f64 {
        weight.values.iter().map(|&w| of(f64::from(w))).sum()
    };
    let mut model = compiled(SGD::new(0.0));
    let weights = model.weights();
    let squares = |weight| sum(weight, |w| w * w);
    let kernel = 0.02 * sum(&weights[0], f64::abs) + 0.03 * squares(&weights[0]);
    let (bias, head) = (0.05 * squares(&weights[1]), 0.01 * squares(&weights[2]));

    let whole = loss_of(&model);
    for (frozen, penalty) in [("features/kernel", kernel), ("features/bias", bias), ("head", head)] {
        assert!(penalty > 0.01, "{frozen}: {penalty}");
        model.freeze(frozen).unwrap();
        let without = loss_of(&model);
        assert!((whole - without - penalty).abs() < 1e-6, "{frozen}: {whole} - {without}, {penalty}");
        model.thaw(frozen).unwrap();
    }
    assert_eq!(loss_of(&model), whole);

    // Training reports the same loss.
    model.freeze("features").unwrap();
    let without = loss_of(&model);
    let history = model.fit(&data, Fit::epochs(1).batch_size(data.len())).unwrap();
    assert!((history.loss()[0] - without).abs() < 1e-6);
    assert!((whole - without - kernel - bias).abs() < 1e-6);
}

/// A regularizer's gradient does not reach what is frozen, and that of what is not frozen is what it was.
#[test]
fn the_others_learn_as_before() {
    let step = |frozen: &str| {
        let mut model = compiled(SGD::new(0.1));
        model.freeze(frozen).unwrap();
        train_one_batch(&mut model);
        bits(&*model)
    };
    let (without_features, without_head) = (step("features"), step("head"));
    let mut whole = compiled(SGD::new(0.1));
    train_one_batch(&mut whole);
    assert_eq!(bits(&*whole), [&without_head[..2], &without_features[2..]].concat());
}

/// How far a step goes that is clipped to the length 0.01.
fn clipped_step(model: &mut Trained<SGD>) -> f64 {
    let before = model.weights();
    train_one_batch(model);
    let after = model.weights();
    let values = |weights: Vec<Weight<f32>>| weights.into_iter().flat_map(|weight| weight.values);
    let squares = values(before).zip(values(after)).map(|(a, b)| f64::from(a - b).powi(2));
    squares.sum::<f64>().sqrt()
}

#[test]
fn global_clipnorm_counts_only_what_is_not_frozen() {
    // Only the biases: kernels are kept to a norm.
    let mut model = compiled(SGD::new(1.0).global_clipnorm(0.01));
    for frozen in ["features", "head/kernel"] {
        model.freeze(frozen).unwrap();
    }
    let length = clipped_step(&mut model);
    assert!((length - 0.01).abs() < 1e-6, "{length}");
}

/// Nor do gradients count that were accumulated before.
#[test]
fn what_was_accumulated_before_freezing_is_forgotten() {
    let optimizer = || SGD::new(1.0).global_clipnorm(0.01).gradient_accumulation_steps(2);
    let mut model = compiled(optimizer());
    train_one_batch(&mut model);
    for frozen in ["features", "head/kernel"] {
        model.freeze(frozen).unwrap();
    }
    let length = clipped_step(&mut model);
    assert!((length - 0.01).abs() < 1e-6, "{length}");
}

/// Not even when it is thawed again.
#[test]
fn what_was_accumulated_before_freezing_stays_forgotten() {
    let trained = |is_frozen_from_the_start: bool| {
        let optimizer = SGD::new(0.1).gradient_accumulation_steps(2);
        let loss = SparseCategoricalCrossentropy::default();
        let mut model = model![Dense<4, 5, tanh>, Dense<5, 3, softmax>].compile(optimizer, loss, ());
        let batches = |count| Fit::epochs(count).batch_size(150);
        if is_frozen_from_the_start {
            model.freeze("dense").unwrap();
        }
        model.fit(&iris(), batches(1)).unwrap();
        model.freeze("dense").unwrap();
        model.fit(&iris(), batches(1)).unwrap();
        model.thaw("dense").unwrap();
        model.fit(&iris(), batches(2)).unwrap();
        model.weights()
    };
    assert_eq!(trained(false), trained(true));
}

#[test]
fn unknown_names_are_errors() {
    let mut model = Net::new(1);
    for name in ["feature", "features/", "features/kernel/0", "", "head/Bias", "dense"] {
        for result in [model.freeze(name), model.thaw(name)] {
            let error = result.unwrap_err();
            assert!(matches!(&error, Error::UnknownLayer { name: unknown, .. } if unknown == name));
            let expected = format!(
                "no variable, and no layer with variables, is called `{name}`; \
                 there are `features/kernel`, `features/bias`, `head/kernel`, `head/bias`"
            );
            assert_eq!(error.to_string(), expected);
        }
    }
    let mut model = compiled(SGD::new(0.1));
    assert_eq!(changed(&mut model, train).len(), 4);
}

/// `dense` is not the beginning of `dense_1`.
#[test]
fn names_are_whole_names() {
    let mut model = model![Dense<4, 5>, Dense<5, 5>, Dense<5, 3, softmax>];
    model.freeze("dense_1").unwrap();
    let mut model = model.compile(SGD::new(0.1), SparseCategoricalCrossentropy::default(), ());
    let before = model.weights();
    model.fit(&iris(), Fit::epochs(1)).unwrap();
    let stayed: Vec<bool> = before.iter().zip(model.weights()).map(|(a, b)| *a == b).collect();
    assert_eq!(stayed, [false, false, true, true, false, false]);
}

model! { struct Normalized { Dense<4, 5, tanh>, BatchNormalization, Dense<3, softmax> } }

#[test]
fn state_can_be_frozen_by_itself() {
    let loss = SparseCategoricalCrossentropy::default();
    let mut model = Normalized::new(1).compile(SGD::new(0.1), loss, ());
    model.freeze("batch_normalization/moving_mean").unwrap();
    let before = model.weights();
    model.fit(&iris(), Fit::epochs(1)).unwrap();
    let stayed: Vec<bool> = before.iter().zip(model.weights()).map(|(a, b)| *a == b).collect();
    assert_eq!(stayed, [false, false, false, false, true, false, false, false]);
}

/// A layer that is frozen computes in training what it predicts.
#[test]
fn layers_inside_of_others_know_that_they_are_frozen() {
    type Block = plywood::layers::Residual<BatchNormalization<Features<4>>>;
    model! { struct InFull { Input<4>, block: Block(BatchNormalization::new()), Dense<4, 3, softmax> } }
    model! { struct Listed { Input<4>, block: Residual(BatchNormalization), Dense<3, softmax> } }
    macro_rules! check {
        ($model:expr, $name:literal) => {
            // Scaled ones would have mean 0 and variance 1 before.
            let data = datasets::iris();
            let mut model = $model.compile(SGD::new(0.0), SparseCategoricalCrossentropy::default(), ());
            let whole = || Fit::epochs(1).batch_size(150);
            let evaluated = model.evaluate(&data).unwrap().loss();
            assert!((model.clone().fit(&data, whole()).unwrap().loss()[0] - evaluated).abs() > 0.01);
            model.freeze($name).unwrap();
            for mut model in [model.clone(), model] {
                let before = bits(&*model);
                assert!((model.fit(&data, whole()).unwrap().loss()[0] - evaluated).abs() < 1e-5);
                assert_eq!(bits(&*model), before);
            }
        };
    }
    check!(InFull::new(1), "block");
    check!(Listed::new(1), "block/batch_normalization");
    check!(Listed::new(1), "block");
}
