//! Every loss is a metric.

use alloc::vec::Vec;

use super::gathered::Gathered;
use super::{Direction, Mean, Metric, Score, Seen};
use crate::data::Target;
use crate::error::Result;
use crate::losses::{Loss, LossOptions};
use crate::tensor::{Scalar, Shape};

/// What a loss gathers as a metric: the mean of the losses of all samples and positions.
#[derive(Clone, Debug, Default)]
pub struct MeanLoss {
    mean: Mean,
    /// Room for the losses of one batch, whatever the number type.
    losses: Vec<f64>,
}

impl Gathered for MeanLoss {
    fn each_number(&mut self, see: &mut dyn FnMut(&mut f64)) {
        self.mean.each_number(see);
    }
}

#[diagnostic::do_not_recommend]
impl<Out, A, Y, L> Metric<Out, A, Y> for L
where
    Out: Shape,
    Y: Target,
    L: LossOptions + Loss<Out, A, Target: Same<Y>>,
{
    type State = MeanLoss;

    fn name(&self) -> &str {
        LossOptions::name(self)
    }

    fn direction(&self) -> Option<Direction> {
        Some(Direction::Down)
    }

    fn check(&self) -> Result<()> {
        Loss::check(self)
    }

    fn state(&self) -> MeanLoss {
        MeanLoss::default()
    }

    fn update<T: Scalar>(&self, state: &mut MeanLoss, seen: Seen<'_, T, Out, Y>) {
        let targets = L::Target::same(seen.targets);
        let stride = seen.outputs().lanes().stride();
        let len = L::POSITIONS * stride;
        state.losses.resize(state.losses.len().max(len), 0.0);
        let losses = &mut bytemuck::cast_slice_mut(&mut state.losses)[..len];
        self.losses(seen.prediction, targets, losses);
        for (position, losses) in losses.chunks_exact(stride).enumerate() {
            for (sample, &loss) in losses.iter().enumerate().take(seen.samples()) {
                if self.counts(targets, position, sample, loss) {
                    let is_of_whole = L::POSITIONS == 1;
                    let weight =
                        if is_of_whole { seen.weight(sample) } else { seen.weight_at(position, sample) };
                    state.mean.add(loss.to_f64(), weight);
                }
            }
        }
    }

    fn result(&self, state: &MeanLoss) -> Score {
        state.mean.into()
    }
}

/// These targets are `Y`. A bound that says so is one that the compiler can find wanting in our words; of two types
/// that differ it speaks in its own.
pub trait Same<Y: Target>: Target {
    /// The same targets.
    fn same<T: Scalar>(targets: Y::Batch<'_, T>) -> Self::Batch<'_, T>;
}

impl<Y: Target> Same<Y> for Y {
    fn same<T: Scalar>(targets: Y::Batch<'_, T>) -> Y::Batch<'_, T> {
        targets
    }
}
