use crate::layer::parameters;
use crate::rng::Streams;
use crate::{Layer, Scalar};

/// Gives the variables of a network's layers their first values, layer by layer.
#[derive(Debug)]
pub struct Initialize<'a, T> {
    variables: &'a mut [T],
    streams: Streams,
    index: usize,
}

impl<'a, T: Scalar> Initialize<'a, T> {
    /// Starts at the first layer.
    pub const fn new(variables: &'a mut [T], streams: Streams) -> Self {
        Self { variables, streams, index: 0 }
    }

    /// Initializes the next layer.
    pub fn layer<L: Layer>(&mut self, layer: &L) {
        let (variables, rest) = core::mem::take(&mut self.variables).split_at_mut(parameters::<L>());
        layer.initialize(variables, self.streams.layer(self.index));
        self.variables = rest;
        self.index += 1;
    }
}
