//! Tables with some of the rows of another one.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::{Record, Table};
use crate::data::categories::Categories;
use crate::data::{k_fold, split};
use crate::error::Result;

impl Table {
    /// The rows without those where a cell is missing.
    #[must_use]
    pub fn drop_missing(&self) -> Self {
        self.whole_in(&(0..self.columns.len()).collect::<Vec<_>>())
    }

    /// The rows without those where a cell of one of these columns is missing.
    ///
    /// # Errors
    /// [`Error::Columns`](crate::Error::Columns) for a column that is not there.
    pub fn drop_missing_in<'a>(&self, columns: impl IntoIterator<Item = &'a str>) -> Result<Self> {
        let columns: Vec<usize> = columns.into_iter().map(|name| self.index(name)).collect::<Result<_>>()?;
        Ok(self.whole_in(&columns))
    }

    fn whole_in(&self, columns: &[usize]) -> Self {
        let is_whole = |&row: &usize| columns.iter().all(|&column| !self.cell(row, column).is_empty());
        self.pick((0..self.len()).filter(is_whole))
    }

    /// The rows that `keep` wants.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// let table = Table::new(["animal", "legs"], [["cat", "4"], ["bird", "2"], ["dog", "4"]])?;
    /// let mammals = table.filter(|row| row.get("legs") == Some("4"));
    /// assert!(mammals.column("animal")?.eq(["cat", "dog"]));
    /// # Ok::<(), plywood::Error>(())
    /// ```
    #[must_use]
    pub fn filter(&self, mut keep: impl FnMut(&Record) -> bool) -> Self {
        self.pick((0..self.len()).filter(|&row| self.record(row).is_some_and(|record| keep(&record))))
    }

    /// The rows in random order, which follows from `seed`.
    #[must_use]
    pub fn shuffle(&self, seed: u64) -> Self {
        self.pick(split::shuffled(self.len(), seed))
    }

    /// The first `fraction` of the rows, rounded down, and the rest. Shuffle first if the order means something.
    ///
    /// # Errors
    /// As [`Dataset::split`](crate::Dataset::split).
    pub fn split(&self, fraction: f64) -> Result<(Self, Self)> {
        let first = split::split(self.len(), fraction)?;
        Ok((self.pick(0..first), self.pick(first..self.len())))
    }

    /// As [`split`](Self::split), with the rows of each class, which stands in `column`, split by themselves: see
    /// [`Dataset::stratified_split`](crate::Dataset::stratified_split).
    ///
    /// # Errors
    /// As [`Dataset::split`](crate::Dataset::split), and [`Error::Columns`](crate::Error::Columns) if there is no such
    /// column.
    pub fn stratified_split(&self, column: &str, fraction: f64) -> Result<(Self, Self)> {
        let column = self.index(column)?;
        let labels = Categories::of(self.cells(column));
        let classes = || self.cells(column).map(|cell| labels.index(cell).unwrap_or(labels.names().len()));
        // A missing label makes a class of its own.
        let mut counts = vec![0; labels.names().len() + 1];
        classes().for_each(|class| counts[class] += 1);
        let (first, second) = split::stratified_split(classes(), &counts, fraction)?;
        Ok((self.pick(first.into_iter()), self.pick(second.into_iter())))
    }

    /// The rows in `folds` parts, each of them once to validate with: see [`Dataset::k_fold`](crate::Dataset::k_fold).
    /// A schema is then fitted for each fold, on the rows to learn from.
    ///
    /// # Errors
    /// As [`Dataset::k_fold`](crate::Dataset::k_fold).
    pub fn k_fold(&self, folds: usize) -> Result<impl Iterator<Item = (Self, Self)>> {
        let folds = k_fold::pairs(folds, k_fold::consecutive(folds, self.len())?);
        Ok(folds.map(|(others, part)| (self.pick(others.into_iter()), self.pick(part.into_iter()))))
    }

    fn pick(&self, rows: impl Iterator<Item = usize>) -> Self {
        let mut table = Self {
            source: self.source.clone(),
            columns: self.columns.clone(),
            text: String::new(),
            ends: Vec::new(),
            numbers: Vec::new(),
        };
        for row in rows {
            (0..self.columns.len()).for_each(|column| table.push(self.cell(row, column)));
            table.numbers.push(self.numbers[row]);
        }
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered(rows: usize) -> Table {
        Table::new(["n", "class"], (0..rows).map(|n| [n, n % 3])).unwrap()
    }

    fn numbers(table: &Table) -> Vec<usize> {
        table.column("n").unwrap().map(|n| n.parse().unwrap()).collect()
    }

    #[test]
    fn rows_are_those_of_a_dataset() {
        let table = numbered(20);
        let data = crate::data::Dataset::<crate::tensor::Features<1>, crate::data::Classes<3>>::new(
            (0..20).map(|n| [n as f32]),
            (0..20).map(|n| n % 3),
        )
        .unwrap();
        let same = |table: &Table, data: &crate::data::Dataset<_, _>| {
            assert_eq!(numbers(table), data.inputs().iter().map(|&x| x as usize).collect::<Vec<_>>());
        };
        same(&table.shuffle(7), &data.shuffle(7));
        let both = [table.split(0.3).unwrap(), table.stratified_split("class", 0.7).unwrap()];
        for (tables, data) in both.iter().zip([data.split(0.3).unwrap(), data.stratified_split(0.7).unwrap()])
        {
            same(&tables.0, &data.0);
            same(&tables.1, &data.1);
        }
        for (table, data) in table.k_fold(3).unwrap().zip(data.k_fold(3).unwrap()) {
            same(&table.0, &data.0);
            same(&table.1, &data.1);
        }
        assert!(table.split(0.01).is_err() && table.stratified_split("class", 1.0).is_err());
    }

    #[test]
    fn rows_with_holes_are_dropped() {
        let table = Table::new(["a", "b"], [["1", ""], ["", "2"], ["3", "4"]]).unwrap();
        assert!(table.drop_missing().column("a").unwrap().eq(["3"]));
        assert!(table.drop_missing_in(["a"]).unwrap().column("b").unwrap().eq(["", "4"]));
        assert!(table.drop_missing_in(["c"]).is_err());
    }
}
