//! Times work, and the peak beside it, in turns: whatever else the machine does troubles all of them alike.

pub mod table;

mod peak;

use std::time::{Duration, Instant};

use plywood_benches::Repeat;

/// How often each is timed.
const ROUNDS: usize = 11;

/// How long that takes at least.
const SAMPLE: Duration = Duration::from_millis(20);

/// What was measured in the same minutes.
pub struct Measured {
    /// For each work the seconds of one repetition, round by round.
    pub times: Vec<Vec<f64>>,
    /// The FLOP per second that one core can do, if there is a way to know.
    pub peak: Option<f64>,
}

/// Times all `works` in turns.
pub fn measure(works: &mut [Repeat]) -> Measured {
    let repetitions: Vec<usize> = works.iter_mut().map(enough).collect();
    let mut times = vec![Vec::with_capacity(ROUNDS); works.len()];
    let mut peak = None;
    for _ in 0..ROUNDS {
        peak = peak.into_iter().chain(peak::sample()).reduce(f64::max);
        for ((work, &repetitions), times) in works.iter_mut().zip(&repetitions).zip(&mut times) {
            times.push(time(work, repetitions).as_secs_f64() / repetitions as f64);
        }
    }
    Measured { times, peak }
}

/// How many repetitions take long enough.
fn enough(work: &mut Repeat) -> usize {
    let mut repetitions = 1;
    loop {
        let elapsed = time(work, repetitions);
        if elapsed >= SAMPLE {
            return repetitions;
        }
        let missing = SAMPLE.as_secs_f64() / elapsed.as_secs_f64();
        repetitions = (repetitions as f64 * missing.clamp(1.1, 10.0)).ceil() as usize;
    }
}

fn time(work: &mut Repeat, repetitions: usize) -> Duration {
    let start = Instant::now();
    work(repetitions);
    start.elapsed()
}

/// The smallest, and the one in the middle.
pub fn minimum_and_median(values: &[f64]) -> [f64; 2] {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    [sorted[0], sorted[sorted.len() / 2]]
}
