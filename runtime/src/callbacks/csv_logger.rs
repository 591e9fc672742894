use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

use super::{Callback, EpochLogs, Training};
use crate::error::{Error, Result, number, shortened};
use crate::files::not_regular;
use crate::saving::State;

/// Writes a line for each epoch into a CSV file: the epoch, counted from 0, and all numbers of the history in the order
/// of their names. `NA` stands for what was not measured.
///
/// A training that [goes on](crate::Fit::resume) goes on with its file: lines that were written after the moment that
/// it goes on from are written again. A file that is gone is begun anew.
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
/// When training begins: [`File`](Error::File) for a file that cannot be written, or, where it goes on, has become
/// shorter; [`Format`](Error::Format) for a separator that numbers may have in them, a letter, a digit or one of `.+-`,
/// or that cells end with. [`File`](Error::File) for a file of other columns to be appended to: when training begins,
/// or when the first line is written if that is about numbers that nobody has [announced](Training::add_name).
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

    /// Whether lines are written behind those of a file that is there, which has to have the same columns; without a
    /// line of names then.
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

    fn begin(&mut self, training: &Training<'_>) -> Result<()> {
        (self.names, self.length) = (Vec::new(), None);
        let separator = self.separator;
        if separator.is_alphanumeric() || ".+-\"\r\n".contains(separator) {
            let message = format!("`{}` may be part of a cell", separator.escape_debug());
            return Err(Error::format("separator", message));
        }
        let check = || match self.open()? {
            mut file if self.append => self.check_announced(&mut file, training.names()),
            _ => Ok(()),
        };
        check().map_err(|error| Error::cannot_be_written(&self.path, error))
    }

    /// The file, which is made if it is not there. All that is to be known or written is asked of it, and not of the
    /// path, where another file may be the next moment.
    fn open(&self) -> io::Result<File> {
        // Whoever opens a pipe waits for its other end.
        if fs::metadata(&self.path).is_ok_and(|metadata| !metadata.is_file()) {
            return Err(not_regular());
        }
        let mut options = OpenOptions::new();
        options.create(true).read(self.append).write(true).truncate(false).open(&self.path)
    }

    /// An error if there will be a number that a file, unless it is empty, has no column for.
    fn check_announced(&self, file: &mut File, names: &[String]) -> io::Result<()> {
        let Some(found) = first_line(file)? else { return Ok(()) };
        let is_missing = |name: &String| {
            let cell = self.quoted(name);
            // One in quotes may be cut.
            cell == *name && found.split(self.separator).all(|column| column != cell)
        };
        match names.iter().find(|name| is_missing(name)) {
            None => Ok(()),
            Some(name) => Err(other_columns(&found, &format!("without `{name}`"))),
        }
    }

    /// The line of names.
    fn header(&self) -> String {
        let names = self.names.iter().map(|name| self.quoted(name));
        self.line(core::iter::once("epoch".to_owned()).chain(names))
    }

    /// Takes a file to be begun anew if nothing of it is there any more. An error if a part is missing.
    fn find(&mut self, file: &File) -> io::Result<u64> {
        let found = file.metadata()?.len();
        match self.length {
            Some(_) if found == 0 => self.length = None,
            Some(length) if found < length => {
                return Err(io::Error::other(format!(
                    "it has {found} bytes, where {length} were written\nhelp: move it away, and a new one is begun"
                )));
            }
            _ => {}
        }
        Ok(found)
    }

    fn write(&mut self, logs: &EpochLogs) -> io::Result<()> {
        let mut file = self.open()?;
        let found = self.find(&file)?;
        let mut text = String::new();
        if self.length.is_none() && self.append && found > 0 {
            let (expected, line) = (self.header(), first_line(&mut file)?.unwrap_or_default());
            if expected.lines().next() != Some(&*line) {
                return Err(other_columns(&line, &format!("where `{}` are needed", expected.trim_end())));
            }
            // Its last line may have no end.
            let mut last = [0];
            file.seek(SeekFrom::End(-1))?;
            file.read_exact(&mut last)?;
            if last != [b'\n'] {
                text.push('\n');
            }
            self.length = Some(found);
        }
        if self.length.is_none() {
            text.push_str(&self.header());
        }
        let values = self.names.iter().map(|name| match logs.get(name) {
            Some(value) => number(value),
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

/// The first line of a file, without its end, unless the file is empty.
fn first_line(file: &mut File) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    // As long as a line of names can be.
    BufReader::new(file).take(1 << 20).read_until(b'\n', &mut line)?;
    let text = String::from_utf8_lossy(&line);
    Ok((!text.is_empty()).then(|| text.trim_end_matches(['\r', '\n']).to_owned()))
}

fn other_columns(found: &str, difference: &str) -> io::Error {
    let found = shortened(found, 200);
    io::Error::other(format!(
        "its columns are `{found}`, {difference}\nhelp: leave `append` out, or name another file"
    ))
}

impl Callback for CSVLogger {
    fn on_train_begin(&mut self, training: &mut Training<'_>) {
        let result = self.begin(training);
        training.check(result);
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
        training.check(result.map_err(|error| Error::cannot_be_written(&self.path, error)));
    }

    fn save_state(&self, state: &mut State) {
        state.put("names", &self.names);
        state.put("length", &self.length);
    }

    fn load_state(&mut self, state: &State, training: &mut Training<'_>) {
        let restored = state.distinct_names("names").and_then(|names| Ok((names, state.get("length")?)));
        training.check(restored.map(|restored| (self.names, self.length) = restored));
        let found = self.open().and_then(|file| self.find(&file));
        training
            .check(found.map_or_else(|error| Err(Error::cannot_be_written(&self.path, error)), |_| Ok(())));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prelude::*;
    use crate::training::testing::{data, line, train};

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
        let text = fs::read_to_string(&path).unwrap();
        let losses: Vec<String> = history.loss().iter().map(f64::to_string).collect();
        assert_eq!(
            text,
            format!("epoch;\"a;b\";loss\n0;0;{}\n1;0.25;{}\n2;0.5;{}\n", losses[0], losses[1], losses[2])
        );
        // Again from the start, then behind it.
        train(&mut line(0.1), 1, CSVLogger::new(&path)).unwrap();
        train(&mut line(0.1), 1, CSVLogger::new(&path).append(true)).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), format!("epoch,loss\n0,{0}\n0,{0}\n", losses[0]));
        fs::remove_file(path).unwrap();
    }

    #[test]
    fn numbers_of_any_size_are_short_and_come_back() {
        let path = path("sizes");
        let numbers = [1e300, -1e-300, 0.5];
        let add = LambdaCallback::new()
            .on_epoch_end(|logs: &mut EpochLogs, _: &mut Training<'_>| logs.insert("a", numbers[logs.epoch]));
        train(&mut line(0.1), 3, (add, CSVLogger::new(&path))).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let cells: Vec<&str> = text.lines().skip(1).map(|line| line.split(',').nth(1).unwrap()).collect();
        assert_eq!(cells, ["1e300", "-1e-300", "0.5"]);
        assert!(cells.iter().zip(numbers).all(|(cell, number)| cell.parse() == Ok(number)));
        fs::remove_file(path).unwrap();
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
        let text = fs::read_to_string(&path).unwrap();
        fresh().fit(&data, fit(4).callbacks(CSVLogger::new(&path))).unwrap();
        assert_eq!(text, fs::read_to_string(&path).unwrap());
        assert!(text.starts_with("epoch,loss,val_loss\n0,") && text.contains(",NA\n1,"), "{text}");
        fs::remove_file(path).unwrap();
    }

    /// What is said, before anything was learnt.
    fn refused(logger: CSVLogger) -> String {
        let mut model = line(0.1);
        let error = train(&mut model, 1, logger).unwrap_err().to_string();
        assert_eq!(model.iterations(), 0);
        error
    }

    #[test]
    fn what_cannot_be_written_is_refused_before_training() {
        let error = refused(CSVLogger::new("/nowhere/log.csv"));
        assert!(error.starts_with("/nowhere/log.csv: it cannot be written: "), "{error}");
        assert!(refused(CSVLogger::new(std::env::temp_dir())).ends_with("it is not a regular file"));
        for separator in ['.', '-', '7', 'e', 'N', '"', '\n'] {
            let error = refused(CSVLogger::new(path("separator")).separator(separator));
            assert!(
                error.starts_with("this is no separator: `") && error.ends_with("` may be part of a cell")
            );
        }
    }

    #[test]
    fn lines_are_only_put_behind_those_of_the_same_columns() {
        let path = path("columns");
        let append = || CSVLogger::new(&path).append(true);
        fs::write(&path, "epoch,losses\n").unwrap();
        let error = refused(append());
        assert!(error.contains("written: its columns are `epoch,losses`, without `loss`\nhelp: "), "{error}");
        for text in ["epoch,loss,lr\n0,1,2\n", "loss,epoch"] {
            fs::write(&path, text).unwrap();
            let error = train(&mut line(0.1), 1, append()).unwrap_err().to_string();
            assert!(error.contains(", where `epoch,loss` are needed\nhelp: "), "{error}");
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        for text in ["epoch,loss\n0,1.5", "epoch,loss\r\n0,1.5", "epoch,loss"] {
            fs::write(&path, text).unwrap();
            let loss = train(&mut line(0.1), 1, append()).unwrap().loss()[0];
            assert_eq!(fs::read_to_string(&path).unwrap(), format!("{text}\n0,{loss}\n"));
        }
        fs::remove_file(path).unwrap();
    }

    #[test]
    fn a_file_that_is_gone_is_begun_anew_and_one_that_was_cut_is_left_alone() {
        let path = path("gone");
        let fit = |epochs| Fit::epochs(epochs).resume(true).callbacks(CSVLogger::new(&path));
        let mut model = line(0.1);
        model.fit(&data(), fit(3)).unwrap();
        fs::remove_file(&path).unwrap();
        model.fit(&data(), fit(4)).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("epoch,loss\n3,") && text.lines().count() == 2, "{text}");
        fs::write(&path, "epoch").unwrap();
        let state = model.state();
        let error = model.fit(&data(), fit(5)).unwrap_err().to_string();
        let expected = format!("it has 5 bytes, where {} were written\nhelp: move it away", text.len());
        assert!(error.contains(&expected), "{error}");
        assert_eq!((model.state(), &*fs::read_to_string(&path).unwrap()), (state, "epoch"));
        fs::remove_file(path).unwrap();
    }
}
