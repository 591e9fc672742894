use super::variable::VariableOptions;
use crate::error::Result;
use crate::regularizers::AnyRegularizer;

/// What can be asked of a layer of any type: the part of [`Layer`](super::Layer) that has to do with its settings.
pub trait AnyLayer {
    /// [`Layer::check`](super::Layer::check)
    #[expect(clippy::missing_errors_doc, reason = "those of `Layer`")]
    fn check(&self) -> Result<()>;

    /// [`Layer::options`](super::Layer::options)
    fn options(&self, index: usize) -> VariableOptions;

    /// [`Layer::activity_regularizer`](super::Layer::activity_regularizer)
    fn activity_regularizer(&self) -> Option<&AnyRegularizer>;

    /// [`Layer::set_frozen`](super::Layer::set_frozen)
    fn set_frozen(&self, frozen: bool);

    /// [`Layer::visit`](super::Layer::visit)
    fn visit(&self, see: &mut dyn FnMut(&dyn AnyLayer));
}
