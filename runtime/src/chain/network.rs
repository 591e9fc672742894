//! What holds for a network of these layers.

use super::masks;
use crate::layer::Part;

/// The number of values, per lane, of working memory that a network of these layers needs: the masks that they make,
/// then what each of them needs. The caller has the last one's output.
pub const fn memory(parts: &[Part]) -> usize {
    let mut sum = masks::memory(parts);
    let mut index = 0;
    while index < parts.len() {
        sum += if index + 1 < parts.len() { parts[index].linked } else { parts[index].saved };
        index += 1;
    }
    sum
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
