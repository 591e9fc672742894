//! What is known of a layer inside a network.

use super::mask::Mask;
use super::variable::Variable;
use crate::layout::size;

/// A layer inside a network: its name, its variables, the shape that leaves it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Part {
    /// The name that it has in the network, such as `dense_1`.
    pub name: &'static str,
    /// The shapes of one sample that leaves it: one, but for a layer with several outputs.
    pub outputs: &'static [&'static [usize]],
    /// The number of values in them.
    pub(crate) values: usize,
    /// The name of its type, with the path.
    pub(crate) layer: fn() -> &'static str,
    /// The name of its activation.
    pub(crate) activation: &'static str,
    /// Its own variables.
    pub variables: &'static [Variable],
    /// The layers inside it.
    pub parts: &'static [Self],
    /// [`MULTIPLY_ADDS`](super::Layer::MULTIPLY_ADDS)
    pub(crate) multiply_adds: usize,
    /// What it keeps of a call, for the way back, where another layer comes behind it, and where none does.
    pub(crate) kept: usize,
    pub(crate) kept_last: usize,
    /// [`SCRATCH`](super::Layer::SCRATCH)
    pub(crate) scratch: usize,
    /// [`SAMPLEWISE`](super::Layer::SAMPLEWISE), and without state
    pub(crate) samplewise: bool,
    /// [`INLINED`](super::Layer::INLINED)
    pub(crate) inlined: bool,
    /// [`ADAPTS`](super::Layer::ADAPTS)
    pub(crate) adapts: bool,
    /// [`MASK`](super::Layer::MASK)
    pub(crate) mask: Mask,
    /// Whether as many steps come out as go in.
    pub(crate) keeps_steps: bool,
}

impl Part {
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
pub(crate) const fn has_state(variables: &[Variable], parts: &[Part]) -> bool {
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

/// The largest [`SCRATCH`](super::Layer::SCRATCH) of `parts`.
pub(crate) const fn scratch(parts: &[Part]) -> usize {
    let (mut most, mut index) = (0, 0);
    while index < parts.len() {
        if most < parts[index].scratch {
            most = parts[index].scratch;
        }
        index += 1;
    }
    most
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

pub(super) const fn count(variables: &[Variable], parts: &[Part]) -> usize {
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
            size::product(variables[index].shape)
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
