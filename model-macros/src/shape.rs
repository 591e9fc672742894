//! Symbolic shapes: sizes may be literals, expressions, or known to the compiler alone.

use proc_macro2::{Group, Literal, TokenStream, TokenTree};
use quote::quote;

use crate::ast::{Argument, readable};
use crate::tokens::Tokens;

/// A number of values.
#[derive(Clone)]
pub(crate) enum Size {
    /// A number that was written, or computed from such numbers.
    Literal(usize),
    /// A constant, or an expression.
    Expression(TokenStream),
    /// An expression that the macro wrote, for the compiler to evaluate.
    Computed(TokenStream),
}

/// The shape of a sample.
#[derive(Clone)]
pub(crate) enum Shape {
    /// One to four axes.
    Axes(Vec<Size>),
    /// The number of tokens, and the size of the vocabulary.
    Tokens([Size; 2]),
    /// A type that only the compiler knows.
    Opaque(TokenStream),
    /// The shape of a layer with a mistake.
    Unknown,
}

impl Size {
    pub(crate) fn of(argument: &Argument) -> Self {
        match argument {
            Argument::Literal(value, _) => Self::Literal(*value),
            other => Self::Expression(quote!(#other)),
        }
    }

    /// The product of sizes; `None` if it is too large.
    pub(crate) fn product(sizes: &[Self]) -> Option<Self> {
        if let [size] = sizes {
            return Some(size.clone());
        }
        if let Some(values) = sizes.iter().map(Self::literal).collect::<Option<Vec<usize>>>() {
            return values.into_iter().try_fold(1, usize::checked_mul).map(Self::Literal);
        }
        let product = sizes.iter().map(Self::operand).reduce(|product, factor| quote!(#product * #factor));
        Some(Self::Expression(quote!({ #product })))
    }

    /// The sum; `None` if it is too large.
    pub(crate) fn plus(&self, other: &Self) -> Option<Self> {
        self.computed(other, usize::checked_add, |a, b| quote!({ #a + #b }))
    }

    /// The difference; `None` if it is less than 0.
    pub(crate) fn minus(&self, other: &Self) -> Option<Self> {
        self.computed(other, usize::checked_sub, |a, b| quote!({ #a - #b }))
    }

    /// The product; `None` if it is too large.
    pub(crate) fn times(&self, other: &Self) -> Option<Self> {
        self.computed(other, usize::checked_mul, |a, b| quote!({ #a * #b }))
    }

    /// The half; `None` if it is no whole number.
    pub(crate) fn half(&self) -> Option<Self> {
        let Some(number) = self.literal() else {
            let size = self.operand();
            return Some(Self::Computed(quote!({ #size / 2 })));
        };
        number.is_multiple_of(2).then_some(Self::Literal(number / 2))
    }

    /// The number, or what the compiler will compute.
    fn computed(
        &self,
        other: &Self,
        number: fn(usize, usize) -> Option<usize>,
        code: fn(TokenStream, TokenStream) -> TokenStream,
    ) -> Option<Self> {
        match (self.literal(), other.literal()) {
            (Some(a), Some(b)) => number(a, b).map(Self::Literal),
            _ => Some(Self::Computed(code(self.operand(), other.operand()))),
        }
    }

    pub(crate) fn literal(&self) -> Option<usize> {
        match self {
            Self::Literal(value) => Some(*value),
            Self::Expression(_) | Self::Computed(_) => None,
        }
    }

    /// As an argument in angle brackets.
    pub(crate) fn tokens(&self) -> TokenStream {
        match self {
            Self::Literal(value) => TokenTree::from(Literal::usize_unsuffixed(*value)).into(),
            Self::Expression(tokens) | Self::Computed(tokens) => tokens.clone(),
        }
    }

    /// As an operand: with parentheses in place of braces, which would end a statement there.
    fn operand(&self) -> TokenStream {
        match self.inside() {
            Some(inside) => quote!((#inside)),
            None => self.tokens(),
        }
    }

    /// As an argument of a function: without braces.
    pub(crate) fn value(&self) -> TokenStream {
        self.inside().unwrap_or_else(|| self.tokens())
    }

    /// What is in its braces, if it has some.
    fn inside(&self) -> Option<TokenStream> {
        Some(syn::parse2::<Group>(self.tokens()).ok()?.stream())
    }

    pub(crate) fn as_written(&self) -> String {
        if let Self::Computed(_) = self {
            return "_".to_owned();
        }
        let tokens = readable(&self.tokens());
        let inside = tokens.strip_prefix('{').and_then(|tokens| tokens.strip_suffix('}'));
        match inside.map(str::trim) {
            Some(name) if name.chars().all(|c| c.is_alphanumeric() || "_:".contains(c)) => name.to_owned(),
            Some(computation) => format!("({computation})"),
            None => tokens,
        }
    }
}

impl Shape {
    pub(crate) fn features(size: Size) -> Self {
        Self::Axes(vec![size])
    }

    /// The axes, if they are known.
    pub(crate) fn axes(&self) -> Option<&[Size]> {
        match self {
            Self::Axes(axes) => Some(axes),
            Self::Tokens(_) | Self::Opaque(_) | Self::Unknown => None,
        }
    }

    /// The number of axes, if it is known.
    pub(crate) fn rank(&self) -> Option<usize> {
        self.axes().map(<[Size]>::len)
    }

    /// The last axis, if it is known.
    pub(crate) fn last(&self) -> Option<&Size> {
        self.axes()?.last()
    }

    /// The same with another last axis; one axis, if the others are unknown.
    pub(crate) fn with_last(&self, size: Size) -> Self {
        let mut axes = self.axes().map_or_else(|| vec![size.clone()], <[Size]>::to_vec);
        if let Some(last) = axes.last_mut() {
            *last = size;
        }
        Self::Axes(axes)
    }

    /// The last axis in words: `8 values`, `4 values at each step`.
    pub(crate) fn last_in_words(&self) -> Option<String> {
        let number = self.last()?.as_written();
        let values = if number == "1" { "1 value".to_owned() } else { format!("{number} values") };
        Some(match self.rank() {
            Some(1) => values,
            Some(2) => format!("{values} at each step"),
            Some(3) => format!("{values} at each pixel"),
            _ => format!("{values} at each place"),
        })
    }

    /// The runtime's type for it, if it is known.
    pub(crate) fn tokens(&self, krate: &Tokens) -> Option<TokenStream> {
        match self {
            Self::Unknown => None,
            Self::Opaque(shape) => Some(shape.clone()),
            Self::Tokens(sizes) => {
                let sizes = sizes.iter().map(Size::tokens);
                Some(quote!(#krate::Tokens<#(#sizes),*>))
            }
            Self::Axes(axes) => {
                let sizes = axes.iter().map(Size::tokens);
                Some(match axes.len() {
                    1 => quote!(#krate::Features<#(#sizes),*>),
                    2 => quote!(#krate::Sequence<#(#sizes),*>),
                    3 => quote!(#krate::Image<#(#sizes),*>),
                    _ => quote!(#krate::Volume<#(#sizes),*>),
                })
            }
        }
    }

    /// In words: `8 values`, `10 steps of 4 values`, `an image of 28 × 28 × 1`.
    pub(crate) fn in_words(&self) -> Option<String> {
        let axes = match self {
            Self::Axes(axes) => axes,
            Self::Tokens(sizes) => {
                let [time, vocabulary] = sizes.each_ref().map(Size::as_written);
                return Some(format!("{time} tokens of a vocabulary of {vocabulary}"));
            }
            Self::Opaque(_) | Self::Unknown => return None,
        };
        let sizes: Vec<String> = axes.iter().map(Size::as_written).collect();
        Some(match sizes.as_slice() {
            [one] if one == "1" => "1 value".to_owned(),
            [features] => format!("{features} values"),
            [time, features] => format!("{time} steps of {features} values"),
            [_, _, _] => format!("an image of {}", sizes.join(" × ")),
            _ => format!("a volume of {}", sizes.join(" × ")),
        })
    }

    /// The lengths of the axes: `28 × 28 × 1`.
    pub(crate) fn in_table(&self) -> Option<String> {
        let Self::Axes(axes) = self else { return None };
        Some(axes.iter().map(Size::as_written).collect::<Vec<_>>().join(" × "))
    }

    /// The number of values as a formula: `4 × 4 × 1 = 16`, or `16` alone; `None` if not all are numbers.
    pub(crate) fn formula(&self) -> Option<(String, usize)> {
        let Self::Axes(axes) = self else { return None };
        let len = Size::product(axes)?.literal()?;
        let product = self.in_table()?;
        Some((if axes.len() > 1 { format!("{product} = {len}") } else { product }, len))
    }

    /// Whether the two certainly differ: in rank, or in a literal size.
    pub(crate) fn surely_differs(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Axes(a), Self::Axes(b)) => {
                a.len() != b.len()
                    || a.iter()
                        .zip(b)
                        .any(|(a, b)| matches!((a, b), (Size::Literal(a), Size::Literal(b)) if a != b))
            }
            (Self::Tokens(_), Self::Axes(_)) | (Self::Axes(_), Self::Tokens(_)) => true,
            _ => false,
        }
    }
}
