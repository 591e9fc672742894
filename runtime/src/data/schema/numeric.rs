use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::missing::missing;
use crate::data::number::{number, readings};
use crate::data::scaler::{min_max, scaled, standard};
use crate::data::table::Table;
use crate::error::{Result, quoted};
use crate::tensor::{Scalar, largest};

/// A column of numbers, which becomes one value: `(x − a) / b`, where `a` and `b` are those of the rows that the schema
/// was fitted on, without those where the number is missing.
///
/// A missing number is an error, unless one of the `fill_…` methods says how to fill it. So is a number whose value is
/// too large for the dataset's number type.
#[derive(Clone, Debug, PartialEq)]
pub struct Numeric {
    scale: Scale,
    fill: Option<Fill>,
}

#[derive(Clone, Debug, PartialEq)]
enum Scale {
    Unscaled,
    Standard,
    MinMax,
}

#[derive(Clone, Debug, PartialEq)]
enum Fill {
    Mean,
    Median,
    With(f64),
}

impl Numeric {
    /// Numbers as they are.
    pub const fn unscaled() -> Self {
        Self { scale: Scale::Unscaled, fill: None }
    }

    /// Numbers with mean 0 and standard deviation 1: `a` is the mean, `b` the deviation, which divides by the number of
    /// rows; 1 if all are equal. See [`StandardScaler`](crate::data::StandardScaler).
    pub const fn standardized() -> Self {
        Self { scale: Scale::Standard, fill: None }
    }

    /// Numbers from 0 to 1: `a` is the smallest, `b` the largest less the smallest; 1 if all are equal. Numbers of
    /// other rows may lie outside. See [`MinMaxScaler`](crate::data::MinMaxScaler).
    pub const fn min_max() -> Self {
        Self { scale: Scale::MinMax, fill: None }
    }

    /// Fills missing numbers with the mean.
    #[must_use]
    pub fn fill_mean(mut self) -> Self {
        self.fill = Some(Fill::Mean);
        self
    }

    /// Fills missing numbers with the median: of an even number of rows, the mean of the two in the middle.
    #[must_use]
    pub fn fill_median(mut self) -> Self {
        self.fill = Some(Fill::Median);
        self
    }

    /// Fills missing numbers with this one, which is then scaled like the others.
    #[must_use]
    pub fn fill_with(mut self, number: f64) -> Self {
        self.fill = Some(Fill::With(number));
        self
    }

    pub(super) fn fit(&self, table: &Table, name: &str) -> Result<FittedNumeric> {
        let column = table.index(name)?;
        let mut numbers = Vec::new();
        for (row, cell) in table.cells(column).enumerate() {
            if !cell.is_empty() || self.fill.is_none() {
                numbers.push(table.at(row, column, parse(cell))?);
            }
        }
        if numbers.is_empty() && !matches!(self.fill, Some(Fill::With(_))) {
            return table.of_column(name, Err("all values are missing".to_owned()));
        }
        let fill = match self.fill {
            None => None,
            Some(Fill::With(number)) => Some(table.of_column(name, finite(number))?),
            Some(Fill::Mean) => Some(standard(&numbers).0),
            Some(Fill::Median) => Some(median(&mut numbers)),
        };
        let (origin, width) = match self.scale {
            _ if numbers.is_empty() => (0.0, 1.0),
            Scale::Unscaled => (0.0, 1.0),
            Scale::Standard => standard(&numbers),
            Scale::MinMax => min_max(&numbers),
        };
        Ok(FittedNumeric { origin, width, fill })
    }
}

/// A fitted column of numbers.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FittedNumeric {
    pub(super) origin: f64,
    /// More than 0.
    pub(super) width: f64,
    pub(super) fill: Option<f64>,
}

impl FittedNumeric {
    pub(super) fn value<T: Scalar>(&self, cell: &str) -> Result<T, String> {
        let number = match self.fill {
            Some(fill) if cell.is_empty() => fill,
            _ => parse(cell)?,
        };
        fitting(number, self.origin, self.width)
    }
}

/// `(number − origin) / width`, if it is not too large for `T`.
pub(super) fn fitting<T: Scalar>(number: f64, origin: f64, width: f64) -> Result<T, String> {
    let value: f64 = scaled(number, origin, width);
    match largest::<T>() {
        // `scaled` saturates at the largest number of `f64`.
        largest if value.abs() > largest || (value.abs() == f64::MAX && number.abs() != f64::MAX) => {
            let kind = core::any::type_name::<T>();
            Err(format!("{number:e} makes a value that is too large for {kind}, which ends at {largest:.1e}"))
        }
        _ => Ok(T::of(value)),
    }
}

/// The number in a cell.
pub(super) fn parse(cell: &str) -> Result<f64, String> {
    match number(cell) {
        _ if cell.is_empty() => Err(missing("`fill_mean()` for example")),
        Some(number) => Ok(number),
        // A text of this length is no mark for a missing value.
        None if cell.len() > 20 => Err(format!("{} is no finite number", quoted(cell))),
        None => Err(format!("`{cell}` is no finite number\nhelp: {}", cure(cell))),
    }
}

/// What helps with a cell that is no number.
fn cure(cell: &str) -> String {
    let readings = readings(cell).into_iter();
    let readings: Vec<String> =
        readings.map(|(number, how)| format!("if it is {number}, read the file with {how}")).collect();
    if readings.is_empty() {
        format!("if it marks a missing value, say so with `missing_values([\"{cell}\"])`")
    } else {
        readings.join("; ")
    }
}

fn finite(number: f64) -> Result<f64, String> {
    if number.is_finite() { Ok(number) } else { Err(format!("{number} cannot stand for a missing number")) }
}

/// The number in the middle.
fn median(numbers: &mut [f64]) -> f64 {
    numbers.sort_by(f64::total_cmp);
    let middle = numbers.len() / 2;
    if numbers.len() % 2 == 1 { numbers[middle] } else { numbers[middle - 1] / 2.0 + numbers[middle] / 2.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(column: &Numeric, cells: &[&str]) -> FittedNumeric {
        let table = Table::new(["x"], cells.iter().map(|&cell| [cell])).unwrap();
        column.fit(&table, "x").unwrap()
    }

    #[test]
    fn numbers_are_scaled() {
        let cells = ["1", "2", "6"];
        let values = |column: Numeric| {
            let fitted = fit(&column, &cells);
            cells.map(|cell| fitted.value::<f64>(cell).unwrap())
        };
        assert_eq!(values(Numeric::unscaled()), [1.0, 2.0, 6.0]);
        assert_eq!(values(Numeric::min_max()), [0.0, 0.2, 1.0]);
        let deviation = (14.0f64 / 3.0).sqrt();
        for (value, expected) in values(Numeric::standardized()).into_iter().zip([-2.0, -1.0, 3.0]) {
            assert!((value - expected / deviation).abs() < 1e-15);
        }
    }

    #[test]
    fn something_stands_for_missing_numbers() {
        let cells = ["1", "", "2", "6", "7"];
        let filled = |column: Numeric| fit(&column, &cells).value::<f64>("").unwrap();
        assert_eq!(filled(Numeric::unscaled().fill_mean()), 4.0);
        assert_eq!(filled(Numeric::unscaled().fill_median()), 4.0);
        assert_eq!(filled(Numeric::min_max().fill_with(4.0)), 0.5);
        assert_eq!(filled(Numeric::standardized().fill_mean()), 0.0);
        assert_eq!(fit(&Numeric::unscaled().fill_median(), &["3", "1", "2", ""]).value::<f64>(""), Ok(2.0));
        // The mean is that of the numbers that are there.
        assert_eq!(fit(&Numeric::standardized().fill_with(0.0), &cells).origin, 4.0);
        assert_eq!(fit(&Numeric::min_max().fill_with(3.0), &["", ""]).value::<f64>(""), Ok(3.0));
    }

    #[test]
    fn cells_without_a_number_are_errors() {
        let table = Table::new(["x"], [["1"], [""], ["a"], ["inf"]]).unwrap();
        let error = |table: &Table, column: Numeric| column.fit(table, "x").unwrap_err().to_string();
        assert!(
            error(&table, Numeric::unscaled()).starts_with("row 1, column `x`: the value is missing\nhelp: ")
        );
        let text = error(&table, Numeric::unscaled().fill_mean());
        assert!(text.starts_with("row 2, column `x`: `a` is no finite number\nhelp: "), "{text}");
        let holes = Table::new(["x"], [[""]]).unwrap();
        assert!(
            error(&holes, Numeric::unscaled().fill_mean()).ends_with("column `x`: all values are missing")
        );
        assert!(
            error(&holes, Numeric::unscaled().fill_with(f64::NAN))
                .ends_with("NaN cannot stand for a missing number")
        );
        assert!(fit(&Numeric::unscaled(), &["1"]).value::<f32>("nan").is_err());
        let comma = fit(&Numeric::unscaled(), &["1"]).value::<f32>("1,5").unwrap_err();
        assert_eq!(
            comma,
            "`1,5` is no finite number\nhelp: if it is 1.5, read the file with `Csv::decimal_comma()`"
        );
        let long = fit(&Numeric::unscaled(), &["1"]).value::<f32>(&"z".repeat(1_000_000)).unwrap_err();
        assert_eq!(long, format!("`{}…` is no finite number", "z".repeat(59)));
    }

    #[test]
    fn values_that_are_too_large_are_errors() {
        let unscaled = fit(&Numeric::unscaled(), &["1"]);
        let message = "1e300 makes a value that is too large for f32, which ends at 3.4e38";
        assert_eq!(unscaled.value::<f32>("1e300").unwrap_err(), message);
        assert_eq!(unscaled.value::<f64>("1e300"), Ok(1e300));
        assert_eq!(unscaled.value::<f64>("1.7976931348623157e308"), Ok(f64::MAX));
        // Scaled, they are small.
        assert_eq!(fit(&Numeric::min_max(), &["0", "1e300"]).value::<f32>("1e300"), Ok(1.0));
        assert!(fit(&Numeric::min_max(), &["0", "1e-30"]).value::<f64>("1e300").is_err());
    }
}
