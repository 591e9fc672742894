//! 36 epochs in one go, and the same in parts with a file in between, are the same to the last bit.

use std::fmt::Debug;

use plywood::callbacks::{BackupAndRestore, Cancel, LambdaCallback};
use plywood::history::Ending;
use plywood::optimizers::Optimizer;
use plywood::prelude::*;
use plywood::{Compiled, History, Result, Weight};

use crate::Folder;

model! {
    pub struct Net {
        Dense<4, 8, tanh>(kernel_regularizer = L2(0.01)),
        BatchNormalization,
        Dropout(0.3),
        GaussianNoise(0.1),
        Dense<_, 3, softmax>,
    }
}

pub type Metrics = (Accuracy, AUC);
pub type Trained<O, T = f32> = Compiled<Net<T>, O, CategoricalCrossentropy, Metrics>;

/// Where every run begins.
pub fn fresh<O: Optimizer>(optimizer: &O) -> Trained<O> {
    Net::new(42).compile(
        optimizer.clone(),
        CategoricalCrossentropy::default(),
        (Accuracy::default(), AUC::new()),
    )
}

pub fn data() -> Dataset<Features<4>, Features<3>> {
    datasets::iris().shuffle(3).split(0.5).unwrap().0.one_hot()
}

/// A model's weights, and its history: what must be the same.
pub fn outcome<O: Optimizer>(model: &Trained<O>) -> (Vec<Weight<f32>>, History) {
    (model.weights(), model.history().clone())
}

const EPOCHS: usize = 36;

/// With a validation that is not part of every epoch, and batches that do not fit into an epoch.
fn arguments<D>(epochs: usize, data: &D) -> Fit<'_, D> {
    Fit::epochs(epochs).batch_size(8).steps_per_epoch(7).validation_data(data).validation_freq(5)
}

fn in_one_go<O: Optimizer>(optimizer: &O) -> Result<Trained<O>> {
    let (mut model, data) = (fresh(optimizer), data());
    model.fit(&data, arguments(EPOCHS, &data))?;
    Ok(model)
}

fn parts_make_the_whole<O: Optimizer + Debug>(optimizer: &O) -> Result<()> {
    let (folder, data) = (Folder::new(), data());
    let straight = in_one_go(optimizer)?;
    let file = folder.file("model.safetensors");
    // Each part begins with a model that knows nothing, as a process of its own does.
    for part in 1..=3 {
        let mut model = fresh(optimizer);
        if part > 1 {
            model.load(&file)?;
        }
        model.fit(&data, arguments(EPOCHS / 3 * part, &data).resume(part > 1))?;
        model.save(&file)?;
        if part == 3 {
            assert_eq!(outcome(&model), outcome(&straight), "{optimizer:?}");
            assert_eq!(model.state(), straight.state(), "{optimizer:?}");
        }
    }
    Ok(())
}

macro_rules! every_optimizer {
    ($action:ident) => {
        $action(&SGD::new(0.05))?;
        $action(&SGD::new(0.05).momentum(0.9).nesterov(true))?;
        $action(&RMSprop::new(0.01).momentum(0.5).centered(true))?;
        $action(&Adam::new(0.01))?;
        $action(&Adam::new(0.01).amsgrad(true).global_clipnorm(1.0))?;
        $action(&AdamW::new(0.01).weight_decay(0.01))?;
        $action(&Adagrad::new(0.1))?;
        $action(&Adadelta::new(1.0))?;
        $action(&Adamax::new(0.01))?;
        $action(&Nadam::new(0.01))?;
        $action(&Ftrl::new(0.1))?;
        $action(&Lion::new(0.001))?;
        $action(&Adafactor::new(0.01))?;
        $action(&Lamb::new(0.01))?;
    };
}

#[test]
fn parts_make_the_whole_with_every_optimizer() -> Result<()> {
    every_optimizer!(parts_make_the_whole);
    Ok(())
}

#[test]
fn parts_make_the_whole_with_schedules_averages_and_sums() -> Result<()> {
    parts_make_the_whole(&SGD::new(CosineDecay::new(0.1, 200).warmup_target(0.2).warmup_steps(20)))?;
    parts_make_the_whole(&Adam::new(ExponentialDecay::new(0.02, 50, 0.9)))?;
    parts_make_the_whole(&Adam::new(0.01).gradient_accumulation_steps(4))?;
    parts_make_the_whole(&Adam::new(0.01).use_ema(true).ema_momentum(0.9))?;
    parts_make_the_whole(
        &SGD::new(0.05).use_ema(true).ema_overwrite_frequency(10).gradient_accumulation_steps(3),
    )
}

/// Trains with callbacks that remember much, with a backup, until `cancel` says so.
fn watched<O: Optimizer>(
    model: &mut Trained<O>,
    backup: BackupAndRestore,
    end: impl FnMut(usize, usize) -> bool,
) -> Result<History> {
    let (data, cancel, mut end) = (data(), Cancel::new(), end);
    let ends = LambdaCallback::new().on_train_batch_begin(|batch, training| {
        if end(training.iterations() as usize, batch) {
            cancel.cancel();
        }
    });
    let callbacks = (
        EarlyStopping::new().monitor("loss").patience(9).restore_best_weights(true),
        ReduceLROnPlateau::new().monitor("loss").patience(2).cooldown(1).factor(0.7),
        ModelCheckpoint::new().monitor("accuracy").save_best_only(true),
        backup,
        ends,
    );
    model.fit(&data, arguments(EPOCHS, &data).cancel(&cancel).callbacks(callbacks))
}

#[test]
fn a_backup_is_as_good_as_no_interruption() -> Result<()> {
    let optimizer = Adam::new(0.05).use_ema(true).ema_momentum(0.8);
    let mut straight = fresh(&optimizer);
    let folder = Folder::new();
    watched(&mut straight, BackupAndRestore::new(folder.file("straight")), |_, _| false)?;
    assert!(!folder.file("straight").exists(), "a backup is deleted when training is done");
    for (frequency, every) in
        [(None, 12), (None, 40), (Some(1), 3), (Some(1), 11), (Some(5), 17), (Some(7), 7), (Some(7), 30)]
    {
        let file = folder.file("backup");
        let backup = || match frequency {
            None => BackupAndRestore::new(&file),
            Some(batches) => BackupAndRestore::new(&file).save_freq(batches),
        };
        let mut interruptions = 0;
        let last = loop {
            let mut model = fresh(&optimizer);
            let mut learnt = 0;
            let history = watched(&mut model, backup(), |_, _| {
                learnt += 1;
                learnt > every
            })?;
            if history.ending() != Ending::Cancelled {
                break model;
            }
            interruptions += 1;
            assert!(interruptions < 200, "no progress with {frequency:?}, {every}");
        };
        assert!(interruptions > 3, "{interruptions} with {frequency:?}, {every}");
        assert_eq!(outcome(&last), outcome(&straight), "{frequency:?}, {every}");
        assert!(!file.exists());
    }
    Ok(())
}

/// The last file that a training writes has nothing left to learn, but averages to put in the weights' place.
#[test]
fn a_training_that_was_interrupted_at_its_very_end_ends() -> Result<()> {
    let (folder, data, optimizer) = (Folder::new(), data(), Adam::new(0.05).use_ema(true));
    for frequency in [plywood::callbacks::SaveFreq::Epoch, 7.into()] {
        let (file, copy) = (folder.file("backup"), folder.file("copy"));
        let backup = |file| BackupAndRestore::new(file).save_freq(frequency).delete_checkpoint(false);
        let mut straight = fresh(&optimizer);
        straight.fit(&data, arguments(3, &data).callbacks(backup(&file)))?;
        std::fs::rename(&file, &copy).unwrap();
        let mut ended = fresh(&optimizer);
        ended.fit(&data, arguments(3, &data).callbacks(backup(&copy)))?;
        assert_eq!(outcome(&ended), outcome(&straight), "{frequency:?}");
        std::fs::remove_file(&copy).unwrap();
    }
    Ok(())
}

#[test]
fn a_training_that_was_cancelled_anywhere_goes_on() -> Result<()> {
    let optimizer = RMSprop::new(0.01);
    let straight = in_one_go(&optimizer)?;
    let (data, mut model, cancel) = (data(), fresh(&optimizer), Cancel::new());
    let mut parts = 0;
    while model.history().ending() == Ending::Cancelled || parts == 0 {
        let cancel = if parts == 0 { cancel.clone() } else { Cancel::new() };
        let mut learnt = 0;
        let ends = LambdaCallback::new().on_train_batch_end(|_, _| {
            learnt += 1;
            if learnt == 10 {
                cancel.cancel();
            }
        });
        let fit = arguments(EPOCHS, &data).cancel(&cancel).resume(true).callbacks(ends);
        model.fit(&data, fit)?;
        let state = model.state();
        model = fresh(&optimizer);
        model.set_state(&state)?;
        parts += 1;
    }
    assert!(parts > 20, "{parts}");
    assert_eq!(outcome(&model), outcome(&straight));
    Ok(())
}

#[test]
fn a_training_that_is_done_is_not_done_again() -> Result<()> {
    let (folder, data) = (Folder::new(), data());
    let file = folder.file("backup");
    let backup = || BackupAndRestore::new(&file).delete_checkpoint(false);
    let mut model = fresh(&SGD::new(0.1));
    model.fit(&data, Fit::epochs(3).callbacks(backup()))?;
    let mut again = fresh(&SGD::new(0.1));
    let mut batches = 0;
    let count = LambdaCallback::new().on_train_batch_begin(|_, _| batches += 1);
    again.fit(&data, Fit::epochs(3).callbacks((backup(), count)))?;
    assert_eq!((outcome(&again), batches), (outcome(&model), 0));
    Ok(())
}

#[test]
fn early_stopping_stays_stopped() -> Result<()> {
    let (data, mut model) = (data(), fresh(&SGD::new(0.0)));
    let early = || EarlyStopping::new().monitor("accuracy").patience(2);
    let history = model.fit(&data, Fit::epochs(20).callbacks((early(),)))?;
    assert_eq!(history.ending(), Ending::Stopped);
    let resumed = model.fit(&data, Fit::epochs(20).resume(true).callbacks((early(),)))?;
    assert_eq!(resumed, history);
    Ok(())
}

#[test]
fn without_resuming_a_fit_begins_anew() -> Result<()> {
    let (data, optimizer) = (data(), Adam::new(0.01).use_ema(true));
    let mut model = fresh(&optimizer);
    model.fit(&data, Fit::epochs(2))?;
    let mut loaded = fresh(&optimizer);
    loaded.set_state(&model.state())?;
    for model in [&mut model, &mut loaded] {
        let history = model.fit(&data, Fit::epochs(2))?;
        assert_eq!(history.epochs(), [0, 1]);
    }
    assert_eq!(outcome(&model), outcome(&loaded));
    Ok(())
}
