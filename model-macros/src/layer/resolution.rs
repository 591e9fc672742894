use proc_macro2::{Span, TokenStream};

use super::Site;
use crate::parameters::Parameters;
use crate::shape::Shape;

/// What can be told of a layer.
pub(crate) struct Resolution {
    /// `None` if it cannot be told; the mistake is reported.
    pub(crate) full_type: Option<TokenStream>,
    pub(crate) input: Shape,
    /// Where the layer says what it takes.
    pub(crate) input_span: Span,
    pub(crate) output: Shape,
    pub(crate) fits: bool,
    pub(crate) parameters: Option<Parameters>,
}

impl Site<'_> {
    /// A layer without variables that takes what flows in.
    pub(crate) fn resolution(&self, full_type: TokenStream, input: Shape, output: Shape) -> Resolution {
        let (full_type, parameters) = (Some(full_type), Some(Parameters(Vec::new())));
        Resolution { full_type, input, input_span: self.layer.span(), output, fits: true, parameters }
    }
}

impl Resolution {
    /// A layer of which only the output can be told, if that.
    pub(crate) fn unknown(output: Shape, span: Span) -> Self {
        Self {
            full_type: None,
            input: Shape::Unknown,
            input_span: span,
            output,
            fits: false,
            parameters: None,
        }
    }
}
