//! The workloads that plywood is measured by, under the names that its documents use.
//!
//! All compute in `f32`. Training shuffles where the description says so; elsewhere batches come in the order of the
//! data. What is counted as FLOP is told in [`flop`].

pub mod data;
pub mod flop;
pub mod models;
pub mod products;

mod prediction;
mod training;

pub use training::REGRESSION_STEPS;

/// Does its work so many times.
pub type Repeat = Box<dyn FnMut(usize)>;

/// Something to be measured.
#[derive(Clone, Copy)]
pub struct Workload {
    /// What the documents call it.
    pub name: &'static str,
    /// Network, data, and what is done.
    pub description: &'static str,
    /// What figures are given for: a step, say.
    pub unit: &'static str,
    /// How many units are done in one repetition.
    pub units: usize,
    /// How many units the figures have that are published elsewhere.
    pub published: usize,
    /// What one unit computes.
    pub flop: usize,
    prepare: fn() -> Repeat,
}

impl Workload {
    /// Makes data and model.
    pub fn prepare(&self) -> Repeat {
        (self.prepare)()
    }
}

/// The products of each layer of LeNet-5.
const LENET_PRODUCTS: [usize; 5] = [24 * 24 * 25 * 6, 8 * 8 * 25 * 6 * 16, 256 * 120, 120 * 84, 84 * 10];

/// The products of the block of a transformer: none for its input, whose gradient the normalization needs, then
/// projections, scores, weighted sums, the two dense layers, and what comes last.
const TRANSFORMER_PRODUCTS: [usize; 6] =
    [0, 4 * 32 * 64 * 64, 32 * 32 * 64, 32 * 32 * 64, 2 * 32 * 64 * 128, 64];

/// All of them.
pub const WORKLOADS: [Workload; 14] = [
    Workload {
        name: "W1",
        description: "iris, 4-8(relu)-3(softmax), Adam, batch 5: a fit of 50 shuffled epochs of 24 steps",
        unit: "fit",
        units: 1,
        published: 1,
        flop: flop::training(&[4, 8, 3]) * 120 * 50,
        prepare: training::iris,
    },
    Workload {
        name: "W2",
        description: "24-8(tanh)-2 without last bias, 200 samples, MSE: loss and gradient, and a step of length 0",
        unit: "gradient",
        units: 1,
        published: 1,
        flop: flop::training(&[24, 8, 2]) * 200,
        prepare: training::gradient,
    },
    Workload {
        name: "W3b32",
        description: "784-128(relu)-10(softmax), Adam, batch 32: a shuffled epoch",
        unit: "sample",
        units: training::IMAGES,
        published: 60_000,
        flop: flop::training(&[784, 128, 10]),
        prepare: training::images::<32>,
    },
    Workload {
        name: "W3b128",
        description: "784-128(relu)-10(softmax), Adam, batch 128: a shuffled epoch",
        unit: "sample",
        units: training::IMAGES,
        published: 60_000,
        flop: flop::training(&[784, 128, 10]),
        prepare: training::images::<128>,
    },
    Workload {
        name: "W4",
        description: "784-512(relu)-512(relu)-10(softmax), Adam, batch 128",
        unit: "step",
        units: training::DEEP_STEPS,
        published: 1,
        flop: flop::training(&[784, 512, 512, 10]) * 128,
        prepare: training::deep,
    },
    Workload {
        name: "W5b32",
        description: "LeNet-5: 28 × 28, convolutions 6 and 16 of 5 × 5 with pooling, 120-84-10, relu, Adam, batch 32",
        unit: "step",
        units: training::LENET_STEPS,
        published: 1,
        flop: flop::training_of(&LENET_PRODUCTS) * 32,
        prepare: training::lenet::<32>,
    },
    Workload {
        name: "W5b128",
        description: "LeNet-5: 28 × 28, convolutions 6 and 16 of 5 × 5 with pooling, 120-84-10, relu, Adam, batch 128",
        unit: "step",
        units: training::LENET_STEPS,
        published: 1,
        flop: flop::training_of(&LENET_PRODUCTS) * 128,
        prepare: training::lenet::<128>,
    },
    Workload {
        name: "W6a",
        description: "one sample through 4-8(relu)-3(softmax)",
        unit: "call",
        units: 1,
        published: 1,
        flop: flop::prediction(&[4, 8, 3]),
        prepare: prediction::flower,
    },
    Workload {
        name: "W6b",
        description: "one sample through 784-128(relu)-10(softmax)",
        unit: "call",
        units: 1,
        published: 1,
        flop: flop::prediction(&[784, 128, 10]),
        prepare: prediction::image,
    },
    Workload {
        name: "W6c",
        description: "1,024 samples through 784-128(relu)-10(softmax)",
        unit: "call",
        units: 1,
        published: 1,
        flop: flop::prediction(&[784, 128, 10]) * 1024,
        prepare: prediction::images,
    },
    Workload {
        name: "W7",
        description: "LSTM(32) on 32 steps of 16 values, Dense(1), MSE, Adam, batch 32",
        unit: "step",
        units: training::MEMORY_STEPS,
        published: 1,
        flop: flop::training_of(&[32 * 16 * 128, 32 * 32 * 128, 32]) * 32,
        prepare: training::memory,
    },
    Workload {
        name: "W8",
        description: "32-64(tanh)-64(tanh)-1, MSE, Adam, batch 64",
        unit: "step",
        units: REGRESSION_STEPS,
        published: 1,
        flop: flop::training(&[32, 64, 64, 1]) * 64,
        prepare: training::regression,
    },
    Workload {
        name: "W9",
        description: "exp of 2 × 2 matrices, 4-32(tanh)-16(tanh)-4, MSE, Adam, 10,000 samples in one batch",
        unit: "step",
        units: training::EXPONENTIAL_STEPS,
        published: 10_000,
        flop: flop::training(&[4, 32, 16, 4]) * 10_000,
        prepare: training::exponential,
    },
    Workload {
        name: "W10",
        description: "a block of a transformer on 32 steps of 64 values: 4 heads of 16, 128(gelu)-64; MSE, Adam, batch 32",
        unit: "step",
        units: training::TRANSFORMER_STEPS,
        published: 1,
        flop: flop::training_of(&TRANSFORMER_PRODUCTS) * 32,
        prepare: training::transformer,
    },
];

/// The workload of this name.
pub fn named(name: &str) -> Option<&'static Workload> {
    WORKLOADS.iter().find(|workload| workload.name == name)
}

/// Does `work` again and again.
pub fn repeat<R>(mut work: impl FnMut() -> R + 'static) -> Repeat {
    Box::new(move |times| {
        for _ in 0..times {
            std::hint::black_box(work());
        }
    })
}
