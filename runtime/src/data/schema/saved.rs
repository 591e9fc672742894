//! A preparation in a [`State`], to the last bit.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use alloc::{format, vec};

use super::categorical::{FittedOneHot, FittedOrdinal, Known, Unknown};
use super::column::Fitted;
use super::numeric::FittedNumeric;
use super::preparation::Preparation;
use super::targets::FittedTargets;
use crate::data::categories::Categories;
use crate::error::Result;
use crate::saving::{State, Storable, error};

/// What becomes of the unknown, under names that do not change.
const UNKNOWN: [(Unknown, &str); 3] =
    [(Unknown::Error, "error"), (Unknown::Zeros, "zeros"), (Unknown::Category, "category")];

impl Storable for Preparation {
    fn store(&self, name: &str, state: &mut State) {
        let names: Vec<String> = self.columns.iter().map(|(name, _)| name.clone()).collect();
        state.put(&format!("{name}/columns"), &names);
        for (index, (_, column)) in self.columns.iter().enumerate() {
            state.put(&format!("{name}/{index}"), column);
        }
        let (columns, classes) = match &self.targets {
            None => (Vec::new(), &[][..]),
            Some(FittedTargets::Classes { column, categories }) => (vec![column.clone()], categories.names()),
            Some(FittedTargets::Values(columns)) => (columns.clone(), &[][..]),
        };
        state.put(&format!("{name}/targets"), &columns);
        state.put(&format!("{name}/classes"), &classes.to_vec());
    }

    fn restore(name: &str, state: &State) -> Result<Self> {
        let names = state.distinct_names(&format!("{name}/columns"))?;
        let column = |(index, column)| Ok((column, state.get(&format!("{name}/{index}"))?));
        let columns = names.into_iter().enumerate().map(column).collect::<Result<_>>()?;
        let targets = state.distinct_names(&format!("{name}/targets"))?;
        let classes: Vec<String> = state.get(&format!("{name}/classes"))?;
        let targets = match targets.as_slice() {
            [] if classes.is_empty() => None,
            [_, ..] if classes.is_empty() => Some(FittedTargets::Values(targets)),
            [column] => {
                let categories = categories(&format!("{name}/classes"), &classes)?;
                Some(FittedTargets::Classes { column: column.clone(), categories })
            }
            _ => return Err(error(format!("`{name}/classes` are not those of one column"))),
        };
        Ok(Self { columns, targets })
    }
}

impl Storable for Fitted {
    fn store(&self, name: &str, state: &mut State) {
        let kind = match self {
            Self::Numeric(column) => {
                state.put(&format!("{name}/origin"), &column.origin);
                state.put(&format!("{name}/width"), &column.width);
                state.put(&format!("{name}/fill"), &Vec::from_iter(column.fill));
                "numeric"
            }
            Self::OneHot(FittedOneHot(known)) => {
                known.store(name, state);
                "one_hot"
            }
            Self::Ordinal(FittedOrdinal(known)) => {
                known.store(name, state);
                "ordinal"
            }
        };
        state.put(&format!("{name}/kind"), &kind.to_owned());
    }

    fn restore(name: &str, state: &State) -> Result<Self> {
        let kind: String = state.get(&format!("{name}/kind"))?;
        match kind.as_str() {
            "numeric" => {
                let number = |what: &str| finite(&format!("{name}/{what}"), state);
                let (origin, width) = (number("origin")?, number("width")?);
                if width <= 0.0 {
                    let width = crate::error::number(width);
                    return Err(error(format!("`{name}/width` is {width}, where more than 0 is needed")));
                }
                let fill = match state.get::<Vec<f64>>(&format!("{name}/fill"))?.as_slice() {
                    [] => None,
                    [fill] if fill.is_finite() => Some(*fill),
                    other => return Err(error(format!("`{name}/fill` is {other:?}"))),
                };
                Ok(Self::Numeric(FittedNumeric { origin, width, fill }))
            }
            "one_hot" => Ok(Self::OneHot(FittedOneHot(state.get(name)?))),
            "ordinal" => Ok(Self::Ordinal(FittedOrdinal(state.get(name)?))),
            _ => Err(error(format!("there is no kind of column called `{kind}`"))),
        }
    }
}

impl Storable for Known {
    fn store(&self, name: &str, state: &mut State) {
        let unknown =
            UNKNOWN.iter().find(|(unknown, _)| *unknown == self.unknown).map_or("", |(_, name)| name);
        state.put(&format!("{name}/categories"), &self.categories.names().to_vec());
        state.put(&format!("{name}/fill"), &Vec::from_iter(self.fill));
        state.put(&format!("{name}/unknown"), &unknown.to_owned());
    }

    fn restore(name: &str, state: &State) -> Result<Self> {
        let names = format!("{name}/categories");
        let categories = categories(&names, &state.get::<Vec<String>>(&names)?)?;
        let fill = match state.get::<Vec<usize>>(&format!("{name}/fill"))?.as_slice() {
            [] => None,
            [fill] if *fill < categories.names().len() => Some(*fill),
            other => return Err(error(format!("`{name}/fill` is {other:?}, which is no category"))),
        };
        let unknown: String = state.get(&format!("{name}/unknown"))?;
        match UNKNOWN.iter().find(|(_, name)| *name == unknown) {
            Some(&(unknown, _)) => Ok(Self { categories, fill, unknown }),
            None => Err(error(format!("`{unknown}` is nothing that becomes of the unknown"))),
        }
    }
}

fn categories(name: &str, names: &[String]) -> Result<Categories> {
    Categories::given(names).map_err(|message| error(format!("`{name}`: {message}")))
}

fn finite(name: &str, state: &State) -> Result<f64> {
    let number: f64 = state.get(name)?;
    if number.is_finite() { Ok(number) } else { Err(error(format!("`{name}` is {number}"))) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Numeric, OneHot, Ordinal, Schema, Table};

    fn preparation() -> Preparation {
        let table = Table::new(
            ["a", "b", "c", "d"],
            [["0.1", "x", "low", "1"], ["0.7", "y", "high", "2"], ["", "", "low", "3"]],
        )
        .unwrap();
        Schema::new()
            .column("a", Numeric::standardized().fill_median())
            .column("b", OneHot::new().fill_with("none").unknown_as_zeros())
            .column("c", Ordinal::new().categories(["low", "high"]).unknown_as_category())
            .classes("d")
            .fit(&table)
            .unwrap()
    }

    #[test]
    fn a_preparation_comes_back() {
        for targets in [preparation().targets, Some(FittedTargets::Values(vec!["d".into()])), None] {
            let preparation = Preparation { targets, ..preparation() };
            let mut state = State::new();
            state.put("p", &preparation);
            assert_eq!(state.get::<Preparation>("p").unwrap(), preparation);
        }
    }

    #[test]
    fn columns_of_any_size_are_printed_in_a_few_letters() {
        for (origin, width) in [(1e300, 1.0), (1.0, 1e300), (-1e300, 1e-300)] {
            let mut state = State::new();
            state.put("p", &preparation());
            state.put("p/0/origin", &origin);
            state.put("p/0/width", &width);
            let printed = state.get::<Preparation>("p").unwrap().to_string();
            assert!(printed.starts_with("a: (x − ") && printed.len() < 200, "{printed}");
        }
    }

    #[test]
    fn what_does_not_fit_is_an_error() {
        let wrong = |change: &dyn Fn(&mut State)| {
            let mut state = State::new();
            state.put("p", &preparation());
            change(&mut state);
            state.get::<Preparation>("p").unwrap_err().to_string()
        };
        assert!(wrong(&|state| state.put("p/0/width", &0.0)).ends_with("is 0, where more than 0 is needed"));
        assert!(wrong(&|state| state.put("p/0/origin", &f64::NAN)).ends_with("`p/0/origin` is NaN"));
        assert!(wrong(&|state| state.put("p/0/fill", &vec![f64::INFINITY])).ends_with("`p/0/fill` is [inf]"));
        assert!(
            wrong(&|state| state.put("p/1/fill", &vec![9_usize])).ends_with("is [9], which is no category")
        );
        assert!(wrong(&|state| state.put("p/1/unknown", &"?".to_owned())).contains("becomes of the unknown"));
        assert!(wrong(&|state| state.put("p/1/kind", &"hash".to_owned())).contains("called `hash`"));
        assert!(wrong(&|state| state.put("p/classes", &vec!["1".to_owned(); 2])).contains("there twice"));
        assert!(
            wrong(&|state| state.put("p/columns", &vec!["a".to_owned(); 4]))
                .ends_with("`p/columns` has `a` twice")
        );
    }
}
