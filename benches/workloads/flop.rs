//! How many floating-point operations a network needs for one sample: two for each weight that a value
//! is multiplied with and added up. Biases, activations, losses and optimizers are not counted.

/// From inputs to outputs: `2 Σ nₖ nₖ₊₁`, over the widths `n` of a network.
pub const fn prediction(widths: &[usize]) -> usize {
    let (mut products, mut layer) = (0, 1);
    while layer < widths.len() {
        products += widths[layer - 1] * widths[layer];
        layer += 1;
    }
    2 * products
}

/// There, and back with the gradients of all weights, and of the inputs of all layers but the first:
/// `2 (3 Σ nₖ nₖ₊₁ − n₀ n₁)`.
pub const fn training(widths: &[usize]) -> usize {
    3 * prediction(widths) - 2 * widths[0] * widths[1]
}

/// The same for layers that multiply so many pairs of weights and values: `2 (3 Σ pₖ − p₀)`. The first one's input needs no
/// gradient.
pub const fn training_of(products: &[usize]) -> usize {
    let (mut sum, mut layer) = (0, 0);
    while layer < products.len() {
        sum += products[layer];
        layer += 1;
    }
    2 * (3 * sum - products[0])
}
