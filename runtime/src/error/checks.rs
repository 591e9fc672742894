//! Checks of settings and cells, with their errors.

use alloc::borrow::ToOwned;
use alloc::string::String;

use super::{Error, Result};

/// An error unless `holds`, for a setting that must lie in `range`.
pub(crate) fn check_setting(what: &'static str, value: f64, holds: bool, range: &'static str) -> Result<()> {
    if holds { Ok(()) } else { Err(Error::Setting { what, value, range }) }
}

/// The result, or an error that says for which cell `message` holds.
pub(crate) fn check_cell<V>(
    place: impl Fn() -> String,
    column: &str,
    result: Result<V, String>,
) -> Result<V> {
    result.map_err(|message| Error::Cell { place: place(), column: column.to_owned(), message })
}

/// An error for a number that is negative or not finite.
pub(crate) fn check_not_negative(what: &'static str, value: f64) -> Result<()> {
    check_setting(what, value, value.is_finite() && value >= 0.0, "0 or more")
}
