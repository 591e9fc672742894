//! Timing, and the line of JSON that the harness reads.

use std::env;
use std::time::{Duration, Instant};

use crate::Workload;

/// A sample is the mean of as many runs as take so long.
const SAMPLE: Duration = Duration::from_millis(100);

/// Seconds per run, one number for each sample that is asked for. Each run works on a `fresh` thing, whose making
/// is not timed.
pub fn runs<F>(mut fresh: impl FnMut() -> F, mut run: impl FnMut(&mut F)) -> Vec<f64> {
    let sample = |_| {
        let (mut time, mut count) = (Duration::ZERO, 0);
        while time < SAMPLE {
            let mut thing = fresh();
            let start = Instant::now();
            run(&mut thing);
            time += start.elapsed();
            count += 1;
        }
        time.as_secs_f64() / f64::from(count)
    };
    (0..samples()).map(sample).collect()
}

/// Seconds per call, for calls that are too short to time one by one.
pub fn calls(mut call: impl FnMut()) -> Vec<f64> {
    let mut many = |count: u32| {
        let start = Instant::now();
        (0..count).for_each(|_| call());
        start.elapsed()
    };
    let mut count = 1;
    while many(count) < SAMPLE / 4 {
        count *= 2;
    }
    (0..samples()).map(|_| (many(4 * count) / 4).as_secs_f64() / f64::from(count)).collect()
}

/// How many samples are asked for: the program's second argument.
fn samples() -> usize {
    env::args().nth(2).expect("the second argument is the number of samples").parse().unwrap()
}

/// Prints what came out: `seconds` for each run, and the loss that the checked run ended with.
pub fn report(workload: &Workload, seconds: &[f64], final_loss: f64) {
    let seconds: Vec<String> =
        seconds.iter().map(|run| format!("{:e}", run / workload.units as f64)).collect();
    println!(
        r#"{{"workload": "{}", "samples": [{}], "final_loss": {final_loss:e}}}"#,
        workload.name,
        seconds.join(", "),
    );
}
