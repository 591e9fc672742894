use alloc::string::String;
use alloc::vec::Vec;

use super::check::check_network;
use super::step::{Threads, Workspace, add_penalties, penalty};
use crate::data::Dataset;
use crate::error::Result;
use crate::kernels::gather::Rows;
use crate::layer::Pass;
use crate::losses::Losses;
use crate::model::Model;
use crate::model::spans::Spans;
use crate::rng::Streams;

/// The outcome of a [`gradient_check`]: the variable whose two gradients differ most.
#[derive(Clone, Debug, PartialEq)]
pub struct GradientCheck {
    /// The variable's name.
    pub variable: String,
    /// Which of its values.
    pub index: usize,
    /// The gradient that the layers' `backward` computed.
    pub derived: f64,
    /// The gradient by central differences.
    pub numeric: f64,
    /// The difference of the two, divided by the larger one, or by 1e-3 if both are smaller.
    pub error: f64,
}

/// Compares the gradient that a model's layers derive by hand with one computed from nothing but the loss.
///
/// All samples of `data` make one batch of a training step, so that dropout and its kin are checked as they
/// train. For every value `w` of every variable, the derivative of the loss is also computed by central
/// differences of fourth order, `(8 (L(w + h) − L(w − h)) − (L(w + 2h) − L(w − 2h))) / 12h`, with `h = 1e-4 ·
/// max(1, |w|)`. For a right layer, the error is around 1e-9; where a function has a kink, as `relu` at 0, it
/// can be large although nothing is wrong. Targets and outputs that the loss is [not defined
/// for](crate::losses::Loss::target_domain) are compared like all others, wherever its formula gives a number.
///
/// `None` for a model without variables that training changes: frozen ones are left out.
///
/// # Errors
/// [`Error::Setting`](crate::Error::Setting) and its kin for settings of a layer or the loss that make no sense,
/// [`Error::Memory`](crate::Error::Memory) for more data than there is memory for.
pub fn gradient_check<M, L>(
    model: &M,
    loss: &L,
    data: &Dataset<M::Input, L::Targets, f64>,
) -> Result<Option<GradientCheck>>
where
    M: Model<Scalar = f64>,
    L: Losses<M::Output, M::Activation>,
{
    let spans = check_network(model, loss)?;
    let mut model = model.clone();
    let mut workspace = Workspace::<M, L::Targets>::new(data.len(), Threads::ALL)?;
    // What nobody has written must not matter.
    workspace.poison();
    workspace.load(data, data.sample_weights(), data.len(), Rows::From(0));
    let pass = Pass::training(Streams::new(model.arena().seed()), 0);
    workspace.forward(&model, pass);
    workspace.loss(loss);
    let gradients = workspace.backward(&model, loss);
    add_penalties(&spans, model.arena().values(), gradients);
    let derived = gradients.to_vec();

    let variables = model.arena().values().to_vec();
    Ok(worst(&spans, &derived, variables, &mut |variables| {
        model.arena_mut().values_mut().copy_from_slice(variables);
        workspace.forward(&model, pass);
        workspace.loss(loss) + penalty(&spans, variables)
    }))
}

/// The variable whose derived gradient is furthest from that of the loss by central differences.
fn worst(
    spans: &Spans,
    derived: &[f64],
    mut variables: Vec<f64>,
    loss: &mut dyn FnMut(&[f64]) -> f64,
) -> Option<GradientCheck> {
    let trainable = spans.iter().filter(|span| span.is_trainable);
    let places = trainable.flat_map(|span| span.range.clone().enumerate().map(move |place| (span, place)));
    let checks = places.map(|(span, (index, place))| {
        let w = variables[place];
        let h = 1e-4 * w.abs().max(1.0);
        let mut loss_at = |w| {
            variables[place] = w;
            loss(&variables)
        };
        let near = loss_at(w + h) - loss_at(w - h);
        let far = loss_at(w + 2.0 * h) - loss_at(w - 2.0 * h);
        let numeric = (8.0 * near - far) / (12.0 * h);
        variables[place] = w;
        let derived = derived[place];
        let error = (derived - numeric).abs() / derived.abs().max(numeric.abs()).max(1e-3);
        GradientCheck { variable: span.name.clone(), index, derived, numeric, error }
    });
    checks.max_by(|a, b| a.error.total_cmp(&b.error))
}
