//! The variables of a model, one by one: where each lies, and what holds for it.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::{Deref, Range};

use super::arena::Arena;
use crate::error::{Error, Result};
use crate::layer::{AnyLayer, Layer, Part, Variable, VariableKind, VariableOptions};
use crate::rng::{Purpose, Streams};
use crate::tensor::Scalar;

/// A variable of a model.
#[derive(Clone, Debug)]
pub(crate) struct Span {
    /// Layer and variable, such as `dense_1/kernel`.
    pub(crate) name: String,
    /// The shape that it has in Keras.
    pub(crate) shape: &'static [usize],
    /// Where in the arena its values lie.
    pub(crate) range: Range<usize>,
    /// How it begins, what it costs, what it is kept to.
    pub(crate) options: VariableOptions,
    /// Whether an optimizer may change it: it is a parameter, and not frozen.
    pub(crate) is_trainable: bool,
    /// Whether its layer says its next value: it is state, and not frozen.
    pub(crate) is_state: bool,
    is_frozen: bool,
    /// The random streams of its layer.
    streams: Streams,
}

impl Span {
    /// Whether it is the variable `path`, or one of the layer `path`.
    fn belongs_to(&self, path: &str) -> bool {
        self.name.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// All variables of a model, for a training.
#[derive(Clone, Debug)]
pub(crate) struct Spans {
    all: Vec<Span>,
    is_plain: bool,
}

impl Spans {
    pub(crate) fn new(all: Vec<Span>) -> Self {
        let is_plain = |span: &Span| {
            let options = &span.options;
            span.is_trainable && options.regularized_by().is_none() && options.constrained_by().is_none()
        };
        Self { is_plain: all.iter().all(is_plain), all }
    }

    /// Whether all are trained, and none is regularized or constrained, so that none has to be looked at by itself.
    #[inline]
    pub(crate) const fn are_plain(&self) -> bool {
        self.is_plain
    }
}

impl Deref for Spans {
    type Target = [Span];

    fn deref(&self) -> &[Span] {
        &self.all
    }
}

/// The variables of `network`, in the order of its arena.
pub(crate) fn spans<L: Layer, T: Scalar>(network: &L, arena: &Arena<T>) -> Vec<Span> {
    let mut walk = Walk { all: Vec::new(), frozen: arena.frozen() };
    walk.layer("", L::VARIABLES, L::PARTS, network, Streams::new(arena.seed()));
    walk.all
}

/// Those of `spans` that are of the layer `path`, named as in a model that this layer is.
pub(crate) fn spans_of(spans: &[Span], path: &str) -> Result<Vec<Span>> {
    let path = path.trim_end_matches('/');
    let own = |span: &Span| Some(span.name.strip_prefix(path)?.strip_prefix('/')?.to_owned());
    let of_layer: Vec<Span> =
        spans.iter().filter_map(|span| Some(Span { name: own(span)?, ..span.clone() })).collect();
    if of_layer.is_empty() { Err(unknown(spans, path)) } else { Ok(of_layer) }
}

struct Walk<'a> {
    all: Vec<Span>,
    frozen: &'a [String],
}

impl Walk<'_> {
    fn layer(
        &mut self,
        path: &str,
        variables: &[Variable],
        parts: &[Part],
        layer: &dyn AnyLayer,
        streams: Streams,
    ) {
        for (index, variable) in variables.iter().enumerate() {
            let start = self.all.last().map_or(0, |before| before.range.end);
            let name = format!("{path}{}", variable.name);
            let is_frozen = self.frozen.contains(&name);
            self.all.push(Span {
                shape: variable.shape,
                range: start..start + variable.len(),
                options: layer.options(index),
                is_trainable: !is_frozen && variable.kind == VariableKind::Parameter,
                is_state: !is_frozen && variable.is_state(),
                is_frozen,
                streams,
                name,
            });
        }
        let mut numbered = parts.iter().enumerate();
        layer.visit(&mut |layer| {
            let (index, part) = numbered.next().expect("a layer shows no more layers than it has parts");
            let path = format!("{path}{}/", part.name);
            self.layer(&path, part.variables, part.parts, layer, streams.layer(index));
        });
        assert!(numbered.next().is_none(), "a layer has to show all of its parts in `visit`");
    }
}

/// Gives all variables, which are zero, their first values.
pub(crate) fn initialize<T: Scalar>(spans: &[Span], arena: &mut Arena<T>) {
    let mut values = Vec::new();
    let mut stream = None;
    for span in spans {
        // The variables of one layer share a stream.
        let (of, mut rng) = match stream.take() {
            Some((of, rng)) if of == span.streams => (of, rng),
            _ => (span.streams, span.streams.rng(Purpose::InitialWeights, 0)),
        };
        values.clear();
        values.resize(span.range.len(), 0.0);
        span.options.first_values().fill(span.shape, &mut values, &mut rng);
        for (variable, &value) in arena.values_mut()[span.range.clone()].iter_mut().zip(&values) {
            *variable = T::of(value);
        }
        stream = Some((of, rng));
    }
}

/// The names of the variables that are frozen once the variable `path`, or those of the layer `path`, are so or
/// not.
pub(crate) fn set_trainable(mut spans: Vec<Span>, path: &str, is_trainable: bool) -> Result<Vec<String>> {
    if !spans.iter().any(|span| span.belongs_to(path)) {
        return Err(unknown(&spans, path));
    }
    for span in spans.iter_mut().filter(|span| span.belongs_to(path)) {
        span.is_frozen = !is_trainable;
    }
    Ok(spans.into_iter().filter(|span| span.is_frozen).map(|span| span.name).collect())
}

/// These names of variables to be frozen, if there are such variables.
pub(crate) fn check_frozen(spans: &[Span], names: Vec<String>) -> Result<Vec<String>> {
    match names.iter().find(|&name| spans.iter().all(|span| &span.name != name)) {
        None => Ok(names),
        Some(name) => Err(unknown(spans, name)),
    }
}

/// An error for a name that none of these variables has.
fn unknown(spans: &[Span], name: &str) -> Error {
    let variables = spans.iter().map(|span| span.name.clone()).collect();
    Error::UnknownLayer { name: name.to_owned(), variables }
}

/// Tells every layer of `network` whether all of its variables are frozen.
pub(crate) fn tell_frozen<L: Layer>(network: &L, frozen: &[String]) {
    tell("", L::VARIABLES, L::PARTS, network, frozen);
}

fn tell(path: &str, variables: &[Variable], parts: &[Part], layer: &dyn AnyLayer, frozen: &[String]) {
    if !variables.is_empty() {
        let is_frozen = |variable: &Variable| frozen.contains(&format!("{path}{}", variable.name));
        layer.set_frozen(variables.iter().all(is_frozen));
    }
    let mut parts = parts.iter();
    layer.visit(&mut |layer| {
        let part = parts.next().expect("a layer shows no more layers than it has parts");
        tell(&format!("{path}{}/", part.name), part.variables, part.parts, layer, frozen);
    });
}
