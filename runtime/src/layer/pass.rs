use crate::layout::Lanes;
use crate::rng::{Purpose, Rng, Streams};
use crate::simd::Instructions;

/// How a batch goes through a layer: to learn from it, or only to see what comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pass {
    step: Option<u64>,
    streams: Streams,
    /// Which piece of a batch goes through.
    piece: u32,
    /// How many samples the batch has, if this is a piece of it.
    samples: Option<usize>,
    instructions: Instructions,
}

impl Pass {
    /// The pass of training step `step`, counted from 0.
    #[inline]
    pub const fn training(streams: Streams, step: u64) -> Self {
        Self { step: Some(step), streams, piece: 0, samples: None, instructions: Instructions::TARGET }
    }

    /// A pass that only predicts.
    pub const fn inference() -> Self {
        Self {
            step: None,
            streams: Streams::new(0),
            piece: 0,
            samples: None,
            instructions: Instructions::TARGET,
        }
    }

    /// Whether this is a training step.
    pub const fn is_training(self) -> bool {
        self.step.is_some()
    }

    /// At a training step, this layer's random numbers for the step: the same ones at every call, and others for each
    /// piece of a batch that goes through in pieces. A layer that needs several streams takes those of layers inside
    /// it, `pass.layer(0).rng()` and so on.
    pub fn rng(self) -> Option<Rng> {
        self.step.map(|step| self.streams.rng(Purpose::Noise, step).piece(self.piece))
    }

    /// The same pass, as the layer with number `index` inside this one sees it.
    #[inline]
    pub const fn layer(self, index: usize) -> Self {
        Self { streams: self.streams.layer(index), ..self }
    }

    /// The same pass for piece `index` of a batch of so many samples.
    #[inline]
    pub(crate) const fn piece(self, index: usize, samples: usize) -> Self {
        Self { piece: index as u32, samples: Some(samples), ..self }
    }

    /// The number of samples of the batch that these lanes are all of, or a piece of.
    pub fn samples(self, lanes: Lanes) -> usize {
        self.samples.unwrap_or(lanes.samples())
    }

    /// The same pass, inlined into code that is compiled for these instructions.
    #[inline(always)]
    pub(crate) const fn compiled_for(self, instructions: Instructions) -> Self {
        Self { instructions, ..self }
    }

    /// The instructions that the code around is compiled for. To be asked only by what is `#[inline(always)]`.
    #[inline(always)]
    pub(crate) const fn instructions(self) -> Instructions {
        self.instructions
    }
}
