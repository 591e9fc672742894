use alloc::vec::Vec;

use super::Metric;
use super::regions::{Regions, region_builder, region_metric};
use crate::tensor::Shape;

/// Intersection over union, of some classes: [`IoU`](super::IoU) for targets that are one-hot. A row of them stands for
/// the class of its largest value.
///
/// For outputs of every shape, with targets of the same shape; the classes are on the last axis.
///
/// Defaults: no `ignore_class`.
#[derive(Clone, Debug)]
pub struct OneHotIoU {
    regions: Regions,
}

impl OneHotIoU {
    /// The metric with Keras' defaults. It is the mean over these classes, counted from 0.
    pub fn new(target_class_ids: impl IntoIterator<Item = usize>) -> Self {
        let target_class_ids: Vec<usize> = target_class_ids.into_iter().collect();
        Self { regions: Regions { target_class_ids: Some(target_class_ids), ignore_class: None } }
    }

    region_builder!();
}

impl<A, Out: Shape> Metric<Out, A, Out> for OneHotIoU {
    region_metric!(one_hot "one_hot_io_u");
}
