//! `Activation<relu>`, `PReLU`

use quote::quote;

use super::same_shape::{self, SAME_SHAPE};
use crate::ast::Argument;
use crate::layer::{Entry, Resolution, Rule, Site};
use crate::parameters::Parameters;
use crate::shape::Size;
use crate::signature::{Arguments, Kind, Signature, may_be_type};

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        signature: Signature {
            name: "Activation",
            arguments: &[Kind::Activation],
            required: 1,
            takes: "an activation",
            needs: ("an activation", "write `Activation<relu>`, for example"),
            options: &["activation"],
            example: "Activation<relu>",
            ..Signature::PLAIN
        },
        is_in_full: |arguments| arguments.len() == 2 && may_be_type(&arguments[1]),
        rule: Rule::Alone(activation),
        ..Entry::PLAIN
    },
    Entry {
        signature: Signature {
            name: "GLU",
            instead: &[(
                "axis",
                "it halves the last axis; put `Permute<…>` before it where it is another one",
            )],
            example: "GLU",
            ..Signature::PLAIN
        },
        is_in_full: |arguments| arguments.len() == 2 && arguments.iter().all(may_be_type),
        rule: Rule::Alone(glu),
        ..Entry::PLAIN
    },
    Entry {
        signature: Signature {
            name: "PReLU",
            arguments: &[Kind::Shared],
            takes: "`Shared`, if places share their slopes",
            options: &["alpha_initializer", "alpha_regularizer", "alpha_constraint"],
            instead: &[("shared_axes", "write `PReLU<Shared>` for a slope for each channel")],
            example: "PReLU",
            ..Signature::PLAIN
        },
        rule: Rule::Alone(p_re_lu),
        ..SAME_SHAPE
    },
];

fn activation(site: &mut Site<'_>, arguments: &Arguments) -> Option<Resolution> {
    let shape = site.shape_before()?;
    let activation = arguments.of(Kind::Activation)?;
    site.makes_sense(activation, &shape);
    let (path, shape_type) = (&site.layer.path, shape.tokens(site.krate));
    let full_type = site.checked(arguments, quote!(#path<#activation, #shape_type>));
    Some(site.resolution(full_type, shape.clone(), shape))
}

fn glu(site: &mut Site<'_>, _: &Arguments) -> Option<Resolution> {
    let shape = site.shape_before()?;
    let Some(last) = shape.last() else {
        let message = "`GLU` has to be told which shape flows in";
        let help = "write both shapes: `GLU<Features<8>, Features<4>>`";
        site.diagnostics.report_with_help(site.layer.span(), message, help);
        return None;
    };
    let Some(half) = last.half() else {
        let (before, values) = (site.before_gives(), shape.last_in_words()?);
        let message = format!("`GLU` halves the last axis, but {before} {values}");
        let help = "give it an even number: twice as many values as are wanted behind it";
        site.diagnostics.report_with_help(site.layer.span(), message, help);
        return None;
    };
    let output = site.computable(shape.with_last(half))?;
    let (path, from, to) = (&site.layer.path, shape.tokens(site.krate), output.tokens(site.krate));
    Some(site.resolution(quote!(#path<#from, #to>), shape, output))
}

fn p_re_lu(site: &mut Site<'_>, arguments: &Arguments) -> Option<Resolution> {
    let resolution = same_shape::resolve(site, arguments)?;
    let axes = resolution.input.axes().map(<[Size]>::to_vec);
    let shares =
        arguments.of(Kind::Shared).map(Argument::as_written).is_some_and(|shared| shared == "Shared");
    let alpha = if shares { resolution.input.last().map(|size| vec![size.clone()]) } else { axes };
    Some(Resolution { parameters: alpha.map(|alpha| Parameters(vec![alpha])), ..resolution })
}
