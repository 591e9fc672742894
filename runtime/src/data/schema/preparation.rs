use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
#[cfg(feature = "safetensors")]
use std::path::Path;

use super::column::Fitted;
use super::targets::{FittedTargets, Rows, TableTarget};
use crate::data::dataset::Dataset;
use crate::data::table::{Record, Table, no_column};
use crate::error::{Error, Result, check_cell, joined, no_token, quoted, shortened};
use crate::saving::State;
#[cfg(feature = "safetensors")]
use crate::saving::{Contents, error};
use crate::tensor::{Flow, Scalar, Shape, token};

/// A [`Schema`](super::Schema) that was fitted on the training rows. It encodes rows as numbers, always in the same
/// way.
///
/// It is saved with the model: see [`Compiled::set_preparation`](crate::Compiled::set_preparation).
/// A program that only predicts loads it from the same file, with [`load`](Self::load).
#[derive(Clone, Debug, PartialEq)]
pub struct Preparation {
    pub(super) columns: Vec<(String, Fitted)>,
    pub(super) targets: Option<FittedTargets>,
}

impl Preparation {
    /// The names of the values that a row becomes: `mass`, `island=Biscoe`.
    pub fn features(&self) -> Vec<String> {
        self.columns.iter().flat_map(|(name, column)| column.features(name)).collect()
    }

    /// The number of values that a row becomes.
    pub fn width(&self) -> usize {
        self.columns.iter().map(|(_, column)| column.width()).sum()
    }

    /// The labels in the order of their classes; none if the targets are values.
    pub fn classes(&self) -> &[String] {
        match &self.targets {
            Some(FittedTargets::Classes { categories, .. }) => categories.names(),
            _ => &[],
        }
    }

    /// The rows of a table as samples with their targets.
    ///
    /// # Errors
    /// [`Error::Columns`] if a column is missing, a row makes another number of values than a sample has, or the
    /// targets are others than the dataset's; [`Error::Cell`], with file, line and column, for a cell that cannot be
    /// read, makes a value that is too large, or none of the tokens that samples are made of; [`Error::Empty`] for a
    /// table without rows, [`Error::File`] if it was read from a file.
    pub fn dataset<X: Shape, Y: TableTarget, T: Scalar>(&self, table: &Table) -> Result<Dataset<X, Y, T>> {
        table.check_rows()?;
        let samples = self.samples::<X, T>(table)?;
        Dataset::new(samples, Y::read::<T>(&Rows { table, targets: self.targets.as_ref() })?)
    }

    /// The rows of a table as samples, for predictions. The target columns need not be there.
    ///
    /// # Errors
    /// As [`dataset`](Self::dataset), but there may be no rows.
    pub fn samples<X: Shape, T: Scalar>(&self, table: &Table) -> Result<Vec<X::Array<T>>> {
        self.check_width::<X>(table.file().cloned())?;
        let indices: Vec<usize> =
            self.columns.iter().map(|(name, _)| table.index(name)).collect::<Result<_>>()?;
        let mut values = Vec::with_capacity(table.len() * X::LEN);
        for row in 0..table.len() {
            for ((_, column), &index) in self.columns.iter().zip(&indices) {
                table.at(row, index, append::<X, T>(column, table.cell(row, index), &mut values))?;
            }
        }
        Ok(X::samples(&values).to_vec())
    }

    /// A single record as a sample.
    ///
    /// # Errors
    /// As [`dataset`](Self::dataset).
    pub fn sample<X: Shape, T: Scalar>(&self, record: &Record) -> Result<X::Array<T>> {
        Ok(X::samples(&self.values::<X, T>(record)?)[0])
    }

    /// The values of a record as a sample of shape `X`.
    pub(crate) fn values<X: Flow, T: Scalar>(&self, record: &Record) -> Result<Vec<T>> {
        self.check_width::<X>(None)?;
        let mut values = Vec::with_capacity(X::VALUES);
        for (name, column) in &self.columns {
            let cell = record.get(name).ok_or_else(|| no_column(None, name, &record.columns()))?;
            check_cell(|| "the record".to_owned(), name, append::<X, T>(column, cell, &mut values))?;
        }
        Ok(values)
    }

    /// The preparation that was saved with a model, in a file of [`Compiled::save`](crate::Compiled::save).
    ///
    /// # Errors
    /// [`Error::File`] for a file that cannot be read, is damaged, or has no preparation.
    #[cfg(feature = "safetensors")]
    pub fn load(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let mut contents = Contents::open(path)?.of_ours().map_err(|message| Error::file(path, message))?;
        let state = contents.tensors(|name| Some(name).filter(|name| name.starts_with(NAME)));
        state.map_err(error).and_then(|state| Self::from_state(&state)).map_err(|error| error.in_file(path))
    }

    /// The preparation in the [state](crate::Compiled::state) of a model.
    ///
    /// # Errors
    /// [`Error::NoPreparation`] if there is none, [`Error::Format`] if it is damaged.
    pub fn from_state(state: &State) -> Result<Self> {
        state.get::<Option<Self>>(NAME)?.ok_or(Error::NoPreparation)
    }

    /// An error unless a row becomes a sample of shape `X`.
    pub(crate) fn check_width<X: Flow>(&self, table: Option<String>) -> Result<()> {
        let found = self.width();
        if found == X::VALUES {
            return Ok(());
        }
        let columns = self.columns.iter().map(|(name, column)| match column.width() {
            1 => quoted(name),
            width => {
                let values = column.features(name).into_iter().map(|value| shortened(&value, 60));
                format!("{} {width} ({})", quoted(name), joined(width, values))
            }
        });
        let message = format!(
            "the columns give {found} values, where a sample has {}: {}\nhelp: let the first layer take {found}",
            X::VALUES,
            joined(self.columns.len(), columns)
        );
        Err(Error::Columns { table, message })
    }
}

/// Appends the values that a cell becomes to those of samples of shape `X`, or says what is wrong with it.
fn append<X: Flow, T: Scalar>(column: &Fitted, cell: &str, values: &mut Vec<T>) -> Result<(), String> {
    let before = values.len();
    column.append(cell, values)?;
    let Some(vocabulary) = X::VOCABULARIES[0] else { return Ok(()) };
    match values[before..].iter().find(|&&value| token(value, vocabulary).is_none()) {
        None => Ok(()),
        Some(value) => Err(no_token(value.to_f64(), vocabulary)),
    }
}

/// Where it lies in the state of a model.
pub(crate) const NAME: &str = ".preparation";

impl fmt::Display for Preparation {
    /// A line for each column, with the values that it becomes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (name, column)) in self.columns.iter().enumerate() {
            let line = if index == 0 { "" } else { "\n" };
            match column {
                Fitted::Numeric(column) if (column.origin, column.width) == (0.0, 1.0) => {
                    write!(f, "{line}{name}")?;
                }
                Fitted::Numeric(column) => {
                    // So narrow a column would be a row of zeros, so wide a one a row of digits without meaning.
                    if (1e-2..1e9).contains(&column.width) && column.origin.abs() < 1e9 {
                        write!(f, "{line}{name}: (x − {:.4}) / {:.4}", column.origin, column.width)?;
                    } else {
                        write!(f, "{line}{name}: (x − {:.4e}) / {:.4e}", column.origin, column.width)?;
                    }
                }
                Fitted::OneHot(known) => {
                    write!(f, "{line}{name}: one of {}", known.0.categories.names().join(", "))?;
                }
                Fitted::Ordinal(known) => {
                    let names = known.0.categories.names().iter().enumerate();
                    let numbered: Vec<String> =
                        names.map(|(index, name)| format!("{index} {name}")).collect();
                    write!(f, "{line}{name}: {}", numbered.join(", "))?;
                }
            }
        }
        match &self.targets {
            None => Ok(()),
            Some(FittedTargets::Classes { column, categories }) => {
                write!(f, "\n→ {column}: {}", categories.names().join(", "))
            }
            Some(FittedTargets::Values(columns)) => write!(f, "\n→ {}", columns.join(", ")),
        }
    }
}
