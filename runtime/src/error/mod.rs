//! What can go wrong, and where.

mod checks;
mod display;
#[cfg(feature = "std")]
mod io;
#[cfg(not(feature = "std"))]
#[path = "no_io.rs"]
mod io;
mod reason;
mod text;

use alloc::string::String;
use alloc::vec::Vec;

pub(crate) use checks::{check_cell, check_not_negative, check_setting};
pub use io::IoError;
pub(crate) use reason::Reason;
pub(crate) use text::{joined, list, no_token, number, quoted, shortened, size};

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
    /// A number that is no class.
    Class {
        /// The row, counted from 0.
        row: usize,
        /// The number.
        value: f64,
        /// The number of classes: they run from 0 to one less.
        classes: usize,
    },
    /// Another number of slices than there are inputs or outputs.
    ColumnCount {
        /// Which of the two: "inputs" or "outputs".
        of: &'static str,
        /// How many there are.
        expected: usize,
        /// The number of slices.
        found: usize,
    },
    /// Inputs or outputs that have different numbers of samples.
    UnequalColumns {
        /// Which of the two: "inputs" or "outputs".
        of: &'static str,
        /// The number of samples of the first one.
        first: usize,
        /// That of another one.
        other: usize,
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
    /// A sample with another number of weights than one, or one for each position of its target: step, or pixel.
    PositionWeights {
        /// The sample.
        row: usize,
        /// The number of positions.
        positions: usize,
        /// The number of weights.
        found: usize,
    },
    /// A loss that has one number for a sample as a whole, where its positions have weights of their own, or a mask.
    LossOfWhole {
        /// The name of the loss.
        loss: String,
        /// Whether it is a mask.
        is_masked: bool,
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
    /// Class weights for a model with several outputs: they say of which classes none.
    ClassWeightOfSeveral {
        /// The number of outputs.
        outputs: usize,
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
    /// A target that the loss's formula is not defined for: see
    /// [`Loss::target_domain`](crate::losses::Loss::target_domain).
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
        /// The error of the operating system, if that is what is wrong.
        source: Option<IoError>,
    },
    /// A text is not what it should be.
    Format {
        /// What was to be read.
        what: &'static str,
        /// What is wrong with it.
        message: String,
        /// The error of the operating system, if that is what is wrong.
        source: Option<IoError>,
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
    /// `adapt` was called on a model that does not begin with a layer that adapts to data.
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
    /// A variable with a constraint, where constraints cannot be applied.
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
    /// `predict_record` on a model without a preparation, which encodes records as samples.
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
