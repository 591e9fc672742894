//! Text becomes rows of cells.
//!
//! The crate `csv-core` in place of this would need a second parser in front of it that follows quotes too: it counts
//! no lines that end with a carriage return, keeps each of several blanks as a cell, lets quotes that do not close take
//! the rest of the file, and does not say whether it is inside of quotes, or where they opened.

use std::io::Read;

use super::encoding::{Decoder, Encoding, NoText};

/// What separates the cells of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Delimiter {
    /// This character, once between two cells. It is one of ASCII, other than a quote and a line end.
    Char(char),
    /// Blanks and tabs, one or more between two cells. Those at the beginning and end of a line do not count.
    Blanks,
}

impl From<char> for Delimiter {
    fn from(delimiter: char) -> Self {
        Self::Char(delimiter)
    }
}

impl From<u8> for Delimiter {
    fn from(delimiter: u8) -> Self {
        Self::Char(delimiter.into())
    }
}

/// The most bytes that a cell may have, in UTF-8.
pub(super) const LONGEST_CELL: usize = 1 << 24;
/// The most cells that a row may have.
pub(super) const MOST_CELLS: usize = 1 << 20;

/// The cells of a row.
#[derive(Debug, Default)]
pub(super) struct Row {
    text: String,
    /// Where each cell ends in it.
    ends: Vec<usize>,
    /// The line where it begins, counted from 1.
    pub(super) line: u64,
}

impl Row {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn cells(&self) -> impl Iterator<Item = &str> + Clone {
        let starts = core::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| &self.text[start..end])
    }

    fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    fn push(&mut self, piece: &str) -> Result<(), Fault> {
        self.text.push_str(piece);
        let start = self.ends.last().copied().unwrap_or(0);
        if self.text.len() - start > LONGEST_CELL { Err(Fault::LongCell) } else { Ok(()) }
    }

    fn end_cell(&mut self) -> Result<(), Fault> {
        if self.ends.len() == MOST_CELLS {
            return Err(Fault::ManyCells);
        }
        self.ends.push(self.text.len());
        Ok(())
    }
}

/// Why there is no next row.
#[derive(Debug)]
pub(super) enum Fault {
    NoText(NoText),
    /// Quotes that open in this line do not close.
    OpenQuotes(u64),
    LongCell,
    ManyCells,
}

/// Where the next character is.
#[derive(Clone, Copy)]
enum State {
    /// At the beginning of a line that may be blank.
    Line,
    Comment,
    /// At the beginning of a cell.
    Cell,
    /// Inside a cell, outside of quotes.
    Plain,
    /// In quotes.
    Quoted,
    /// After a quote in quotes: it closes them, or is the first of two that escape one.
    Quote,
    /// After blanks that end a cell.
    Blanks,
}

/// Reads row by row.
pub(super) struct Parser<R> {
    decoder: Decoder<R>,
    /// How many bytes of the decoder's text are used up.
    used: usize,
    delimiter: Delimiter,
    comment: Option<u8>,
    /// Which bytes end a piece of a cell, outside of quotes and in them.
    ends_plain: [bool; 256],
    ends_quoted: [bool; 256],
    /// The line of the next character, counted from 1.
    line: u64,
    /// Whether a carriage return, which a line feed belongs to, is the last character.
    is_behind_return: bool,
}

impl<R: Read> Parser<R> {
    pub(super) fn new(source: R, encoding: Encoding, delimiter: Delimiter, comment: Option<u8>) -> Self {
        let table = |bytes: &[u8]| {
            let mut table = [false; 256];
            bytes.iter().for_each(|&byte| table[usize::from(byte)] = true);
            table
        };
        let ends_plain = match delimiter {
            Delimiter::Char(delimiter) => table(&[delimiter as u8, b'\n', b'\r']),
            Delimiter::Blanks => table(b" \t\n\r"),
        };
        Self {
            decoder: Decoder::new(source, encoding),
            used: 0,
            delimiter,
            comment,
            ends_plain,
            ends_quoted: table(b"\"\n\r"),
            line: 1,
            is_behind_return: false,
        }
    }

    /// The line that was reached, counted from 1.
    pub(super) const fn line(&self) -> u64 {
        self.line
    }

    /// Reads the next row; `false` is the end.
    pub(super) fn read(&mut self, row: &mut Row) -> Result<bool, Fault> {
        row.clear();
        let mut state = State::Line;
        let mut quotes = 0;
        loop {
            let Some(&byte) = self.decoder.text().as_bytes().get(self.used) else {
                self.used = 0;
                self.decoder.advance().map_err(Fault::NoText)?;
                if self.decoder.text().is_empty() {
                    return Self::finish(state, quotes, row);
                }
                continue;
            };
            let is_end = matches!(byte, b'\n' | b'\r');
            let is_blank = matches!(byte, b' ' | b'\t');
            state = match state {
                State::Line | State::Comment if is_end => {
                    self.end_line(byte);
                    State::Line
                }
                State::Comment => {
                    self.skip();
                    State::Comment
                }
                State::Line if is_blank && self.delimiter == Delimiter::Blanks => {
                    self.skip();
                    State::Line
                }
                State::Line if Some(byte) == self.comment => State::Comment,
                State::Line => {
                    row.line = self.line;
                    State::Cell
                }
                State::Cell if byte == b'"' => {
                    quotes = self.line;
                    self.skip();
                    State::Quoted
                }
                State::Cell => self.take_cells(row)?,
                State::Plain | State::Blanks if is_end => {
                    self.end_line(byte);
                    if matches!(state, State::Plain) {
                        row.end_cell()?;
                    }
                    return Ok(true);
                }
                State::Plain if self.ends_plain[usize::from(byte)] => {
                    row.end_cell()?;
                    self.skip();
                    if self.delimiter == Delimiter::Blanks { State::Blanks } else { State::Cell }
                }
                State::Plain => self.take_cells(row)?,
                State::Blanks if is_blank => {
                    self.skip();
                    State::Blanks
                }
                State::Blanks => State::Cell,
                State::Quoted if byte == b'"' => {
                    self.skip();
                    State::Quote
                }
                State::Quoted if is_end => {
                    row.push(if byte == b'\n' { "\n" } else { "\r" })?;
                    self.end_line(byte);
                    State::Quoted
                }
                State::Quoted => {
                    self.used += piece(&self.decoder.text()[self.used..], &self.ends_quoted, row)?;
                    self.is_behind_return = false;
                    State::Quoted
                }
                State::Quote if byte == b'"' => {
                    row.push("\"")?;
                    self.skip();
                    State::Quoted
                }
                State::Quote => State::Plain,
            };
        }
    }

    /// What the end of the text means for the row.
    fn finish(state: State, quotes: u64, row: &mut Row) -> Result<bool, Fault> {
        match state {
            State::Line | State::Comment => Ok(false),
            State::Quoted => Err(Fault::OpenQuotes(quotes)),
            State::Blanks => Ok(true),
            State::Cell | State::Plain | State::Quote => row.end_cell().map(|()| true),
        }
    }

    /// Takes the rest of a cell that is not quoted, and those that follow it and are not quoted either.
    fn take_cells(&mut self, row: &mut Row) -> Result<State, Fault> {
        self.is_behind_return = false;
        let text = self.decoder.text();
        let next = |used: usize| text.as_bytes().get(used).map(|&byte| char::from(byte));
        loop {
            self.used += piece(&text[self.used..], &self.ends_plain, row)?;
            match (next(self.used), self.delimiter) {
                (Some(byte), Delimiter::Char(delimiter)) if byte == delimiter => {
                    row.end_cell()?;
                    self.used += 1;
                }
                _ => return Ok(State::Plain),
            }
            if matches!(next(self.used), None | Some('"')) {
                return Ok(State::Cell);
            }
        }
    }

    fn skip(&mut self) {
        self.used += 1;
        self.is_behind_return = false;
    }

    fn end_line(&mut self, byte: u8) {
        self.line += u64::from(byte == b'\r' || !self.is_behind_return);
        self.is_behind_return = byte == b'\r';
        self.used += 1;
    }
}

/// Appends what comes before the first of these ends to the row's last cell, and gives its length.
fn piece(text: &str, ends: &[bool; 256], row: &mut Row) -> Result<usize, Fault> {
    let length = text.bytes().position(|byte| ends[usize::from(byte)]).unwrap_or(text.len());
    row.push(&text[..length])?;
    Ok(length)
}
