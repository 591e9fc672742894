//! Data sets that come with the library, small and real, to learn and to test with.

pub mod auto_mpg;
pub mod digits;
pub mod iris;
pub mod penguins;
pub mod sunspots;

use alloc::vec::Vec;

pub use auto_mpg::auto_mpg;
pub use digits::digits;
pub use iris::iris;
pub use penguins::penguins;
pub use sunspots::sunspots;

/// The numbers of an embedded table, row by row, without its heading.
fn rows(table: &str) -> impl Iterator<Item = Vec<f32>> + '_ {
    table.lines().skip(1).map(|line| line.split(',').filter_map(|number| number.parse().ok()).collect())
}
