//! `LSTM<32>`, `GRU<32, Sequences>` and their kin.

use quote::quote;
use syn::Ident;

use crate::ast::Argument;
use crate::layer::{Entry, Resolution, Rule, Site};
use crate::parameters::Parameters;
use crate::shape::{Shape, Size};
use crate::signature::{Arguments, Kind, Signature};

/// The options of all recurrent layers behind those of one.
macro_rules! options {
    ($($own:literal),*) => {
        &[
            $($own,)*
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
        ]
    };
}

const INSTEAD: &[(&str, &str)] = &[
    ("units", "the number of units goes in angle brackets: `LSTM<32>`"),
    ("return_sequences", "write `Sequences` in angle brackets: `LSTM<32, Sequences>`"),
    ("reset_after", "write `ResetBefore` in angle brackets for `reset_after=False`: `GRU<32, ResetBefore>`"),
    ("use_bias", "write `NoBias` after the activations: `LSTM<32, tanh, sigmoid, NoBias>`"),
    ("stateful", "ask the trained layer for a stream: `model.lstm().stream()`"),
    ("seed", "what is dropped follows from the model's seed: `Net::new(42)`"),
    ("unroll", "the number of steps is known to the compiler: leave this out"),
];

const SIMPLE_RNN: Signature = Signature {
    name: "SimpleRNN",
    arguments: &[Kind::Size, Kind::Activation, Kind::Bias, Kind::Steps],
    activations: &["tanh"],
    required: 1,
    takes: "the number of units, an activation, `Bias` or `NoBias`, and `Sequences`, if each step is to come out",
    needs: ("the number of units", "write `SimpleRNN<32>`, for example"),
    options: options!["activation"],
    instead: INSTEAD,
    example: "SimpleRNN<32>",
    ..Signature::PLAIN
};

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        signature: SIMPLE_RNN,
        rule: Rule::Alone(|site, arguments| resolve(site, arguments, 1)),
        ..IN_FULL
    },
    Entry {
        signature: Signature {
            name: "LSTM",
            arguments: &[Kind::Size, Kind::Activation, Kind::Activation, Kind::Bias, Kind::Steps],
            takes: "the number of units, two activations, `Bias` or `NoBias`, \
                    and `Sequences`, if each step is to come out",
            needs: ("the number of units", "write `LSTM<32>`, for example"),
            activations: &["tanh", "sigmoid"],
            options: options!["activation", "recurrent_activation", "unit_forget_bias"],
            example: "LSTM<32>",
            ..SIMPLE_RNN
        },
        rule: Rule::Alone(|site, arguments| resolve(site, arguments, 4)),
        ..IN_FULL
    },
    Entry {
        signature: Signature {
            name: "GRU",
            arguments: &[
                Kind::Size,
                Kind::Activation,
                Kind::Activation,
                Kind::Bias,
                Kind::Reset,
                Kind::Steps,
            ],
            takes: "the number of units, two activations, `Bias` or `NoBias`, `ResetBefore`, \
                    and `Sequences`, if each step is to come out",
            needs: ("the number of units", "write `GRU<32>`, for example"),
            activations: &["tanh", "sigmoid"],
            options: options!["activation", "recurrent_activation"],
            example: "GRU<32>",
            ..SIMPLE_RNN
        },
        rule: Rule::Alone(|site, arguments| resolve(site, arguments, 3)),
        ..IN_FULL
    },
];

const IN_FULL: Entry =
    Entry { is_in_full: |arguments| arguments.first().is_some_and(Argument::is_type), ..Entry::PLAIN };

/// Whether layers of this class are recurrent.
pub(crate) fn is_recurrent(class: &Ident) -> bool {
    ENTRIES.iter().any(|entry| class == entry.signature.name)
}

/// A layer with `gates` kernels and biases.
fn resolve(site: &mut Site<'_>, arguments: &Arguments, gates: usize) -> Option<Resolution> {
    let sizes = arguments.sizes();
    site.axes(&sizes)?;
    let shape = site.places_before(1)?;
    let (units, features) = (Size::of(&sizes[0]), shape.last()?.clone());
    let steps = arguments.of(Kind::Steps);
    let output = match steps.map(Argument::as_written).as_deref() {
        Some("Sequences") => shape.with_last(units.clone()),
        _ => Shape::features(units.clone()),
    };
    let krate = site.krate;
    let rest = arguments.behind_sizes(krate, None);
    let (path, from, size) = (&site.layer.path, shape.tokens(krate), units.tokens());
    let full_type = site.checked(arguments, quote!(#path<#from, #size #(, #rest)*>));
    let sums = vec![Size::Literal(gates), units.clone()];
    let with = |inputs: Size| std::iter::once(inputs).chain(sums.clone()).collect::<Vec<_>>();
    let resets_after = arguments.of(Kind::Reset).is_none_or(|reset| reset.as_written() == "ResetAfter");
    let mut terms = vec![with(features), with(units)];
    match arguments.of(Kind::Bias).map(Argument::as_written).as_deref() {
        Some("NoBias") => {}
        _ if gates == 3 && resets_after => {
            terms.push(with(Size::Literal(2)));
        }
        _ => terms.push(sums),
    }
    Some(Resolution { parameters: Some(Parameters(terms)), ..site.resolution(full_type, shape, output) })
}
