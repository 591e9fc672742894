//! What joins the values of a graph: `Add(left, right)`, `Concatenate(seen, known)`, `Dot(user, movie)`.

use proc_macro2::TokenStream;
use quote::quote;

use crate::layer::{Entry, Inflow, Resolution, Rule, Site};
use crate::network::tuple;
use crate::shape::{Shape, Size};
use crate::signature::Signature;

/// The table of all of them.
pub(crate) const ENTRIES: &[Entry] = &[
    alike("Add", "Add(left, right)"),
    alike("Average", "Average(left, right)"),
    Entry {
        signature: Signature { name: "Concatenate", example: "Concatenate(left, right)", ..Signature::PLAIN },
        rule: Rule::Merge(concatenate),
        ..MERGE
    },
    Entry {
        signature: Signature {
            name: "Dot",
            options: &["normalize"],
            instead: &[("axes", "vectors lie along the last axes: put `Permute<…>` before it, if not")],
            example: "Dot(user, movie, normalize = true)",
            ..Signature::PLAIN
        },
        rule: Rule::Merge(dot),
        ..MERGE
    },
    alike("Maximum", "Maximum(left, right)"),
    alike("Minimum", "Minimum(left, right)"),
    alike("Multiply", "Multiply(left, right)"),
    alike("Subtract", "Subtract(left, right)"),
];

const MERGE: Entry = Entry { behind_a_mask: "put `DropMask` before it if they are to count", ..Entry::PLAIN };

/// What joins values of one shape.
const fn alike(name: &'static str, example: &'static str) -> Entry {
    Entry {
        signature: Signature { name, example, ..Signature::PLAIN },
        rule: Rule::Merge(elementwise),
        ..MERGE
    }
}

/// The type of the layer for the shapes that flow in, and behind them what comes out, if the type says it.
fn full_type(site: &Site<'_>, more: Option<TokenStream>) -> Option<TokenStream> {
    let (krate, class) = (site.krate, site.layer.class()?);
    let shapes: Option<Vec<TokenStream>> =
        site.position.several.iter().map(|inflow| inflow.shape.tokens(krate)).collect();
    let shapes = tuple(shapes?);
    let more = more.into_iter();
    Some(quote!(#krate::layers::merge::#class<#shapes #(, #more)*>))
}

/// The values, of which there are at least two, and none of them tokens.
fn values<'a>(site: &mut Site<'a>) -> Option<&'a [Inflow]> {
    let values = &site.position.several;
    let class = site.layer.class()?;
    if values.len() < 2 {
        let message = format!("`{class}` joins two values or more");
        let help = format!("write `{class}(left, right)`");
        site.diagnostics.report_with_help(site.layer.span(), message, help);
        return None;
    }
    for (value, written) in values.iter().zip(&site.layer.flowing) {
        match &value.shape {
            Shape::Tokens(_) => {
                let message = format!("`{class}` joins values, but {}", value.in_words()?);
                let help = "put `Embedding<…>` behind it: it has a vector of values for each token";
                site.diagnostics.report_with_help(written.value.span(), message, help);
                return None;
            }
            Shape::Unknown => return None,
            Shape::Axes(_) | Shape::Opaque(_) => {}
        }
    }
    Some(values)
}

/// Rule: all values have one shape. The compiler checks what the macro does not know.
fn elementwise(site: &mut Site<'_>) -> Option<Resolution> {
    let values = values(site)?;
    let class = site.layer.class()?.to_string();
    let first = &values[0];
    if class == "Subtract" && values.len() > 2 {
        let message = "`Subtract` is the difference of two values";
        site.diagnostics.report(site.layer.flowing[2].value.span(), message);
        return None;
    }
    for (value, written) in values.iter().zip(&site.layer.flowing).skip(1) {
        let (name, first_name) = (&written.value, &site.layer.flowing[0].value);
        if value.shape.surely_differs(&first.shape) {
            let (first, other) = (first.shape.in_words()?, value.shape.in_words()?);
            let message = format!(
                "`{class}` joins values of one shape, but `{first_name}` has {first}, and `{name}` {other}"
            );
            let help =
                "`Concatenate(…)` joins values of different widths; a layer in between changes a shape";
            site.diagnostics.report_with_help(name.span(), message, help);
            return None;
        }
        alike_for_the_compiler(
            site,
            first,
            value,
            name.span(),
            &format!(
                "`{class}` joins values of one shape, but `{first_name}` and `{name}` have different ones"
            ),
        );
    }
    let (full_type, output) = (full_type(site, None)?, first.shape.clone());
    Some(joined(site, full_type, output))
}

/// Leaves it to the compiler whether two shapes are one, if the macro does not know.
fn alike_for_the_compiler(
    site: &mut Site<'_>,
    first: &Inflow,
    other: &Inflow,
    span: proc_macro2::Span,
    message: &str,
) {
    if first.shape.formula().is_some() && other.shape.formula().is_some() {
        return;
    }
    let krate = site.krate;
    if let (Some(a), Some(b)) = (first.shape.tokens(krate), other.shape.tokens(krate)) {
        site.require(span, &quote!(#krate::chain::are_alike::<#a, #b>()), message);
    }
}

/// Rule: all axes but the last are alike.
fn concatenate(site: &mut Site<'_>) -> Option<Resolution> {
    let values = values(site)?;
    let krate = site.krate;
    let first = &values[0];
    let mut width: Option<Size> = None;
    for (value, written) in values.iter().zip(&site.layer.flowing) {
        let name = &written.value;
        let own = match &value.shape {
            Shape::Opaque(shape) => Size::Computed(quote!({ #krate::chain::last_axis::<#shape>() })),
            shape => shape.last()?.clone(),
        };
        if let Some(last) = first.shape.last()
            && value.shape.surely_differs(&first.shape)
            && value.shape.with_last(last.clone()).surely_differs(&first.shape)
        {
            let (first_name, first) = (&site.layer.flowing[0].value, first.shape.in_words()?);
            let other = value.shape.in_words()?;
            let message = format!(
                "`Concatenate` joins values along the last axis, but `{first_name}` has {first}, and `{name}` {other}"
            );
            let help = "all axes but the last have to be alike: `Same` keeps the size of an image, `Flatten` leaves one axis";
            site.diagnostics.report_with_help(name.span(), message, help);
            return None;
        }
        width = match width {
            None => Some(own),
            Some(width) => Some(width.plus(&own)?),
        };
    }
    let known = values.iter().find(|value| value.shape.axes().is_some());
    let Some(known) = known else {
        let message =
            "`Concatenate` cannot compute its shape, because nobody knows here how many axes its values have";
        let help = "put `Reshape<…>` behind one of them, with its shape";
        site.diagnostics.report_with_help(site.layer.span(), message, help);
        return None;
    };
    let output = site.computable(known.shape.with_last(width?))?;
    let full_type = full_type(site, output.tokens(krate))?;
    Some(joined(site, full_type, output))
}

/// Rule: vectors of one length.
fn dot(site: &mut Site<'_>) -> Option<Resolution> {
    let values = values(site)?;
    let [first, second] = values else {
        site.diagnostics.report(site.layer.flowing[2].value.span(), "`Dot` is the product of two values");
        return None;
    };
    let (names, help) =
        (&site.layer.flowing, "a `Dense` behind one of them changes its width; `Flatten` leaves one axis");
    let (one, other) = (&names[0].value, &names[1].value);
    let output = match (first.shape.axes(), second.shape.axes()) {
        (Some([_]), Some([_])) => Shape::Axes(vec![Size::Literal(1)]),
        (Some([rows, _]), Some([columns, _])) => Shape::Axes(vec![rows.clone(), columns.clone()]),
        (Some(_), Some(_)) => {
            let (first, second) = (first.shape.in_words()?, second.shape.in_words()?);
            let message = format!(
                "`Dot` takes two vectors, or two sequences, but `{one}` has {first}, and `{other}` {second}"
            );
            site.diagnostics.report_with_help(other.span(), message, help);
            return None;
        }
        _ => {
            let message =
                "`Dot` cannot compute its shape, because nobody knows here how many axes its values have";
            let help = "put `Reshape<…>` behind one of them, with its shape";
            site.diagnostics.report_with_help(site.layer.span(), message, help);
            return None;
        }
    };
    if let (Some(a), Some(b)) = (first.shape.last(), second.shape.last())
        && let (Some(a), Some(b)) = (a.literal(), b.literal())
        && a != b
    {
        let message = format!(
            "`Dot` takes vectors of one length, but those of `{one}` have {a} values, and those of `{other}` {b}"
        );
        site.diagnostics.report_with_help(other.span(), message, help);
        return None;
    }
    let full_type = full_type(site, None)?;
    Some(joined(site, full_type, output))
}

/// A layer without variables that takes the values.
fn joined(site: &Site<'_>, full_type: TokenStream, output: Shape) -> Resolution {
    site.resolution(full_type, Shape::Unknown, output)
}
