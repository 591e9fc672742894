//! `Conv1D<6, 5, relu>`, `Conv2D<6, 5, relu, Same>` and their kin.

use proc_macro2::TokenStream;
use quote::quote;

use super::windows::{Edges, Windows, on_axes, one_or_each};
use crate::ast::Argument;
use crate::layer::{Entry, Resolution, Rule, Site, with_bias};
use crate::parameters::Parameters;
use crate::shape::Size;
use crate::signature::{Arguments, KERNEL_AND_BIAS, Kind, Signature};

const DEPTHWISE_OPTIONS: &[&str] = &[
    "activation",
    "depthwise_initializer",
    "bias_initializer",
    "depthwise_regularizer",
    "bias_regularizer",
    "activity_regularizer",
    "depthwise_constraint",
    "bias_constraint",
];

const SEPARABLE_OPTIONS: &[&str] = &[
    "activation",
    "depthwise_initializer",
    "pointwise_initializer",
    "bias_initializer",
    "depthwise_regularizer",
    "pointwise_regularizer",
    "bias_regularizer",
    "activity_regularizer",
    "depthwise_constraint",
    "pointwise_constraint",
    "bias_constraint",
];

const INSTEAD: &[(&str, &str)] = &[
    ("filters", "sizes go in angle brackets, the number of filters first: `Conv2D<6, 5, relu>`"),
    ("kernel_size", "sizes go in angle brackets, that of the windows second: `Conv2D<6, 5, relu>`"),
    ("strides", "write `Strides<2>` in angle brackets: `Conv2D<6, 5, relu, Strides<2>>`"),
    ("padding", "write `Same` in angle brackets: `Conv2D<6, 5, relu, Same>`"),
    ("dilation_rate", "write `Dilation<2>` in angle brackets: `Conv2D<6, 5, relu, Dilation<2>>`"),
    ("groups", "write `Groups<2>` in angle brackets: `Conv2D<6, 5, relu, Groups<2>>`"),
    ("depth_multiplier", "write `DepthMultiplier<2>` in angle brackets"),
    ("output_padding", "write `OutputPadding<1>` in angle brackets"),
    ("use_bias", "write `NoBias` after the activation: `Conv2D<6, 5, relu, NoBias>`"),
    ("data_format", "channels are the last axis, as in Keras: leave this out"),
    ("input_shape", "start the model with the shape of a sample: `Input<28, 28, 1>`"),
];

const NEEDS: (&str, &str) = (
    "two sizes: how many filters, and how large their windows are",
    "write `Conv2D<6, 5, relu>`, for example",
);

/// These sizes, what all convolutions take, and what this one takes besides.
macro_rules! arguments {
    ($($size:ident)*; $last:ident) => {
        &[
            $(Kind::$size,)*
            Kind::Activation,
            Kind::Bias,
            Kind::Padding,
            Kind::Strides,
            Kind::Dilation,
            Kind::$last,
        ]
    };
}

const CONV2D: Signature = Signature {
    name: "Conv2D",
    arguments: arguments![Size Size Size; Groups],
    required: 2,
    takes: "two or three sizes, an activation, `Bias` or `NoBias`, and how its windows lie",
    needs: NEEDS,
    options: KERNEL_AND_BIAS,
    instead: INSTEAD,
    example: "Conv2D<6, 5, relu>",
    ..Signature::PLAIN
};

const CONV3D: Signature = Signature {
    name: "Conv3D",
    arguments: arguments![Size Size Size Size; Groups],
    takes: "two or four sizes, an activation, `Bias` or `NoBias`, and how its windows lie",
    needs: (NEEDS.0, "write `Conv3D<6, 5, relu>`, for example"),
    example: "Conv3D<6, 5, relu>",
    ..CONV2D
};

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        signature: Signature {
            name: "Conv1D",
            arguments: arguments![Size Size; Groups],
            required: 2,
            takes: "two sizes, an activation, `Bias` or `NoBias`, and how its windows lie",
            needs: (NEEDS.0, "write `Conv1D<8, 3, relu>`, for example"),
            options: KERNEL_AND_BIAS,
            instead: INSTEAD,
            example: "Conv1D<8, 3, relu>",
            ..Signature::PLAIN
        },
        rule: Rule::Alone(|site, arguments| resolve(site, arguments, &Convolution::PLAIN_1D)),
        ..IN_FULL
    },
    Entry {
        signature: CONV2D,
        rule: Rule::Alone(|site, arguments| resolve(site, arguments, &Convolution::PLAIN_2D)),
        ..IN_FULL
    },
    Entry {
        signature: CONV3D,
        rule: Rule::Alone(|site, arguments| resolve(site, arguments, &Convolution::PLAIN_3D)),
        ..IN_FULL
    },
    Entry {
        signature: Signature {
            name: "Conv1DTranspose",
            arguments: arguments![Size Size; OutputPadding],
            takes: "two sizes, an activation, `Bias` or `NoBias`, and how its windows lie",
            needs: (NEEDS.0, "write `Conv1DTranspose<8, 3, relu>`, for example"),
            example: "Conv1DTranspose<8, 3, relu>",
            ..CONV2D
        },
        rule: Rule::Alone(|site, arguments| resolve(site, arguments, &Convolution::TRANSPOSED_1D)),
        ..IN_FULL
    },
    Entry {
        signature: Signature {
            name: "Conv2DTranspose",
            arguments: arguments![Size Size Size; OutputPadding],
            takes: "two or three sizes, an activation, `Bias` or `NoBias`, and how its windows lie",
            needs: (NEEDS.0, "write `Conv2DTranspose<6, 5, relu>`, for example"),
            example: "Conv2DTranspose<6, 5, relu>",
            ..CONV2D
        },
        rule: Rule::Alone(|site, arguments| resolve(site, arguments, &Convolution::TRANSPOSED_2D)),
        ..IN_FULL
    },
    Entry {
        signature: Signature {
            name: "Conv3DTranspose",
            arguments: arguments![Size Size Size Size; OutputPadding],
            needs: (NEEDS.0, "write `Conv3DTranspose<6, 5, relu>`, for example"),
            example: "Conv3DTranspose<6, 5, relu>",
            ..CONV3D
        },
        rule: Rule::Alone(|site, arguments| resolve(site, arguments, &Convolution::TRANSPOSED_3D)),
        ..IN_FULL
    },
    Entry {
        signature: Signature {
            name: "DepthwiseConv1D",
            arguments: arguments![Size; DepthMultiplier],
            required: 1,
            takes: "a size, an activation, `Bias` or `NoBias`, and how its windows lie",
            needs: ("a size: how large its windows are", "write `DepthwiseConv1D<3, relu>`, for example"),
            options: DEPTHWISE_OPTIONS,
            example: "DepthwiseConv1D<3, relu>",
            ..CONV2D
        },
        rule: Rule::Alone(|site, arguments| resolve(site, arguments, &Convolution::DEPTHWISE_1D)),
        ..IN_FULL
    },
    Entry {
        signature: Signature {
            name: "DepthwiseConv2D",
            arguments: arguments![Size Size; DepthMultiplier],
            required: 1,
            takes: "one or two sizes, an activation, `Bias` or `NoBias`, and how its windows lie",
            needs: ("a size: how large its windows are", "write `DepthwiseConv2D<3, relu>`, for example"),
            options: DEPTHWISE_OPTIONS,
            example: "DepthwiseConv2D<3, relu>",
            ..CONV2D
        },
        rule: Rule::Alone(|site, arguments| resolve(site, arguments, &Convolution::DEPTHWISE_2D)),
        ..IN_FULL
    },
    Entry {
        signature: Signature {
            name: "SeparableConv1D",
            arguments: arguments![Size Size; DepthMultiplier],
            takes: "two sizes, an activation, `Bias` or `NoBias`, and how its windows lie",
            needs: (NEEDS.0, "write `SeparableConv1D<8, 3, relu>`, for example"),
            options: SEPARABLE_OPTIONS,
            example: "SeparableConv1D<8, 3, relu>",
            ..CONV2D
        },
        rule: Rule::Alone(|site, arguments| resolve(site, arguments, &Convolution::SEPARABLE_1D)),
        ..IN_FULL
    },
    Entry {
        signature: Signature {
            name: "SeparableConv2D",
            arguments: arguments![Size Size Size; DepthMultiplier],
            takes: "two or three sizes, an activation, `Bias` or `NoBias`, and how its windows lie",
            needs: (NEEDS.0, "write `SeparableConv2D<6, 5, relu>`, for example"),
            options: SEPARABLE_OPTIONS,
            example: "SeparableConv2D<6, 5, relu>",
            ..CONV2D
        },
        rule: Rule::Alone(|site, arguments| resolve(site, arguments, &Convolution::SEPARABLE_2D)),
        ..IN_FULL
    },
];

const IN_FULL: Entry = Entry {
    is_in_full: |arguments| arguments.len() > 1 && arguments[0].is_type() && arguments[1].is_type(),
    ..Entry::PLAIN
};

/// The variants of convolutions.
struct Convolution {
    /// The number of axes that windows move over.
    axes: usize,
    has_filters: bool,
    is_transposed: bool,
    has_multiplier: bool,
}

impl Convolution {
    const PLAIN_2D: Self = Self { axes: 2, has_filters: true, is_transposed: false, has_multiplier: false };
    const PLAIN_1D: Self = Self { axes: 1, ..Self::PLAIN_2D };
    const PLAIN_3D: Self = Self { axes: 3, ..Self::PLAIN_2D };
    const TRANSPOSED_2D: Self = Self { is_transposed: true, ..Self::PLAIN_2D };
    const TRANSPOSED_1D: Self = Self { axes: 1, ..Self::TRANSPOSED_2D };
    const TRANSPOSED_3D: Self = Self { axes: 3, ..Self::TRANSPOSED_2D };
    const SEPARABLE_2D: Self = Self { has_multiplier: true, ..Self::PLAIN_2D };
    const SEPARABLE_1D: Self = Self { axes: 1, ..Self::SEPARABLE_2D };
    const DEPTHWISE_2D: Self = Self { has_filters: false, ..Self::SEPARABLE_2D };
    const DEPTHWISE_1D: Self = Self { axes: 1, ..Self::DEPTHWISE_2D };
}

fn resolve(site: &mut Site<'_>, arguments: &Arguments, convolution: &Convolution) -> Option<Resolution> {
    let sizes = arguments.sizes();
    site.axes(&sizes)?;
    let (filters, window) = sizes.split_at(usize::from(convolution.has_filters));
    one_or_each(site, window, convolution.axes)?;
    let shape = site.places_before(convolution.axes)?;
    let windows = Windows::of(site, arguments, window, convolution.axes, &[])?;
    if convolution.is_transposed && windows.edges == Edges::Causal {
        let span = arguments.of(Kind::Padding).map_or_else(|| site.layer.span(), Argument::span);
        let message = "a transposed convolution cannot be causal: it spreads what flows in";
        site.diagnostics.report_with_help(span, message, "write `Same`, or leave it out");
        return None;
    }
    let groups = number(site, arguments, Kind::Groups)?;
    let multiplier = number(site, arguments, Kind::DepthMultiplier)?;
    let channels = shape.last()?.clone();
    let between = Size::product(&[channels.clone(), multiplier.clone()])?;
    let filters = filters.first().map_or_else(|| between.clone(), Size::of);
    let span = arguments.of(Kind::Groups).map_or_else(|| site.layer.span(), Argument::span);
    if !site.come_in_equal_groups(span, "channels that flow in", &channels, &groups)
        || !site.come_in_equal_groups(span, "filters", &filters, &groups)
    {
        return None;
    }
    let output = match convolution.is_transposed {
        true => windows.transposed(site, arguments, &shape, filters.clone()),
        false => windows.output(site, &shape, filters.clone()),
    }?;
    let output = site.computable(output)?;
    if let Some(activation) = arguments.of(Kind::Activation) {
        site.makes_sense(activation, &output);
    }

    let krate = site.krate;
    let rest = arguments.behind_sizes(krate, None);
    let (path, from, to) = (&site.layer.path, shape.tokens(krate), output.tokens(krate));
    let size: Vec<TokenStream> = on_axes(window, convolution.axes).iter().map(Size::tokens).collect();
    let full_type = quote!(#path<#from, #to, #(#size),* #(, #rest)*>);
    let full_type = site.checked(arguments, full_type);
    let bias = arguments.of(Kind::Bias);
    let mut parameters = parameters(convolution, &windows, channels, &between, &filters, &groups);
    if let (Some(Parameters(terms)), Some(bias)) = (&mut parameters, with_bias(bias, Vec::new(), filters)) {
        terms.extend(bias.0.into_iter().skip(1));
    } else {
        parameters = None;
    }
    Some(Resolution { parameters, ..site.resolution(full_type, shape, output) })
}

/// The sizes of the kernels.
fn parameters(
    convolution: &Convolution,
    windows: &Windows,
    channels: Size,
    between: &Size,
    filters: &Size,
    groups: &Size,
) -> Option<Parameters> {
    let window = || windows.size.clone();
    let with = |more: &[&Size]| window().into_iter().chain(more.iter().map(|&size| size.clone())).collect();
    Some(Parameters(if convolution.has_multiplier && convolution.has_filters {
        vec![with(&[between]), vec![between.clone(), filters.clone()]]
    } else if convolution.has_multiplier {
        vec![with(&[between])]
    } else {
        let depth = match (channels.literal(), groups.literal()) {
            (_, Some(1)) => channels,
            (Some(channels), Some(groups)) => Size::Literal(channels / groups),
            _ => return None,
        };
        vec![with(&[&depth, filters])]
    }))
}

/// The number in an argument of this kind: 1 if it is left out.
fn number(site: &mut Site<'_>, arguments: &Arguments, kind: Kind) -> Option<Size> {
    let Some(argument) = arguments.of(kind) else { return Some(Size::Literal(1)) };
    let sizes = site.sizes_in(kind, argument, 1)?;
    sizes.first().map(Size::of)
}
