//! A training that is refused leaves everything as it was, above all what another one can go on with.

use plywood::callbacks::{BackupAndRestore, Callback, Cancel, LambdaCallback};
use plywood::history::Ending;
use plywood::prelude::*;
use plywood::{Compiled, Result};

use crate::Folder;
use crate::resume::{Trained, data, fresh, outcome};

fn early(monitor: &str) -> EarlyStopping {
    EarlyStopping::new().monitor(monitor).restore_best_weights(true)
}

/// What is said, before anything was learnt.
fn said(callback: impl Callback) -> String {
    let mut model = fresh(&Adam::new(0.01));
    let error = model.fit(&data(), Fit::epochs(1).callbacks(callback)).unwrap_err().to_string();
    assert_eq!(model.iterations(), 0);
    error
}

#[test]
fn files_that_cannot_be_written_are_refused_before_training() {
    let folder = Folder::new();
    let file = folder.file("file");
    std::fs::write(&file, "somebody's own").unwrap();
    for name in ["file/model", "file/{epoch}/model", "file/model-{epoch}"] {
        let error = said(ModelCheckpoint::new().filepath(folder.file(name).display().to_string()));
        assert!(error.contains("it cannot be written: "), "{error}");
    }
    assert!(said(BackupAndRestore::new(file.join("backup"))).contains("it cannot be written: "));
    assert!(said(BackupAndRestore::new(&folder.0)).ends_with("it is not a regular file"));
    assert!(said(BackupAndRestore::new("")).starts_with("the path is empty: it cannot be written: "));
    assert!(said(ModelCheckpoint::new().filepath("")).starts_with("the path is empty: "));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "somebody's own");
}

#[test]
fn folders_are_made() -> Result<()> {
    let folder = Folder::new();
    let template = folder.file("of/{epoch}/model").display().to_string();
    let backup = BackupAndRestore::new(folder.file("backups/of/model")).delete_checkpoint(false);
    let callbacks = (ModelCheckpoint::new().filepath(template), backup);
    fresh(&Adam::new(0.01)).fit(&data(), Fit::epochs(2).callbacks(callbacks))?;
    for name in ["of/1/model", "of/2/model", "backups/of/model"] {
        assert!(folder.file(name).is_file(), "{name}");
    }
    Ok(())
}

/// A backup that cannot be seen is none that is not there.
#[cfg(unix)]
#[test]
fn training_does_not_begin_anew_over_a_backup_that_cannot_be_seen() {
    let folder = Folder::new();
    let file = folder.file("backup");
    std::os::unix::fs::symlink("backup", &file).unwrap();
    assert!(said(BackupAndRestore::new(&file)).contains("backup: it cannot be "));
}

/// A training of four epochs that was cancelled in the middle of the second one.
fn cancelled(backup: Option<BackupAndRestore>) -> Trained<Adam> {
    let (mut model, cancel, data) = (fresh(&Adam::new(0.01)), Cancel::new(), data());
    let ends = LambdaCallback::new().on_train_batch_begin(|batch, training| {
        if training.iterations() > 3 && batch == 2 {
            cancel.cancel();
        }
    });
    let fit = Fit::epochs(4).batch_size(20).cancel(&cancel);
    match backup {
        Some(backup) => model.fit(&data, fit.callbacks((early("loss"), backup, ends))).unwrap(),
        None => model.fit(&data, fit.callbacks((early("loss"), ends))).unwrap(),
    };
    assert_eq!(model.history().ending(), Ending::Cancelled);
    model
}

fn resumed(model: &mut Trained<Adam>, callbacks: impl Callback) -> Result<()> {
    model.fit(&data(), Fit::epochs(4).batch_size(20).resume(true).callbacks(callbacks)).map(|_| ())
}

#[test]
fn a_training_that_was_refused_can_still_be_gone_on_with() -> Result<()> {
    let mut straight = cancelled(None);
    resumed(&mut straight, (early("loss"), ()))?;
    let mut model = cancelled(None);
    let before = model.state();
    // In `on_train_begin`, where callbacks remember, and behind one that has put weights aside.
    assert!(resumed(&mut model, (early("los"), ())).is_err());
    assert!(resumed(&mut model, early("loss")).is_err());
    let fails = LambdaCallback::new().on_train_begin(|training| training.fail(plywood::Error::Empty));
    assert!(resumed(&mut model, (early("loss"), fails)).is_err());
    let mut later = before.clone();
    later.put(".callbacks/1/wait", &1.5);
    model.set_state(&later)?;
    assert!(resumed(&mut model, (early("loss"), early("loss"))).is_err());
    assert_eq!(model.state(), later);
    model.set_state(&before)?;
    resumed(&mut model, (early("loss"), ()))?;
    assert_eq!(outcome(&model), outcome(&straight));
    Ok(())
}

#[test]
fn a_history_stays_until_there_is_another_one() -> Result<()> {
    let (mut model, data) = (fresh(&Adam::new(0.01).use_ema(true)), data());
    model.fit(&data, Fit::epochs(2))?;
    let before = model.state();
    assert!(model.fit(&data, Fit::epochs(3).callbacks(early("los"))).is_err());
    assert_eq!(model.state(), before);
    Ok(())
}

#[test]
fn a_backup_of_other_metrics_changes_nothing() -> Result<()> {
    let folder = Folder::new();
    let file = folder.file("backup");
    let backup = || BackupAndRestore::new(&file).save_freq(1);
    let mut straight = fresh(&Adam::new(0.01));
    straight.fit(&data(), Fit::epochs(4).batch_size(20).callbacks(early("loss")))?;
    cancelled(Some(backup()));
    let bytes = std::fs::read(&file).unwrap();

    let mut other: Compiled<_, Adam, CategoricalCrossentropy, ()> =
        fresh(&Adam::new(0.01)).compile(Adam::new(0.01), CategoricalCrossentropy::default(), ());
    other.fit(&data(), Fit::epochs(1))?;
    other.freeze("dense/bias")?;
    let before = other.state();
    let fit = Fit::epochs(4).batch_size(20).callbacks((early("loss"), backup(), ()));
    let error = other.fit(&data(), fit).unwrap_err().to_string();
    assert!(error.contains("metrics that gather"), "{error}");
    assert_eq!(other.state(), before);
    // Nor does one of other callbacks.
    let mut model = fresh(&Adam::new(0.01));
    model.fit(&data(), Fit::epochs(1))?;
    let before = model.state();
    let fit = Fit::epochs(4).batch_size(20).callbacks((ReduceLROnPlateau::new().monitor("loss"), backup()));
    assert!(model.fit(&data(), fit).is_err());
    assert_eq!(model.state(), before);

    assert_eq!(std::fs::read(&file).unwrap(), bytes);
    let fit = Fit::epochs(4).batch_size(20).callbacks((early("loss"), backup(), ()));
    model.fit(&data(), fit)?;
    assert_eq!(outcome(&model), outcome(&straight));
    Ok(())
}
