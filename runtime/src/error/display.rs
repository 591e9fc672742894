//! The message of an error, and what caused it.

use core::error::Error as Cause;
use core::fmt;

use super::text::{list, no_token, number, size};
use super::{Error, IoError};

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
            Self::Class { row, value, classes } => {
                write!(f, "row {row}: {value} is no class: the {classes} classes are 0 to {}", classes - 1)
            }
            Self::ColumnCount { of, expected, found } => {
                write!(f, "{expected} {of}, but {found} slices")
            }
            Self::UnequalColumns { of, first, other } => {
                write!(f, "the first of the {of} has {first} samples, another one {other}")
            }
            Self::Predictions { samples, predictions } => {
                write!(f, "{samples} samples, but {predictions} predictions")
            }
            Self::Weights { samples, weights } => {
                write!(f, "{samples} samples, but {weights} sample weights")
            }
            Self::PositionWeights { row, positions: 1, found } => {
                write!(f, "sample weights, row {row}: {found} of them, but a sample has 1")
            }
            Self::PositionWeights { row, positions, found } => {
                write!(
                    f,
                    "sample weights, row {row}: {found} of them, but a sample has 1, or each has {positions}, "
                )?;
                write!(f, "one for each position of its target")
            }
            Self::LossOfWhole { loss, is_masked: true } => write!(
                f,
                "`{loss}` is one number for a sample as a whole, so it cannot leave out the steps that the model's mask \
                 passes over\nhelp: take a loss that has one for each step, or end the model in `DropMask`"
            ),
            Self::LossOfWhole { loss, is_masked: false } => write!(
                f,
                "`{loss}` is one number for a sample as a whole, so steps and pixels cannot have weights of their own"
            ),
            Self::Cell { place, column, message } => write!(f, "{place}, column `{column}`: {message}"),
            Self::Columns { table: Some(table), message } => write!(f, "{table}: {message}"),
            Self::Columns { table: None, message } => write!(f, "{message}"),
            Self::ClassWeightOfSeveral { outputs } => write!(
                f,
                "class weights for a model with {outputs} outputs\nhelp: give the samples weights, those of each output with `sample_weight_of`"
            ),
            Self::ClassWeights { classes, weights } => {
                write!(f, "{classes} classes, but {weights} class weights")
            }
            Self::Diverged { epoch, batch, loss } if loss.is_finite() => write!(
                f,
                "training diverged in epoch {epoch}, batch {batch}: \
                 the gradient or the step is infinite or not a number; \
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
            Self::File { path, message, .. } if path.is_empty() => write!(f, "the path is empty: {message}"),
            Self::File { path, message, .. } => write!(f, "{path}: {message}"),
            Self::Format { what, message, .. } => write!(f, "this is no {what}: {message}"),
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
                "the model does not know how a record becomes a sample\n\
                 help: give it the fitted schema with `set_preparation`"
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

impl Cause for Error {
    /// The error of the operating system behind [`File`](Self::File) and [`Format`](Self::Format): a
    /// [`std::io::Error`].
    fn source(&self) -> Option<&(dyn Cause + 'static)> {
        match self {
            Self::File { source, .. } | Self::Format { source, .. } => source.as_ref().map(IoError::as_cause),
            _ => None,
        }
    }
}

fn write_help(f: &mut fmt::Formatter<'_>, help: Option<&str>) -> fmt::Result {
    help.map_or(Ok(()), |help| write!(f, "\nhelp: {help}"))
}
