//! Penguins of three species: what they measure, and where they live.

use crate::data::Table;

/// The table as a CSV text: the columns `species`, `island`, `bill_length_mm`, `bill_depth_mm`, `flipper_length_mm`,
/// `body_mass_g`, `sex` and `year`. `NA` stands for what was not measured.
pub const CSV: &str = include_str!("penguins.csv");

/// 344 penguins of the Palmer Archipelago; what was not measured is missing.
///
/// Source: K. B. Gorman, T. D. Williams, W. R. Fraser, "Ecological sexual dimorphism and environmental variability
/// within a community of Antarctic penguins (genus Pygoscelis)", 2014, <https://doi.org/10.1371/journal.pone.0090081>;
/// as put together by A. M. Horst, A. P. Hill and K. B. Gorman in `palmerpenguins`, in the public domain (CC0 1.0).
///
/// ```
/// use plywood::prelude::*;
///
/// let penguins = datasets::penguins();
/// assert_eq!(penguins.len(), 344);
/// assert_eq!(penguins.drop_missing().len(), 333);
/// ```
pub fn penguins() -> Table {
    let mut lines = CSV.lines().map(|line| line.split(','));
    let columns = lines.next().expect("the table is whole, as a test shows");
    Table::new(columns, lines).expect("the table is whole, as a test shows").missing_values(["NA"])
}
