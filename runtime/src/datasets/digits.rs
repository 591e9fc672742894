//! Handwritten digits: 1,797 images of 8 × 8 pixels, written by 13 people.

use super::rows;
use crate::data::{Classes, Dataset};
use crate::tensor::Image;

/// Handwritten digits. A pixel counts how many of 16 points were inked, 0 to 16.
///
/// Source: E. Alpaydin and C. Kaynak, "Optical recognition of handwritten digits", 1998, the test part. UCI
/// Machine Learning Repository, <https://doi.org/10.24432/C50P49>, licence CC BY 4.0.
pub fn digits() -> Dataset<Image<8, 8, 1>, Classes<10>> {
    let table = || rows(include_str!("digits.csv"));
    let images = table().map(|row| row[..64].to_vec());
    let digits = table().map(|row| row[64] as usize);
    Dataset::from_rows(images, digits).expect("the table is whole, as a test shows")
}
