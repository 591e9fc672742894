//! The built-in layers, a file for each of Keras' families: how they are written, their shapes and their parameters.

mod activation;
mod attention;
mod convolution;
mod dense;
mod embedding;
mod input;
mod masking;
mod merge;
mod merging;
mod normalization;
mod pooling;
mod recurrent;
mod regularization;
mod reshaping;
mod same_shape;
pub(crate) mod windows;
mod wrappers;

use syn::Ident;

use crate::ast::Layer;
use crate::layer::{Entry, Resolution, Site};

pub(crate) use input::{input, input_shape, is_input};
pub(crate) use recurrent::is_recurrent;

/// The table of all built-in layers. Whatever needs a list of them derives it from this one.
const FAMILIES: &[&[Entry]] = &[
    activation::ENTRIES,
    attention::ENTRIES,
    convolution::ENTRIES,
    dense::ENTRIES,
    embedding::ENTRIES,
    masking::ENTRIES,
    merging::ENTRIES,
    normalization::ENTRIES,
    pooling::ENTRIES,
    recurrent::ENTRIES,
    regularization::ENTRIES,
    reshaping::ENTRIES,
    wrappers::ENTRIES,
];

/// The built-in layers.
pub(crate) fn entries() -> impl Iterator<Item = &'static Entry> {
    FAMILIES.iter().copied().flatten()
}

/// What joins values of a graph.
#[cfg(test)]
pub(crate) fn merges() -> impl Iterator<Item = &'static Entry> {
    merge::ENTRIES.iter()
}

/// The entry of a layer that may take several values.
pub(crate) fn merge(layer: &Layer) -> Option<&'static Entry> {
    let class = layer.class()?;
    let take_several = entries().filter(|entry| !entry.signature.flows.is_empty());
    merge::ENTRIES.iter().chain(take_several).find(|entry| class == entry.signature.name)
}

/// Whether layers of this class do nothing but join values.
pub(crate) fn joins(class: &Ident) -> bool {
    merge::ENTRIES.iter().any(|entry| class == entry.signature.name)
}

fn named(class: &Ident) -> Option<&'static Entry> {
    entries().find(|entry| class == entry.signature.name)
}

/// The entry of a layer that is no block and not written in full. A path such as `self::Dense` is a custom layer,
/// unless it begins with `plywood::layers` or `plywood::prelude`.
pub(crate) fn entry(layer: &Layer) -> Option<&'static Entry> {
    let segments = layer.path.as_ref()?.segments.iter().map(|segment| segment.ident.to_string());
    let segments: Vec<String> = segments.collect();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let is_ours = matches!(segments[..], [_] | ["plywood", "layers" | "prelude", _]);
    let entry = named(layer.class()?).filter(|entry| is_ours && !entry.is_block())?;
    (!(entry.is_in_full)(&layer.arguments)).then_some(entry)
}

/// Whether layers of this name are blocks.
pub(crate) fn is_block(class: &Ident) -> bool {
    named(class).is_some_and(Entry::is_block)
}

/// The entry of a block.
pub(crate) fn block(layer: &Layer) -> Option<&'static Entry> {
    layer.block.as_ref()?;
    named(layer.class()?)
}

/// Checks a built-in layer that is written in full.
pub(crate) fn check_in_full(site: &mut Site<'_>, resolution: &Resolution) {
    if let Some(check) = site.layer.class().and_then(named).and_then(|entry| entry.check_in_full) {
        check(site, resolution);
    }
}

/// Whether a mask may come out of a layer where none goes in. A custom layer may make one.
pub(crate) fn makes_mask(layer: &Layer) -> bool {
    entry(layer).or_else(|| block(layer)).is_none_or(|entry| (entry.makes_mask)(layer))
}

/// The help for a mask that arrives at a layer which refuses masks.
pub(crate) fn behind_a_mask(layer: &Layer) -> &'static str {
    if layer.branches.is_some() {
        return "put `DropMask` before it, or before the layer inside it that would, if they are to count";
    }
    let entry = entry(layer).or_else(|| block(layer));
    entry.map_or(
        "put `DropMask` before it if they are to count; a layer of your own says with `const MASK` what it does",
        |entry| entry.behind_a_mask,
    )
}
