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

    const PINNED_WEIGHTS: [f32; 3] = [0.498759568, 0.26787284, -0.250143379];

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
