use alloc::borrow::ToOwned;
use alloc::string::ToString;

use super::compile::Data;
use crate::chain::activity;
use crate::data::Target;
use crate::error::{Error, Result};
use crate::layer::AnyLayer;
use crate::losses::Loss;
use crate::model::Model;
use crate::model::spans::{Spans, spans};
use crate::tensor::Scalar;

/// By how much a target may miss a bound that belongs to the domain of the loss: targets that were scaled to a range
/// in `f32` do so, and no loss minds.
const ROUNDING: f64 = 1e-4;

/// Checks the settings of the layers, of their variables and of the loss.
pub(super) fn check_network<M: Model, L: Loss<M::Output, M::Activation>>(
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

/// An error for the first target of `data` that the loss is not defined for; `what` says which targets they are.
pub(super) fn check_targets<M: Model, L: Loss<M::Output, M::Activation>>(
    loss: &L,
    data: &Data<M, L>,
    what: &'static str,
) -> Result<()> {
    let Some(domain) = loss.target_domain() else { return Ok(()) };
    let targets = L::Target::numbers::<M::Scalar>(data.target_elements());
    let Some(index) = domain.first_outside(targets, ROUNDING) else { return Ok(()) };
    let width = L::Target::WIDTH;
    Err(Error::Target {
        what,
        row: index / width,
        column: index % width,
        value: targets[index].to_f64(),
        loss: loss.name().to_owned(),
        needed: domain.to_string(),
        help: domain.help_text(),
    })
}
