//! Names of categories, numbered.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{list, quoted};

/// Different texts, numbered from 0.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Categories {
    names: Vec<String>,
    numbers: BTreeMap<String, usize>,
}

impl Categories {
    /// The texts among `cells`, in the order of numbers if all of them are numbers, else of letters. One that is empty is none.
    pub(super) fn of<'a>(cells: impl Iterator<Item = &'a str>) -> Self {
        let texts: BTreeSet<&str> = cells.filter(|cell| !cell.is_empty()).collect();
        let mut names: Vec<String> = texts.into_iter().map(str::to_owned).collect();
        if names.iter().all(|name| number(name).is_some()) {
            names.sort_by(|a, b| f64::total_cmp(&number(a).unwrap_or(0.0), &number(b).unwrap_or(0.0)));
        }
        let numbers = names.iter().cloned().zip(0..).collect();
        Self { names, numbers }
    }

    /// The texts `names`, in this order, unless one is there twice, or empty, or there is none. Spaces around them do not count.
    pub(super) fn given(names: &[String]) -> Result<Self, String> {
        let names: Vec<String> = names.iter().map(|name| name.trim().to_owned()).collect();
        let mut numbers = BTreeMap::new();
        for (index, name) in names.iter().enumerate() {
            if name.is_empty() {
                return Err("a category is empty".to_owned());
            }
            if numbers.insert(name.clone(), index).is_some() {
                return Err(format!("the category {} is there twice", quoted(name)));
            }
        }
        if names.is_empty() { Err("there are no categories".to_owned()) } else { Ok(Self { names, numbers }) }
    }

    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    pub(super) fn index(&self, name: &str) -> Option<usize> {
        self.numbers.get(name).copied()
    }

    /// The number of a category, or what is wrong with it.
    pub(super) fn find(&self, name: &str) -> Result<usize, String> {
        self.index(name).ok_or_else(|| format!("{} is none of {}", quoted(name), list(&self.names)))
    }
}

/// The finite number that a text is.
pub(super) fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn categories_are_in_order() {
        let names = |cells: &[&str]| Categories::of(cells.iter().copied()).names;
        assert_eq!(names(&["b", "", "a", "b"]), ["a", "b"]);
        assert_eq!(names(&["10", "9", "-1"]), ["-1", "9", "10"]);
        assert_eq!(names(&["10", "9", "x"]), ["10", "9", "x"]);
        assert_eq!(Categories::of(["b", "a"].into_iter()).index("b"), Some(1));
        let given = Categories::given(&["low".into(), " high ".into()]).unwrap();
        assert_eq!(given.index("high"), Some(1));
        assert_eq!(given.find("mid"), Err("`mid` is none of `low`, `high`".to_owned()));
        assert!(Categories::given(&["a".into(), "a ".into()]).is_err());
        assert!(Categories::given(&[" ".to_owned()]).is_err() && Categories::given(&[]).is_err());
    }
}
