use syn::Lit;

use crate::ast::Argument;
use crate::signature::ACTIVATIONS;

/// The kinds of arguments in angle brackets, in the order in which they are written. Those behind [`Bias`](Self::Bias)
/// are recognized by their names, so their place is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// A number of values.
    Size,
    /// An activation function.
    Activation,
    /// The wrapped layer.
    Layer,
    /// `Bias` or `NoBias`.
    Bias,
    /// What happens at the edges.
    Padding,
    /// How far apart two windows are.
    Strides,
    /// How far apart the values in a window are.
    Dilation,
    /// The number of groups of channels.
    Groups,
    /// The number of filters for each channel.
    DepthMultiplier,
    /// The values of a transposed convolution beyond the fewest.
    OutputPadding,
    /// What lies between places: Keras' `interpolation`.
    Interpolation,
    /// Whether there is a `beta`.
    Center,
    /// Whether there is a `gamma`.
    Scale,
    /// Whether places share a variable.
    Shared,
    /// Where the reset gate of a GRU is applied: Keras' `reset_after`.
    Reset,
    /// The output of the last step, or of each step: Keras' `return_sequences`.
    Steps,
    /// Whether the state after the last step comes out too: Keras' `return_state`.
    State,
    /// How the outputs of both directions are merged.
    Merge,
    /// Whether token 0 is padding: Keras' `mask_zero`.
    Mask,
    /// Whether a step looks at no later one: Keras' `use_causal_mask`.
    Causality,
    /// Whether there is a variable `scale`, where there is none otherwise: Keras' `use_scale`.
    UseScale,
}

/// The markers: their names, and the default of the type's parameter in the runtime.
pub(crate) const MARKERS: &[(Kind, &[&str], &str)] = &[
    (Kind::Bias, &["Bias", "NoBias"], "Bias"),
    (Kind::Padding, &["Valid", "Same", "Causal"], "Valid"),
    (Kind::Strides, &["Strides"], "Strides<1>"),
    (Kind::Dilation, &["Dilation"], "Dilation<1>"),
    (Kind::Groups, &["Groups"], "Groups<1>"),
    (Kind::DepthMultiplier, &["DepthMultiplier"], "DepthMultiplier<1>"),
    (Kind::OutputPadding, &["WholeStrides", "OutputPadding"], "WholeStrides"),
    (Kind::Interpolation, &["Nearest", "Bilinear"], "Nearest"),
    (Kind::Center, &["NoCenter"], "Center"),
    (Kind::Scale, &["NoScale"], "Scale"),
    (Kind::Shared, &["Shared"], "Own"),
    (Kind::Reset, &["ResetAfter", "ResetBefore"], "ResetAfter"),
    (Kind::Steps, &["LastStep", "Sequences"], "LastStep"),
    (Kind::State, &["NoState", "ReturnState"], "NoState"),
    (Kind::Merge, &["Concat", "Sum", "Mul", "Ave"], "Concat"),
    (Kind::Mask, &["NoMask", "MaskZero"], "NoMask"),
    (Kind::Causality, &["Causal"], "Full"),
    (Kind::UseScale, &["Scale"], "NoScale"),
];

impl Kind {
    /// The kind of an argument, if its name or form tells it.
    pub(crate) fn of(argument: &Argument) -> Option<Self> {
        if matches!(argument, Argument::Infer(_) | Argument::Literal(..)) {
            return Some(Self::Size);
        }
        let name = argument.head()?.to_string();
        let marker = MARKERS.iter().find(|(_, names, _)| names.contains(&name.as_str()));
        if let Some(&(kind, ..)) = marker {
            return Some(kind);
        }
        (argument.ident().is_some() && ACTIVATIONS.contains(&name.as_str())).then_some(Self::Activation)
    }

    /// The kind of an argument of a layer that takes these: a name may be that of several markers.
    pub(crate) fn among(argument: &Argument, kinds: &[Self]) -> Option<Self> {
        let name = argument.head().map(|name| name.to_string());
        let is_meant = |(kind, names, _): &&(Self, &[&str], &str)| {
            kinds.contains(kind) && name.as_deref().is_some_and(|name| names.contains(&name))
        };
        MARKERS.iter().find(is_meant).map(|(kind, ..)| *kind).or_else(|| Self::of(argument))
    }

    /// The default of the type's parameter.
    pub(crate) fn default(self) -> Option<&'static str> {
        MARKERS.iter().find(|(kind, ..)| *kind == self).map(|(.., default)| *default)
    }

    /// What each of its sizes is, in words.
    pub(crate) fn in_words(self) -> &'static str {
        match self {
            Self::Strides => "stride",
            Self::Dilation => "dilation",
            Self::Groups => "number of groups",
            Self::DepthMultiplier => "depth multiplier",
            Self::OutputPadding => "output padding",
            _ => "size",
        }
    }

    /// Whether it may stand anywhere among the arguments.
    pub(crate) fn is_free(self) -> bool {
        self > Self::Bias
    }
}

/// Whether an argument looks like a type.
pub(crate) fn may_be_type(argument: &Argument) -> bool {
    matches!(argument, Argument::Other(tokens)
        if Kind::of(argument).is_none() && syn::parse2::<Lit>(tokens.clone()).is_err())
}
