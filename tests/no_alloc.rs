//! A training step does not allocate, nor does a small prediction; and a training takes the memory that its summary
//! says.

mod common;

use common::counting::{Counting, allocations, bytes};
use common::{With, every_optimizer};
use plywood::callbacks::{BatchLogs, Training};
use plywood::metrics::{
    AUC, BinaryIoU, F1Score, MeanIoU, Precision, Recall, SensitivityAtSpecificity,
    SparseTopKCategoricalAccuracy, TruePositives,
};
use plywood::optimizers::Optimizer;
use plywood::prelude::*;
use rayon::ThreadPoolBuilder;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Notes the number of allocations after every batch.
#[derive(Default)]
struct AfterEachBatch(Vec<usize>);

impl Callback for AfterEachBatch {
    fn on_train_begin(&mut self, training: &mut Training<'_>) {
        self.0.reserve(training.epochs() * training.steps());
    }

    fn on_train_batch_end(&mut self, _: &BatchLogs, _: &mut Training<'_>) {
        self.0.push(allocations());
    }
}

model! {
    struct Tested { Input<8, 8, 1>, Flatten, Dense<_, 32, relu>, Dropout(0.2), Dense<_, 10, softmax> }
}

#[test]
fn training_steps_after_the_first_do_not_allocate() {
    let data = datasets::digits();
    let loss = SparseCategoricalCrossentropy::default();
    let metrics = (
        Accuracy::default(),
        AUC::new().multi_label(true),
        BinaryIoU::new(),
        F1Score::new(),
        MeanIoU::new(),
        Precision::new().top_k(2),
        Recall::new().thresholds([0.1, 0.5]),
        SensitivityAtSpecificity::new(0.9),
        SparseTopKCategoricalAccuracy::new(),
        TruePositives::new(),
        loss,
    );
    let mut model = Tested::new(1).compile(Adam::new(0.001), loss, metrics);
    let mut counts = AfterEachBatch::default();
    // The last of the 57 batches is a partial one.
    model.fit(&data, Fit::epochs(1).callbacks(&mut counts)).unwrap();
    assert_eq!(counts.0.len(), 57);
    assert_eq!(counts.0.first(), counts.0.last(), "allocations after the first step and after the last");
}

/// Trains a small network with all that an optimizer can be told.
struct Trains;

impl With for Trains {
    fn with<O: Optimizer>(&mut self, mut optimizer: O) {
        let options = optimizer.options_mut();
        *options = options
            .clone()
            .weight_decay(0.1)
            .exclude_from_weight_decay(["bias"])
            .global_clipnorm(0.1)
            .use_ema(true)
            .ema_overwrite_frequency(2)
            .gradient_accumulation_steps(3);
        let mut model = model![Dense<8, 3>].compile(optimizer, MeanSquaredError::default(), ());
        let values: Vec<f32> = (0..8 * 30).map(|n| (n % 7) as f32).collect();
        let data = Dataset::from_slice(&values, vec![[1.0, 2.0, 3.0]; 30]).unwrap();
        let mut counts = AfterEachBatch::default();
        model.fit(&data, Fit::epochs(1).batch_size(3).callbacks(&mut counts)).unwrap();
        assert_eq!(counts.0.len(), 10);
        assert_eq!(counts.0.first(), counts.0.last(), "{}", std::any::type_name::<O>());
    }
}

#[test]
fn no_optimizer_allocates() {
    every_optimizer(0.01, &mut Trains);
}

#[test]
fn iterations_of_minimize_allocate_for_the_history_alone() {
    // On several threads, rayon allocates for each of them.
    let pool = ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let allocations_of = |iterations| {
        let mut model = Tested::new(1).compile(Adam::new(0.1), SparseCategoricalCrossentropy::default(), ());
        let data = datasets::digits();
        let before = allocations();
        let settings = LBFGS::new().max_iterations(iterations).history_size(3).tolerance(0.0);
        assert_eq!(model.minimize(&data, settings).unwrap().loss().len(), iterations);
        allocations() - before
    };
    let more = pool.install(|| allocations_of(24) - allocations_of(4));
    assert!(more <= 4 * 20, "{more} in 20 iterations");
}

model! {
    struct Regularized {
        Input<8, 8, 1>,
        Flatten,
        Dense<_, 32, relu>(
            kernel_regularizer = OrthogonalRegularizer::new(),
            bias_regularizer = L1L2::new().l1(0.01).l2(0.01),
            activity_regularizer = L1(0.01),
            kernel_constraint = MaxNorm::new(),
            bias_constraint = NonNeg,
        ),
        Dense<_, 16, relu>(kernel_constraint = MinMaxNorm::new().axis([0, 1])),
        Dense<_, 10, softmax>(activity_regularizer = L2(0.01), kernel_constraint = UnitNorm::new()),
    }
}

#[test]
fn regularizers_and_constraints_do_not_allocate() {
    let data = datasets::digits();
    let loss = SparseCategoricalCrossentropy::default();
    let mut model = Regularized::new(1).compile(Adam::new(0.001).clipnorm(1.0).use_ema(true), loss, ());
    model.freeze("dense_1/bias").unwrap();
    let mut counts = AfterEachBatch::default();
    model.fit(&data, Fit::epochs(1).batch_size(300).callbacks(&mut counts)).unwrap();
    assert_eq!(counts.0.len(), 6);
    assert_eq!(counts.0.first(), counts.0.last(), "allocations after the first step and after the last");
}

model! {
    struct Normalized {
        Input<8, 8, 1>,
        Normalization,
        Rescaling(2.0),
        GaussianNoise(0.1),
        Conv2D<2, 3>,
        BatchNormalization,
        GroupNormalization<2>,
        PReLU<Shared>,
        SpatialDropout2D(0.1),
        Flatten,
        LayerNormalization,
        RMSNormalization,
        GaussianDropout(0.1),
        UnitNormalization,
        ActivityRegularization(l1 = 0.01),
        Dense<10, softmax>,
    }
}

#[test]
fn layers_that_keep_the_shape_do_not_allocate() {
    let data = datasets::digits();
    let loss = SparseCategoricalCrossentropy::default();
    let mut model = Normalized::new(1);
    model.adapt(&data).unwrap();
    let mut model = model.compile(Adam::new(0.001), loss, ());
    let mut counts = AfterEachBatch::default();
    model.fit(&data, Fit::epochs(1).batch_size(100).callbacks(&mut counts)).unwrap();
    assert_eq!(counts.0.len(), 18);
    assert_eq!(counts.0.first(), counts.0.last(), "allocations after the first step and after the last");
}

model! {
    struct Walked {
        Input<8, 8, 1>,
        Residual(Conv2D<1, 3, relu, Same>),
        Concatenate(SeparableConv2D<3, 3, relu, Same>),
        MaxPooling2D<2>,
        Reshape<16, 4>,
        PositionEmbedding,
        Masking,
        MultiHeadAttention<2, 3, Causal>(dropout = 0.1),
        GroupQueryAttention<2, 4, 2>,
        Attention<Scale>,
        AdditiveAttention,
        Bidirectional<LSTM<3, Sequences>>,
        TimeDistributed<Dense<4, tanh>>,
        GRU<4>(dropout = 0.1),
        Dense<10, softmax>,
    }
}

#[test]
fn layers_that_go_along_places_do_not_allocate() {
    let data = datasets::digits();
    let loss = SparseCategoricalCrossentropy::default();
    let mut model = Walked::new(1).compile(Adam::new(0.001), loss, ());
    let mut counts = AfterEachBatch::default();
    model.fit(&data, Fit::epochs(1).batch_size(100).callbacks(&mut counts)).unwrap();
    assert_eq!(counts.0.len(), 18);
    assert_eq!(counts.0.first(), counts.0.last(), "allocations after the first step and after the last");
}

#[test]
fn a_loop_of_single_steps_does_not_allocate() {
    let data = datasets::digits();
    let (large, small) = (data.clone().split(0.1).unwrap().0, data.split(0.05).unwrap().0);
    let loss = SparseCategoricalCrossentropy::default();
    let mut model = Tested::new(1).compile(Adam::new(0.001), loss, ());
    model.train_on_batch(&large).unwrap();
    let before = allocations();
    for _ in 0..3 {
        model.train_on_batch(&small).unwrap();
        model.train_on_batch(&large).unwrap();
    }
    assert_eq!(allocations(), before);
    assert_eq!(model.iterations(), 7);
}

#[test]
fn predicting_one_sample_does_not_allocate() {
    let model = Tested::new(1);
    let sample = datasets::digits().samples()[0];
    let before = allocations();
    let prediction = model.predict(&sample);
    assert_eq!(allocations(), before);
    assert!(prediction.iter().all(|p| p.is_finite()));
}

/// Notes how many bytes are in use after a batch.
struct InUse(isize);

impl Callback for InUse {
    fn on_train_batch_end(&mut self, _: &BatchLogs, _: &mut Training<'_>) {
        self.0 = bytes();
    }
}

/// The bytes of a training of the model that `make` makes, as the summary says and as the allocator does.
fn training_bytes<O: Optimizer>(optimizer: O, batch_size: usize) -> (f64, f64) {
    model! { struct Large { Input<8, 8, 1>, Flatten, Dense<_, 300, relu>, Dropout(0.2), Dense<_, 300, tanh>, Dense<_, 10, softmax> } }
    let data = datasets::digits();
    let before = bytes();
    let mut model = Large::new(1).compile(optimizer, SparseCategoricalCrossentropy::new(), ());
    let said = model.training_bytes(batch_size);
    let mut in_use = InUse(0);
    // What the order of the samples takes belongs to the data.
    let fit = Fit::epochs(1)
        .batch_size(batch_size)
        .steps_per_epoch(1)
        .shuffle(false)
        .threads(1)
        .callbacks(&mut in_use);
    model.fit(&data, fit).unwrap();
    (said as f64, (in_use.0 - before) as f64)
}

#[test]
fn a_training_takes_what_its_summary_says() {
    for batch_size in [1, 32, 100, 1500] {
        let all = [
            training_bytes(SGD::new(0.01), batch_size),
            training_bytes(Adam::new(0.01), batch_size),
            training_bytes(Adam::new(0.01).use_ema(true).gradient_accumulation_steps(2), batch_size),
        ];
        for (said, used) in all {
            assert!((used / said - 1.0).abs() < 0.03, "{batch_size}: {used} bytes, {said} were said");
        }
    }
}
