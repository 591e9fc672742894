//! candle on the CPU: its AdamW without weight decay is Adam.

use candle_core::{Device, Result, Tensor, Var};
use candle_nn::loss::{cross_entropy, mse};
use candle_nn::ops::softmax_last_dim;
use candle_nn::{AdamW, Linear, Module, Optimizer, ParamsAdamW};
use peer::{Kind, Network, Workload, measure};

struct Layers {
    layers: Vec<Linear>,
    tanh: bool,
}

impl Layers {
    fn forward(&self, inputs: &Tensor) -> Result<Tensor> {
        let (last, hidden) = self.layers.split_last().unwrap();
        let mut values = inputs.clone();
        for layer in hidden {
            let sums = layer.forward(&values)?;
            values = if self.tanh { sums.tanh()? } else { sums.relu()? };
        }
        last.forward(&values)
    }
}

struct Candle<'a> {
    workload: &'a Workload,
}

impl Candle<'_> {
    fn loss(&self, layers: &Layers, (inputs, targets): &(Tensor, Tensor)) -> Tensor {
        let outputs = layers.forward(inputs).unwrap();
        if self.workload.classifies { cross_entropy(&outputs, targets) } else { mse(&outputs, targets) }
            .unwrap()
    }

    /// The layers, and the variables that are to be learnt.
    fn layers(&self) -> Result<(Layers, Vec<Var>)> {
        let (mut layers, mut variables) = (Vec::new(), Vec::new());
        let mut variable = |values: &[f32], shape: &[usize]| -> Result<Tensor> {
            let tensor = Tensor::from_slice(values, shape, &Device::Cpu)?;
            if self.workload.kind == Kind::Predict {
                return Ok(tensor);
            }
            let variable = Var::from_tensor(&tensor)?;
            variables.push(variable.clone());
            Ok(variable.into_inner())
        };
        for dense in self.workload.dense() {
            let kernel = variable(&dense.transposed(), &[dense.outputs, dense.inputs])?;
            let bias = dense.bias.map(|bias| variable(bias, &[dense.outputs])).transpose()?;
            layers.push(Linear::new(kernel, bias));
        }
        Ok((Layers { layers, tanh: self.workload.tanh }, variables))
    }
}

impl Network for Candle<'_> {
    type Model = (Layers, AdamW);
    type Batch = (Tensor, Tensor);

    fn model(&self) -> Self::Model {
        let (layers, variables) = self.layers().unwrap();
        let settings = ParamsAdamW {
            lr: self.workload.learning_rate,
            eps: self.workload.epsilon,
            weight_decay: 0.0,
            ..ParamsAdamW::default()
        };
        (layers, AdamW::new(variables, settings).unwrap())
    }

    fn batch(&self, samples: usize, inputs: Vec<f32>, targets: Vec<f32>) -> Self::Batch {
        let matrix = |values: Vec<f32>| {
            let width = values.len() / samples;
            Tensor::from_vec(values, (samples, width), &Device::Cpu).unwrap()
        };
        let targets = if self.workload.classifies {
            let classes: Vec<u32> = targets.iter().map(|&class| class as u32).collect();
            Tensor::from_vec(classes, samples, &Device::Cpu).unwrap()
        } else {
            matrix(targets)
        };
        (matrix(inputs), targets)
    }

    fn step(&self, (layers, adam): &mut Self::Model, batch: &Self::Batch) {
        adam.backward_step(&self.loss(layers, batch)).unwrap();
    }

    fn gradient(&self, (layers, _): &mut Self::Model, batch: &Self::Batch) {
        std::hint::black_box(self.loss(layers, batch).backward().unwrap());
    }

    fn predict(&self, (layers, _): &Self::Model, (inputs, _): &Self::Batch) -> Vec<f32> {
        let outputs = layers.forward(inputs).unwrap();
        let outputs = if self.workload.classifies { softmax_last_dim(&outputs).unwrap() } else { outputs };
        outputs.flatten_all().unwrap().to_vec1().unwrap()
    }
}

fn main() {
    let workload = Workload::from_arguments();
    measure(&workload, &Candle { workload: &workload });
}
