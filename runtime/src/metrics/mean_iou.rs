use super::Metric;
use super::regions::{Regions, region_builder, region_metric};
use crate::data::ClassTarget;
use crate::tensor::Shape;

/// Intersection over union, the mean over all classes that are or ought to be anywhere. It is [`IoU`](super::IoU) of all
/// classes, which says more.
///
/// For outputs with one for each class, with class numbers as targets: of samples, steps or pixels.
///
/// Defaults: no `ignore_class`.
#[derive(Clone, Debug, Default)]
pub struct MeanIoU {
    regions: Regions,
}

impl MeanIoU {
    /// The metric with Keras' defaults.
    pub const fn new() -> Self {
        Self { regions: Regions { target_class_ids: None, ignore_class: None } }
    }

    region_builder!();
}

impl<A, Out: Shape, Y: ClassTarget<Out>> Metric<Out, A, Y> for MeanIoU {
    region_metric!(sparse "mean_io_u");
}
