//! Masks along a chain.

use proc_macro2::Span;
use quote::quote;
use syn::Ident;

use super::Resolver;
use crate::layers;
use crate::network::Resolved;
use crate::requirements::assertion;

impl Resolver<'_> {
    /// Rule: no mask arrives at a layer that refuses masks. The compiler knows which layers do.
    pub(super) fn masks_are_taken(&mut self, layers: &[Resolved<'_>], within: Option<&str>) {
        let first = layers.iter().position(|layer| layers::makes_mask(layer.layer));
        let Some(first) = first.filter(|_| layers.iter().all(|layer| layer.is_known)) else { return };
        let (krate, types) = (self.krate, layers.iter().map(|layer| &layer.full_type));
        let all = quote!(&[#(#krate::layer::Part::of::<#types>("")),*]);
        if first + 1 == layers.len() || self.model.is_generic(&all) {
            return;
        }
        let parts = Ident::new("parts", Span::mixed_site());
        let within = within.map_or_else(String::new, |within| format!(" of {within}"));
        let assertions = layers.iter().enumerate().skip(first + 1).map(|(index, Resolved { layer, .. })| {
            let (number, instead) = (index + 1, layers::behind_a_mask(layer));
            let message = format!("layer {number}{within} would take masked steps for the others: {instead}");
            assertion(layer.span(), &quote!(#krate::chain::fits_mask(#parts, #index)), &message)
        });
        self.requirements.add_item(quote! {
            const _: () = {
                let #parts = #all;
                #(#assertions;)*
            };
        });
    }
}
