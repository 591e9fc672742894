//! For tests: a training whose epochs end with numbers that are known beforehand.

use super::{Compile as _, Compiled, Fit};
use crate::callbacks::{Callback, LambdaCallback};
use crate::data::Dataset;
use crate::error::Result;
use crate::history::History;
use crate::layers::Dense;
use crate::losses::MeanSquaredError;
use crate::model::{Model as _, Weight};
use crate::optimizers::{IntoLearningRate, SGD};
use crate::tensor::Features;

crate::model! { pub(crate) struct Line { Dense<1, 1> } }

pub(crate) type Trained = Compiled<Line, SGD, MeanSquaredError, ()>;

/// A model that learns something in every epoch.
pub(crate) fn line(rate: impl IntoLearningRate) -> Trained {
    Line::new(1).compile(SGD::new(rate), MeanSquaredError::default(), ())
}

/// The same with moving averages of its weights.
pub(crate) fn averaging() -> Trained {
    let sgd = SGD::new(0.8).use_ema(true).ema_momentum(0.5);
    Line::new(1).compile(sgd, MeanSquaredError::default(), ())
}

/// Two samples.
pub(crate) fn data() -> Dataset<Features<1>, Features<1>> {
    Dataset::new([[0.1], [0.2]], [[1.0], [0.0]]).unwrap()
}

/// Trains for `epochs` epochs of two batches.
pub(crate) fn train(model: &mut Trained, epochs: usize, callbacks: impl Callback) -> Result<History> {
    model.fit(&data(), Fit::epochs(epochs).batch_size(1).shuffle(false).callbacks(callbacks))
}

/// Makes the numbers of this list those called `score`, one for each epoch; NaN means that there is none.
pub(crate) fn scores(scores: &[f64]) -> LambdaCallback<'_> {
    LambdaCallback::new().on_train_begin(|training| training.add_name("score")).on_epoch_end(|logs, _| {
        if !scores[logs.epoch].is_nan() {
            logs.insert("score", scores[logs.epoch]);
        }
    })
}

/// Trains for as many epochs as there are scores.
pub(crate) fn run(script: &[f64], callback: impl Callback) -> History {
    train(&mut line(0.8), script.len(), (scores(script), callback)).unwrap()
}

/// Keeps the weights of each epoch.
pub(crate) fn gather(weights: &mut Vec<Vec<Weight<f64>>>) -> LambdaCallback<'_> {
    LambdaCallback::new().on_epoch_end(|_, training| weights.push(training.weights()))
}

/// The weights as callbacks see them.
pub(crate) fn weights(model: &Trained) -> Vec<Weight<f64>> {
    model.weights().into_iter().map(Weight::cast).collect()
}
