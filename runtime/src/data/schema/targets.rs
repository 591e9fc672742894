use super::numeric::{fitting, parse};
use crate::data::categories::Categories;
use crate::data::{Classes, Table, Target};
use crate::error::{Error, Result};
use crate::tensor::{Scalar, Shape};

/// What is to be learnt, once the rows have been looked at.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Targets {
    Classes { column: String, categories: Categories },
    Values(Vec<String>),
}

impl Targets {
    /// What these rows, each of which has one, teach.
    pub(super) fn fit(target: &super::Target, table: &Table) -> Result<Self> {
        match target {
            super::Target::Classes { column, names } => {
                let index = table.index(column)?;
                let categories = match names {
                    Some(names) => table.of_column(column, Categories::given(names))?,
                    None => Categories::of(table.cells(index)),
                };
                labels(table, index, &categories).try_for_each(|label| label.map(drop))?;
                Ok(Self::Classes { column: column.clone(), categories })
            }
            super::Target::Values(columns) => {
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
            Some(Targets::Values(columns)) if columns.len() == S::LEN => {
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
        let label = if cell.is_empty() { Err(NO_TARGET.to_owned()) } else { categories.find(cell) };
        table.at(row, column, label)
    })
}

/// A number to learn, which must be there.
fn value<T: Scalar>(cell: &str) -> Result<T, String> {
    if cell.is_empty() { Err(NO_TARGET.to_owned()) } else { fitting(parse(cell)?, 0.0, 1.0) }
}

const NO_TARGET: &str =
    "the value is missing, and it is to be learnt\nhelp: leave such rows out with `drop_missing_in`";

mod sealed {
    pub trait Sealed {}
    impl<const CLASSES: usize> Sealed for super::Classes<CLASSES> {}
    impl<S: super::Shape> Sealed for S {}
}
