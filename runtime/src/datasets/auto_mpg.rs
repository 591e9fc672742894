//! Cars of the years 1970 to 1982: what their fuel consumption depends on.

use super::rows;
use crate::data::Dataset;
use crate::tensor::Features;

/// The properties of a car. Displacement is in cubic inches, weight in pounds, acceleration in seconds from 0
/// to 60 miles per hour; the origin is 1 for America, 2 for Europe, 3 for Japan.
pub const FEATURES: [&str; 7] =
    ["cylinders", "displacement", "horsepower", "weight", "acceleration", "model year", "origin"];

/// 392 cars, with the miles that each goes on a gallon of fuel. Six cars of unknown horsepower are left out.
///
/// Source: J. R. Quinlan, "Combining instance-based and model-based learning", 1993. UCI Machine Learning
/// Repository, <https://doi.org/10.24432/C5859H>, licence CC BY 4.0.
pub fn auto_mpg() -> Dataset<Features<7>, Features<1>> {
    let table = || rows(include_str!("auto_mpg.csv"));
    let cars = table().map(|row| row[..7].to_vec());
    let consumption = table().map(|row| [row[7]]);
    Dataset::from_rows(cars, consumption).expect("the table is whole, as a test shows")
}
