use quote::{quote, quote_spanned};

use super::Known;
use super::other::{checked, makes_sense};
use crate::ast::{Argument, Layer};
use crate::resolve::{Resolution, Resolver};
use crate::shape::{Parameters, Shape, Size};
use crate::signature::{Kind, Signature};

/// `Dense<4, 8, relu>`
pub(super) const KNOWN: Known = Known {
    signature: Signature {
        name: "Dense",
        arguments: &[Kind::Size, Kind::Size, Kind::Activation, Kind::Bias],
        required: 2,
        takes: "two sizes, an activation, and `Bias` or `NoBias`",
        needs: (
            "two sizes: how many values go in, and how many come out",
            "write `Dense<4, 8, relu>`, for example",
        ),
        values: &[],
        options: &[
            "activation",
            "kernel_initializer",
            "bias_initializer",
            "kernel_regularizer",
            "bias_regularizer",
            "activity_regularizer",
            "kernel_constraint",
            "bias_constraint",
        ],
        instead: &[
            ("units", "sizes go in angle brackets: `Dense<4, 8, relu>`"),
            ("use_bias", "write `NoBias` after the activation: `Dense<4, 8, relu, NoBias>`"),
        ],
        example: "Dense<4, 8, relu>",
    },
    is_in_full: |_| false,
    resolve,
};

fn resolve(resolver: &mut Resolver<'_>, layer: &Layer, arguments: &[Argument]) -> Resolution {
    let [inputs, outputs, rest @ ..] = arguments else {
        return Resolution::unknown(Shape::Unknown, layer.span());
    };
    if let Argument::Infer(token) = outputs {
        let message = "the number of units cannot be inferred";
        resolver.diagnostics.report_with_help(
            token.span,
            message,
            "write a number, as in `Dense<4, 8, relu>`",
        );
        return Resolution::unknown(Shape::Unknown, layer.span());
    }
    if resolver.before.is_none() {
        resolver.not_zero(inputs);
    }
    resolver.not_zero(outputs);
    let output_size = Size::of(outputs);
    let output = Shape::features(output_size.clone());
    if let Some(activation) = rest.first() {
        makes_sense(resolver, activation, &output);
    }
    let input_size = match inputs {
        Argument::Infer(_) => inferred(resolver, layer, inputs),
        other => Some(Size::of(other)),
    };
    let Some(input_size) = input_size else { return Resolution::unknown(output, inputs.span()) };
    let input = Shape::features(input_size.clone());
    let fits = check_input(resolver, layer, arguments, &input);

    let path = &layer.path;
    let size = input_size.tokens();
    let size = match inputs {
        Argument::Infer(token) => quote_spanned!(token.span=> #size),
        other => quote!(#other),
    };
    let full_type = quote!(#path<#size, #outputs #(, #rest)*>);
    let kinds: Vec<_> = [Kind::Activation, Kind::Bias].into_iter().zip(rest).collect();
    let full_type = checked(resolver, &kinds, full_type);
    let kernel = vec![input_size, output_size.clone()];
    let parameters = match rest.get(1).map(Argument::as_written).as_deref() {
        None | Some("Bias") => Some(Parameters(vec![kernel, vec![output_size]])),
        Some("NoBias") => Some(Parameters(vec![kernel])),
        Some(_) => None,
    };
    Resolution { full_type: Some(full_type), input, input_span: inputs.span(), output, fits, parameters }
}

/// The number of values that flow in, for a `_`.
fn inferred(resolver: &mut Resolver<'_>, layer: &Layer, inputs: &Argument) -> Option<Size> {
    let Some((_, before)) = &resolver.before else {
        resolver.diagnostics.report_with_help(
            inputs.span(),
            "there is nothing to infer this size from: the first layer has to say how many values go in",
            "write the number, or start with `Input<4>`",
        );
        return None;
    };
    match before.clone() {
        // `check_input` says what is wrong; any number will do until then.
        Shape::Axes(axes) if axes.len() > 1 => Some(Size::Literal(1)),
        before => resolver.len(&before, layer),
    }
}

/// Reports a layer that takes something else than flows in; whether it is none.
fn check_input(resolver: &mut Resolver<'_>, layer: &Layer, arguments: &[Argument], takes: &Shape) -> bool {
    let Some((_, gives)) = &resolver.before else { return true };
    if !takes.surely_differs(gives) {
        return true;
    }
    let (Some(takes), Some(given)) = (takes.in_words(), gives.in_words()) else { return true };
    let (this, before_gives) = (resolver.this(layer), resolver.before_gives());
    let span = arguments[0].span();
    match gives {
        Shape::Axes(axes) if axes.len() > 1 => {
            let flattened =
                gives.formula().map_or_else(String::new, |(formula, _)| format!(": {formula} values"));
            let help = format!("put `Flatten` between the two{flattened}");
            let is_input_image = resolver.number == 1 && axes.len() == 3;
            let before_gives = if is_input_image { "the input is".to_owned() } else { before_gives };
            let message = format!("{this} takes single values, but {before_gives} {given}");
            resolver.diagnostics.report_with_help(span, message, help);
        }
        _ => {
            let number = given.split(' ').next().unwrap_or_default();
            let message = format!("{this} takes {takes}, but {before_gives} {number}");
            let rest = arguments[1..].iter().map(Argument::as_written);
            let mended: Vec<String> = std::iter::once(number.to_owned()).chain(rest).collect();
            let help = format!("write `Dense<{}>`, or `_` to infer it", mended.join(", "));
            resolver.diagnostics.report_with_help(span, message, help);
        }
    }
    false
}
