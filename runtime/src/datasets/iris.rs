//! Iris flowers: 150 plants of three species, four measurements each.

use super::rows;
use crate::data::{Classes, Dataset};
use crate::tensor::Features;

/// The measurements, all in centimetres.
pub const FEATURES: [&str; 4] = ["sepal length", "sepal width", "petal length", "petal width"];

/// The species, in the order of the classes.
pub const SPECIES: [&str; 3] = ["setosa", "versicolor", "virginica"];

/// Iris flowers, in the order of their species: shuffle before you split.
///
/// Source: R. A. Fisher, "The use of multiple measurements in taxonomic problems", 1936, with the values of
/// the paper. UCI Machine Learning Repository, <https://doi.org/10.24432/C56C76>, licence CC BY 4.0.
pub fn iris() -> Dataset<Features<4>, Classes<3>> {
    let table = || rows(include_str!("iris.csv"));
    let samples = table().map(|row| row[..4].to_vec());
    let species = table().map(|row| row[4] as usize);
    Dataset::from_rows(samples, species).expect("the table is whole, as a test shows")
}
