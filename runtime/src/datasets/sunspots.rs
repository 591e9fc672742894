//! Spots on the sun, which come and go about every eleven years.

use alloc::vec::Vec;

use super::rows;

/// The year of the first number.
pub const FIRST_YEAR: usize = 1700;

/// The sunspot number of each year from 1700 to 2008: a mean over its days.
///
/// ```
/// let series = plywood::datasets::sunspots();
/// assert_eq!((series.len(), series[1957 - 1700]), (309, 190.2));
/// ```
///
/// Source: National Geophysical Data Center of the United States, in the public domain.
pub fn sunspots() -> Vec<f32> {
    rows(include_str!("sunspots.csv")).map(|row| row[1]).collect()
}
