//! From samples one after the other, as users hold them, to a batch feature by feature, and back.

use crate::batch::{LANE_WIDTH, Lanes};

/// Which samples a batch has.
#[derive(Clone, Copy, Debug)]
pub enum Rows<'a> {
    /// One after the other, from this one on.
    From(usize),
    /// Those in this list.
    Listed(&'a [u32]),
}

impl Rows<'_> {
    /// The sample that is number `lane` of the batch.
    #[inline]
    const fn at(self, lane: usize) -> usize {
        match self {
            Self::From(first) => first + lane,
            Self::Listed(rows) => rows[lane] as usize,
        }
    }

    /// The same without the first `count`.
    pub(crate) fn skip(self, count: usize) -> Self {
        match self {
            Self::From(first) => Self::From(first + count),
            Self::Listed(rows) => Self::Listed(&rows[count..]),
        }
    }
}

/// Copies the samples `rows` of `source`, `width` values each, into `batch`. Padding lanes repeat the last
/// sample.
pub fn gather<E: Copy>(source: &[E], width: usize, rows: Rows<'_>, lanes: Lanes, batch: &mut [E]) {
    if lanes.samples() == 0 {
        return;
    }
    let sample = |lane: usize| {
        let row = rows.at(lane.min(lanes.samples() - 1));
        &source[row * width..][..width]
    };
    let stride = lanes.stride();
    if stride == 1 {
        return batch[..width].copy_from_slice(sample(0));
    }
    // Block by block, so that what is written to one place in memory is written at once.
    for first in (0..stride).step_by(LANE_WIDTH) {
        let mut samples = [source; LANE_WIDTH];
        for (lane, values) in samples.iter_mut().enumerate() {
            *values = sample(first + lane);
        }
        for (feature, lanes) in batch.chunks_exact_mut(stride).take(width).enumerate() {
            for (lane, sample) in lanes[first..first + LANE_WIDTH].iter_mut().zip(samples) {
                *lane = sample[feature];
            }
        }
    }
}

/// Copies a batch into samples one after the other, the padding left out.
pub(crate) fn scatter<E: Copy>(batch: &[E], width: usize, lanes: Lanes, samples: &mut [E]) {
    for (lane, sample) in samples.chunks_exact_mut(width).enumerate().take(lanes.samples()) {
        for (value, lanes) in sample.iter_mut().zip(batch.chunks_exact(lanes.stride())) {
            *value = lanes[lane];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gathering_transposes_and_pads_with_the_last_sample() {
        let source = [1, 2, 3, 4, 5, 6];
        let lanes = Lanes::new(2);
        let mut batch = [0; 16];
        gather(&source, 2, Rows::Listed(&[2, 0]), lanes, &mut batch);
        assert_eq!(batch, [5, 1, 1, 1, 1, 1, 1, 1, 6, 2, 2, 2, 2, 2, 2, 2]);
        let mut back = [0; 4];
        scatter(&batch, 2, lanes, &mut back);
        assert_eq!(back, [5, 6, 1, 2]);
    }
}
