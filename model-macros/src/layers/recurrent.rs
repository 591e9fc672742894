//! `LSTM<32>`, `GRU<32, Sequences>` and their kin.

use proc_macro2::TokenStream;
use quote::quote;

use super::Known;
use super::convolution::layer_item;
use super::other::{checked, with_defaults};
use crate::ast::{Argument, Layer, tokens};
use crate::network::Resolution;
use crate::resolve::Resolver;
use crate::shape::{Parameters, Shape, Size};
use crate::signature::{Arguments, Kind, Signature};

const OPTIONS: &[&str] = &[
    "activation",
    "go_backwards",
    "dropout",
    "recurrent_dropout",
    "zero_output_for_mask",
    "kernel_initializer",
    "recurrent_initializer",
    "bias_initializer",
    "kernel_regularizer",
    "recurrent_regularizer",
    "bias_regularizer",
    "activity_regularizer",
    "kernel_constraint",
    "recurrent_constraint",
    "bias_constraint",
];

const GATED_OPTIONS: &[&str] = &[
    "activation",
    "recurrent_activation",
    "go_backwards",
    "dropout",
    "recurrent_dropout",
    "zero_output_for_mask",
    "kernel_initializer",
    "recurrent_initializer",
    "bias_initializer",
    "kernel_regularizer",
    "recurrent_regularizer",
    "bias_regularizer",
    "activity_regularizer",
    "kernel_constraint",
    "recurrent_constraint",
    "bias_constraint",
];

const LSTM_OPTIONS: &[&str] = &[
    "activation",
    "recurrent_activation",
    "unit_forget_bias",
    "go_backwards",
    "dropout",
    "recurrent_dropout",
    "zero_output_for_mask",
    "kernel_initializer",
    "recurrent_initializer",
    "bias_initializer",
    "kernel_regularizer",
    "recurrent_regularizer",
    "bias_regularizer",
    "activity_regularizer",
    "kernel_constraint",
    "recurrent_constraint",
    "bias_constraint",
];

const INSTEAD: &[(&str, &str)] = &[
    ("units", "the number of units goes in angle brackets: `LSTM<32>`"),
    ("return_sequences", "write `Sequences` in angle brackets: `LSTM<32, Sequences>`"),
    ("reset_after", "write `ResetBefore` in angle brackets for `reset_after=False`: `GRU<32, ResetBefore>`"),
    ("use_bias", "write `NoBias` after the activations: `LSTM<32, tanh, sigmoid, NoBias>`"),
    ("stateful", "ask the trained layer for a stream: `model.lstm().stream()`"),
    ("seed", "what is dropped follows from the model's seed: `Net::new(42)`"),
    ("unroll", "the number of steps is known to the compiler: leave this out"),
];

pub(super) const SIMPLE_RNN: Known = Known {
    signature: Signature {
        name: "SimpleRNN",
        arguments: &[Kind::Size, Kind::Activation, Kind::Bias, Kind::Steps],
        required: 1,
        takes: "the number of units, an activation, `Bias` or `NoBias`, and `Sequences`, if each step is to come out",
        needs: ("the number of units", "write `SimpleRNN<32>`, for example"),
        options: OPTIONS,
        instead: INSTEAD,
        example: "SimpleRNN<32>",
        ..Signature::PLAIN
    },
    is_in_full: |arguments| arguments.first().is_some_and(Argument::is_type),
    resolve: |resolver, layer, arguments| resolve(resolver, layer, arguments, 1),
};

pub(super) const LSTM: Known = Known {
    signature: Signature {
        name: "LSTM",
        arguments: &[Kind::Size, Kind::Activation, Kind::Activation, Kind::Bias, Kind::Steps],
        takes: "the number of units, two activations, `Bias` or `NoBias`, and `Sequences`, if each step is to come out",
        needs: ("the number of units", "write `LSTM<32>`, for example"),
        options: LSTM_OPTIONS,
        example: "LSTM<32>",
        ..SIMPLE_RNN.signature
    },
    resolve: |resolver, layer, arguments| resolve(resolver, layer, arguments, 4),
    ..SIMPLE_RNN
};

pub(super) const GRU: Known = Known {
    signature: Signature {
        name: "GRU",
        arguments: &[Kind::Size, Kind::Activation, Kind::Activation, Kind::Bias, Kind::Reset, Kind::Steps],
        takes: "the number of units, two activations, `Bias` or `NoBias`, `ResetBefore`, and `Sequences`, if each step is to come out",
        needs: ("the number of units", "write `GRU<32>`, for example"),
        options: GATED_OPTIONS,
        example: "GRU<32>",
        ..SIMPLE_RNN.signature
    },
    resolve: |resolver, layer, arguments| resolve(resolver, layer, arguments, 3),
    ..SIMPLE_RNN
};

/// A layer with so many gates.
fn resolve(
    resolver: &mut Resolver<'_>,
    layer: &Layer,
    arguments: &Arguments,
    gates: usize,
) -> Option<Resolution> {
    let sizes = arguments.sizes();
    resolver.axes(layer, &sizes)?;
    let shape = resolver.places_before(layer, 1)?;
    let (units, features) = (Size::of(&sizes[0]), shape.last()?.clone());
    let steps = arguments.of(Kind::Steps);
    let output = match steps.map(Argument::as_written).as_deref() {
        Some("Sequences") => shape.with_last(units.clone()),
        _ => Shape::features(units.clone()),
    };
    let [activation, recurrent] = arguments.pair(Kind::Activation);
    let [bias, reset] = [Kind::Bias, Kind::Reset].map(|kind| arguments.of(kind));
    let krate = resolver.krate;
    let tanh = quote!(#krate::activations::tanh);
    let sigmoid = quote!(#krate::activations::sigmoid);
    let [with_bias, after] = ["Bias", "ResetAfter"].map(|name| layer_item(resolver, name));
    let rest: Vec<TokenStream> = match gates {
        1 => with_defaults([activation, bias, steps].map(|given| given.map(tokens)), [tanh, with_bias]),
        3 => with_defaults(
            [activation, recurrent, bias, reset, steps].map(|given| given.map(tokens)),
            [tanh, sigmoid, with_bias, after],
        ),
        _ => with_defaults(
            [activation, recurrent, bias, steps].map(|given| given.map(tokens)),
            [tanh, sigmoid, with_bias],
        ),
    };
    let (path, from, size) = (&layer.path, shape.tokens(krate), units.tokens());
    let full_type = quote!(#path<#from, #size #(, #rest)*>);
    let kinds = [(Kind::Activation, activation), (Kind::Activation, recurrent), (Kind::Bias, bias)];
    let full_type = checked(resolver, &kinds, full_type);
    let sums = vec![Size::Literal(gates), units.clone()];
    let with = |inputs: Size| std::iter::once(inputs).chain(sums.clone()).collect::<Vec<_>>();
    let mut terms = vec![with(features), with(units)];
    match bias.map(Argument::as_written).as_deref() {
        Some("NoBias") => {}
        _ if gates == 3 && reset.is_none_or(|reset| reset.as_written() == "ResetAfter") => {
            terms.push(with(Size::Literal(2)));
        }
        _ => terms.push(sums),
    }
    let mut resolution = Resolution::of(full_type, shape, output, layer.span());
    resolution.parameters = Some(Parameters(terms));
    Some(resolution)
}
