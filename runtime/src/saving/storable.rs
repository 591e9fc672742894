use alloc::borrow::ToOwned;
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;
use alloc::{format, vec};

use super::state::{error, wrong};
use super::{State, Values};
use crate::error::{Result, quoted};

/// What can be put into a [`State`] and be had from it again: numbers, truth values, texts, lists of them, weights,
/// other states.
pub trait Storable: Sized {
    /// Puts it under `name`.
    fn store(&self, name: &str, state: &mut State);

    /// What was put under `name`.
    ///
    /// # Errors
    /// [`Error::Format`](crate::Error::Format) if it is missing, or something else.
    fn restore(name: &str, state: &State) -> Result<Self>;
}

impl State {
    /// Puts something under `name`.
    pub fn put<V: Storable>(&mut self, name: &str, value: &V) {
        value.store(name, self);
    }

    /// What was put under `name`.
    ///
    /// # Errors
    /// [`Error::Format`](crate::Error::Format) if it is missing, or something else.
    pub fn get<V: Storable>(&self, name: &str) -> Result<V> {
        V::restore(name, self)
    }

    /// The list of names under `name`. An error if one is there twice: each names something, and would stand for a copy
    /// of it.
    pub(crate) fn distinct_names(&self, name: &str) -> Result<Vec<String>> {
        let names: Vec<String> = self.get(name)?;
        let mut seen = BTreeSet::new();
        match names.iter().find(|&name| !seen.insert(name)) {
            None => Ok(names),
            Some(twice) => Err(error(format!("`{name}` has {} twice", quoted(twice)))),
        }
    }
}

/// A number is an array without axes.
impl Storable for f64 {
    fn store(&self, name: &str, state: &mut State) {
        state.put_array(name, &[], Values::F64(vec![*self]));
    }

    fn restore(name: &str, state: &State) -> Result<Self> {
        match state.array(name)?.1 {
            Values::F64(values) if values.len() == 1 => Ok(values[0]),
            other => Err(wrong(name, "one number in f64", other)),
        }
    }
}

impl Storable for u64 {
    fn store(&self, name: &str, state: &mut State) {
        state.put_array(name, &[], Values::U64(vec![*self]));
    }

    fn restore(name: &str, state: &State) -> Result<Self> {
        match state.array(name)?.1 {
            Values::U64(values) if values.len() == 1 => Ok(values[0]),
            other => Err(wrong(name, "a whole number", other)),
        }
    }
}

impl Storable for usize {
    fn store(&self, name: &str, state: &mut State) {
        (*self as u64).store(name, state);
    }

    fn restore(name: &str, state: &State) -> Result<Self> {
        fits(name, u64::restore(name, state)?)
    }
}

impl Storable for bool {
    fn store(&self, name: &str, state: &mut State) {
        u64::from(*self).store(name, state);
    }

    fn restore(name: &str, state: &State) -> Result<Self> {
        match u64::restore(name, state)? {
            0 => Ok(false),
            1 => Ok(true),
            other => Err(error(format!("`{name}` is {other}, where 0 or 1 is needed"))),
        }
    }
}

impl Storable for String {
    fn store(&self, name: &str, state: &mut State) {
        state.put_array(name, &[self.len()], Values::U8(self.as_bytes().to_vec()));
    }

    fn restore(name: &str, state: &State) -> Result<Self> {
        match state.array(name)?.1 {
            Values::U8(bytes) => Self::from_utf8(bytes.clone())
                .map_err(|e| error(format!("`{name}` is no text in UTF-8: {}", e.utf8_error()))),
            other => Err(wrong(name, "a text", other)),
        }
    }
}

/// Several texts are one, each behind its length and a colon: `3:sex4:year`.
impl Storable for Vec<String> {
    fn store(&self, name: &str, state: &mut State) {
        self.iter().map(|text| format!("{}:{text}", text.len())).collect::<String>().store(name, state);
    }

    fn restore(name: &str, state: &State) -> Result<Self> {
        let all = String::restore(name, state)?;
        let (mut texts, mut rest) = (Self::new(), all.as_str());
        while !rest.is_empty() {
            let text = rest
                .split_once(':')
                .and_then(|(length, behind)| behind.split_at_checked(length.parse().ok()?));
            let Some((text, behind)) = text else {
                return Err(error(format!("`{name}` is no list of texts")));
            };
            texts.push(text.to_owned());
            rest = behind;
        }
        Ok(texts)
    }
}

impl Storable for Vec<f64> {
    fn store(&self, name: &str, state: &mut State) {
        state.put_array(name, &[self.len()], Values::F64(self.clone()));
    }

    fn restore(name: &str, state: &State) -> Result<Self> {
        match state.array(name)?.1 {
            Values::F64(values) => Ok(values.clone()),
            other => Err(wrong(name, "a list of numbers in f64", other)),
        }
    }
}

impl Storable for Vec<usize> {
    fn store(&self, name: &str, state: &mut State) {
        let values = self.iter().map(|&value| value as u64).collect();
        state.put_array(name, &[self.len()], Values::U64(values));
    }

    fn restore(name: &str, state: &State) -> Result<Self> {
        match state.array(name)?.1 {
            Values::U64(values) => values.iter().map(|&value| fits(name, value)).collect(),
            other => Err(wrong(name, "a list of whole numbers", other)),
        }
    }
}

/// What is not there is `None`.
impl<V: Storable> Storable for Option<V> {
    fn store(&self, name: &str, state: &mut State) {
        if let Some(value) = self {
            value.store(name, state);
        }
    }

    fn restore(name: &str, state: &State) -> Result<Self> {
        if state.has(name) { V::restore(name, state).map(Some) } else { Ok(None) }
    }
}

impl Storable for State {
    fn store(&self, name: &str, state: &mut State) {
        for (inner, array) in &self.entries {
            state.entries.insert(format!("{name}/{inner}"), array.clone());
        }
    }

    fn restore(name: &str, state: &State) -> Result<Self> {
        let entries = state.inside(name).map(|(rest, array)| (rest.to_owned(), array.clone()));
        Ok(Self { entries: entries.collect() })
    }
}

/// The largest whole number that can be read again as a `usize`: another one can be added to it.
pub(crate) const LARGEST_COUNT: usize = usize::MAX / 2;

fn fits(name: &str, value: u64) -> Result<usize> {
    let number = usize::try_from(value).ok().filter(|&number| number <= LARGEST_COUNT);
    number.ok_or_else(|| error(format!("`{name}` is {value}, which is more than this computer counts")))
}

#[cfg(test)]
mod tests {
    use core::fmt::Debug;

    use super::*;

    fn comes_back<V: Storable + Debug + PartialEq>(value: &V) {
        let mut state = State::new();
        state.put("it", value);
        assert_eq!(&state.get::<V>("it").unwrap(), value);
    }

    #[test]
    fn what_is_put_in_comes_back() {
        comes_back(&0.1);
        comes_back(&f64::NEG_INFINITY);
        comes_back(&u64::MAX);
        comes_back(&3_usize);
        comes_back(&true);
        comes_back(&String::from("Größe: 3"));
        comes_back(&String::new());
        comes_back(&vec![String::from("a:b"), String::new(), String::from("3:é\n")]);
        comes_back(&Vec::<String>::new());
        comes_back(&vec![0.5, -0.0]);
        comes_back(&vec![7_usize, 0]);
        comes_back(&Some(0.5));
        comes_back(&None::<f64>);
    }

    #[test]
    fn lists_of_texts_that_are_none_are_errors() {
        for text in ["x", "3:ab", "9999999999999999999999:a", "1:é", "-1:a", ":", "1a"] {
            let mut state = State::new();
            state.put("names", &text.to_owned());
            assert!(state.get::<Vec<String>>("names").is_err(), "{text}");
        }
        let mut state = State::new();
        state.put_array("text", &[1], Values::U8(vec![0xff]));
        assert!(state.get::<String>("text").is_err());
        state.put("flag", &2_usize);
        assert!(state.get::<bool>("flag").is_err());
    }
}
