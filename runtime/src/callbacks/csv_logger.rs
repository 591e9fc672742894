use std::fs::{File, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::PathBuf;

use super::{Callback, EpochLogs, Training};
use crate::Error;
use crate::saving::State;

/// Writes a line for each epoch into a CSV file: the epoch, counted from 0, and all numbers of the history in the order of their
/// names. `NA` stands for what was not measured.
///
/// A training that [goes on](crate::Fit::resume) goes on with its file: lines that were written after the moment that it goes on from
/// are written again.
///
/// Defaults: separated by commas; a file that is there is replaced.
///
/// ```
/// use plywood::callbacks::CSVLogger;
/// use plywood::prelude::*;
///
/// # let file = std::env::temp_dir().join(format!("log-{}.csv", std::process::id()));
/// let loss = SparseCategoricalCrossentropy::default();
/// let mut model = model![Dense<4, 3, softmax>].compile(Adam::new(0.01), loss, (Accuracy::default(),));
/// model.fit(&datasets::iris(), Fit::epochs(2).callbacks(CSVLogger::new(&file)))?;
/// assert!(std::fs::read_to_string(&file).unwrap().starts_with("epoch,accuracy,loss\n0,0."));
/// # std::fs::remove_file(file).unwrap();
/// # Ok::<(), plywood::Error>(())
/// ```
///
/// # Errors
/// [`File`](Error::File) for a file that cannot be written.
#[derive(Clone, Debug)]
pub struct CSVLogger {
    path: PathBuf,
    separator: char,
    append: bool,
    /// The columns behind the epoch, once they are known.
    names: Vec<String>,
    /// How long the file is, once something was written.
    length: Option<u64>,
}

impl CSVLogger {
    /// A log in this file.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), separator: ',', append: false, names: Vec::new(), length: None }
    }

    /// What separates the cells.
    #[must_use]
    pub const fn separator(mut self, separator: char) -> Self {
        self.separator = separator;
        self
    }

    /// Whether lines are written behind those of a file that is there, which has to have the same columns; without a line of names then.
    #[must_use]
    pub const fn append(mut self, append: bool) -> Self {
        self.append = append;
        self
    }

    fn line(&self, cells: impl Iterator<Item = String>) -> String {
        cells.collect::<Vec<_>>().join(&self.separator.to_string()) + "\n"
    }

    /// A text as a cell: in quotes, if something in it could be mistaken.
    fn quoted(&self, text: &str) -> String {
        if text.contains([self.separator, '"', '\n', '\r']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.to_owned()
        }
    }

    fn write(&mut self, logs: &EpochLogs) -> std::io::Result<()> {
        let mut options = OpenOptions::new();
        let mut file: File = options.create(true).write(true).truncate(false).open(&self.path)?;
        let mut text = String::new();
        if self.length.is_none() && self.append {
            self.length = Some(file.metadata()?.len()).filter(|&length| length > 0);
        }
        if self.length.is_none() {
            let names = self.names.iter().map(|name| self.quoted(name));
            text.push_str(&self.line(core::iter::once("epoch".to_owned()).chain(names)));
        }
        let values = self.names.iter().map(|name| match logs.get(name) {
            Some(value) => value.to_string(),
            None => "NA".to_owned(),
        });
        text.push_str(&self.line(core::iter::once(logs.epoch.to_string()).chain(values)));
        let start = self.length.unwrap_or(0);
        file.set_len(start)?;
        file.seek(SeekFrom::Start(start))?;
        file.write_all(text.as_bytes())?;
        self.length = Some(start + text.len() as u64);
        Ok(())
    }
}

impl Callback for CSVLogger {
    fn on_train_begin(&mut self, _: &mut Training<'_>) {
        (self.names, self.length) = (Vec::new(), None);
    }

    fn on_epoch_end(&mut self, logs: &mut EpochLogs, training: &mut Training<'_>) {
        if self.names.is_empty() {
            // Those of the validation, too, that comes after a later epoch.
            let measured = logs.iter().map(|(name, _)| name.to_owned());
            self.names = measured.chain(training.names().iter().cloned()).collect();
            self.names.sort();
            self.names.dedup();
        }
        let result = self.write(logs);
        let path = &self.path;
        training.check(result.map_err(|error| Error::file(path, format!("it cannot be written: {error}"))));
    }

    fn save_state(&self, state: &mut State) {
        state.put("names", &self.names);
        state.put("length", &self.length);
    }

    fn load_state(&mut self, state: &State, training: &mut Training<'_>) {
        let restored = state.get("names").and_then(|names| Ok((names, state.get("length")?)));
        training.check(restored.map(|restored| (self.names, self.length) = restored));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::callbacks::scripted::{line, train};
    use crate::prelude::*;

    fn path(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("plywood-log-{name}-{}.csv", std::process::id()))
    }

    #[test]
    fn there_is_a_line_for_each_epoch() {
        let path = path("lines");
        let add = LambdaCallback::new().on_epoch_end(|logs: &mut EpochLogs, _: &mut Training<'_>| {
            logs.insert("a;b", logs.epoch as f64 / 4.0);
        });
        let logger = CSVLogger::new(&path).separator(';');
        let history = train(&mut line(0.1), 3, (add, logger.clone())).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        let losses: Vec<String> = history.loss().iter().map(f64::to_string).collect();
        assert_eq!(
            text,
            format!("epoch;\"a;b\";loss\n0;0;{}\n1;0.25;{}\n2;0.5;{}\n", losses[0], losses[1], losses[2])
        );
        // Again from the start, then behind it.
        train(&mut line(0.1), 1, CSVLogger::new(&path)).unwrap();
        train(&mut line(0.1), 1, CSVLogger::new(&path).append(true)).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), format!("epoch,loss\n0,{0}\n0,{0}\n", losses[0]));
        std::fs::remove_file(path).unwrap();
    }

    #[test]
    fn a_training_that_goes_on_goes_on_with_its_file() {
        let path = path("resumed");
        let data: Dataset<Features<1>, Features<1>> = Dataset::new([[1.0], [2.0]], [[1.0], [0.0]]).unwrap();
        let fresh = || model![Dense<1, 1>].compile(SGD::new(0.1), MeanSquaredError::default(), ());
        let fit = |epochs| Fit::epochs(epochs).validation_split(0.5).validation_freq(2).resume(true);
        let mut model = fresh();
        model.fit(&data, fit(2).callbacks(CSVLogger::new(&path))).unwrap();
        let state = model.state();
        // What came after the state was saved is lost.
        model.fit(&data, fit(3).callbacks(CSVLogger::new(&path))).unwrap();
        let mut resumed = fresh();
        resumed.set_state(&state).unwrap();
        resumed.fit(&data, fit(4).callbacks(CSVLogger::new(&path))).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        fresh().fit(&data, fit(4).callbacks(CSVLogger::new(&path))).unwrap();
        assert_eq!(text, std::fs::read_to_string(&path).unwrap());
        assert!(text.starts_with("epoch,loss,val_loss\n0,") && text.contains(",NA\n1,"), "{text}");
        std::fs::remove_file(path).unwrap();
    }

    #[test]
    fn a_file_that_cannot_be_written_ends_the_training() {
        let error = train(&mut line(0.1), 1, CSVLogger::new("/nowhere/log.csv")).unwrap_err();
        assert!(error.to_string().starts_with("/nowhere/log.csv: it cannot be written: "), "{error}");
    }
}
