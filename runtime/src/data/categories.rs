//! Names of categories, numbered.

use alloc::borrow::ToOwned;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::number::{number, same_number};
use crate::error::{list, quoted};

/// Different texts, numbered from 0.
///
/// If all of them are numbers, they are compared as numbers: `1` and `1.0` are the same category. One text that is
/// none, or has zeros in front as `007` has, makes all of them names, which are compared letter by letter.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Categories {
    names: Vec<String>,
    by_name: BTreeMap<String, usize>,
    /// By the canonical form of their numbers; empty if they are names.
    by_number: BTreeMap<String, usize>,
}

impl Categories {
    /// The texts among `cells`, in the order of numbers if all of them are numbers, else of letters. One that is empty
    /// is none. Of equal numbers, the shortest text is the name.
    pub(super) fn of<'a>(cells: impl Iterator<Item = &'a str>) -> Self {
        let texts: BTreeSet<&str> = cells.filter(|cell| !cell.is_empty()).collect();
        let mut names: Vec<String> = texts.into_iter().map(str::to_owned).collect();
        if names.iter().all(|name| number(name).is_some()) {
            names.sort_by(|a, b| f64::total_cmp(&number(a).unwrap_or(0.0), &number(b).unwrap_or(0.0)));
        }
        if let Some(keys) = names.iter().map(|name| same_number(name)).collect::<Option<Vec<String>>>() {
            let mut shortest: BTreeMap<&str, usize> = BTreeMap::new();
            for (index, key) in keys.iter().enumerate() {
                let known = shortest.entry(key).or_insert(index);
                if names[index].len() < names[*known].len() {
                    *known = index;
                }
            }
            let mut kept: Vec<usize> = shortest.into_values().collect();
            kept.sort_unstable();
            names = kept.into_iter().map(|index| core::mem::take(&mut names[index])).collect();
        }
        Self::numbered(names)
    }

    /// The texts `names`, in this order, unless one is there twice, or empty, or there is none. Spaces around them do
    /// not count. If two of them are the same number, all are names.
    pub(super) fn given(names: &[String]) -> Result<Self, String> {
        let names: Vec<String> = names.iter().map(|name| name.trim().to_owned()).collect();
        let mut known = BTreeSet::new();
        for name in &names {
            if name.is_empty() {
                return Err("a category is empty".to_owned());
            }
            if !known.insert(name) {
                return Err(format!("the category {} is there twice", quoted(name)));
            }
        }
        if names.is_empty() { Err("there are no categories".to_owned()) } else { Ok(Self::numbered(names)) }
    }

    fn numbered(names: Vec<String>) -> Self {
        let keys = names.iter().zip(0..).map(|(name, index)| Some((same_number(name)?, index)));
        let by_number: BTreeMap<String, usize> = keys.collect::<Option<_>>().unwrap_or_default();
        let by_number = if by_number.len() == names.len() { by_number } else { BTreeMap::new() };
        let by_name = names.iter().cloned().zip(0..).collect();
        Self { names, by_name, by_number }
    }

    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    pub(super) fn index(&self, name: &str) -> Option<usize> {
        let index = self.by_name.get(name).or_else(|| self.by_number.get(&same_number(name)?));
        index.copied()
    }

    /// The number of a category, or what is wrong with it.
    pub(super) fn find(&self, name: &str) -> Result<usize, String> {
        self.index(name).ok_or_else(|| format!("{} is none of {}", quoted(name), list(&self.names)))
    }
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

    #[test]
    fn equal_numbers_are_one_category() {
        let found = Categories::of(["1.0", "2", "1", "-0", "0", "2.0"].into_iter());
        assert_eq!(found.names, ["0", "1", "2"]);
        for (name, index) in [("1", 1), ("1.0", 1), ("1e0", 1), ("-0.0", 0), ("2.00", 2)] {
            assert_eq!(found.index(name), Some(index), "{name}");
        }
        assert_eq!((found.index("02"), found.index("two"), found.index("")), (None, None, None));
        let given = Categories::given(&["3".into(), "1".into()]).unwrap();
        assert_eq!((given.index("1.0"), given.index("3.0")), (Some(1), Some(0)));
    }

    #[test]
    fn names_that_look_like_numbers_stay_apart() {
        let names = |cells: &[&str]| Categories::of(cells.iter().copied()).names;
        assert_eq!(names(&["007", "7", "7.0"]), ["007", "7", "7.0"]);
        assert_eq!(names(&["1", "1.0", "x"]), ["1", "1.0", "x"]);
        assert_eq!(names(&["9007199254740992", "9007199254740993"]).len(), 2);
        let postcodes = Categories::of(["01067", "1067", "80331"].into_iter());
        assert_eq!((postcodes.index("01067"), postcodes.index("80331.0")), (Some(0), None));
        assert_eq!(Categories::of(["true", "True"].into_iter()).names().len(), 2);
        // Two names that are given are two categories.
        let both = Categories::given(&["1".into(), "1.0".into()]).unwrap();
        assert_eq!((both.index("1"), both.index("1.0"), both.index("1.00")), (Some(0), Some(1), None));
    }
}
