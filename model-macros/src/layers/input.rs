use crate::ast::Layer;
use crate::resolve::{INPUT, Resolver};
use crate::shape::Shape;
use crate::signature::{Kind, Signature};

const SIGNATURE: Signature = Signature {
    name: "Input",
    arguments: &[Kind::Size, Kind::Size, Kind::Size],
    required: 1,
    takes: "one, two or three sizes",
    needs: ("one, two or three sizes", "write `Input<28, 28, 1>`, for example"),
    instead: &[("shape", "the sizes go in angle brackets: `Input<28, 28, 1>`")],
    example: "Input<28, 28, 1>",
    ..Signature::PLAIN
};

/// The shape that `Input<28, 28, 1>` says.
pub(crate) fn input(resolver: &mut Resolver<'_>, layer: &Layer) -> Option<Shape> {
    if resolver.before.is_some() {
        let message = "`Input` says what goes into the first layer, so it comes before it";
        resolver.diagnostics.report(layer.span(), message);
        return None;
    }
    if let Some(name) = &layer.name {
        resolver.diagnostics.report(name.span(), "`Input` is not a layer, so it has no name");
    }
    let before = resolver.diagnostics.count();
    SIGNATURE.check_values(layer, resolver.diagnostics);
    let shape = if layer.arguments.is_empty() && resolver.diagnostics.count() > before {
        None
    } else {
        let sizes = SIGNATURE.arguments(layer, resolver.model, true, resolver.diagnostics);
        sizes.and_then(|sizes| resolver.axes(layer, &sizes.sizes()))
    };
    resolver.before = Some((String::from(INPUT), shape.clone().unwrap_or(Shape::Unknown)));
    shape
}
