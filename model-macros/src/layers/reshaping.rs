//! `Flatten`, `Reshape<4, 4, 1>`, `ZeroPadding2D<1>`, `Permute<2, 1>` and their kin.

use proc_macro2::TokenStream;
use quote::quote;

use super::windows::{on_axes, one_or_each};
use crate::ast::{Argument, tokens};
use crate::layer::{Entry, Resolution, Rule, Site};
use crate::shape::{Shape, Size};
use crate::signature::{Arguments, Kind, Signature, may_be_type};

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
        ("interpolation", "write `Bilinear` in angle brackets: `UpSampling2D<2, Bilinear>`"),
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

const VOLUMES: Signature = Signature {
    name: "ZeroPadding3D",
    arguments: &[Kind::Size, Kind::Size, Kind::Size, Kind::Size, Kind::Size, Kind::Size],
    takes: "one, three or six sizes",
    needs: ("one, three or six sizes", "write `ZeroPadding3D<1>`, for example"),
    example: "ZeroPadding3D<1>",
    ..PLACES
};

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        signature: Signature {
            name: "Cropping1D",
            needs: (STEPS.needs.0, "write `Cropping1D<1>`, for example"),
            example: "Cropping1D<1>",
            ..STEPS
        },
        rule: Rule::Alone(|site, arguments| margins(site, arguments, 1, false)),
        ..IN_FULL
    },
    Entry {
        signature: Signature {
            name: "Cropping2D",
            needs: (PLACES.needs.0, "write `Cropping2D<1>`, for example"),
            example: "Cropping2D<1>",
            ..PLACES
        },
        rule: Rule::Alone(|site, arguments| margins(site, arguments, 2, false)),
        ..IN_FULL
    },
    Entry {
        signature: Signature {
            name: "Cropping3D",
            needs: (VOLUMES.needs.0, "write `Cropping3D<1>`, for example"),
            example: "Cropping3D<1>",
            ..VOLUMES
        },
        rule: Rule::Alone(|site, arguments| margins(site, arguments, 3, false)),
        ..IN_FULL
    },
    Entry {
        signature: Signature {
            name: "Flatten",
            takes: "nothing in angle brackets (it computes its size itself)",
            example: "Flatten",
            ..Signature::PLAIN
        },
        is_in_full: |arguments| arguments.len() == 2 && may_be_type(&arguments[0]),
        check_in_full: Some(keeps_the_number_in_full),
        rule: Rule::Alone(flatten),
        ..Entry::PLAIN
    },
    Entry {
        signature: Signature {
            name: "Permute",
            arguments: &[Kind::Size, Kind::Size, Kind::Size, Kind::Size],
            required: 2,
            least: 1,
            takes: "two to four axes",
            needs: ("the axes in their new order", "write `Permute<2, 1>`, for example"),
            example: "Permute<2, 1>",
            ..PLACES
        },
        rule: Rule::Alone(permute),
        ..IN_FULL
    },
    Entry {
        signature: Signature {
            name: "RepeatVector",
            arguments: &[Kind::Size],
            least: 1,
            takes: "one size",
            needs: ("a size: how many steps", "write `RepeatVector<3>`, for example"),
            example: "RepeatVector<3>",
            ..PLACES
        },
        is_in_full: |arguments| arguments.len() == 2,
        rule: Rule::Alone(repeat_vector),
        ..Entry::PLAIN
    },
    Entry {
        signature: Signature {
            name: "Reshape",
            arguments: &[Kind::Size, Kind::Size, Kind::Size, Kind::Size],
            required: 1,
            takes: "one to four sizes",
            needs: ("one to four sizes", "write `Reshape<4, 4, 1>`, for example"),
            instead: &[("target_shape", "the sizes go in angle brackets: `Reshape<4, 4, 1>`")],
            example: "Reshape<4, 4, 1>",
            ..Signature::PLAIN
        },
        is_in_full: |arguments| arguments.len() == 2 && arguments.iter().any(Argument::is_type),
        check_in_full: Some(keeps_the_number_in_full),
        rule: Rule::Alone(reshape),
        ..Entry::PLAIN
    },
    Entry {
        signature: Signature {
            name: "UpSampling1D",
            arguments: &[Kind::Size],
            least: 1,
            takes: "one size",
            needs: ("a size", "write `UpSampling1D<2>`, for example"),
            example: "UpSampling1D<2>",
            ..PLACES
        },
        rule: Rule::Alone(|site, arguments| up_sampling(site, arguments, 1)),
        ..IN_FULL
    },
    Entry {
        signature: Signature {
            name: "UpSampling2D",
            arguments: &[Kind::Size, Kind::Size, Kind::Interpolation],
            least: 1,
            takes: "one or two sizes, and `Nearest` or `Bilinear`",
            needs: ("one or two sizes", "write `UpSampling2D<2>`, for example"),
            example: "UpSampling2D<2>",
            ..PLACES
        },
        rule: Rule::Alone(|site, arguments| up_sampling(site, arguments, 2)),
        ..IN_FULL
    },
    Entry {
        signature: Signature {
            name: "UpSampling3D",
            arguments: &[Kind::Size, Kind::Size, Kind::Size],
            least: 1,
            takes: "one or three sizes",
            needs: ("one or three sizes", "write `UpSampling3D<2>`, for example"),
            example: "UpSampling3D<2>",
            ..PLACES
        },
        rule: Rule::Alone(|site, arguments| up_sampling(site, arguments, 3)),
        ..IN_FULL
    },
    Entry {
        signature: STEPS,
        rule: Rule::Alone(|site, arguments| margins(site, arguments, 1, true)),
        ..IN_FULL
    },
    Entry {
        signature: PLACES,
        rule: Rule::Alone(|site, arguments| margins(site, arguments, 2, true)),
        ..IN_FULL
    },
    Entry {
        signature: VOLUMES,
        rule: Rule::Alone(|site, arguments| margins(site, arguments, 3, true)),
        ..IN_FULL
    },
];

const IN_FULL: Entry = Entry {
    is_in_full: |arguments| arguments.len() > 1 && arguments[0].is_type() && arguments[1].is_type(),
    ..Entry::PLAIN
};

fn flatten(site: &mut Site<'_>, _: &Arguments) -> Option<Resolution> {
    let shape = site.shape_before()?;
    let len = site.len(&shape)?;
    let (path, shape_type, len_tokens) = (&site.layer.path, shape.tokens(site.krate), len.tokens());
    Some(site.resolution(quote!(#path<#shape_type, #len_tokens>), shape, Shape::features(len)))
}

fn reshape(site: &mut Site<'_>, arguments: &Arguments) -> Option<Resolution> {
    let sizes = arguments.sizes();
    let output = site.axes(&sizes)?;
    let span = sizes[0].span();
    let unknown = || Some(Resolution::unknown(output.clone(), span));
    let Some(shape) = site.shape_before() else { return unknown() };
    if !keeps_the_number(site, &shape, &output) {
        return unknown();
    }
    let (path, from, to) = (&site.layer.path, shape.tokens(site.krate), output.tokens(site.krate));
    Some(site.resolution(quote!(#path<#from, #to>), shape, output))
}

/// Rule: reshaping keeps the number of values. False if it surely does not.
fn keeps_the_number(site: &mut Site<'_>, from: &Shape, to: &Shape) -> bool {
    let span = site.layer.arguments.first().map_or_else(|| site.layer.span(), Argument::span);
    let (this, before_gives) = (site.this(), site.before_gives());
    if let (Some((given, from)), Some((made, to))) = (from.formula(), to.formula()) {
        if from != to {
            let message = format!("{this} makes {made} values, but {before_gives} {given}");
            site.diagnostics.report_with_help(span, message, format!("choose sizes whose product is {from}"));
        }
        return from == to;
    }
    let krate = site.krate;
    let (Some(from), Some(to)) = (from.tokens(krate), to.tokens(krate)) else { return true };
    let condition = quote!(<#from as #krate::Shape>::LEN == <#to as #krate::Shape>::LEN);
    let message = format!(
        "{this} makes another number of values than {before_gives}: choose sizes with the same product"
    );
    site.require(span, &condition, message);
    true
}

fn keeps_the_number_in_full(site: &mut Site<'_>, resolution: &Resolution) {
    keeps_the_number(site, &resolution.input, &resolution.output);
}

/// The two ends of each axis.
fn sides(sizes: &[Argument], axes: usize) -> Option<Vec<Argument>> {
    let chosen: &[usize] = match (axes, sizes.len()) {
        (1, 1) => &[0, 0],
        (1, 2) => &[0, 1],
        (2, 1) => &[0, 0, 0, 0],
        (2, 2) => &[0, 0, 1, 1],
        (2, 4) => &[0, 1, 2, 3],
        (3, 1) => &[0, 0, 0, 0, 0, 0],
        (3, 3) => &[0, 0, 1, 1, 2, 2],
        (3, 6) => &[0, 1, 2, 3, 4, 5],
        _ => return None,
    };
    Some(chosen.iter().map(|&index| sizes[index].clone()).collect())
}

fn margins(site: &mut Site<'_>, arguments: &Arguments, axes: usize, adds: bool) -> Option<Resolution> {
    let sizes = arguments.sizes();
    site.none_inferred(&sizes)?;
    let shape = site.places_before(axes)?;
    let Some(sides) = sides(&sizes, axes) else {
        let class = site.layer.class()?;
        let (takes, all, last) = match axes {
            3 => ("one, three or six", "FRONT, BACK, TOP, BOTTOM, LEFT, RIGHT", sizes.len() - 1),
            _ => ("one, two or four", "TOP, BOTTOM, LEFT, RIGHT", 2),
        };
        let message = format!("`{class}` takes {takes} sizes");
        let help = format!("write `{class}<{all}>`");
        site.diagnostics.report_with_help(sizes[last].span(), message, help);
        return None;
    };
    let mut output = Vec::new();
    for (axis, size) in shape.axes()?[..axes].iter().enumerate() {
        let (before, behind) = (Size::of(&sides[2 * axis]), Size::of(&sides[2 * axis + 1]));
        let both = before.plus(&behind)?;
        let size = match adds {
            true => size.plus(&both)?,
            false => match size.minus(&both) {
                Some(Size::Literal(0)) | None => {
                    let (this, given) = (site.this(), site.given()?);
                    let message = format!("{this} leaves nothing over, for {given}");
                    site.diagnostics.report_with_help(sizes[0].span(), message, "crop less");
                    return None;
                }
                Some(size) => size,
            },
        };
        output.push(size);
    }
    output.push(shape.last()?.clone());
    let sides: Vec<_> = sides.iter().map(tokens).collect();
    finish(site, shape, Shape::Axes(output), &quote!(#(#sides),*))
}

fn up_sampling(site: &mut Site<'_>, arguments: &Arguments, axes: usize) -> Option<Resolution> {
    let sizes = arguments.sizes();
    site.axes(&sizes)?;
    let shape = site.places_before(axes)?;
    one_or_each(site, &sizes, axes)?;
    let factors = on_axes(&sizes, axes);
    let places = shape.axes()?[..axes].iter().zip(&factors);
    let mut output: Vec<Size> = places.map(|(size, factor)| size.times(factor)).collect::<Option<_>>()?;
    output.push(shape.last()?.clone());
    let factors = factors.iter().map(Size::tokens);
    let rest = arguments.behind_sizes(site.krate, None);
    let factors = quote!(#(#factors),* #(, #rest)*);
    finish(site, shape, Shape::Axes(output), &factors)
}

fn repeat_vector(site: &mut Site<'_>, arguments: &Arguments) -> Option<Resolution> {
    let sizes = arguments.sizes();
    site.axes(&sizes)?;
    let shape = site.shape_before()?;
    let features = match shape.axes() {
        Some([features]) => features.clone(),
        Some(_) => {
            let (this, given) = (site.this(), site.given()?);
            let message = format!("{this} takes single values, but {given}");
            site.diagnostics.report_with_help(site.layer.span(), message, "put `Flatten` between the two");
            return None;
        }
        None => site.len(&shape)?,
    };
    let (path, time, size) = (&site.layer.path, &sizes[0], features.tokens());
    let output = Shape::Axes(vec![Size::of(time), features]);
    Some(site.resolution(quote!(#path<#time, #size>), shape, output))
}

fn permute(site: &mut Site<'_>, arguments: &Arguments) -> Option<Resolution> {
    let sizes = arguments.sizes();
    site.none_inferred(&sizes)?;
    let shape = site.shape_before()?;
    let axes = shape.axes().filter(|axes| axes.len() > 1);
    let Some(axes) = axes else {
        let message = match site.given() {
            Some(given) => format!("`Permute` exchanges axes, but {given}"),
            None => "`Permute` has to be told which shape flows in".to_owned(),
        };
        site.diagnostics.report_with_help(
            site.layer.span(),
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
        site.diagnostics.report_with_help(sizes[0].span(), message, help);
        return None;
    };
    let output = Shape::Axes(order.iter().map(|axis| axes[axis - 1].clone()).collect());
    order.extend(order.len() + 1..=4);
    let order = order.into_iter().map(|axis| Size::Literal(axis).tokens());
    let order = quote!(#(#order),*);
    finish(site, shape, output, &order)
}

fn finish(site: &mut Site<'_>, input: Shape, output: Shape, sizes: &TokenStream) -> Option<Resolution> {
    let output = site.computable(output)?;
    let (path, from, to) = (&site.layer.path, input.tokens(site.krate), output.tokens(site.krate));
    Some(site.resolution(quote!(#path<#from, #to, #sizes>), input, output))
}
