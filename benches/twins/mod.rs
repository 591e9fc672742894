//! Some workloads as one would write them by hand, for these sizes and without a library: in plain Rust, and with vector
//! instructions.

mod plain;
#[cfg(target_arch = "x86_64")]
mod vectors;

use plywood::prelude::*;
use plywood::rng::{Purpose, Streams};
use plywood_benches::{REGRESSION_STEPS, Repeat, data, models, repeat};

/// How much the losses of a twin may differ from plywood's, relatively: each rounds in its own way.
const TOLERANCE: f64 = 1e-4;

/// The twins of the workload of this name, and how they are written.
///
/// # Panics
/// When one does not learn what plywood does from the same weights and samples.
pub fn prepare(workload: &str) -> Vec<(&'static str, Repeat)> {
    let plain = match workload {
        "W1" => iris(plain::iris::Network::new, plain::iris::fit),
        "W8" => regressor(plain::regressor::Network::new, plain::regressor::Network::epoch),
        _ => return Vec::new(),
    };
    [("in plain Rust", plain)]
        .into_iter()
        .chain(in_vectors(workload).map(|twin| ("with AVX2", twin)))
        .collect()
}

#[cfg(not(target_arch = "x86_64"))]
const fn in_vectors(_: &str) -> Option<Repeat> {
    None
}

/// The twin with vector instructions, if the machine has them.
#[cfg(target_arch = "x86_64")]
#[expect(unsafe_code, reason = "instructions that may not be there are unsafe to call")]
fn in_vectors(workload: &str) -> Option<Repeat> {
    use vectors::iris::{fit, weights};
    use vectors::regressor::Training;
    if !(is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma")) {
        return None;
    }
    Some(match workload {
        // SAFETY: the machine has the instructions. The same for the other.
        "W1" => iris(weights, |weights, data, shuffle| unsafe { fit(weights, data, shuffle) }),
        _ => {
            regressor(Training::new, |training, samples, targets| unsafe { training.epoch(samples, targets) })
        }
    })
}

/// What W1 learns from.
pub struct Irises {
    samples: [[f32; 4]; 120],
    classes: [usize; 120],
}

/// Brings samples into another order.
type Shuffle<'a> = &'a mut dyn FnMut(&mut [usize; 120]);

/// The losses of the epochs of a fit of W1.
type Losses = [f64; 50];

/// W1 with a network that is made of plywood's variables.
fn iris<N: 'static>(
    network: impl Fn(&[Vec<f32>]) -> N,
    fit: impl Fn(&N, &Irises, Shuffle<'_>) -> Losses + 'static,
) -> Repeat {
    let data = data::irises();
    let classes: Vec<usize> = data.targets().collect();
    let irises = Irises {
        samples: data.samples().try_into().expect("120 samples"),
        classes: classes.try_into().expect("120 classes"),
    };
    let model = models::Iris::new(1);
    let network = network(&values(&model));

    let mut pass = 0;
    let losses = fit(&network, &irises, &mut |order| {
        Streams::new(1).rng(Purpose::Shuffle, pass).shuffle(order);
        pass += 1;
    });
    let mut model = model.compile(Adam::new(0.005), SparseCategoricalCrossentropy::default(), ());
    let history = model.fit(&data, Fit::epochs(losses.len()).batch_size(5)).expect("it converges");
    compare(&losses, history.loss());

    let mut random = Xorshift(1);
    repeat(move || fit(&network, &irises, &mut |order| random.shuffle(order)))
}

/// W8 with a network that is made of plywood's variables.
fn regressor<N: 'static>(
    network: impl Fn(&[Vec<f32>]) -> N,
    epoch: impl Fn(&mut N, &[[f32; 32]], &[f32]) -> f64 + 'static,
) -> Repeat {
    let data = data::functions::<Features<32>, 1>(64 * REGRESSION_STEPS);
    let targets: Vec<f32> = data.targets().map(|[target]| target).collect();
    let model = models::Regressor::new(1);
    let mut network = network(&values(&model));

    let losses: [f64; 5] = core::array::from_fn(|_| epoch(&mut network, data.samples(), &targets));
    let mut model = model.compile(Adam::new(0.001), MeanSquaredError::default(), ());
    let fit = Fit::epochs(losses.len()).batch_size(64).shuffle(false);
    let history = model.fit(&data, fit).expect("it converges");
    compare(&losses, history.loss());
    repeat(move || epoch(&mut network, data.samples(), &targets))
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
