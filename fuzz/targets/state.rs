//! Bytes as a file of weights, and as one of a training: they are read or refused, and what was read is written
//! the same.
//!
//! The first byte says what the others are: a file; the header of one, whose length and data are put around it; or
//! changes of a saved training, whose checksums no fuzzer would find.

#![no_main]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use plywood::Compiled;
use plywood::callbacks::{Cancel, LambdaCallback};
use plywood::data::Preparation;
use plywood::prelude::*;
use plywood::saving::{State, Values};

model! { struct Net { hidden: Dense<2, 2, tanh>, Dense<2, 1> } }
model! { struct Outer { net: Net(0), Dense<1, 1> } }

type Trained = Compiled<Outer, Adam, MeanSquaredError, (MeanAbsoluteError,)>;

fuzz_target!(|bytes: &[u8]| {
    match bytes.split_first() {
        None => {}
        Some((0, file)) => read(file),
        Some((1, rest)) => {
            let Some((&data, header)) = rest.split_first() else { return };
            let length = (header.len() as u64).to_le_bytes();
            read(&[&length[..], header, &vec![0; 4 * usize::from(data)]].concat());
        }
        Some((_, changes)) => resume(&changed(changes)),
    }
});

/// Every reader of a file, and of its bytes.
fn read(bytes: &[u8]) {
    static FILE: LazyLock<PathBuf> =
        LazyLock::new(|| std::env::temp_dir().join(format!("plywood-fuzz-{}", std::process::id())));
    std::fs::write(&*FILE, bytes).unwrap();
    let is_read = Outer::new(1).load_weights_from(bytes).is_ok();
    assert_eq!(Outer::new(1).load_weights(&*FILE).is_ok(), is_read);
    let mut net = Net::new(1);
    if net.load_weights_of(&*FILE, "net").is_ok() {
        assert!(net.weights().iter().all(|weight| weight.values.iter().all(|value| value.is_finite())));
    }
    let _ = Preparation::load(&*FILE);
    let state = State::from_bytes(bytes);
    assert_eq!(State::read(&*FILE).is_ok(), state.is_ok());
    assert!(state.is_ok() || compiled().load(&*FILE).is_err());
    let Ok(state) = state else { return };
    let again = State::from_bytes(&state.to_bytes().unwrap()).unwrap();
    assert_eq!(again.to_bytes(), state.to_bytes());
    resume(&state);
}

/// Goes on with a training, if it is one: whatever is made of it can be saved and taken over again.
fn resume(state: &State) {
    let _ = Preparation::from_state(state);
    let _ = state.get::<State>("net").map(|net| Net::new(1).set_weights_state(&net));
    let mut model = compiled();
    if model.set_state(state).is_err() {
        assert!(model.iterations() == 0 && model.history().epochs().is_empty());
        return;
    }
    compiled().set_state(&model.state()).unwrap();
    let _ = model.fit(&data(), Fit::epochs(3).batch_size(2).resume(true).callbacks(callbacks()));
    let saved = State::from_bytes(&model.state().to_bytes().unwrap()).unwrap();
    compiled().set_state(&saved).unwrap();
}

fn compiled() -> Trained {
    let adam = Adam::new(0.01).use_ema(true).gradient_accumulation_steps(2);
    Outer::new(1).compile(adam, MeanSquaredError::default(), (MeanAbsoluteError::default(),))
}

fn data() -> Dataset<Features<2>, Features<1>> {
    Dataset::new([[0.0, 1.0], [1.0, 0.5], [0.5, 0.5]], [[1.0], [0.0], [0.5]]).unwrap()
}

fn callbacks() -> (EarlyStopping, ReduceLROnPlateau, ModelCheckpoint) {
    let early = EarlyStopping::new().monitor("loss").patience(1).restore_best_weights(true);
    let checkpoint = ModelCheckpoint::new().monitor("loss").save_best_only(true);
    (early, ReduceLROnPlateau::new().monitor("loss").patience(1), checkpoint)
}

/// A training with all that can be saved, interrupted in its second epoch.
static FULL: LazyLock<BTreeMap<String, (Vec<usize>, Values)>> = LazyLock::new(|| {
    let mut model = compiled();
    let cancel = Cancel::new();
    let ends = LambdaCallback::new().on_train_batch_end(|logs, _| {
        if (logs.epoch, logs.batch) == (1, 0) {
            cancel.cancel();
        }
    });
    let (early, reduce, checkpoint) = callbacks();
    let fit = Fit::epochs(3).batch_size(2).cancel(&cancel).callbacks((early, reduce, checkpoint, ends));
    model.fit(&data(), fit).unwrap();
    model.freeze("net/hidden/bias").unwrap();
    let rows = [["0.5", "x"], ["1.5", "y"], ["", "x"]];
    let schema = Schema::new()
        .column("a", Numeric::standardized().fill_median())
        .column("b", Ordinal::new().unknown_as_category());
    let table = Table::new(["a", "b"], rows).unwrap();
    model.set_preparation(schema.fit(&table).unwrap()).unwrap();
    let state = model.state();
    let entry = |name: &str| {
        let (shape, values) = state.array(name).unwrap();
        (name.to_owned(), (shape.to_vec(), values.clone()))
    };
    state.names().map(entry).collect()
});

/// The training after changes.
fn changed(changes: &[u8]) -> State {
    let names: Vec<&String> = FULL.keys().collect();
    let mut entries = FULL.clone();
    let mut bytes = changes.iter().copied();
    while let (Some(name), Some(kind)) = (bytes.next(), bytes.next()) {
        let name = names[usize::from(name) % names.len()];
        let mut next = || bytes.next().unwrap_or(0);
        let mut word = || u64::from_le_bytes([(); 8].map(|()| next()));
        let entry = match kind % 9 {
            0 => (vec![], Values::U64(vec![word()])),
            1 => (vec![], Values::F64(vec![f64::from_bits(word())])),
            2 => {
                let values: Vec<f64> = (0..word() % 8).map(|_| f64::from_bits(word())).collect();
                (vec![values.len()], Values::F64(values))
            }
            3 => {
                let values: Vec<u64> = (0..word() % 8).map(|_| word()).collect();
                (vec![values.len()], Values::U64(values))
            }
            4 => {
                let text: Vec<u8> = (0..word() % 40).map(|_| word() as u8).collect();
                (vec![text.len()], Values::U8(text))
            }
            5 => {
                let name = |of: u64| names[of as usize % names.len()];
                let listed: String = (0..word() % 5)
                    .map(|_| name(word()))
                    .map(|name| name.rsplit_once('/').map_or("", |(_, last)| last))
                    .map(|name| format!("{}:{name}", name.len()))
                    .collect();
                (vec![listed.len()], Values::U8(listed.into_bytes()))
            }
            6 => {
                entries.remove(name);
                continue;
            }
            7 => FULL[names[word() as usize % names.len()]].clone(),
            _ => {
                let (shape, mut values) = FULL[name].clone();
                let at = word() as usize;
                match &mut values {
                    Values::F32(all) if !all.is_empty() => {
                        let at = at % all.len();
                        all[at] = f32::from_bits(word() as u32);
                    }
                    Values::F64(all) if !all.is_empty() => {
                        let at = at % all.len();
                        all[at] = f64::from_bits(word());
                    }
                    Values::U8(all) if !all.is_empty() => {
                        let at = at % all.len();
                        all[at] = word() as u8;
                    }
                    _ => {}
                }
                (shape, values)
            }
        };
        entries.insert(name.clone(), entry);
    }
    let mut state = State::new();
    for (name, (shape, values)) in entries {
        state.put_array(&name, &shape, values);
    }
    state
}
