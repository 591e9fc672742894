//! A network: layers with their types and shapes, resolved.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::Ident;

use crate::ast::{Layer, Model};
use crate::parameters::Parameters;
use crate::shape::Shape;
use crate::tokens::Tokens;

/// A network with everything inferred that can be left out in `model!`.
pub(crate) struct Network<'a> {
    pub(crate) inputs: Vec<Input>,
    pub(crate) layers: Vec<Resolved<'a>>,
    /// The calls of the layers, in their order.
    pub(crate) calls: Vec<Call>,
    pub(crate) outputs: Vec<Output>,
    /// The type in place of what is unknown after a mistake.
    pub(crate) unknown: Ident,
    /// Whether values are missing, which is reported.
    pub(crate) is_broken: bool,
    /// Assertions for what the macro could not decide.
    pub(crate) requirements: TokenStream,
}

/// What flows into a network.
pub(crate) struct Input {
    /// Its name, in a graph.
    pub(crate) name: Option<Ident>,
    pub(crate) shape: TokenStream,
    pub(crate) in_words: Option<String>,
}

/// What flows out of a network.
pub(crate) struct Output {
    /// Its name, in a graph.
    pub(crate) name: Option<Ident>,
    pub(crate) source: Source,
}

/// A value in a network: an input, or an output of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Input(usize),
    Call(usize, usize),
    /// After a mistake, which is reported.
    Unknown,
}

/// A call of a layer.
pub(crate) struct Call {
    /// The number of the layer.
    pub(crate) part: usize,
    /// What flows in.
    pub(crate) sources: Vec<Source>,
    /// The names of what flows out, one for each output of the layer.
    pub(crate) names: Vec<Option<Ident>>,
    /// Whether what flows in fits.
    pub(crate) fits: Fits,
    /// The span for messages about that.
    pub(crate) span: Span,
}

impl Network<'_> {
    /// Whether each layer takes what the one before it gives, and is called once.
    pub(crate) fn is_chain(&self) -> bool {
        let follows = |(index, call): (usize, &Call)| {
            let before = index.checked_sub(1).map_or(Source::Input(0), |before| Source::Call(before, 0));
            call.part == index && call.names.len() == 1 && call.sources == [before]
        };
        let last = Source::Call(self.calls.len().wrapping_sub(1), 0);
        self.inputs.len() == 1
            && self.calls.iter().enumerate().all(follows)
            && matches!(self.outputs.as_slice(), [output] if output.source == last)
    }

    /// The output of the network that call number `call` gives. Its activation is left to the caller, who may know more
    /// of it: a loss may be computed from what comes before.
    pub(crate) fn direct_output(&self, call: usize) -> Option<usize> {
        let source = Source::Call(call, 0);
        let output = self.outputs.iter().position(|output| output.source == source)?;
        (self.calls[call].names.len() == 1).then_some(output)
    }

    /// Whether what call number `call` gives flows on inside the network, or has to be copied to its outputs.
    pub(crate) fn is_kept(&self, call: usize) -> bool {
        let is_its = |source: &Source| matches!(source, Source::Call(other, _) if *other == call);
        self.direct_output(call).is_none() || self.calls.iter().any(|call| call.sources.iter().any(is_its))
    }

    /// The layer that gives an output, if its activation is left to the caller.
    pub(crate) fn last(&self, output: usize) -> Option<&Resolved<'_>> {
        let Source::Call(call, _) = self.outputs.get(output)?.source else { return None };
        self.direct_output(call)?;
        self.layers.get(self.calls[call].part)
    }

    /// The layer that gives a value.
    pub(crate) fn given_by(&self, source: Source) -> Option<&Resolved<'_>> {
        let Source::Call(call, _) = source else { return None };
        self.layers.get(self.calls[call].part)
    }

    /// Whether call number `call` is the first one of its layer.
    pub(crate) fn is_first_call(&self, call: usize) -> bool {
        self.calls[..call].iter().all(|other| other.part != self.calls[call].part)
    }

    /// The numbers of the layers that are called more than once.
    pub(crate) fn shared(&self) -> Vec<usize> {
        let again = (0..self.calls.len()).filter(|&call| !self.is_first_call(call));
        let mut parts: Vec<usize> = again.map(|call| self.calls[call].part).collect();
        parts.sort_unstable();
        parts.dedup();
        parts
    }

    /// The shape of what flows in; of several inputs, a tuple.
    pub(crate) fn input(&self) -> TokenStream {
        tuple(self.inputs.iter().map(|input| input.shape.clone()))
    }

    /// The shape of a value.
    pub(crate) fn shape_of(&self, source: Source, krate: &Tokens) -> TokenStream {
        match source {
            Source::Unknown => {
                let unknown = &self.unknown;
                quote!(<#unknown as #krate::Layer>::Output)
            }
            Source::Input(number) => self.inputs[number].shape.clone(),
            Source::Call(call, number) => {
                let Call { part, names, .. } = &self.calls[call];
                let Resolved { full_type, outputs, .. } = &self.layers[*part];
                let own = || match names.len() {
                    1 => quote!(<#full_type as #krate::Layer>::Output),
                    _ => {
                        quote!(<<#full_type as #krate::Layer>::Output as #krate::chain::Nth<#number>>::Shape)
                    }
                };
                outputs.get(number).and_then(|shape| shape.tokens(krate)).unwrap_or_else(own)
            }
        }
    }

    /// Whether the type of every layer is known.
    pub(crate) fn is_known(&self) -> bool {
        !self.is_broken && self.layers.iter().all(|layer| layer.is_known)
    }

    /// The shape of what flows out; of several outputs, a tuple.
    pub(crate) fn output(&self, krate: &Tokens) -> TokenStream {
        tuple(self.outputs.iter().map(|output| self.shape_of(output.source, krate)))
    }

    /// What is applied to the outputs by the caller.
    pub(crate) fn activation(&self, krate: &Tokens) -> TokenStream {
        tuple((0..self.outputs.len()).map(|output| match self.last(output) {
            Some(Resolved { full_type, is_known: false, .. }) => quote!(#full_type),
            Some(Resolved { full_type, .. }) => quote!(<#full_type as #krate::Layer>::Activation),
            None if matches!(self.outputs[output].source, Source::Unknown) => {
                let unknown = &self.unknown;
                quote!(<#unknown as #krate::Layer>::Activation)
            }
            None => quote!(#krate::activations::linear),
        }))
    }
}

/// One of these, or several in parentheses.
pub(crate) fn tuple(elements: impl IntoIterator<Item = TokenStream>) -> TokenStream {
    let mut elements: Vec<TokenStream> = elements.into_iter().collect();
    match elements.pop() {
        Some(only) if elements.is_empty() => only,
        last => quote!((#(#elements,)* #last)),
    }
}

/// A layer with its full type.
pub(crate) struct Resolved<'a> {
    pub(crate) name: Ident,
    pub(crate) layer: &'a Layer,
    pub(crate) full_type: Tokens,
    pub(crate) is_known: bool,
    /// The shape of what flows in.
    pub(crate) input: Shape,
    /// The shapes of what flows out.
    pub(crate) outputs: Vec<Shape>,
    /// The number of values in its variables, where the macro knows.
    pub(crate) parameters: Option<Parameters>,
    pub(crate) made_of: MadeOf<'a>,
}

/// What the constructor of a layer gets.
pub(crate) enum MadeOf<'a> {
    /// Its values in parentheses.
    Values,
    /// The wrapped layer, and its full type.
    Inner(Box<(Layer, TokenStream)>),
    /// The layers inside it.
    Block(Block<'a>),
    /// The branches that it joins: they are the layer.
    Branches(Block<'a>),
    /// Something with a mistake in it, which is reported.
    Mistake,
}

/// The layers inside a block, and the name of the struct that holds them.
pub(crate) struct Block<'a> {
    pub(crate) name: Ident,
    pub(crate) network: Network<'a>,
}

impl Block<'_> {
    pub(crate) fn full_type(&self, model: &Model) -> TokenStream {
        let (name, parameters) = (&self.name, model.parameters());
        let used = parameters.iter().map(|parameter| &parameter.ident);
        if parameters.is_empty() { quote!(#name) } else { quote!(#name<#(#used),*>) }
    }

    pub(crate) fn parameters(&self) -> Option<Parameters> {
        let layers = self.network.layers.iter();
        let terms: Option<Vec<_>> = layers.map(|layer| Some(layer.parameters.as_ref()?.0.clone())).collect();
        terms.map(|terms| Parameters(terms.concat()))
    }
}

/// Whether a layer takes the output of the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fits {
    /// No, or its input shape is unknown; the mistake is reported.
    No,
    /// The compiler has to check it.
    Perhaps,
    /// Yes, if what flows in has one axis: the compiler has to check it.
    IfSingle,
    /// Yes: both have the same literal sizes.
    Yes,
}
