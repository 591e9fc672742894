//! The names of columns.

use alloc::collections::BTreeMap;

use crate::error::quoted;

/// The names in a header. An empty one becomes `Unnamed: 2`, with the place of the column, as in pandas.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) names: Vec<String>,
    /// The columns that had none, in order.
    pub(super) unnamed: Vec<usize>,
}

impl Names {
    /// The names in these cells. A duplicate is an error, or gets a number, if `renames`: `x`, `x.1`, `x.2`.
    pub(super) fn of<'a>(
        cells: impl Iterator<Item = &'a str> + Clone,
        renames: bool,
    ) -> Result<Self, String> {
        let cells = cells.map(str::trim);
        // Whether a name is taken, and the number of the next column that wants it.
        let mut known: BTreeMap<&str, (bool, usize)> =
            cells.clone().filter(|name| !name.is_empty()).map(|name| (name, (false, 1))).collect();
        let mut header = Self::default();
        for (column, name) in cells.enumerate() {
            let name = if name.is_empty() {
                header.unnamed.push(column);
                let name = format!("Unnamed: {column}");
                numbered(&mut known, &name).unwrap_or(name)
            } else {
                match known.get_mut(name) {
                    Some((is_taken, _)) if *is_taken && renames => {
                        numbered(&mut known, name).unwrap_or_else(|| name.to_owned())
                    }
                    Some((is_taken, _)) if *is_taken => {
                        return Err(format!(
                            "two columns are called {}\n\
                             help: `Csv::rename_duplicates` gives the second a number, as in `x.1`",
                            quoted(name)
                        ));
                    }
                    Some((is_taken, _)) => {
                        *is_taken = true;
                        name.to_owned()
                    }
                    None => name.to_owned(),
                }
            };
            header.names.push(name);
        }
        Ok(header)
    }
}

/// `name` with the next number that makes it a new one. `None` if no column has it.
fn numbered(known: &mut BTreeMap<&str, (bool, usize)>, name: &str) -> Option<String> {
    let (_, mut next) = *known.get(name)?;
    loop {
        let candidate = format!("{name}.{next}");
        next += 1;
        if !known.contains_key(candidate.as_str()) {
            known.get_mut(name)?.1 = next;
            return Some(candidate);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(header: &str) -> Vec<String> {
        Names::of(header.split(','), true).unwrap().names
    }

    #[test]
    fn names_that_are_missing_are_those_of_pandas() {
        assert_eq!(names("a,b,,"), ["a", "b", "Unnamed: 2", "Unnamed: 3"]);
        assert_eq!(Names::of(",x, ".split(','), false).unwrap().unnamed, [0, 2]);
        // A table that pandas wrote twice with its index.
        assert_eq!(names(",Unnamed: 0,a"), ["Unnamed: 0.1", "Unnamed: 0", "a"]);
        assert_eq!(names("Unnamed: 1,,Unnamed: 1"), ["Unnamed: 1", "Unnamed: 1.1", "Unnamed: 1.2"]);
    }

    #[test]
    fn names_that_are_there_twice_get_numbers() {
        assert_eq!(names("x,x,y,x"), ["x", "x.1", "y", "x.2"]);
        assert_eq!(names("x,x.1,x,x.1"), ["x", "x.1", "x.2", "x.1.1"]);
        let error = Names::of("x, x".split(','), false).unwrap_err();
        assert!(error.starts_with("two columns are called `x`\nhelp: `Csv::rename_duplicates` "), "{error}");
    }

    #[test]
    fn every_name_is_another() {
        for seed in 0..2000_u32 {
            let pool = ["x", "", "x.1", "x.1.1", "Unnamed: 1", "Unnamed: 1.1", "x.2"];
            let cells: Vec<&str> =
                (0..6).map(|place| pool[(seed / 7_u32.pow(place % 4)) as usize % 7]).collect();
            let names = Names::of(cells.iter().copied(), true).unwrap().names;
            let different: std::collections::BTreeSet<&String> = names.iter().collect();
            assert_eq!(different.len(), names.len(), "{cells:?} {names:?}");
        }
    }
}
