use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// What is known of one thing, before it becomes numbers: a text for each column of a table, which is empty if the
/// value is missing. Spaces around a text do not count.
///
/// ```
/// use plywood::data::Record;
///
/// let penguin = Record::new().set("island", "Biscoe").set("body_mass_g", 5000);
/// assert_eq!(penguin.get("body_mass_g"), Some("5000"));
/// assert_eq!(penguin.get("sex"), None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    cells: Vec<(String, String)>,
}

impl Record {
    /// An empty one.
    pub const fn new() -> Self {
        Self { cells: Vec::new() }
    }

    /// These cells, of different columns.
    pub(super) const fn of(cells: Vec<(String, String)>) -> Self {
        Self { cells }
    }

    /// The same, with this value in a column, in place of the one that is there. It is written as a text; an empty one
    /// means that it is missing.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "numbers and texts are written as they are")]
    pub fn set(mut self, column: impl Into<String>, value: impl ToString) -> Self {
        let (column, value) = (column.into(), value.to_string().trim().to_owned());
        match self.cells.iter_mut().find(|(name, _)| *name == column) {
            Some((_, cell)) => *cell = value,
            None => self.cells.push((column, value)),
        }
        self
    }

    /// What stands in a column.
    pub fn get(&self, column: &str) -> Option<&str> {
        self.cells.iter().find(|(name, _)| name == column).map(|(_, cell)| cell.as_str())
    }

    /// The names of its columns.
    pub(in crate::data) fn columns(&self) -> Vec<&str> {
        self.cells.iter().map(|(name, _)| name.as_str()).collect()
    }
}

impl<N: Into<String>, V: ToString> FromIterator<(N, V)> for Record {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(cells: I) -> Self {
        cells.into_iter().fold(Self::new(), |record, (column, value)| record.set(column, value))
    }
}
