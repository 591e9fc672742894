//! What is written for a model with mistakes: the mistakes, and a stub of the model, so that the code around it does not
//! complain as well.

use proc_macro2::TokenStream;

use crate::ast::Model;
use crate::diagnostics::Diagnostics;

pub(crate) fn expand(_model: &Model, _krate: &TokenStream, diagnostics: Diagnostics) -> TokenStream {
    diagnostics.into_tokens()
}
