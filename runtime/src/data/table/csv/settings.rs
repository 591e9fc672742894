//! The format of a CSV file, as its reader is told.

use super::encoding::Encoding;
use super::parser::{Delimiter, LONGEST_CELL, MOST_CELLS};
use crate::data::number::Notation;
use crate::error::{Result, check_setting};

/// The format of a CSV file: by default it is UTF-8, cells are separated by commas, and the first row has the names of
/// the columns.
///
/// Cells may stand in double quotes, as RFC 4180 says. Lines end with a line feed, a carriage return, or both; blank
/// ones are left out. A column without a name is called `Unnamed: 3`, with its place counted from 0;
/// [`read`](Self::read) leaves it out if all of its cells are empty, as those that Excel writes at the end of its
/// lines.
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
/// | `na_values=["?"]` | [`Table::missing_values(["?"])`](crate::data::Table::missing_values) |
/// | `chunksize=1000` | [`chunks(path, 1000)`](Self::chunks) |
///
/// # Memory and time
/// Time grows with the length of what is read, and so does memory: up to 32 bytes for each byte of UTF-8, about 5 for a
/// usual table, and up to 192 for each column. [`chunks`](Self::chunks) needs as much for its largest part. A cell has
/// at most 16 MiB ([`LONGEST_CELL`](Self::LONGEST_CELL)), a row at most 1,048,576 cells
/// ([`MOST_CELLS`](Self::MOST_CELLS)): a file with more, or one that does not end, is an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Csv {
    pub(super) delimiter: Delimiter,
    pub(super) columns: Option<Vec<String>>,
    pub(super) comment: Option<char>,
    pub(super) encoding: Encoding,
    pub(super) notation: Notation,
    pub(super) rename_duplicates: bool,
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
    pub const LONGEST_CELL: usize = LONGEST_CELL;

    /// The most cells that a row may have.
    pub const MOST_CELLS: usize = MOST_CELLS;

    /// The default format.
    pub fn new() -> Self {
        Self::default()
    }

    /// What separates the cells: `';'` or `'\t'`, for example, or runs of blanks and tabs. Quotes and line ends cannot,
    /// nor what is not ASCII.
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

    /// Lines that begin with `mark`, such as `'#'`, are left out. It is a character of ASCII that is no quote, blank,
    /// line end, letter or digit, and does not separate cells. Behind other characters it means nothing.
    #[must_use]
    pub const fn comment(mut self, mark: char) -> Self {
        self.comment = Some(mark);
        self
    }

    /// The decimal sign is a comma: a cell `1,5` becomes `1.5`. A cell that is no such number stays as it is.
    ///
    /// Where commas also separate the cells, such numbers must be in quotes. A cell such as `1.234`, which would be
    /// another number if points separated groups of digits, is an error: say [`thousands('.')`](Self::thousands) if
    /// they do.
    #[must_use]
    pub const fn decimal_comma(mut self) -> Self {
        self.notation.decimal_comma = true;
        self
    }

    /// The separator of groups of three digits: with `','`, a cell `1,234,567.5` becomes `1234567.5`. A cell that is no
    /// such number stays as it is. It is no letter, digit, sign, quote or line end, and not the decimal sign.
    #[must_use]
    pub const fn thousands(mut self, mark: char) -> Self {
        self.notation.thousands = Some(mark);
        self
    }

    /// The file's encoding; a byte order mark at its beginning takes precedence.
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

    /// An error for a character that cannot have the role that it was given.
    pub(super) fn check(&self) -> Result<()> {
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
