//! The record of all that the macro knows of plywood's layers, `snapshots/layers.rs`: `tests/signatures.rs` of this
//! repository compiles it, and compares it with what the layers are. `UPDATE_SNAPSHOTS=1 cargo test` writes it anew.

use std::collections::BTreeSet;
use std::fmt::Write;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;

use super::{snapshot, with_crate};
use crate::ast::Argument;
use crate::diagnostics::Diagnostics;
use crate::expand::MOST_PARAMETERS;
use crate::layer::{Entry, Rule};
use crate::layers;
use crate::network::MadeOf;
use crate::signature::{ACTIVATIONS, Kind, MADE_BY_NEW, MADE_PLAINLY, MARKERS, settings};
use crate::{parse, resolve};

/// One of these flows into each layer.
const INPUTS: [&str; 7] = [
    "Input<4>",
    "Input<8>",
    "Input<16>",
    "Input<9, 4>",
    "Input<9, 8, 4>",
    "Input<9, 8, 7, 4>",
    "Tokens<9, 50>",
];

#[test]
fn the_record_is_what_the_macro_knows() {
    snapshot("layers.rs", &record());
}

fn record() -> String {
    let mut record = String::from(
        "// What `model!` knows of plywood's layers. `tests/signatures.rs` compares it with what they are.\n\n",
    );
    let markers = MARKERS.iter().flat_map(|(_, names, default)| names.iter().chain([default]));
    let markers: BTreeSet<&str> = markers.map(|name| name.split('<').next().unwrap()).collect();
    let made = MADE_PLAINLY.iter().chain(MADE_BY_NEW).map(|(_, example)| *example);
    let made: Vec<&str> = made.chain(ACTIVATIONS.iter().filter_map(|name| settings(name))).collect();
    let options: BTreeSet<&str> = layers::entries()
        .chain(layers::merges())
        .flat_map(|entry| entry.signature.options)
        .copied()
        .collect();
    let ending = |end: &str| options.iter().copied().filter(|name| name.ends_with(end)).collect::<Vec<_>>();
    let of_variables = ["_initializer", "_regularizer", "_constraint"].map(ending);
    let others: Vec<&str> = options
        .iter()
        .copied()
        .filter(|name| !of_variables.iter().flatten().any(|own| own == name))
        .collect();
    let [initializers, regularizers, constraints] = of_variables.map(|names| names.join(" "));
    write!(
        record,
        "record! {{
    {{
        most_inlined_parameters: {MOST_PARAMETERS};
        markers: [{}];
        activations: [{}];
        made: [{}];
        options: [{}];
        initializers: [{initializers}];
        regularizers: [{regularizers}];
        constraints: [{constraints}];
    }}
",
        markers.iter().copied().collect::<Vec<_>>().join(" "),
        ACTIVATIONS.join(" "),
        made.join("; "),
        others.join(" "),
    )
    .unwrap();
    let mut unused = markers;
    for entry in layers::entries() {
        let known = of_entry(entry);
        unused.retain(|marker| !known.contains(marker));
        record.push_str(&known);
    }
    assert!(unused.is_empty(), "no layer takes these: {unused:?}");
    record + "}\n"
}

fn of_entry(entry: &Entry) -> String {
    let signature = &entry.signature;
    let (input, plain) = plain(entry);
    let told = |arguments: &[String]| Told::of(&input, &written(entry, arguments));
    let first = told(&plain).unwrap();
    // A bias stands behind an activation.
    let before = |kind: Kind| match kind {
        Kind::Bias => signature.activations.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    };
    let (mut defaults, mut others) = (Vec::new(), Vec::new());
    for (index, kind) in signature.arguments.iter().enumerate().skip(signature.required) {
        let with = |argument: &str| told(&[plain.clone(), before(*kind), vec![argument.to_owned()]].concat());
        match kind {
            Kind::Size => others.extend(with("2")),
            Kind::Activation => {
                let earlier = signature.arguments[..index].iter().filter(|kind| **kind == Kind::Activation);
                let count = earlier.count() + 1;
                let activations = signature.activations[..count].iter().map(ToString::to_string);
                defaults.push(told(&[plain.clone(), activations.collect()].concat()).unwrap());
                let others_of_it = vec![String::from("relu"); count];
                others.push(told(&[plain.clone(), others_of_it].concat()).unwrap());
            }
            kind => {
                let (_, names, default) = MARKERS.iter().find(|(own, ..)| own == kind).unwrap();
                if names.contains(&default.split('<').next().unwrap()) {
                    // Pooling moves on by its windows, not by 1.
                    let is_of_pooling =
                        *kind == Kind::Strides && !signature.arguments.contains(&Kind::Dilation);
                    defaults.extend(with(default).filter(|_| !is_of_pooling));
                } else {
                    // A default that nobody can write stands in the place of the marker that one can.
                    defaults.extend(with(names[0]).map(|told| told.with(names[0], default)));
                }
                let number = match kind {
                    // It is less than the stride.
                    Kind::OutputPadding => "<0>",
                    _ if default.contains('<') => "<2>",
                    _ => "",
                };
                let markers = names.iter().filter(|name| *name != default);
                others.extend(markers.filter_map(|name| with(&format!("{name}{number}"))));
            }
        }
    }
    others.extend(
        INPUTS
            .iter()
            .filter(|other| **other != input)
            .filter_map(|other| Told::of(other, &written(entry, &plain))),
    );
    let all = [&first].into_iter().chain(&defaults).chain(&others);
    let most = all.map(Told::arguments).max().unwrap();
    let numbers = [-0.001, 0.0, 0.5, 1.0, 1.001, 1e9];
    let (right, wrong) = match signature.values {
        [] => (
            if matches!(entry.rule, Rule::Alone(_)) { "()".to_owned() } else { String::new() },
            String::new(),
        ),
        [number] => {
            let lie = |inside| {
                let own = numbers
                    .iter()
                    .filter(|value| std::ops::RangeBounds::contains(&number.range, value) == inside);
                own.map(|value| format!("({value:?})")).collect::<Vec<_>>().join(" ")
            };
            (lie(true), lie(false))
        }
        _ => panic!("{}: the record has place for one value", signature.name),
    };
    let lines = |lines: Vec<String>| match lines.as_slice() {
        [] => String::new(),
        lines => format!("\n            {}\n        ", lines.join("\n            ")),
    };
    let defaults = lines(defaults.iter().map(|told| format!("{};", code(&told.full_type))).collect());
    let others = lines(others.iter().map(Told::line).collect());
    format!(
        "
    {} {{
        right: [{right}], wrong: [{wrong}],
        options: [{}],
        arguments: {most},
        plain: {}
        defaults: [{defaults}]
        others: [{others}]
    }}
",
        signature.name,
        signature.options.join(" "),
        first.line(),
    )
}

/// An input for the layer, and the arguments that it needs: those of its example, without the optional ones if it can
/// do without them.
fn plain(entry: &Entry) -> (String, Vec<String>) {
    let signature = &entry.signature;
    let mut diagnostics = Diagnostics::default();
    let example = signature.example.parse().unwrap();
    let (_, model) = parse::parse(with_crate(&example), &mut diagnostics).unwrap();
    let arguments: Vec<String> = model.layers()[0].arguments.iter().map(Argument::as_written).collect();
    for arguments in [&arguments[..signature.required], &arguments] {
        let fits = |input: &&&str| Told::of(input, &written(entry, arguments)).is_some();
        if let Some(input) = INPUTS.iter().find(fits) {
            return ((*input).to_owned(), arguments.to_vec());
        }
    }
    panic!("the example of `{}` is not right", signature.name)
}

/// The layer with these arguments, and with values or layers as in its example.
fn written(entry: &Entry, arguments: &[String]) -> String {
    let signature = &entry.signature;
    if entry.is_block() {
        return format!("{}(Dense<8>)", signature.name);
    }
    let angles = if arguments.is_empty() { String::new() } else { format!("<{}>", arguments.join(", ")) };
    let values = if signature.values.is_empty() { "" } else { "(0.5)" };
    format!("{}{angles}{values}", signature.name)
}

/// What can be told of a layer, as code.
#[derive(Clone)]
struct Told {
    full_type: TokenStream,
    input: String,
    output: String,
    parameters: usize,
}

impl Told {
    /// `None` if there is a mistake.
    fn of(input: &str, layer: &str) -> Option<Self> {
        // Values have names in a graph alone.
        if layer.contains("ReturnState") {
            let shape =
                input.strip_prefix("Input").map_or(input.to_owned(), |sizes| format!("Sequence{sizes}"));
            let graph = |values| format!("struct Net(x: {shape}) -> {values} {{ {values} = x => {layer}; }}");
            return Self::of_model(&graph("(y, h)")).or_else(|| Self::of_model(&graph("(y, h, c)")));
        }
        Self::of_model(&format!("{input}, {layer}"))
    }

    fn of_model(model: &str) -> Option<Self> {
        let mut diagnostics = Diagnostics::default();
        let tokens: TokenStream = model.parse().unwrap();
        let (krate, model) = parse::parse(with_crate(&tokens), &mut diagnostics)?;
        let network = resolve::resolve(&model, &krate, &mut diagnostics);
        if diagnostics.count() > 0 {
            return None;
        }
        let resolved = network.layers.last()?;
        let mut full_type = resolved.full_type.to_token_stream();
        if let MadeOf::Block(block) = &resolved.made_of {
            // In place of the block's own type, that of its only layer.
            let layer = block.network.layers.last()?.full_type.to_token_stream();
            full_type = replaced(full_type, &block.name.to_string(), &layer);
        }
        Some(Self {
            full_type,
            input: code(&network.input()),
            output: code(&network.output(&krate)),
            parameters: resolved.parameters.as_ref()?.count()?,
        })
    }

    fn line(&self) -> String {
        let Self { full_type, input, output, parameters } = self;
        format!("{}: {input} => {output}, {parameters};", code(full_type))
    }

    /// The same with another marker in its type.
    fn with(self, marker: &str, other: &str) -> Self {
        let full_type = replaced(self.full_type, marker, &other.parse().unwrap());
        Self { full_type, ..self }
    }

    /// The number of arguments of its type.
    fn arguments(&self) -> usize {
        match syn::parse2(self.full_type.clone()).unwrap() {
            syn::Type::Path(path) => match &path.path.segments.last().unwrap().arguments {
                syn::PathArguments::AngleBracketed(arguments) => arguments.args.len(),
                _ => 0,
            },
            _ => 0,
        }
    }
}

/// A type without the paths of plywood.
fn code(full_type: &TokenStream) -> String {
    let mut code = full_type.to_string().replace(' ', "");
    for path in ["::plywood::layers::", "::plywood::activations::", "::plywood::"] {
        code = code.replace(path, "");
    }
    code.replace(',', ", ")
}

fn replaced(tokens: TokenStream, name: &str, with: &TokenStream) -> TokenStream {
    let replace = |token| match token {
        TokenTree::Ident(ident) if ident == *name => with.clone(),
        token => token.into(),
    };
    tokens.into_iter().map(replace).collect::<Vec<TokenStream>>().into_iter().collect()
}
