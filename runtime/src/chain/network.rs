//! What holds for a network of these layers.

use crate::layer::{Layer, Part};
use crate::tensor::{Flow, flow};

/// The number of values, per lane, of working memory that a chain of these layers needs: what each of them keeps, and
/// two registers for gradients. The caller has the last one's output.
pub const fn memory(parts: &[Part]) -> usize {
    let [first, second] = registers(parts);
    let mut sum = first + second;
    let mut index = 0;
    while index < parts.len() {
        sum += if index + 1 < parts.len() { parts[index].kept } else { parts[index].kept_last };
        index += 1;
    }
    sum
}

/// The sizes of the registers, two at most, in which a chain's gradients lie in turns, from the last one back: those of
/// each layer's output but that of the last layer.
pub const fn registers<const COUNT: usize>(parts: &[Part]) -> [usize; COUNT] {
    let mut registers = [0; COUNT];
    let mut index = 0;
    while index + 1 < parts.len() {
        let (register, values) = (index % COUNT, parts[parts.len() - 2 - index].values);
        if registers[register] < values {
            registers[register] = values;
        }
        index += 1;
    }
    registers
}

/// The number of values in all that flows out of part number `index`.
pub const fn values(parts: &[Part], index: usize) -> usize {
    parts[index].values
}

/// The number of values in input number `index` of the network `N`.
pub const fn input_values<N: Layer>(index: usize) -> usize {
    flow::len(N::Input::SHAPES[index])
}

/// The number of values, per lane, of working memory that a graph of these layers needs: what is kept of each call, in
/// `calls`, each with whether another one comes behind it, and these registers for gradients.
pub const fn graph_memory(parts: &[Part], calls: &[(usize, bool)], registers: &[usize]) -> usize {
    let (mut sum, mut index) = (0, 0);
    while index < calls.len() + registers.len() {
        sum += if index < calls.len() {
            let (part, is_kept) = calls[index];
            if is_kept { parts[part].kept } else { parts[part].kept_last }
        } else {
            registers[index - calls.len()]
        };
        index += 1;
    }
    sum
}

/// The largest of these.
pub const fn largest(values: &[usize]) -> usize {
    let (mut largest, mut index) = (0, 0);
    while index < values.len() {
        if largest < values[index] {
            largest = values[index];
        }
        index += 1;
    }
    largest
}

/// The sum over all calls of parts of a graph.
pub const fn multiply_adds(parts: &[Part], calls: &[(usize, bool)]) -> usize {
    let (mut sum, mut index): (usize, _) = (0, 0);
    while index < calls.len() {
        sum = sum.saturating_add(parts[calls[index].0].multiply_adds);
        index += 1;
    }
    sum
}

/// The room for gradients of variables that a graph of these layers needs, if those of `again` are called more than
/// once.
pub const fn scratch(parts: &[Part], again: &[usize]) -> usize {
    let (mut most, mut index) = (crate::layer::scratch(parts), 0);
    while index < again.len() {
        let part = parts[again[index]];
        if most < part.parameters() + part.scratch {
            most = part.parameters() + part.scratch;
        }
        index += 1;
    }
    most
}

/// Whether a network of these layers treats each sample by itself.
pub const fn samplewise(parts: &[Part]) -> bool {
    let mut index = 0;
    while index < parts.len() && parts[index].samplewise {
        index += 1;
    }
    index == parts.len()
}

/// The most parameters of a layer of plywood that says it may be [`INLINED`](crate::Layer::INLINED). `model!` has the
/// same number.
pub const MOST_INLINED_PARAMETERS: usize = crate::kernels::small::MOST_PARAMETERS;

/// Whether a step through a network of these layers is compiled as one function. The network says so only if it is.
pub const fn inlined(parts: &[Part]) -> bool {
    let mut index = 0;
    while index < parts.len() && parts[index].inlined {
        index += 1;
    }
    index == parts.len()
}
