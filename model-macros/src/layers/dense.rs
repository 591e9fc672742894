//! `Dense<4, 8, relu>`

use quote::{quote, quote_spanned};

use crate::ast::Argument;
use crate::layer::{Entry, Resolution, Rule, Site, with_bias};
use crate::shape::{Shape, Size};
use crate::signature::{Arguments, KERNEL_AND_BIAS, Kind, Signature};

pub(super) const ENTRIES: &[Entry] = &[Entry {
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
        options: KERNEL_AND_BIAS,
        instead: &[
            ("units", "sizes go in angle brackets: `Dense<4, 8, relu>`"),
            ("use_bias", "write `NoBias` after the activation: `Dense<4, 8, relu, NoBias>`"),
        ],
        example: "Dense<4, 8, relu>",
        ..Signature::PLAIN
    },
    rule: Rule::Alone(resolve),
    ..Entry::PLAIN
}];

fn resolve(site: &mut Site<'_>, arguments: &Arguments) -> Option<Resolution> {
    let sizes = arguments.sizes();
    let [inputs, outputs] = sizes.as_slice() else { return None };
    if let Argument::Infer(token) = outputs {
        let message = "the number of units cannot be inferred";
        site.diagnostics.report_with_help(token.span, message, "write a number, as in `Dense<4, 8, relu>`");
        return None;
    }
    if let Some(Shape::Tokens(_)) = site.before() {
        site.takes_no_tokens(site.layer.span());
        return None;
    }
    if site.before().is_none() {
        site.not_zero(inputs);
    }
    site.not_zero(outputs);
    let output_size = Size::of(outputs);
    let gives = |input: &Shape| input.with_last(output_size.clone());
    let [activation, bias] = [Kind::Activation, Kind::Bias].map(|kind| arguments.of(kind));
    if let Some(activation) = activation {
        site.makes_sense(activation, &Shape::features(output_size.clone()));
    }
    let input_size = match inputs {
        Argument::Infer(_) => inferred(site, inputs),
        other => Some(Size::of(other)),
    };
    let before = site.before().cloned();
    let Some(input_size) = input_size else {
        let output = gives(&before.unwrap_or_else(|| Shape::features(output_size.clone())));
        return Some(Resolution::unknown(output, inputs.span()));
    };
    // A dense layer works on the last axis: the others stay as they are.
    let input = match &before {
        Some(before @ Shape::Axes(_)) => before.with_last(input_size.clone()),
        _ => Shape::features(input_size.clone()),
    };
    let output = gives(&input);
    let fits = check_input(site, &sizes, &input);

    let path = &site.layer.path;
    let size = input_size.tokens();
    let size = match inputs {
        Argument::Infer(token) => quote_spanned!(token.span=> #size),
        other => quote!(#other),
    };
    let krate = site.krate;
    let shape = input.rank().filter(|&rank| rank > 1).and_then(|_| input.tokens(krate));
    let rest = arguments.behind_sizes(krate, shape);
    let full_type = quote!(#path<#size, #outputs #(, #rest)*>);
    let full_type = site.checked(arguments, full_type);
    let parameters = with_bias(bias, vec![input_size, output_size.clone()], output_size);
    let input_span = inputs.span();
    Some(Resolution {
        full_type: Some(full_type),
        input,
        input_span,
        output,
        more_outputs: Vec::new(),
        fits,
        parameters,
    })
}

/// The number of values on the last axis of what flows in, for a `_`.
fn inferred(site: &mut Site<'_>, inputs: &Argument) -> Option<Size> {
    let Some(before) = site.before() else {
        site.diagnostics.report_with_help(
            inputs.span(),
            "there is nothing to infer this size from: the first layer has to say how many values go in",
            "write the number, or start with `Input<4>`",
        );
        return None;
    };
    match before {
        Shape::Axes(axes) => axes.last().cloned(),
        before => site.len(before),
    }
}

/// Rule: the input size is the last axis of what flows in. Returns whether that holds, as far as the macro can tell.
fn check_input(site: &mut Site<'_>, sizes: &[Argument], takes: &Shape) -> bool {
    let Some(gives) = site.before() else { return true };
    if !takes.surely_differs(gives) {
        return true;
    }
    let Some(takes_in_words) = takes.last_in_words() else { return true };
    let (this, before_gives) = (site.this(), site.before_gives());
    let Some(all) = site.given() else { return true };
    let span = sizes[0].span();
    let rest = site.layer.arguments[1..].iter().map(Argument::as_written);
    let last = gives.last().map(|size| size.as_written()).unwrap_or_default();
    let mended: Vec<String> = std::iter::once(last.clone()).chain(rest).collect();
    if gives.rank() == Some(1) {
        let message = format!("{this} takes {takes_in_words}, but {before_gives} {last}");
        let help = format!("write `Dense<{}>`, or `_` to infer it", mended.join(", "));
        site.diagnostics.report_with_help(span, message, help);
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
    site.diagnostics.report_with_help(span, message, help);
    false
}
