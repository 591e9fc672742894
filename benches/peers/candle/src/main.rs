//! candle on the CPU: its AdamW without weight decay is Adam.

use std::collections::HashMap;

use candle_core::{DType, Device, Result, Tensor, Var};
use candle_nn::loss::{cross_entropy, mse};
use candle_nn::ops::softmax_last_dim;
use candle_nn::rnn::{LSTM, LSTMConfig, RNN, lstm};
use candle_nn::{AdamW, Conv2d, Linear, Module, Optimizer, ParamsAdamW, VarBuilder};
use peer::{Kind, Network, Workload, channels_first, filters_first, measure};

/// What stands before the dense layers.
enum Front {
    Nothing,
    Convolutions([Conv2d; 2]),
    Steps(LSTM),
}

impl Front {
    fn forward(&self, inputs: &Tensor) -> Result<Tensor> {
        match self {
            Self::Nothing => Ok(inputs.clone()),
            Self::Convolutions([first, second]) => {
                let images = inputs.reshape(((), 1, 28, 28))?;
                let values = first.forward(&images)?.relu()?.max_pool2d(2)?;
                second.forward(&values)?.relu()?.max_pool2d(2)?.flatten_from(1)
            }
            Self::Steps(lstm) => {
                let states = lstm.seq(&inputs.reshape(((), 32, 16))?)?;
                Ok(states.last().expect("there are steps").h().clone())
            }
        }
    }
}

struct Layers {
    front: Front,
    layers: Vec<Linear>,
    tanh: bool,
}

impl Layers {
    fn forward(&self, inputs: &Tensor) -> Result<Tensor> {
        let (last, hidden) = self.layers.split_last().unwrap();
        let mut values = self.front.forward(inputs)?;
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
        let front = self.workload.front_variables();
        let front = match self.workload.front.as_str() {
            "lenet" => {
                let mut convolution = |kernel: (&[usize], &[f32]), bias: &[f32]| -> Result<Conv2d> {
                    let &[height, width, channels, filters] = kernel.0 else { panic!("a kernel has four axes") };
                    let weights = variable(&filters_first(kernel), &[filters, channels, height, width])?;
                    Ok(Conv2d::new(weights, Some(variable(bias, &[filters])?), Default::default()))
                };
                let second = convolution(front[2], front[3].1)?;
                Front::Convolutions([convolution(front[0], front[1].1)?, second])
            }
            "lstm" => {
                let transposed = |values: &[f32]| -> Vec<f32> {
                    (0..128).flat_map(|sum| values.iter().skip(sum).step_by(128)).copied().collect()
                };
                // The others have one bias; two would learn twice as fast.
                let config = LSTMConfig { b_hh_init: None, ..LSTMConfig::default() };
                let tensors = HashMap::from([
                    ("weight_ih_l0".to_owned(), variable(&transposed(front[0].1), &[128, 16])?),
                    ("weight_hh_l0".to_owned(), variable(&transposed(front[1].1), &[128, 32])?),
                    ("bias_ih_l0".to_owned(), variable(front[2].1, &[128])?),
                ]);
                let builder = VarBuilder::from_tensors(tensors, DType::F32, &Device::Cpu);
                Front::Steps(lstm(16, 32, config, builder)?)
            }
            _ => Front::Nothing,
        };
        for (number, mut dense) in self.workload.dense().into_iter().enumerate() {
            let reordered = channels_first_if(self.workload, number, dense.kernel);
            dense.kernel = &reordered;
            let kernel = variable(&dense.transposed(), &[dense.outputs, dense.inputs])?;
            let bias = dense.bias.map(|bias| variable(bias, &[dense.outputs])).transpose()?;
            layers.push(Linear::new(kernel, bias));
        }
        Ok((Layers { front, layers, tanh: self.workload.tanh }, variables))
    }
}

/// The kernel of dense layer `number`; behind convolutions, in the order that their outputs have here.
fn channels_first_if(workload: &Workload, number: usize, kernel: &[f32]) -> Vec<f32> {
    if workload.front == "lenet" && number == 0 { channels_first(kernel) } else { kernel.to_vec() }
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
