//! What is written for a model with mistakes: the mistakes, and the model all the same if its layers could be
//! told, so that the code around it does not complain as well.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ast::Model;
use crate::diagnostics::Diagnostics;
use crate::expand;
use crate::resolve::Network;

pub(crate) fn expand(
    model: &Model,
    network: Option<&Network<'_>>,
    krate: &TokenStream,
    diagnostics: Diagnostics,
) -> TokenStream {
    let errors = diagnostics.into_tokens();
    let stub = network.map(|network| expand::expand(model, network, krate));
    if model.item.is_some() { quote!(#errors #stub) } else { quote!({ #errors #stub }) }
}
