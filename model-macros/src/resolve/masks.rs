//! Masks along a chain.

use proc_macro2::Span;
use quote::quote;
use syn::Ident;

use super::Resolver;
use crate::layers;
use crate::network::{Network, Resolved, Source};
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

    /// The same in a graph.
    pub(super) fn masks_of_graph(&mut self, network: &Network<'_>) {
        let krate = self.krate;
        let makes_masks = network.layers.iter().any(|layer| layers::makes_mask(layer.layer));
        let types = network.layers.iter().map(|layer| &layer.full_type);
        let all = quote!(&[#(#krate::layer::Part::of::<#types>("")),*]);
        if !makes_masks || !network.is_known() || self.model.is_generic(&all) {
            return;
        }
        let [parts, masks] = ["parts", "masks"].map(|name| Ident::new(name, Span::mixed_site()));
        let variable = |source: Source| match source {
            Source::Input(number) => Ident::new(&format!("input_{number}"), Span::mixed_site()),
            Source::Call(call, _) => Ident::new(&format!("value_{call}"), Span::mixed_site()),
            Source::Unknown => parts.clone(),
        };
        let inputs = (0..network.inputs.len()).map(|number| variable(Source::Input(number)));
        let calls = network.calls.iter().enumerate().map(|(index, call)| {
            let (part, output) = (call.part, variable(Source::Call(index, 0)));
            let sources = call.sources.iter().map(|&source| match source {
                // A mask goes with the first output.
                Source::Call(_, number) if number > 0 => quote!(#krate::chain::Masked::No),
                source => {
                    let variable = variable(source);
                    quote!(#variable)
                }
            });
            let layer = network.layers[part].layer;
            let message = format!(
                "`{}` would take masked steps for the others: {}",
                layer.as_written(),
                layers::behind_a_mask(layer)
            );
            let takes = quote!(#krate::chain::takes(&#parts[#part], #masks));
            let assertion = assertion(call.span, &takes, &message);
            quote! {
                let #masks = &[#(#sources),*];
                #assertion;
                let #output = #krate::chain::after(&#parts[#part], #masks);
            }
        });
        self.requirements.add_item(quote! {
            #[allow(unused_variables)]
            const _: () = {
                let #parts = #all;
                #(let #inputs = #krate::chain::Masked::No;)*
                #(#calls)*
            };
        });
    }
}
