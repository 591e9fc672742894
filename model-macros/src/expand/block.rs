//! The struct that holds the layers of a block, and its `impl Layer`.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Types, layer, shapes};
use crate::ast::Model;
use crate::network::{Block, MadeOf, Network};

/// The structs of all blocks in a network, and of the blocks inside them.
pub(super) fn all(of: &Model, network: &Network<'_>, types: &Types<'_>) -> TokenStream {
    let blocks = network.layers.iter().filter_map(|resolved| match &resolved.made_of {
        MadeOf::Block(block) | MadeOf::Branches(block) => Some(block),
        _ => None,
    });
    blocks.map(|block| one(of, block, types)).collect()
}

fn one(of: &Model, Block { name, network }: &Block<'_>, types: &Types<'_>) -> TokenStream {
    let types = types.block(name);
    let visibility = of.item.as_ref().map(|item| &item.visibility);
    let (declared, conditions) = (&types.declared, &types.conditions);
    let fields = network.layers.iter().map(|resolved| {
        let (name, full_type) = (&resolved.name, &resolved.full_type);
        quote!(#name: #full_type)
    });
    let title = format!(" The layers inside a block of `{}`.", of.name());
    let (meet, inside) = (shapes::meet(network, &types), all(of, network, &types));
    let implementation = layer::implementation(network, &types);
    quote! {
        #conditions
        #[doc = #title]
        #[derive(::core::clone::Clone)]
        #[allow(dead_code)]
        #visibility struct #name<#declared> {
            #(#fields,)*
        }
        #meet
        #implementation
        #inside
    }
}
