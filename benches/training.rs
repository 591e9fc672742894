//! Training and prediction at sizes that people use. The workloads are named in CONTRIBUTING.md.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use plywood::prelude::*;
use plywood::rng::{Purpose, Streams};

model! { struct Iris { Dense<4, 8, relu>, Dense<8, 3, softmax> } }
model! { struct Regressor { Dense<32, 64, tanh>, Dense<64, 64, tanh>, Dense<64, 1> } }
model! { struct Mnist { Dense<784, 128, relu>, Dense<128, 10, softmax> } }

fn iris() -> Dataset<Features<4>, Classes<3>> {
    let data = datasets::iris();
    let (train, _) = StandardScaler::fit(&data).transform(&data).shuffle(1).split(0.8).unwrap();
    train
}

fn uniform(len: usize) -> Vec<f32> {
    let mut rng = Streams::new(1).rng(Purpose::InitialWeights, 0);
    (0..len).map(|_| rng.uniform() as f32).collect()
}

fn fit(c: &mut Criterion) {
    let data = iris();
    c.bench_function("W1 iris 4-8-3, batch 5, fit of 50 x 24 steps", |b| {
        b.iter(|| {
            let loss = SparseCategoricalCrossentropy::default();
            let mut model = Iris::new(1).compile(Adam::new(0.005), loss, ());
            model.fit(&data, Fit::epochs(50).batch_size(5)).unwrap()
        });
    });

    let labels = (0..1280).map(|n| n % 10);
    let images = Dataset::from_slice(&uniform(1280 * 784), labels).unwrap();
    for batch_size in [32, 128] {
        c.bench_function(&format!("W3 784-128-10, batch {batch_size}, 1280 samples"), |b| {
            let loss = SparseCategoricalCrossentropy::default();
            let mut model = Mnist::new(1).compile(Adam::new(0.001), loss, ());
            b.iter(|| model.fit(&images, Fit::epochs(1).batch_size(batch_size)).unwrap());
        });
    }

    let targets = uniform(6400).into_iter().map(|y| [y]);
    let data = Dataset::from_slice(&uniform(6400 * 32), targets).unwrap();
    c.bench_function("W8 32-64-64-1 tanh, batch 64, 100 steps", |b| {
        let mut model = Regressor::new(1).compile(Adam::new(0.001), MeanSquaredError::default(), ());
        b.iter(|| model.fit(&data, Fit::epochs(1).batch_size(64)).unwrap());
    });
}

fn predict(c: &mut Criterion) {
    let (small, large) = (Iris::new(1), Mnist::new(1));
    let image: [f32; 784] = uniform(784).try_into().unwrap();
    let images: Vec<[f32; 784]> = vec![image; 1024];
    c.bench_function("W6a one sample through 4-8-3", |b| {
        b.iter(|| small.predict(black_box(&[5.1, 3.5, 1.4, 0.2])))
    });
    c.bench_function("W6b one sample through 784-128-10", |b| b.iter(|| large.predict(black_box(&image))));
    c.bench_function("W6c 1024 samples through 784-128-10", |b| b.iter(|| large.predict(black_box(&images))));
}

criterion_group! {
    name = training;
    config = Criterion::default().sample_size(20);
    targets = fit, predict
}
criterion_main!(training);
