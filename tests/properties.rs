//! Properties that hold for all data.

use plywood::prelude::*;
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
    let mut model = Plain::<f64>::new(seed).compile(SGD::new(0.1), MeanSquaredError::default(), ());
    model.fit(data, Fit::epochs(1).batch_size(data.len()).shuffle(false)).unwrap();
    values(&*model)
}

fn values(model: &impl Model<Scalar = f64>) -> Vec<f64> {
    model.weights().into_iter().flat_map(|weight| weight.values).collect()
}

proptest! {
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
