//! Timing, and the lines of JSON that the harness asks for.

use std::io;
use std::time::{Duration, Instant};

/// A sample is the mean of as many runs as take so long.
const SAMPLE: Duration = Duration::from_millis(100);

/// Seconds per run. Each run works on a `fresh` thing, whose making is not timed.
pub fn runs<F>(mut fresh: impl FnMut() -> F, mut run: impl FnMut(&mut F)) -> f64 {
    let (mut time, mut count) = (Duration::ZERO, 0);
    while time < SAMPLE {
        let mut thing = fresh();
        let start = Instant::now();
        run(&mut thing);
        time += start.elapsed();
        count += 1;
    }
    time.as_secs_f64() / f64::from(count)
}

/// Seconds per call, for calls that are too short to time one by one.
pub fn calls(mut call: impl FnMut()) -> f64 {
    let mut count: u32 = 1;
    loop {
        let start = Instant::now();
        (0..count).for_each(|_| call());
        let time = start.elapsed();
        if time >= SAMPLE {
            return time.as_secs_f64() / f64::from(count);
        }
        count *= 2;
    }
}

/// For each line that the harness sends, takes a `sample` in seconds, and prints it with the loss that the checked run
/// ended with.
pub fn answer(final_loss: f64, mut sample: impl FnMut() -> f64) {
    for question in io::stdin().lines() {
        question.expect("the harness sends empty lines");
        println!(r#"{{"": {{"seconds": {:e}, "final_loss": {final_loss:e}}}}}"#, sample());
    }
}
