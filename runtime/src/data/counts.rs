use crate::error::{Error, Result};

/// An error if a column has another number of rows than the first one.
pub(super) fn check_count(of: &'static str, first: usize, other: usize) -> Result<()> {
    if first == other { Ok(()) } else { Err(Error::UnequalColumns { of, first, other }) }
}

/// An error for another number of slices than of inputs or outputs.
pub(super) fn check_columns(of: &'static str, expected: usize, found: usize) -> Result<()> {
    if expected == found { Ok(()) } else { Err(Error::ColumnCount { of, expected, found }) }
}
