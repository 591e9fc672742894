//! What can go wrong, and where.

mod text;

use core::fmt;
use std::io;
use std::path::Path;

use crate::model::summary::size;
pub(crate) use text::{joined, list, no_token, number, quoted, shortened};

/// A result with plywood's [`Error`].
pub type Result<T, E = Error> = core::result::Result<T, E>;

/// What went wrong: bad data, a bad setting, a training that diverged. Rows, columns, epochs and batches are
/// counted from 0.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// There is not a single sample.
    Empty,
    /// A label that is no class.
    Label {
        /// The sample.
        row: usize,
        /// Its label.
        label: usize,
        /// The number of classes: labels run from 0 to one less.
        classes: usize,
    },
    /// Different numbers of samples and targets.
    Lengths {
        /// The number of samples.
        samples: usize,
        /// The number of targets.
        targets: usize,
    },
    /// Another number of predictions than of samples.
    Predictions {
        /// The number of samples.
        samples: usize,
        /// The number of predictions.
        predictions: usize,
    },
    /// Different numbers of samples and sample weights.
    Weights {
        /// The number of samples.
        samples: usize,
        /// The number of weights.
        weights: usize,
    },
    /// A cell of a table that cannot be read.
    Cell {
        /// Where it is: the file and the line, the row of a table that was not read from a file, or `the record`.
        place: String,
        /// The name of its column.
        column: String,
        /// What is wrong.
        message: String,
    },
    /// Columns of a table that are not there, or do not make what is needed.
    Columns {
        /// The file that the table was read from.
        table: Option<String>,
        /// What is wrong.
        message: String,
    },
    /// Different numbers of classes and class weights.
    ClassWeights {
        /// The number of classes that the targets tell apart.
        classes: usize,
        /// The number of weights.
        weights: usize,
    },
    /// The loss, the gradient's norm or a step became infinite or not a number. The weights are those from before the
    /// batch that did it; so is what the optimizer remembers, but for settings near the limits of the number type.
    Diverged {
        /// The epoch.
        epoch: usize,
        /// The batch in this epoch.
        batch: usize,
        /// The batch's loss; if it is finite, the gradient or the step was not.
        loss: f64,
    },
    /// A target that the loss's formula is not defined for: see [`Loss::target_domain`](crate::losses::Loss::target_domain).
    Target {
        /// Which targets: `targets`, or `validation targets`.
        what: &'static str,
        /// The sample.
        row: usize,
        /// The value in its target: which output of the model it is for.
        column: usize,
        /// The value.
        value: f64,
        /// The name of the loss.
        loss: String,
        /// What the loss needs.
        needed: String,
        /// What may be done.
        help: Option<&'static str>,
    },
    /// An output of the model that the loss's formula is not defined for: see
    /// [`Loss::output_domain`](crate::losses::Loss::output_domain). The weights are those from before the batch, as for
    /// [`Diverged`](Self::Diverged).
    Output {
        /// The sample: its batch and its place there, or its row in the data.
        place: String,
        /// The value in the output.
        column: usize,
        /// The value.
        value: f64,
        /// The name of the loss.
        loss: String,
        /// What the loss needs.
        needed: String,
        /// What may be done.
        help: Option<&'static str>,
    },
    /// A file could not be written or read, or is not what it should be.
    File {
        /// The file.
        path: String,
        /// What is wrong.
        message: String,
    },
    /// A text is not what it should be.
    Format {
        /// What was to be read.
        what: &'static str,
        /// What is wrong with it.
        message: String,
    },
    /// There is no memory for something.
    Memory {
        /// What was to be there.
        what: String,
        /// The number of bytes that it needs.
        bytes: u128,
    },
    /// A value that is infinite or not a number.
    NotFinite {
        /// Where: `inputs` or `targets`.
        what: &'static str,
        /// The sample.
        row: usize,
        /// The value in it.
        column: usize,
        /// The value.
        value: f64,
    },
    /// A rule for a variable of another number of axes: an orthogonal matrix for a vector, say.
    Rank {
        /// Which rule.
        what: &'static str,
        /// How many axes it needs, in words.
        needed: &'static str,
        /// The variable's shape.
        shape: Vec<usize>,
    },
    /// A regularizer of outputs that needs more than the values themselves.
    ActivityRank {
        /// Which one.
        what: &'static str,
        /// How many axes it needs, in words.
        needed: &'static str,
    },
    /// A layer with an activity regularizer inside of one that does not see its outputs.
    InnerActivity {
        /// The outer layer.
        outer: &'static str,
    },
    /// A setting out of its range.
    Setting {
        /// Which one.
        what: &'static str,
        /// Its value.
        value: f64,
        /// The values that it can have.
        range: &'static str,
    },
    /// A model that is shown data does not begin with a layer that adapts to it.
    NothingAdapts,
    /// A name that is not that of a variable, nor of a layer with variables.
    UnknownLayer {
        /// The name that was given.
        name: String,
        /// The names of the model's variables: layer, slash, variable.
        variables: Vec<String>,
    },
    /// A number to watch, such as `val_loss`, that this training does not have.
    UnknownScore {
        /// The name that was given.
        name: String,
        /// The names that there are.
        names: Vec<String>,
    },
    /// A variable with a constraint, where none can be kept to.
    Constrained {
        /// Its name.
        name: String,
    },
    /// What a callback found wrong.
    Callback {
        /// In its words.
        message: String,
    },
    /// A number was to be watched that may get better by growing or by shrinking.
    NoDirection {
        /// Its name.
        name: String,
    },
    /// A record is to be predicted by a model that does not know how records become samples.
    NoPreparation,
    /// The moving averages of the weights were to be used, but the optimizer keeps none.
    NoAverages,
    /// The learning rate was to be set, but follows a schedule.
    Scheduled,
    /// A value that is no token of the vocabulary.
    Token {
        /// The sample.
        row: usize,
        /// Which of its tokens.
        step: usize,
        /// The value.
        value: f64,
        /// The number of tokens that there are: they run from 0 to one less.
        vocabulary: usize,
    },
    /// A split that leaves one side without samples.
    EmptySplit {
        /// The number of samples.
        samples: usize,
        /// The part that was asked for.
        fraction: f64,
    },
    /// More folds than samples.
    Folds {
        /// The number of samples.
        samples: usize,
        /// The number of folds.
        folds: usize,
    },
    /// A variable that the model does not have, or has under another name.
    VariableName {
        /// Which variable, counted from 0.
        index: usize,
        /// Its name in the model, if it has that many variables.
        expected: Option<String>,
        /// Its name in what was given, if there are that many.
        found: Option<String>,
    },
    /// A variable of another shape.
    VariableShape {
        /// Its name.
        name: String,
        /// Its shape in the model.
        expected: Vec<usize>,
        /// Its shape, or the number of its values, in what was given.
        found: Vec<usize>,
    },
    /// A variable with a value that is infinite or not a number.
    VariableNotFinite {
        /// Its name.
        name: String,
        /// Which of its values.
        index: usize,
        /// The value.
        value: f64,
    },
    /// A row with another number of values, where rows are targets.
    TargetWidth {
        /// The row.
        row: usize,
        /// How many values a target has.
        expected: usize,
        /// How many values the row has.
        found: usize,
    },
    /// A row with another number of values.
    Width {
        /// The row.
        row: usize,
        /// How many values a sample has.
        expected: usize,
        /// How many values the row has.
        found: usize,
    },
}

impl Error {
    /// What is wrong with a file.
    pub(crate) fn file(path: &Path, message: impl Into<String>) -> Self {
        Self::File { path: path.display().to_string(), message: message.into() }
    }

    pub(crate) fn cannot_be_written(path: &Path, error: &io::Error) -> Self {
        Self::file(path, format!("it cannot be written: {error}"))
    }

    #[cfg(any(feature = "csv", feature = "safetensors"))]
    pub(crate) fn cannot_be_read(path: &Path, error: &io::Error) -> Self {
        Self::file(path, format!("it cannot be read: {error}"))
    }

    /// The same error, where the rows that were looked at are targets.
    pub(crate) fn of_target(self) -> Self {
        match self {
            Self::Width { row, expected, found } => Self::TargetWidth { row, expected, found },
            other => other,
        }
    }

    /// The same error, in a file.
    #[cfg(feature = "safetensors")]
    pub(crate) fn in_file(self, path: &Path) -> Self {
        let message = match self {
            Self::Format { message, .. } => message,
            other => other.to_string(),
        };
        Self::file(path, message)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "there are no samples"),
            Self::Label { row, label, classes: 0 } => {
                write!(f, "row {row}: label {label}, but there are no classes")
            }
            Self::Label { row, label, classes } => {
                write!(f, "row {row}: label {label}, but the {classes} classes are 0 to {}", classes - 1)
            }
            Self::Lengths { samples, targets } => write!(f, "{samples} samples, but {targets} targets"),
            Self::Predictions { samples, predictions } => {
                write!(f, "{samples} samples, but {predictions} predictions")
            }
            Self::Weights { samples, weights } => {
                write!(f, "{samples} samples, but {weights} sample weights")
            }
            Self::Cell { place, column, message } => write!(f, "{place}, column `{column}`: {message}"),
            Self::Columns { table: Some(table), message } => write!(f, "{table}: {message}"),
            Self::Columns { table: None, message } => write!(f, "{message}"),
            Self::ClassWeights { classes, weights } => {
                write!(f, "{classes} classes, but {weights} class weights")
            }
            Self::Diverged { epoch, batch, loss } if loss.is_finite() => write!(
                f,
                "training diverged in epoch {epoch}, batch {batch}: the gradient or the step is infinite or not a number; \
                 the weights before this batch are kept (a smaller learning rate may help)"
            ),
            Self::Diverged { epoch: 0, batch: 0, loss } => write!(
                f,
                "the loss is {loss} before the first step of this training, which no learning rate changes\n\
                 help: look for very large numbers in the data, and in the weights that it began with"
            ),
            Self::Diverged { epoch, batch, loss } => write!(
                f,
                "training diverged in epoch {epoch}, batch {batch}: the loss is {loss}; \
                 the weights before this batch are kept (a smaller learning rate may help)"
            ),
            Self::Target { what, row, column, value, loss, needed, help } => {
                let value = number(*value);
                write!(f, "{what}, row {row}, column {column}: {value}, where `{loss}` needs {needed}")?;
                write_help(f, *help)
            }
            Self::Output { place, column, value, loss, needed, help } => {
                let value = number(*value);
                write!(f, "{place}, output {column}: {value}, where `{loss}` needs {needed}")?;
                write_help(f, *help)
            }
            Self::File { path, message } if path.is_empty() => write!(f, "the path is empty: {message}"),
            Self::File { path, message } => write!(f, "{path}: {message}"),
            Self::Format { what, message } => write!(f, "this is no {what}: {message}"),
            Self::Memory { what, bytes } => {
                write!(f, "cannot allocate {bytes} bytes ({}) for {what}", size(*bytes as f64))
            }
            Self::NotFinite { what, row, column, value } => {
                let value = number(*value);
                write!(f, "{what}, row {row}, column {column}: {value}, where a finite number is needed")
            }
            Self::Rank { what, needed, shape } => {
                write!(f, "{what} needs {needed}, but the variable's shape is {shape:?}")
            }
            Self::ActivityRank { what, needed } => write!(
                f,
                "{what} needs {needed}, so it cannot be an activity regularizer, \
                 which sees single values"
            ),
            Self::InnerActivity { outer } => write!(
                f,
                "an activity regularizer inside `{outer}` does not count\n\
                 help: put `ActivityRegularization(l2 = 0.01)` behind `{outer}`"
            ),
            Self::Setting { what, value, range } => {
                write!(f, "{what} is {}, but must be {range}", number(*value))
            }
            Self::NothingAdapts => {
                write!(
                    f,
                    "the model does not begin with a layer that adapts to data\nhelp: put `Normalization` in front"
                )
            }
            Self::UnknownLayer { name, variables } => {
                write!(
                    f,
                    "no variable, and no layer with variables, is called `{name}`; there are {}",
                    list(variables)
                )
            }
            Self::UnknownScore { name, names } => {
                write!(f, "there is no `{name}` in this training; there are {}", list(names))
            }
            Self::Constrained { name } => {
                write!(f, "`{name}` has a constraint, which `minimize` cannot keep it to")
            }
            Self::Callback { message } => write!(f, "{message}"),
            Self::NoDirection { name } => {
                write!(
                    f,
                    "nothing says whether more or less of `{name}` is better: give a mode, `Mode::Min` or `Mode::Max`"
                )
            }
            Self::NoPreparation => write!(
                f,
                "the model does not know how a record becomes a sample\nhelp: give it the fitted schema with `set_preparation`"
            ),
            Self::NoAverages => {
                write!(f, "the optimizer keeps no moving averages of the weights: give it `use_ema(true)`")
            }
            Self::Scheduled => {
                write!(f, "the learning rate follows a schedule, so it cannot be set to a number")
            }
            Self::Token { row, step, value, vocabulary } => {
                write!(f, "row {row}, step {step}: {}", no_token(*value, *vocabulary))
            }
            Self::EmptySplit { samples, fraction } => {
                let fraction = number(*fraction);
                write!(
                    f,
                    "{samples} samples cannot be split at {fraction}: one side would be empty\nhelp: "
                )?;
                match samples {
                    0 | 1 => write!(f, "a split needs two samples or more"),
                    samples => write!(f, "one sample is a fraction of 1/{samples}"),
                }
            }
            Self::Folds { samples, folds } => {
                write!(f, "{samples} samples cannot be put into {folds} folds: some would be empty")
            }
            Self::VariableName { index, expected: Some(expected), found: Some(found) } => {
                write!(f, "variable {index} is `{expected}` in the model, but `{found}` here")
            }
            Self::VariableName { index, expected: Some(expected), found: None } => {
                write!(f, "variable {index}, `{expected}`, is missing")
            }
            Self::VariableName { index, found, .. } => {
                write!(
                    f,
                    "variable {index}, `{}`, is one more than the model has",
                    found.as_deref().unwrap_or("")
                )
            }
            Self::VariableShape { name, expected, found } => {
                write!(f, "`{name}` has shape {expected:?} in the model, but {found:?} here")
            }
            Self::VariableNotFinite { name, index, value } => {
                let value = number(*value);
                write!(f, "`{name}`, value {index}: {value}, where a finite number is needed")
            }
            Self::TargetWidth { row, expected, found } => {
                write!(f, "targets, {}", Self::Width { row: *row, expected: *expected, found: *found })
            }
            Self::Width { row, expected, found } => {
                write!(f, "row {row} has {found} values, where {expected} are needed")?;
                match found.cmp(expected) {
                    core::cmp::Ordering::Less => write!(f, ": column {found} is missing"),
                    _ => write!(f, ": column {expected} is one too many"),
                }
            }
        }
    }
}

impl core::error::Error for Error {}

fn write_help(f: &mut fmt::Formatter<'_>, help: Option<&str>) -> fmt::Result {
    help.map_or(Ok(()), |help| write!(f, "\nhelp: {help}"))
}

/// An error unless `holds`, for a setting that must lie in `range`.
pub(crate) fn check_setting(what: &'static str, value: f64, holds: bool, range: &'static str) -> Result<()> {
    if holds { Ok(()) } else { Err(Error::Setting { what, value, range }) }
}

/// The result, or an error that says for which cell `message` holds.
pub(crate) fn check_cell<V>(
    place: impl Fn() -> String,
    column: &str,
    result: Result<V, String>,
) -> Result<V> {
    result.map_err(|message| Error::Cell { place: place(), column: column.to_owned(), message })
}

/// An error for a number that is negative or not finite.
pub(crate) fn check_not_negative(what: &'static str, value: f64) -> Result<()> {
    check_setting(what, value, value.is_finite() && value >= 0.0, "0 or more")
}
