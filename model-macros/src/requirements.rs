//! Conditions on sizes that the macro does not know: they become assertions for the compiler.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

/// The assertions so far, as items.
#[derive(Default)]
pub(crate) struct Requirements {
    items: TokenStream,
}

impl Requirements {
    /// Leaves it to the compiler to report `message` at `span` unless `condition` holds.
    pub(crate) fn add(&mut self, span: Span, condition: &TokenStream, message: &str) {
        let assertion = assertion(span, condition, message);
        self.add_item(quote!(const _: () = #assertion;));
    }

    /// The same for an item with assertions inside.
    pub(crate) fn add_item(&mut self, item: TokenStream) {
        self.items.extend(item);
    }

    pub(crate) fn into_items(self) -> TokenStream {
        self.items
    }
}

/// Code that does not compile unless `condition` holds, and then says so at `span`.
pub(crate) fn assertion(span: Span, condition: &TokenStream, message: &str) -> TokenStream {
    quote_spanned!(span=> ::core::assert!(#condition, #message))
}
