//! Which option may help with a row that has too many or too few cells.

use super::parser::{Delimiter, Row};
use super::settings::Csv;
use crate::data::table::separators;

/// A line of help for a row that does not have as many cells as there are `columns`; empty if no option helps.
pub(super) fn advice(csv: &Csv, columns: &[String], row: &Row) -> String {
    let cells: Vec<&str> = row.cells().collect();
    let begins_with = cells.first().and_then(|cell| cell.trim_start().chars().next());
    match begins_with {
        Some(mark @ ('#' | '%' | '!' | ';'))
            if csv.comment.is_none() && csv.delimiter != Delimiter::Char(mark) =>
        {
            return format!("\nhelp: `comment({mark:?})` leaves out lines that begin so");
        }
        _ => {}
    }
    let option = match (columns, &cells[..]) {
        // The header was not split.
        ([header], _) if csv.columns.is_none() => separators(header).next().map(|(_, option)| option),
        (_, [line]) => {
            separators(line).find(|(pieces, _)| *pieces == columns.len()).map(|(_, option)| option)
        }
        _ => {
            let filled = cells.iter().filter(|cell| !cell.trim().is_empty()).count();
            let is_blank = matches!(csv.delimiter, Delimiter::Char(' ' | '\t'));
            (is_blank && filled == columns.len()).then(|| "delimiter(Delimiter::Blanks)".to_owned())
        }
    };
    option.map_or_else(String::new, |option| format!("\nhelp: `{option}` separates the cells otherwise"))
}
