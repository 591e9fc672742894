//! What plywood promises of every model: equal bits, threads, and every way to predict.

mod common;

use common::{Iris, compiled, fingerprint, iris};
use plywood::callbacks::{BatchLogs, EpochLogs, Training};
use plywood::history::Ending;
use plywood::prelude::*;

mod seeds {
    use super::*;

    fn trained(seed: u64, fit_seed: Option<u64>) -> u64 {
        let mut model = compiled(seed);
        let fit = Fit::epochs(3).batch_size(7);
        model.fit(&iris(), fit_seed.map_or(fit.clone(), |seed| fit.seed(seed))).unwrap();
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

    /// First weights that must stay the same in all releases: uniform numbers of the stream (seed 42, first
    /// layer, initial weights), scaled to ±√(6/12), computed by another program from the description in
    /// `plywood::rng`.
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
        once.fit(&iris(), Fit::epochs(2)).unwrap();
        twice.fit(&iris(), Fit::epochs(1)).unwrap();
        twice.fit(&iris(), Fit::epochs(1)).unwrap();
        assert_eq!(fingerprint(&*once), fingerprint(&*twice));
    }
}

mod predictions {
    use super::*;

    #[test]
    fn every_way_to_predict_gives_the_same() {
        let model = Iris::new(4);
        let samples = iris().samples()[..3].to_vec();
        let each: Vec<[f32; 3]> = samples.iter().map(|sample| model.predict(sample)).collect();
        assert_eq!(model.predict(&samples), each);
        assert_eq!(model.predict(&samples[..]), each);
        assert_eq!(model.predict(&[samples[0], samples[1], samples[2]]), each);
        assert_eq!(model.predict(&iris())[..3], each);
        assert_eq!(model.predict_slice(&iris().inputs()[..12]).unwrap(), each.concat());
        assert_eq!(model.predict_slice(&samples[0]).unwrap(), each[0]);
        let vector = model.predict(&nalgebra::SVector::from(samples[0]));
        assert_eq!(<[f32; 3]>::from(vector), each[0]);
        assert!(model.predict(&samples[..0]).is_empty());
        assert!(model.predict_slice(&[]).unwrap().is_empty());
        let wrong = model.predict_slice(&[1.0; 6]);
        assert_eq!(wrong, Err(plywood::Error::Width { row: 1, expected: 4, found: 2 }));
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

mod threads {
    use super::*;

    fn send_and_sync<T: Send + Sync>(_: &T) {}

    #[test]
    fn models_can_be_sent_and_shared() {
        send_and_sync(&Iris::<f64>::new(1));
        send_and_sync(&model![Input<2, 3, 1>, Flatten, Dense<_, 3>]);
        let mut model = compiled(1);
        send_and_sync(&model);
        model.fit(&iris(), Fit::epochs(1)).unwrap();
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
        let history = model.fit(&iris(), fit).unwrap();
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
        let (train, test) = iris().shuffle(1).split(0.5).unwrap();
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
        fn on_epoch_end(&mut self, logs: &mut EpochLogs, _: &mut Training<'_>) {
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
        compiled(1).fit(&iris(), fit().callbacks((&mut a, (&mut b, &mut c)))).unwrap();
        let mut many: Vec<Box<dyn Callback>> = vec![Box::new(Hooks::default()), Box::new(())];
        compiled(1).fit(&iris(), fit().callbacks(&mut many)).unwrap();
        assert_eq!([&a, &b, &c], [&expected; 3]);
    }
}
