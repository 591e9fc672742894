//! Readers of files take no more memory than the documentation of `plywood::saving` says, however a file is made.

mod common;

use std::fs::{File, remove_file, write};
use std::io::Write;
use std::path::PathBuf;

use common::counting::{Counting, allocations, most_bytes};
use plywood::callbacks::BackupAndRestore;
use plywood::data::Preparation;
use plywood::prelude::*;
use plywood::saving::{State, Values};
use plywood::{Compiled, History, Result};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What every reader may take beside what depends on the file.
const SMALL: usize = 1 << 16;

/// How often the length of its header a file may take.
const HEADER: usize = 16;

/// How often the length of its file a whole training may take.
const TRAINING: usize = 32;

/// How often the length of its text a history in JSON may take.
const JSON: usize = 32;

model! { struct Net { Dense<4, 3, softmax> } }
type Trained = Compiled<Net, Adam, SparseCategoricalCrossentropy, ()>;

fn compiled() -> Trained {
    Net::new(1).compile(Adam::new(0.01), SparseCategoricalCrossentropy::default(), ())
}

/// A training that kept its best weights.
fn trained() -> State {
    let mut model = compiled();
    model.fit(&datasets::iris(), Fit::epochs(2).callbacks(early())).unwrap();
    model.state()
}

fn early() -> EarlyStopping {
    EarlyStopping::new().monitor("loss").restore_best_weights(true)
}

/// A file, deleted with this value.
struct Temporary(PathBuf);

impl Temporary {
    fn new(bytes: &[u8]) -> Self {
        static NEXT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("plywood-memory-{}-{number}", std::process::id()));
        write(&path, bytes).unwrap();
        Self(path)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = remove_file(&self.0);
    }
}

/// The beginning of a file with this header.
fn with_header(header: &str) -> Vec<u8> {
    [&(header.len() as u64).to_le_bytes()[..], header.as_bytes()].concat()
}

/// Every reader, on the bytes of a file.
fn every_reader(bytes: &[u8]) -> Vec<(&'static str, usize, Result<()>)> {
    let file = Temporary::new(bytes);
    let (mut net, mut model) = (Net::new(0), compiled());
    let mut all = Vec::new();
    let mut reader = |name, read: &mut dyn FnMut() -> Result<()>| {
        let (most, result) = most_bytes(read);
        all.push((name, most, result));
    };
    reader("State::read", &mut || State::read(&file.0).map(drop));
    reader("State::from_bytes", &mut || State::from_bytes(bytes).map(drop));
    reader("Preparation::load", &mut || Preparation::load(&file.0).map(drop));
    reader("load_weights", &mut || net.load_weights(&file.0));
    reader("load_weights_of", &mut || net.load_weights_of(&file.0, "net"));
    reader("load_weights_from", &mut || net.load_weights_from(bytes));
    reader("load", &mut || model.load(&file.0));
    let data = datasets::iris();
    reader("BackupAndRestore", &mut || {
        let backup = BackupAndRestore::new(&file.0).delete_checkpoint(false).save_freq(1000);
        compiled().fit(&data, Fit::epochs(1).callbacks(backup)).map(drop)
    });
    all
}

/// Headers made to take as much as they can, of about this length.
fn bad_headers(length: usize) -> Vec<(&'static str, String)> {
    let tensor = |n: usize| format!(r#""{n:x}":{{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}"#);
    let all = |text: &str| text.repeat(length / text.len());
    let many: Vec<String> = (0..length / 55).map(tensor).collect();
    let manifest: String = (0..length / 65).map(|n| format!(r"\n0 {n:x}")).collect();
    let of_manifest: Vec<String> = (0..length / 65).map(tensor).collect();
    vec![
        ("many tensors", format!("{{{}}}", many.join(","))),
        ("one tensor, again and again", format!("{{{}}}", vec![tensor(1); length / 55].join(","))),
        ("many axes", format!(r#"{{"a":{{"dtype":"U8","shape":[{}0],"data_offsets":[0,0]}}}}"#, all("0,"))),
        (
            "a long name",
            format!(r#"{{"{}":{{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}}}"#, all(r"\u00e9")),
        ),
        ("long metadata", format!(r#"{{"__metadata__":{{"plywood":"version 1{}"}}}}"#, all(r"\n"))),
        (
            "much metadata",
            format!(
                r#"{{"__metadata__":{{{}"":""}}}}"#,
                (0..length / 10).map(|n| format!(r#""{n:x}":"","#)).collect::<String>()
            ),
        ),
        (
            "a manifest",
            format!(r#"{{"__metadata__":{{"plywood":"version 1{manifest}"}},{}}}"#, of_manifest.join(",")),
        ),
        (
            "an unknown field",
            format!(r#"{{"a":{{"dtype":"U8","shape":[0],"data_offsets":[0,0],"x":[{}0]}}}}"#, all("[],")),
        ),
        ("nesting", all("[")),
        ("an open text", format!(r#"{{"{}"#, all("a"))),
        ("zeros", all("\0")),
    ]
}

#[test]
fn a_header_takes_a_multiple_of_its_length() {
    for (name, header) in bad_headers(1 << 20) {
        let bytes = with_header(&header);
        for (reader, most, result) in every_reader(&bytes) {
            let times = most as f64 / bytes.len() as f64;
            println!("{name}, {reader}: {times:.1} times its length");
            assert!(most < HEADER * bytes.len() + SMALL, "{name}, {reader}: {times} times its length");
            let length = result.map_or_else(|error| error.to_string().len(), |()| 0);
            assert!(length < 2_000, "{name}, {reader}: a message of {length} bytes");
        }
    }
}

#[test]
fn a_header_takes_twice_as_much_if_it_is_twice_as_long() {
    for ((name, small), (_, large)) in bad_headers(1 << 17).into_iter().zip(bad_headers(1 << 18)) {
        let work = |header: &str| {
            let bytes = with_header(header);
            let before = allocations();
            drop(every_reader(&bytes));
            allocations() - before
        };
        let (small, large) = (work(&small), work(&large));
        assert!(large < 3 * small + 1_000, "{name}: {small} allocations, then {large}");
    }
}

/// A sparse file takes no room on the disk.
fn sparse(header: &str, data: u64) -> Temporary {
    let bytes = with_header(header);
    let file = Temporary::new(&bytes);
    File::options().write(true).open(&file.0).unwrap().set_len(bytes.len() as u64 + data).unwrap();
    file
}

#[test]
fn a_large_file_that_does_not_fit_is_refused_by_its_header() {
    let data = 3_u64 << 30;
    let axis = data / 4;
    let entry = |name: &str, shape: &str, [start, end]: [u64; 2]| {
        format!(r#""{name}":{{"dtype":"F32","shape":{shape},"data_offsets":[{start},{end}]}}"#)
    };
    let other_name = format!("{{{}}}", entry("kernel", &format!("[{axis}]"), [0, data]));
    let rest = data - 48;
    let other_shape = format!(
        "{{{},{}}}",
        entry("dense/kernel", "[4,3]", [0, 48]),
        entry("dense/bias", &format!("[{}]", rest / 4), [48, data])
    );
    for header in [other_name, other_shape, "{".to_owned(), "{}".to_owned()] {
        let file = sparse(&header, data);
        let (mut net, mut model) = (Net::new(0), compiled());
        let readers: [(&str, &mut dyn FnMut() -> Result<()>); 5] = [
            ("load_weights", &mut || net.load_weights(&file.0)),
            ("load", &mut || model.load(&file.0)),
            ("State::read", &mut || State::read(&file.0).map(drop)),
            ("Preparation::load", &mut || Preparation::load(&file.0).map(drop)),
            ("BackupAndRestore", &mut || {
                let backup = BackupAndRestore::new(&file.0);
                compiled().fit(&datasets::iris(), Fit::epochs(1).callbacks(backup)).map(drop)
            }),
        ];
        for (name, read) in readers {
            let (most, result) = most_bytes(read);
            assert!(result.is_err() && most < SMALL, "{name}: {most} bytes for {header}");
        }
    }
}

/// Of a file with much more in it, no more is read than is asked for.
#[test]
fn what_is_not_needed_is_not_read() -> Result<()> {
    let data = 3_u64 << 30;
    let header = format!(
        r#"{{"net/dense/kernel":{{"dtype":"F32","shape":[4,3],"data_offsets":[0,48]}},
        "net/dense/bias":{{"dtype":"F32","shape":[3],"data_offsets":[48,60]}},
        ".optimizer":{{"dtype":"BF16","shape":[{}],"data_offsets":[60,{data}]}}}}"#,
        (data - 60) / 2
    );
    let mut net = Net::new(1);
    for header in [header.replace("net/", ""), header] {
        let file = sparse(&header, data);
        let read = || {
            if header.contains("net/") {
                net.load_weights_of(&file.0, "net")
            } else {
                net.load_weights(&file.0)
            }
        };
        let (most, result) = most_bytes(read);
        assert!(result.is_ok() && most < SMALL, "{most} bytes, {result:?}");
        assert!(net.weights()[0].values.iter().all(|value| *value == 0.0));
    }
    let (mut state, data) = (trained(), 1 << 25);
    state.put_array(".callbacks/more", &[data / 8], Values::F64(vec![0.5; data / 8]));
    let file = Temporary::new(&state.to_bytes()?);
    model! { struct Other { Dense<4, 4, relu>, Dense<4, 3, softmax> } }
    let mut other = Other::new(0).compile(Adam::new(0.01), SparseCategoricalCrossentropy::default(), ());
    let (most, result) = most_bytes(|| other.load(&file.0));
    assert!(result.unwrap_err().to_string().contains("of another network") && most < SMALL, "{most} bytes");
    let (most, result) = most_bytes(|| Preparation::load(&file.0));
    assert!(result.is_err() && most < SMALL, "{most} bytes");
    Ok(())
}

fn texts(texts: &[&str], times: usize) -> Vec<String> {
    texts.iter().cycle().take(times * texts.len()).map(|&text| text.to_owned()).collect()
}

/// Trainings whose lists, of about this many bytes, are made to take as much as they can.
fn bad_trainings(bytes: usize) -> Vec<(&'static str, State)> {
    let with = |change: &dyn Fn(&mut State)| {
        let mut state = trained();
        change(&mut state);
        state
    };
    let numbers = vec![0.5; bytes / 8];
    let large = |state: &mut State, name: &str| {
        state.put_array(name, &[bytes / 8], Values::F64(numbers.clone()));
    };
    vec![
        (
            "keys of a history",
            with(&|state| {
                state.put(".history/keys", &texts(&["loss"], bytes / 12));
                state.put(".history/values/loss", &vec![0.5; bytes / 16]);
                state.put(".history/epochs", &vec![1_usize; bytes / 16]);
            }),
        ),
        ("empty keys", with(&|state| state.put(".history/keys", &texts(&[""], bytes / 2)))),
        (
            "different keys",
            with(&|state| {
                let keys: Vec<String> = (0..bytes / 60).map(|n| n.to_string()).collect();
                for key in &keys {
                    state.put(&format!(".history/values/{key}"), &Vec::<f64>::new());
                    state.put(&format!(".history/epochs of/{key}"), &Vec::<usize>::new());
                }
                state.put(".history/keys", &keys);
            }),
        ),
        (
            "a long history",
            with(&|state| {
                state.put(".history/epochs", &vec![7_usize; bytes / 16]);
                state.put(".history/values/loss", &vec![0.5; bytes / 16]);
            }),
        ),
        (
            "best weights",
            with(&|state| {
                state.put(".callbacks/best_weights/.names", &texts(&["dense/kernel"], bytes / 30));
                large(state, ".callbacks/best_weights/dense/kernel");
            }),
        ),
        (
            "a best weight of another shape",
            with(&|state| large(state, ".callbacks/best_weights/dense/kernel")),
        ),
        ("frozen variables", with(&|state| state.put(".model/frozen", &texts(&["dense/bias"], bytes / 13)))),
        (
            "an architecture",
            with(&|state| state.put(".model/architecture", &"input [4]\n".repeat(bytes / 10))),
        ),
        ("an optimizer's name", with(&|state| state.put(".optimizer/name", &"A".repeat(bytes)))),
        ("an optimizer's slots", with(&|state| large(state, ".optimizer/slots"))),
        (
            "what metrics have gathered",
            with(&|state| {
                for name in ["batches", "samples"] {
                    state.put(&format!(".training/epoch/{name}"), &1_usize);
                }
                state.put(".training/epoch/loss", &0.5);
                large(state, ".training/epoch/gathered");
            }),
        ),
        (
            "columns",
            with(&|state| {
                state.put(".preparation/columns", &texts(&["a"], bytes / 3));
                for (name, number) in [("origin", 0.5), ("width", 1.0)] {
                    state.put(&format!(".preparation/0/{name}"), &number);
                }
                state.put(".preparation/0/fill", &Vec::<f64>::new());
                state.put(".preparation/0/kind", &"numeric".to_owned());
            }),
        ),
        (
            "categories",
            with(&|state| {
                let names: Vec<String> = (0..bytes / 8).map(|n| n.to_string()).collect();
                state.put(".preparation/columns", &texts(&["a"], 1));
                state.put(".preparation/0/categories", &names);
                state.put(".preparation/0/fill", &Vec::<usize>::new());
                state.put(".preparation/0/unknown", &"error".to_owned());
                state.put(".preparation/0/kind", &"one_hot".to_owned());
                state.put(".preparation/targets", &Vec::<String>::new());
                state.put(".preparation/classes", &Vec::<String>::new());
            }),
        ),
        ("something unknown", with(&|state| large(state, ".callbacks/unknown"))),
        ("another variable", with(&|state| large(state, "other"))),
    ]
}

/// Loads a training and goes on with it.
fn go_on(file: &Temporary) -> Result<()> {
    let mut model = compiled();
    model.load(&file.0)?;
    model.fit(&datasets::iris(), Fit::epochs(3).resume(true).callbacks(early())).map(drop)
}

#[test]
fn a_training_takes_a_multiple_of_its_file() {
    for (name, state) in bad_trainings(1 << 20) {
        let bytes = state.to_bytes().unwrap();
        let file = Temporary::new(&bytes);
        let mut all = every_reader(&bytes);
        let (most, result) = most_bytes(|| go_on(&file));
        all.push(("resume", most, result));
        for (reader, most, result) in all {
            let times = most as f64 / bytes.len() as f64;
            println!("{name}, {reader}: {times:.1} times its length, {result:?}");
            let header = 8 + u64::from_le_bytes(*bytes.first_chunk().unwrap()) as usize;
            let bound = match reader {
                "State::read" | "State::from_bytes" => HEADER * header + bytes.len(),
                "load_weights" | "load_weights_from" | "load_weights_of" => {
                    HEADER * header + 4 * size_of::<f64>() * Net::<f32>::PARAMETERS
                }
                _ => TRAINING * bytes.len(),
            };
            assert!(most < bound + 4 * SMALL, "{name}, {reader}: {times} times its length");
            let length = result.map_or_else(|error| error.to_string().len(), |()| 0);
            assert!(length < 3_000, "{name}, {reader}: a message of {length} bytes");
        }
    }
}

#[test]
fn a_training_takes_twice_as_much_if_it_is_twice_as_long() {
    for ((name, small), (_, large)) in bad_trainings(1 << 17).into_iter().zip(bad_trainings(1 << 18)) {
        let work = |state: &State| {
            let file = Temporary::new(&state.to_bytes().unwrap());
            let before = allocations();
            drop(go_on(&file));
            allocations() - before
        };
        let (small, large) = (work(&small), work(&large));
        assert!(large < 3 * small + 1_000, "{name}: {small} allocations, then {large}");
    }
}

#[test]
fn a_history_takes_a_multiple_of_its_text() {
    let all = |text: &str| text.repeat((1 << 20) / text.len());
    let of = |column: String| format!(r#"{{"epoch":[0],"history":{{"loss":{column}}}}}"#);
    let keys = |key: &dyn Fn(usize) -> String| {
        let columns: Vec<String> = (0..1 << 17).map(|n| format!(r#""{}":[]"#, key(n))).collect();
        format!(r#"{{"epoch":[],"history":{{{}}}}}"#, columns.join(","))
    };
    let nulls = format!(
        r#"{{"epoch":[{}0],"history":{{"loss":[{}null]}}}}"#,
        "0,".repeat(1 << 17),
        "null,".repeat(1 << 17)
    );
    for (name, text) in [
        ("values", of(format!("[{}1]", all("1,")))),
        ("values for epochs", nulls),
        ("texts", of(format!("[{}1]", all(r#""inf","#)))),
        ("a long text", of(format!(r#"["{}"]"#, all(r"\u00e9")))),
        ("lists", of(format!("[{}[]]", all("[],")))),
        ("nesting", of(all("["))),
        ("epochs", format!(r#"{{"epoch":[{}1],"history":{{}}}}"#, all("1,"))),
        ("keys", keys(&|n| n.to_string())),
        ("the same key", keys(&|_| "loss".to_owned())),
        ("a long key", format!(r#"{{"epoch":[0],"history":{{"{}":[]}}}}"#, all("a"))),
        ("something unknown", format!(r#"{{"{}":0}}"#, all("a"))),
    ] {
        let (most, result) = most_bytes(|| History::from_json(&text).map(drop));
        let times = most as f64 / text.len() as f64;
        println!("{name}: {times:.1} times its length, {}", result.is_ok());
        assert!(most < JSON * text.len() + SMALL, "{name}: {times} times its length");
        let length = result.map_or_else(|error| error.to_string().len(), |()| 0);
        assert!(length < 2_000, "{name}: a message of {length} bytes");
    }
}

/// A log whose first line has no end is read to its limit.
#[test]
fn a_log_is_not_read_into_memory() {
    let file = Temporary::new(b"epoch,");
    File::options().append(true).open(&file.0).unwrap().write_all(&vec![b'x'; 1 << 25]).unwrap();
    let log = plywood::callbacks::CSVLogger::new(&file.0).append(true);
    let (most, result) =
        most_bytes(|| compiled().fit(&datasets::iris(), Fit::epochs(1).callbacks(log)).map(drop));
    assert!(result.is_err() && most < 8 << 20, "{most} bytes");
}
