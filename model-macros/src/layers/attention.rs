//! `Attention`, `AdditiveAttention`, `MultiHeadAttention<4, 16, Causal>`, `GroupQueryAttention<16, 8, 2>`

use proc_macro2::TokenStream;
use quote::quote;

use super::same_shape::SAME_SHAPE;
use crate::ast::Argument;
use crate::layer::{Entry, Resolution, Rule, Site};
use crate::network::tuple;
use crate::parameters::Parameters;
use crate::shape::{Shape, Size};
use crate::signature::{Arguments, Kind, Signature};

/// What flows in, in a graph: who looks, and what is looked at.
const FLOWS: &[&str] = &["query", "value"];

const OPTIONS: &[&str] = &[
    "dropout",
    "kernel_initializer",
    "bias_initializer",
    "kernel_regularizer",
    "bias_regularizer",
    "kernel_constraint",
    "bias_constraint",
];

/// What Keras takes, behind what one layer alone has.
macro_rules! instead {
    ($($own:expr),*) => {
        &[
            $($own,)*
            ("use_bias", "write `NoBias` behind the sizes"),
            ("use_causal_mask", "write `Causal` in angle brackets: then no step looks at a later one"),
            ("activity_regularizer", "put `ActivityRegularization` behind the layer"),
            ("attention_mask", "steps that are masked before the layer are not looked at: put `Masking` there"),
            ("seed", "what is dropped follows from the model's seed: `Net::new(42)`"),
        ]
    };
}

const IN_FULL: Entry =
    Entry { is_in_full: |arguments| arguments.first().is_some_and(Argument::is_type), ..Entry::PLAIN };

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        signature: Signature {
            name: "AdditiveAttention",
            arguments: &[Kind::Scale, Kind::Causality],
            takes: "`NoScale`, if factors are not learnt, and `Causal`, if no step may look at a later one",
            flows: FLOWS,
            options: &["dropout"],
            instead: instead![("use_scale", "write `NoScale` in angle brackets for `use_scale=False`")],
            example: "AdditiveAttention",
            ..Signature::PLAIN
        },
        rule: Rule::Alone(|site, arguments| {
            let is_scaled = arguments.of(Kind::Scale).is_none();
            let features = site.before().and_then(Shape::last).cloned();
            unprojected(site, arguments, features.filter(|_| is_scaled))
        }),
        ..SAME_SHAPE
    },
    Entry {
        signature: Signature {
            name: "Attention",
            arguments: &[Kind::UseScale, Kind::Causality],
            takes: "`Scale`, if a factor is to be learnt, and `Causal`, if no step may look at a later one",
            flows: FLOWS,
            options: &["dropout"],
            instead: instead![
                ("use_scale", "write `Scale` in angle brackets for `use_scale=True`"),
                (
                    "score_mode",
                    "scores are products of queries and keys; for others there is `AdditiveAttention`"
                )
            ],
            example: "Attention",
            ..Signature::PLAIN
        },
        rule: Rule::Alone(|site, arguments| {
            let is_scaled = arguments.of(Kind::UseScale).is_some();
            unprojected(site, arguments, is_scaled.then_some(Size::Literal(1)))
        }),
        ..SAME_SHAPE
    },
    Entry {
        signature: Signature {
            name: "GroupQueryAttention",
            arguments: &[Kind::Size, Kind::Size, Kind::Size, Kind::Bias, Kind::Causality],
            activations: &[],
            required: 3,
            takes: "three sizes, `Bias` or `NoBias`, and `Causal`, if no step may look at a later one",
            needs: (
                "three sizes: how many features a head has, how many heads look, and how many are looked at",
                "write `GroupQueryAttention<16, 8, 2>`, for example",
            ),
            flows: FLOWS,
            options: OPTIONS,
            instead: instead![
                (
                    "head_dim",
                    "sizes go in angle brackets, that of a head first: `GroupQueryAttention<16, 8, 2>`"
                ),
                (
                    "num_query_heads",
                    "sizes go in angle brackets, this one second: `GroupQueryAttention<16, 8, 2>`"
                ),
                (
                    "num_key_value_heads",
                    "sizes go in angle brackets, this one last: `GroupQueryAttention<16, 8, 2>`"
                )
            ],
            example: "GroupQueryAttention<16, 8, 2>",
            ..Signature::PLAIN
        },
        rule: Rule::Alone(group_query),
        ..IN_FULL
    },
    Entry {
        signature: Signature {
            name: "MultiHeadAttention",
            arguments: &[Kind::Size, Kind::Size, Kind::Size, Kind::Size, Kind::Bias, Kind::Causality],
            activations: &[],
            required: 2,
            takes: "two to four sizes, `Bias` or `NoBias`, and `Causal`, if no step may look at a later one",
            needs: (
                "two sizes: how many heads there are, and how many features a key of each has",
                "write `MultiHeadAttention<4, 16>`, for example",
            ),
            flows: FLOWS,
            options: OPTIONS,
            instead: instead![
                (
                    "num_heads",
                    "sizes go in angle brackets, the number of heads first: `MultiHeadAttention<4, 16>`"
                ),
                ("key_dim", "sizes go in angle brackets, that of a key second: `MultiHeadAttention<4, 16>`"),
                ("value_dim", "write it third in angle brackets: `MultiHeadAttention<4, 16, 8>`"),
                ("output_shape", "write it last in angle brackets: `MultiHeadAttention<4, 16, 16, 32>`")
            ],
            example: "MultiHeadAttention<4, 16>",
            ..Signature::PLAIN
        },
        rule: Rule::Alone(multi_head),
        ..IN_FULL
    },
];

/// A layer with so many factors.
fn unprojected(site: &mut Site<'_>, arguments: &Arguments, factors: Option<Size>) -> Option<Resolution> {
    let Attended { query, value, from } = attended(site)?;
    if let (Some(one), Some(other)) = (query.last(), value.last())
        && let (Some(a), Some(b)) = (one.literal(), other.literal())
        && a != b
    {
        let class = site.layer.class()?;
        let message = format!("`{class}` compares {a} values of a query with {b} of a value");
        let help = "a `Dense` behind one of them changes its width; `MultiHeadAttention` takes any widths";
        site.diagnostics.report_with_help(site.layer.span(), message, help);
        return None;
    }
    let (path, rest) = (&site.layer.path, arguments.behind_sizes(site.krate, None));
    let output = query.with_last(value.last()?.clone());
    let terms = factors.into_iter().map(|factors| vec![factors]).collect();
    let resolution = site.resolution(quote!(#path<#from #(, #rest)*>), query, output);
    Some(Resolution { parameters: Some(Parameters(terms)), ..resolution })
}

/// What flows into a layer of attention.
struct Attended {
    query: Shape,
    /// Keys and values: in a chain, the query itself.
    value: Shape,
    /// Both as a type.
    from: TokenStream,
}

fn attended(site: &mut Site<'_>) -> Option<Attended> {
    let (query, krate) = (site.places_before(1)?, site.krate);
    let value = match site.position.several.as_slice() {
        [] | [_] => {
            let from = query.tokens(krate)?;
            return Some(Attended { value: query.clone(), query, from });
        }
        [_, value] => value,
        _ => {
            let (class, extra) = (site.layer.class()?, &site.layer.flowing.last()?.value);
            site.diagnostics.report(extra.span(), format!("`{class}` takes a query and a value"));
            return None;
        }
    };
    if value.shape.rank() != Some(2) {
        let (class, name) = (site.layer.class()?, &site.layer.flowing.last()?.value);
        let message = match value.in_words() {
            Some(given) => format!("`{class}` looks at a sequence, but {given}"),
            None => format!("`{class}` looks at a sequence, and nobody knows here what `{name}` is"),
        };
        let help = "put `Reshape<…>` behind it, or `RepeatVector<…>`";
        site.diagnostics.report_with_help(name.span(), message, help);
        return None;
    }
    let from = tuple([query.tokens(krate)?, value.shape.tokens(krate)?]);
    Some(Attended { query, value: value.shape.clone(), from })
}

fn multi_head(site: &mut Site<'_>, arguments: &Arguments) -> Option<Resolution> {
    let sizes = arguments.sizes();
    site.axes(&sizes)?;
    let attended = attended(site)?;
    let shape = &attended.query;
    let (heads, key) = (Size::of(&sizes[0]), Size::of(&sizes[1]));
    let value = sizes.get(2).map_or_else(|| key.clone(), Size::of);
    let out = sizes.get(3).map_or_else(|| shape.last().cloned(), |size| Some(Size::of(size)))?;
    let types = [&heads, &key, &value, &out].map(Size::tokens);
    let widths = [[heads.clone(), key.clone()], [heads.clone(), key], [heads, value]];
    Some(projected(site, arguments, &attended, &types, widths, out))
}

fn group_query(site: &mut Site<'_>, arguments: &Arguments) -> Option<Resolution> {
    let sizes = arguments.sizes();
    site.axes(&sizes)?;
    let attended = attended(site)?;
    let shape = attended.query.clone();
    let [width, heads, shared] = sizes.as_slice() else { return None };
    let span = shared.span();
    let [width, heads, shared] = [width, heads, shared].map(Size::of);
    if !site.come_in_equal_groups(span, "heads of queries", &heads, &shared) {
        return Some(Resolution::unknown(shape, span));
    }
    let out = shape.last()?.clone();
    let types = [&width, &heads, &shared, &out].map(Size::tokens);
    let widths = [[heads, width.clone()], [shared.clone(), width.clone()], [shared, width]];
    Some(projected(site, arguments, &attended, &types, widths, out))
}

/// A layer with projections to these heads and widths, and from as many heads as queries have and the width of values.
fn projected(
    site: &Site<'_>,
    arguments: &Arguments,
    Attended { query, value, from }: &Attended,
    sizes: &[TokenStream],
    widths: [[Size; 2]; 3],
    out: Size,
) -> Resolution {
    let krate = site.krate;
    let rest = arguments.behind_sizes(krate, None);
    let path = &site.layer.path;
    let full_type = quote!(#path<#from, #(#sizes),* #(, #rest)*>);
    let full_type = site.checked(arguments, full_type);
    let features = [query, value, value].map(|shape| shape.last().cloned());
    let last = vec![widths[0][0].clone(), widths[2][1].clone(), out.clone()];
    let (mut kernels, mut biases) = (vec![last], vec![vec![out.clone()]]);
    for (width, features) in widths.into_iter().zip(features) {
        kernels.push(features.into_iter().chain(width.clone()).collect());
        biases.push(width.to_vec());
    }
    let bias = arguments.of(Kind::Bias).map(Argument::as_written);
    let parameters = match bias.as_deref() {
        None | Some("Bias") => Some(Parameters([kernels, biases].concat())),
        Some("NoBias") => Some(Parameters(kernels)),
        Some(_) => None,
    };
    let output = query.with_last(out);
    Resolution { parameters, ..site.resolution(full_type, query.clone(), output) }
}
