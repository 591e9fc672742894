//! Files that are not what they should be: an error says what is wrong, and nothing is changed.

use plywood::data::Preparation;
use plywood::prelude::*;
use plywood::saving::{State, Values};
use plywood::{Compiled, Error, Result};

use crate::Folder;
use crate::resume::{Trained, data, fresh};

model! { struct Other { Dense<4, 8, relu>, BatchNormalization, Dropout(0.3), GaussianNoise(0.1), Dense<_, 3, softmax> } }

/// A model of the kind that has [all that there can be](full) to be saved.
pub fn same_kind() -> Trained<Adam> {
    fresh(&Adam::new(0.01).use_ema(true).gradient_accumulation_steps(3))
}

/// A state with all that there can be.
pub fn full() -> State {
    let mut model = same_kind();
    let early = EarlyStopping::new().monitor("loss").restore_best_weights(true);
    model.fit(&data(), Fit::epochs(3).callbacks((early, ReduceLROnPlateau::new().monitor("loss")))).unwrap();
    model.freeze("dense/bias").unwrap();
    model.set_preparation(preparation()).unwrap();
    model.state()
}

/// One of all kinds of columns, which makes the four values that the model takes.
fn preparation() -> Preparation {
    let rows = [["0.5", "x", "low", "no"], ["1.5", "y", "high", "yes"], ["", "x", "high", "perhaps"]];
    let schema = Schema::new()
        .column("a", Numeric::standardized().fill_median())
        .column("b", OneHot::new().unknown_as_zeros())
        .column("c", Ordinal::new().fill_most_frequent())
        .classes("d");
    schema.fit(&Table::new(["a", "b", "c", "d"], rows).unwrap()).unwrap()
}

/// What is said of a changed state; the model that was to take it over is as before.
fn refused(change: impl FnOnce(&mut State)) -> String {
    let mut state = full();
    change(&mut state);
    let mut model = same_kind();
    let before = model.state();
    let error = model.set_state(&state).unwrap_err();
    assert_eq!(model.state(), before);
    error.to_string()
}

#[test]
fn everything_is_checked_before_anything_is_changed() {
    let array = |name: &'static str, shape: &'static [usize], values: Values| {
        refused(move |state| state.put_array(name, shape, values))
    };
    let text = |name: &'static str, text: &str| refused(|state| state.put(name, &text.to_owned()));
    let number = |name: &'static str, number: u64| refused(|state| state.put(name, &number));
    assert!(array("dense/bias", &[8], Values::F32(vec![f32::NAN; 8])).contains("`dense/bias`, value 0: NaN"));
    assert!(
        array("dense/bias", &[8], Values::F64(vec![0.0; 8])).contains("numbers in f64, where numbers in f32")
    );
    assert!(
        array("dense/bias", &[9], Values::F32(vec![0.0; 9])).contains("shape [8] in the model, but [9] here")
    );
    assert!(array("extra", &[0], Values::F32(vec![])).contains("not in the model: `extra`"));
    assert!(array(".optimizer/slots", &[2, 3], Values::F32(vec![0.0; 6])).contains("slots have 6 values"));
    assert!(array(".optimizer/averages", &[0], Values::F32(vec![])).contains("averages have 0 values"));
    assert!(array(".optimizer/accumulated", &[1], Values::F64(vec![0.0])).contains("numbers in f64"));
    assert!(
        text(".optimizer/name", "Nadam").contains("it was trained with `Nadam`, where `Adam` is to go on")
    );
    assert!(
        text(".model/architecture", "input [4]").contains("layer 0: `dense Dense tanh [8]` in the model")
    );
    assert!(text(".history/ending", "ended").contains("does not end with `ended`"));
    assert!(
        number(".training/iterations", u64::MAX).contains("the number of iterations is 18446744073709551615")
    );
    assert!(number(".training/passes", 1 << 60).contains("the number of passes"));
    assert!(number(".optimizer/is_swapped", 2).contains("is 2, where 0 or 1 is needed"));
    assert!(
        refused(|state| state.put(".model/frozen", &vec!["dens".to_owned()])).contains("is called `dens`")
    );
    assert!(
        refused(|state| state.put(".optimizer/learning_rate", &-1.0)).contains("the learning rate is -1")
    );
    assert!(refused(|state| *state = State::new()).contains("no more than weights"));
}

#[test]
fn what_is_missing_is_named() {
    let whole = full();
    let mut checked = 0;
    for left_out in whole.names() {
        let mut state = State::new();
        for name in whole.names().filter(|&name| name != left_out) {
            let (shape, values) = whole.array(name).unwrap();
            state.put_array(name, shape, values.clone());
        }
        let mut model = same_kind();
        match model.set_state(&state) {
            Err(error) => {
                let message = error.to_string();
                assert!(message.contains(&format!("`{left_out}`")), "{left_out}: {message}");
                checked += 1;
            }
            // What callbacks remember is for them to check; a rate may follow a schedule.
            Ok(()) => {
                let may = left_out.starts_with(".callbacks") || left_out == ".optimizer/learning_rate";
                assert!(may, "{left_out}");
            }
        }
    }
    assert!(checked > 20, "{checked}");
}

#[test]
fn callbacks_check_what_they_remember() {
    let mut state = full();
    state.put(".callbacks/0/wait", &"long".to_owned());
    let mut model = same_kind();
    model.set_state(&state).unwrap();
    let early = EarlyStopping::new().monitor("loss");
    let iterations = model.iterations();
    let error = model.fit(&data(), Fit::epochs(9).resume(true).callbacks((early,))).unwrap_err().to_string();
    assert!(error.contains("`wait` is a text, where a whole number is needed"), "{error}");
    assert_eq!(model.iterations(), iterations);
}

#[test]
fn another_model_is_refused() -> Result<()> {
    let folder = Folder::new();
    let file = folder.file("model.safetensors");
    full().write(&file)?;
    let mut other: Compiled<Other, Adam, _, ()> =
        Other::new(0).compile(Adam::new(0.01), CategoricalCrossentropy::default(), ());
    let Err(Error::File { path, message }) = other.load(&file) else { panic!("it was not refused") };
    assert_eq!(path, file.display().to_string());
    let expected = "it is of another network: layer 0: `dense Dense relu [8]` in the model, \
                    `dense Dense tanh [8]` here";
    assert_eq!(message, expected);
    Ok(())
}

#[test]
fn a_damaged_backup_ends_training_before_it_begins() -> Result<()> {
    let folder = Folder::new();
    let file = folder.file("backup");
    let mut bytes = full().to_bytes()?;
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    std::fs::write(&file, &bytes).unwrap();
    let mut model = fresh(&Adam::new(0.01));
    let before = model.weights();
    let backup = plywood::callbacks::BackupAndRestore::new(&file);
    let error = model.fit(&data(), Fit::epochs(3).callbacks(backup)).unwrap_err().to_string();
    assert!(error.contains("backup: it is damaged: the checksum of `"), "{error}");
    assert_eq!((model.weights(), model.iterations()), (before, 0));
    assert_eq!(std::fs::read(&file).unwrap(), bytes, "the file is left for whoever wants to look at it");
    Ok(())
}
