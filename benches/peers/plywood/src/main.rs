//! plywood, as its users call it.

use std::hint::black_box;

use peer::{Kind, Workload, answer, calls, runs};
use plywood::losses::Loss;
use plywood::prelude::*;

model! { struct Iris { Dense<4, 8, relu>, Dense<8, 3, softmax> } }
model! { struct Small { Dense<24, 8, tanh>, Dense<8, 2, linear, NoBias> } }
model! { struct Images { Dense<784, 128, relu>, Dense<128, 10, softmax> } }
model! { struct Deep { Dense<784, 512, relu>, Dense<512, 512, relu>, Dense<512, 10, softmax> } }
model! { struct Table { Dense<32, 64, tanh>, Dense<64, 64, tanh>, Dense<64, 1> } }
model! { struct Exponential { Dense<4, 32, tanh>, Dense<32, 16, tanh>, Dense<16, 4> } }

fn main() {
    let workload = &Workload::from_arguments();
    match workload.name.as_str() {
        "W1" => classifier::<Iris, 4, 3>(workload),
        "W2" => gradient::<Small, 24, 2>(workload),
        "W3b32" | "W3b128" => classifier::<Images, 784, 10>(workload),
        "W4" => classifier::<Deep, 784, 10>(workload),
        "W6a" => predict_one::<Iris, 4, 3>(workload),
        "W6b" => predict_one::<Images, 784, 10>(workload),
        "W6c" => predict_many::<Images, 784, 10>(workload),
        "W8" => regressor::<Table, 32, 1>(workload),
        "W9" => regressor::<Exponential, 4, 4>(workload),
        name => panic!("no model for {name}"),
    }
}

/// A network from so many features to so many outputs.
trait Net<const I: usize, const O: usize>:
    FromSeed<Scalar = f32> + plywood::Layer<Input = Features<I>, Output = Features<O>>
{
}

impl<M, const I: usize, const O: usize> Net<I, O> for M where
    M: FromSeed<Scalar = f32> + plywood::Layer<Input = Features<I>, Output = Features<O>>
{
}

/// The network with the workload's first variables.
fn first<M: Model<Scalar = f32> + FromSeed>(workload: &Workload) -> M {
    let mut model = M::new(1);
    let mut weights = model.weights();
    let layers = workload.dense();
    let values = layers.iter().flat_map(|dense| [Some(dense.kernel), dense.bias]).flatten();
    for (weight, values) in weights.iter_mut().zip(values) {
        weight.values = values.to_vec();
    }
    model.set_weights(&weights).expect("the file has this model's variables");
    model
}

fn classifier<M: Net<I, O>, const I: usize, const O: usize>(workload: &Workload)
where
    SparseCategoricalCrossentropy: Loss<M::Output, M::Activation, Target = Classes<O>>,
{
    let data = Dataset::from_slice(&workload.inputs, workload.classes()).unwrap();
    fit::<M, _, I, O>(workload, &SparseCategoricalCrossentropy::default(), &data);
}

fn regressor<M: Net<I, O>, const I: usize, const O: usize>(workload: &Workload)
where
    MeanSquaredError: Loss<M::Output, M::Activation, Target = Features<O>>,
{
    fit::<M, _, I, O>(workload, &MeanSquaredError::default(), &values(workload));
}

fn fit<M: Net<I, O>, L: Loss<M::Output, M::Activation> + Clone, const I: usize, const O: usize>(
    workload: &Workload,
    loss: &L,
    data: &Dataset<Features<I>, L::Target>,
) {
    assert_eq!(workload.kind, Kind::Fit);
    let fresh = || {
        let adam = Adam::new(workload.learning_rate).epsilon(workload.epsilon);
        first::<M>(workload).compile(adam, loss.clone(), ())
    };
    let settings = || Fit::epochs(workload.epochs).batch_size(workload.batch);
    let mut checked = fresh();
    checked.fit(data, settings().shuffle(false)).unwrap();
    let final_loss = workload.loss(checked.predict(data.samples()).as_flattened());
    answer(final_loss, || {
        runs(fresh, |model| {
            model.fit(data, settings().shuffle(workload.shuffle)).unwrap();
        })
    });
}

/// A step that changes nothing: there is no call for the gradient alone.
fn gradient<M: Net<I, O>, const I: usize, const O: usize>(workload: &Workload)
where
    MeanSquaredError: Loss<M::Output, M::Activation, Target = Features<O>>,
{
    assert_eq!(workload.kind, Kind::Gradient);
    let data = values(workload);
    let mut model = first::<M>(workload).compile(SGD::new(0.0), MeanSquaredError::default(), ());
    let final_loss = workload.loss(model.predict(data.samples()).as_flattened());
    let mut gradient = || {
        black_box(model.train_on_batch(&data).unwrap());
    };
    answer(final_loss, || calls(&mut gradient));
}

fn predict_one<M: Net<I, O>, const I: usize, const O: usize>(workload: &Workload) {
    assert_eq!(workload.kind, Kind::Predict);
    let model: M = first(workload);
    let sample: &[f32; I] = workload.inputs.first_chunk().unwrap();
    let predict = || {
        black_box(model.predict(black_box(sample)));
    };
    answer(workload.loss(&model.predict(sample)), || calls(predict));
}

fn predict_many<M: Net<I, O>, const I: usize, const O: usize>(workload: &Workload) {
    assert_eq!(workload.kind, Kind::Predict);
    let model: M = first(workload);
    let samples: &[[f32; I]] = workload.inputs.as_chunks().0;
    let predict = || {
        black_box(model.predict(black_box(samples)));
    };
    answer(workload.loss(model.predict(samples).as_flattened()), || calls(predict));
}

fn values<const I: usize, const O: usize>(workload: &Workload) -> Dataset<Features<I>, Features<O>> {
    let targets: &[[f32; O]] = workload.targets.as_chunks().0;
    Dataset::from_slice(&workload.inputs, targets.iter().copied()).unwrap()
}
