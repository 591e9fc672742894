//! `Input<28, 28, 1>`, `Tokens<20, 1000>`: the input shape of a model.

use crate::ast::{Layer, Values};
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

/// The shape of an input of a graph: `Features<12>`, `Sequence<10, 3>`, `Image<28, 28, 1>`, `Tokens<20, 1000>`. `None`
/// after a mistake, which is reported.
pub(crate) fn input_shape(site: &mut Site<'_>) -> Option<Shape> {
    const SHAPES: [(&str, usize); 5] =
        [("Features", 1), ("Sequence", 2), ("Image", 3), ("Volume", 4), ("Tokens", 2)];
    let layer = site.layer;
    let class = layer.class()?.to_string();
    let Some(&(name, needed)) = SHAPES.iter().find(|(name, _)| *name == class) else {
        let message = format!("`{}` is not a shape", layer.as_written());
        let help = "an input is `Features<12>`, `Sequence<10, 3>`, `Image<28, 28, 1>` or `Tokens<20, 1000>`";
        site.diagnostics.report_with_help(layer.span(), message, help);
        return None;
    };
    if layer.arguments.len() != needed || layer.block.is_some() || !matches!(layer.values, Values::None) {
        let words = ["one size", "two sizes", "three sizes", "four sizes"][needed - 1];
        let example = ["<12>", "<10, 3>", "<28, 28, 1>", "<16, 28, 28, 1>"][needed - 1];
        let help = format!("write `{name}{example}`, for example");
        site.diagnostics.report_with_help(layer.span(), format!("`{name}` has {words}"), help);
        return None;
    }
    let shape = site.axes(&layer.arguments)?;
    match shape {
        Shape::Axes(axes) if class == TOKENS.name => Some(match <[Size; 2]>::try_from(axes) {
            Ok(sizes) => Shape::Tokens(sizes),
            Err(axes) => Shape::Axes(axes),
        }),
        shape => Some(shape),
    }
}
