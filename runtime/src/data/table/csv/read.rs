use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::encoding::Encoding;
use super::reader::{Chunks, Rows};
use super::settings::Csv;
use crate::data::table::Table;
use crate::error::{Error, Result, check_setting};

impl Csv {
    /// Reads a file.
    ///
    /// # Errors
    /// [`Error::File`], with the line, if it cannot be read, is not in the [encoding](Self::encoding), has quotes that
    /// do not close, a row with another number of cells, or a cell or a row that is too long. [`Error::Columns`] if two
    /// columns have the same name, [`Error::Cell`] for a number that [`decimal_comma`](Self::decimal_comma) leaves
    /// open, [`Error::Setting`] for a character that cannot have the role that it was given.
    pub fn read(&self, path: impl AsRef<Path>) -> Result<Table> {
        self.open(path.as_ref())?.all()
    }

    /// Reads a file in chunks of `rows` rows, for one that is larger than memory.
    ///
    /// # Errors
    /// As [`read`](Self::read); an error in a later row comes with its chunk. [`Error::Setting`] for chunks of 0 rows.
    pub fn chunks(&self, path: impl AsRef<Path>, rows: usize) -> Result<Chunks> {
        check_setting("the number of rows in a part", rows as f64, rows > 0, "at least 1")?;
        Ok(Chunks::new(self.open(path.as_ref())?, rows))
    }

    /// Reads what comes from elsewhere, such as bytes in memory (`&bytes[..]`), a connection or a decompressor. It need
    /// not be buffered.
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
        let file = File::open(path).map_err(|error| Error::cannot_be_read(path, error))?;
        Rows::new(self, file, Some(path.display().to_string()))
    }
}

impl Table {
    /// Reads a CSV file with commas, whose first row has the names of the columns; [`Csv`] reads others, and says how
    /// much memory a file takes.
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
    fn an_error_of_reading_is_the_source() {
        use core::error::Error as _;
        use std::io::{self, ErrorKind};

        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::new(ErrorKind::ConnectionReset, "the line is dead"))
            }
        }
        let kind = |error: &Error| Some(error.source()?.downcast_ref::<io::Error>()?.kind());
        let stream = Csv::new().read_from(Broken).unwrap_err();
        assert_eq!(stream.to_string(), "this is no CSV table: it cannot be read: the line is dead");
        assert_eq!(kind(&stream), Some(ErrorKind::ConnectionReset));
        let file = Table::read_csv("/nowhere.csv").unwrap_err();
        assert_eq!(kind(&file), Some(ErrorKind::NotFound));
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
