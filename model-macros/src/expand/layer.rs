//! The network as a layer: `impl Layer`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::types::local;
use super::{Types, calls};
use crate::network::{Network, Resolved};
use crate::parameters::Parameters;

/// The most parameters of a small layer, one with kernels for its exact size: `chain::MOST_INLINED_PARAMETERS` of the
/// runtime.
pub(crate) const MOST_PARAMETERS: usize = 80;

/// Whether a step of the network may be compiled as one function: it has few layers, and none is known to be larger
/// than a small one. The runtime decides, where all sizes are known.
fn may_be_inlined(network: &Network<'_>) -> bool {
    const MOST_LAYERS: usize = 4;
    let is_small = |layer: &Resolved<'_>| {
        let count = layer.parameters.as_ref().and_then(Parameters::count);
        count.is_none_or(|count| count <= MOST_PARAMETERS)
    };
    network.layers.len() <= MOST_LAYERS && network.layers.iter().all(is_small)
}

/// `impl Layer`
pub(super) fn implementation(network: &Network<'_>, types: &Types<'_>) -> TokenStream {
    let Types { krate, number, attributes, .. } = types;
    let ([first, ..], [.., last]) = (network.layers.as_slice(), network.layers.as_slice()) else {
        return TokenStream::new();
    };
    let layer_types: Vec<_> = network.layers.iter().map(|resolved| &resolved.full_type).collect();
    let layer_names: Vec<_> = network.layers.iter().map(|resolved| &resolved.name).collect();
    let labels = layer_names.iter().map(|name| syn::ext::IdentExt::unraw(*name).to_string());
    let (last_name, last_type) = (&last.name, &last.full_type);

    // With the span of the layer, where the compiler reports a private type in a public model.
    let (takes, gives) = (&network.input, network.output(krate));
    let takes = quote_spanned!(first.layer.span()=> type Input = #takes;);
    let gives = quote_spanned!(last.layer.span()=> type Output = #gives;);
    let activation = quote_spanned! { last.layer.span() =>
        type Activation = <#last_type as #krate::Layer>::Activation;
    };
    let [call, chain, see] = ["call", "chain", "see"].map(local);
    let [input, output, delta, input_gradient] = ["input", "output", "delta", "input_gradient"].map(local);
    let (forward, backward) = (calls::forward(network), calls::backward(network, krate));
    let (inline, inlined) = if may_be_inlined(network) {
        let inlined = quote! {
            const INLINED: ::core::primitive::bool = #krate::chain::inlined(Self::PARTS);
        };
        (quote!(#[inline(always)]), inlined)
    } else {
        Default::default()
    };
    let (generic, parameters) = (types.generic(), types.parameters());
    quote! {
        #attributes
        impl #parameters #krate::Layer for #generic {
            #takes
            #gives
            #activation

            const PARTS: &'static [#krate::layer::Part] = &[
                #(#krate::layer::Part::of::<#layer_types>(#labels),)*
            ];
            const SAVED: ::core::primitive::usize = #krate::chain::memory(Self::PARTS);
            const SAMPLEWISE: ::core::primitive::bool = #krate::chain::samplewise(Self::PARTS);
            const FILLS_PADDING: ::core::primitive::bool = true;
            const MASK: #krate::layer::Mask = #krate::chain::mask(Self::PARTS);
            #inlined

            fn activation(&self) -> Self::Activation {
                #krate::Layer::activation(&self.#last_name)
            }

            fn activity_regularizer(&self) -> ::core::option::Option<&#krate::regularizers::AnyRegularizer> {
                #krate::Layer::activity_regularizer(&self.#last_name)
            }

            fn visit(&self, #see: &mut dyn ::core::ops::FnMut(&dyn #krate::layer::AnyLayer)) {
                #(#see(&self.#layer_names);)*
            }

            #inline
            fn forward<#number: #krate::Scalar>(&self, #call: #krate::layer::Forward<'_, #number, Self>) {
                let (mut #chain, #input, #output) = #krate::chain::Through::new(#call);
                #forward
            }

            #inline
            fn backward<#number: #krate::Scalar>(&self, #call: #krate::layer::Backward<'_, #number, Self>) {
                let (mut #chain, #input, #delta, #input_gradient) = #krate::chain::Back::new(#call);
                #backward
            }
        }
    }
}
