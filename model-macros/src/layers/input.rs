//! `Input<28, 28, 1>`, `Tokens<20, 1000>`: the input shape of a model.

use crate::ast::Layer;
use crate::layer::Site;
use crate::shape::{Shape, Size};
use crate::signature::{Kind, Signature};

const SIGNATURE: Signature = Signature {
    name: "Input",
    arguments: &[Kind::Size, Kind::Size, Kind::Size, Kind::Size],
    required: 1,
    takes: "one to four sizes",
    needs: ("one to four sizes", "write `Input<28, 28, 1>`, for example"),
    instead: &[("shape", "the sizes go in angle brackets: `Input<28, 28, 1>`")],
    example: "Input<28, 28, 1>",
    ..Signature::PLAIN
};

const TOKENS: Signature = Signature {
    name: "Tokens",
    arguments: &[Kind::Size, Kind::Size],
    required: 2,
    takes: "the number of tokens in a sample and that of the vocabulary",
    needs: (
        "the number of tokens in a sample and that of the vocabulary",
        "write `Tokens<20, 1000>`, for example",
    ),
    instead: &[],
    example: "Tokens<20, 1000>",
    ..Signature::PLAIN
};

/// Whether this is `Input` or `Tokens`.
pub(crate) fn is_input(layer: &Layer) -> bool {
    signature(layer).is_some()
}

fn signature(layer: &Layer) -> Option<&'static Signature> {
    let path = layer.path.as_ref()?;
    [&SIGNATURE, &TOKENS].into_iter().find(|signature| path.is_ident(signature.name))
}

/// The shape of `Input<28, 28, 1>` or `Tokens<20, 1000>`.
pub(crate) fn input(site: &mut Site<'_>) -> Option<Shape> {
    let layer = site.layer;
    let signature = signature(layer)?;
    let name = signature.name;
    if site.before().is_some() {
        let message = format!("`{name}` says what goes into the first layer, so it comes before it");
        site.diagnostics.report(layer.span(), message);
        return None;
    }
    if let Some(given) = &layer.name {
        site.diagnostics.report(given.span(), format!("`{name}` is not a layer, so it has no name"));
    }
    let (sizes, _) = signature.check(layer, site.model, true, site.diagnostics);
    match site.axes(&sizes?.sizes())? {
        Shape::Axes(axes) if name == TOKENS.name => Some(match <[Size; 2]>::try_from(axes) {
            Ok(sizes) => Shape::Tokens(sizes),
            Err(axes) => Shape::Axes(axes),
        }),
        shape => Some(shape),
    }
}
