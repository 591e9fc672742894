//! Masks on their way through a network.

use proc_macro2::Span;
use quote::quote;
use syn::Ident;

use super::Resolver;
use crate::layers;
use crate::network::{Call, Network, Source};
use crate::requirements::assertion;

impl Resolver<'_> {
    /// Rule: no mask arrives at a layer that refuses masks. The compiler knows which layers do.
    pub(super) fn masks_are_taken(&mut self, network: &Network<'_>, within: Option<&str>) {
        let krate = self.krate;
        let makes_mask = |call: &Call| layers::makes_mask(network.layers[call.part].layer);
        let first = network.calls.iter().position(makes_mask);
        let types = network.layers.iter().map(|layer| &layer.full_type);
        let all = quote!(&[#(#krate::layer::Part::of::<#types>("")),*]);
        let nothing_behind = first.is_none_or(|first| first + 1 == network.calls.len());
        if nothing_behind || !network.is_known() || self.model.is_generic(&all) {
            return;
        }
        let (is_chain, within) =
            (network.is_chain(), within.map_or_else(String::new, |within| format!(" of {within}")));
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
            // The layers of a chain have numbers in all messages.
            let this = if is_chain {
                format!("layer {}{within}", index + 1)
            } else {
                format!("`{}`", layer.as_written())
            };
            let instead = layers::behind_a_mask(layer);
            let message = format!("{this} would take masked steps for the others: {instead}");
            let takes = quote!(#krate::chain::takes(&#parts[#part], #masks));
            let span = if is_chain { layer.span() } else { call.span };
            let assertion = assertion(span, &takes, &message);
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
