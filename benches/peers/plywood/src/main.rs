//! plywood, as its users call it.

use std::hint::black_box;

use peer::{Kind, Workload, answer, calls, runs};
use plywood::losses::Losses;
use plywood::prelude::*;
use plywood::{Dataset, Shape};

model! { struct Iris { Dense<4, 8, relu>, Dense<8, 3, softmax> } }
model! { struct Small { Dense<24, 8, tanh>, Dense<8, 2, linear, NoBias> } }
model! { struct Images { Dense<784, 128, relu>, Dense<128, 10, softmax> } }
model! { struct Deep { Dense<784, 512, relu>, Dense<512, 512, relu>, Dense<512, 10, softmax> } }
model! {
    struct LeNet {
        Input<28, 28, 1>, Conv2D<6, 5, relu>, MaxPooling2D<2>, Conv2D<16, 5, relu>, MaxPooling2D<2>, Flatten,
        Dense<120, relu>, Dense<84, relu>, Dense<10, softmax>,
    }
}
model! { struct Memory { Input<32, 16>, LSTM<32>, Dense<1> } }
model! { struct Table { Dense<32, 64, tanh>, Dense<64, 64, tanh>, Dense<64, 1> } }
model! { struct Exponential { Dense<4, 32, tanh>, Dense<32, 16, tanh>, Dense<16, 4> } }

fn main() {
    let workload = &Workload::from_arguments();
    match workload.name.as_str() {
        "W1" => classifier::<Iris, Features<4>, 3>(workload),
        "W2" => gradient::<Small, Features<24>, 2>(workload),
        "W3b32" | "W3b128" => classifier::<Images, Features<784>, 10>(workload),
        "W4" => classifier::<Deep, Features<784>, 10>(workload),
        "W5" => classifier::<LeNet, Image<28, 28, 1>, 10>(workload),
        "W6a" => predict_one::<Iris, 4, 3>(workload),
        "W6b" => predict_one::<Images, 784, 10>(workload),
        "W6c" => predict_many::<Images, 784, 10>(workload),
        "W7" => regressor::<Memory, Sequence<32, 16>, 1>(workload),
        "W8" => regressor::<Table, Features<32>, 1>(workload),
        "W9" => regressor::<Exponential, Features<4>, 4>(workload),
        name => panic!("no model for {name}"),
    }
}

/// A network from samples of this shape to so many outputs.
trait Net<X: Shape, const O: usize>:
    FromSeed<Scalar = f32> + plywood::Layer<Input = X, Output = Features<O>>
{
}

impl<M, X: Shape, const O: usize> Net<X, O> for M where
    M: FromSeed<Scalar = f32> + plywood::Layer<Input = X, Output = Features<O>>
{
}

/// The network with the workload's first variables.
fn first<M: Model<Scalar = f32> + FromSeed>(workload: &Workload) -> M {
    let mut model = M::new(1);
    let mut weights = model.weights();
    let (front, layers) = (workload.front_variables(), workload.dense());
    let dense = layers.iter().flat_map(|dense| [Some(dense.kernel), dense.bias]).flatten();
    let values = front.iter().map(|(_, values)| *values).chain(dense);
    for (weight, values) in weights.iter_mut().zip(values) {
        weight.values = values.to_vec();
    }
    model.set_weights(&weights).expect("the file has this model's variables");
    model
}

fn classifier<M: Net<X, O>, X: Shape, const O: usize>(workload: &Workload)
where
    SparseCategoricalCrossentropy: Losses<M::Output, M::Activation, Target = Classes<O>>,
{
    let data = Dataset::from_slice(&workload.inputs, workload.classes()).unwrap();
    fit::<M, _, X, O>(workload, &SparseCategoricalCrossentropy::default(), &data);
}

fn regressor<M: Net<X, O>, X: Shape, const O: usize>(workload: &Workload)
where
    MeanSquaredError: Losses<M::Output, M::Activation, Target = Features<O>>,
{
    fit::<M, _, X, O>(workload, &MeanSquaredError::default(), &values(workload));
}

fn fit<M: Net<X, O>, L: Losses<M::Output, M::Activation> + Clone, X: Shape, const O: usize>(
    workload: &Workload,
    loss: &L,
    data: &Dataset<X, L::Targets>,
) {
    assert_eq!(workload.kind, Kind::Fit);
    let fresh = || {
        let adam = Adam::new(workload.learning_rate).epsilon(workload.epsilon);
        first::<M>(workload).compile(adam, loss.clone(), ())
    };
    let settings = || Fit::epochs(workload.epochs).batch_size(workload.batch);
    let mut checked = fresh();
    checked.fit(data, settings().shuffle(false)).unwrap();
    let final_loss = workload.loss(checked.predict(data).as_flattened());
    answer(final_loss, || {
        runs(fresh, |model| {
            model.fit(data, settings().shuffle(workload.shuffle)).unwrap();
        })
    });
}

/// A step that changes nothing: there is no call for the gradient alone.
fn gradient<M: Net<X, O>, X: Shape, const O: usize>(workload: &Workload)
where
    MeanSquaredError: Losses<M::Output, M::Activation, Target = Features<O>>,
{
    assert_eq!(workload.kind, Kind::Gradient);
    let data = values(workload);
    let mut model = first::<M>(workload).compile(SGD::new(0.0), MeanSquaredError::default(), ());
    let final_loss = workload.loss(model.predict(&data).as_flattened());
    let mut gradient = || {
        black_box(model.train_on_batch(&data).unwrap());
    };
    answer(final_loss, || calls(&mut gradient));
}

fn predict_one<M: Net<Features<I>, O>, const I: usize, const O: usize>(workload: &Workload) {
    assert_eq!(workload.kind, Kind::Predict);
    let model: M = first(workload);
    let sample: &[f32; I] = workload.inputs.first_chunk().unwrap();
    let predict = || {
        black_box(model.predict(black_box(sample)));
    };
    answer(workload.loss(&model.predict(sample)), || calls(predict));
}

fn predict_many<M: Net<Features<I>, O>, const I: usize, const O: usize>(workload: &Workload) {
    assert_eq!(workload.kind, Kind::Predict);
    let model: M = first(workload);
    let samples: &[[f32; I]] = workload.inputs.as_chunks().0;
    let predict = || {
        black_box(model.predict(black_box(samples)));
    };
    answer(workload.loss(model.predict(samples).as_flattened()), || calls(predict));
}

fn values<X: Shape, const O: usize>(workload: &Workload) -> Dataset<X, Features<O>> {
    let targets: &[[f32; O]] = workload.targets.as_chunks().0;
    Dataset::from_slice(&workload.inputs, targets.iter().copied()).unwrap()
}
