//! `LSTM<32>`, `GRU<32, Sequences>` and their kin.

use quote::quote;
use syn::Ident;

use crate::ast::Argument;
use crate::layer::{Entry, Resolution, Rule, Site};
use crate::network::tuple;
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
    (
        "return_state",
        "write `ReturnState` in angle brackets, in a graph: `(steps, state) = words => GRU<32, ReturnState>;`",
    ),
    ("initial_state", "values have names in a graph: `y = words => GRU<32>(initial_state = state);`"),
    ("reset_after", "write `ResetBefore` in angle brackets for `reset_after=False`: `GRU<32, ResetBefore>`"),
    ("use_bias", "write `NoBias` after the activations: `LSTM<32, tanh, sigmoid, NoBias>`"),
    ("stateful", "ask the trained layer for a stream: `model.lstm().stream()`"),
    ("seed", "what is dropped follows from the model's seed: `Net::new(42)`"),
    ("unroll", "the number of steps is known to the compiler: leave this out"),
];

const SIMPLE_RNN: Signature = Signature {
    name: "SimpleRNN",
    arguments: &[Kind::Size, Kind::Activation, Kind::Bias, Kind::Steps, Kind::State],
    activations: &["tanh"],
    required: 1,
    takes: "the number of units, an activation, `Bias` or `NoBias`, `Sequences`, if each step is to come out, \
            and `ReturnState`, if the state is",
    flows: &["sequence", "initial_state"],
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
            arguments: &[
                Kind::Size,
                Kind::Activation,
                Kind::Activation,
                Kind::Bias,
                Kind::Steps,
                Kind::State,
            ],
            takes: "the number of units, two activations, `Bias` or `NoBias`, \
                    `Sequences`, if each step is to come out, and `ReturnState`, if the state is",
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
                Kind::State,
            ],
            takes: "the number of units, two activations, `Bias` or `NoBias`, `ResetBefore`, \
                    `Sequences`, if each step is to come out, and `ReturnState`, if the state is",
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
    let state = vec![Shape::features(units.clone()); if gates == 4 { 2 } else { 1 }];
    begins_with(site, &state)?;
    let more_outputs = if returns_state(site, arguments)? { state } else { Vec::new() };
    let steps = arguments.of(Kind::Steps);
    let output = match steps.map(Argument::as_written).as_deref() {
        Some("Sequences") => shape.with_last(units.clone()),
        _ => Shape::features(units.clone()),
    };
    let krate = site.krate;
    let rest = arguments.behind_sizes(krate, None);
    let from = match site.position.several.as_slice() {
        [] | [_] => shape.tokens(krate)?,
        several => {
            let shapes: Option<Vec<_>> = several.iter().map(|value| value.shape.tokens(krate)).collect();
            tuple(shapes?)
        }
    };
    let (path, size) = (&site.layer.path, units.tokens());
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
    let resolution = site.resolution(full_type, shape, output);
    Some(Resolution { parameters: Some(Parameters(terms)), more_outputs, ..resolution })
}

/// Rule: the state that flows in has all parts, each with a value for each unit.
fn begins_with(site: &mut Site<'_>, parts: &[Shape]) -> Option<()> {
    let Some(given) = site.position.several.get(1..).filter(|given| !given.is_empty()) else {
        return Some(());
    };
    let class = site.layer.class()?;
    // The sequence may stand before the arrow.
    let names = &site.layer.flowing[site.layer.flowing.len().checked_sub(given.len())?..];
    for flowing in names {
        let Some(name) = flowing.name.as_ref().filter(|name| *name != "initial_state") else { continue };
        let message = format!("`{class}` has no input `{name}`");
        let example = if parts.len() == 2 { "(h, c)" } else { "h" };
        let help = format!("write `initial_state = {example}`");
        site.diagnostics.report_with_help(name.span(), message, help);
        return None;
    }
    if given.len() != parts.len() {
        let (message, help) = match parts {
            [_] => (format!("the state of `{class}` is one value"), "write `initial_state = h`"),
            _ => (
                format!("the state of `{class}` is two values, its output and its cell state"),
                "write `initial_state = (h, c)`",
            ),
        };
        site.diagnostics.report_with_help(names[0].value.span(), message, help);
        return None;
    }
    for ((value, flowing), part) in given.iter().zip(names).zip(parts) {
        let name = &flowing.value;
        if value.shape.surely_differs(part) {
            let (has, needed) = (value.shape.in_words()?, part.in_words()?);
            let message =
                format!("the state of `{}` has {needed}, but `{name}` {has}", site.layer.as_written());
            let help = "a `Dense` behind it changes its width";
            site.diagnostics.report_with_help(name.span(), message, help);
            return None;
        }
        if value.shape.formula().is_none() || part.formula().is_none() {
            let krate = site.krate;
            let (a, b) = (value.shape.tokens(krate)?, part.tokens(krate)?);
            let message =
                format!("the state that `{class}` begins with has other values than the layer has units");
            site.require(name.span(), &quote!(#krate::chain::are_alike::<#a, #b>()), message);
        }
    }
    Some(())
}

/// Whether the state comes out. Rule: that is a value with a name.
fn returns_state(site: &mut Site<'_>, arguments: &Arguments) -> Option<bool> {
    let Some(marker) = arguments.of(Kind::State).filter(|state| state.as_written() == "ReturnState") else {
        return Some(false);
    };
    if site.position.within.is_some() {
        let message = "a layer inside of another one gives its output alone: leave out `ReturnState`";
        site.diagnostics.report(marker.span(), message);
        return None;
    }
    if site.position.several.is_empty() {
        let message = "`ReturnState` makes the state a value, which needs a name";
        let help = "write the model as a graph, with `(steps, state) = words => GRU<32, ReturnState>;`";
        site.diagnostics.report_with_help(marker.span(), message, help);
        return None;
    }
    Some(true)
}
