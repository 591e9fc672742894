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

/// What is said by a training that goes on with a changed state, before it begins.
fn refused_by_callbacks(change: impl FnOnce(&mut State)) -> String {
    let mut model = same_kind();
    let checkpoint = || ModelCheckpoint::new().monitor("loss").save_best_only(true);
    let early = || EarlyStopping::new().monitor("loss").restore_best_weights(true);
    model.fit(&data(), Fit::epochs(2).callbacks((early(), checkpoint()))).unwrap();
    let mut state = model.state();
    change(&mut state);
    let mut model = same_kind();
    model.set_state(&state).unwrap();
    let (before, iterations) = (model.weights(), model.iterations());
    let fit = Fit::epochs(9).resume(true).callbacks((early(), checkpoint()));
    let error = model.fit(&data(), fit).unwrap_err().to_string();
    // What can be gone on with is still there.
    assert_eq!((model.weights(), model.iterations()), (before, iterations));
    assert!(
        error.contains("help: the callbacks have to be those of") || error.contains("`dense/"),
        "{error}"
    );
    error
}

#[test]
fn what_callbacks_keep_is_compared_with_the_model() {
    for weights in [".callbacks/0/best_weights", ".callbacks/1/weights"] {
        let array = |name: &str, shape: &[usize], values: Values| {
            refused_by_callbacks(|state| state.put_array(&format!("{weights}/{name}"), shape, values))
        };
        let error = array("dense/bias", &[9], Values::F64(vec![0.0; 9]));
        assert!(error.contains("`dense/bias` has shape [8] in the model, but [9] here"), "{error}");
        let error = array("dense/bias", &[2, 4], Values::F64(vec![0.0; 8]));
        assert!(error.contains("has shape [8] in the model, but [2, 4] here"), "{error}");
        let error = array("dense/bias", &[8], Values::F64(vec![f64::NAN; 8]));
        assert!(error.contains("`dense/bias`, value 0: NaN"), "{error}");
        // Too large for `f32`.
        let error = array("dense/bias", &[8], Values::F64(vec![1e300; 8]));
        assert!(error.contains("`dense/bias`, value 0: inf"), "{error}");
        let error = array("dense/bias", &[8], Values::F32(vec![0.0; 8]));
        assert!(error.contains("is numbers in f32, where numbers in f64 is needed"), "{error}");
        let names = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
            refused_by_callbacks(|state| state.put(&format!("{weights}/.names"), &names))
        };
        assert!(names(&["dense/kernel"]).contains("variable 1, `dense/bias`, is missing"));
        assert!(names(&["dense/bias", "dense/kernel"]).contains("variable 0 is `dense/kernel` in the model"));
        assert!(names(&["dense/kernel", "dense/kernel"]).contains("/.names` has `dense/kernel` twice"));
    }
    for best in [".callbacks/0/best", ".callbacks/1/best"] {
        assert!(refused_by_callbacks(|state| state.put(best, &f64::NAN)).contains("`best` is NaN"));
    }
}

#[test]
fn a_name_is_listed_once() {
    let twice = |name: &'static str, of: &str| {
        let names = vec![of.to_owned(); 2];
        refused(|state| state.put(name, &names))
    };
    for (list, name) in [
        (".history/keys", "loss"),
        (".model/frozen", "dense/bias"),
        (".preparation/columns", "a"),
        (".preparation/targets", "d"),
    ] {
        let error = twice(list, name);
        assert!(error.contains(&format!("`{list}` has `{name}` twice")), "{error}");
    }
    assert!(twice(".preparation/1/categories", "x").contains("the category `x` is there twice"));
    assert!(twice(".preparation/classes", "no").contains("the category `no` is there twice"));
}

#[test]
fn an_epoch_that_was_interrupted_makes_sense() {
    let part = |batches: usize, samples: usize, loss: f64| {
        refused(|state| {
            state.put(".training/epoch/batches", &batches);
            state.put(".training/epoch/samples", &samples);
            state.put(".training/epoch/loss", &loss);
            state.put(".training/epoch/gathered", &Vec::<f64>::new());
        })
    };
    assert!(part(1, 1, f64::NAN).contains("`.training/epoch/loss` is NaN"));
    assert!(part(2, 1, 0.5).contains("`.training/epoch` has 2 batches of 1 samples"));
}

/// Whatever a training was told, its state and its history can be read again.
#[test]
fn extreme_settings_can_be_read_again() -> Result<()> {
    let data = data();
    let largest = usize::MAX / 2;
    let mut model = same_kind();
    let error =
        model.fit(&data, Fit::epochs(usize::MAX).initial_epoch(usize::MAX - 1)).unwrap_err().to_string();
    assert_eq!(error, "initial_epoch is 1.8446744073709552e19, but must be at most half of `usize::MAX`");
    let callbacks = || {
        let never = EarlyStopping::new().monitor("loss").patience(usize::MAX).start_from_epoch(usize::MAX);
        let pauses =
            ReduceLROnPlateau::new().monitor("loss").patience(1).min_delta(1e300).cooldown(usize::MAX);
        (never, pauses, ModelCheckpoint::new().save_freq(usize::MAX))
    };
    for (first, epochs) in [(largest, usize::MAX), (largest - 2, usize::MAX), (0, 3)] {
        let mut model = same_kind();
        let fit = || {
            let fit = Fit::epochs(epochs).initial_epoch(first).batch_size(usize::MAX).steps_per_epoch(1);
            let fit =
                fit.validation_data(&data).validation_batch_size(usize::MAX).validation_steps(usize::MAX);
            fit.validation_freq(usize::MAX).threads(usize::MAX).seed(u64::MAX).callbacks(callbacks())
        };
        model.fit(&data, fit())?;
        let state = State::from_bytes(&model.state().to_bytes()?)?;
        let mut again = same_kind();
        again.set_state(&state)?;
        assert_eq!(again.state(), state);
        assert_eq!(
            plywood::History::from_json(&model.history().to_json())?.epochs(),
            model.history().epochs()
        );
        // Nothing is left to be done, and all can be read once more.
        again.fit(&data, fit().resume(true))?;
        again.set_state(&State::from_bytes(&again.state().to_bytes()?)?)?;
        assert_eq!(again.history(), model.history());
    }
    Ok(())
}

#[test]
fn another_model_is_refused() -> Result<()> {
    let folder = Folder::new();
    let file = folder.file("model.safetensors");
    full().write(&file)?;
    let mut other: Compiled<Other, Adam, _, ()> =
        Other::new(0).compile(Adam::new(0.01), CategoricalCrossentropy::default(), ());
    let Err(Error::File { path, message, .. }) = other.load(&file) else { panic!("it was not refused") };
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
