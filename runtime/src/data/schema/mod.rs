//! From tables of texts to numbers: how columns are encoded.

mod categorical;
mod column;
mod missing;
mod numeric;
mod preparation;
mod saved;
mod targets;

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

pub use categorical::{OneHot, Ordinal};
pub use column::Column;
pub use numeric::Numeric;
pub(crate) use preparation::NAME as PREPARATION;
pub use preparation::Preparation;
pub use targets::TableTarget;
use targets::{FittedTargets, TargetColumns};

use super::table::Table;
use crate::error::{Error, Result};

/// Which columns of a [`Table`] are features, how they are encoded, and which are targets.
///
/// Fitted on the training rows, it becomes a [`Preparation`], which encodes all other rows in the same way. Keras calls
/// this a `FeatureSpace`.
///
/// ```
/// use plywood::prelude::*;
///
/// let table = Table::from_csv(
///     "species,island,mass\nAdelie,Dream,3700\nGentoo,Biscoe,5000\nGentoo,Biscoe,\nAdelie,Biscoe,3900\n",
/// )?;
/// let schema = Schema::new()
///     .column("mass", Numeric::standardized().fill_mean())
///     .column("island", OneHot::new())
///     .classes("species");
/// let preparation = schema.fit(&table)?;
/// assert_eq!(preparation.features(), ["mass", "island=Biscoe", "island=Dream"]);
/// assert_eq!(preparation.classes(), ["Adelie", "Gentoo"]);
///
/// let data: Dataset<Features<3>, Classes<2>> = preparation.dataset(&table)?;
/// assert_eq!(data.samples()[2], [0.0, 1.0, 0.0]);
/// # Ok::<(), plywood::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Schema {
    columns: Vec<(String, Column)>,
    target: Option<TargetColumns>,
}

impl Schema {
    /// A schema without columns.
    pub const fn new() -> Self {
        Self { columns: Vec::new(), target: None }
    }

    /// One more feature column: a [`Numeric`], [`OneHot`] or [`Ordinal`] one. Its values follow those of the columns
    /// before it.
    #[must_use]
    pub fn column(self, name: &str, column: impl Into<Column>) -> Self {
        self.columns([name], column)
    }

    /// More feature columns, all encoded in the same way.
    #[must_use]
    pub fn columns<'a>(
        mut self,
        names: impl IntoIterator<Item = &'a str>,
        column: impl Into<Column>,
    ) -> Self {
        let column = column.into();
        self.columns.extend(names.into_iter().map(|name| (name.to_owned(), column.clone())));
        self
    }

    /// The target is a column of labels. Classes are numbered in alphabetical order, or in that of numbers if all
    /// labels are numbers; `1` and `1.0` are then the same class, as with [`OneHot`].
    #[must_use]
    pub fn classes(mut self, column: &str) -> Self {
        self.target = Some(TargetColumns::Classes { column: column.to_owned(), names: None });
        self
    }

    /// The target is a column of labels: these, numbered in this order. Spaces around them do not count.
    #[must_use]
    pub fn classes_in_order(
        mut self,
        column: &str,
        names: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let names = names.into_iter().map(Into::into).collect();
        self.target = Some(TargetColumns::Classes { column: column.to_owned(), names: Some(names) });
        self
    }

    /// The targets are columns of numbers, unscaled.
    #[must_use]
    pub fn values<'a>(mut self, columns: impl IntoIterator<Item = &'a str>) -> Self {
        self.target = Some(TargetColumns::Values(columns.into_iter().map(str::to_owned).collect()));
        self
    }

    /// Fits the columns on `table`, which should have the training rows alone: means and deviations, categories,
    /// labels.
    ///
    /// # Errors
    /// [`Error::Columns`] for a column that is not there, or is used twice, or if there are none; [`Error::Cell`], with
    /// the place, for a number that is none, a missing value that nothing fills, and a missing target; [`Error::Empty`]
    /// for a table without rows, [`Error::File`] if it was read from a file.
    pub fn fit(&self, table: &Table) -> Result<Preparation> {
        table.check_rows()?;
        let error = |message: String| Error::Columns { table: table.file().cloned(), message };
        let mut names: Vec<&String> = self.columns.iter().map(|(name, _)| name).collect();
        if names.is_empty() {
            return Err(error("the schema has no columns".to_owned()));
        }
        match &self.target {
            None => {}
            Some(TargetColumns::Classes { column, .. }) => names.push(column),
            Some(TargetColumns::Values(columns)) => names.extend(columns),
        }
        if let Some((_, name)) = names.iter().enumerate().find(|&(index, name)| names[..index].contains(name))
        {
            return Err(error(format!("the schema uses the column {} twice", crate::error::quoted(name))));
        }
        let columns = self.columns.iter().map(|(name, column)| Ok((name.clone(), column.fit(table, name)?)));
        let columns = columns.collect::<Result<_>>()?;
        let targets = self.target.as_ref().map(|target| FittedTargets::fit(target, table)).transpose()?;
        Ok(Preparation { columns, targets })
    }
}
