use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::missing::MISSING_TARGET;
use super::numeric::{fitting, parse};
use crate::data::Classes;
use crate::data::categories::Categories;
use crate::data::table::Table;
use crate::data::target::Target;
use crate::error::{Error, Result};
use crate::tensor::{Scalar, Shape};

/// The target columns.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum TargetColumns {
    Classes { column: String, names: Option<Vec<String>> },
    Values(Vec<String>),
}

/// The target columns, with the classes that the rows have.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum FittedTargets {
    Classes { column: String, categories: Categories },
    Values(Vec<String>),
}

impl FittedTargets {
    /// Fits on these rows, each of which must have a target.
    pub(super) fn fit(target: &TargetColumns, table: &Table) -> Result<Self> {
        match target {
            TargetColumns::Classes { column, names } => {
                let index = table.index(column)?;
                let categories = match names {
                    Some(names) => table.of_column(column, Categories::given(names))?,
                    None => Categories::of(table.cells(index)),
                };
                labels(table, index, &categories).try_for_each(|label| label.map(drop))?;
                Ok(Self::Classes { column: column.clone(), categories })
            }
            TargetColumns::Values(columns) => {
                if columns.is_empty() {
                    let message = "the schema is to learn values, but names no column of them".to_owned();
                    return Err(Error::Columns { table: table.file().cloned(), message });
                }
                for name in columns {
                    let column = table.index(name)?;
                    for (row, cell) in table.cells(column).enumerate() {
                        table.at(row, column, value::<f64>(cell))?;
                    }
                }
                Ok(Self::Values(columns.clone()))
            }
        }
    }
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
    pub(super) targets: Option<&'a FittedTargets>,
}

impl Rows<'_> {
    /// An error for targets that are something else.
    fn wrong(&self, expected: &str) -> Error {
        let found = match self.targets {
            None => "no targets".to_owned(),
            Some(FittedTargets::Classes { column, categories }) => {
                let names = categories.names();
                format!("{} classes, those of `{column}`: {}", names.len(), crate::error::list(names))
            }
            Some(FittedTargets::Values(columns)) => {
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
            Some(FittedTargets::Classes { column, categories }) if categories.names().len() == CLASSES => {
                labels(table, table.index(column)?, categories).collect()
            }
            _ => Err(rows.wrong(&format!("{CLASSES} classes"))),
        }
    }
}

impl<S: Shape> TableTarget for S {
    fn read<T: Scalar>(rows: &Rows<'_>) -> Result<Vec<S::Array<T>>> {
        let table = rows.table;
        match rows.targets {
            Some(FittedTargets::Values(columns)) if columns.len() == S::LEN => {
                let columns: Vec<usize> =
                    columns.iter().map(|name| table.index(name)).collect::<Result<_>>()?;
                let mut values: Vec<T> = Vec::with_capacity(table.len() * S::LEN);
                for row in 0..table.len() {
                    for &column in &columns {
                        values.push(table.at(row, column, value(table.cell(row, column)))?);
                    }
                }
                Ok(S::samples(&values).to_vec())
            }
            _ => Err(rows.wrong(&format!("{} values", S::LEN))),
        }
    }
}

/// The labels in a column, each of which must be there.
fn labels(table: &Table, column: usize, categories: &Categories) -> impl Iterator<Item = Result<usize>> {
    table.cells(column).enumerate().map(move |(row, cell)| {
        let label = if cell.is_empty() { Err(MISSING_TARGET.to_owned()) } else { categories.find(cell) };
        table.at(row, column, label)
    })
}

/// A number to learn, which must be there.
fn value<T: Scalar>(cell: &str) -> Result<T, String> {
    if cell.is_empty() { Err(MISSING_TARGET.to_owned()) } else { fitting(parse(cell)?, 0.0, 1.0) }
}

mod sealed {
    pub trait Sealed {}
    impl<const CLASSES: usize> Sealed for super::Classes<CLASSES> {}
    impl<S: super::Shape> Sealed for S {}
}
