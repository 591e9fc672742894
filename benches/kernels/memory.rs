//! Kernels that do little but read and write.

use plywood::Lanes;
use plywood::benches::{Rows, gather, norm};
use plywood::rng::{Purpose, Streams};
use plywood_benches::products::whole_numbers;
use plywood_benches::{Repeat, repeat};

use crate::case::{Case, PLAIN_LOOPS, Work, checked};

/// More samples than the caches hold, if each is an image.
const SAMPLES: usize = 12_800;

/// Copies so many bytes, half of them read and half of them written.
pub fn copy(bytes: usize) -> Repeat {
    let (from, mut to) = (vec![1_u8; bytes / 2], vec![0; bytes / 2]);
    repeat(move || std::hint::black_box(&mut to).copy_from_slice(&from))
}

pub fn cases() -> Vec<Case> {
    let gathers = [(4, 5), (32, 64), (784, 32), (784, 128)].map(|(width, samples)| {
        let bytes = Work::Bytes(2 * size_of::<f32>() * width * samples);
        Case::new("gather", format!("{width} × {samples}"), bytes, PLAIN_LOOPS, move || rows(width, samples))
    });
    let norms = [67, 6_337, 101_770, 669_706].map(|len| {
        Case::new("norm", len.to_string(), Work::Bytes(size_of::<f32>() * len), PLAIN_LOOPS, move || {
            length(len)
        })
    });
    gathers.into_iter().chain(norms).collect()
}

/// Each time the next samples of a shuffled order.
fn rows(width: usize, samples: usize) -> [Repeat; 2] {
    let lanes = Lanes::new(samples);
    let stride = lanes.stride();
    let mut order: Vec<u32> = (0..SAMPLES as u32).collect();
    Streams::new(1).rng(Purpose::Shuffle, 0).shuffle(&mut order);
    let (mut batches, mut same_batches) = (batches(samples), batches(samples));
    checked(
        (whole_numbers(SAMPLES * width, 0), order),
        &vec![f32::NAN; width * stride],
        0.0,
        move |(source, order), batch| {
            let first = batches();
            gather(source, width, Rows::Listed(&order[first..]), lanes, batch);
        },
        move |(source, order), batch| {
            let first = same_batches();
            for lane in 0..stride {
                let row = order[first + lane.min(samples - 1)] as usize;
                for feature in 0..width {
                    batch[feature * stride + lane] = source[row * width + feature];
                }
            }
        },
    )
}

/// Where the next batch begins, each time, and after the last one the first.
fn batches(samples: usize) -> impl FnMut() -> usize {
    let mut next = (0..=SAMPLES - samples).step_by(samples).cycle();
    move || next.next().expect("a cycle has no end")
}

fn length(len: usize) -> [Repeat; 2] {
    checked(
        whole_numbers(len, 0),
        &[f32::NAN],
        0.0,
        |values, length| length[0] = norm(values),
        |values, length| length[0] = values.iter().map(|value| value * value).sum::<f32>().sqrt(),
    )
}
