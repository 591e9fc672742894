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

/// The names that say what an argument is.
const NAMED: &[(Kind, &[&str])] = &[
    (Kind::Bias, &["Bias", "NoBias"]),
    (Kind::Padding, &["Valid", "Same", "Causal"]),
    (Kind::Strides, &["Strides"]),
    (Kind::Dilation, &["Dilation"]),
    (Kind::Groups, &["Groups"]),
    (Kind::DepthMultiplier, &["DepthMultiplier"]),
    (Kind::Center, &["NoCenter"]),
    (Kind::Scale, &["NoScale"]),
    (Kind::Shared, &["Shared"]),
    (Kind::Reset, &["ResetAfter", "ResetBefore"]),
    (Kind::Steps, &["LastStep", "Sequences"]),
    (Kind::Merge, &["Concat", "Sum", "Mul", "Ave"]),
    (Kind::Mask, &["NoMask", "MaskZero"]),
];

impl Kind {
    /// The kind that an argument surely is of.
    pub(crate) fn of(argument: &Argument) -> Option<Self> {
        if matches!(argument, Argument::Infer(_) | Argument::Literal(..)) {
            return Some(Self::Size);
        }
        let name = argument.head()?.to_string();
        let named = NAMED.iter().find(|(_, names)| names.contains(&name.as_str()));
        if let Some(&(kind, _)) = named {
            return Some(kind);
        }
        (argument.ident().is_some() && ACTIVATIONS.contains(&name.as_str())).then_some(Self::Activation)
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
