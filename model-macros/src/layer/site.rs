use proc_macro2::{Span, TokenStream};

use crate::ast::{Layer, Model};
use crate::diagnostics::Diagnostics;
use crate::requirements::Requirements;
use crate::shape::Shape;
use crate::tokens::Tokens;

/// The value that flows into a layer: the input, or the output of another layer.
#[derive(Clone)]
pub(crate) struct Inflow {
    /// Its source, in messages.
    pub(crate) from: String,
    pub(crate) shape: Shape,
    /// The class of the layer that gives it, if that is recurrent.
    pub(crate) recurrent: Option<String>,
    /// Whether it is an input of the network.
    pub(crate) is_input: bool,
}

/// What the input is called in messages.
const INPUT: &str = "the input";

impl Inflow {
    /// The input.
    pub(crate) fn input(shape: Shape) -> Self {
        Self { from: INPUT.to_owned(), shape, recurrent: None, is_input: true }
    }

    /// One of several inputs, or one with a name.
    pub(crate) fn named_input(name: &str, shape: Shape) -> Self {
        Self { from: format!("{INPUT} `{name}`"), ..Self::input(shape) }
    }

    /// `layer 1 gives`, `the input has`
    pub(crate) fn gives(&self) -> String {
        let verb = if self.is_input { "has" } else { "gives" };
        format!("{} {verb}", self.from)
    }

    /// `layer 1 gives 8 values`; `None` if the shape is unknown.
    pub(crate) fn in_words(&self) -> Option<String> {
        Some(format!("{} {}", self.gives(), self.shape.in_words()?))
    }
}

/// The place of a layer in the network.
#[derive(Clone, Default)]
pub(crate) struct Position {
    /// What flows in; `None` for the first layer of a network without `Input`.
    pub(crate) before: Option<Inflow>,
    /// All that flows in, into a layer that takes several values.
    pub(crate) several: Vec<Inflow>,
    /// The number among the layers, from 1.
    pub(crate) number: usize,
    /// The block or wrapper around it, in messages.
    pub(crate) within: Option<String>,
}

/// A layer at its place, with all that its rules need.
pub(crate) struct Site<'a> {
    pub(crate) layer: &'a Layer,
    pub(crate) position: &'a Position,
    pub(crate) model: &'a Model,
    pub(crate) krate: &'a Tokens,
    pub(crate) diagnostics: &'a mut Diagnostics,
    pub(crate) requirements: &'a mut Requirements,
}

impl<'a> Site<'a> {
    /// `layer 2 (`hidden`)`, `layer 1 of layer 3`
    pub(crate) fn this(&self) -> String {
        let name = self.layer.name.as_ref().map_or_else(String::new, |name| format!(" (`{name}`)"));
        let Position { number, within, .. } = self.position;
        let within = within.as_ref().map_or_else(String::new, |within| format!(" of {within}"));
        format!("layer {number}{name}{within}")
    }

    /// The shape that flows in, if there is something before the layer.
    pub(crate) fn before(&self) -> Option<&'a Shape> {
        self.position.before.as_ref().map(|before| &before.shape)
    }

    /// Whether the input itself flows in.
    fn is_at_input(&self) -> bool {
        self.position.before.as_ref().is_some_and(|before| before.is_input)
    }

    /// `layer 1 gives`, `the input has`
    pub(crate) fn before_gives(&self) -> String {
        match &self.position.before {
            Some(before) => before.gives(),
            None => format!("{INPUT} has"),
        }
    }

    /// `layer 1 gives 8 values`, `the input is an image of 28 × 28 × 1`; `None` if the shape is unknown.
    pub(crate) fn given(&self) -> Option<String> {
        let shape = self.before()?;
        let words = shape.in_words()?;
        let is_input = self.is_at_input() && shape.rank() > Some(2);
        Some(if is_input {
            let input = self.position.before.as_ref().map_or(INPUT, |before| before.from.as_str());
            format!("{input} is {words}")
        } else {
            format!("{} {words}", self.before_gives())
        })
    }

    /// The shape that flows in, for a layer that takes any; `None` after a mistake, which is reported.
    pub(crate) fn shape_before(&mut self) -> Option<Shape> {
        match self.before() {
            Some(Shape::Unknown) => None,
            Some(Shape::Tokens(_)) => {
                self.takes_no_tokens(self.layer.span());
                None
            }
            Some(shape) => Some(shape.clone()),
            None => {
                let written = self.layer.as_written();
                self.diagnostics.report_with_help(
                    self.layer.span(),
                    format!("`{written}` takes the shape of the layer before it, but it is the first"),
                    "start with the shape of a sample: `Input<4>`, `Input<28, 28, 1>`",
                );
                None
            }
        }
    }

    /// Reports tokens that flow into a layer which takes values.
    pub(crate) fn takes_no_tokens(&mut self, span: Span) {
        let message = format!("{} takes values, but {}", self.this(), self.given().unwrap_or_default());
        let help = "put `Embedding<…>` between the two: it has a vector of values for each token";
        self.diagnostics.report_with_help(span, message, help);
    }

    /// The shape that flows in, for a layer that takes sequences, with one axis of places, images, with two, or volumes,
    /// with three. `None` if it is something else, which is reported.
    pub(crate) fn places_before(&mut self, axes: usize) -> Option<Shape> {
        let shape = self.shape_before()?;
        let (takes, example) = match axes {
            1 => ("a sequence", "`Input<100, 3>`"),
            2 => ("an image", "`Input<28, 28, 1>`"),
            _ => ("a volume", "`Input<16, 64, 64, 1>`"),
        };
        if shape.rank() == Some(axes + 1) {
            return Some(shape);
        }
        let (this, layer) = (self.this(), self.layer);
        let Some(given) = self.given() else {
            let message = format!("{this} takes {takes}, and nobody knows here what {}", self.before_gives());
            let help = "write both layers' shapes in full, or put `Reshape<…>` between the two";
            self.diagnostics.report_with_help(layer.span(), message, help);
            return None;
        };
        let class = layer.class().map(ToString::to_string).unwrap_or_default();
        let recurrent = self.position.before.as_ref().and_then(|before| before.recurrent.as_ref());
        let help = match (shape.rank(), recurrent) {
            (Some(2), _) if axes > 1 => {
                let class = class.replace("2D", "1D").replace("3D", "1D");
                format!("write `{class}` for a sequence, or put `Reshape<…>` between the two")
            }
            (Some(3), _) if class.contains("1D") || axes == 3 => {
                let class = class.replace("1D", "2D").replace("3D", "2D");
                format!("write `{class}` for an image, or put `Reshape<…>` between the two")
            }
            (Some(4), _) if has_kin_for_volumes(&class) => {
                let class = class.replace("1D", "3D").replace("2D", "3D");
                format!("write `{class}` for a volume, or put `Reshape<…>` between the two")
            }
            (Some(1), Some(before)) => {
                format!("write `{before}<…, Sequences>` for what it gives at each step")
            }
            _ if self.is_at_input() => format!("start with the shape of a sample, {example} for example"),
            _ => "put `Reshape<…>` between the two".to_owned(),
        };
        self.diagnostics.report_with_help(layer.span(), format!("{this} takes {takes}, but {given}"), help);
        None
    }

    /// Leaves it to the compiler to report `message` unless `condition` holds.
    pub(crate) fn require(&mut self, span: Span, condition: &TokenStream, message: impl AsRef<str>) {
        // Stable Rust cannot evaluate conditions on const parameters before the model is used.
        if !self.model.is_generic(condition) {
            self.requirements.add(span, condition, message.as_ref());
        }
    }
}

/// Whether there is a layer of this name for volumes.
fn has_kin_for_volumes(class: &str) -> bool {
    ["1D", "2D"].iter().any(|axes| class.contains(axes))
        && !class.starts_with("Depthwise")
        && !class.starts_with("Separable")
}
