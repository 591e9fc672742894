//! Tokens that are written many times.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt};

/// A short sequence of tokens. Interpolating a `TokenStream` asks the compiler for a copy each time, which would take
/// most of the macro's time; these are only pushed.
#[derive(Clone)]
pub(crate) struct Tokens(Vec<TokenTree>);

impl From<TokenStream> for Tokens {
    fn from(tokens: TokenStream) -> Self {
        Self(tokens.into_iter().collect())
    }
}

impl ToTokens for Tokens {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append_all(&self.0);
    }
}
