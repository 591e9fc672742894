//! Blocks: `Residual(Dense<8, relu>, Dense<8>)`, `Concatenate(Dense<8>)`.

use proc_macro2::TokenStream;
use quote::quote;

use crate::layer::{Entry, Resolution, Rule, Site};
use crate::shape::{Shape, Size};
use crate::signature::Signature;

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        signature: Signature {
            name: "Concatenate",
            example: "Concatenate(Dense<8, relu>, Dense<8>)",
            ..Signature::PLAIN
        },
        rule: Rule::Block(concatenate),
        ..BLOCK
    },
    Entry {
        signature: Signature {
            name: "Residual",
            example: "Residual(Dense<8, relu>, Dense<8>)",
            ..Signature::PLAIN
        },
        rule: Rule::Block(residual),
        ..BLOCK
    },
];

const BLOCK: Entry = Entry {
    behind_a_mask: "put `DropMask` before it, or before the layer inside it that would, if they are to count",
    ..Entry::PLAIN
};

fn residual(site: &mut Site<'_>, gives: &Shape, layers_type: &TokenStream) -> Option<Resolution> {
    let shape = site.shape_before()?;
    adds_alike(site, &shape, gives)?;
    let path = &site.layer.path;
    Some(site.resolution(quote!(#path<#layers_type>), shape.clone(), shape))
}

fn concatenate(site: &mut Site<'_>, gives: &Shape, layers_type: &TokenStream) -> Option<Resolution> {
    let shape = site.shape_before()?;
    let output = appended(site, &shape, gives)?;
    let (path, to) = (&site.layer.path, output.tokens(site.krate));
    Some(site.resolution(quote!(#path<#layers_type, #to>), shape, output))
}

/// Rule: the output of the layers has the shape of the input.
fn adds_alike(site: &mut Site<'_>, takes: &Shape, gives: &Shape) -> Option<()> {
    if !takes.surely_differs(gives) {
        return Some(());
    }
    let (this, given, made) = (site.this(), site.given()?, gives.in_words()?);
    let message = format!("{this} adds {made} to what flows in, but {given}");
    let help = "let its last layer give the shape that flows in, or change that too: `Residual(…, shortcut = Dense<8>)`";
    site.diagnostics.report_with_help(site.layer.span(), message, help);
    None
}

/// Rule: the output of the layers differs from the input in the last axis alone.
fn appended(site: &mut Site<'_>, takes: &Shape, gives: &Shape) -> Option<Shape> {
    let (krate, this) = (site.krate, site.this());
    let second = match gives {
        Shape::Opaque(shape) => Some(Size::Computed(quote!({ #krate::chain::last_axis::<#shape>() }))),
        gives => gives.last().cloned(),
    };
    let (Some(first), Some(second)) = (takes.last().cloned(), second) else {
        let (unknown, help) = match takes {
            Shape::Opaque(_) => ("flows in", "put `Reshape<…>` before it, with the shape that flows in"),
            _ => ("its layers give", "put a layer with a size of its own at its end"),
        };
        let message = format!("{this} cannot compute its shape, because nobody knows here what {unknown}");
        site.diagnostics.report_with_help(site.layer.span(), message, help);
        return None;
    };
    if takes.surely_differs(&gives.with_last(first.clone())) {
        let (given, made) = (site.given()?, gives.in_words()?);
        let message = format!("{this} appends {made} to what flows in, but {given}");
        let help = "all axes but the last have to be alike: `Same` keeps the size of an image";
        site.diagnostics.report_with_help(site.layer.span(), message, help);
        return None;
    }
    let both = first.plus(&second)?;
    site.computable(takes.with_last(both))
}
