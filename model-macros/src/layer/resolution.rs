use proc_macro2::{Span, TokenStream};

use super::Site;
use crate::parameters::Parameters;
use crate::shape::Shape;

/// What is known of a layer after its rule.
pub(crate) struct Resolution {
    /// `None` after a mistake, which is reported.
    pub(crate) full_type: Option<TokenStream>,
    pub(crate) input: Shape,
    /// The span for messages about the input shape.
    pub(crate) input_span: Span,
    pub(crate) output: Shape,
    /// The other shapes that come out, of a layer with several outputs.
    pub(crate) more_outputs: Vec<Shape>,
    pub(crate) fits: bool,
    pub(crate) parameters: Option<Parameters>,
}

impl Site<'_> {
    /// A layer without variables that takes what flows in.
    pub(crate) fn resolution(&self, full_type: TokenStream, input: Shape, output: Shape) -> Resolution {
        let (full_type, parameters) = (Some(full_type), Some(Parameters(Vec::new())));
        Resolution {
            full_type,
            input,
            input_span: self.layer.span(),
            output,
            more_outputs: Vec::new(),
            fits: true,
            parameters,
        }
    }
}

impl Resolution {
    /// A layer of which at most the output shape is known.
    pub(crate) fn unknown(output: Shape, span: Span) -> Self {
        Self {
            full_type: None,
            input: Shape::Unknown,
            input_span: span,
            output,
            more_outputs: Vec::new(),
            fits: false,
            parameters: None,
        }
    }
}
