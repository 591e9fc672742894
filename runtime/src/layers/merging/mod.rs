//! Layers around layers, whose outputs are joined with what flows in.

mod concatenate;
mod residual;

pub use concatenate::Concatenate;
pub use residual::Residual;

/// What a layer around `layers`, whose output it joins with its input, has in common with others in its `impl Layer`.
macro_rules! around_layers {
    () => {
        const FILLS_PADDING: bool = true;
        const VARIABLES: &'static [crate::layer::Variable] = L::VARIABLES;
        const PARTS: &'static [crate::layer::Part] = L::PARTS;
        const SAVED: usize = crate::layer::linked::<L>();
        const SCRATCH: usize = L::SCRATCH;
        const MULTIPLY_ADDS: usize = L::MULTIPLY_ADDS;
        const SAMPLEWISE: bool = L::SAMPLEWISE;
        const MASK: crate::layer::Mask = crate::layer::joined(L::MASK);

        fn check(&self) -> crate::error::Result<()> {
            Layer::check(&self.layers)
        }

        fn options(&self, index: usize) -> crate::layer::VariableOptions {
            Layer::options(&self.layers, index)
        }

        fn set_frozen(&self, frozen: bool) {
            Layer::set_frozen(&self.layers, frozen);
        }

        fn visit(&self, see: &mut dyn FnMut(&dyn crate::layer::AnyLayer)) {
            Layer::visit(&self.layers, see);
        }
    };
}
use around_layers;
