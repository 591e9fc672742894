//! Layers around a layer: `Bidirectional<LSTM<32>>`, `TimeDistributed<Dense<5, tanh>>`.

use quote::{quote, quote_spanned};

use super::rearranging::computed;
use super::{Known, resolve as resolve_inner};
use crate::ast::{Layer, located, tokens};
use crate::network::Resolution;
use crate::parse::layer_in;
use crate::resolve::{Resolver, is_recurrent};
use crate::shape::{Parameters, Shape, Size};
use crate::signature::{Arguments, Kind, Signature};

pub(super) const BIDIRECTIONAL: Known = Known {
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
    resolve: bidirectional,
};

pub(super) const TIME_DISTRIBUTED: Known = Known {
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
    resolve: time_distributed,
};

/// What is known of the layer inside, to which this shape flows in, as the layer outside is called.
fn inside(
    resolver: &mut Resolver<'_>,
    layer: &Layer,
    arguments: &Arguments,
    shape: &Shape,
) -> Option<(Layer, Resolution)> {
    let inner = layer_in(arguments.of(Kind::Layer)?, resolver.diagnostics)?;
    let this = resolver.this(layer);
    let before = resolver.before.as_mut()?;
    let outside = std::mem::replace(before, (format!("{this}, step by step,"), shape.clone()));
    if shape.rank() == Some(2) {
        resolver.before = Some(outside.clone());
    }
    let within = resolver.within.replace(this);
    let number = std::mem::replace(&mut resolver.number, 1);
    let (resolution, _) = resolve_inner(resolver, &inner);
    (resolver.before, resolver.within, resolver.number) = (Some(outside), within, number);
    resolution.full_type.is_some().then_some((inner, resolution))
}

fn bidirectional(resolver: &mut Resolver<'_>, layer: &Layer, arguments: &Arguments) -> Option<Resolution> {
    let shape = resolver.places_before(layer, 1)?;
    let (inner, resolution) = inside(resolver, layer, arguments, &shape)?;
    if !inner.class().is_some_and(|class| is_recurrent(&class.to_string())) {
        let message = format!("`{}` is not a recurrent layer", inner.as_written());
        let help = "write `Bidirectional<LSTM<32>>`, for example";
        resolver.diagnostics.report_with_help(inner.span(), message, help);
        return None;
    }
    let merge = arguments.of(Kind::Merge);
    let units = resolution.output.last()?.clone();
    let joins = merge.is_none_or(|merge| merge.as_written() == "Concat");
    let width = if joins { computed(&units, &Size::Literal(2), usize::checked_mul, '*')? } else { units };
    let output = resolver.computable(layer, resolution.output.with_last(width))?;
    let (path, full_type, to) = (&layer.path, resolution.full_type?, output.tokens(resolver.krate));
    let merge = merge.map(tokens).into_iter();
    let mut both = Resolution::of(quote!(#path<#full_type, #to #(, #merge)*>), shape, output, layer.span());
    both.parameters =
        resolution.parameters.map(|Parameters(terms)| Parameters([terms.clone(), terms].concat()));
    both.inner = Some(Box::new((inner, full_type)));
    Some(both)
}

fn time_distributed(resolver: &mut Resolver<'_>, layer: &Layer, arguments: &Arguments) -> Option<Resolution> {
    let shape = resolver.places_before(layer, 1)?;
    let (time, features) = (shape.axes()?[0].clone(), shape.last()?.clone());
    let (inner, resolution) = inside(resolver, layer, arguments, &Shape::features(features))?;
    let mut full_type = resolution.full_type?;
    let outputs = match &resolution.output {
        Shape::Axes(axes) if axes.len() == 1 => axes[0].clone(),
        Shape::Opaque(_) => {
            let (krate, span) = (resolver.krate, inner.span());
            let check = quote_spanned!(span=> is_step);
            let step = located(&full_type, span);
            full_type = quote!(#krate::checked::Checked<#full_type, { #krate::checked::#check::<#step>() }>);
            Size::Computed(quote!({ <<#full_type as #krate::Layer>::Output as #krate::Shape>::LEN }))
        }
        _ => {
            let message = format!("`{}` does not give single values", inner.as_written());
            let help = "the layer inside `TimeDistributed` takes and gives the values of one step";
            resolver.diagnostics.report_with_help(inner.span(), message, help);
            return None;
        }
    };
    let (path, steps) = (&layer.path, time.tokens());
    let output = resolver.computable(layer, Shape::Axes(vec![time, outputs]))?;
    let mut all = Resolution::of(quote!(#path<#full_type, #steps>), shape, output, layer.span());
    all.parameters = resolution.parameters;
    all.inner = Some(Box::new((inner, full_type)));
    Some(all)
}
