//! Wrappers: `Bidirectional<LSTM<32>>`, `TimeDistributed<Dense<5, tanh>>`.

use quote::{quote, quote_spanned};

use super::recurrent::is_recurrent;
use crate::ast::located;
use crate::layer::{Around, Entry, Inflow, Inner, Resolution, Rule, Site};
use crate::parameters::Parameters;
use crate::shape::{Shape, Size};
use crate::signature::{Arguments, Kind, Signature};

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        signature: Signature {
            name: "Bidirectional",
            arguments: &[Kind::Layer, Kind::Merge],
            required: 1,
            takes: "a recurrent layer, and `Concat`, `Sum`, `Mul` or `Ave`",
            needs: ("a recurrent layer", "write `Bidirectional<LSTM<32>>`, for example"),
            instead: &[(
                "merge_mode",
                "write `Sum`, `Mul` or `Ave` in angle brackets: `Bidirectional<LSTM<32>, Sum>`",
            )],
            example: "Bidirectional<LSTM<32>>",
            ..Signature::PLAIN
        },
        is_in_full: |arguments| arguments.len() > 1 && arguments[1].is_type(),
        rule: Rule::Around(Around { inside: sequence, outside: bidirectional }),
        ..Entry::PLAIN
    },
    Entry {
        signature: Signature {
            name: "TimeDistributed",
            arguments: &[Kind::Layer],
            required: 1,
            takes: "a layer",
            needs: ("a layer", "write `TimeDistributed<Dense<5, tanh>>`, for example"),
            example: "TimeDistributed<Dense<5, tanh>>",
            ..Signature::PLAIN
        },
        is_in_full: |arguments| arguments.len() == 2,
        rule: Rule::Around(Around { inside: step, outside: time_distributed }),
        ..Entry::PLAIN
    },
];

/// The wrapped layer gets the same sequence.
fn sequence(site: &mut Site<'_>, _: &Arguments) -> Option<Inflow> {
    site.places_before(1)?;
    site.position.before.clone()
}

fn bidirectional(site: &mut Site<'_>, arguments: &Arguments, inner: &mut Inner) -> Option<Resolution> {
    let shape = site.places_before(1)?;
    if !inner.layer.class().is_some_and(is_recurrent) {
        let message = format!("`{}` is not a recurrent layer", inner.layer.as_written());
        let help = "write `Bidirectional<LSTM<32>>`, for example";
        site.diagnostics.report_with_help(inner.layer.span(), message, help);
        return None;
    }
    let units = inner.output.last()?.clone();
    let joins = arguments.of(Kind::Merge).is_none_or(|merge| merge.as_written() == "Concat");
    let width = if joins { units.times(&Size::Literal(2))? } else { units };
    let output = site.computable(inner.output.with_last(width))?;
    let (path, full_type, to) = (&site.layer.path, &inner.full_type, output.tokens(site.krate));
    let merge = arguments.behind_sizes(site.krate, None);
    let full_type = quote!(#path<#full_type, #to #(, #merge)*>);
    let parameters = inner
        .parameters
        .as_ref()
        .map(|Parameters(terms)| Parameters([terms.clone(), terms.clone()].concat()));
    Some(Resolution { parameters, ..site.resolution(full_type, shape, output) })
}

/// The input, if it is a sequence of features, of sequences or of images.
fn steps_before(site: &mut Site<'_>) -> Option<Shape> {
    let shape = site.shape_before()?;
    if shape.rank().is_some_and(|rank| rank > 1) { Some(shape) } else { site.places_before(1) }
}

/// The wrapped layer gets one step.
fn step(site: &mut Site<'_>, _: &Arguments) -> Option<Inflow> {
    let shape = Shape::Axes(steps_before(site)?.axes()?[1..].to_vec());
    let from = format!("{}, step by step,", site.this());
    Some(Inflow { from, shape, ..site.position.before.clone()? })
}

fn time_distributed(site: &mut Site<'_>, _: &Arguments, inner: &mut Inner) -> Option<Resolution> {
    let shape = steps_before(site)?;
    let time = shape.axes()?[0].clone();
    let outputs = match &inner.output {
        Shape::Axes(axes) if axes.len() < 4 => axes.clone(),
        Shape::Opaque(_) => {
            let (krate, span, full_type) = (site.krate, inner.layer.span(), &inner.full_type);
            let check = quote_spanned!(span=> is_step);
            let step = located(full_type, span);
            let full_type = quote!(#krate::chain::checked::Checked<#full_type, { #krate::chain::checked::#check::<#step>() }>);
            inner.full_type = full_type.clone();
            vec![Size::Computed(quote!({ <<#full_type as #krate::Layer>::Output as #krate::Shape>::LEN }))]
        }
        _ => {
            let message = format!(
                "`{}` gives no steps that could be put one behind the other",
                inner.layer.as_written()
            );
            let help =
                "the layer inside `TimeDistributed` gives values, a sequence or an image for each step";
            site.diagnostics.report_with_help(inner.layer.span(), message, help);
            return None;
        }
    };
    let (path, full_type, steps) = (&site.layer.path, &inner.full_type, time.tokens());
    let output = site.computable(Shape::Axes([vec![time], outputs].concat()))?;
    let full_type = quote!(#path<#full_type, #steps>);
    let parameters = inner.parameters.clone();
    Some(Resolution { parameters, ..site.resolution(full_type, shape, output) })
}
