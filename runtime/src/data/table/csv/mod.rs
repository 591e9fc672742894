//! Tables from CSV.

mod advice;
mod encoding;
mod names;
mod parser;
mod reader;

use std::fs::File;
use std::io::Read;
use std::path::Path;

pub use encoding::Encoding;
pub use parser::Delimiter;
pub use reader::Chunks;

use super::{Source, Table};
use crate::data::number::Notation;
use crate::error::{Error, Result, check_setting};
use reader::Rows;

/// How a CSV file is to be read: by default it is UTF-8, cells are separated by commas, and the first row has the names of the columns.
///
/// Cells may stand in double quotes, as RFC 4180 says. Lines end with a line feed, a carriage return, or both; blank ones are left out.
/// A column without a name is called `Unnamed: 3`, with its place counted from 0; [`read`](Self::read) leaves it out if all of its cells
/// are empty, as those that Excel writes at the end of its lines.
///
/// ```
/// use plywood::data::Csv;
///
/// let table = Csv::new().delimiter(';').decimal_comma().parse("animal;kg\ncat;4,5\nbird;0,02\n")?;
/// assert!(table.column("kg")?.eq(["4.5", "0.02"]));
/// # Ok::<(), plywood::Error>(())
/// ```
///
/// | pandas' `read_csv(…)` | here |
/// |---|---|
/// | `sep=";"` | [`delimiter(';')`](Self::delimiter) |
/// | `sep=r"\s+"` | [`delimiter(Delimiter::Blanks)`](Self::delimiter) |
/// | `header=None, names=["a", "b"]` | [`columns(["a", "b"])`](Self::columns) |
/// | `decimal=","`, `thousands="."` | [`decimal_comma()`](Self::decimal_comma), [`thousands('.')`](Self::thousands) |
/// | `comment="#"` | [`comment('#')`](Self::comment), at the beginning of a line |
/// | `encoding="latin-1"` | [`encoding(Encoding::Latin1)`](Self::encoding) |
/// | columns `x`, `x.1` | [`rename_duplicates()`](Self::rename_duplicates) |
/// | `na_values=["?"]` | [`Table::missing_values(["?"])`](Table::missing_values) |
/// | `chunksize=1000` | [`chunks(path, 1000)`](Self::chunks) |
///
/// # Memory and time
/// Time grows with the length of what is read, and so does memory: up to 32 bytes for each byte of UTF-8, about 5 for a usual table, and
/// up to 192 for each column. [`chunks`](Self::chunks) needs as much for its largest part. A cell has at most 16 MiB
/// ([`LONGEST_CELL`](Self::LONGEST_CELL)), a row at most 1,048,576 cells ([`MOST_CELLS`](Self::MOST_CELLS)): a file with more, or
/// one that does not end, is an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Csv {
    delimiter: Delimiter,
    columns: Option<Vec<String>>,
    comment: Option<char>,
    encoding: Encoding,
    notation: Notation,
    rename_duplicates: bool,
}

impl Default for Csv {
    fn default() -> Self {
        Self {
            delimiter: Delimiter::Char(','),
            columns: None,
            comment: None,
            encoding: Encoding::Utf8,
            notation: Notation::default(),
            rename_duplicates: false,
        }
    }
}

impl Csv {
    /// The most bytes that a cell may have, in UTF-8: 16 MiB.
    pub const LONGEST_CELL: usize = parser::LONGEST_CELL;

    /// The most cells that a row may have.
    pub const MOST_CELLS: usize = parser::MOST_CELLS;

    /// The usual form.
    pub fn new() -> Self {
        Self::default()
    }

    /// What separates the cells: `';'` or `'\t'`, for example, or runs of blanks and tabs. Quotes and line ends cannot, nor what is not ASCII.
    ///
    /// ```
    /// use plywood::data::{Csv, Delimiter};
    ///
    /// // The file of Auto MPG, where `?` marks a missing value.
    /// let file = "18.0   8   130.0   3504.\t\"chevrolet chevelle\"\n25.0   4   ?       2046.\t\"ford pinto\"\n";
    /// let names = ["mpg", "cylinders", "horsepower", "weight", "name"];
    /// let cars = Csv::new().delimiter(Delimiter::Blanks).columns(names).parse(file)?.missing_values(["?"]);
    /// assert!(cars.column("horsepower")?.eq(["130.0", ""]));
    /// assert!(cars.column("name")?.eq(["chevrolet chevelle", "ford pinto"]));
    /// # Ok::<(), plywood::Error>(())
    /// ```
    #[must_use]
    pub fn delimiter(mut self, delimiter: impl Into<Delimiter>) -> Self {
        self.delimiter = delimiter.into();
        self
    }

    /// The names of the columns, for a file without a row of them.
    #[must_use]
    pub fn columns(mut self, columns: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.columns = Some(columns.into_iter().map(Into::into).collect());
        self
    }

    /// Lines that begin with `mark`, such as `'#'`, are left out. It is a character of ASCII that is no quote, blank, line end, letter
    /// or digit, and does not separate cells. Behind other characters it means nothing.
    #[must_use]
    pub const fn comment(mut self, mark: char) -> Self {
        self.comment = Some(mark);
        self
    }

    /// A comma is in front of the fraction of a number: a cell `1,5` becomes `1.5`. A cell that is no such number stays as it is.
    ///
    /// Where commas also separate the cells, such numbers must be in quotes. A cell as `1.234`, which would be another number if points
    /// stood between groups of digits, is an error: say [`thousands('.')`](Self::thousands) if they do.
    #[must_use]
    pub const fn decimal_comma(mut self) -> Self {
        self.notation.decimal_comma = true;
        self
    }

    /// What stands between groups of three digits: with `','`, a cell `1,234,567.5` becomes `1234567.5`. A cell that is no such number stays
    /// as it is. It is no letter, digit, sign, quote or line end, and not the decimal sign.
    #[must_use]
    pub const fn thousands(mut self, mark: char) -> Self {
        self.notation.thousands = Some(mark);
        self
    }

    /// How the file's characters are written as bytes, if it does not begin with a byte order mark, which says it.
    #[must_use]
    pub const fn encoding(mut self, encoding: Encoding) -> Self {
        self.encoding = encoding;
        self
    }

    /// Of columns with the same name, the second and later ones get a number: `x`, `x.1`, `x.2`.
    #[must_use]
    pub const fn rename_duplicates(mut self) -> Self {
        self.rename_duplicates = true;
        self
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`Error::File`], with the line, if it cannot be read, is not in the [encoding](Self::encoding), has quotes that do not close, a
    /// row with another number of cells, or a cell or a row that is too long. [`Error::Columns`] if two columns have the same name,
    /// [`Error::Cell`] for a number that [`decimal_comma`](Self::decimal_comma) leaves open, [`Error::Setting`] for a character that cannot be what
    /// it is to be.
    pub fn read(&self, path: impl AsRef<Path>) -> Result<Table> {
        self.open(path.as_ref())?.all()
    }

    /// Reads a file in parts of so many rows, for one that is larger than memory.
    ///
    /// # Errors
    /// As [`read`](Self::read); what is wrong with a later row, its part says. [`Error::Setting`] for parts of 0 rows.
    pub fn chunks(&self, path: impl AsRef<Path>, rows: usize) -> Result<Chunks> {
        check_setting("the number of rows in a part", rows as f64, rows > 0, "at least 1")?;
        Ok(Chunks::new(self.open(path.as_ref())?, rows))
    }

    /// Reads what comes from elsewhere, such as bytes in memory (`&bytes[..]`), a connection or a decompressor. It need not be buffered.
    ///
    /// ```
    /// use plywood::data::{Csv, Encoding};
    ///
    /// let table = Csv::new().encoding(Encoding::Latin1).read_from(&b"name\nJos\xe9\n"[..])?;
    /// assert!(table.column("name")?.eq(["José"]));
    /// # Ok::<(), plywood::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`read`](Self::read), with [`Error::Format`] in place of [`Error::File`].
    pub fn read_from(&self, source: impl Read) -> Result<Table> {
        Rows::new(self, source, None)?.all()
    }

    /// Reads a text, in any [encoding](Self::encoding).
    ///
    /// # Errors
    /// As [`read_from`](Self::read_from).
    pub fn parse(&self, text: &str) -> Result<Table> {
        self.clone().encoding(Encoding::Utf8).read_from(text.as_bytes())
    }

    fn open(&self, path: &Path) -> Result<Rows<File>> {
        let file = File::open(path).map_err(|error| Error::cannot_be_read(path, &error))?;
        Rows::new(self, file, Some(path.display().to_string()))
    }

    /// An error for a character that cannot be what it is to be.
    fn check(&self) -> Result<()> {
        let check =
            |what, mark: char, fits, range| check_setting(what, f64::from(u32::from(mark)), fits, range);
        if let Delimiter::Char(mark) = self.delimiter {
            let separates = mark.is_ascii() && !matches!(mark, '"' | '\n' | '\r');
            let range = "that of an ASCII character other than a quote and a line end";
            check("the byte that separates cells", mark, separates, range)?;
        }
        if let Some(mark) = self.comment {
            let marks = mark.is_ascii_punctuation() && mark != '"' && self.delimiter != Delimiter::Char(mark);
            let range = "that of an ASCII punctuation mark other than a quote and what separates cells";
            check("the byte that begins a comment", mark, marks, range)?;
        }
        if let Some(mark) = self.notation.thousands {
            let decimal = if self.notation.decimal_comma { ',' } else { '.' };
            let groups =
                !mark.is_alphanumeric() && !matches!(mark, '+' | '-' | '"' | '\n' | '\r') && mark != decimal;
            let range =
                "that of a character other than the decimal sign, a letter, digit, sign, quote and line end";
            check("the character between groups of digits", mark, groups, range)?;
        }
        Ok(())
    }
}

impl Table {
    /// Reads a CSV file with commas, whose first row has the names of the columns; [`Csv`] reads others, and says how much memory a file
    /// takes.
    ///
    /// # Errors
    /// As [`Csv::read`].
    pub fn read_csv(path: impl AsRef<Path>) -> Result<Self> {
        Csv::new().read(path)
    }

    /// Reads a CSV text with commas, whose first row has the names of the columns; [`Csv`] reads others.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// let table = Table::from_csv("animal,legs\ncat,4\n\"bird, small\",2\n")?;
    /// assert!(table.column("animal")?.eq(["cat", "bird, small"]));
    /// # Ok::<(), plywood::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Csv::parse`].
    pub fn from_csv(text: &str) -> Result<Self> {
        Csv::new().parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(table: &Table) -> Vec<Vec<&str>> {
        (0..table.len())
            .map(|row| (0..table.columns.len()).map(|column| table.cell(row, column)).collect())
            .collect()
    }

    #[test]
    fn what_csv_allows_is_read() {
        for text in [
            "a,b\n1,x y\n,\"z, \"\"q\"\"\"\n",
            "\u{feff}a,b\r\n1,x y\r\n,\"z, \"\"q\"\"\"",
            "a , b\n\n 1 ,x y\n\n\n  ,\" z, \"\"q\"\" \"\n",
        ] {
            let table = Table::from_csv(text).unwrap();
            assert_eq!(table.columns(), ["a", "b"]);
            assert_eq!(cells(&table), [["1", "x y"], ["", "z, \"q\""]]);
        }
        assert!(Table::from_csv("a,b\n").unwrap().is_empty());
        assert!(Table::from_csv("").unwrap().columns().is_empty());
        let table = Csv::new().delimiter(b'\t').columns(["a", "b"]).parse("1\t2").unwrap();
        assert_eq!(cells(&table), [["1", "2"]]);
    }

    #[test]
    fn lines_are_those_of_the_file() {
        let table = Table::from_csv("a,b\n1,2\n\n\"x\ny\",4\n5,6\n").unwrap();
        assert_eq!(table.numbers, [2, 4, 6]);
        assert_eq!(table.shuffle(1).numbers.iter().sum::<u64>(), 12);
        for text in
            ["a,b\r\n1,2\r\n3,4\r\n", "a,b\r1,2\r3,4\r", "\u{feff}a,b\r1,2\r3,4", "a,b\n1,2\n\"3\",\"4\""]
        {
            let table = Table::from_csv(text).unwrap();
            assert_eq!(
                (cells(&table), &table.numbers[..]),
                (vec![vec!["1", "2"], vec!["3", "4"]], &[2, 3][..])
            );
        }
        for end in ["\n", "\r", "\r\n"] {
            let text = "a,b\n1,2\n\n\"x\ny\",4\n5,6".replace('\n', end);
            assert_eq!(Table::from_csv(&text).unwrap().numbers, [2, 4, 6]);
        }
    }

    #[test]
    fn errors_name_the_line() {
        let message = |text: &str| Table::from_csv(text).unwrap_err().to_string();
        assert_eq!(message("a,b\n1,2\n3\n"), "this is no CSV table: line 3 has 1 cells, where 2 are needed");
        assert_eq!(message("a,b\n1,2,3\n"), "this is no CSV table: line 2 has 3 cells, where 2 are needed");
        assert_eq!(message("a,b\r1,2\r3\r"), "this is no CSV table: line 3 has 1 cells, where 2 are needed");
        let bytes: &[u8] = b"a,b\n1,2\n3,\xff\n";
        let error = Rows::new(&Csv::new(), bytes, Some("x.csv".to_owned())).unwrap().all().unwrap_err();
        assert!(error.to_string().starts_with("x.csv: line 3: cell 1: this is no UTF-8\nhelp: "), "{error}");
        let error = Table::read_csv("/nowhere.csv").unwrap_err().to_string();
        assert!(error.starts_with("/nowhere.csv: it cannot be read: "), "{error}");
        assert!(Table::read_csv(std::env::temp_dir()).is_err());
    }

    #[test]
    fn quotes_that_do_not_close_swallow_nothing() {
        for (text, line) in [
            ("id,name\n1,\"abc\n2,def\n3,ghi\n", 2),
            ("id,name\n\"1,abc\n2,def\n3,ghi\n", 2),
            ("id,name\n\"1\n\",abc\n\n\"\n\",\"def\n\n\n", 6),
            ("id\n1\n\"", 3),
            ("id,\"name\n1,abc", 1),
        ] {
            let message =
                format!("this is no CSV table: line {line}: the quotes that open here do not close");
            assert_eq!(Table::from_csv(text).unwrap_err().to_string(), message, "{text}");
        }
        for end in ["", "\n", "\n\n", "\r\n"] {
            let table = Table::from_csv(&format!("a,b\n1,\"x\n\ny\n\n\"{end}")).unwrap();
            assert_eq!(cells(&table), [["1", "x\n\ny"]]);
        }
    }

    #[test]
    fn a_delimiter_is_no_quote_and_no_line_end() {
        for delimiter in [b'"', b'\n', b'\r', 0xff] {
            let error = Csv::new().delimiter(delimiter).parse("a,b\n1,2\n").unwrap_err();
            assert!(matches!(error, Error::Setting { .. }), "{error}");
        }
    }
}
