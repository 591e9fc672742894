//! What plywood promises of every model: small stacks, equal bits, threads, no panic on bad data.

use plywood::callbacks::{BatchLogs, EpochLogs, Training};
use plywood::history::Ending;
use plywood::prelude::*;
use plywood::{Compiled, Error, Weight};

model! { struct Iris { hidden: Dense<4, 8, relu>, Dropout(0.1), Dense<_, 3, softmax> } }

type Trained = Compiled<Iris, Adam, SparseCategoricalCrossentropy, (Accuracy,)>;

fn compiled(seed: u64) -> Trained {
    Iris::new(seed).compile(Adam::new(0.01), SparseCategoricalCrossentropy::default(), (Accuracy::default(),))
}

fn data() -> Dataset<Features<4>, Classes<3>> {
    let data = datasets::iris();
    StandardScaler::fit(&data).transform(&data)
}

/// FNV-1a over the bits of all weights.
fn fingerprint(model: &impl Model<Scalar = f32>) -> u64 {
    let values = model.weights().into_iter().flat_map(|weight| weight.values);
    values.fold(0xcbf2_9ce4_8422_2325, |hash, value| {
        (hash ^ u64::from(value.to_bits())).wrapping_mul(0x0100_0000_01b3)
    })
}

mod stack {
    use super::*;

    model! { struct Wide { Dense<4096, 4096, relu>, Dense<_, 2, softmax> } }

    #[test]
    fn a_large_model_is_trained_and_dropped_on_a_small_stack() {
        let work = || {
            let loss = SparseCategoricalCrossentropy::default();
            let mut model = Wide::new(3).compile(Adam::new(0.001), loss, (Accuracy::default(),));
            let values: Vec<f32> = (0..2 * 4096).map(|n| (n % 7) as f32 / 7.0).collect();
            let data = Dataset::from_slice(&values, [0, 1]).unwrap();
            let before = model.weights()[0].values[..8].to_vec();
            let history = model.fit(&data, Fit::epochs(1).batch_size(2)).unwrap();
            assert!(history.loss()[0].is_finite());
            assert_ne!(model.weights()[0].values[..8], before);
        };
        std::thread::Builder::new().stack_size(64 * 1024).spawn(work).unwrap().join().unwrap();
    }
}

mod seeds {
    use super::*;

    fn trained(seed: u64, fit_seed: Option<u64>) -> u64 {
        let mut model = compiled(seed);
        let fit = Fit::epochs(3).batch_size(7);
        model.fit(&data(), fit_seed.map_or(fit.clone(), |seed| fit.seed(seed))).unwrap();
        fingerprint(&*model)
    }

    #[test]
    fn one_seed_gives_the_same_bits_twice() {
        assert_eq!(trained(5, None), trained(5, None));
        assert_eq!(trained(5, Some(6)), trained(5, Some(6)));
        let elsewhere = std::thread::spawn(|| trained(5, None)).join().unwrap();
        assert_eq!(trained(5, None), elsewhere);
    }

    #[test]
    fn other_seeds_give_other_weights() {
        assert_ne!(trained(5, None), trained(6, None));
        assert_ne!(trained(5, None), trained(5, Some(6)));
    }

    /// First weights that must stay the same in all releases: uniform numbers of the stream (seed 42, first layer, initial
    /// weights), scaled to ±√(6/12), computed by another program from the description in `plywood::rng`.
    #[test]
    fn first_weights_are_pinned() {
        let kernel = &Iris::new(42).weights()[0].values;
        assert_eq!(kernel[..3], PINNED_WEIGHTS);
    }

    const PINNED_WEIGHTS: [f32; 3] = [0.498_759_57, 0.267_872_84, -0.250_143_38];

    #[test]
    fn f32_and_f64_start_from_the_same_weights() {
        for (single, double) in Iris::new(9).weights().iter().zip(Iris::<f64>::new(9).weights()) {
            assert_eq!(single.name, double.name);
            assert!(single.values.iter().zip(&double.values).all(|(&s, &d)| s == d as f32));
        }
    }

    #[test]
    fn two_fits_of_one_epoch_equal_one_fit_of_two() {
        let (mut once, mut twice) = (compiled(8), compiled(8));
        once.fit(&data(), Fit::epochs(2)).unwrap();
        twice.fit(&data(), Fit::epochs(1)).unwrap();
        twice.fit(&data(), Fit::epochs(1)).unwrap();
        assert_eq!(fingerprint(&*once), fingerprint(&*twice));
    }
}

mod predictions {
    use super::*;

    #[test]
    fn every_way_to_predict_gives_the_same() {
        let model = Iris::new(4);
        let samples = data().samples()[..3].to_vec();
        let each: Vec<[f32; 3]> = samples.iter().map(|sample| model.predict(sample)).collect();
        assert_eq!(model.predict(&samples), each);
        assert_eq!(model.predict(&samples[..]), each);
        assert_eq!(model.predict(&[samples[0], samples[1], samples[2]]), each);
        assert_eq!(model.predict(&data())[..3], each);
        let vector = model.predict(&nalgebra::SVector::from(samples[0]));
        assert_eq!(<[f32; 3]>::from(vector), each[0]);
        assert!(model.predict(&samples[..0]).is_empty());
    }

    #[test]
    fn nested_arrays_are_one_sample_or_several() {
        let image = model![Input<2, 3, 1>, Flatten, Dense<_, 2>];
        let pixels = [[[1.0], [2.0], [3.0]], [[4.0], [5.0], [6.0]]];
        let flat = model![Dense<6, 2>];
        assert_eq!(image.predict(&[pixels, pixels]), [image.predict(&pixels); 2]);
        let mut weights = flat.weights();
        weights.iter_mut().zip(image.weights()).for_each(|(flat, image)| flat.values = image.values);
        let mut flat = flat;
        flat.set_weights(&weights).unwrap();
        assert_eq!(flat.predict(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]), image.predict(&pixels));
    }
}

mod datasets_of_all_kinds {
    use super::*;
    use nalgebra::{DMatrix, SMatrix};

    #[test]
    fn all_constructors_agree() {
        let arrays: Dataset<Features<2>, Features<1>> =
            Dataset::new([[1.0, 2.0], [3.0, 4.0]], [[5.0], [6.0]]).unwrap();
        let targets = || [[5.0], [6.0]];
        assert_eq!(Dataset::from_rows([vec![1.0, 2.0], vec![3.0, 4.0]], targets()), Ok(arrays.clone()));
        assert_eq!(Dataset::from_slice(&[1.0, 2.0, 3.0, 4.0], targets()), Ok(arrays.clone()));
        let dynamic = DMatrix::from_row_slice(2, 2, &[1.0, 2.0, 3.0, 4.0]);
        assert_eq!(Dataset::from_matrix(&dynamic, targets()), Ok(arrays.clone()));
        let fixed = SMatrix::<f32, 2, 2>::new(1.0, 2.0, 3.0, 4.0);
        assert_eq!(Dataset::from_matrix(&fixed, targets()), Ok(arrays.clone()));
        assert_eq!(arrays.cast::<f64>().cast::<f32>(), arrays);
        let narrow = DMatrix::from_element(2, 1, 0.0);
        let wrong: plywood::Result<Dataset<Features<2>, Features<1>>> =
            Dataset::from_matrix(&narrow, targets());
        assert_eq!(wrong, Err(Error::Width { row: 0, expected: 2, found: 1 }));
    }

    #[test]
    fn labels_become_vectors() {
        let data: Dataset<Features<1>, Classes<2>> = Dataset::new([[1.0], [2.0]], [1, 0]).unwrap();
        assert!(data.one_hot().targets().eq([[0.0, 1.0], [1.0, 0.0]]));
        assert!(data.binary().targets().eq([[1.0], [0.0]]));
        assert_eq!(data.class_counts(), [1, 1]);
    }

    #[test]
    fn shuffling_keeps_samples_and_targets_together() {
        let data = datasets::iris();
        let shuffled = data.clone().shuffle(3);
        assert_ne!(shuffled, data);
        assert_eq!(shuffled, data.clone().shuffle(3));
        let sorted = |data: &Dataset<Features<4>, Classes<3>>| {
            let mut rows: Vec<String> =
                data.samples().iter().zip(data.targets()).map(|row| format!("{row:?}")).collect();
            rows.sort();
            rows
        };
        assert_eq!(sorted(&shuffled), sorted(&data));
        let batches: Vec<usize> = data.batches(64).unwrap().map(|(samples, _)| samples.len()).collect();
        assert_eq!(batches, [64, 64, 22]);
    }

    #[test]
    fn the_embedded_data_are_whole() {
        assert_eq!(datasets::iris().class_counts(), [50; 3]);
        assert_eq!(datasets::digits().class_counts(), [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
        assert!(datasets::digits().inputs().iter().all(|&pixel| (0.0..=16.0).contains(&pixel)));
        let cars = datasets::auto_mpg();
        assert_eq!(cars.len(), 392);
        let mean = cars.targets().map(|[miles]| f64::from(miles)).sum::<f64>() / 392.0;
        assert!((mean - 23.445_918).abs() < 1e-5, "{mean}");
    }
}

mod threads {
    use super::*;

    fn send_and_sync<T: Send + Sync>(_: &T) {}

    #[test]
    fn models_can_be_sent_and_shared() {
        send_and_sync(&Iris::<f64>::new(1));
        send_and_sync(&model![Input<2, 3, 1>, Flatten, Dense<_, 3>]);
        let mut model = compiled(1);
        send_and_sync(&model);
        model.fit(&data(), Fit::epochs(1)).unwrap();
        let sample = [0.1, 0.2, 0.3, 0.4];
        let expected = model.predict(&sample);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| assert_eq!(model.predict(&sample), expected));
            }
        });
    }

    /// Tells another thread how far training is, and lets it act before going on.
    struct Rendezvous(std::sync::mpsc::SyncSender<()>);

    impl Callback for Rendezvous {
        fn on_train_batch_end(&mut self, _: &BatchLogs, _: &mut Training) {
            let _ = self.0.send(());
        }
    }

    #[test]
    fn training_is_cancelled_from_another_thread() {
        let mut model = compiled(1);
        let cancel = Cancel::new();
        let (sender, receiver) = std::sync::mpsc::sync_channel(0);
        let handle = cancel.clone();
        let other = std::thread::spawn(move || {
            (0..25).for_each(|_| receiver.recv().unwrap());
            handle.cancel();
        });
        let fit = Fit::epochs(1_000_000).batch_size(10).cancel(&cancel).callbacks(Rendezvous(sender));
        let history = model.fit(&data(), fit).unwrap();
        other.join().unwrap();
        assert_eq!(history.ending(), Ending::Cancelled);
        assert!(!history.epochs().is_empty() && history.epochs().len() < 1_000_000);
        assert!(model.weights().iter().all(|w| w.values.iter().all(|v| v.is_finite())));
    }
}

mod stopping {
    use super::*;

    struct StopAt(usize, usize);

    impl Callback for StopAt {
        fn on_train_batch_end(&mut self, logs: &BatchLogs, training: &mut Training) {
            if (logs.epoch, logs.batch) == (self.0, self.1) {
                training.stop();
            }
        }
    }

    #[test]
    fn an_epoch_cut_short_still_has_its_place() {
        let (train, test) = data().shuffle(1).split(0.5).unwrap();
        let mut model = compiled(1);
        let fit = Fit::epochs(10).batch_size(25).validation_data(&test).callbacks(StopAt(2, 1));
        let history = model.fit(&train, fit).unwrap();
        assert_eq!(history.epochs(), [0, 1, 2]);
        assert_eq!(history.ending(), Ending::Stopped);
        assert_eq!(history.get("val_loss").map(<[f64]>::len), Some(3));
        assert_eq!(model.iterations(), 3 + 3 + 2);
    }

    /// Counts every hook.
    #[derive(Default, Debug, PartialEq)]
    struct Hooks([usize; 5]);

    impl Callback for Hooks {
        fn on_train_begin(&mut self, _: &mut Training) {
            self.0[0] += 1;
        }
        fn on_epoch_begin(&mut self, _: usize, _: &mut Training) {
            self.0[1] += 1;
        }
        fn on_train_batch_end(&mut self, _: &BatchLogs, _: &mut Training) {
            self.0[2] += 1;
        }
        fn on_epoch_end(&mut self, logs: &EpochLogs<'_>, _: &mut Training) {
            assert!(logs.validation.is_none());
            self.0[3] += 1;
        }
        fn on_train_end(&mut self, _: &mut Training) {
            self.0[4] += 1;
        }
    }

    #[test]
    fn all_callbacks_of_a_tuple_or_vector_see_all_hooks() {
        let expected = Hooks([1, 2, 10, 2, 1]);
        let fit = || Fit::epochs(2).batch_size(32);
        let (mut a, mut b, mut c) = (Hooks::default(), Hooks::default(), Hooks::default());
        compiled(1).fit(&data(), fit().callbacks((&mut a, (&mut b, &mut c)))).unwrap();
        let mut many: Vec<Box<dyn Callback>> = vec![Box::new(Hooks::default()), Box::new(())];
        compiled(1).fit(&data(), fit().callbacks(&mut many)).unwrap();
        assert_eq!([&a, &b, &c], [&expected; 3]);
    }
}

mod bad_input {
    use super::*;

    type Small = Dataset<Features<2>, Classes<3>>;

    #[test]
    fn bad_samples_and_targets_are_errors_that_say_where() {
        let none: [[f32; 2]; 0] = [];
        assert_eq!(Small::new(none, []), Err(Error::Empty));
        assert_eq!(Small::new([[0.0; 2]; 2], [0]), Err(Error::Lengths { samples: 2, targets: 1 }));
        assert_eq!(Small::new([[0.0; 2]; 2], [2, 3]), Err(Error::Label { row: 1, label: 3, classes: 3 }));
        assert_eq!(
            Small::from_rows([vec![1.0, 2.0], vec![1.0, 2.0, 3.0]], [0, 0]),
            Err(Error::Width { row: 1, expected: 2, found: 3 })
        );
        assert_eq!(
            Small::from_slice(&[1.0, 2.0, 3.0], [0, 0]),
            Err(Error::Width { row: 1, expected: 2, found: 1 })
        );
        let error = Small::new([[0.0, 1.0], [0.0, f32::NAN]], [0, 0]).unwrap_err();
        assert_eq!(error.to_string(), "inputs, row 1, column 1: NaN, where a finite number is needed");
        let error = Dataset::<Features<1>, Features<2>>::new([[0.0]], [[0.0, f32::INFINITY]]).unwrap_err();
        assert_eq!(error.to_string(), "targets, row 0, column 1: inf, where a finite number is needed");
    }

    #[test]
    fn messages_say_what_was_expected() {
        let message = |error: Error| error.to_string();
        assert_eq!(
            message(Error::Width { row: 3, expected: 4, found: 3 }),
            "row 3 has 3 values, but a sample has 4: column 3 is missing"
        );
        assert_eq!(
            message(Error::Width { row: 3, expected: 4, found: 6 }),
            "row 3 has 6 values, but a sample has 4: column 4 is one too many"
        );
        assert_eq!(
            message(Error::Label { row: 7, label: 3, classes: 3 }),
            "row 7: label 3, but the 3 classes are 0 to 2"
        );
    }

    #[test]
    fn bad_arguments_of_fit_change_nothing() {
        let mut model = compiled(1);
        let before = fingerprint(&*model);
        let single = data()
            .batches(1)
            .unwrap()
            .take(1)
            .map(|(x, y)| Dataset::new(x.to_vec(), y).unwrap())
            .next()
            .unwrap();
        let setting =
            |result: plywood::Result<_>| assert!(matches!(result, Err(Error::Setting { .. })), "{result:?}");
        setting(model.fit(&data(), Fit::epochs(1).batch_size(0)));
        for fraction in [0.0, 1.0, -1.0, f64::NAN] {
            setting(model.fit(&data(), Fit::epochs(1).validation_split(fraction)));
        }
        let result = model.fit(&single, Fit::epochs(1).validation_split(0.5));
        assert!(matches!(result, Err(Error::EmptySplit { .. })), "{result:?}");
        assert_eq!(fingerprint(&*model), before);

        for rate in [-0.1, 1.1, f64::NAN] {
            let mut model = model![Input<4>, Dropout(rate), Dense<4, 3, softmax>].compile(
                Adam::new(0.1),
                SparseCategoricalCrossentropy::default(),
                (),
            );
            setting(model.fit(&data(), Fit::epochs(1)));
        }
        let mut model =
            Iris::new(1).compile(Adam::new(f64::NAN), SparseCategoricalCrossentropy::default(), ());
        setting(model.fit(&data(), Fit::epochs(1)));
    }

    #[test]
    fn no_epochs_and_huge_batches_are_fine() {
        let mut model = compiled(1);
        assert!(model.fit(&data(), Fit::epochs(0)).unwrap().epochs().is_empty());
        assert_eq!(model.fit(&data(), Fit::epochs(1).batch_size(usize::MAX)).unwrap().loss().len(), 1);
        assert_eq!(data().batches(usize::MAX).unwrap().count(), 1);
    }

    #[test]
    fn a_diverging_training_keeps_the_last_finite_weights() {
        let data: Dataset<Features<1>, Features<1>> = Dataset::new([[1e3], [2e3]], [[1.0], [2.0]]).unwrap();
        for optimizer in [SGD::new(1e3), SGD::new(f64::MAX).momentum(0.9)] {
            let mut model =
                model![Dense<1, 4>, Dense<4, 1>].compile(optimizer, MeanSquaredError::default(), ());
            let error = model.fit(&data, Fit::epochs(100).batch_size(1).shuffle(false)).unwrap_err();
            let Error::Diverged { epoch, batch, .. } = error else { panic!("{error}") };
            assert_eq!(model.history().epochs().len(), epoch);
            assert_eq!(model.iterations(), (2 * epoch + batch) as u64);
            assert!(model.weights().iter().all(|w| w.values.iter().all(|v| v.is_finite())), "{optimizer:?}");
        }
    }

    #[test]
    fn a_model_can_learn_after_it_diverged() {
        // The gradient is finite, but its square is not.
        let far: Dataset<Features<1>, Features<1>> = Dataset::new([[1e12]], [[0.0]]).unwrap();
        let near: Dataset<Features<1>, Features<1>> = Dataset::new([[1.0], [2.0]], [[1.0], [2.0]]).unwrap();
        let mut model = model![Dense<1, 1>].compile(Adam::new(0.01), MeanSquaredError::default(), ());
        let error = model.fit(&far, Fit::epochs(1)).unwrap_err();
        assert!(matches!(error, Error::Diverged { loss, .. } if loss.is_finite()), "{error}");
        let history = model.fit(&near, Fit::epochs(500)).unwrap();
        assert!(history.loss()[499] < 1e-3, "{:?}", history.loss()[499]);
    }

    #[test]
    fn metrics_of_one_name_are_told_apart() {
        let metrics = (Accuracy::default(), Accuracy::default());
        let mut model =
            Iris::new(1).compile(Adam::new(0.01), SparseCategoricalCrossentropy::default(), metrics);
        let history = model.fit(&data(), Fit::epochs(2)).unwrap();
        assert_eq!(history.get("accuracy"), history.get("accuracy_1"));
        assert_eq!(history.get("accuracy").map(<[f64]>::len), Some(2));
    }

    #[test]
    fn foreign_weights_are_refused_whole() {
        let mut model = Iris::new(1);
        let (before, weights) = (fingerprint(&model), Iris::new(2).weights());
        let refused = |model: &mut Iris, change: &dyn Fn(&mut Vec<Weight<f32>>), message: &str| {
            let mut weights = weights.clone();
            change(&mut weights);
            assert_eq!(model.set_weights(&weights).unwrap_err().to_string(), message);
            assert_eq!(fingerprint(model), before);
        };
        refused(&mut model, &|w| w.truncate(3), "variable 3, `dense/bias`, is missing");
        refused(
            &mut model,
            &|w| w.push(w[0].clone()),
            "variable 4, `hidden/kernel`, is one more than the model has",
        );
        refused(
            &mut model,
            &|w| w.swap(0, 1),
            "variable 0 is `hidden/kernel` in the model, but `hidden/bias` here",
        );
        refused(
            &mut model,
            &|w| w[0].shape = vec![8, 4],
            "`hidden/kernel` has shape [4, 8] in the model, but [8, 4] here",
        );
        refused(
            &mut model,
            &|w| w[3].values.truncate(2),
            "`dense/bias` has shape [3] in the model, but [2] here",
        );
        refused(
            &mut model,
            &|w| w[3].values[2] = f32::NAN,
            "weights, row 3, column 2: NaN, where a finite number is needed",
        );
        model.set_weights(&weights).unwrap();
        assert_eq!(model.weights(), weights);
    }
}
