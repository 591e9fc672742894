//! What a model is made of, as a table.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::spans::Span;
use crate::error::size;
use crate::layer::{Layer, Part, name_alone, parameters};
use crate::tensor::Scalar;

/// The layers of a model and what they take: made by [`Model::summary`](crate::Model::summary) and
/// [`Compiled::summary`](crate::Compiled::summary). Printed, it is Keras' table, with the products that a sample takes
/// and, of a compiled model, the memory of its training.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    name: &'static str,
    layers: Vec<SummarizedLayer>,
    parameters: usize,
    trainable: usize,
    bytes_each: usize,
    multiply_adds: usize,
    training: Option<TrainingMemory>,
}

/// A layer in a [`Summary`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SummarizedLayer {
    /// Its name in the model, or in the layer that it is inside of.
    pub name: &'static str,
    /// The name of its type, such as `Dense`.
    pub kind: &'static str,
    /// In how many layers it lies.
    pub depth: usize,
    /// The shapes of a sample that leaves it: one, but for a layer with several outputs.
    pub outputs: &'static [&'static [usize]],
    /// The number of values in its variables, and in those of the layers inside it.
    pub parameters: usize,
    /// The number of products with variables that a sample takes.
    pub multiply_adds: usize,
}

/// What the training of a compiled model takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TrainingMemory {
    /// The numbers that the optimizer keeps.
    pub(crate) optimizer: usize,
    /// The size of the batches.
    pub(crate) batch_size: usize,
    /// All bytes.
    pub(crate) bytes: usize,
}

impl Summary {
    /// The summary of the network `L` with these variables, in numbers `T`.
    pub(crate) fn of<L: Layer, T: Scalar>(variables: &[Span]) -> Self {
        let mut layers = Vec::new();
        add(&mut layers, L::PARTS, 0);
        let trainable = variables.iter().filter(|variable| variable.is_trainable);
        Self {
            name: name_alone(core::any::type_name::<L>()),
            layers,
            parameters: parameters::<L>(),
            trainable: trainable.map(|variable| variable.range.len()).sum(),
            bytes_each: size_of::<T>(),
            multiply_adds: L::MULTIPLY_ADDS,
            training: None,
        }
    }

    pub(crate) fn with_training(self, training: TrainingMemory) -> Self {
        Self { training: Some(training), ..self }
    }

    /// The layers in their order, those inside of others behind these.
    pub fn layers(&self) -> &[SummarizedLayer] {
        &self.layers
    }

    /// The number of values in all variables: [`Model::PARAMETERS`](crate::Model::PARAMETERS).
    pub const fn parameters(&self) -> usize {
        self.parameters
    }

    /// Those that an optimizer may change: neither frozen, nor statistics that their layer keeps.
    pub const fn trainable(&self) -> usize {
        self.trainable
    }

    /// The number of bytes of all variables: [`Model::PARAMETER_BYTES`](crate::Model::PARAMETER_BYTES).
    pub const fn parameter_bytes(&self) -> usize {
        self.parameters * self.bytes_each
    }

    /// The number of products with variables that a prediction of one sample takes:
    /// [`Layer::MULTIPLY_ADDS`](crate::Layer::MULTIPLY_ADDS). A training step takes about three times as many for each.
    pub const fn multiply_adds(&self) -> usize {
        self.multiply_adds
    }
}

fn add(layers: &mut Vec<SummarizedLayer>, parts: &[Part], depth: usize) {
    for part in parts {
        layers.push(SummarizedLayer {
            name: part.name,
            kind: part.kind(),
            depth,
            outputs: part.outputs,
            parameters: part.parameters(),
            multiply_adds: part.multiply_adds,
        });
        add(layers, part.parts, depth + 1);
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let heading = ["Layer (type)", "Output shape", "Param #", "Multiply-adds"].map(str::to_owned);
        let rows: Vec<[String; 4]> = self.layers.iter().map(SummarizedLayer::cells).collect();
        let width = |column: usize| {
            let cells = rows.iter().chain([&heading]).map(|row| row[column].chars().count());
            cells.max().unwrap_or(0)
        };
        let widths = [0, 1, 2, 3].map(width);
        writeln!(f, "Model: \"{}\"", self.name)?;
        rule(f, &widths, ['┏', '━', '┳', '┓'])?;
        line(f, &widths, '┃', &heading)?;
        rule(f, &widths, ['┡', '━', '╇', '┩'])?;
        for (index, (row, layer)) in rows.iter().zip(&self.layers).enumerate() {
            if index > 0 && layer.depth == 0 {
                rule(f, &widths, ['├', '─', '┼', '┤'])?;
            }
            line(f, &widths, '│', row)?;
        }
        rule(f, &widths, ['└', '─', '┴', '┘'])?;
        let counted =
            |count: usize| format!("{} ({})", grouped(count), size((count * self.bytes_each) as f64));
        writeln!(f, " Total params: {}", counted(self.parameters))?;
        writeln!(f, " Trainable params: {}", counted(self.trainable))?;
        write!(f, " Non-trainable params: {}", counted(self.parameters - self.trainable))?;
        if let Some(training) = self.training {
            write!(f, "\n Optimizer params: {}", counted(training.optimizer))?;
        }
        write!(f, "\n Multiply-adds of a sample: {}", grouped(self.multiply_adds))?;
        if let Some(training) = self.training {
            write!(
                f,
                "\n Memory to train with batches of {}: {}",
                training.batch_size,
                size(training.bytes as f64)
            )?;
        }
        Ok(())
    }
}

impl SummarizedLayer {
    fn cells(&self) -> [String; 4] {
        let indent = if self.depth == 0 { String::new() } else { format!("{}└ ", "  ".repeat(self.depth)) };
        let shape = |axes: &&[usize]| {
            let axes: String = axes.iter().map(|axis| format!(", {axis}")).collect();
            format!("(None{axes})")
        };
        let shapes: Vec<String> = self.outputs.iter().map(shape).collect();
        [
            format!("{indent}{} ({})", self.name, self.kind),
            shapes.join(", "),
            grouped(self.parameters),
            grouped(self.multiply_adds),
        ]
    }
}

/// A line between rows: its left end, the stroke, where columns meet, its right end.
fn rule(
    f: &mut fmt::Formatter<'_>,
    widths: &[usize; 4],
    [left, stroke, between, right]: [char; 4],
) -> fmt::Result {
    for (column, width) in widths.iter().enumerate() {
        let begin = if column == 0 { left } else { between };
        write!(f, "{begin}{}", String::from(stroke).repeat(width + 2))?;
    }
    writeln!(f, "{right}")
}

/// A row: texts to the left, numbers to the right.
fn line(f: &mut fmt::Formatter<'_>, widths: &[usize; 4], border: char, cells: &[String; 4]) -> fmt::Result {
    for (column, (cell, width)) in cells.iter().zip(widths).enumerate() {
        // Not `{cell:width$}`: a width there ends at 65,535, and a name may be longer.
        let space = " ".repeat(width.saturating_sub(cell.chars().count()));
        if column < 2 {
            write!(f, "{border} {cell}{space} ")?;
        } else {
            write!(f, "{border} {space}{cell} ")?;
        }
    }
    writeln!(f, "{border}")
}

/// A number with a comma before every third digit.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layer::Layer;
    use crate::prelude::*;

    model! { struct Net { hidden: Dense<4, 800, relu>, BatchNormalization, Residual(Dense<800>), Dense<_, 3, softmax> } }

    #[test]
    fn a_summary_is_keras_table() {
        let mut model = Net::new(1);
        model.freeze("hidden").unwrap();
        assert_eq!(
            format!("\n{}", model.summary()),
            r#"
Model: "Net"
┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━┳━━━━━━━━━┳━━━━━━━━━━━━━━━┓
┃ Layer (type)                             ┃ Output shape ┃ Param # ┃ Multiply-adds ┃
┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━╇━━━━━━━━━╇━━━━━━━━━━━━━━━┩
│ hidden (Dense)                           │ (None, 800)  │   4,000 │         3,200 │
├──────────────────────────────────────────┼──────────────┼─────────┼───────────────┤
│ batch_normalization (BatchNormalization) │ (None, 800)  │   3,200 │             0 │
├──────────────────────────────────────────┼──────────────┼─────────┼───────────────┤
│ residual (Residual)                      │ (None, 800)  │ 640,800 │       640,000 │
│   └ dense (Dense)                        │ (None, 800)  │ 640,800 │       640,000 │
├──────────────────────────────────────────┼──────────────┼─────────┼───────────────┤
│ dense (Dense)                            │ (None, 3)    │   2,403 │         2,400 │
└──────────────────────────────────────────┴──────────────┴─────────┴───────────────┘
 Total params: 650,403 (2.48 MB)
 Trainable params: 644,803 (2.46 MB)
 Non-trainable params: 5,600 (21.88 KB)
 Multiply-adds of a sample: 645,600"#
        );
    }

    #[test]
    fn names_of_any_length_are_printed() {
        let name: &'static str = "n".repeat(65_536).leak();
        let mut summary = Net::new(1).summary();
        summary.layers[0].name = name;
        let printed = summary.to_string();
        let lengths: Vec<usize> = printed.lines().skip(1).take(11).map(|line| line.chars().count()).collect();
        assert!(printed.contains(name) && lengths.iter().all(|&length| length == lengths[0]), "{lengths:?}");
    }

    #[test]
    fn products_are_counted() {
        const fn of<L: Layer>(_: &L) -> usize {
            L::MULTIPLY_ADDS
        }
        assert_eq!(of(&model![Dense<4, 8>, Dense<8, 3>]), 4 * 8 + 8 * 3);
        assert_eq!(of(&model![Input<5, 4>, Dense<8>]), 5 * 4 * 8);
        assert_eq!(of(&model![Input<28, 28, 1>, Conv2D<6, 5, relu, Same>]), 28 * 28 * 25 * 6);
        assert_eq!(of(&model![Input<28, 28, 3>, Conv2D<6, 5, Strides<2>>]), 12 * 12 * 25 * 3 * 6);
        assert_eq!(of(&model![Input<10, 4>, Conv1D<6, 3, Groups<2>>]), 8 * 3 * 2 * 6);
        assert_eq!(of(&model![Input<6, 6, 4>, DepthwiseConv2D<3, DepthMultiplier<2>>]), 4 * 4 * 9 * 8);
        assert_eq!(of(&model![Input<6, 6, 4>, SeparableConv2D<5, 3>]), 4 * 4 * (9 * 4 + 4 * 5));
        // Each value goes into a window of the output.
        assert_eq!(of(&model![Input<6, 6, 4>, Conv2DTranspose<5, 3, Strides<2>>]), 6 * 6 * 9 * 4 * 5);
        assert_eq!(of(&model![Input<7, 3>, LSTM<5>]), 7 * (3 + 5) * 4 * 5);
        assert_eq!(of(&model![Input<7, 3>, Bidirectional<GRU<5>>]), 2 * 7 * (3 + 5) * 3 * 5);
        assert_eq!(of(&model![Input<7, 3>, TimeDistributed<Dense<5>>]), 7 * 3 * 5);
        assert_eq!(
            of(&model![Dense<4, 8>, Concatenate(Dense<8>, Dense<2>), Flatten, Dense<1>]),
            32 + 64 + 16 + 10
        );
    }

    #[test]
    fn digits_stand_in_groups_of_three() {
        assert_eq!([0, 999, 1000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }
}
