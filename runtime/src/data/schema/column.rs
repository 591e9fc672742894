use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::categorical::{FittedOneHot, FittedOrdinal, OneHot, Ordinal};
use super::numeric::{FittedNumeric, Numeric};
use crate::data::table::Table;
use crate::error::Result;
use crate::tensor::Scalar;

/// How a column becomes values.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Column {
    /// A number, scaled.
    Numeric(Numeric),
    /// A category as zeros and a one.
    OneHot(OneHot),
    /// A category as its number.
    Ordinal(Ordinal),
}

impl From<Numeric> for Column {
    fn from(column: Numeric) -> Self {
        Self::Numeric(column)
    }
}

impl From<OneHot> for Column {
    fn from(column: OneHot) -> Self {
        Self::OneHot(column)
    }
}

impl From<Ordinal> for Column {
    fn from(column: Ordinal) -> Self {
        Self::Ordinal(column)
    }
}

impl Column {
    pub(super) fn fit(&self, table: &Table, name: &str) -> Result<Fitted> {
        Ok(match self {
            Self::Numeric(column) => Fitted::Numeric(column.fit(table, name)?),
            Self::OneHot(column) => Fitted::OneHot(column.fit(table, name)?),
            Self::Ordinal(column) => Fitted::Ordinal(column.fit(table, name)?),
        })
    }
}

/// A column that has seen the rows to learn from.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Fitted {
    Numeric(FittedNumeric),
    OneHot(FittedOneHot),
    Ordinal(FittedOrdinal),
}

impl Fitted {
    /// How many values it makes.
    pub(super) fn width(&self) -> usize {
        match self {
            Self::OneHot(column) => column.width(),
            Self::Numeric(_) | Self::Ordinal(_) => 1,
        }
    }

    /// The names of the values that it makes.
    pub(super) fn features(&self, name: &str) -> Vec<String> {
        match self {
            Self::OneHot(column) => column.features(name),
            Self::Numeric(_) | Self::Ordinal(_) => vec![name.to_owned()],
        }
    }

    /// Appends the values that a cell becomes, or says what is wrong with it.
    pub(super) fn append<T: Scalar>(&self, cell: &str, values: &mut Vec<T>) -> Result<(), String> {
        match self {
            Self::Numeric(column) => values.push(column.value(cell)?),
            Self::OneHot(column) => column.append(cell, values)?,
            Self::Ordinal(column) => values.push(T::of(column.value(cell)? as f64)),
        }
        Ok(())
    }
}
