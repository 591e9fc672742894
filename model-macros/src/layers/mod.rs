//! What the macro knows of plywood's own layers, one file for each: how it is written, what it takes and gives.

mod activation;
pub(crate) mod block;
mod convolution;
mod dense;
mod embedding;
mod flatten;
mod input;
mod keeping;
mod named;
mod other;
mod pooling;
mod rearranging;
mod recurrent;
mod reshape;
pub(crate) mod windows;
mod wrapper;

use syn::Lit;

use crate::ast::{Argument, Layer};
use crate::network::Resolution;
use crate::resolve::Resolver;
use crate::shape::Shape;
use crate::signature::{Arguments, Kind, Signature, check_given_once};

pub(crate) use input::{input, is_input};

/// A layer of plywood.
struct Known {
    signature: Signature,
    /// Whether it is written in full, with the shapes that the macro else fills in.
    is_in_full: fn(&[Argument]) -> bool,
    /// What is known of the layer with these arguments, which are as many and of such kinds as the signature
    /// says; `None` if nothing is, and that is reported.
    resolve: fn(&mut Resolver<'_>, &Layer, &Arguments) -> Option<Resolution>,
}

const KNOWN: &[&Known] = &[
    &activation::KNOWN,
    &convolution::CONV1D,
    &convolution::CONV2D,
    &convolution::CONV2D_TRANSPOSE,
    &convolution::DEPTHWISE_CONV2D,
    &convolution::SEPARABLE_CONV2D,
    &dense::KNOWN,
    &embedding::KNOWN,
    &flatten::KNOWN,
    &keeping::ACTIVITY_REGULARIZATION,
    &keeping::BATCH_NORMALIZATION,
    &keeping::DROP_MASK,
    &keeping::DROPOUT,
    &keeping::GAUSSIAN_DROPOUT,
    &keeping::GAUSSIAN_NOISE,
    &keeping::LAYER_NORMALIZATION,
    &keeping::MASKING,
    &keeping::NORMALIZATION,
    &keeping::P_RE_LU,
    &keeping::RESCALING,
    &keeping::SPATIAL_DROPOUT_1D,
    &keeping::SPATIAL_DROPOUT_2D,
    &keeping::UNIT_NORMALIZATION,
    &pooling::AVERAGE_1D,
    &pooling::AVERAGE_2D,
    &pooling::GLOBAL_AVERAGE_1D,
    &pooling::GLOBAL_AVERAGE_2D,
    &pooling::GLOBAL_MAX_1D,
    &pooling::GLOBAL_MAX_2D,
    &pooling::MAX_1D,
    &pooling::MAX_2D,
    &rearranging::CROPPING_1D,
    &rearranging::CROPPING_2D,
    &rearranging::PERMUTE,
    &rearranging::REPEAT_VECTOR,
    &rearranging::UP_SAMPLING_1D,
    &rearranging::UP_SAMPLING_2D,
    &rearranging::ZERO_PADDING_1D,
    &rearranging::ZERO_PADDING_2D,
    &recurrent::GRU,
    &recurrent::LSTM,
    &recurrent::SIMPLE_RNN,
    &reshape::KNOWN,
    &wrapper::BIDIRECTIONAL,
    &wrapper::TIME_DISTRIBUTED,
];

impl Known {
    /// The layer of this name. A path, such as `self::Dense`, is somebody else's layer, unless it begins with
    /// `plywood::layers`.
    fn of(layer: &Layer) -> Option<&'static Self> {
        let segments = &layer.path.as_ref()?.segments;
        let segments: Vec<String> = segments.iter().map(|segment| segment.ident.to_string()).collect();
        let name = match segments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            [name] | ["plywood", "layers" | "prelude", name] => name,
            _ => return None,
        };
        let known = KNOWN.iter().find(|known| known.signature.name == name)?;
        let is_in_full = (known.is_in_full)(&layer.arguments);
        (!is_in_full).then_some(known)
    }
}

/// Whether the argument is a type, as far as one can see.
fn may_be_type(argument: &Argument) -> bool {
    matches!(argument, Argument::Other(tokens) if Kind::of(argument).is_none() && syn::parse2::<Lit>(tokens.clone()).is_err())
}

/// Whether a mask may come out of a layer that makes one: of those that the macro knows, it knows which.
pub(crate) fn may_mask(layer: &Layer) -> bool {
    match Known::of(layer).map(|known| known.signature.name) {
        Some("Masking") => true,
        Some("Embedding") => layer.arguments.iter().any(|argument| argument.as_written() == "MaskZero"),
        Some(_) => false,
        None => layer.block.is_none(),
    }
}

/// What to write where a mask arrives at a layer that refuses it.
pub(crate) fn behind_a_mask(layer: &Layer) -> &'static str {
    match Known::of(layer).map(|known| known.signature.name) {
        Some("BatchNormalization") => "put `LayerNormalization` there, which looks at each step by itself",
        Some("MaxPooling1D") => "`GlobalMaxPooling1D` passes over them; otherwise put `DropMask` before it",
        Some("AveragePooling1D") => {
            "`GlobalAveragePooling1D` passes over them; otherwise put `DropMask` before it"
        }
        Some(_) => "put `DropMask` before it if they are to count",
        None if layer.block.is_some() => {
            "put `DropMask` before it, or before the layer inside it that would, if they are to count"
        }
        None => {
            "put `DropMask` before it if they are to count; a layer of your own says with `const MASK` what it does"
        }
    }
}

/// What can be told of a layer, and whether its values are right.
pub(crate) fn resolve(resolver: &mut Resolver<'_>, layer: &Layer) -> (Resolution, bool) {
    let unknown = Resolution::unknown(Shape::Unknown, layer.span());
    if layer.path.is_none() {
        return (unknown, false);
    }
    if other::is_activation(layer) {
        return (other::activation_as_layer(resolver, layer), false);
    }
    let Some(known) = Known::of(layer) else {
        let values_are_right = check_given_once(layer, resolver.diagnostics);
        let resolution = other::resolve(resolver, layer).unwrap_or(unknown);
        if layer.class().is_some_and(|class| class == "Flatten" || class == "Reshape") {
            reshape::keeps_the_number(resolver, layer, &resolution.input, &resolution.output);
        }
        return (resolution, values_are_right);
    };
    if let (true, false, [value]) =
        (known.signature.arguments.is_empty(), layer.arguments.is_empty(), known.signature.values)
        && layer.values().is_empty()
    {
        let message = format!("the {} of `{}` goes in parentheses", value.name, known.signature.name);
        let help = format!("write `{}`, for example", known.signature.example);
        resolver.diagnostics.report_with_help(layer.arguments[0].span(), message, help);
        return ((known.resolve)(resolver, layer, &Arguments::default()).unwrap_or(unknown), false);
    }
    let before = resolver.diagnostics.count();
    let values_are_right = known.signature.check_values(layer, resolver.diagnostics);
    if layer.arguments.is_empty() && known.signature.required > 0 && resolver.diagnostics.count() > before {
        // The arguments stand where the values should: that is one mistake, not two.
        return (unknown, false);
    }
    let resolution = match known.signature.arguments(
        layer,
        resolver.model,
        resolver.before.is_none(),
        resolver.diagnostics,
    ) {
        Some(arguments) => (known.resolve)(resolver, layer, &arguments).unwrap_or(unknown),
        None => unknown,
    };
    (resolution, values_are_right)
}
