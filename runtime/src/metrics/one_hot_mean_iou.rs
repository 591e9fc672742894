use super::Metric;
use super::regions::{Regions, region_builder, region_metric};
use crate::tensor::Shape;

/// Intersection over union, the mean over all classes: [`MeanIoU`](super::MeanIoU) for targets that are one-hot. A row of
/// them stands for the class of its largest value.
///
/// For outputs of every shape, with targets of the same shape; the classes are on the last axis.
///
/// Defaults: no `ignore_class`.
#[derive(Clone, Debug, Default)]
pub struct OneHotMeanIoU {
    regions: Regions,
}

impl OneHotMeanIoU {
    /// The metric with Keras' defaults.
    pub const fn new() -> Self {
        Self { regions: Regions { target_class_ids: None, ignore_class: None } }
    }

    region_builder!();
}

impl<A, Out: Shape> Metric<Out, A, Out> for OneHotMeanIoU {
    region_metric!(one_hot "one_hot_mean_io_u");
}
