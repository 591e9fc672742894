//! What every layer takes and gives, and whether that fits.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::{ConstParam, Ident};

use crate::ast::{Argument, Layer, Model};
use crate::diagnostics::Diagnostics;
use crate::known::Known;
use crate::shape::{Shape, Size};

/// A network with everything filled in that could be left out.
pub(crate) struct Network<'a> {
    pub(crate) input: Shape,
    pub(crate) layers: Vec<Resolved<'a>>,
}

/// A layer with its full type.
pub(crate) struct Resolved<'a> {
    pub(crate) name: Ident,
    pub(crate) layer: &'a Layer,
    pub(crate) full_type: TokenStream,
    pub(crate) input: Shape,
    /// Where it says what it takes.
    pub(crate) input_span: Span,
    pub(crate) output: Shape,
    /// Whether it takes what the layer before it gives, as far as the macro can tell; the compiler has the
    /// last word.
    pub(crate) fits: bool,
    /// The number of values in its variables, where the macro knows: terms to be added, each a product.
    pub(crate) parameters: Option<Vec<Vec<Size>>>,
}

/// Resolves the layers one after the other. `None` if there is a mistake after which nothing more can be
/// said.
pub(crate) fn resolve<'a>(
    model: &'a Model,
    names: Vec<Ident>,
    krate: &TokenStream,
    diagnostics: &mut Diagnostics,
) -> Option<Network<'a>> {
    let mut resolver =
        Resolver { krate, parameters: model.parameters(), diagnostics, before: None, number: 0 };
    let mut names = names.into_iter();
    let mut declared = None;
    let mut layers = Vec::new();
    for layer in &model.layers {
        if Known::of(layer) == Some(Known::Input) {
            declared = Some(resolver.input(layer)?);
            continue;
        }
        let resolved = resolver.layer(layer, names.next()?)?;
        resolver.before = Some((resolver.describe(&resolved.name, layer), resolved.output.clone()));
        layers.push(resolved);
    }
    let Some(first) = layers.first() else {
        let span = model.layers.first().map_or_else(Span::call_site, |layer| layer.class().span());
        resolver.diagnostics.report(span, "a model needs at least one layer after its `Input`");
        return None;
    };
    Some(Network { input: declared.unwrap_or_else(|| first.input.clone()), layers })
}

struct Resolver<'a> {
    krate: &'a TokenStream,
    parameters: &'a [ConstParam],
    diagnostics: &'a mut Diagnostics,
    /// What the layer before is called in messages, and what it gives.
    before: Option<(String, Shape)>,
    /// The number of layers so far.
    number: usize,
}

impl Resolver<'_> {
    fn describe(&self, name: &Ident, layer: &Layer) -> String {
        match layer.name {
            Some(_) => format!("layer {} (`{name}`)", self.number),
            None => format!("layer {}", self.number),
        }
    }

    /// `Input<28, 28, 1>`
    fn input(&mut self, layer: &Layer) -> Option<Shape> {
        let span = layer.class().span();
        if self.number > 0 || self.before.is_some() {
            self.diagnostics
                .report(span, "`Input` says what goes into the first layer, so it stands before it");
            return None;
        }
        let shape = Shape::Axes(self.axes(layer, "Input<28, 28, 1>")?);
        self.before = Some(("the input".to_owned(), shape.clone()));
        Some(shape)
    }

    fn layer<'l>(&mut self, layer: &'l Layer, name: Ident) -> Option<Resolved<'l>> {
        self.number += 1;
        let krate = self.krate;
        let path = &layer.path;
        let own = match Known::of(layer) {
            Some(Known::Dense) => return self.dense(layer, name),
            Some(Known::Activation) if layer.arguments.len() == 1 => {
                let shape = self.shape_before(layer)?;
                let (activation, shape_type) = (&layer.arguments[0], shape.tokens(krate));
                Some((quote!(#path<#activation, #shape_type>), shape.clone(), shape))
            }
            Some(Known::Dropout) if layer.arguments.is_empty() => {
                let shape = self.shape_before(layer)?;
                let shape_type = shape.tokens(krate);
                Some((quote!(#path<#shape_type>), shape.clone(), shape))
            }
            Some(Known::Flatten) if layer.arguments.is_empty() => {
                let shape = self.shape_before(layer)?;
                let len = self.computed(shape.len(krate), layer)?;
                let (shape_type, len_tokens) = (shape.tokens(krate), len.tokens());
                Some((quote!(#path<#shape_type, #len_tokens>), shape, Shape::features(len)))
            }
            Some(Known::Reshape) if !layer.arguments.iter().any(is_type) => {
                let shape = self.shape_before(layer)?;
                let output = Shape::Axes(self.axes(layer, "Reshape<4, 4, 1>")?);
                self.check_reshape(layer, &shape, &output);
                let (from, to) = (shape.tokens(krate), output.tokens(krate));
                Some((quote!(#path<#from, #to>), shape, output))
            }
            _ => None,
        };
        let known = own.is_some();
        let (full_type, input, output) = match own {
            Some(own) => own,
            None => self.others(layer)?,
        };
        let (input_span, parameters) = (layer.class().span(), known.then(Vec::new));
        Some(Resolved { name, layer, full_type, input, input_span, output, fits: true, parameters })
    }

    /// `Dense<4, 8, relu>`
    fn dense<'l>(&mut self, layer: &'l Layer, name: Ident) -> Option<Resolved<'l>> {
        let [inputs, outputs, rest @ ..] = layer.arguments.as_slice() else {
            self.diagnostics.report_with_help(
                layer.class().span(),
                "`Dense` needs two sizes: how many values go in, and how many come out",
                "write `Dense<4, 8, relu>`, or `Dense<_, 8, relu>` after another layer",
            );
            return None;
        };
        if let Argument::Infer(token) = outputs {
            self.diagnostics
                .report(token.span, "how many values come out of a `Dense` layer cannot be inferred");
            return None;
        }
        for argument in [inputs, outputs] {
            self.not_zero(argument);
        }
        let input_size = match inputs {
            Argument::Infer(token) => self.inferred(token.span, layer)?,
            other => Size::of(other),
        };
        let output_size = Size::of(outputs);
        let input = Shape::features(input_size.clone());
        let fits = self.check_input(layer, &name, &input, inputs.span());

        let path = &layer.path;
        let size = input_size.tokens();
        let size = match inputs {
            Argument::Infer(token) => quote_spanned!(token.span=> #size),
            other => quote!(#other),
        };
        let kernel = vec![input_size, output_size.clone()];
        let parameters = match rest.get(1).map(|bias| bias.as_written()).as_deref() {
            None | Some("Bias") => Some(vec![kernel, vec![output_size.clone()]]),
            Some("NoBias") => Some(vec![kernel]),
            Some(_) => None,
        };
        Some(Resolved {
            name,
            layer,
            full_type: quote!(#path<#size, #outputs #(, #rest)*>),
            input,
            input_span: inputs.span(),
            output: Shape::features(output_size),
            fits,
            parameters,
        })
    }

    /// A layer that the macro does not know, or one of plywood's written in full. `_` stands for the shape
    /// that flows in.
    fn others(&mut self, layer: &Layer) -> Option<(TokenStream, Shape, Shape)> {
        let krate = self.krate;
        let mut arguments = Vec::new();
        for argument in &layer.arguments {
            arguments.push(match argument {
                Argument::Infer(_) => self.shape_before(layer)?.tokens(krate),
                other => quote!(#other),
            });
        }
        let path = &layer.path;
        let full_type = if arguments.is_empty() { quote!(#path) } else { quote!(#path<#(#arguments),*>) };
        let input = Shape::Opaque(quote!(<#full_type as #krate::Layer>::Input));
        let output = Shape::Opaque(quote!(<#full_type as #krate::Layer>::Output));
        Some((full_type, input, output))
    }

    /// The shape that flows into `layer`.
    fn shape_before(&mut self, layer: &Layer) -> Option<Shape> {
        if let Some((_, shape)) = &self.before {
            return Some(shape.clone());
        }
        self.diagnostics.report_with_help(
            layer.class().span(),
            format!("`{}` takes the shape of the layer before it, but it is the first", layer.as_written()),
            "start with the shape of a sample: `Input<4>`, `Input<28, 28, 1>`",
        );
        None
    }

    /// The number of values that flow in, for a `_`.
    fn inferred(&mut self, span: Span, layer: &Layer) -> Option<Size> {
        match &self.before {
            None => {
                self.diagnostics.report_with_help(
                    span,
                    "there is nothing to infer this size from: the first layer has to say how many values go in",
                    "write the number, or start with `Input<4>`",
                );
                None
            }
            Some((_, Shape::Axes(axes))) if axes.len() > 1 => {
                // `check_input` says what is wrong; any number will do until then.
                Some(Size::Literal(1))
            }
            Some((_, shape)) => {
                let len = shape.len(self.krate);
                self.computed(len, layer)
            }
        }
    }

    /// One to three sizes.
    fn axes(&mut self, layer: &Layer, example: &str) -> Option<Vec<Size>> {
        let sizes = &layer.arguments;
        if sizes.is_empty() || sizes.len() > 3 {
            let message = format!("`{}` needs one, two or three sizes", layer.class());
            self.diagnostics.report_with_help(
                layer.class().span(),
                message,
                format!("write `{example}`, for example"),
            );
            return None;
        }
        for size in sizes {
            self.not_zero(size);
            if let Argument::Infer(token) = size {
                self.diagnostics
                    .report(token.span, format!("a size of `{}` cannot be inferred", layer.class()));
                return None;
            }
        }
        Some(sizes.iter().map(Size::of).collect())
    }

    fn not_zero(&mut self, size: &Argument) {
        if let Argument::Literal(0, literal) = size {
            self.diagnostics.report(literal.span(), "a size is at least 1");
        }
    }

    /// A size that was computed, if it may be used as one.
    fn computed(&mut self, size: Option<Size>, layer: &Layer) -> Option<Size> {
        let span = layer.class().span();
        let Some(size) = size else {
            self.diagnostics.report(span, "these are more values than a computer can count");
            return None;
        };
        // `IN` alone can be an argument, `{ IN * 2 }` cannot: stable Rust does not compute with const
        // parameters in types.
        let computed = matches!(size.tokens().into_iter().next(), Some(TokenTree::Group(_)));
        if computed && self.parameters.iter().any(|parameter| mentions(size.tokens(), &parameter.ident)) {
            self.diagnostics.report_with_help(
                span,
                format!(
                    "what flows into `{}` depends on a const parameter, so its size cannot be computed",
                    layer.as_written()
                ),
                "stable Rust cannot compute with const parameters in types: use a constant for this size",
            );
            return None;
        }
        Some(size)
    }

    /// Reports a layer that takes something else than flows in; whether it is none.
    fn check_input(&mut self, layer: &Layer, name: &Ident, takes: &Shape, span: Span) -> bool {
        let Some((before, gives)) = &self.before else { return true };
        if !takes.surely_differs(gives) {
            return true;
        }
        let (Some(takes), Some(given)) = (takes.in_words(), gives.in_words()) else { return true };
        let this = self.describe(name, layer);
        let verb = if before == "the input" { "has" } else { "gives" };
        match gives {
            Shape::Axes(axes) if axes.len() > 1 => self.diagnostics.report_with_help(
                span,
                format!("{this} takes single values, but {before} {verb} {given}"),
                "put `Flatten` between the two",
            ),
            _ => {
                let given_number = given.split(' ').next().unwrap_or_default().to_owned();
                let mut arguments: Vec<String> = layer.arguments.iter().map(Argument::as_written).collect();
                arguments[0].clone_from(&given_number);
                let help = format!("write `{}<{}>`, or `_` to infer it", layer.class(), arguments.join(", "));
                let message = format!("{this} takes {takes}, but {before} {verb} {given_number}");
                self.diagnostics.report_with_help(span, message, help);
            }
        }
        false
    }

    /// Reports a new shape that holds another number of values.
    fn check_reshape(&mut self, layer: &Layer, from: &Shape, to: &Shape) {
        let literal = |shape: &Shape| shape.len(self.krate).and_then(|size| size.literal());
        let (Some(given), Some(taken)) = (literal(from), literal(to)) else { return };
        if given != taken {
            let sizes = to.in_table();
            let formula = if sizes.contains('×') { format!("{sizes} = {taken}") } else { sizes };
            let before = self.before.as_ref().map_or("the input", |(before, _)| before.as_str());
            let message = format!("layer {} makes {formula} values, but {before} gives {given}", self.number);
            self.diagnostics.report(layer.arguments[0].span(), message);
        }
    }
}

/// Whether the argument is surely a type, not a size: it has angle brackets of its own.
fn is_type(argument: &Argument) -> bool {
    matches!(argument, Argument::Other(other) if quote!(#other).into_iter().any(|token| token.to_string() == "<"))
}

fn mentions(tokens: TokenStream, name: &Ident) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => mentions(group.stream(), name),
        TokenTree::Ident(ident) => ident == *name,
        _ => false,
    })
}
