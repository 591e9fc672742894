//! Batches that are made one by one: the same training as with all data at once.

use std::cell::Cell;

use plywood::callbacks::{BatchLogs, Training};
use plywood::data::Csv;
use plywood::history::Ending;
use plywood::prelude::*;
use plywood::{Compiled, Error, Result};

model! { struct Net { Dense<4, 8, tanh>, BatchNormalization, Dropout(0.3), Dense<_, 3, softmax> } }

type Irises = Dataset<Features<4>, Classes<3>>;
type Trained = Compiled<Net, Adam, SparseCategoricalCrossentropy, (Accuracy,)>;

fn fresh() -> Trained {
    Net::new(7).compile(Adam::new(0.01), SparseCategoricalCrossentropy::default(), (Accuracy::default(),))
}

fn irises() -> Irises {
    datasets::iris().shuffle(3)
}

/// All irises in batches of 32, the last one smaller, in each pass the same.
fn batches(_: u64) -> Result<impl Iterator<Item = Result<Irises>>> {
    let batches: Vec<Irises> = irises().batches(32)?.collect();
    Ok(batches.into_iter().map(Ok))
}

/// Cancels the training after so many batches.
struct Interrupt(usize, Cancel);

impl Callback for Interrupt {
    fn on_train_batch_end(&mut self, _: &BatchLogs, training: &mut Training<'_>) {
        if training.iterations() == self.0 as u64 {
            self.1.cancel();
        }
    }
}

#[test]
fn it_is_the_training_of_fit() {
    let (data, validation) = (irises(), datasets::iris());
    type Change = fn(Fit<'_, Irises>) -> Fit<'_, Irises>;
    let changes: [Change; 4] = [
        |fit| fit,
        |fit| fit.class_weight([1.0, 2.0, 0.5]),
        |fit| fit.steps_per_epoch(3),
        |fit| fit.steps_per_epoch(12).validation_freq(2),
    ];
    for change in changes {
        let (mut whole, mut made) = (fresh(), fresh());
        let all = change(Fit::epochs(4).shuffle(false)).batch_size(32).validation_data(&validation);
        let history = whole.fit(&data, all).unwrap();
        let one_by_one = change(Fit::epochs(4)).validation_data(&validation).validation_batch_size(32);
        assert_eq!(made.fit_batches(batches, one_by_one).unwrap(), history);
        assert_eq!((made.weights(), made.iterations()), (whole.weights(), whole.iterations()));
    }
}

#[test]
fn one_that_was_interrupted_goes_on_to_the_same_end() {
    for steps in [None, Some(3), Some(8)] {
        let fit = || match steps {
            None => Fit::epochs(4),
            Some(steps) => Fit::epochs(4).steps_per_epoch(steps),
        };
        let mut whole = fresh();
        let history = whole.fit_batches(batches, fit()).unwrap();
        for interruption in 1..whole.iterations() as usize {
            let mut first = fresh();
            let cancel = Cancel::new();
            let interrupt = Interrupt(interruption, cancel.clone());
            first.fit_batches(batches, fit().cancel(&cancel).callbacks(interrupt)).unwrap();
            assert_eq!(first.iterations(), interruption as u64);
            let mut second = fresh();
            second.set_state(&first.state()).unwrap();
            assert_eq!(second.fit_batches(batches, fit().resume(true)).unwrap(), history, "{interruption}");
            assert!(second.state() == whole.state(), "{interruption}");
        }
    }
}

#[test]
fn a_pass_is_made_once() {
    let passes = Cell::new(0);
    let counted = |pass| {
        assert_eq!(pass, passes.get());
        passes.set(pass + 1);
        batches(pass)
    };
    let mut model = fresh();
    model.fit_batches(counted, Fit::epochs(3)).unwrap();
    assert_eq!(passes.get(), 3);
    model.fit_batches(counted, Fit::epochs(5).resume(true)).unwrap();
    assert_eq!((passes.get(), model.iterations()), (5, 25));
}

#[test]
fn what_makes_no_sense_is_an_error_before_anything_is_changed() {
    let mut model = fresh();
    let before = model.state();
    let weights = [1.0, 2.0];
    let data = irises();
    let said = |result: Result<_>| result.map(|_: plywood::History| ()).unwrap_err().to_string();
    let split = Fit::epochs(1).validation_split(0.2);
    assert_eq!(
        said(model.fit_batches(batches, split)),
        "validation_split is 0.2, but must be left out where data come in batches"
    );
    let size = Fit::epochs(1).batch_size(5);
    assert!(said(model.fit_batches(batches, size)).starts_with("the batch size is 5, but must be left out"));
    let weighted = Fit::epochs(1).class_weight(weights).validation_data(&data);
    assert_eq!(said(model.fit_batches(batches, weighted)), "3 classes, but 2 class weights");
    assert!(model.fit_batches(batches, Fit::epochs(1).steps_per_epoch(0)).is_err());
    assert!(model.state() == before);
}

#[test]
fn an_error_of_what_makes_batches_ends_the_training() {
    let mut model = fresh();
    let wrong = |pass: u64| {
        let batches = irises().batches(32)?.map(Ok).collect::<Vec<Result<Irises>>>();
        let last = if pass == 1 { Some(Err(Error::Empty)) } else { None };
        Ok(batches.into_iter().take(2).chain(last))
    };
    assert_eq!(model.fit_batches(wrong, Fit::epochs(5)), Err(Error::Empty));
    // One epoch is done, and two batches of the next.
    assert_eq!((model.history().epochs().len(), model.iterations()), (1, 4));
    assert_eq!(model.history().ending(), Ending::Failed);
    let none = |_| Ok(core::iter::empty());
    assert_eq!(model.fit_batches(none, Fit::epochs(1)), Err(Error::Empty));
    let never = |_| Err::<Vec<_>, _>(Error::Empty);
    assert_eq!(model.fit_batches(never, Fit::epochs(1)), Err(Error::Empty));
}

#[test]
fn each_pass_may_shuffle_the_data_anew() {
    let data = irises();
    let (mut kept, mut owned) = (fresh(), fresh());
    let vectors = |pass| Ok(data.shuffle(pass).batches(64)?.map(Ok).collect::<Vec<_>>());
    let history = kept.fit_batches(vectors, Fit::epochs(3)).unwrap();
    let batches = |pass| Ok(data.shuffle(pass).into_batches(64)?.map(Ok));
    assert_eq!(owned.fit_batches(batches, Fit::epochs(3)).unwrap(), history);
    assert_eq!(owned.weights(), kept.weights());
}

#[test]
fn a_file_is_learnt_from_in_parts() {
    let path = std::env::temp_dir().join(format!("plywood-parts-{}.csv", std::process::id()));
    std::fs::write(&path, datasets::penguins::CSV).unwrap();
    let schema = Schema::new()
        .columns(["bill_length_mm", "bill_depth_mm"], Numeric::standardized().fill_mean())
        .columns(["flipper_length_mm", "body_mass_g"], Numeric::min_max().fill_mean())
        .classes("species");
    let table = datasets::penguins();
    let preparation = schema.fit(&table).unwrap();
    let parts = |_| {
        let chunks = Csv::new().chunks(&path, 50)?;
        Ok(chunks.map(|table| preparation.dataset(&table?.missing_values(["NA"]))))
    };
    let (mut whole, mut made) = (fresh(), fresh());
    let data: Irises = preparation.dataset(&table).unwrap();
    let history = whole.fit(&data, Fit::epochs(3).batch_size(50).shuffle(false)).unwrap();
    assert_eq!(made.fit_batches(parts, Fit::epochs(3)).unwrap(), history);
    assert_eq!(made.weights(), whole.weights());
    std::fs::remove_file(path).unwrap();
}
