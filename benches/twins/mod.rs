//! Some workloads as one would write them by hand: for these sizes, with vector instructions and no library. They run on
//! x86-64 with AVX2 and FMA.

mod adam;
mod iris;
mod lanes;
mod regressor;

use plywood::optimizers;
use plywood::prelude::*;
use plywood::rng::{Purpose, Streams};
use plywood_benches::{REGRESSION_STEPS, Repeat, data, models, repeat};

use adam::Adam;

/// How much the losses of a twin may differ from plywood's, relatively: each rounds in its own way.
const TOLERANCE: f64 = 1e-4;

/// The twin of the workload of this name, if there is one.
///
/// # Panics
/// When it does not learn what plywood does from the same weights and samples.
#[expect(unsafe_code, reason = "instructions that may not be there are unsafe to call")]
pub fn prepare(workload: &str) -> Option<Repeat> {
    let is_possible = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
    match workload {
        // SAFETY: the processor has the instructions, as it says.
        "W1" if is_possible => Some(unsafe { iris() }),
        // SAFETY: as above.
        "W8" if is_possible => Some(unsafe { regressor() }),
        _ => None,
    }
}

#[target_feature(enable = "avx2,fma")]
fn iris() -> Repeat {
    let irises = data::irises();
    let classes: Vec<usize> = irises.targets().collect();
    let data = iris::Data {
        samples: irises.samples().try_into().expect("120 samples"),
        classes: classes.try_into().expect("120 classes"),
    };
    let model = models::Iris::new(1);
    let weights = iris::weights(&values(&model));

    let mut pass = 0;
    let losses = iris::fit(&data, weights, |order| {
        Streams::new(1).rng(Purpose::Shuffle, pass).shuffle(order);
        pass += 1;
    });
    let mut model = model.compile(optimizers::Adam::new(0.005), SparseCategoricalCrossentropy::default(), ());
    let history = model.fit(&irises, Fit::epochs(losses.len()).batch_size(5)).expect("it converges");
    compare(&losses, history.loss());

    let mut random = Xorshift(1);
    repeat(move || iris::fit(&data, weights, |order| random.shuffle(order)))
}

#[target_feature(enable = "avx2,fma")]
fn regressor() -> Repeat {
    let data = data::functions::<Features<32>, 1>(64 * REGRESSION_STEPS);
    let targets: Vec<f32> = data.targets().map(|[target]| target).collect();
    let model = models::Regressor::new(1);
    let mut weights = Box::new(regressor::weights(&values(&model)));
    let mut adam = Box::new(Adam::new(0.001));

    let mut epoch = move |data: &Dataset<Features<32>, Features<1>>| {
        regressor::epoch(data.samples(), &targets, &mut weights, &mut adam)
    };
    let losses: [f64; 5] = core::array::from_fn(|_| epoch(&data));
    let mut model = model.compile(optimizers::Adam::new(0.001), MeanSquaredError::default(), ());
    let fit = Fit::epochs(losses.len()).batch_size(64).shuffle(false);
    let history = model.fit(&data, fit).expect("it converges");
    compare(&losses, history.loss());
    repeat(move || epoch(&data))
}

/// The values of all variables, as Keras has them.
fn values<M: Model<Scalar = f32>>(model: &M) -> Vec<Vec<f32>> {
    model.weights().into_iter().map(|weight| weight.values).collect()
}

fn compare(losses: &[f64], of_plywood: &[f64]) {
    assert_eq!(losses.len(), of_plywood.len());
    for (epoch, (a, b)) in losses.iter().zip(of_plywood).enumerate() {
        assert!((a - b).abs() <= TOLERANCE * b.abs(), "epoch {epoch}: the twin has loss {a}, plywood {b}");
    }
}

/// Marsaglia's generator of random numbers, "Xorshift RNGs", 2003.
struct Xorshift(u64);

impl Xorshift {
    fn below(&mut self, bound: u64) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (((self.0 >> 32) * bound) >> 32) as usize
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last as u64 + 1));
        }
    }
}
