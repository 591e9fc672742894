//! Tables from CSV.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Chain, Read};
use std::path::Path;

use csv::{ErrorKind, Reader, ReaderBuilder, StringRecord};

use super::{Source, Table};
use crate::error::check_setting;
use crate::{Error, Result};

/// How a CSV file is to be read: by default cells are separated by commas, and the first row has the names of the columns.
///
/// Cells may stand in double quotes, as RFC 4180 says.
///
/// ```
/// use plywood::data::Csv;
///
/// let table = Csv::new().delimiter(b';').columns(["animal", "legs"]).parse("cat;4\nbird;2\n")?;
/// assert!(table.column("animal")?.eq(["cat", "bird"]));
/// # Ok::<(), plywood::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Csv {
    delimiter: u8,
    columns: Option<Vec<String>>,
}

impl Default for Csv {
    fn default() -> Self {
        Self { delimiter: b',', columns: None }
    }
}

impl Csv {
    /// The usual form.
    pub fn new() -> Self {
        Self::default()
    }

    /// What separates the cells: `b';'` or `b'\t'`, for example. Quotes and line ends cannot, nor what is not ASCII.
    #[must_use]
    pub fn delimiter(mut self, delimiter: u8) -> Self {
        self.delimiter = delimiter;
        self
    }

    /// The names of the columns, for a file without a row of them.
    #[must_use]
    pub fn columns(mut self, columns: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.columns = Some(columns.into_iter().map(Into::into).collect());
        self
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`Error::File`], with the line, if it cannot be read, is not in UTF-8, has quotes that do not close, or a row with another number of
    /// cells. [`Error::Columns`] if two columns have the same name, [`Error::Setting`] for a delimiter that cannot be one.
    pub fn read(&self, path: impl AsRef<Path>) -> Result<Table> {
        let mut rows = self.open(path.as_ref())?;
        rows.table(usize::MAX)
    }

    /// Reads a file in parts of so many rows, for one that is larger than memory.
    ///
    /// # Errors
    /// As [`read`](Self::read); what is wrong with a later row, its part says. [`Error::Setting`] for parts of 0 rows.
    pub fn chunks(&self, path: impl AsRef<Path>, rows: usize) -> Result<Chunks> {
        check_setting("the number of rows in a part", rows as f64, rows > 0, "at least 1")?;
        Ok(Chunks { rows: self.open(path.as_ref())?, size: rows })
    }

    /// Reads a text.
    ///
    /// # Errors
    /// As [`read`](Self::read), with [`Error::Format`] in place of [`Error::File`].
    pub fn parse(&self, text: &str) -> Result<Table> {
        Rows::new(self, text.as_bytes(), None)?.table(usize::MAX)
    }

    fn open(&self, path: &Path) -> Result<Rows<File>> {
        let file = File::open(path).map_err(|error| Error::cannot_be_read(path, &error))?;
        Rows::new(self, file, Some(path.display().to_string()))
    }
}

impl Table {
    /// Reads a CSV file with commas, whose first row has the names of the columns; [`Csv`] reads others.
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

/// The parts of a file: see [`Csv::chunks`]. After an error there are none.
pub struct Chunks {
    rows: Rows<File>,
    size: usize,
}

impl Iterator for Chunks {
    type Item = Result<Table>;

    fn next(&mut self) -> Option<Result<Table>> {
        let table = self.rows.table(self.size);
        self.rows.is_over |= table.is_err();
        Some(table).filter(|table| !table.as_ref().is_ok_and(Table::is_empty))
    }
}

impl core::fmt::Debug for Chunks {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Chunks")
            .field("file", &self.rows.file)
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

/// What is read, and two line feeds: the first ends the last row, so the second is left for later, unless quotes are open.
struct Lines<R> {
    source: Chain<R, &'static [u8]>,
    /// How many bytes were read, and the last of them.
    length: u64,
    last: u8,
    /// Where lines end that no row has reached yet. The reader of CSV counts line feeds alone, and those behind a carriage return late.
    ends: VecDeque<u64>,
    /// Whether all was read.
    is_over: bool,
}

impl<R: Read> Lines<R> {
    fn new(source: R) -> Self {
        let source = source.chain(&b"\n\n"[..]);
        Self { source, length: 0, last: 0, ends: VecDeque::new(), is_over: false }
    }
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        for &byte in &buffer[..count] {
            if byte == b'\r' || (byte == b'\n' && self.last != b'\r') {
                self.ends.push_back(self.length);
            }
            self.length += 1;
            self.last = byte;
        }
        self.is_over |= count == 0;
        Ok(count)
    }
}

/// How many lines end in a text.
fn line_ends(text: &str) -> u64 {
    (text.matches(['\r', '\n']).count() - text.matches("\r\n").count()) as u64
}

/// Rows that are read one by one.
struct Rows<R> {
    reader: Reader<Lines<R>>,
    /// How many lines ended before the place that the reader has reached.
    lines: u64,
    file: Option<String>,
    columns: Vec<String>,
    is_over: bool,
}

impl<R: Read> Rows<R> {
    fn new(csv: &Csv, source: R, file: Option<String>) -> Result<Self> {
        let separates = csv.delimiter.is_ascii() && !matches!(csv.delimiter, b'"' | b'\n' | b'\r');
        let range = "that of an ASCII character other than a quote and a line end";
        check_setting("the byte that separates cells", f64::from(csv.delimiter), separates, range)?;
        let mut builder = ReaderBuilder::new();
        builder.delimiter(csv.delimiter).has_headers(false).flexible(true);
        let reader = builder.from_reader(Lines::new(source));
        let mut rows = Self { reader, lines: 0, file, columns: Vec::new(), is_over: false };
        rows.columns = match &csv.columns {
            Some(columns) => columns.clone(),
            None => {
                let mut names = StringRecord::new();
                rows.read(&mut names)?;
                names.iter().map(|name| name.trim().to_owned()).collect()
            }
        };
        Ok(rows)
    }

    /// The line where the next row begins, or `None` at the end.
    fn read(&mut self, record: &mut StringRecord) -> Result<Option<u64>> {
        if !self.reader.read_record(record).map_err(|error| self.error(&error))? {
            return Ok(None);
        }
        let (reached, source) = (self.reader.position().byte(), self.reader.get_mut());
        while source.ends.front().is_some_and(|&end| end < reached) {
            source.ends.pop_front();
            self.lines += 1;
        }
        if source.is_over {
            let line = self.lines + 1 - record.iter().next_back().map_or(0, line_ends);
            return Err(self.wrong(format!("line {line}: the quotes that open here do not close")));
        }
        // Before the row, there may be empty lines.
        Ok(Some(self.lines - record.iter().map(line_ends).sum::<u64>()))
    }

    /// The next rows, at most so many.
    fn table(&mut self, size: usize) -> Result<Table> {
        let source = Source { file: self.file.clone(), unit: "line" };
        let mut table = Table::empty(source, self.columns.clone())?;
        let mut record = StringRecord::new();
        while table.len() < size && !self.is_over {
            let Some(line) = self.read(&mut record)? else { break };
            if record.len() != self.columns.len() {
                let (found, expected) = (record.len(), self.columns.len());
                return Err(self.wrong(format!("line {line} has {found} cells, where {expected} are needed")));
            }
            record.iter().for_each(|cell| table.push(cell));
            table.numbers.push(line);
        }
        Ok(table)
    }

    fn error(&self, error: &csv::Error) -> Error {
        let line =
            error.position().map_or_else(String::new, |position| format!("line {}: ", position.line()));
        self.wrong(match error.kind() {
            ErrorKind::Utf8 { err, .. } => format!("{line}cell {}: this is no UTF-8", err.field()),
            ErrorKind::Io(error) => format!("{line}it cannot be read: {error}"),
            _ => error.to_string(),
        })
    }

    fn wrong(&self, message: String) -> Error {
        match &self.file {
            Some(path) => Error::File { path: path.clone(), message },
            None => Error::Format { what: "CSV table", message },
        }
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
        assert_eq!(message("a,a\n1,2\n"), "two columns are called `a`");
        let bytes: &[u8] = b"a,b\n1,2\n3,\xff\n";
        let error = Rows::new(&Csv::new(), bytes, Some("x.csv".to_owned())).unwrap().table(9).unwrap_err();
        assert_eq!(error.to_string(), "x.csv: line 3: cell 1: this is no UTF-8");
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
