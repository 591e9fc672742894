//! Tables of texts: what stands in a CSV file, before it becomes numbers.

#[cfg(feature = "csv")]
mod csv;
mod record;
mod rows;

use alloc::borrow::ToOwned;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

pub use record::Record;

#[cfg(feature = "csv")]
pub use self::csv::{Chunks, Csv, Delimiter, Encoding};
use super::number::same_number;
use crate::error::{Error, Result, check_cell, list, quoted};

/// Rows of cells under names, each cell a text; one that is empty is missing. Spaces around a text do not count.
///
/// It comes from a CSV file, or from anything else that can be written as texts:
///
/// ```
/// use plywood::prelude::*;
///
/// let table = Table::new(["animal", "legs"], [["cat", "4"], ["bird", "2"], ["snake", ""]])?;
/// assert_eq!(table.len(), 3);
/// assert!(table.column("legs")?.eq(["4", "2", ""]));
/// assert_eq!(table.drop_missing().len(), 2);
/// # Ok::<(), plywood::Error>(())
/// ```
///
/// Numbers are written with `to_string`, which loses nothing: `rows.iter().map(|row| row.map(|x| x.to_string()))`. A
/// data frame of polars comes as CSV, without a file: `CsvWriter::new(&mut bytes).finish(&mut frame)` there,
/// [`Csv::parse`](crate::data::Csv::parse) here.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    source: Source,
    columns: Vec<String>,
    /// The text of all cells, row by row.
    text: String,
    /// Where each cell ends in it.
    ends: Vec<usize>,
    /// The number of each row where it came from.
    numbers: Vec<u64>,
}

/// Where a table came from, for errors.
#[derive(Clone, Debug, PartialEq)]
struct Source {
    /// The file.
    file: Option<String>,
    /// What the numbers of its rows count.
    unit: &'static str,
}

impl Table {
    /// A table of these columns. What stands in a cell is written as a text.
    ///
    /// # Errors
    /// [`Error::Columns`] if two columns have the same name, [`Error::Width`] for a row that does not have as many
    /// cells as there are columns.
    pub fn new<C: ToString>(
        columns: impl IntoIterator<Item = impl Into<String>>,
        rows: impl IntoIterator<Item = impl IntoIterator<Item = C>>,
    ) -> Result<Self> {
        let columns = columns.into_iter().map(Into::into).collect();
        let mut table = Self::empty(Source { file: None, unit: "row" }, columns)?;
        for (row, cells) in rows.into_iter().enumerate() {
            cells.into_iter().for_each(|cell| table.push(&cell.to_string()));
            let (found, expected) = (table.ends.len() - row * table.columns.len(), table.columns.len());
            if found != expected {
                return Err(Error::Width { row, expected, found });
            }
            table.numbers.push(row as u64);
        }
        Ok(table)
    }

    fn empty(source: Source, columns: Vec<String>) -> Result<Self> {
        let mut names = BTreeSet::new();
        if let Some(name) = columns.iter().find(|&name| !names.insert(name)) {
            let message = format!("two columns are called {}", quoted(name));
            return Err(Error::Columns { table: source.file, message });
        }
        Ok(Self { source, columns, text: String::new(), ends: Vec::new(), numbers: Vec::new() })
    }

    /// Gives back the memory that is left over.
    #[cfg(feature = "csv")]
    fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.numbers.shrink_to_fit();
    }

    /// Leaves out those of these columns, which are in order, where all cells are empty.
    #[cfg(feature = "csv")]
    fn drop_empty(&mut self, columns: &[usize]) {
        let mut keeps = vec![true; self.columns.len()];
        columns.iter().for_each(|&column| keeps[column] = false);
        let mut start = 0;
        for (cell, &end) in self.ends.iter().enumerate() {
            keeps[cell % self.columns.len()] |= end > start;
            start = end;
        }
        // Cells without text end where the cell before them does.
        let mut every_row = keeps.iter().cycle();
        self.ends.retain(|_| every_row.next() == Some(&true));
        let mut once = keeps.iter();
        self.columns.retain(|_| once.next() == Some(&true));
    }

    fn push(&mut self, cell: &str) {
        self.text.push_str(cell.trim());
        self.ends.push(self.text.len());
    }

    /// The names of the columns.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The number of rows.
    pub const fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether there is no row.
    pub const fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// The cells of a column.
    ///
    /// # Errors
    /// [`Error::Columns`] if there is no such column.
    pub fn column(&self, name: &str) -> Result<impl ExactSizeIterator<Item = &str>> {
        Ok(self.cells(self.index(name)?))
    }

    /// A row by itself, if there are as many.
    pub fn record(&self, row: usize) -> Option<Record> {
        let cell = |(column, name): (usize, &String)| (name.clone(), self.cell(row, column).to_owned());
        (row < self.len()).then(|| Record::of(self.columns.iter().enumerate().map(cell).collect()))
    }

    /// The same table, where cells with one of these texts are missing: `["NA", "?"]`. A text that is a number marks
    /// the cells with the same number: `-999` also those with `-999.0`.
    #[must_use]
    pub fn missing_values<'a>(self, texts: impl IntoIterator<Item = &'a str>) -> Self {
        let texts: Vec<&str> = texts.into_iter().map(str::trim).collect();
        let numbers: Vec<String> = texts.iter().filter_map(|text| same_number(text)).collect();
        let marks = |cell: &str| {
            let is_marked = || same_number(cell).is_some_and(|number| numbers.contains(&number));
            texts.contains(&cell) || (!numbers.is_empty() && is_marked())
        };
        let (mut text, mut ends) = (String::new(), Vec::with_capacity(self.ends.len()));
        for row in 0..self.len() {
            for column in 0..self.columns.len() {
                let cell = self.cell(row, column);
                text.push_str(if marks(cell) { "" } else { cell });
                ends.push(text.len());
            }
        }
        Self { text, ends, ..self }
    }

    /// The place of the column `name`.
    pub(super) fn index(&self, name: &str) -> Result<usize> {
        self.columns
            .iter()
            .position(|column| column == name)
            .ok_or_else(|| no_column(self.source.file.clone(), name, &self.columns))
    }

    pub(super) fn cells(&self, column: usize) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(move |row| self.cell(row, column))
    }

    pub(super) fn cell(&self, row: usize, column: usize) -> &str {
        let cell = row * self.columns.len() + column;
        let start = if cell == 0 { 0 } else { self.ends[cell - 1] };
        &self.text[start..self.ends[cell]]
    }

    /// The file that it was read from.
    pub(super) const fn file(&self) -> Option<&String> {
        self.source.file.as_ref()
    }

    /// An error if there is no row.
    pub(super) fn check_rows(&self) -> Result<()> {
        match self.file() {
            _ if !self.is_empty() => Ok(()),
            Some(file) => {
                Err(Error::File { path: file.clone(), message: Error::Empty.to_string(), source: None })
            }
            None => Err(Error::Empty),
        }
    }

    /// The result, or an error that says of which column `message` holds.
    pub(super) fn of_column<V>(&self, column: &str, result: Result<V, String>) -> Result<V> {
        result.map_err(|message| Error::Columns {
            table: self.file().cloned(),
            message: format!("column {}: {message}", quoted(column)),
        })
    }

    /// The result, or an error that says where in the table `message` holds.
    pub(super) fn at<V>(&self, row: usize, column: usize, result: Result<V, String>) -> Result<V> {
        let place = || {
            let Source { file, unit } = &self.source;
            let file = file.as_ref().map_or_else(String::new, |file| format!("{file}, "));
            format!("{file}{unit} {}", self.numbers[row])
        };
        check_cell(place, &self.columns[column], result)
    }
}

/// An error for a column that is not there.
pub(super) fn no_column(table: Option<String>, name: &str, columns: &[impl AsRef<str>]) -> Error {
    let message = match columns {
        [] => format!("there is no column {}, nor any other", quoted(name)),
        columns => {
            format!("there is no column {}, but {}{}", quoted(name), list(columns), unsplit(name, columns))
        }
    };
    Error::Columns { table, message }
}

/// A line of help if the one column has a name that holds `name` and others, because something else separates the
/// cells.
fn unsplit(name: &str, columns: &[impl AsRef<str>]) -> String {
    let [header] = columns else { return String::new() };
    let header = header.as_ref();
    let option = separators(header).find(|_| header.contains(name)).filter(|_| cfg!(feature = "csv"));
    option.map_or_else(String::new, |(_, option)| format!("\nhelp: read the file with `Csv::{option}`"))
}

/// How many cells a line has if its cells are separated otherwise, and the option of `Csv` that reads it so.
fn separators(line: &str) -> impl Iterator<Item = (usize, String)> {
    let characters = [';', '\t', '|', ','].into_iter().filter(|&mark| line.contains(mark));
    let characters = characters.map(|mark| (line.split(mark).count(), format!("delimiter({mark:?})")));
    let blanks = (line.split_ascii_whitespace().count(), "delimiter(Delimiter::Blanks)".to_owned());
    characters.chain(Some(blanks).filter(|&(pieces, _)| pieces > 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stand_where_they_were_put() {
        let table = Table::new(["a", "b"], [[1.5, -0.0], [f64::MIN_POSITIVE, 3.0]]).unwrap();
        assert_eq!((table.cell(0, 0), table.cell(0, 1), table.cell(1, 1)), ("1.5", "-0", "3"));
        assert_eq!(table.cell(1, 0).parse(), Ok(f64::MIN_POSITIVE));
        assert_eq!(table.record(1).unwrap().get("b"), Some("3"));
        assert_eq!(table.record(2), None);
        let none = Table::new(["a"], core::iter::empty::<[&str; 1]>()).unwrap();
        assert!(none.is_empty() && none.record(0).is_none());
    }

    #[test]
    fn what_marks_a_missing_value_is_said() {
        let table = Table::new(["a", "b"], [["?", "x?"], ["NA", "y"]]).unwrap().missing_values(["?", "NA"]);
        assert!(table.column("a").unwrap().eq(["", ""]));
        assert!(table.column("b").unwrap().eq(["x?", "y"]));
    }

    #[test]
    fn a_number_marks_equal_numbers() {
        let table = Table::new(["a"], [["-999"], ["-999.0"], ["-999.5"], ["-0999"], ["999"], ["x"]]).unwrap();
        let table = table.missing_values(["-999"]);
        assert!(table.column("a").unwrap().eq(["", "", "-999.5", "-0999", "999", "x"]));
    }

    #[test]
    fn spaces_around_cells_do_not_count() {
        let table = Table::new(["a", "b"], [[" x ", "\t"], ["NA", "y"]]).unwrap().missing_values([" NA "]);
        assert!(table.column("a").unwrap().eq(["x", ""]) && table.column("b").unwrap().eq(["", "y"]));
        assert_eq!(Record::new().set("a", " x ").set("b", " "), table.record(0).unwrap());
    }

    #[test]
    fn tables_that_are_none_are_errors() {
        let message = |table: Result<Table>| table.unwrap_err().to_string();
        assert_eq!(message(Table::new(["a", "b", "a"], [["x"; 3]])), "two columns are called `a`");
        assert_eq!(
            message(Table::new(["a", "b"], [vec!["x", "y"], vec!["x"]])),
            "row 1 has 1 values, where 2 are needed: column 1 is missing"
        );
        let table = Table::new(["a", "b"], [["x", "y"]]).unwrap();
        assert_eq!(table.column("c").err().unwrap().to_string(), "there is no column `c`, but `a`, `b`");
    }
}
