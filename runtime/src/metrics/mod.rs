//! Metrics, under Keras' names.

mod accuracy;
mod auc;
mod best_at;
mod binary_accuracy;
mod binary_iou;
mod categorical_accuracy;
mod classification_report;
mod concordance_correlation;
mod confusion_matrix;
mod cosine_similarity;
mod count;
mod counts;
mod curve;
mod decisions;
mod f1_score;
mod false_negatives;
mod false_positives;
mod fbeta_score;
mod gathered;
mod iou;
mod list;
mod loss;
mod mean;
mod mean_iou;
mod metric;
mod moments;
mod named;
mod one_hot_iou;
mod one_hot_mean_iou;
mod pearson_correlation;
mod precision;
mod precision_at_recall;
mod r2_score;
mod recall;
mod recall_at_precision;
mod regions;
mod root_mean_squared_error;
mod row;
mod score;
mod scores;
mod sensitivity_at_specificity;
mod sparse_categorical_accuracy;
mod sparse_top_k_categorical_accuracy;
mod specificity_at_sensitivity;
mod tally;
mod thresholds;
mod top_k_categorical_accuracy;
mod true_negatives;
mod true_positives;
mod truth;
mod weighted;

#[cfg(test)]
mod testing;

pub use accuracy::Accuracy;
pub use auc::AUC;
pub use binary_accuracy::BinaryAccuracy;
pub use binary_iou::BinaryIoU;
pub use categorical_accuracy::CategoricalAccuracy;
pub use classification_report::{ClassScores, ClassificationReport};
pub use concordance_correlation::ConcordanceCorrelation;
pub use confusion_matrix::ConfusionMatrix;
pub use cosine_similarity::CosineSimilarity;
pub use counts::Counts;
pub use curve::{Curve, SummationMethod};
pub use f1_score::F1Score;
pub use false_negatives::FalseNegatives;
pub use false_positives::FalsePositives;
pub use fbeta_score::{Average, FBetaScore};
pub use gathered::Gathered;
pub use iou::IoU;
pub use list::Metrics;
pub use loss::MeanLoss;
pub use mean::Mean;
pub use mean_iou::MeanIoU;
pub use metric::{Metric, Seen};
pub use named::Named;
pub use one_hot_iou::OneHotIoU;
pub use one_hot_mean_iou::OneHotMeanIoU;
pub use pearson_correlation::PearsonCorrelation;
pub use precision::Precision;
pub use precision_at_recall::PrecisionAtRecall;
pub use r2_score::{ClassAggregation, R2Score, Variances};
pub use recall::Recall;
pub use recall_at_precision::RecallAtPrecision;
pub use root_mean_squared_error::RootMeanSquaredError;
pub use score::{Direction, Score};
pub use scores::Scores;
#[cfg(feature = "std")]
pub(crate) use scores::listed;
pub use sensitivity_at_specificity::SensitivityAtSpecificity;
pub use sparse_categorical_accuracy::SparseCategoricalAccuracy;
pub use sparse_top_k_categorical_accuracy::SparseTopKCategoricalAccuracy;
pub use specificity_at_sensitivity::SpecificityAtSensitivity;
pub use tally::Tally;
pub use thresholds::Thresholds;
pub use top_k_categorical_accuracy::TopKCategoricalAccuracy;
pub use true_negatives::TrueNegatives;
pub use true_positives::TruePositives;
pub use truth::Truth;
pub use weighted::Weighted;

/// Losses, which are metrics too: `LogCosh` under the name that Keras has for the metric.
#[doc(no_inline)]
pub use crate::losses::{
    BinaryCrossentropy, BinaryFocalCrossentropy, CategoricalCrossentropy, CategoricalFocalCrossentropy,
    CategoricalHinge, Hinge, Huber, KLDivergence, LogCosh as LogCoshError, MeanAbsoluteError,
    MeanAbsolutePercentageError, MeanSquaredError, MeanSquaredLogarithmicError, Poisson,
    SparseCategoricalCrossentropy, SquaredHinge,
};
