use alloc::vec::Vec;

use super::Metric;
use super::regions::{Regions, region_builder, region_metric};
use crate::data::ClassTarget;
use crate::tensor::Shape;

/// Intersection over union, of some classes: for each, `TP / (TP + FP + FN)` of the outputs that stand for the class and
/// those that ought to; then the mean of the classes. A class that neither is nor ought to be anywhere is left out.
///
/// A row of outputs stands for the class of its largest one, of equal ones the first: Keras' `sparse_y_pred=False`.
/// For outputs with one for each class, with class numbers as targets: of samples, steps or pixels. Keras'
/// `num_classes` is in their type. As in Keras, the result has the precision of `f32`.
///
/// Defaults: no `ignore_class`.
///
/// Source: P. Jaccard, "The distribution of the flora in the alpine zone", 1912.
#[derive(Clone, Debug)]
pub struct IoU {
    regions: Regions,
}

impl IoU {
    /// The metric with Keras' defaults. It is the mean over these classes, counted from 0.
    pub fn new(target_class_ids: impl IntoIterator<Item = usize>) -> Self {
        let target_class_ids: Vec<usize> = target_class_ids.into_iter().collect();
        Self { regions: Regions { target_class_ids: Some(target_class_ids), ignore_class: None } }
    }

    region_builder!();
}

impl<A, Out: Shape, Y: ClassTarget<Out>> Metric<Out, A, Y> for IoU {
    region_metric!(sparse "io_u");
}
