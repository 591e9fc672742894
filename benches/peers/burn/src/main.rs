//! burn on its CPU backend "flex".

use burn::module::{Module, Param};
use burn::nn::conv::{Conv2d, Conv2dConfig};
use burn::nn::loss::{CrossEntropyLoss, MseLoss, Reduction};
use burn::nn::pool::{MaxPool2d, MaxPool2dConfig};
use burn::nn::{Linear, LinearConfig, Lstm, LstmConfig, PaddingConfig2d};
use burn::optim::{AdamConfig, GradientsParams, ModuleOptimizer};
use burn::tensor::activation::{relu, softmax, tanh};
use burn::tensor::{Device, Int, Tensor, TensorData};
use peer::{Dense, Kind, Network, Workload, channels_first, filters_first, measure};

#[derive(Module, Debug)]
struct Convolutions {
    first: Conv2d,
    second: Conv2d,
    pool: MaxPool2d,
}

impl Convolutions {
    fn forward(&self, inputs: Tensor<2>) -> Tensor<2> {
        let samples = inputs.dims()[0];
        let values = self.pool.forward(relu(self.first.forward(inputs.reshape([samples, 1, 28, 28]))));
        self.pool.forward(relu(self.second.forward(values))).reshape([samples, 256])
    }
}

/// What stands before the dense layers.
#[derive(Module, Debug)]
struct Front {
    convolutions: Option<Convolutions>,
    lstm: Option<Lstm>,
}

impl Front {
    fn forward(&self, inputs: Tensor<2>) -> Tensor<2> {
        if let Some(convolutions) = &self.convolutions {
            return convolutions.forward(inputs);
        }
        let Some(lstm) = &self.lstm else { return inputs };
        let samples = inputs.dims()[0];
        lstm.forward(inputs.reshape([samples, 32, 16]), None).1.hidden
    }
}

#[derive(Module, Debug)]
struct Layers {
    front: Front,
    layers: Vec<Linear>,
    tanh: bool,
}

impl Layers {
    fn forward(&self, inputs: Tensor<2>) -> Tensor<2> {
        let inputs = self.front.forward(inputs);
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
        let config = LinearConfig::new(dense.inputs, dense.outputs).with_bias(false);
        let mut linear = config.init(&self.device);
        linear.weight = self.parameter(dense.kernel.to_vec(), &[dense.inputs, dense.outputs]);
        linear.bias = dense.bias.map(|bias| self.parameter(bias.to_vec(), &[dense.outputs]));
        linear
    }

    fn parameter<const D: usize>(&self, values: Vec<f32>, shape: &[usize]) -> Param<Tensor<D>> {
        Param::from_data(TensorData::new(values, shape.to_vec()), &self.device)
    }

    fn front(&self) -> Front {
        let variables = self.workload.front_variables();
        let convolutions = (self.workload.front == "lenet").then(|| Convolutions {
            first: self.convolution(variables[0], variables[1].1),
            second: self.convolution(variables[2], variables[3].1),
            pool: MaxPool2dConfig::new([2, 2]).with_strides([2, 2]).init(),
        });
        let lstm = (self.workload.front == "lstm")
            .then(|| self.lstm(variables[0].1, variables[1].1, variables[2].1));
        Front { convolutions, lstm }
    }

    fn convolution(&self, kernel: (&[usize], &[f32]), bias: &[f32]) -> Conv2d {
        let &[height, width, channels, filters] = kernel.0 else { panic!("a kernel has four axes") };
        let config = Conv2dConfig::new([channels, filters], [height, width]).with_padding(PaddingConfig2d::Valid);
        let mut layer = config.init(&self.device);
        layer.weight = self.parameter(filters_first(kernel), &[filters, channels, height, width]);
        layer.bias = Some(self.parameter(bias.to_vec(), &[filters]));
        layer
    }

    fn lstm(&self, kernel: &[f32], recurrent: &[f32], bias: &[f32]) -> Lstm {
        let mut lstm = LstmConfig::new(16, 32, true).init(&self.device);
        let forget = lstm.forget_gate.as_mut().expect("the gates are not coupled");
        let gates = [&mut lstm.input_gate, forget, &mut lstm.cell_gate, &mut lstm.output_gate];
        for (number, gate) in gates.into_iter().enumerate() {
            let columns = |values: &[f32]| -> Vec<f32> {
                values.chunks_exact(128).flat_map(|row| &row[32 * number..][..32]).copied().collect()
            };
            gate.input_transform.weight = self.parameter(columns(kernel), &[16, 32]);
            gate.input_transform.bias = Some(self.parameter(columns(bias), &[32]));
            gate.hidden_transform.weight = self.parameter(columns(recurrent), &[32, 32]);
            // The others have one bias; two would learn twice as fast.
            gate.hidden_transform.bias = None;
        }
        lstm
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
        let mut layers: Vec<Linear> = self.workload.dense().iter().map(|dense| self.linear(dense)).collect();
        if self.workload.front == "lenet" {
            let kernel = channels_first(self.workload.dense()[0].kernel);
            layers[0].weight = self.parameter(kernel, &[256, 120]);
        }
        let adam = AdamConfig::new().with_epsilon(self.workload.epsilon as f32);
        (Some(Layers { front: self.front(), layers, tanh: self.workload.tanh }), adam.init())
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
