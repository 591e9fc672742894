//! Weights in files.

use plywood::prelude::*;
use plywood::saving::State;
use plywood::{Error, Result};

use crate::Folder;

model! { struct Small { Dense<2, 3, relu>, Dense<3, 1> } }
model! { struct Renamed { first: Dense<2, 3, relu>, Dense<3, 1> } }
model! { struct Wider { Dense<2, 4, relu>, Dense<4, 1> } }

#[test]
fn weights_come_back_in_either_number_type() -> Result<()> {
    let folder = Folder::new();
    let file = folder.file("weights.safetensors");
    let model = Small::<f64>::new(3);
    model.save_weights(&file)?;
    let mut same = Small::<f64>::new(4);
    same.load_weights(&file)?;
    assert_eq!(same.weights(), model.weights());
    let mut narrow = Small::new(4);
    narrow.load_weights(&file)?;
    let rounded: Vec<f32> =
        model.weights().iter().flat_map(|w| w.values.iter().map(|&x| x as f32).collect::<Vec<_>>()).collect();
    let values: Vec<f32> = narrow.weights().into_iter().flat_map(|w| w.values).collect();
    assert_eq!(values, rounded);
    narrow.load_weights_from(&std::fs::read(&file).unwrap())
}

/// Another program's file, read by another program: the `safetensors` crate.
#[test]
fn files_are_those_of_other_programs() -> Result<()> {
    use safetensors::tensor::{Dtype, SafeTensors, TensorView};
    let folder = Folder::new();
    let file = folder.file("weights.safetensors");
    let model = Small::new(3);
    model.save_weights(&file)?;
    let bytes = std::fs::read(&file).unwrap();
    let tensors = SafeTensors::deserialize(&bytes).unwrap();
    let kernel = tensors.tensor("dense/kernel").unwrap();
    assert_eq!((kernel.dtype(), kernel.shape(), tensors.len()), (Dtype::F32, &[2, 3][..], 4));
    let values: Vec<f32> =
        kernel.data().chunks_exact(4).map(|bytes| f32::from_le_bytes(bytes.try_into().unwrap())).collect();
    assert_eq!(values, model.weights()[0].values);

    // Without metadata, as other programs write it.
    let data: Vec<u8> = (0..13_u8).flat_map(|n| f32::from(n).to_le_bytes()).collect();
    let mut rest = data.as_slice();
    let tensor = |shape: &[usize], rest: &mut &[u8]| {
        let (mine, others) = rest.split_at(4 * shape.iter().product::<usize>());
        *rest = others;
        TensorView::new(Dtype::F32, shape.to_vec(), Box::leak(mine.to_vec().into_boxed_slice())).unwrap()
    };
    let all = [
        ("dense/kernel", tensor(&[2, 3], &mut rest)),
        ("dense/bias", tensor(&[3], &mut rest)),
        ("dense_1/kernel", tensor(&[3, 1], &mut rest)),
        ("dense_1/bias", tensor(&[1], &mut rest)),
    ];
    let mut read = Small::new(0);
    let foreign = safetensors::serialize(all, None).unwrap();
    read.load_weights_from(&foreign)?;
    let values: Vec<f32> = read.weights().into_iter().flat_map(|weight| weight.values).collect();
    assert_eq!(values, (0..13).map(|n| n as f32).collect::<Vec<_>>());
    assert!(State::from_bytes(&foreign).is_err());
    Ok(())
}

#[test]
fn a_training_is_a_file_of_weights_too() -> Result<()> {
    let folder = Folder::new();
    let file = folder.file("model.safetensors");
    let mut model = Small::new(3).compile(Adam::new(0.1), MeanSquaredError::default(), ());
    model.fit(&Dataset::new([[1.0, 2.0]], [[3.0]])?, Fit::epochs(2))?;
    model.save(&file)?;
    let mut read = Small::new(0);
    read.load_weights(&file)?;
    assert_eq!(read.weights(), model.weights());
    // But not the other way round.
    model.save_weights(&file)?;
    let error = model.load(&file).unwrap_err().to_string();
    assert!(error.ends_with("it has no more than weights: `load_weights` reads those"), "{error}");
    Ok(())
}

#[test]
fn differences_are_named() -> Result<()> {
    let folder = Folder::new();
    let file = folder.file("weights.safetensors");
    Small::new(3).save_weights(&file)?;
    let message = |error: Error| {
        let Error::File { path, message, .. } = error else { panic!("{error:?}") };
        assert_eq!(path, file.display().to_string());
        message
    };
    let mut renamed = Renamed::new(0);
    let before = renamed.weights();
    let error = message(renamed.load_weights(&file).unwrap_err());
    let expected = "it has other variables; missing: `first/kernel`, `first/bias`; \
                    not in the model: `dense_1/bias`, `dense_1/kernel`";
    assert_eq!(error, expected);
    assert_eq!(renamed.weights(), before);
    let error = message(Wider::new(0).load_weights(&file).unwrap_err());
    assert_eq!(error, "`dense/kernel` has shape [2, 4] in the model, but [2, 3] here");
    let mut state = Small::new(3).weights_state();
    state.put_array("dense/bias", &[3], plywood::saving::Values::F32(vec![0.0, f32::NAN, 0.0]));
    state.write(&file)?;
    let error = message(Small::new(0).load_weights(&file).unwrap_err());
    assert_eq!(error, "`dense/bias`, value 1: NaN, where a finite number is needed");
    let missing = folder.file("nothing");
    let error = Small::new(0).load_weights(&missing).unwrap_err().to_string();
    assert!(error.contains("nothing: it cannot be read: "), "{error}");
    Ok(())
}

model! { struct Pair { Dense<1, 2>, inner: Small(0) } }
model! { struct Whole { front: Small(0), pair: Pair(0), Dense<1, 1> } }

#[test]
fn a_part_of_a_model_reads_its_variables_from_the_file_of_the_whole() -> Result<()> {
    let folder = Folder::new();
    let file = folder.file("whole.safetensors");
    let mut whole = Whole::new(3).compile(SGD::new(0.1), MeanSquaredError::default(), ());
    whole.fit(&Dataset::new([[1.0, 2.0]], [[3.0]])?, Fit::epochs(1))?;
    whole.save(&file)?;
    let (mut part, all) = (Small::new(0), whole.weights());
    for (layer, first) in [("front", 0), ("front/", 0), ("pair/inner", 6)] {
        part.load_weights_of(&file, layer)?;
        let pairs = part.weights().into_iter().zip(&all[first..]);
        pairs.for_each(|(part, whole)| {
            assert_eq!((part.shape, &part.values), (whole.shape.clone(), &whole.values))
        });
        part.set_weights_state(&State::read(&file)?.get(layer.trim_end_matches('/'))?)?;
    }
    let before = part.weights();
    let said = |result: Result<()>| result.unwrap_err().to_string();
    // Whoever forgets the layer is told of it.
    let error = said(part.load_weights(&file));
    let help = "\nhelp: layer `front` there has them: `load_weights_of(path, \"front\")`";
    assert!(error.contains("missing: `dense_1/kernel`, `dense_1/bias`") && error.ends_with(help), "{error}");
    let error = said(part.load_weights_of(&file, "pair"));
    assert!(
        error.ends_with("help: layer `pair/inner` there has them: `load_weights_of(path, \"pair/inner\")`"),
        "{error}"
    );
    for layer in ["back", "", "fron", "front/dense"] {
        assert!(
            said(part.load_weights_of(&file, layer)).contains("it has other variables; missing: "),
            "{layer}"
        );
    }
    let error = said(Wider::new(0).load_weights_of(&file, "front"));
    assert!(error.ends_with("`dense/kernel` has shape [2, 4] in the model, but [2, 3] here"), "{error}");
    assert!(!said(Renamed::new(0).load_weights(&file)).contains("help"));
    assert_eq!(part.weights(), before);
    Ok(())
}

#[test]
fn checkpoints_are_files() -> Result<()> {
    let folder = Folder::new();
    let template = folder.file("{epoch:02d}-{loss:.1f}.safetensors").display().to_string();
    let data: Dataset<Features<2>, Features<1>> = Dataset::new([[1.0, 2.0], [0.5, 0.5]], [[3.0], [-1.0]])?;
    let compiled = || Small::new(3).compile(SGD::new(0.1), MeanSquaredError::default(), ());
    let mut model = compiled();
    let checkpoint = ModelCheckpoint::new().filepath(&template);
    let history = model.fit(&data, Fit::epochs(3).callbacks(checkpoint))?;
    for (epoch, loss) in history.loss().iter().enumerate() {
        let mut read = compiled();
        read.load(folder.file(&format!("{:02}-{loss:.1}.safetensors", epoch + 1)))?;
        assert_eq!(read.history().epochs().len(), epoch + 1);
        // From any of them training goes on to the same end.
        read.fit(&data, Fit::epochs(3).resume(true))?;
        assert_eq!((read.weights(), read.history()), (model.weights(), &history));
    }
    let best = folder.file("best").display().to_string();
    let checkpoint =
        ModelCheckpoint::new().filepath(&best).monitor("loss").save_best_only(true).save_weights_only(true);
    compiled().fit(&data, Fit::epochs(3).callbacks(checkpoint))?;
    assert!(State::read(&best)?.names().eq(["dense/bias", "dense/kernel", "dense_1/bias", "dense_1/kernel"]));
    let refused = |template: &str| {
        let checkpoint = ModelCheckpoint::new().filepath(template);
        compiled().fit(&data, Fit::epochs(1).callbacks(checkpoint)).unwrap_err()
    };
    assert!(matches!(refused("{epoch"), Error::Format { .. }));
    assert!(matches!(refused("{val_loss}"), Error::UnknownScore { .. }));
    assert!(matches!(refused("/proc/nowhere/{epoch}"), Error::File { .. }));
    Ok(())
}
