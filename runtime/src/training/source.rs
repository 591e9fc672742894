//! Where a training takes its batches from.

use super::plan::sample_weights;
use super::workspace::Workspace;
use crate::data::{Dataset, Target};
use crate::kernels::gather::Rows;
use crate::rng::{Purpose, Streams};
use crate::{Model, Result, Scalar, Shape};

/// Batches, in one pass through the data after the other.
pub(super) trait Source<M: Model, Y: Target> {
    /// Begins pass number `pass`, counted from 0.
    fn begin(&mut self, pass: u64, streams: Streams) -> Result<()>;

    /// Whether this pass has one more batch; not before the first one has begun.
    fn has_more(&mut self) -> Result<bool>;

    /// Takes in the next batch, which is there, and says how many samples it has.
    fn load(&mut self, workspace: &mut Workspace<M, Y>) -> Result<usize>;

    /// How far this pass is; 0 if it is over and needs not be begun again.
    fn position(&self) -> usize;

    /// Goes to a position in a pass that has just begun, if there is one.
    fn go_to(&mut self, position: usize) -> Result<()>;
}

/// Batches of the samples of a dataset.
pub(super) struct Samples<'a, X: Shape, Y: Target, T: Scalar> {
    data: &'a Dataset<X, Y, T>,
    /// The weights of the samples, those of their classes included, if there are any.
    weights: Option<Vec<T>>,
    batch_size: usize,
    shuffle: bool,
    /// The samples in the order of this pass.
    order: Vec<u32>,
    /// Where in that order the next batch begins.
    next: usize,
}

impl<'a, X: Shape, Y: Target, T: Scalar> Samples<'a, X, Y, T> {
    /// Batches of the first `samples` samples.
    pub(super) fn new(
        data: &'a Dataset<X, Y, T>,
        samples: usize,
        weights: Option<Vec<T>>,
        batch_size: usize,
        shuffle: bool,
    ) -> Self {
        Self { data, weights, batch_size, shuffle, order: (0..samples as u32).collect(), next: samples }
    }
}

impl<M: Model, Y: Target> Source<M, Y> for Samples<'_, M::Input, Y, M::Scalar> {
    fn begin(&mut self, pass: u64, streams: Streams) -> Result<()> {
        self.next = 0;
        if self.shuffle {
            for (row, index) in self.order.iter_mut().zip(0..) {
                *row = index;
            }
            streams.rng(Purpose::Shuffle, pass).shuffle(&mut self.order);
        }
        Ok(())
    }

    fn has_more(&mut self) -> Result<bool> {
        Ok(self.next < self.order.len())
    }

    fn load(&mut self, workspace: &mut Workspace<M, Y>) -> Result<usize> {
        let end = self.order.len().min(self.next.saturating_add(self.batch_size));
        let rows = &self.order[self.next..end];
        workspace.load(self.data, self.weights.as_deref(), rows.len(), Rows::Listed(rows));
        self.next = end;
        Ok(rows.len())
    }

    fn position(&self) -> usize {
        self.next
    }

    fn go_to(&mut self, position: usize) -> Result<()> {
        self.next = position.min(self.order.len());
        Ok(())
    }
}

/// Batches that are made when they are needed.
pub(super) struct Made<F, I: Iterator, D> {
    make: F,
    class_weight: Option<Vec<f64>>,
    /// Those of this pass that are to come, the next one already made.
    rest: Option<I>,
    next: Option<D>,
    position: usize,
}

impl<F, I: Iterator, D> Made<F, I, D> {
    /// What `make` makes for each pass.
    pub(super) const fn new(make: F, class_weight: Option<Vec<f64>>) -> Self {
        Self { make, class_weight, rest: None, next: None, position: 0 }
    }
}

impl<M, Y, F, I> Source<M, Y> for Made<F, I, Dataset<M::Input, Y, M::Scalar>>
where
    M: Model,
    Y: Target,
    F: FnMut(u64) -> Result<I>,
    I: Iterator<Item = Result<Dataset<M::Input, Y, M::Scalar>>>,
{
    fn begin(&mut self, pass: u64, _: Streams) -> Result<()> {
        (self.rest, self.next, self.position) = (Some((self.make)(pass)?), None, 0);
        Ok(())
    }

    fn has_more(&mut self) -> Result<bool> {
        if self.next.is_none() {
            self.next = self.rest.as_mut().and_then(Iterator::next).transpose()?;
        }
        if self.next.is_none() {
            self.rest = None;
        }
        Ok(self.next.is_some())
    }

    fn load(&mut self, workspace: &mut Workspace<M, Y>) -> Result<usize> {
        let Some(batch) = self.next.take() else { return Ok(0) };
        let samples = batch.len();
        let weights = sample_weights(&batch, samples, self.class_weight.as_deref())?;
        workspace.make_room(samples);
        workspace.load(&batch, weights.as_deref(), samples, Rows::From(0));
        self.position += 1;
        Ok(samples)
    }

    fn position(&self) -> usize {
        // There is no need to make all batches again only to find that there is no more.
        if self.rest.is_some() { self.position } else { 0 }
    }

    fn go_to(&mut self, position: usize) -> Result<()> {
        while self.position < position && Source::<M, Y>::has_more(self)? {
            self.next = None;
            self.position += 1;
        }
        Ok(())
    }
}
