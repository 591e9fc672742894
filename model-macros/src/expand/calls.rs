//! The calls of the layers in `forward` and `backward`, as straight-line code.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

use super::registers::{Registers, Slot};
use super::types::local;
use crate::network::{Call, Network, Source, tuple};
use crate::tokens::Tokens;

/// The variable for a value. Where the user has named it, it has that name and its place.
fn value(network: &Network<'_>, source: Source) -> Ident {
    let (name, plain) = match source {
        Source::Input(number) => (&network.inputs[number].name, format!("input_{number}")),
        Source::Call(call, number) => (&network.calls[call].names[number], format!("value_{call}_{number}")),
        Source::Unknown => (&None, "unknown".to_owned()),
    };
    let mixed = local("x").span();
    name.as_ref()
        .map_or_else(|| local(&plain), |name| Ident::new(&name.to_string(), mixed.located_at(name.span())))
}

/// What flows into a call, as one value.
fn joined(network: &Network<'_>, call: &Call, krate: &Tokens) -> TokenStream {
    let values: Vec<Ident> = call.sources.iter().map(|&source| value(network, source)).collect();
    match values.as_slice() {
        [only] => quote!(#only),
        _ => quote!(#krate::chain::Join::join((#(#values,)*))),
    }
}

/// `let (photo, facts) = Split::split(input);`
fn inputs(network: &Network<'_>, krate: &Tokens) -> TokenStream {
    let (input, count) = (local("input"), network.inputs.len());
    let names: Vec<Ident> = (0..count).map(|number| value(network, Source::Input(number))).collect();
    match names.as_slice() {
        [only] => quote!(let #only = #input;),
        _ => quote!(let (#(#names,)*) = #krate::chain::Split::split(#input);),
    }
}

/// The variables for what a call gives, as a pattern, and the code that takes it apart.
fn given(network: &Network<'_>, call: usize, krate: &Tokens) -> (Ident, TokenStream) {
    let count = network.calls[call].names.len();
    let names: Vec<Ident> = (0..count).map(|number| value(network, Source::Call(call, number))).collect();
    match names.as_slice() {
        [only] => (only.clone(), TokenStream::new()),
        _ => {
            let whole = local(&format!("values_{call}"));
            let split = quote!(let (#(#names,)*) = #krate::chain::Split::split(#whole););
            (whole, split)
        }
    }
}

/// The number of the random stream of a call: that of its layer, or another where that is called once more.
fn stream(network: &Network<'_>, call: usize) -> usize {
    if network.is_first_call(call) { network.calls[call].part } else { network.layers.len() + call }
}

/// The variables for the outputs, or for the gradients with respect to them, of the network.
fn outputs(network: &Network<'_>, prefix: &str) -> Vec<Ident> {
    (0..network.outputs.len()).map(|number| local(&format!("{prefix}_{number}"))).collect()
}

/// ```text
/// let hidden = walk.layer::<0, 0, _, _>(&self.hidden, input);
/// walk.last::<1, 1, 0, _, _>(&self.dense, hidden, output);
/// ```
pub(super) fn forward(network: &Network<'_>, krate: &Tokens) -> TokenStream {
    let [walk, output] = ["walk", "output"].map(local);
    let mut code = inputs(network, krate);
    let outputs = outputs(network, "output");
    let all = tuple(outputs.iter().map(|output| quote!(#output)));
    code.extend(quote!(let #all = #output;));
    for (index, call) in network.calls.iter().enumerate() {
        let (part, stream) = (call.part, stream(network, index));
        let (name, input) = (&network.layers[part].name, joined(network, call, krate));
        let (whole, split) = given(network, index, krate);
        code.extend(match network.direct_output(index) {
            Some(number) => {
                let output = &outputs[number];
                if network.is_kept(index) {
                    quote! {
                        let #whole = #walk.layer_and_last::<#part, #stream, #number, _, _>(
                            &self.#name, #input, #output,
                        );
                    }
                } else {
                    quote!(#walk.last::<#part, #stream, #number, _, _>(&self.#name, #input, #output);)
                }
            }
            None => quote!(let #whole = #walk.layer::<#part, #stream, _, _>(&self.#name, #input); #split),
        });
    }
    for (number, output) in network.outputs.iter().enumerate() {
        if network.last(number).is_none() {
            let (from, to) = (value(network, output.source), &outputs[number]);
            let layer = network.given_by(output.source).map(|layer| &layer.name);
            code.extend(quote!(#walk.give::<#number, _, _>(&self.#layer, #from, #to);));
        }
    }
    code
}

/// ```text
/// let (hidden, kept_0) = walk.kept(&self.hidden, input);
/// let kept_1 = walk.kept_last(&self.dense);
/// let [register_0] = walk.registers(…);
/// walk.layer::<1, 1, false, 1, _, _>(&self.dense, kept_1, hidden, delta, [Some(register_0)]);
/// walk.through::<0, 0, false, 1, _, _>(&self.hidden, kept_0, input, register_0, [input_gradient]);
/// ```
pub(super) fn backward(network: &Network<'_>, krate: &Tokens) -> TokenStream {
    let [walk, delta, input_gradient] = ["walk", "delta", "input_gradient"].map(local);
    let mut code = inputs(network, krate);
    for (index, call) in network.calls.iter().enumerate() {
        let (name, kept) = (&network.layers[call.part].name, kept(index));
        code.extend(if !network.is_kept(index) {
            quote!(let #kept = #walk.kept_last(&self.#name);)
        } else {
            let ((whole, split), input) = (given(network, index, krate), joined(network, call, krate));
            quote!(let (#whole, #kept) = #walk.kept(&self.#name, #input); #split)
        });
    }
    let Back { wanted, deltas, registers, code: calls, .. } = Back::new(network, krate);
    let all = tuple(deltas.iter().map(|delta| quote!(#delta)));
    code.extend(quote!(let #all = #delta;));
    let (names, sizes) = (registers.names(), registers.sizes(network, krate));
    code.extend(quote! {
        let [#(mut #wanted),*] = #walk.wanted(#input_gradient);
        let [#(#names),*] = #walk.registers(const { #sizes });
    });
    code.extend(calls);
    code
}

/// How many values, per lane, the registers have: an array.
pub(super) fn registers(network: &Network<'_>, krate: &Tokens) -> TokenStream {
    Back::new(network, krate).registers.sizes(network, krate)
}

/// The way back through the calls.
struct Back<'a> {
    network: &'a Network<'a>,
    krate: &'a Tokens,
    /// The variables for the gradients of the network's inputs, where they are asked for.
    wanted: Vec<Ident>,
    /// Those for the gradients with respect to its outputs.
    deltas: Vec<Ident>,
    registers: Registers,
    /// The values whose gradient has been written.
    written: Vec<Source>,
    code: TokenStream,
}

/// Where a gradient is written to, and what is to be done then.
struct Written {
    place: TokenStream,
    then: TokenStream,
    spare: Option<usize>,
}

impl<'a> Back<'a> {
    /// Goes all the way.
    fn new(network: &'a Network<'a>, krate: &'a Tokens) -> Self {
        let wanted = (0..network.inputs.len()).map(|number| local(&format!("wanted_{number}"))).collect();
        let deltas = outputs(network, "delta");
        let (registers, written, code) = Default::default();
        let mut back = Self { network, krate, wanted, deltas, registers, written, code };
        back.outputs();
        (0..network.calls.len()).rev().for_each(|call| back.call(call));
        back
    }

    /// Takes in the gradients with respect to outputs that flow on inside the network too.
    fn outputs(&mut self) {
        for (number, output) in self.network.outputs.iter().enumerate() {
            let (Source::Call(call, _), None) = (output.source, self.network.last(number)) else { continue };
            let (walk, value) = (local("walk"), value(self.network, output.source));
            let pieces = self.pieces(call);
            let is_first = self.is_first(output.source);
            let (place, delta) = (self.place(output.source), &self.deltas[number]);
            self.code.extend(pieces);
            self.code.extend(quote!(#walk.take::<#is_first, _>(#value, #delta, #place);));
        }
    }

    /// Goes back through a call.
    fn call(&mut self, index: usize) {
        let (network, walk) = (self.network, local("walk"));
        let call = &network.calls[index];
        let (part, stream, name) = (call.part, stream(network, index), &network.layers[call.part].name);
        let is_added = network.calls[index + 1..].iter().any(|later| later.part == part);
        let mut sources: Vec<usize> = Vec::new();
        for source in &call.sources {
            if let Source::Call(call, _) = *source
                && !sources.contains(&call)
            {
                sources.push(call);
            }
        }
        // Before the gradients of what flows in find their places: that of what flows out.
        let own = network.is_kept(index).then(|| self.own(index));
        for source in sources {
            let pieces = self.pieces(source);
            self.code.extend(pieces);
        }
        let has_inputs_alone = call.sources.iter().all(|source| matches!(source, Source::Input(_)));
        let written: Vec<Written> =
            call.sources.iter().map(|&source| self.written(source, has_inputs_alone)).collect();
        let (places, then) = (written.iter().map(|w| &w.place), written.iter().map(|w| &w.then));
        let (count, input) = (call.sources.len(), joined(network, call, self.krate));
        let kept = kept(index);
        self.code.extend(match (&own, network.direct_output(index)) {
            (Some(own), Some(output)) => {
                let (own, delta) = (Registers::name(*own), &self.deltas[output]);
                quote! {
                    #walk.through_and_last::<#part, #stream, #is_added, #count, _, _>(
                        &self.#name, #kept, #input, #own, #delta, [#(#places),*],
                    );
                }
            }
            (None, Some(output)) => {
                let delta = &self.deltas[output];
                quote! {
                    #walk.layer::<#part, #stream, #is_added, #count, _, _>(
                        &self.#name, #kept, #input, #delta, [#(#places),*],
                    );
                }
            }
            _ => {
                let own = own.map(Registers::name);
                quote! {
                    #walk.through::<#part, #stream, #is_added, #count, _, _>(
                        &self.#name, #kept, #input, #own, [#(#places),*],
                    );
                }
            }
        });
        self.code.extend(quote!(#(#then)*));
        written
            .iter()
            .filter_map(|written| written.spare)
            .chain(own)
            .for_each(|used| self.registers.free(used));
    }

    /// The register with the gradient of what a call gives, all of it written.
    fn own(&mut self, call: usize) -> usize {
        let (part, count) = (self.network.calls[call].part, self.network.calls[call].names.len());
        let pieces = self.pieces(call);
        let mut missing = TokenStream::new();
        for number in 0..count {
            let source = Source::Call(call, number);
            if self.is_first(source) {
                let (walk, place) = (local("walk"), self.place(source));
                let value = value(self.network, source);
                missing.extend(quote!(#walk.clear(#value, #place);));
            }
        }
        if !missing.is_empty() {
            self.code.extend(pieces);
            self.code.extend(missing);
        }
        self.registers.of(call, part)
    }

    /// Where the gradient of a value that flows into a call is written to.
    fn written(&mut self, source: Source, has_inputs_alone: bool) -> Written {
        let is_first = self.is_first(source);
        match source {
            Source::Input(number) if is_first && has_inputs_alone => {
                let wanted = &self.wanted[number];
                Written { place: quote!(#wanted.as_deref_mut()), then: TokenStream::new(), spare: None }
            }
            Source::Input(number) => {
                let (wanted, walk) = (&self.wanted[number], local("walk"));
                let spare = self.registers.spare(Slot::Input(number));
                let (name, value) = (Registers::name(spare), value(self.network, source));
                let place = if has_inputs_alone {
                    quote!(#walk.if_wanted(&mut *#name))
                } else if is_first {
                    quote!(::core::option::Option::Some(#wanted.as_deref_mut().unwrap_or(&mut *#name)))
                } else {
                    quote!(::core::option::Option::Some(&mut *#name))
                };
                let then = if is_first {
                    TokenStream::new()
                } else {
                    quote!(if let ::core::option::Option::Some(#wanted) = #wanted.as_deref_mut() {
                        #walk.add(#value, #wanted, &*#name);
                    })
                };
                Written { place, then, spare: Some(spare) }
            }
            Source::Unknown => Written { place: TokenStream::new(), then: TokenStream::new(), spare: None },
            Source::Call(..) if is_first => {
                let place = self.place(source);
                Written {
                    place: quote!(::core::option::Option::Some(#place)),
                    then: TokenStream::new(),
                    spare: None,
                }
            }
            Source::Call(call, _) => {
                let spare = self.registers.spare(Slot::Part(self.network.calls[call].part));
                let (name, walk) = (Registers::name(spare), local("walk"));
                let (value, place) = (value(self.network, source), self.place(source));
                let pieces = self.pieces(call);
                Written {
                    place: quote!(::core::option::Option::Some(&mut *#name)),
                    then: quote!(#pieces #walk.add(#value, #place, &*#name);),
                    spare: Some(spare),
                }
            }
        }
    }

    /// Notes that the gradient of a value is written, and says whether it had not been before.
    fn is_first(&mut self, source: Source) -> bool {
        let is_first = !self.written.contains(&source);
        if is_first {
            self.written.push(source);
        }
        is_first
    }

    /// The code that makes pieces of the register of a call, if that gives several values.
    fn pieces(&mut self, call: usize) -> TokenStream {
        let Call { part, names, .. } = &self.network.calls[call];
        let register = Registers::name(self.registers.of(call, *part));
        if names.len() == 1 {
            return TokenStream::new();
        }
        let (walk, name) = (local("walk"), &self.network.layers[*part].name);
        let pieces = (0..names.len()).map(|number| piece(call, number));
        quote!(let [#(#pieces),*] = #walk.pieces(&self.#name, &mut *#register);)
    }

    /// The place of the gradient of a value that a call gives.
    fn place(&mut self, source: Source) -> TokenStream {
        let Source::Call(call, number) = source else { return TokenStream::new() };
        let Call { part, names, .. } = &self.network.calls[call];
        if names.len() > 1 {
            let piece = piece(call, number);
            return quote!(&mut *#piece);
        }
        let register = Registers::name(self.registers.of(call, *part));
        quote!(&mut *#register)
    }
}

fn kept(call: usize) -> Ident {
    local(&format!("kept_{call}"))
}

fn piece(call: usize, number: usize) -> Ident {
    local(&format!("piece_{call}_{number}"))
}
