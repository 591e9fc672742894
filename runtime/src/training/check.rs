use crate::chain::activity;
use crate::layer::AnyLayer;
use crate::losses::Loss;
use crate::spans::{Spans, spans};
use crate::{Model, Result};

/// Checks the settings of the layers, of their variables and of the loss.
pub(super) fn check_network<M: Model, L: Loss<M::Output, M::Activation>>(
    model: &M,
    loss: &L,
) -> Result<Spans> {
    check_layers(model)?;
    let spans = Spans::new(spans(model));
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
