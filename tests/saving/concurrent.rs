//! A file that is loaded while other processes save it is whole, however its length changes.

use std::path::Path;
use std::process::{Child, Command, Stdio};

use plywood::data::Preparation;
use plywood::prelude::*;
use plywood::saving::State;
use plywood::{History, Result};

use crate::Folder;

model! { struct Net { Dense<4, 3, softmax> } }

/// The numbers of epochs in the histories of the files.
const EPOCHS: [usize; 2] = [1, 1_000];

/// A process that saves, and ends with this value.
struct Saver(Child);

impl Saver {
    fn start(file: &Path, epochs: usize) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_saves_without_end"));
        Self(command.arg(file).arg(epochs.to_string()).stdin(Stdio::null()).spawn().unwrap())
    }
}

impl Drop for Saver {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Loads as often as this, in one way after the other, while two processes save.
fn loads(number: usize) -> Result<()> {
    let folder = Folder::new();
    let file = folder.file("model");
    let _savers = EPOCHS.map(|epochs| Saver::start(&file, epochs));
    while !file.exists() {
        std::thread::yield_now();
    }
    let mut model = Net::new(0).compile(Adam::new(0.01), SparseCategoricalCrossentropy::default(), ());
    let (mut seen, mut loads) = ([0; 2], 0);
    // More of them if one process takes its time to begin.
    while loads < number || seen.contains(&0) {
        let epochs = match loads % 4 {
            0 => Some(State::read(&file)?.get::<History>(".history")?.epochs().len()),
            1 => {
                // There is none in the file, which is opened and checked all the same.
                let error = Preparation::load(&file).unwrap_err().to_string();
                assert!(error.contains("how a record becomes a sample"), "{error}");
                None
            }
            2 => {
                model.load_weights(&file)?;
                None
            }
            _ => {
                model.load(&file)?;
                Some(model.history().epochs().len())
            }
        };
        loads += 1;
        if let Some(epochs) = epochs {
            seen[EPOCHS.iter().position(|&of| of == epochs).unwrap()] += 1;
        }
    }
    println!("{loads} loads, of which {seen:?} were seen to be of files of {EPOCHS:?} epochs");
    Ok(())
}

#[test]
fn a_file_that_is_being_replaced_is_whole() -> Result<()> {
    loads(4_000)
}

#[test]
#[ignore = "a million loads take minutes: cargo test --release -p plywood-tests --test saving -- --ignored a_million"]
fn a_million_loads_are_whole() -> Result<()> {
    loads(1_000_000)
}

/// A file that goes away between two looks at the path is none: a training begins anew, and does not fail.
#[test]
fn a_backup_that_disappears_is_none() {
    use std::sync::atomic::{AtomicBool, Ordering};

    let folder = Folder::new();
    let (file, other, done) = (folder.file("backup"), folder.file("other"), AtomicBool::new(false));
    let data = datasets::iris();
    let compiled = || Net::new(0).compile(SGD::new(0.1), SparseCategoricalCrossentropy::default(), ());
    let mut model = compiled();
    model.fit(&data, Fit::epochs(1).batch_size(150)).unwrap();
    model.save(&other).unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                let _ = std::fs::copy(&other, folder.file("new"));
                let _ = std::fs::rename(folder.file("new"), &file);
                let _ = std::fs::remove_file(&file);
            }
        });
        for _ in 0..300 {
            let backup =
                plywood::callbacks::BackupAndRestore::new(&file).delete_checkpoint(false).save_freq(99);
            let result = compiled().fit(&data, Fit::epochs(1).batch_size(150).callbacks(backup));
            if result.is_err() {
                done.store(true, Ordering::Relaxed);
            }
            result.unwrap();
        }
        done.store(true, Ordering::Relaxed);
    });
}
