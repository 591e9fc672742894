use super::step::MOST_OUTPUTS;
use crate::metrics::Scores;

/// The loss of each of several outputs, without its weight: the mean over all batches so far. As in Keras, a last batch
/// that is smaller counts as much as the others here, while in the loss of all outputs it counts by its samples.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct OutputLosses {
    sums: [f64; MOST_OUTPUTS],
    batches: f64,
}

impl OutputLosses {
    /// Takes in the losses of a batch.
    pub(super) fn add(&mut self, of_batch: &[f64; MOST_OUTPUTS]) {
        self.sums.iter_mut().zip(of_batch).for_each(|(sum, loss)| *sum += loss);
        self.batches += 1.0;
    }

    /// Appends them under the names of these outputs.
    pub(super) fn push(&self, outputs: &[&str], scores: &mut Scores) {
        for (output, sum) in outputs.iter().zip(self.sums) {
            scores.push_loss(output, sum / self.batches);
        }
    }

    /// Shows every number.
    pub(super) fn each_number(&mut self, outputs: usize, see: &mut dyn FnMut(&mut f64)) {
        if outputs > 0 {
            self.sums[..outputs].iter_mut().for_each(&mut *see);
            see(&mut self.batches);
        }
    }
}
