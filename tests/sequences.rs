//! Targets, weights and masks for each step of a sequence, and for each pixel of an image.

use plywood::losses::{Dice, Reduction};
use plywood::prelude::*;
use plywood::{Error, gradient_check};

model! { struct Tagger { Tokens<5, 9>, Embedding<3, MaskZero>, GRU<4, Sequences>, Dense<3, softmax> } }
model! { struct Steps { Input<6, 2>, Masking, Dense<8, tanh>, Dense<3, softmax> } }
model! { struct Unmasked { Input<6, 2>, Dense<8, tanh>, Dense<3, softmax> } }
model! { struct Pixels { Input<4, 3, 1>, Conv2D<4, 3, tanh, Same>, Conv2D<3, 1, softmax> } }
model! { struct Overlap { Input<6, 2>, Masking, Dense<1, sigmoid> } }

type Tagged = Dataset<Tokens<5, 9>, ClassSequence<5, 3>, f64>;
type Signals = Dataset<Sequence<6, 2>, ClassSequence<6, 3>, f64>;

/// Numbers that look random.
fn number(index: usize) -> usize {
    (index.wrapping_mul(2_654_435_761) >> 7) % 1_009
}

/// Sentences of one word to five.
fn tagged(samples: usize, label_of_padding: usize) -> Tagged {
    let word = |row: usize, step| if step <= row % 5 { 1 + number(row * 5 + step) % 8 } else { 0 };
    let tokens = (0..samples).map(|row| [0, 1, 2, 3, 4].map(|step| word(row, step) as f64));
    let label =
        |row: usize, step| if step <= row % 5 { number(row * 7 + step) % 3 } else { label_of_padding };
    let labels = (0..samples).map(|row| [0, 1, 2, 3, 4].map(|step| label(row, step)));
    Dataset::new(tokens, labels).unwrap()
}

fn is_masked(row: usize, step: usize) -> bool {
    number(row * 11 + step).is_multiple_of(3) && step != row % 6
}

/// Signals, some of whose steps are zeros.
fn signals(samples: usize) -> Signals {
    let value = |row, step, at| {
        if is_masked(row, step) { 0.0 } else { number(row * 13 + step * 2 + at) as f64 / 500.0 - 1.0 }
    };
    let steps = [0, 1, 2, 3, 4, 5];
    let inputs = (0..samples).map(|row| steps.map(|step| [0, 1].map(|at| value(row, step, at))));
    Dataset::new(inputs, (0..samples).map(|row| steps.map(|step| number(row * 17 + step) % 3))).unwrap()
}

/// 0 for each masked step.
fn weights(samples: usize) -> Vec<[f64; 6]> {
    let weight = |row, step| if is_masked(row, step) { 0.0 } else { 1.0 };
    (0..samples).map(|row| [0, 1, 2, 3, 4, 5].map(|step| weight(row, step))).collect()
}

#[test]
fn nothing_depends_on_the_targets_of_masked_steps() -> Result<(), Error> {
    let sparse = SparseCategoricalCrossentropy::default();
    let compiled = || {
        Tagger::<f64>::new(1).compile(
            Adam::new(0.05),
            sparse,
            (Accuracy::default(), Precision::new(), sparse),
        )
    };
    let (mut first, mut second) = (compiled(), compiled());
    let fit = || Fit::epochs(3).batch_size(8);
    let histories = (first.fit(&tagged(30, 0), fit())?, second.fit(&tagged(30, 2), fit())?);
    assert_eq!(histories.0, histories.1);
    assert_eq!(first.weights(), second.weights());
    // But on those of the others.
    assert_ne!(histories.0.loss(), compiled().fit(&tagged(30, 0).shuffle(1), fit())?.loss());
    Ok(())
}

#[test]
fn a_masked_step_is_one_of_weight_0() -> Result<(), Error> {
    // More than go through the model in one piece.
    const SAMPLES: usize = 700;
    let loss = SparseCategoricalCrossentropy::new().reduction(Reduction::MeanWithSampleWeight);
    let metrics = || (Weighted(Accuracy::default()), Weighted(Recall::new()));
    let mut masked = Steps::<f64>::new(3).compile(SGD::new(0.5), loss, metrics());
    let mut weighted = Unmasked::<f64>::new(3).compile(SGD::new(0.5), loss, metrics());
    weighted.set_weights(&masked.weights())?;
    let data = signals(SAMPLES);
    let with_weights = data.clone().sample_weight(weights(SAMPLES))?;
    for _ in 0..3 {
        let (ours, theirs) = (masked.train_on_batch(&data)?, weighted.train_on_batch(&with_weights)?);
        for ((name, ours), (_, theirs)) in ours.iter().zip(theirs.iter()) {
            assert!((ours - theirs).abs() < 1e-12, "{name}: {ours}, {theirs}");
        }
    }
    for (ours, theirs) in masked.weights().iter().zip(&weighted.weights()) {
        assert!(ours.values.iter().zip(&theirs.values).all(|(a, b)| (a - b).abs() < 1e-12), "{}", ours.name);
    }
    // The weights that the workspace has made room for are those of larger and smaller batches, too.
    assert_eq!(
        weighted.evaluate_in_batches(&with_weights, 7)?.get("weighted_accuracy"),
        masked.evaluate_in_batches(&data, 64)?.get("weighted_accuracy")
    );
    Ok(())
}

#[test]
fn steps_and_pixels_weigh_what_their_class_does() -> Result<(), Error> {
    let data = signals(20);
    let of_classes = [1.0, 0.25, 3.0];
    let by_step: Vec<[f64; 6]> = data.targets().map(|labels| labels.map(|class| of_classes[class])).collect();
    let explicit = data.clone().sample_weight(by_step)?;
    assert_eq!(data.clone().class_weight(&of_classes)?, explicit);

    let compiled =
        || Steps::<f64>::new(3).compile(Adam::new(0.1), SparseCategoricalCrossentropy::default(), ());
    let (mut ours, mut theirs) = (compiled(), compiled());
    ours.fit(&data, Fit::epochs(2).class_weight(of_classes))?;
    theirs.fit(&explicit, Fit::epochs(2))?;
    assert_eq!(ours.weights(), theirs.weights());
    // Both at once.
    let halved = data.clone().sample_weight([0.5; 20])?.class_weight(&of_classes)?;
    assert!(
        halved
            .sample_weights()
            .unwrap()
            .iter()
            .zip(explicit.sample_weights().unwrap())
            .all(|(a, b)| 2.0 * a == *b)
    );
    let error = data.class_weight(&[1.0, 2.0]).unwrap_err();
    assert_eq!(error.to_string(), "3 classes, but 2 class weights");
    Ok(())
}

#[test]
fn gradients_are_those_of_the_weighted_steps() -> Result<(), Error> {
    let right =
        |check: Option<plywood::GradientCheck>| assert!(check.is_some_and(|check| check.error < 1e-7));
    let by_step = |row: usize| [0, 1, 2, 3, 4].map(|step| number(row + 3 * step) as f64 / 300.0);
    let weighted = tagged(9, 1).sample_weight((0..9).map(by_step))?;
    for loss in [SparseCategoricalCrossentropy::new(), SparseCategoricalCrossentropy::new().ignore_class(1)] {
        right(gradient_check(&Tagger::<f64>::new(4), &loss, &weighted)?);
    }
    let images = [[[[0.5], [-0.25], [1.0]]; 4], [[[0.0], [0.75], [-1.0]]; 4]];
    let data: Dataset<Image<4, 3, 1>, ClassImage<4, 3, 3>, f64> =
        Dataset::new(images, [[[0, 1, 2]; 4], [[2, 2, 0]; 4]])?;
    let data = data.sample_weight([[[1.0, 0.5, 2.0]; 4], [[0.0, 1.0, 0.25]; 4]])?;
    right(gradient_check(&Pixels::<f64>::new(4), &SparseCategoricalCrossentropy::new(), &data)?);
    let same: Dataset<Image<4, 3, 1>, ClassImage<4, 3, 3>, f64> = Dataset::from_columns(
        &[data.inputs()],
        &[&data.targets().flatten().flatten().map(|class| class as f64).collect::<Vec<_>>()],
    )?;
    assert_eq!(data.targets().collect::<Vec<_>>(), same.targets().collect::<Vec<_>>());
    Ok(())
}

#[test]
fn weights_stay_with_their_samples() -> Result<(), Error> {
    let data = signals(10).sample_weight(weights(10))?;
    let (train, test) = data.split(0.3)?;
    let both: Vec<f64> =
        [&train, &test].iter().flat_map(|part| part.sample_weights().unwrap().to_vec()).collect();
    assert_eq!(both, weights(10).as_flattened());
    let shuffled = data.shuffle(5);
    for (row, labels) in shuffled.targets().enumerate() {
        let from = data
            .targets()
            .zip(data.samples())
            .position(|(other, sample)| other == labels && *sample == shuffled.samples()[row]);
        assert_eq!(shuffled.sample_weights().unwrap()[row * 6..][..6], weights(10)[from.unwrap()]);
    }
    Ok(())
}

#[test]
fn what_is_wrong_is_said() -> Result<(), Error> {
    let message = |result: Result<_, Error>| result.map(|_: Signals| ()).unwrap_err().to_string();
    assert_eq!(
        message(signals(2).sample_weight([[1.0; 5]; 2])),
        "sample weights, row 0: 5 of them, but a sample has 1, or each has 6, one for each position of its target"
    );
    assert_eq!(
        message(signals(2).sample_weight([vec![1.0; 6], vec![1.0]])),
        "sample weights, row 1: 1 of them, but a sample has 1, or each has 6, one for each position of its target"
    );
    assert_eq!(message(signals(2).sample_weight([[1.0; 6]; 3])), "2 samples, but 3 sample weights");
    assert_eq!(
        message(signals(2).sample_weight([[1.0; 6], [1.0, 1.0, f64::NAN, 1.0, 1.0, 1.0]])),
        "sample weights, row 1, column 2: NaN, where a finite number is needed"
    );
    let labels: Result<Dataset<Tokens<2, 9>, ClassSequence<2, 3>>, Error> =
        Dataset::new([[1.0, 2.0], [3.0, 4.0]], [[0, 1], [3, 0]]);
    assert_eq!(labels.unwrap_err().to_string(), "row 1: label 3, but the 3 classes are 0 to 2");

    let ones: Dataset<Sequence<6, 2>, Sequence<6, 1>, f64> =
        Dataset::new(signals(4).samples().to_vec(), [[[1.0]; 6]; 4])?;
    let mut model = Overlap::<f64>::new(1).compile(SGD::new(0.1), Dice::new(), ());
    let (before, error) = (model.weights(), model.fit(&ones, Fit::epochs(1)).unwrap_err());
    assert_eq!(
        error.to_string(),
        "`dice` is one number for a sample as a whole, so it cannot leave out the steps that the model's mask passes over\n\
         help: take a loss that has one for each step, or end the model in `DropMask`"
    );
    assert_eq!(model.weights(), before);
    let weighted = ones.sample_weight([[1.0; 6]; 4])?;
    let model = model![Input<6, 2>, Dense<1, sigmoid>].compile(SGD::new(0.1), Dice::new(), ());
    let _: Dataset<Sequence<6, 2>, Sequence<6, 1>> = weighted.cast();
    assert_eq!(
        model.evaluate(&weighted.cast()).unwrap_err().to_string(),
        "`dice` is one number for a sample as a whole, so steps and pixels cannot have weights of their own"
    );
    Ok(())
}
