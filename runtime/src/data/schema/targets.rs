use super::numeric::parse;
use crate::data::categories::Categories;
use crate::data::{Classes, Table, Target};
use crate::{Error, Result, Scalar, Shape};

/// What is to be learnt, once the rows have been looked at.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Targets {
    Classes { column: String, categories: Categories },
    Values(Vec<String>),
}

/// A [`Target`] that columns of a table become: [`Classes`] from one column of labels, a shape from columns of numbers.
pub trait TableTarget: Target + sealed::Sealed {
    /// The target of each row.
    #[doc(hidden)]
    fn read<T: Scalar>(targets: &Rows<'_>) -> Result<Vec<Self::Value<T>>>;
}

/// Rows that have targets.
#[doc(hidden)]
#[derive(Debug)]
pub struct Rows<'a> {
    pub(super) table: &'a Table,
    pub(super) targets: Option<&'a Targets>,
}

impl Rows<'_> {
    /// An error for targets that are something else.
    fn wrong(&self, expected: &str) -> Error {
        let found = match self.targets {
            None => "no targets".to_owned(),
            Some(Targets::Classes { column, categories }) => {
                let names = categories.names();
                format!("{} classes, those of `{column}`: {}", names.len(), crate::error::list(names))
            }
            Some(Targets::Values(columns)) => {
                format!("{} values: {}", columns.len(), crate::error::list(columns))
            }
        };
        let message = format!("the schema gives {found}, where the dataset's targets are {expected}");
        Error::Columns { table: self.table.file().cloned(), message }
    }
}

impl<const CLASSES: usize> TableTarget for Classes<CLASSES> {
    fn read<T: Scalar>(rows: &Rows<'_>) -> Result<Vec<usize>> {
        let table = rows.table;
        match rows.targets {
            Some(Targets::Classes { column, categories }) if categories.names().len() == CLASSES => {
                let index = table.index(column)?;
                let cells = table.cells(index).enumerate();
                cells.map(|(row, cell)| table.at(row, index, label(cell, categories))).collect()
            }
            _ => Err(rows.wrong(&format!("{CLASSES} classes"))),
        }
    }
}

impl<S: Shape> TableTarget for S {
    fn read<T: Scalar>(rows: &Rows<'_>) -> Result<Vec<S::Array<T>>> {
        let table = rows.table;
        match rows.targets {
            Some(Targets::Values(columns)) if columns.len() == S::LEN => {
                let columns: Vec<usize> =
                    columns.iter().map(|name| table.index(name)).collect::<Result<_>>()?;
                let mut values: Vec<T> = Vec::with_capacity(table.len() * S::LEN);
                for row in 0..table.len() {
                    for &column in &columns {
                        let number = table.at(row, column, value(table.cell(row, column)))?;
                        values.push(crate::data::scaler::scaled(number, 0.0, 1.0));
                    }
                }
                Ok(S::samples(&values).to_vec())
            }
            _ => Err(rows.wrong(&format!("{} values", S::LEN))),
        }
    }
}

/// A label must be there.
fn label(cell: &str, categories: &Categories) -> Result<usize, String> {
    if cell.is_empty() { Err(NO_TARGET.to_owned()) } else { categories.find(cell) }
}

/// A number to learn must be there.
fn value(cell: &str) -> Result<f64, String> {
    if cell.is_empty() { Err(NO_TARGET.to_owned()) } else { parse(cell) }
}

const NO_TARGET: &str =
    "the value is missing, and it is to be learnt\nhelp: leave such rows out with `drop_missing_in`";

mod sealed {
    pub trait Sealed {}
    impl<const CLASSES: usize> Sealed for super::Classes<CLASSES> {}
    impl<S: super::Shape> Sealed for S {}
}
