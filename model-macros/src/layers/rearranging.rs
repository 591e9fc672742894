//! `ZeroPadding2D<1>`, `UpSampling2D<2>`, `Permute<2, 1>` and their kin.

use quote::quote;

use super::Known;
use crate::ast::{Argument, Layer, tokens};
use crate::network::Resolution;
use crate::resolve::Resolver;
use crate::shape::{Shape, Size};
use crate::signature::{Arguments, Kind, Signature};

const PLACES: Signature = Signature {
    name: "ZeroPadding2D",
    arguments: &[Kind::Size, Kind::Size, Kind::Size, Kind::Size],
    required: 1,
    least: 0,
    takes: "one, two or four sizes",
    needs: ("one, two or four sizes", "write `ZeroPadding2D<1>`, for example"),
    instead: &[
        ("padding", "sizes go in angle brackets: `ZeroPadding2D<1>`"),
        ("cropping", "sizes go in angle brackets: `Cropping2D<1>`"),
        ("size", "sizes go in angle brackets: `UpSampling2D<2>`"),
        ("dims", "the axes go in angle brackets: `Permute<2, 1>`"),
        ("n", "the number goes in angle brackets: `RepeatVector<3>`"),
        ("data_format", "channels are the last axis, as in Keras: leave this out"),
    ],
    example: "ZeroPadding2D<1>",
    ..Signature::PLAIN
};

const STEPS: Signature = Signature {
    name: "ZeroPadding1D",
    arguments: &[Kind::Size, Kind::Size],
    takes: "one or two sizes",
    needs: ("one or two sizes", "write `ZeroPadding1D<1>`, for example"),
    example: "ZeroPadding1D<1>",
    ..PLACES
};

pub(super) const ZERO_PADDING_2D: Known = known(PLACES, |r, l, a| margins(r, l, a, 2, true));

pub(super) const ZERO_PADDING_1D: Known = known(STEPS, |r, l, a| margins(r, l, a, 1, true));

pub(super) const CROPPING_2D: Known = known(
    Signature {
        name: "Cropping2D",
        needs: (PLACES.needs.0, "write `Cropping2D<1>`, for example"),
        example: "Cropping2D<1>",
        ..PLACES
    },
    |r, l, a| margins(r, l, a, 2, false),
);

pub(super) const CROPPING_1D: Known = known(
    Signature {
        name: "Cropping1D",
        needs: (STEPS.needs.0, "write `Cropping1D<1>`, for example"),
        example: "Cropping1D<1>",
        ..STEPS
    },
    |r, l, a| margins(r, l, a, 1, false),
);

pub(super) const UP_SAMPLING_2D: Known = known(
    Signature {
        name: "UpSampling2D",
        arguments: &[Kind::Size, Kind::Size],
        least: 1,
        takes: "one or two sizes",
        needs: ("one or two sizes", "write `UpSampling2D<2>`, for example"),
        example: "UpSampling2D<2>",
        ..PLACES
    },
    |r, l, a| up_sampling(r, l, a, 2),
);

pub(super) const UP_SAMPLING_1D: Known = known(
    Signature {
        name: "UpSampling1D",
        arguments: &[Kind::Size],
        least: 1,
        takes: "one size",
        needs: ("a size", "write `UpSampling1D<2>`, for example"),
        example: "UpSampling1D<2>",
        ..PLACES
    },
    |r, l, a| up_sampling(r, l, a, 1),
);

pub(super) const REPEAT_VECTOR: Known = Known {
    is_in_full: |arguments| arguments.len() == 2,
    ..known(
        Signature {
            name: "RepeatVector",
            arguments: &[Kind::Size],
            least: 1,
            takes: "one size",
            needs: ("a size: how many steps", "write `RepeatVector<3>`, for example"),
            example: "RepeatVector<3>",
            ..PLACES
        },
        repeat_vector,
    )
};

pub(super) const PERMUTE: Known = known(
    Signature {
        name: "Permute",
        arguments: &[Kind::Size, Kind::Size, Kind::Size],
        required: 2,
        least: 1,
        takes: "two or three axes",
        needs: ("the axes in their new order", "write `Permute<2, 1>`, for example"),
        example: "Permute<2, 1>",
        ..PLACES
    },
    permute,
);

const fn known(
    signature: Signature,
    resolve: fn(&mut Resolver<'_>, &Layer, &Arguments) -> Option<Resolution>,
) -> Known {
    Known {
        signature,
        is_in_full: |arguments| arguments.len() > 1 && arguments[0].is_type() && arguments[1].is_type(),
        resolve,
    }
}

/// `f` of two sizes, or what the compiler will compute.
pub(super) fn computed(a: &Size, b: &Size, f: fn(usize, usize) -> Option<usize>, sign: char) -> Option<Size> {
    if let (Some(a), Some(b)) = (a.literal(), b.literal()) {
        return f(a, b).map(Size::Literal);
    }
    let (a, b) = (a.tokens(), b.tokens());
    Some(Size::Computed(match sign {
        '+' => quote!({ #a + #b }),
        '-' => quote!({ #a - #b }),
        _ => quote!({ #a * #b }),
    }))
}

/// The four sides, or the two ends.
fn sides(sizes: &[Argument], axes: usize) -> Option<Vec<Argument>> {
    let chosen: &[usize] = match (axes, sizes.len()) {
        (1, 1) => &[0, 0],
        (1, 2) => &[0, 1],
        (2, 1) => &[0, 0, 0, 0],
        (2, 2) => &[0, 0, 1, 1],
        (2, 4) => &[0, 1, 2, 3],
        _ => return None,
    };
    Some(chosen.iter().map(|&index| sizes[index].clone()).collect())
}

fn margins(
    resolver: &mut Resolver<'_>,
    layer: &Layer,
    arguments: &Arguments,
    axes: usize,
    adds: bool,
) -> Option<Resolution> {
    let sizes = arguments.sizes();
    resolver.none_inferred(layer, &sizes)?;
    let shape = resolver.places_before(layer, axes)?;
    let Some(sides) = sides(&sizes, axes) else {
        let class = layer.class()?;
        let message = format!("`{class}` takes one, two or four sizes");
        let help = format!("write `{class}<TOP, BOTTOM, LEFT, RIGHT>`");
        resolver.diagnostics.report_with_help(sizes[2].span(), message, help);
        return None;
    };
    let mut output = Vec::new();
    for (axis, size) in shape.axes()?[..axes].iter().enumerate() {
        let (before, behind) = (Size::of(&sides[2 * axis]), Size::of(&sides[2 * axis + 1]));
        let both = computed(&before, &behind, usize::checked_add, '+')?;
        let size = match adds {
            true => computed(size, &both, usize::checked_add, '+')?,
            false => match computed(size, &both, usize::checked_sub, '-') {
                Some(Size::Literal(0)) | None => {
                    let (this, given) = (resolver.this(layer), resolver.given()?);
                    let message = format!("{this} leaves nothing over, for {given}");
                    resolver.diagnostics.report_with_help(sizes[0].span(), message, "crop less");
                    return None;
                }
                Some(size) => size,
            },
        };
        output.push(size);
    }
    output.push(shape.last()?.clone());
    let sides: Vec<_> = sides.iter().map(tokens).collect();
    finish(resolver, layer, shape, Shape::Axes(output), &quote!(#(#sides),*))
}

fn up_sampling(
    resolver: &mut Resolver<'_>,
    layer: &Layer,
    arguments: &Arguments,
    axes: usize,
) -> Option<Resolution> {
    let sizes = arguments.sizes();
    resolver.axes(layer, &sizes)?;
    let shape = resolver.places_before(layer, axes)?;
    let factors = super::windows::on_axes(&sizes, axes);
    let places = shape.axes()?[..axes].iter().zip(&factors);
    let mut output: Vec<Size> = places
        .map(|(size, factor)| computed(size, factor, usize::checked_mul, '*'))
        .collect::<Option<_>>()?;
    output.push(shape.last()?.clone());
    let factors = factors.iter().map(Size::tokens);
    let factors = quote!(#(#factors),*);
    finish(resolver, layer, shape, Shape::Axes(output), &factors)
}

fn repeat_vector(resolver: &mut Resolver<'_>, layer: &Layer, arguments: &Arguments) -> Option<Resolution> {
    let sizes = arguments.sizes();
    resolver.axes(layer, &sizes)?;
    let shape = resolver.shape_before(layer)?;
    let features = match shape.axes() {
        Some([features]) => features.clone(),
        Some(_) => {
            let (this, given) = (resolver.this(layer), resolver.given()?);
            let message = format!("{this} takes single values, but {given}");
            resolver.diagnostics.report_with_help(layer.span(), message, "put `Flatten` between the two");
            return None;
        }
        None => resolver.len(&shape, layer)?,
    };
    let (path, time, size) = (&layer.path, &sizes[0], features.tokens());
    let output = Shape::Axes(vec![Size::of(time), features]);
    Some(Resolution::of(quote!(#path<#time, #size>), shape, output, layer.span()))
}

fn permute(resolver: &mut Resolver<'_>, layer: &Layer, arguments: &Arguments) -> Option<Resolution> {
    let sizes = arguments.sizes();
    resolver.none_inferred(layer, &sizes)?;
    let shape = resolver.shape_before(layer)?;
    let axes = shape.axes().filter(|axes| axes.len() > 1);
    let Some(axes) = axes else {
        let message = match resolver.given() {
            Some(given) => format!("`Permute` exchanges axes, but {given}"),
            None => "`Permute` has to be told which shape flows in".to_owned(),
        };
        resolver.diagnostics.report_with_help(
            layer.span(),
            message,
            "start with more than one axis: `Input<10, 3>`, or put `Reshape<…>` before it",
        );
        return None;
    };
    let order: Option<Vec<usize>> = sizes.iter().map(Argument::as_literal).collect();
    let is_order = |order: &Vec<usize>| (1..=axes.len()).all(|axis| order.contains(&axis));
    let Some(mut order) = order.filter(|order| order.len() == axes.len() && is_order(order)) else {
        let all: Vec<String> = (1..=axes.len()).rev().map(|axis| axis.to_string()).collect();
        let message = format!("`Permute` takes each axis once: the numbers from 1 to {}", axes.len());
        let help = format!("write `Permute<{}>`, for example", all.join(", "));
        resolver.diagnostics.report_with_help(sizes[0].span(), message, help);
        return None;
    };
    let output = Shape::Axes(order.iter().map(|axis| axes[axis - 1].clone()).collect());
    if order.len() == 2 {
        order.push(3);
    }
    let order = order.into_iter().map(|axis| Size::Literal(axis).tokens());
    let order = quote!(#(#order),*);
    finish(resolver, layer, shape, output, &order)
}

fn finish(
    resolver: &mut Resolver<'_>,
    layer: &Layer,
    input: Shape,
    output: Shape,
    sizes: &proc_macro2::TokenStream,
) -> Option<Resolution> {
    let output = resolver.computable(layer, output)?;
    let (path, from, to) = (&layer.path, input.tokens(resolver.krate), output.tokens(resolver.krate));
    Some(Resolution::of(quote!(#path<#from, #to, #sizes>), input, output, layer.span()))
}
