//! burn on its CPU backend "flex".

use burn::module::{Module, Param};
use burn::nn::Linear;
use burn::nn::LinearConfig;
use burn::nn::loss::{CrossEntropyLoss, MseLoss, Reduction};
use burn::optim::{AdamConfig, GradientsParams, ModuleOptimizer};
use burn::tensor::activation::{relu, softmax, tanh};
use burn::tensor::{Device, Int, Tensor, TensorData};
use peer::{Dense, Kind, Network, Workload, measure};

#[derive(Module, Debug)]
struct Layers {
    layers: Vec<Linear>,
    tanh: bool,
}

impl Layers {
    fn forward(&self, inputs: Tensor<2>) -> Tensor<2> {
        let (last, hidden) = self.layers.split_last().unwrap();
        let activation = if self.tanh { tanh } else { relu };
        last.forward(hidden.iter().fold(inputs, |values, layer| activation(layer.forward(values))))
    }
}

enum Targets {
    Classes(Tensor<1, Int>),
    Values(Tensor<2>),
}

struct Burn<'a> {
    workload: &'a Workload,
    device: Device,
}

impl Burn<'_> {
    fn linear(&self, dense: &Dense<'_>) -> Linear {
        let values = |values: &[f32], shape: &[usize]| TensorData::new(values.to_vec(), shape.to_vec());
        let config = LinearConfig::new(dense.inputs, dense.outputs).with_bias(false);
        let mut linear = config.init(&self.device);
        linear.weight = Param::from_data(values(dense.kernel, &[dense.inputs, dense.outputs]), &self.device);
        linear.bias = dense.bias.map(|bias| Param::from_data(values(bias, &[dense.outputs]), &self.device));
        linear
    }

    fn loss(&self, layers: &Layers, (inputs, targets): &(Tensor<2>, Targets)) -> Tensor<1> {
        let outputs = layers.forward(inputs.clone());
        match targets {
            Targets::Classes(classes) => {
                CrossEntropyLoss::new(None, &self.device).forward(outputs, classes.clone())
            }
            Targets::Values(values) => MseLoss::new().forward(outputs, values.clone(), Reduction::Mean),
        }
    }
}

impl Network for Burn<'_> {
    type Model = (Option<Layers>, ModuleOptimizer);
    type Batch = (Tensor<2>, Targets);

    fn model(&self) -> Self::Model {
        let layers = self.workload.dense().iter().map(|dense| self.linear(dense)).collect();
        let adam = AdamConfig::new().with_epsilon(self.workload.epsilon as f32);
        (Some(Layers { layers, tanh: self.workload.tanh }), adam.init())
    }

    fn batch(&self, samples: usize, inputs: Vec<f32>, targets: Vec<f32>) -> Self::Batch {
        let matrix = |values: Vec<f32>| {
            let width = values.len() / samples;
            Tensor::from_data(TensorData::new(values, [samples, width]), &self.device)
        };
        let targets = if self.workload.classifies {
            let classes: Vec<i64> = targets.iter().map(|&class| class as i64).collect();
            Targets::Classes(Tensor::from_data(TensorData::new(classes, [samples]), &self.device))
        } else {
            Targets::Values(matrix(targets))
        };
        (matrix(inputs), targets)
    }

    fn step(&self, (layers, adam): &mut Self::Model, batch: &Self::Batch) {
        let before = layers.take().unwrap();
        let gradients = GradientsParams::from_grads(self.loss(&before, batch).backward(), &before);
        *layers = Some(adam.step(self.workload.learning_rate, before, gradients));
    }

    fn gradient(&self, (layers, _): &mut Self::Model, batch: &Self::Batch) {
        let layers = layers.as_ref().unwrap();
        let gradients = GradientsParams::from_grads(self.loss(layers, batch).backward(), layers);
        std::hint::black_box(gradients);
    }

    fn predict(&self, (layers, _): &Self::Model, (inputs, _): &Self::Batch) -> Vec<f32> {
        let layers = layers.as_ref().unwrap();
        let outputs = match self.workload.kind {
            Kind::Predict => layers.forward(inputs.clone()),
            // Otherwise it would leave a graph behind, which slows down each step after it.
            Kind::Fit | Kind::Gradient => layers.valid().forward(inputs.clone().inner()),
        };
        let outputs = if self.workload.classifies { softmax(outputs, 1) } else { outputs };
        outputs.into_data().try_to_vec().unwrap()
    }
}

fn main() {
    let workload = Workload::from_arguments();
    let device = match workload.kind {
        Kind::Fit | Kind::Gradient => Device::flex().autodiff(),
        Kind::Predict => Device::flex(),
    };
    measure(&workload, &Burn { workload: &workload, device });
}
