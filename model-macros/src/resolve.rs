//! What every layer takes and gives, and whether that fits.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Ident;

use crate::ast::{Argument, Layer, Model};
use crate::diagnostics::Diagnostics;
use crate::layers;
use crate::network::{Block, Fits, Network, Resolution, Resolved};
use crate::shape::{Parameters, Shape, Size};
use crate::tokens::Tokens;

/// Resolves the layers one after the other. A layer that cannot be resolved gets a type with an error in it.
pub(crate) fn resolve<'a>(
    model: &'a Model,
    names: Vec<Ident>,
    krate: &Tokens,
    diagnostics: &mut Diagnostics,
) -> Network<'a> {
    let mut resolver = Resolver {
        krate,
        model,
        diagnostics,
        before: None,
        last_class: None,
        number: 0,
        within: None,
        blocks: 0,
        requirements: TokenStream::new(),
    };
    let mut network = network(&mut resolver, &model.layers, names);
    network.requirements = resolver.requirements;
    network
}

/// The network of some layers, in the place that the resolver is at. What is required of it stays there.
pub(crate) fn network<'a>(
    resolver: &mut Resolver<'_>,
    layers: &'a [Layer],
    names: Vec<Ident>,
) -> Network<'a> {
    let mut names = names.into_iter();
    let mut input = None;
    let mut resolved = Vec::new();
    for layer in layers {
        if layers::is_input(layer) {
            let shape = layers::input(resolver, layer);
            input = input.or(shape);
            continue;
        }
        let Some(name) = names.next() else { continue };
        let (layer, takes) = resolver.layer(layer, name);
        input.get_or_insert(takes);
        resolved.push(layer);
    }
    if let (true, Some(layer)) = (resolved.is_empty(), layers.first()) {
        let message = "a model needs at least one layer after its `Input`";
        let help = "write `Input<4>, Dense<_, 3, softmax>`, for example";
        if resolver.diagnostics.count() == 0 {
            resolver.diagnostics.report_with_help(layer.span(), message, help);
        }
        let name = Ident::new("layer", layer.span());
        let nothing = Resolution::unknown(Shape::Unknown, layer.span());
        resolved.push(resolver.resolved(layer, name, nothing, false, None).0);
    }
    resolver.masks_are_taken(&resolved);
    let input_in_words = input.as_ref().and_then(Shape::in_words);
    let input = input.and_then(|shape| shape.tokens(resolver.krate)).unwrap_or_else(|| {
        let (unknown, krate) = (resolver.model.unknown_type(), resolver.krate);
        quote!(<#unknown as #krate::Layer>::Input)
    });
    Network { input, input_in_words, layers: resolved, requirements: TokenStream::new() }
}

/// Whether a layer of this class goes through a sequence step by step.
pub(crate) fn is_recurrent(class: &str) -> bool {
    ["LSTM", "GRU", "SimpleRNN"].contains(&class)
}

/// What the input is called in messages.
pub(crate) const INPUT: &str = "the input";

/// Walks along the layers.
pub(crate) struct Resolver<'a> {
    pub(crate) krate: &'a Tokens,
    pub(crate) model: &'a Model,
    pub(crate) diagnostics: &'a mut Diagnostics,
    /// What the layer before is called in messages, and what it gives.
    pub(crate) before: Option<(String, Shape)>,
    /// What kind of layer the layer before is.
    last_class: Option<String>,
    /// The number of layers so far.
    pub(crate) number: usize,
    /// What the layer is called in messages that these layers are inside of.
    pub(crate) within: Option<String>,
    /// The number of blocks so far.
    pub(crate) blocks: usize,
    /// What the macro could not decide, and the compiler has to.
    requirements: TokenStream,
}

impl Resolver<'_> {
    fn layer<'l>(&mut self, layer: &'l Layer, name: Ident) -> (Resolved<'l>, Shape) {
        self.number += 1;
        let Some(block) = &layer.block else {
            let (resolution, values_are_right) = layers::resolve(self, layer);
            return self.resolved(layer, name, resolution, values_are_right, None);
        };
        match layers::block::resolve(self, layer, block) {
            Some((resolution, block)) => self.resolved(layer, name, resolution, true, Some(block)),
            None => {
                let unknown = Resolution::unknown(Shape::Unknown, layer.span());
                self.resolved(layer, name, unknown, false, None)
            }
        }
    }

    /// A layer put together, and what it takes.
    fn resolved<'l>(
        &mut self,
        layer: &'l Layer,
        name: Ident,
        resolution: Resolution,
        values_are_right: bool,
        block: Option<Block<'l>>,
    ) -> (Resolved<'l>, Shape) {
        let Resolution { full_type, input, input_span, output, fits, parameters, inner } = resolution;
        let is_known = full_type.is_some();
        let fits = match self.before.as_ref().map(|(_, shape)| shape) {
            _ if !fits => Fits::No,
            Some(Shape::Unknown) => Fits::No,
            Some(Shape::Opaque(_)) if matches!(input.axes(), Some([Size::Computed(_)])) => Fits::IfSingle,
            Some(before) if before.formula().is_none() || input.formula().is_none() => Fits::Perhaps,
            _ => Fits::Yes,
        };
        self.before = Some((self.this(layer), output.clone()));
        self.last_class = layer.class().map(ToString::to_string);
        if let (Some(full_type), Some(parameters)) = (&full_type, &parameters) {
            self.fits_into_memory(layer, full_type, parameters, input_span);
        }
        let full_type = full_type.unwrap_or_else(|| self.model.unknown_type().into_token_stream()).into();
        let resolved = Resolved {
            name,
            layer,
            full_type,
            input_span,
            output,
            fits,
            parameters,
            is_known,
            values_are_right,
            block,
            inner,
        };
        (resolved, input)
    }

    /// `layer 2 (`hidden`)`, `layer 1 of layer 3`
    pub(crate) fn this(&self, layer: &Layer) -> String {
        let name = layer.name.as_ref().map_or_else(String::new, |name| format!(" (`{name}`)"));
        let within = self.within.as_ref().map_or_else(String::new, |within| format!(" of {within}"));
        format!("layer {}{name}{within}", self.number)
    }

    /// Whether the input itself flows in.
    fn is_at_input(&self) -> bool {
        self.before.as_ref().is_some_and(|(before, _)| before == INPUT)
    }

    /// `layer 1 gives`, `the input has`
    pub(crate) fn before_gives(&self) -> String {
        match &self.before {
            Some((before, _)) if before != INPUT => format!("{before} gives"),
            _ => "the input has".to_owned(),
        }
    }

    /// `layer 1 gives 8 values`, `the input is an image of 28 × 28 × 1`; `None` if nobody knows.
    pub(crate) fn given(&self) -> Option<String> {
        let (_, shape) = self.before.as_ref()?;
        let words = shape.in_words()?;
        let is_input_image = self.is_at_input() && shape.rank() == Some(3);
        Some(if is_input_image {
            format!("the input is {words}")
        } else {
            format!("{} {words}", self.before_gives())
        })
    }

    /// The shape that flows into `layer`, for one that takes any; `None` if it cannot be told.
    pub(crate) fn shape_before(&mut self, layer: &Layer) -> Option<Shape> {
        match &self.before {
            Some((_, Shape::Unknown)) => None,
            Some((_, Shape::Tokens(_))) => {
                self.takes_no_tokens(layer, layer.span());
                None
            }
            Some((_, shape)) => Some(shape.clone()),
            None => {
                let written = layer.as_written();
                self.diagnostics.report_with_help(
                    layer.span(),
                    format!("`{written}` takes the shape of the layer before it, but it is the first"),
                    "start with the shape of a sample: `Input<4>`, `Input<28, 28, 1>`",
                );
                None
            }
        }
    }

    /// Reports tokens that flow into a layer which takes values.
    pub(crate) fn takes_no_tokens(&mut self, layer: &Layer, span: Span) {
        let message = format!("{} takes values, but {}", self.this(layer), self.given().unwrap_or_default());
        let help = "put `Embedding<…>` between the two: it has a vector of values for each token";
        self.diagnostics.report_with_help(span, message, help);
    }

    /// The shape that flows into `layer`, for one that takes sequences, with one axis of places, or images, with two. `None` if
    /// it is something else, which is reported.
    pub(crate) fn places_before(&mut self, layer: &Layer, axes: usize) -> Option<Shape> {
        let shape = self.shape_before(layer)?;
        let (takes, example) = match axes {
            1 => ("a sequence", "`Input<100, 3>`"),
            _ => ("an image", "`Input<28, 28, 1>`"),
        };
        if shape.rank() == Some(axes + 1) {
            return Some(shape);
        }
        let this = self.this(layer);
        let Some(given) = self.given() else {
            let message = format!("{this} takes {takes}, and nobody knows here what {}", self.before_gives());
            let help = "write both layers' shapes in full, or put `Reshape<…>` between the two";
            self.diagnostics.report_with_help(layer.span(), message, help);
            return None;
        };
        let class = layer.class().map(ToString::to_string).unwrap_or_default();
        let help = match shape.rank() {
            Some(2) if axes == 2 => {
                let class = class.replace("2D", "1D");
                format!("write `{class}` for a sequence, or put `Reshape<…>` between the two")
            }
            Some(3) if class.ends_with("1D") => {
                let class = class.replace("1D", "2D");
                format!("write `{class}` for an image, or put `Reshape<…>` between the two")
            }
            Some(1) if self.last_class.as_ref().is_some_and(|class| is_recurrent(class)) => {
                let last = self.last_class.as_deref().unwrap_or_default();
                format!("write `{last}<…, Sequences>` for what it gives at each step")
            }
            _ if self.is_at_input() => format!("start with the shape of a sample, {example} for example"),
            _ => "put `Reshape<…>` between the two".to_owned(),
        };
        self.diagnostics.report_with_help(layer.span(), format!("{this} takes {takes}, but {given}"), help);
        None
    }

    /// `shape`, if its sizes can be computed in a type; reported, if not.
    pub(crate) fn computable(&mut self, layer: &Layer, shape: Shape) -> Option<Shape> {
        let is_computed =
            |size: &Size| matches!(size, Size::Computed(tokens) if self.model.is_generic(tokens));
        if !shape.axes()?.iter().any(is_computed) {
            return Some(shape);
        }
        let written = layer.as_written();
        let message = format!(
            "`{written}` cannot compute its size, because what flows in depends on a const parameter"
        );
        let help = "stable Rust cannot compute with const parameters in types: use a constant instead";
        self.diagnostics.report_with_help(layer.span(), message, help);
        None
    }

    /// Rule: none of these sizes is to be inferred.
    pub(crate) fn none_inferred(&mut self, layer: &Layer, sizes: &[Argument]) -> Option<()> {
        let inferred = sizes.iter().find(|size| matches!(size, Argument::Infer(_)));
        let Some(size) = inferred else { return Some(()) };
        let class = layer.class()?;
        self.diagnostics
            .report(size.span(), format!("a size of `{class}` cannot be inferred: write a number"));
        None
    }

    /// The sizes of a shape: none is to be inferred, and none is zero.
    pub(crate) fn axes(&mut self, layer: &Layer, sizes: &[Argument]) -> Option<Shape> {
        self.none_inferred(layer, sizes)?;
        sizes.iter().for_each(|size| self.not_zero(size));
        Some(Shape::Axes(sizes.iter().map(Size::of).collect()))
    }

    /// Rule: a size is at least 1. Numbers have been checked; constants are the compiler's business.
    pub(crate) fn not_zero(&mut self, size: &Argument) {
        if let Argument::Other(tokens) = size {
            let krate = self.krate;
            let condition = quote!(#krate::checked::is_more::<#tokens>(0));
            self.require(size.span(), &condition, "a size is at least 1");
        }
    }

    /// Rule: no mask arrives at a layer that refuses it. Which layers do, the compiler knows.
    fn masks_are_taken(&mut self, layers: &[Resolved<'_>]) {
        let first = layers.iter().position(|layer| layers::may_mask(layer.layer));
        let Some(first) = first.filter(|_| layers.iter().all(|layer| layer.is_known)) else { return };
        let (krate, types) = (self.krate, layers.iter().map(|layer| &layer.full_type));
        let all = quote!(&[#(#krate::layer::Part::of::<#types>("")),*]);
        if first + 1 == layers.len() || self.model.is_generic(&all) {
            return;
        }
        let parts = Ident::new("parts", Span::mixed_site());
        let within = self.within.as_ref().map_or_else(String::new, |within| format!(" of {within}"));
        let assertions = layers.iter().enumerate().skip(first + 1).map(|(index, Resolved { layer, .. })| {
            let (number, instead) = (index + 1, layers::behind_a_mask(layer));
            let message = format!("layer {number}{within} would take masked steps for the others: {instead}");
            assertion(layer.span(), &quote!(#krate::chain::fits_mask(#parts, #index)), &message)
        });
        self.requirements.extend(quote! {
            const _: () = {
                let #parts = #all;
                #(#assertions;)*
            };
        });
    }

    /// Rule: the parameters have addresses, in the largest number type.
    fn fits_into_memory(
        &mut self,
        layer: &Layer,
        full_type: &TokenStream,
        parameters: &Parameters,
        span: Span,
    ) {
        let message = format!("{} would have more parameters than memory can hold", self.this(layer));
        if !parameters.are_literal() {
            let krate = self.krate;
            return self.require(span, &quote!(#krate::checked::fits_into_memory::<#full_type>()), message);
        }
        let bytes = parameters.count().and_then(|count| count.checked_mul(size_of::<f64>()));
        if bytes.is_none_or(|bytes| isize::try_from(bytes).is_err()) {
            let formula = parameters.formula();
            self.diagnostics.report_with_help(span, format!("{message}: {formula}"), "use smaller sizes");
        }
    }

    /// Leaves it to the compiler to report `message` unless `condition` holds.
    pub(crate) fn require(&mut self, span: Span, condition: &TokenStream, message: impl Into<String>) {
        // Stable Rust cannot evaluate conditions on const parameters before the model is used.
        if !self.model.is_generic(condition) {
            let assertion = assertion(span, condition, &message.into());
            self.requirements.extend(quote!(const _: () = #assertion;));
        }
    }

    /// The number of values on `shape` as an argument in angle brackets, if it can be one.
    pub(crate) fn len(&mut self, shape: &Shape, layer: &Layer) -> Option<Size> {
        let krate = self.krate;
        let size = match shape {
            Shape::Axes(axes) => Size::product(axes),
            Shape::Opaque(shape) => Some(Size::Computed(quote!({ <#shape as #krate::Shape>::LEN }))),
            Shape::Tokens(_) | Shape::Unknown => return None,
        };
        let Some(size) = size else {
            let written = layer.as_written();
            let message = format!("more values flow into `{written}` than a computer can count");
            self.diagnostics.report(layer.span(), message);
            return None;
        };
        // `IN` alone can be an argument, `{ IN * 2 }` cannot.
        let is_computed = !matches!(shape, Shape::Axes(axes) if axes.len() == 1);
        if is_computed && self.model.is_generic(&size.tokens()) {
            let written = layer.as_written();
            let message = format!(
                "`{written}` cannot compute its size, because what flows in depends on a const parameter"
            );
            let help = match layer.arguments.iter().find(|argument| matches!(argument, Argument::Infer(_))) {
                Some(_) => "write the size instead of `_`",
                None => "stable Rust cannot compute with const parameters in types: use a constant instead",
            };
            self.diagnostics.report_with_help(layer.span(), message, help);
            return None;
        }
        Some(size)
    }
}

/// Code that does not compile unless `condition` holds, and then says so at `span`.
fn assertion(span: Span, condition: &TokenStream, message: &str) -> TokenStream {
    quote_spanned!(span=> ::core::assert!(#condition, #message))
}
