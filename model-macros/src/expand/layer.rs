//! The network as a layer: `impl Layer`.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

use super::types::local;
use super::{Types, calls, masks};
use crate::network::{Network, Resolved, tuple};
use crate::parameters::Parameters;
use crate::tokens::Tokens;

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
    let layer_types: Vec<_> = network.layers.iter().map(|resolved| &resolved.full_type).collect();
    let layer_names: Vec<_> = network.layers.iter().map(|resolved| &resolved.name).collect();
    let labels = layer_names.iter().map(|name| syn::ext::IdentExt::unraw(*name).to_string());
    // With the span of a layer, where the compiler reports a private type in a public model.
    let span = |layer: Option<&Resolved<'_>>| layer.map_or_else(Span::call_site, |layer| layer.layer.span());
    let (first, last) = (span(network.layers.first()), span(network.layers.last()));
    let (takes, gives, activation) = (network.input(), network.output(krate), network.activation(krate));
    let takes = quote_spanned!(first=> type Input = #takes;);
    let gives = quote_spanned!(last=> type Output = #gives;);
    let activation = quote_spanned!(last=> type Activation = #activation;);
    let [call, walk, see] = ["call", "walk", "see"].map(local);
    let [input, output, delta, input_gradient] = ["input", "output", "delta", "input_gradient"].map(local);
    let (forward, backward) = (calls::forward(network, krate), calls::backward(network, krate));
    let (memory, at_outputs) = (memory(network, krate), at_outputs(network, krate));
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
            #memory
            const SAMPLEWISE: ::core::primitive::bool = #krate::chain::samplewise(Self::PARTS);
            const FILLS_PADDING: ::core::primitive::bool = true;
            #inlined

            #at_outputs

            fn visit(&self, #see: &mut dyn ::core::ops::FnMut(&dyn #krate::layer::AnyLayer)) {
                #(#see(&self.#layer_names);)*
            }

            #inline
            fn forward<#number: #krate::Scalar>(&self, #call: #krate::layer::Forward<'_, #number, Self>) {
                let (mut #walk, #input, #output) = #krate::chain::Through::new(#call);
                #forward
            }

            #inline
            fn backward<#number: #krate::Scalar>(&self, #call: #krate::layer::Backward<'_, #number, Self>) {
                let (mut #walk, #input, #delta, #input_gradient) = #krate::chain::Back::new(#call);
                #backward
            }
        }
    }
}

/// The constants that say what the network needs, and what becomes of a mask.
fn memory(network: &Network<'_>, krate: &Tokens) -> TokenStream {
    if network.is_chain() {
        return quote! {
            const SAVED: ::core::primitive::usize = #krate::chain::memory(Self::PARTS);
            const MASK: #krate::layer::Mask = #krate::chain::mask(Self::PARTS);
        };
    }
    let calls = network.calls.iter().enumerate().map(|(index, call)| {
        let (part, is_kept) = (call.part, network.is_kept(index));
        quote!((#part, #is_kept))
    });
    let calls = quote!(&[#(#calls),*]);
    let (registers, shared, masks) =
        (calls::registers(network, krate), network.shared(), masks::constants(network, krate));
    quote! {
        const SAVED: ::core::primitive::usize =
            #krate::chain::graph_memory(Self::PARTS, #calls, &#registers);
        const SCRATCH: ::core::primitive::usize = #krate::chain::scratch(Self::PARTS, &[#(#shared),*]);
        const MULTIPLY_ADDS: ::core::primitive::usize = #krate::chain::multiply_adds(Self::PARTS, #calls);
        #masks
    }
}

/// What the caller does with the outputs: activations, and activity regularizers.
fn at_outputs(network: &Network<'_>, krate: &Tokens) -> TokenStream {
    let last = |number| network.last(number).map(|resolved| &resolved.name);
    if let (1, Some(name)) = (network.outputs.len(), last(0)) {
        return quote! {
            fn activation(&self) -> Self::Activation {
                #krate::Layer::activation(&self.#name)
            }

            fn activity_regularizer(&self) -> ::core::option::Option<&#krate::regularizers::AnyRegularizer> {
                #krate::Layer::activity_regularizer(&self.#name)
            }
        };
    }
    let all = || (0..network.outputs.len()).map(last);
    let activations = tuple(all().map(|last| match last {
        Some(name) => quote!(#krate::Layer::activation(&self.#name)),
        None => quote!(<#krate::activations::linear as ::core::default::Default>::default()),
    }));
    let output = local("output");
    let regularizers = all().enumerate().filter_map(|(number, last)| {
        let name = last?;
        Some(quote!(#number => #krate::Layer::activity_regularizer(&self.#name),))
    });
    quote! {
        fn activation(&self) -> Self::Activation {
            #activations
        }

        fn activity_regularizer_of(
            &self,
            #output: ::core::primitive::usize,
        ) -> ::core::option::Option<&#krate::regularizers::AnyRegularizer> {
            match #output {
                #(#regularizers)*
                _ => ::core::option::Option::None,
            }
        }
    }
}
