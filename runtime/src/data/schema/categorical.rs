use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use alloc::{format, vec};

use super::missing::missing;
use crate::data::categories::Categories;
use crate::data::table::Table;
use crate::error::Result;
use crate::tensor::Scalar;

/// A column of categories, each of which becomes a value of its own: 1 where it is the row's, else 0.
///
/// The categories are those of the rows that the schema was fitted on, in the order of the alphabet, or of numbers if
/// all are numbers. A missing category is an error unless it is filled, and later an unknown one unless `unknown_as_…`
/// says what it becomes.
///
/// If all categories are numbers, they are compared as numbers: `1`, `1.0` and `1e0` are the same, and so are `0` and
/// `-0`. One that is no number, or has zeros in front as `007` has, makes all of them names, which are compared letter
/// by letter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OneHot {
    choice: Choice,
    unknown: Unknown,
}

/// A column of categories, which becomes one value: the number of the category, from 0 on.
///
/// The categories are those of the rows that the schema was fitted on, in the order of the alphabet, or of numbers if
/// all are numbers; [`categories`](Self::categories) gives another one. A missing category is an error unless it is
/// filled, and later an unknown one unless `unknown_as_category` says what it becomes.
///
/// Categories that are numbers are compared as numbers: see [`OneHot`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ordinal {
    choice: Choice,
    unknown: Unknown,
}

/// What an unknown category becomes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Unknown {
    #[default]
    Error,
    /// All values are 0.
    Zeros,
    /// It is one more category, behind the others.
    Category,
}

/// The categories that are given, and how missing ones are filled.
#[derive(Clone, Debug, Default, PartialEq)]
struct Choice {
    given: Option<Vec<String>>,
    fill: Option<Fill>,
}

#[derive(Clone, Debug, PartialEq)]
enum Fill {
    MostFrequent,
    With(String),
}

macro_rules! choices {
    ($column:ident) => {
        impl $column {
            /// Categories as they are found.
            pub fn new() -> Self {
                Self::default()
            }

            /// The categories, in this order, whether the rows have all of them or not. Spaces around them do not
            /// count.
            #[must_use]
            pub fn categories(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
                self.choice.given = Some(names.into_iter().map(Into::into).collect());
                self
            }

            /// Fills missing categories with the most frequent one; of several, the first.
            #[must_use]
            pub fn fill_most_frequent(mut self) -> Self {
                self.choice.fill = Some(Fill::MostFrequent);
                self
            }

            /// Fills missing categories with this one, which no row need have.
            #[must_use]
            pub fn fill_with(mut self, category: impl Into<String>) -> Self {
                self.choice.fill = Some(Fill::With(category.into()));
                self
            }

            /// Unknown categories become one more category, after the others.
            #[must_use]
            pub fn unknown_as_category(mut self) -> Self {
                self.unknown = Unknown::Category;
                self
            }
        }
    };
}

choices!(OneHot);
choices!(Ordinal);

impl OneHot {
    /// Unknown categories become all zeros.
    #[must_use]
    pub fn unknown_as_zeros(mut self) -> Self {
        self.unknown = Unknown::Zeros;
        self
    }

    pub(super) fn fit(&self, table: &Table, name: &str) -> Result<FittedOneHot> {
        Ok(FittedOneHot(self.choice.fit(table, name, self.unknown)?))
    }
}

impl Ordinal {
    pub(super) fn fit(&self, table: &Table, name: &str) -> Result<FittedOrdinal> {
        Ok(FittedOrdinal(self.choice.fit(table, name, self.unknown)?))
    }
}

impl Choice {
    fn fit(&self, table: &Table, name: &str, unknown: Unknown) -> Result<Known> {
        let column = table.index(name)?;
        let found = Categories::of(table.cells(column));
        let fill = match &self.fill {
            Some(Fill::With(category)) => Some(category.trim().to_owned()),
            Some(Fill::MostFrequent) => {
                let mut counts = vec![0; found.names().len()];
                table.cells(column).filter_map(|cell| found.index(cell)).for_each(|index| counts[index] += 1);
                // Of equal ones, the last is the largest.
                let frequent = found.names().iter().zip(counts).rev().max_by_key(|&(_, count)| count);
                frequent.map(|(category, _)| category.clone())
            }
            None => None,
        };
        let categories = match &self.given {
            Some(names) => Categories::given(names),
            None => {
                let cells = table.cells(column).chain(fill.iter().map(String::as_str));
                Categories::given(Categories::of(cells).names())
            }
        };
        let known = Known { categories: table.of_column(name, categories)?, fill: None, unknown };
        let fill = fill.map(|category| known.categories.find(&category)).transpose();
        let known = Known { fill: table.of_column(name, fill)?, ..known };
        for (row, cell) in table.cells(column).enumerate() {
            table.at(row, column, known.index(cell))?;
        }
        Ok(known)
    }
}

/// A fitted column, one-hot encoded.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FittedOneHot(pub(super) Known);

/// A fitted column, encoded as numbers.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FittedOrdinal(pub(super) Known);

/// The categories that are known.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Known {
    pub(super) categories: Categories,
    /// The number of the category that fills missing ones.
    pub(super) fill: Option<usize>,
    pub(super) unknown: Unknown,
}

impl Known {
    /// The number of the category in a cell, or `None` for all zeros.
    fn index(&self, cell: &str) -> Result<Option<usize>, String> {
        match (self.categories.index(cell), self.unknown) {
            _ if cell.is_empty() => {
                self.fill.map(Some).ok_or_else(|| missing("`fill_with(\"unknown\")` for example"))
            }
            (Some(index), _) => Ok(Some(index)),
            (None, Unknown::Category) => Ok(Some(self.categories.names().len())),
            (None, Unknown::Zeros) => Ok(None),
            (None, Unknown::Error) => self.categories.find(cell).map(Some),
        }
    }
}

impl FittedOneHot {
    pub(super) fn width(&self) -> usize {
        self.0.categories.names().len() + usize::from(self.0.unknown == Unknown::Category)
    }

    pub(super) fn features(&self, name: &str) -> Vec<String> {
        let known = self.0.categories.names().iter().map(|category| format!("{name}={category}"));
        let unknown = (self.0.unknown == Unknown::Category).then(|| format!("{name} unknown"));
        known.chain(unknown).collect()
    }

    pub(super) fn append<T: Scalar>(&self, cell: &str, values: &mut Vec<T>) -> Result<(), String> {
        let hot = self.0.index(cell)?;
        values.extend((0..self.width()).map(|index| if Some(index) == hot { T::one() } else { T::zero() }));
        Ok(())
    }
}

impl FittedOrdinal {
    pub(super) fn value(&self, cell: &str) -> Result<usize, String> {
        Ok(self.0.index(cell)?.unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(cells: &[&str]) -> Table {
        Table::new(["x"], cells.iter().map(|&cell| [cell])).unwrap()
    }

    fn values(column: &FittedOneHot, cell: &str) -> Vec<f32> {
        let mut values = Vec::new();
        column.append(cell, &mut values).unwrap();
        values
    }

    #[test]
    fn categories_become_zeros_and_a_one() {
        let fitted = OneHot::new().fit(&table(&["b", "a", "c", "a"]), "x").unwrap();
        assert_eq!(fitted.features("x"), ["x=a", "x=b", "x=c"]);
        assert_eq!(values(&fitted, "b"), [0.0, 1.0, 0.0]);
        assert_eq!(
            fitted.append("d", &mut Vec::<f32>::new()),
            Err("`d` is none of `a`, `b`, `c`".to_owned())
        );
    }

    #[test]
    fn categories_become_numbers() {
        let fitted = Ordinal::new().fit(&table(&["10", "9", "9"]), "x").unwrap();
        assert_eq!((fitted.value("9"), fitted.value("10")), (Ok(0), Ok(1)));
        let given = Ordinal::new().categories(["low", "mid", "high"]);
        assert_eq!(given.fit(&table(&["high", "low"]), "x").unwrap().value("high"), Ok(2));
        let error = given.fit(&table(&["low", "huge"]), "x").unwrap_err().to_string();
        assert_eq!(error, "row 1, column `x`: `huge` is none of `low`, `mid`, `high`");
    }

    #[test]
    fn numbers_are_categories_by_their_value() {
        // As pandas writes a column of whole numbers with a hole.
        let fitted = OneHot::new().fill_most_frequent().unknown_as_zeros();
        let fitted = fitted.fit(&table(&["1.0", "2.0", "2.0", "", "1.0", "1"]), "x").unwrap();
        assert_eq!(fitted.features("x"), ["x=1", "x=2.0"]);
        assert_eq!(values(&fitted, "1"), [1.0, 0.0]);
        assert_eq!(values(&fitted, "2"), [0.0, 1.0]);
        assert_eq!(values(&fitted, ""), [1.0, 0.0]);
        assert_eq!(values(&fitted, "01"), [0.0, 0.0]);
        let filled = Ordinal::new().fill_with("0").fit(&table(&["0.0", "1.0", ""]), "x").unwrap();
        assert_eq!((filled.value(""), filled.value("0"), filled.value("1")), (Ok(0), Ok(0), Ok(1)));
    }

    #[test]
    fn what_becomes_of_the_unknown_is_said() {
        let cells = table(&["b", "a"]);
        let zeros = OneHot::new().unknown_as_zeros().fit(&cells, "x").unwrap();
        assert_eq!(values(&zeros, "c"), [0.0, 0.0]);
        let category = OneHot::new().unknown_as_category().fit(&cells, "x").unwrap();
        assert_eq!(category.features("x"), ["x=a", "x=b", "x unknown"]);
        assert_eq!(values(&category, "c"), [0.0, 0.0, 1.0]);
        let ordinal = Ordinal::new().unknown_as_category().fit(&cells, "x").unwrap();
        assert_eq!(ordinal.value("c"), Ok(2));
    }

    #[test]
    fn something_stands_for_missing_categories() {
        let cells = table(&["b", "", "a", "b", "a"]);
        let filled = OneHot::new().fill_with("none").fit(&cells, "x").unwrap();
        assert_eq!(filled.features("x"), ["x=a", "x=b", "x=none"]);
        assert_eq!(values(&filled, ""), [0.0, 0.0, 1.0]);
        // Of `a` and `b`, which are there twice, the first.
        let frequent = Ordinal::new().fill_most_frequent().fit(&cells, "x").unwrap();
        assert_eq!(frequent.value(""), Ok(0));
        let error = |column: OneHot, cells: &[&str]| column.fit(&table(cells), "x").unwrap_err().to_string();
        assert!(
            error(OneHot::new(), &["a", ""]).starts_with("row 1, column `x`: the value is missing\nhelp: ")
        );
        let unknown = OneHot::new().categories(["a"]).fill_with("b");
        assert_eq!(error(unknown, &["a"]), "column `x`: `b` is none of `a`");
        assert_eq!(error(OneHot::new().fill_most_frequent(), &[""]), "column `x`: there are no categories");
    }
}
