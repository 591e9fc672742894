//! A process that is killed at any moment leaves a whole file behind, from which another one goes on.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use plywood::rng::{Purpose, Streams};
use plywood::saving::State;

use crate::Folder;

/// How often the process is killed, at least.
const KILLS: usize = 200;

fn start(folder: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_trains_with_backup")).arg(folder).stdin(Stdio::null()).spawn().unwrap()
}

/// Trains to the end, killed at random moments if there are any delays, and gives what the model is in the end.
fn train(mut delays: impl FnMut() -> Option<Duration>, kills: &mut usize) -> Vec<u8> {
    let folder = Folder::new();
    loop {
        let mut child = start(&folder.0);
        if let Some(delay) = delays() {
            sleep(delay);
            // It may be done already.
            child.kill().unwrap();
        }
        let status = child.wait().unwrap();
        let entries = std::fs::read_dir(&folder.0).unwrap();
        let names: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
        if status.success() {
            // The backup is deleted, and what was left half written.
            assert_eq!(names, ["done"]);
            return std::fs::read(folder.file("done")).unwrap();
        }
        assert_eq!(status.code(), None, "it was not killed, but failed");
        *kills += 1;
        // Of files that were not whole when they were left, there is never more than one. (A process that was killed
        // when it was done, but had not ended, leaves `done`, and the next one begins anew.)
        let others = names.iter().filter(|&name| name != "backup" && name != "done");
        assert!(others.count() <= 1, "{names:?}");
        if folder.file("backup").exists() {
            let backup = State::read(folder.file("backup")).unwrap();
            assert!(backup.has(".training/iterations"));
        }
    }
}

#[test]
fn a_process_that_is_killed_goes_on() {
    let mut kills = 0;
    let straight = train(|| None, &mut kills);
    assert_eq!(kills, 0);
    // How long a training takes by itself, on this machine now.
    let begun = std::time::Instant::now();
    train(|| None, &mut kills);
    let whole = begun.elapsed();
    let mut rng = Streams::new(1).rng(Purpose::Dataset, 0);
    let mut trainings = 0;
    while kills < KILLS {
        let delay = || Some(whole.mul_f64(0.4 * rng.uniform()));
        assert!(train(delay, &mut kills) == straight, "another end after {kills} kills");
        trainings += 1;
    }
    assert!(trainings > 3, "{kills} kills in {trainings} trainings");
}
