use super::compile::Data;
use crate::chain::activity;
use crate::error::Result;
use crate::layer::AnyLayer;
use crate::losses::Losses;
use crate::model::Model;
use crate::model::spans::{Spans, spans};

/// Checks the settings of the layers, of their variables and of the loss.
pub(super) fn check_network<M: Model, L: Losses<M::Output, M::Activation>>(
    model: &M,
    loss: &L,
) -> Result<Spans> {
    check_layers(model)?;
    let spans = Spans::new(spans(model, model.arena()));
    spans.iter().try_for_each(|span| span.options.check(span.shape))?;
    loss.check()?;
    Ok(spans)
}

/// Whether the settings of all layers make sense.
fn check_layers(layer: &dyn AnyLayer) -> Result<()> {
    layer.check()?;
    layer.activity_regularizer().map_or(Ok(()), activity::check)?;
    let mut result = Ok(());
    layer.visit(&mut |layer| {
        if result.is_ok() {
            result = check_layers(layer);
        }
    });
    result
}

/// An error for weights that the loss has no use for, and for the first target of `data` that it is not defined for;
/// `what` says which targets they are.
pub(super) fn check_data<M: Model, L: Losses<M::Output, M::Activation>>(
    loss: &L,
    data: &Data<M, L>,
    what: &'static str,
    has_class_weight: bool,
) -> Result<()> {
    let are_of_positions = data.sample_weights().is_some_and(|weights| weights.len() > data.len() * L::COUNT);
    loss.check_weights(are_of_positions || has_class_weight, M::MASKED)?;
    loss.check_targets::<M::Scalar>(data.target_store(), what)
}
