//! What is known of a layer inside a network.

use crate::activations::{ActivationFn, Derivative};
use crate::mask::Mask;
use crate::shape::checked_product;
use crate::variable::Variable;
use crate::{Layer, Scalar, Shape};

/// A layer inside a network: its name, its variables, the shape that leaves it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Part {
    /// The name that it has in the network, such as `dense_1`.
    pub name: &'static str,
    /// The shape of one sample that leaves it.
    pub output: &'static [usize],
    /// The name of its type, with the path.
    pub(crate) layer: fn() -> &'static str,
    /// The name of its activation.
    pub(crate) activation: &'static str,
    /// Its own variables.
    pub variables: &'static [Variable],
    /// The layers inside it.
    pub parts: &'static [Self],
    /// [`SAVED`](Layer::SAVED)
    pub(crate) saved: usize,
    /// [`MULTIPLY_ADDS`](Layer::MULTIPLY_ADDS)
    pub(crate) multiply_adds: usize,
    /// The memory that it needs where another layer comes behind it.
    pub(crate) linked: usize,
    /// [`SAMPLEWISE`](Layer::SAMPLEWISE), and without state
    pub(crate) samplewise: bool,
    /// [`INLINED`](Layer::INLINED)
    pub(crate) inlined: bool,
    /// [`ADAPTS`](Layer::ADAPTS)
    pub(crate) adapts: bool,
    /// [`MASK`](Layer::MASK)
    pub(crate) mask: Mask,
}

impl Part {
    /// The layer `L`, called `name`.
    pub const fn of<L: Layer>(name: &'static str) -> Self {
        Self {
            name,
            output: L::Output::AXES,
            layer: core::any::type_name::<L>,
            activation: L::Activation::NAME,
            variables: L::VARIABLES,
            parts: L::PARTS,
            saved: L::SAVED,
            multiply_adds: L::MULTIPLY_ADDS,
            linked: linked::<L>(),
            samplewise: L::SAMPLEWISE && !has_state(L::VARIABLES, L::PARTS),
            inlined: L::INLINED,
            adapts: L::ADAPTS,
            mask: L::MASK,
        }
    }

    /// The name of its type alone, such as `Dense`.
    pub(crate) fn kind(&self) -> &'static str {
        name_alone((self.layer)())
    }

    /// The number of values in its variables and those of the layers inside it.
    pub const fn parameters(&self) -> usize {
        count(self.variables, self.parts)
    }
}

/// The name of a type without its path and its arguments.
pub(crate) fn name_alone(name: &'static str) -> &'static str {
    let name = name.split('<').next().unwrap_or(name);
    name.rsplit(':').next().unwrap_or(name)
}

/// Whether one of `variables`, or of those of `parts`, is state.
const fn has_state(variables: &[Variable], parts: &[Part]) -> bool {
    let mut index = 0;
    while index < variables.len() + parts.len() {
        let is_state = if index < variables.len() {
            variables[index].is_state()
        } else {
            let part = parts[index - variables.len()];
            has_state(part.variables, part.parts)
        };
        if is_state {
            return true;
        }
        index += 1;
    }
    false
}

/// Whether a step through `L`, with numbers `T`, is compiled as one function.
pub(crate) const fn is_inlined<L: Layer, T: Scalar>() -> bool {
    L::INLINED && T::IS_INLINED
}

/// The number of values in all variables of `L`, those of the layers inside it included.
pub const fn parameters<L: Layer>() -> usize {
    count(L::VARIABLES, L::PARTS)
}

/// The sum over `parts`.
pub(crate) const fn multiply_adds(parts: &[Part]) -> usize {
    let mut sum = 0;
    let mut index = 0;
    while index < parts.len() {
        sum = usize::saturating_add(sum, parts[index].multiply_adds);
        index += 1;
    }
    sum
}

/// How many variables come before part `index` of `parts`.
pub(crate) const fn offset(parts: &[Part], index: usize) -> usize {
    let mut sum = 0;
    let mut part = 0;
    while part < index {
        sum += parts[part].parameters();
        part += 1;
    }
    sum
}

const fn count(variables: &[Variable], parts: &[Part]) -> usize {
    match checked_count(variables, parts) {
        Some(count) => count,
        None => panic!("more parameters than a computer can count"),
    }
}

/// The number of values in `variables` and in those of `parts`, if it is one.
pub(crate) const fn checked_count(variables: &[Variable], parts: &[Part]) -> Option<usize> {
    let mut sum: usize = 0;
    let mut index = 0;
    while index < variables.len() + parts.len() {
        let count = if index < variables.len() {
            checked_product(variables[index].shape)
        } else {
            let part = parts[index - variables.len()];
            checked_count(part.variables, part.parts)
        };
        let Some(count) = count else { return None };
        sum = match sum.checked_add(count) {
            Some(sum) => sum,
            None => return None,
        };
        index += 1;
    }
    Some(sum)
}

/// The number of values, per lane, of working memory that a layer needs before another one: its output, the
/// gradient of that, what its activation saves, and what it saves itself.
pub(crate) const fn linked<L: Layer>() -> usize {
    2 * L::Output::LEN + preactivations::<L>() + L::SAVED
}

/// The number of values, per lane, that a layer's activation needs kept.
pub(crate) const fn preactivations<L: Layer>() -> usize {
    match L::Activation::DERIVATIVE {
        Derivative::FromInput => L::Output::LEN,
        Derivative::FromOutput => 0,
    }
}
