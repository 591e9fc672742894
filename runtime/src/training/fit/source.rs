//! Where a training takes its batches from.

use alloc::vec;
use alloc::vec::Vec;

use crate::data::{Dataset, Targets};
use crate::error::{Result, check_setting};
use crate::kernels::gather::Rows;
use crate::model::Model;
use crate::rng::{Purpose, Streams};
use crate::tensor::{Flow, Scalar};
use crate::training::step::Workspace;

/// Batches, in one pass through the data after the other.
pub(super) trait Source<M: Model, Y: Targets> {
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
pub(super) struct DatasetBatches<'a, X: Flow, Y: Targets, T: Scalar> {
    data: &'a Dataset<X, Y, T>,
    /// The weights of the samples, those of their classes included, if there are any.
    weights: Option<Vec<T>>,
    batch_size: usize,
    /// How many samples there are to learn from.
    samples: usize,
    /// The samples in the order of this pass, if they are shuffled.
    order: Option<Vec<u32>>,
    /// Where in that order the next batch begins.
    next: usize,
}

impl<'a, X: Flow, Y: Targets, T: Scalar> DatasetBatches<'a, X, Y, T> {
    /// Batches of the first `samples` samples.
    ///
    /// # Errors
    /// [`Error::Setting`](crate::Error::Setting) for more samples to shuffle than numbers of 32 bits.
    pub(super) fn new(
        data: &'a Dataset<X, Y, T>,
        samples: usize,
        weights: Option<Vec<T>>,
        batch_size: usize,
        shuffle: bool,
    ) -> Result<Self> {
        let order = if shuffle { Some(vec![0; checked_shuffle(samples)?]) } else { None };
        Ok(Self { data, weights, batch_size, samples, order, next: samples })
    }
}

/// The number of samples that are shuffled, if there are not too many: their order takes four bytes for each.
fn checked_shuffle(samples: usize) -> Result<usize> {
    let range =
        "at most 4294967295: with `shuffle(false)` there may be more, which `Dataset::shuffle` shuffles";
    let is_few = u32::try_from(samples).is_ok();
    check_setting("the number of samples that `fit` shuffles", samples as f64, is_few, range)?;
    Ok(samples)
}

impl<M: Model, Y: Targets> Source<M, Y> for DatasetBatches<'_, M::Input, Y, M::Scalar> {
    fn begin(&mut self, pass: u64, streams: Streams) -> Result<()> {
        self.next = 0;
        if let Some(order) = &mut self.order {
            for (row, index) in order.iter_mut().zip(0..) {
                *row = index;
            }
            streams.rng(Purpose::Shuffle, pass).shuffle(order);
        }
        Ok(())
    }

    fn has_more(&mut self) -> Result<bool> {
        Ok(self.next < self.samples)
    }

    fn load(&mut self, workspace: &mut Workspace<M, Y>) -> Result<usize> {
        let (start, end) = (self.next, self.samples.min(self.next.saturating_add(self.batch_size)));
        let rows = self.order.as_ref().map_or(Rows::From(start), |order| Rows::Listed(&order[start..end]));
        workspace.load(self.data, self.weights.as_deref(), end - start, rows);
        self.next = end;
        Ok(end - start)
    }

    fn position(&self) -> usize {
        self.next
    }

    fn go_to(&mut self, position: usize) -> Result<()> {
        self.next = position.min(self.samples);
        Ok(())
    }
}

/// Batches that are made when they are needed.
pub(super) struct GeneratedBatches<F, I: Iterator, D> {
    make: F,
    class_weight: Option<Vec<f64>>,
    /// Those of this pass that are to come, the next one already made.
    rest: Option<I>,
    next: Option<D>,
    position: usize,
}

impl<F, I: Iterator, D> GeneratedBatches<F, I, D> {
    /// What `make` makes for each pass.
    pub(super) const fn new(make: F, class_weight: Option<Vec<f64>>) -> Self {
        Self { make, class_weight, rest: None, next: None, position: 0 }
    }
}

impl<M, Y, F, I> Source<M, Y> for GeneratedBatches<F, I, Dataset<M::Input, Y, M::Scalar>>
where
    M: Model,
    Y: Targets,
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
        let weights = batch.weights_with(self.class_weight.as_deref())?;
        workspace.make_room(samples)?;
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

#[cfg(test)]
mod tests {
    #[cfg(target_pointer_width = "64")]
    use super::*;

    #[test]
    #[cfg(target_pointer_width = "64")]
    fn samples_that_are_shuffled_can_be_numbered() {
        assert_eq!(checked_shuffle(4_294_967_295), Ok(4_294_967_295));
        assert_eq!(
            checked_shuffle(4_294_967_296).unwrap_err().to_string(),
            "the number of samples that `fit` shuffles is 4294967296, but must be at most 4294967295: \
             with `shuffle(false)` there may be more, which `Dataset::shuffle` shuffles"
        );
    }
}
