//! A workload, read from the files that the harness has written.

use std::collections::HashMap;
use std::path::Path;
use std::{env, fs};

/// What is timed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Training.
    Fit,
    /// The loss and its gradient, without a step.
    Gradient,
    /// Predictions.
    Predict,
}

pub struct Workload {
    pub name: String,
    pub kind: Kind,
    /// The widths of the dense layers, that of what flows into the first of them first.
    pub layers: Vec<usize>,
    /// What stands before them: `none`, `lenet` or `lstm`.
    pub front: String,
    /// The shapes of the variables of that, as Keras has them.
    front_shapes: Vec<Vec<usize>>,
    /// Whether the hidden layers have `tanh`; otherwise they have `relu`.
    pub tanh: bool,
    /// Whether the output is a softmax with cross-entropy; otherwise it is linear with the mean squared error.
    pub classifies: bool,
    /// Whether the last layer has a bias.
    pub last_bias: bool,
    pub learning_rate: f64,
    pub epsilon: f64,
    pub samples: usize,
    pub batch: usize,
    pub epochs: usize,
    /// Whether the timed runs shuffle before each epoch. The run that is checked never does.
    pub shuffle: bool,
    /// The inputs of all samples.
    pub inputs: Vec<f32>,
    /// The targets of all samples: classes as numbers, or the values of the output.
    pub targets: Vec<f32>,
    variables: Vec<f32>,
}

/// The first variables of a layer.
pub struct Dense<'a> {
    pub inputs: usize,
    pub outputs: usize,
    /// One row for each input.
    pub kernel: &'a [f32],
    pub bias: Option<&'a [f32]>,
}

impl Workload {
    /// The workload in the file that the program's first argument names.
    pub fn from_arguments() -> Self {
        Self::read(Path::new(&env::args().nth(1).expect("the first argument is a workload's file")))
    }

    fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let settings: HashMap<&str, &str> = text.lines().filter_map(|line| line.split_once(' ')).collect();
        let number = |key: &str| settings[key].parse::<f64>().unwrap();
        let count = |key: &str| number(key) as usize;
        let layers: Vec<usize> = settings["layers"].split(' ').map(|width| width.parse().unwrap()).collect();
        let classifies = settings["loss"] == "crossentropy";
        let samples = count("samples");
        let axes = |shape: &str| shape.split('x').map(|axis| axis.parse().unwrap()).collect();
        let values = |key: &str, len| floats(&path.with_file_name(settings[key]), len);
        Self {
            name: settings["name"].to_owned(),
            kind: match settings["kind"] {
                "fit" => Kind::Fit,
                "gradient" => Kind::Gradient,
                "predict" => Kind::Predict,
                kind => panic!("no such kind of workload: {kind}"),
            },
            tanh: settings["hidden"] == "tanh",
            classifies,
            last_bias: count("last_bias") == 1,
            learning_rate: number("learning_rate"),
            epsilon: number("epsilon"),
            samples,
            batch: count("batch"),
            epochs: count("epochs"),
            shuffle: count("shuffle") == 1,
            inputs: values("inputs", Some(samples * count("width"))),
            front: settings["front"].to_owned(),
            front_shapes: settings["front_shapes"].split_whitespace().map(axes).collect(),
            targets: values("targets", Some(samples * if classifies { 1 } else { layers[layers.len() - 1] })),
            variables: values("variables", None),
            layers,
        }
    }

    pub fn classes(&self) -> impl Iterator<Item = usize> {
        self.targets.iter().map(|&class| class as usize)
    }

    /// The width of the output.
    pub fn outputs(&self) -> usize {
        self.layers[self.layers.len() - 1]
    }

    /// The first variables of what stands before the dense layers, as Keras has them.
    pub fn front_variables(&self) -> Vec<(&[usize], &[f32])> {
        let mut rest = self.variables.as_slice();
        let of = |shape: &'_ Vec<usize>| rest.split_off(..shape.iter().product()).expect("the file has all variables");
        let values: Vec<&[f32]> = self.front_shapes.iter().map(of).collect();
        self.front_shapes.iter().map(Vec::as_slice).zip(values).collect()
    }

    /// The dense layers with the variables that every library begins with.
    pub fn dense(&self) -> Vec<Dense<'_>> {
        let before: usize = self.front_variables().iter().map(|(_, values)| values.len()).sum();
        let mut rest = &self.variables[before..];
        let mut take = |len| rest.split_off(..len).expect("the file has all variables");
        let last = self.layers.len() - 2;
        let widths = self.layers.windows(2).enumerate();
        widths
            .map(|(layer, widths)| Dense {
                inputs: widths[0],
                outputs: widths[1],
                kernel: take(widths[0] * widths[1]),
                bias: (layer < last || self.last_bias).then(|| take(widths[1])),
            })
            .collect()
    }

    /// The loss of predictions for all samples: probabilities, or values.
    pub fn loss(&self, predictions: &[f32]) -> f64 {
        if self.classifies {
            let of_class = predictions.chunks_exact(self.outputs()).zip(self.classes());
            let log = |(probabilities, class): (&[f32], usize)| {
                f64::from(probabilities[class].max(f32::MIN_POSITIVE)).ln()
            };
            -of_class.map(log).sum::<f64>() / self.samples as f64
        } else {
            let error = |(value, target): (&f32, &f32)| f64::from(value - target).powi(2);
            predictions.iter().zip(&self.targets).map(error).sum::<f64>() / self.targets.len() as f64
        }
    }
}

impl Dense<'_> {
    /// The kernel with one row for each output.
    pub fn transposed(&self) -> Vec<f32> {
        let column = |output| self.kernel.iter().skip(output).step_by(self.outputs);
        (0..self.outputs).flat_map(column).copied().collect()
    }
}

/// The kernel of a convolution with filters first, then channels: as many libraries have it.
pub fn filters_first((shape, kernel): (&[usize], &[f32])) -> Vec<f32> {
    let &[height, width, channels, filters] = shape else { panic!("a kernel has four axes") };
    let at = |filter, channel, place| kernel[(place * channels + channel) * filters + filter];
    let places = |filter, channel| (0..height * width).map(move |place| at(filter, channel, place));
    (0..filters).flat_map(|filter| (0..channels).flat_map(move |channel| places(filter, channel))).collect()
}

/// The kernel behind LeNet's convolutions, for images of 16 channels that come before the 4 × 4 pixels.
pub fn channels_first(kernel: &[f32]) -> Vec<f32> {
    let row = |channel: usize, pixel: usize| &kernel[(pixel * 16 + channel) * 120..][..120];
    (0..16).flat_map(|channel| (0..16).flat_map(move |pixel| row(channel, pixel))).copied().collect()
}

/// The first `len` numbers of a file, or all.
fn floats(path: &Path, len: Option<usize>) -> Vec<f32> {
    let bytes = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let values = bytes.chunks_exact(4).map(|bytes| f32::from_le_bytes(bytes.try_into().unwrap()));
    let values: Vec<f32> = values.take(len.unwrap_or(usize::MAX)).collect();
    assert!(len.is_none_or(|len| len == values.len()), "{} is too short", path.display());
    values
}
