use syn::Lit;

use crate::ast::Argument;
use crate::signature::ACTIVATIONS;

/// What an argument in angle brackets is, in the order in which they stand there. Those behind [`Bias`](Self::Bias) are
/// told by their names, and so they may stand anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// A number of values.
    Size,
    /// An activation function.
    Activation,
    /// A layer around which another one is.
    Layer,
    /// `Bias` or `NoBias`.
    Bias,
    /// What happens at the edges.
    Padding,
    /// How far apart two windows are.
    Strides,
    /// How far apart the places in a window are.
    Dilation,
    /// In how many groups channels are kept apart.
    Groups,
    /// How many filters each channel has.
    DepthMultiplier,
    /// Whether there is a variable to add.
    Center,
    /// Whether there is a variable to multiply by.
    Scale,
    /// Whether places share a variable.
    Shared,
    /// When what was said is reset.
    Reset,
    /// Whether each step's output comes out.
    Steps,
    /// How two outputs become one.
    Merge,
    /// Whether token 0 is padding.
    Mask,
}

/// The arguments that are told by a name: which names those are, and what the runtime takes where none is given.
const MARKERS: &[(Kind, &[&str], &str)] = &[
    (Kind::Bias, &["Bias", "NoBias"], "Bias"),
    (Kind::Padding, &["Valid", "Same", "Causal"], "Valid"),
    (Kind::Strides, &["Strides"], "Strides<1>"),
    (Kind::Dilation, &["Dilation"], "Dilation<1>"),
    (Kind::Groups, &["Groups"], "Groups<1>"),
    (Kind::DepthMultiplier, &["DepthMultiplier"], "DepthMultiplier<1>"),
    (Kind::Center, &["NoCenter"], "Center"),
    (Kind::Scale, &["NoScale"], "Scale"),
    (Kind::Shared, &["Shared"], "Own"),
    (Kind::Reset, &["ResetAfter", "ResetBefore"], "ResetAfter"),
    (Kind::Steps, &["LastStep", "Sequences"], "LastStep"),
    (Kind::Merge, &["Concat", "Sum", "Mul", "Ave"], "Concat"),
    (Kind::Mask, &["NoMask", "MaskZero"], "NoMask"),
];

impl Kind {
    /// The kind that an argument surely is of.
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

    /// What the runtime takes where no argument of this kind is given.
    pub(crate) fn default(self) -> Option<&'static str> {
        MARKERS.iter().find(|(kind, ..)| *kind == self).map(|(.., default)| *default)
    }

    /// What each size of it is, in words.
    pub(crate) fn in_words(self) -> &'static str {
        match self {
            Self::Strides => "stride",
            Self::Dilation => "dilation",
            Self::Groups => "number of groups",
            Self::DepthMultiplier => "depth multiplier",
            _ => "size",
        }
    }

    /// Whether its place among the others does not matter.
    pub(crate) fn is_free(self) -> bool {
        self > Self::Bias
    }
}

/// Whether an argument is a type, as far as one can see.
pub(crate) fn may_be_type(argument: &Argument) -> bool {
    matches!(argument, Argument::Other(tokens)
        if Kind::of(argument).is_none() && syn::parse2::<Lit>(tokens.clone()).is_err())
}
