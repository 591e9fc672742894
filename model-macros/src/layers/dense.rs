use quote::{quote, quote_spanned};

use super::Known;
use super::other::{checked, makes_sense, with_bias, with_defaults};
use crate::ast::{Argument, Layer, tokens};
use crate::network::Resolution;
use crate::resolve::Resolver;
use crate::shape::{Shape, Size};
use crate::signature::{Arguments, Kind, Signature};

/// `Dense<4, 8, relu>`
pub(super) const KNOWN: Known = Known {
    signature: Signature {
        name: "Dense",
        arguments: &[Kind::Size, Kind::Size, Kind::Activation, Kind::Bias],
        required: 2,
        infers: true,
        takes: "two sizes, an activation, and `Bias` or `NoBias`",
        needs: (
            "two sizes: how many values go in, and how many come out",
            "write `Dense<4, 8, relu>`, for example",
        ),
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
        ..Signature::PLAIN
    },
    is_in_full: |_| false,
    resolve,
};

fn resolve(resolver: &mut Resolver<'_>, layer: &Layer, arguments: &Arguments) -> Option<Resolution> {
    let sizes = arguments.sizes();
    let [inputs, outputs] = sizes.as_slice() else { return None };
    if let Argument::Infer(token) = outputs {
        let message = "the number of units cannot be inferred";
        resolver.diagnostics.report_with_help(
            token.span,
            message,
            "write a number, as in `Dense<4, 8, relu>`",
        );
        return None;
    }
    if let Some((_, Shape::Tokens(_))) = &resolver.before {
        resolver.takes_no_tokens(layer, layer.span());
        return None;
    }
    if resolver.before.is_none() {
        resolver.not_zero(inputs);
    }
    resolver.not_zero(outputs);
    let output_size = Size::of(outputs);
    let gives = |input: &Shape| input.with_last(output_size.clone());
    let [activation, bias] = [Kind::Activation, Kind::Bias].map(|kind| arguments.of(kind));
    if let Some(activation) = activation {
        makes_sense(resolver, activation, &Shape::features(output_size.clone()));
    }
    let input_size = match inputs {
        Argument::Infer(_) => inferred(resolver, layer, inputs),
        other => Some(Size::of(other)),
    };
    let before = resolver.before.as_ref().map(|(_, before)| before.clone());
    let Some(input_size) = input_size else {
        let output = gives(&before.unwrap_or_else(|| Shape::features(output_size.clone())));
        return Some(Resolution::unknown(output, inputs.span()));
    };
    // The last axis of what flows in: the others are left as they are.
    let input = match &before {
        Some(before @ Shape::Axes(_)) => before.with_last(input_size.clone()),
        _ => Shape::features(input_size.clone()),
    };
    let output = gives(&input);
    let fits = check_input(resolver, layer, &sizes, &input);

    let path = &layer.path;
    let size = input_size.tokens();
    let size = match inputs {
        Argument::Infer(token) => quote_spanned!(token.span=> #size),
        other => quote!(#other),
    };
    let krate = resolver.krate;
    let defaults = [quote!(#krate::activations::linear), quote!(#krate::layers::Bias)];
    let shape = input.rank().filter(|&rank| rank > 1).and_then(|_| input.tokens(krate));
    let rest = with_defaults([activation.map(tokens), bias.map(tokens), shape], defaults);
    let full_type = quote!(#path<#size, #outputs #(, #rest)*>);
    let full_type = checked(resolver, &[(Kind::Activation, activation), (Kind::Bias, bias)], full_type);
    let parameters = with_bias(bias, vec![input_size, output_size.clone()], output_size);
    let input_span = inputs.span();
    Some(Resolution { full_type: Some(full_type), input, input_span, output, fits, parameters, inner: None })
}

/// The number of values on the last axis of what flows in, for a `_`.
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
        Shape::Axes(axes) => axes.last().cloned(),
        before => resolver.len(&before, layer),
    }
}

/// Reports a layer that takes something else than flows in; whether it is none.
fn check_input(resolver: &mut Resolver<'_>, layer: &Layer, sizes: &[Argument], takes: &Shape) -> bool {
    let Some((_, gives)) = &resolver.before else { return true };
    if !takes.surely_differs(gives) {
        return true;
    }
    let Some(takes_in_words) = takes.last_in_words() else { return true };
    let (this, before_gives) = (resolver.this(layer), resolver.before_gives());
    let Some(all) = resolver.given() else { return true };
    let span = sizes[0].span();
    let rest = layer.arguments[1..].iter().map(Argument::as_written);
    let last = gives.last().map(|size| size.as_written()).unwrap_or_default();
    let mended: Vec<String> = std::iter::once(last.clone()).chain(rest).collect();
    if gives.rank() == Some(1) {
        let message = format!("{this} takes {takes_in_words}, but {before_gives} {last}");
        let help = format!("write `Dense<{}>`, or `_` to infer it", mended.join(", "));
        resolver.diagnostics.report_with_help(span, message, help);
        return false;
    }
    let help = match (gives.formula(), sizes[0].as_literal()) {
        (Some((formula, len)), Some(written)) if len == written => {
            format!("put `Flatten` between the two: {formula} values")
        }
        _ => format!(
            "put `Flatten` between the two, or write `Dense<{}>` for a layer on the last axis",
            mended.join(", ")
        ),
    };
    let message = format!("{this} takes {takes_in_words}, but {all}");
    resolver.diagnostics.report_with_help(span, message, help);
    false
}
