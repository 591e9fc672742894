//! dfdx on the CPU.

use dfdx::optim::{Adam, AdamConfig, Optimizer};
use dfdx::prelude::*;
use dfdx::tensor::Gradients;
use peer::{Dense, Network, Workload, measure};

type Iris = ((Linear<4, 8>, ReLU), Linear<8, 3>);
type Small = ((Linear<24, 8>, Tanh), UnbiasedLinear<8, 2>);
type Images = ((Linear<784, 128>, ReLU), Linear<128, 10>);
type Deep = ((Linear<784, 512>, ReLU), (Linear<512, 512>, ReLU), Linear<512, 10>);
type Table = ((Linear<32, 64>, Tanh), (Linear<64, 64>, Tanh), Linear<64, 1>);
type Exponential = ((Linear<4, 32>, Tanh), (Linear<32, 16>, Tanh), Linear<16, 4>);

/// As many rows as a batch has samples.
type Rows<const WIDTH: usize, T = NoneTape> = Tensor<(usize, Const<WIDTH>), f32, Cpu, T>;
type Tape = OwnedTape<f32, Cpu>;

struct Dfdx<'a, B, const I: usize, const O: usize> {
    workload: &'a Workload,
    device: Cpu,
    builder: std::marker::PhantomData<B>,
}

struct Model<M> {
    layers: M,
    adam: Adam<M, f32, Cpu>,
    gradients: Option<Gradients<f32, Cpu>>,
}

impl<B, const I: usize, const O: usize> Dfdx<'_, B, I, O> {
    /// Computes the gradient, and puts back what it lies in after `use_it`.
    fn gradient_of<M>(
        &self,
        model: &mut Model<M>,
        (inputs, targets): &(Rows<I>, Rows<O>),
        use_it: impl FnOnce(&mut M, &mut Adam<M, f32, Cpu>, &Gradients<f32, Cpu>),
    ) where
        M: ZeroGrads<f32, Cpu> + dfdx::nn::Module<Rows<I, Tape>, Output = Rows<O, Tape>>,
    {
        let outputs = model.layers.forward(inputs.clone().traced(model.gradients.take().unwrap()));
        let targets = targets.clone();
        let loss = match self.workload.classifies {
            true => cross_entropy_with_logits_loss(outputs, targets),
            false => mse_loss(outputs, targets),
        };
        let mut gradients = loss.backward();
        use_it(&mut model.layers, &mut model.adam, &gradients);
        model.layers.zero_grads(&mut gradients);
        model.gradients = Some(gradients);
    }
}

impl<B, const I: usize, const O: usize> Network for Dfdx<'_, B, I, O>
where
    B: BuildOnDevice<Cpu, f32>,
    B::Built: FirstVariables
        + ZeroGrads<f32, Cpu>
        + dfdx::nn::Module<Rows<I>, Output = Rows<O>>
        + dfdx::nn::Module<Rows<I, Tape>, Output = Rows<O, Tape>>,
{
    type Model = Model<B::Built>;
    type Batch = (Rows<I>, Rows<O>);

    fn model(&self) -> Self::Model {
        let mut layers = self.device.build_module::<B, f32>();
        layers.set(&mut self.workload.dense().iter());
        let settings = AdamConfig {
            lr: self.workload.learning_rate,
            eps: self.workload.epsilon,
            ..AdamConfig::default()
        };
        let gradients = Some(layers.alloc_grads());
        Model { adam: Adam::new(&layers, settings), layers, gradients }
    }

    fn batch(&self, samples: usize, inputs: Vec<f32>, targets: Vec<f32>) -> Self::Batch {
        let mut values = targets;
        if self.workload.classifies {
            let classes = values;
            values = vec![0.0; samples * O];
            for (row, class) in values.chunks_exact_mut(O).zip(classes) {
                row[class as usize] = 1.0;
            }
        }
        (
            self.device.tensor_from_vec(inputs, (samples, Const::<I>)),
            self.device.tensor_from_vec(values, (samples, Const::<O>)),
        )
    }

    fn step(&self, model: &mut Self::Model, batch: &Self::Batch) {
        self.gradient_of(model, batch, |layers, adam, gradients| adam.update(layers, gradients).unwrap());
    }

    fn gradient(&self, model: &mut Self::Model, batch: &Self::Batch) {
        self.gradient_of(model, batch, |_, _, gradients| {
            std::hint::black_box(gradients);
        });
    }

    fn predict(&self, model: &Self::Model, (inputs, _): &Self::Batch) -> Vec<f32> {
        let outputs = model.layers.forward(inputs.clone());
        if self.workload.classifies { outputs.softmax::<Axis<1>>() } else { outputs }.as_vec()
    }
}

/// Takes the first variables of each layer in turn.
trait FirstVariables {
    fn set<'a>(&mut self, layers: &mut impl Iterator<Item = &'a Dense<'a>>);
}

impl<const I: usize, const O: usize> FirstVariables for dfdx::nn::modules::Linear<I, O, f32, Cpu> {
    fn set<'a>(&mut self, layers: &mut impl Iterator<Item = &'a Dense<'a>>) {
        let dense = layers.next().unwrap();
        self.weight.copy_from(&dense.transposed());
        self.bias.copy_from(dense.bias.unwrap());
    }
}

impl<const I: usize, const O: usize> FirstVariables for dfdx::nn::modules::UnbiasedLinear<I, O, f32, Cpu> {
    fn set<'a>(&mut self, layers: &mut impl Iterator<Item = &'a Dense<'a>>) {
        self.weight.copy_from(&layers.next().unwrap().transposed());
    }
}

impl FirstVariables for ReLU {
    fn set<'a>(&mut self, _: &mut impl Iterator<Item = &'a Dense<'a>>) {}
}

impl FirstVariables for Tanh {
    fn set<'a>(&mut self, _: &mut impl Iterator<Item = &'a Dense<'a>>) {}
}

impl<A: FirstVariables, B: FirstVariables> FirstVariables for (A, B) {
    fn set<'a>(&mut self, layers: &mut impl Iterator<Item = &'a Dense<'a>>) {
        self.0.set(layers);
        self.1.set(layers);
    }
}

impl<A: FirstVariables, B: FirstVariables, C: FirstVariables> FirstVariables for (A, B, C) {
    fn set<'a>(&mut self, layers: &mut impl Iterator<Item = &'a Dense<'a>>) {
        self.0.set(layers);
        self.1.set(layers);
        self.2.set(layers);
    }
}

fn run<B, const I: usize, const O: usize>(workload: &Workload)
where
    for<'a> Dfdx<'a, B, I, O>: Network,
{
    let builder = std::marker::PhantomData::<B>;
    measure(workload, &Dfdx::<B, I, O> { workload, device: Cpu::default(), builder });
}

fn main() {
    dfdx::flush_denormals_to_zero();
    let workload = Workload::from_arguments();
    match workload.name.as_str() {
        "W1" | "W6a" => run::<Iris, 4, 3>(&workload),
        "W2" => run::<Small, 24, 2>(&workload),
        "W3b32" | "W3b128" | "W6b" | "W6c" => run::<Images, 784, 10>(&workload),
        "W4" => run::<Deep, 784, 10>(&workload),
        "W8" => run::<Table, 32, 1>(&workload),
        "W9" => run::<Exponential, 4, 4>(&workload),
        name => panic!("no model for {name}"),
    }
}
