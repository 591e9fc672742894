//! Layers whose output has the shape of their input.

use quote::quote;

use crate::layer::{Entry, Resolution, Rule, Site};
use crate::shape::Shape;
use crate::signature::{Arguments, Kind, may_be_type};

/// The base of their entries.
pub(super) const SAME_SHAPE: Entry = Entry {
    is_in_full: |arguments| {
        arguments.first().is_some_and(|first| may_be_type(first) && Kind::of(first).is_none())
    },
    rule: Rule::Alone(resolve),
    ..Entry::PLAIN
};

/// The layer for any shape.
pub(super) fn resolve(site: &mut Site<'_>, arguments: &Arguments) -> Option<Resolution> {
    let shape = site.shape_before()?;
    Some(of(site, shape, arguments))
}

/// The layer for sequences.
pub(super) fn of_sequences(site: &mut Site<'_>, arguments: &Arguments) -> Option<Resolution> {
    let shape = site.places_before(1)?;
    Some(of(site, shape, arguments))
}

/// The layer for images.
pub(super) fn of_images(site: &mut Site<'_>, arguments: &Arguments) -> Option<Resolution> {
    let shape = site.places_before(2)?;
    Some(of(site, shape, arguments))
}

/// The layer for volumes.
pub(super) fn of_volumes(site: &mut Site<'_>, arguments: &Arguments) -> Option<Resolution> {
    let shape = site.places_before(3)?;
    Some(of(site, shape, arguments))
}

fn of(site: &Site<'_>, shape: Shape, arguments: &Arguments) -> Resolution {
    let (path, shape_type) = (&site.layer.path, shape.tokens(site.krate));
    let rest = arguments.behind_sizes(site.krate, None);
    site.resolution(quote!(#path<#shape_type #(, #rest)*>), shape.clone(), shape)
}
