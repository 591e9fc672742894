//! Rows become tables.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::advice::advice;
use super::encoding::{Encoding, NoText};
use super::names::Names;
use super::parser::{Fault, LONGEST_CELL, MOST_CELLS, Parser, Row};
use super::settings::Csv;
use crate::data::number::Notation;
use crate::data::table::{Source, Table};
use crate::error::{Error, Reason, Result};

/// The chunks of a file: see [`Csv::chunks`]. After an error there are none.
pub struct Chunks {
    rows: Rows<File>,
    size: usize,
}

impl Chunks {
    pub(super) const fn new(rows: Rows<File>, size: usize) -> Self {
        Self { rows, size }
    }
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

/// Rows that are read one by one.
pub(super) struct Rows<R> {
    parser: Parser<R>,
    csv: Csv,
    file: Option<String>,
    header: Names,
    row: Row,
    is_over: bool,
}

impl<R: Read> Rows<R> {
    pub(super) fn new(csv: &Csv, source: R, file: Option<String>) -> Result<Self> {
        csv.check()?;
        let parser = Parser::new(source, csv.encoding, csv.delimiter, csv.comment.map(|mark| mark as u8));
        let (csv, row) = (csv.clone(), Row::default());
        let mut rows = Self { parser, csv, file, header: Names::default(), row, is_over: false };
        match &rows.csv.columns {
            Some(columns) => rows.header.names.clone_from(columns),
            None => {
                rows.read()?;
                rows.header = Names::of(rows.row.cells(), rows.csv.rename_duplicates)
                    .map_err(|message| Error::Columns { table: rows.file.clone(), message })?;
            }
        }
        Ok(rows)
    }

    /// All rows. Columns without a name are left out if nothing stands in them.
    pub(super) fn all(mut self) -> Result<Table> {
        let mut table = self.table(usize::MAX)?;
        table.drop_empty(&self.header.unnamed);
        Ok(table)
    }

    /// The next rows, at most `size`.
    fn table(&mut self, size: usize) -> Result<Table> {
        let source = Source { file: self.file.clone(), unit: "line" };
        let mut table = Table::empty(source, self.header.names.clone())?;
        while table.len() < size && self.read()? {
            let (found, expected) = (self.row.len(), self.header.names.len());
            if found != expected {
                let (line, help) = (self.row.line, advice(&self.csv, &self.header.names, &self.row));
                return Err(
                    self.wrong(format!("line {line} has {found} cells, where {expected} are needed{help}"))
                );
            }
            table.numbers.push(self.row.line);
            if self.csv.notation == Notation::default() {
                self.row.cells().for_each(|cell| table.push(cell));
            } else {
                for (column, cell) in self.row.cells().enumerate() {
                    let number = self.number(cell.trim());
                    let number = table.at(table.len() - 1, column, number)?;
                    table.push(number.as_deref().unwrap_or(cell));
                }
            }
        }
        table.shrink();
        Ok(table)
    }

    /// The number that a cell is in the file's notation, as Rust writes it, if that is another text.
    fn number(&self, cell: &str) -> Result<Option<String>, String> {
        match self.csv.notation.other_reading(cell) {
            None => Ok(self.csv.notation.rewrite(cell)),
            Some(other) => Err(format!(
                "`{cell}` has a point, where a comma is the decimal sign\n\
                 help: if it is {other}, say so with `thousands('.')`"
            )),
        }
    }

    /// Reads the next row; `false` is the end.
    fn read(&mut self) -> Result<bool> {
        self.is_over = self.is_over || !self.parser.read(&mut self.row).map_err(|fault| self.error(fault))?;
        Ok(!self.is_over)
    }

    fn error(&self, fault: Fault) -> Error {
        let (line, cell) = (self.parser.line(), self.row.len());
        self.wrong(match fault {
            Fault::NoText(NoText::Unreadable(error)) => return self.wrong(Reason::cannot_be_read(error)),
            Fault::OpenQuotes(line) => format!("line {line}: the quotes that open here do not close"),
            Fault::LongCell => {
                let mib = LONGEST_CELL >> 20;
                format!("line {line}: cell {cell} has more than {mib} MiB, the most that a cell may have")
            }
            Fault::ManyCells => {
                format!("line {line} has more than {MOST_CELLS} cells, the most that a row may have")
            }
            Fault::NoText(NoText::Unmarked(encoding)) => format!(
                "it looks like UTF-16 without a byte order mark\n\
                 help: say so with `encoding(Encoding::{encoding:?})`"
            ),
            Fault::NoText(NoText::NotIn(Encoding::Utf8)) => format!(
                "line {line}: cell {cell}: this is no UTF-8\n\
                 help: `encoding(Encoding::Windows1252)` reads what older programs for Windows write, \
                 `encoding(Encoding::Latin1)` ISO 8859-1"
            ),
            Fault::NoText(NoText::NotIn(_)) => format!("line {line}: cell {cell}: this is no UTF-16"),
        })
    }

    fn wrong(&self, reason: impl Into<Reason>) -> Error {
        match &self.file {
            Some(path) => Error::file(Path::new(path), reason),
            None => Error::format("CSV table", reason),
        }
    }
}
