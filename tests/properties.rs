//! Properties that hold for all data.

use plywood::activations::linear;
use plywood::losses::Prediction;
use plywood::metrics::{
    AUC, Average, BinaryAccuracy, BinaryIoU, CategoricalAccuracy, CosineSimilarity, Curve, F1Score, Metrics,
    Precision, R2Score, Recall, RootMeanSquaredError, Seen, SensitivityAtSpecificity,
    TopKCategoricalAccuracy, Weighted,
};
use plywood::optimizers::Optimizer;
use plywood::prelude::*;
use plywood::{Batch, Lanes, Scores};
use proptest::prelude::{Strategy, prop, prop_assert, prop_assert_eq, proptest};

model! { struct Plain { Dense<5, 7, tanh>, Dense<_, 3> } }

model! { struct Net { Dense<5, 7, tanh>, Dropout(0.5), Dense<_, 4, relu>, Dense<_, 3, softmax> } }

fn samples() -> impl Strategy<Value = Vec<[f64; 5]>> {
    prop::collection::vec(prop::array::uniform5(-10.0..10.0), 1..40)
}

type Data = Dataset<Features<5>, Features<3>, f64>;

fn data(samples: Vec<[f64; 5]>) -> Data {
    let targets: Vec<[f64; 3]> = samples.iter().map(|x| [x[0].sin(), x[1].cos(), x[2] / 10.0]).collect();
    Dataset::new(samples, targets).unwrap()
}

/// The weights after one step on all of the data.
fn fitted(data: &Data, seed: u64) -> Vec<f64> {
    trained(data, seed, SGD::new(0.1), data.len(), 1)
}

/// The weights after so many epochs in batches of this size.
fn trained(data: &Data, seed: u64, optimizer: impl Optimizer, batch_size: usize, epochs: usize) -> Vec<f64> {
    let mut model = Plain::<f64>::new(seed).compile(optimizer, MeanSquaredError::default(), ());
    model.fit(data, Fit::epochs(epochs).batch_size(batch_size).shuffle(false)).unwrap();
    values(&*model)
}

fn values(model: &impl Model<Scalar = f64>) -> Vec<f64> {
    model.weights().into_iter().flat_map(|weight| weight.values).collect()
}

/// Outputs, a target for each, and the sample's weight. Targets and weights are whole, so that sums of them are exact.
type Judged = ([f64; 3], [bool; 3], u8);

fn judged() -> impl Strategy<Value = Vec<Judged>> {
    let sample = (prop::array::uniform3(0.0..1.0), prop::array::uniform3(prop::bool::ANY), 0u8..5);
    prop::collection::vec(sample, 1..40)
}

/// What metrics of all kinds say of these batches, with their weights or without.
fn judge(batches: &[&[Judged]], is_weighted: bool) -> Scores {
    let metrics = (
        Weighted(AUC::new().num_thresholds(20)),
        Weighted(BinaryAccuracy::new()),
        Weighted(BinaryIoU::new()),
        Weighted(CategoricalAccuracy::new()),
        Weighted(CosineSimilarity::new()),
        Weighted(F1Score::new()),
        Weighted(Precision::new().thresholds([0.2, 0.5])),
        Weighted(R2Score::new().class_aggregation(None)),
        Weighted(Recall::new().top_k(2)),
        Weighted(RootMeanSquaredError::new()),
        Weighted(SensitivityAtSpecificity::new(0.5)),
        Weighted(TopKCategoricalAccuracy::new().k(2)),
    );
    gather(&metrics, batches, is_weighted)
}

fn gather<Ms: Metrics<Features<3>, linear, Features<3>>>(
    metrics: &Ms,
    batches: &[&[Judged]],
    is_weighted: bool,
) -> Scores {
    let mut states = metrics.states();
    for batch in batches {
        let lanes = Lanes::new(batch.len());
        let (mut outputs, mut targets) = (vec![0.0; 3 * lanes.stride()], vec![0.0; 3 * lanes.stride()]);
        for (lane, (output, target, _)) in batch.iter().enumerate() {
            for value in 0..3 {
                outputs[value * lanes.stride() + lane] = output[value];
                targets[value * lanes.stride() + lane] = f64::from(target[value]);
            }
        }
        let weights: Vec<f64> = batch.iter().map(|&(.., weight)| weight.into()).collect();
        let outputs = Batch::new(&outputs, lanes);
        let prediction = Prediction::new(outputs, outputs);
        let weights = is_weighted.then_some(weights.as_slice());
        metrics.update(&mut states, Seen::new(prediction, Batch::new(&targets, lanes), weights));
    }
    metrics.scores(&states, 0.0)
}

fn are_close(a: &Scores, b: &Scores) -> bool {
    let is_close = |(a, b): (f64, f64)| (a - b).abs() < 1e-9 || (a.is_nan() && b.is_nan());
    a.iter().count() == b.iter().count()
        && a.iter().zip(b.iter()).all(|(a, b)| a.0 == b.0 && is_close((a.1, b.1)))
}

proptest! {
    #[test]
    fn metrics_of_batches_are_those_of_all_samples(samples in judged(), cut in 0usize..40) {
        let (first, second) = samples.split_at(cut % samples.len());
        let (whole, parts) = (judge(&[&samples], true), judge(&[first, second], true));
        prop_assert!(are_close(&whole, &parts), "{} {}", whole, parts);
    }

    #[test]
    fn metrics_do_not_depend_on_the_order_of_batches(samples in judged(), cut in 0usize..40) {
        let (first, second) = samples.split_at(cut % samples.len());
        let (one, other) = (judge(&[first, second], true), judge(&[second, first], true));
        prop_assert!(are_close(&one, &other), "{} {}", one, other);
    }

    #[test]
    fn weights_of_1_change_no_metric(mut samples in judged()) {
        samples.iter_mut().for_each(|(.., weight)| *weight = 1);
        let (weighted, unweighted) = (judge(&[&samples], true), judge(&[&samples], false));
        prop_assert!(are_close(&weighted, &unweighted), "{} {}", weighted, unweighted);
    }

    #[test]
    fn a_weight_of_2_is_a_sample_twice(samples in judged()) {
        let twice = |&(outputs, targets, weight): &Judged| vec![(outputs, targets, 1); weight.into()];
        let repeated: Vec<Judged> = samples.iter().flat_map(twice).collect();
        let (weighted, repeated) = (judge(&[&samples], true), judge(&[&repeated], false));
        prop_assert!(are_close(&weighted, &repeated), "{} {}", weighted, repeated);
    }

    #[test]
    fn a_batch_is_its_samples_one_by_one(samples in samples(), seed: u64) {
        let model = Net::<f64>::new(seed);
        let together = model.predict(&samples);
        for (sample, prediction) in samples.iter().zip(together) {
            prop_assert_eq!(model.predict(sample), prediction, "bit for bit");
        }
    }

    #[test]
    fn probabilities_sum_to_one(samples in samples(), seed: u64) {
        for prediction in Net::<f64>::new(seed).predict(&samples) {
            prop_assert!(prediction.iter().all(|p| (0.0..=1.0).contains(p)));
            prop_assert!((prediction.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn the_gradient_does_not_depend_on_the_order_of_samples(samples in samples(), seed: u64, turn in 0usize..40) {
        let mut turned = samples.clone();
        turned.rotate_left(turn % samples.len());
        let pairs = fitted(&data(samples), seed).into_iter().zip(fitted(&data(turned), seed));
        for (a, b) in pairs {
            prop_assert!((a - b).abs() < 1e-12, "{} {}", a, b);
        }
    }

    /// The step on a batch is the mean of the steps on its samples.
    #[test]
    fn a_batch_is_learnt_from_like_its_samples(samples in samples(), seed: u64) {
        let start = values(&Plain::<f64>::new(seed));
        let count = samples.len() as f64;
        let mut mean = vec![0.0; start.len()];
        for sample in &samples {
            let steps = fitted(&data(vec![*sample]), seed).into_iter().zip(&start);
            mean.iter_mut().zip(steps).for_each(|(mean, (after, before))| *mean += (after - before) / count);
        }
        let pairs = fitted(&data(samples), seed).into_iter().zip(start.iter().zip(mean));
        for (together, (before, step)) in pairs {
            prop_assert!((together - (before + step)).abs() < 1e-12, "{} {}", together, before + step);
        }
    }

    #[test]
    fn weights_of_1_change_nothing(samples in samples(), seed: u64) {
        let data = data(samples);
        let weighted = data.clone().sample_weight(vec![1.0; data.len()]).unwrap();
        prop_assert_eq!(fitted(&data, seed), fitted(&weighted, seed), "bit for bit");
    }

    /// A sample of weight 2 counts twice: like itself, and once more in place of one of weight 0.
    #[test]
    fn a_weight_of_2_counts_twice(samples in samples(), seed: u64) {
        let doubled: Vec<[f64; 5]> = samples.iter().flat_map(|sample| [*sample, *sample]).collect();
        let weights = (0..doubled.len()).map(|row| if row % 2 == 0 { 2.0 } else { 0.0 });
        let weighted = data(doubled.clone()).sample_weight(weights).unwrap();
        for (a, b) in fitted(&data(doubled), seed).into_iter().zip(fitted(&weighted, seed)) {
            prop_assert!((a - b).abs() < 1e-12, "{} {}", a, b);
        }
    }

    /// As many batches, each that much smaller, make the same step.
    #[test]
    fn accumulated_batches_equal_one_large_one(
        samples in prop::collection::vec(prop::array::uniform5(-1.0..1.0), 36..=36),
        seed: u64,
        batches in 1usize..=4,
    ) {
        let data = data(samples);
        let (sgd, adam) = (SGD::new(0.1), Adam::new(0.01));
        let small = trained(&data, seed, sgd.clone().gradient_accumulation_steps(batches), 12 / batches, 3);
        for (a, b) in small.into_iter().zip(trained(&data, seed, sgd, 12, 3)) {
            prop_assert!((a - b).abs() < 1e-12, "{} {}", a, b);
        }
        let small = trained(&data, seed, adam.clone().gradient_accumulation_steps(batches), 12 / batches, 3);
        for (a, b) in small.into_iter().zip(trained(&data, seed, adam, 12, 3)) {
            prop_assert!((a - b).abs() < 1e-12, "{} {}", a, b);
        }
    }

    #[test]
    fn a_norm_that_no_gradient_reaches_clips_nothing(samples in samples(), seed: u64) {
        let data = data(samples);
        let free = trained(&data, seed, Adam::new(0.01), 7, 2);
        for clipped in [Adam::new(0.01).global_clipnorm(1e9), Adam::new(0.01).clipnorm(1e9)] {
            prop_assert_eq!(&trained(&data, seed, clipped, 7, 2), &free, "bit for bit");
        }
    }

    #[test]
    fn weights_that_were_read_can_be_set(seed: u64, other: u64) {
        let (model, mut copy) = (Net::<f64>::new(seed), Net::<f64>::new(other));
        copy.set_weights(&model.weights()).unwrap();
        prop_assert_eq!(copy.weights(), model.weights());
        prop_assert_eq!(copy.predict(&[0.5; 5]), model.predict(&[0.5; 5]));
    }

    #[test]
    fn standard_scaling_can_be_undone(samples in samples()) {
        let targets = vec![0; samples.len()];
        let data: Dataset<Features<5>, Classes<1>, f64> = Dataset::new(samples.clone(), targets).unwrap();
        let scaler = StandardScaler::fit(&data);
        for (scaled, sample) in scaler.transform(&data).samples().iter().zip(&samples) {
            for feature in 0..5 {
                let back = scaled[feature] * scaler.deviation()[feature] + scaler.mean()[feature];
                prop_assert!((back - sample[feature]).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn every_text_is_a_history_or_an_error(text: String) {
        if let Ok(history) = plywood::History::from_json(&text) {
            let again = plywood::History::from_json(&history.to_json()).unwrap();
            prop_assert_eq!(again.epochs(), history.epochs());
        }
    }
}

/// What Keras 3.15.1 says of the output 0.2 for targets that are all 0, where it says a number.
#[test]
fn no_metric_is_nothing_divided_by_nothing() {
    model! { struct Fifth { Dense<1, 1>(kernel_initializer = Zeros, bias_initializer = Constant(0.2)) } }
    let metrics = (
        (Precision::new(), 0.0),
        (Recall::new(), 0.0),
        (AUC::new(), 0.0),
        (AUC::new().curve(Curve::PR), 0.0),
        (BinaryIoU::new(), 0.999_999_9),
        (CosineSimilarity::new(), 0.0),
        (F1Score::new().threshold(0.5).average(Average::Macro), 0.0),
        (RecallAtPrecision::new(0.5), 0.0),
        (SensitivityAtSpecificity::new(0.5), 0.0),
        (R2Score::new(), 0.0),
        (BinaryAccuracy::new(), 1.0),
        (RootMeanSquaredError::new(), 0.2),
    );
    macro_rules! judge {
        ($($index:tt)*) => {
            $(
                let (metric, expected) = metrics.$index;
                for (target, is_weighted) in [(0.0, true), (1.0, true), (0.0, false), (1.0, false)] {
                    let data = Dataset::<Features<1>, Features<1>, f64>::new([[1.0]; 4], [[target]; 4]).unwrap();
                    let data = if is_weighted { data } else { data.sample_weight([0.0; 4]).unwrap() };
                    let metrics = (Weighted(metric.clone()),);
                    let model = Fifth::<f64>::new(1).compile(SGD::new(0.1), MeanSquaredError::new(), metrics);
                    let scores = model.evaluate(&data).unwrap();
                    let (name, value) = scores.iter().nth(1).unwrap();
                    assert!(value.is_finite(), "{name} of {target}: {value}");
                    if target == 0.0 && is_weighted {
                        assert!((value - expected).abs() < 1e-6, "{name}: {value}");
                    }
                }
            )*
        };
    }
    judge!(0 1 2 3 4 5 6 7 8 9 10 11);
}

/// A constant output that is met leaves it to the others when to stop.
#[test]
fn an_output_that_does_not_vary_does_not_stop_a_training() {
    model! { struct Line { Dense<1, 2, linear, NoBias>(kernel_initializer = Zeros) } }
    let data = Dataset::<Features<1>, Features<2>, f64>::new(
        [[1.0], [2.0], [3.0]],
        [[1.0, 0.0], [2.0, 0.0], [3.0, 0.0]],
    );
    let data = data.unwrap();
    let mut model = Line::<f64>::new(1).compile(SGD::new(0.02), MeanSquaredError::new(), (R2Score::new(),));
    let mut early = EarlyStopping::new().monitor("r2_score").patience(2);
    let history = model.fit(&data, Fit::epochs(20).callbacks(&mut early)).unwrap();
    assert_eq!(history.epochs().len(), 20);
    assert!(history.get("r2_score").unwrap().is_sorted());
}
