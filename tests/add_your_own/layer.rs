use plywood::layer::{Backward, Forward, Variable, VariableOptions};
use plywood::optimizers::{Optimizer, Options, Update};
use plywood::prelude::*;
use plywood::{Layer, Scalar, Shape, gradient_check};

use crate::loss::LogCosh;
use crate::{Own, plane};

/// A factor for each value, all starting at `first`: `z = f · x`.
#[derive(Clone, Debug)]
pub struct Scale<S: Shape> {
    first: f64,
    shape: std::marker::PhantomData<S>,
}

impl<S: Shape> Scale<S> {
    pub fn new() -> Self {
        Self { first: 1.0, shape: std::marker::PhantomData }
    }

    pub fn first(mut self, first: f64) -> Self {
        self.first = first;
        self
    }
}

impl<const N: usize> Layer for Scale<Features<N>> {
    type Input = Features<N>;
    type Output = Features<N>;
    type Activation = linear;

    const VARIABLES: &'static [Variable] = &[Variable::new("factor", &[N])];

    fn options(&self, _: usize) -> VariableOptions {
        VariableOptions::new().initializer(Constant(self.first))
    }

    fn forward<T: Scalar>(&self, mut call: Forward<'_, T, Self>) {
        let pairs = call.output.features().zip(call.input.features());
        for ((output, input), &factor) in pairs.zip(call.variables) {
            output.iter_mut().zip(input).for_each(|(output, &x)| *output = factor * x);
        }
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        let pairs = call.input.features().zip(call.delta.features());
        for (gradient, (input, delta)) in call.gradients.iter_mut().zip(pairs) {
            *gradient = input.iter().zip(delta).fold(T::zero(), |sum, (&x, &d)| sum + x * d);
        }
        let Some(mut gradient) = call.input_gradient else { return };
        // Only the samples: what stands in padding lanes must not matter.
        for sample in 0..call.delta.samples() {
            for (feature, &factor) in call.variables.iter().enumerate() {
                gradient.set(feature, sample, factor * call.delta.at(feature, sample));
            }
        }
    }
}

#[test]
fn settings_and_variables_arrive() {
    let model = Own::new(3);
    assert_eq!(model.scale().layer().first, 0.5);
    assert_eq!(model.scale().variables(), [0.5; 8]);
    assert_eq!(model.end().variables(), [1.0]);
    let names: Vec<String> = model.weights().into_iter().map(|w| w.name).collect();
    assert_eq!(
        names,
        ["dense/kernel", "dense/bias", "scale/factor", "dense_1/kernel", "dense_1/bias", "end/factor"]
    );
}

/// `Scale` writes no gradient to padding lanes, so those of a batch of 3 still hold what the batch before
/// left there. That must not reach the weights: the step is the same after a batch of 8 and after one of 16.
#[test]
fn what_a_layer_leaves_in_padding_lanes_does_not_matter() {
    let after = |first: usize| {
        let data = plane::<f64>();
        let rows = || (0..first).chain(0..3);
        let targets: Vec<[f64; 1]> = data.targets().collect();
        let both =
            Dataset::new(rows().map(|row| data.samples()[row]), rows().map(|row| targets[row])).unwrap();
        let mut model = Own::<f64>::new(3).compile(StepAfter(1, Options::new(0.1)), LogCosh, ());
        model.fit(&both, Fit::epochs(1).batch_size(first).shuffle(false)).unwrap();
        model.weights()
    };
    assert_eq!(after(8), after(16));
}

/// Plain gradient descent that leaves out the first steps.
#[derive(Clone)]
struct StepAfter(u64, Options);

impl Optimizer for StepAfter {
    fn options(&self) -> &Options {
        &self.1
    }

    fn options_mut(&mut self) -> &mut Options {
        &mut self.1
    }

    fn update<T: Scalar>(&self, update: Update<'_, T>) -> bool {
        if update.iterations >= self.0 {
            update
                .variables
                .iter_mut()
                .zip(update.gradients)
                .for_each(|(w, &g)| *w -= T::of(update.learning_rate) * g);
        }
        true
    }
}

/// `z = x + 1`, written for the samples alone: padding lanes are nobody's business.
#[derive(Clone)]
pub struct AddOne;

impl AddOne {
    pub fn new() -> Self {
        Self
    }
}

impl Layer for AddOne {
    type Input = Features<3>;
    type Output = Features<3>;
    type Activation = linear;

    fn forward<T: Scalar>(&self, mut call: Forward<'_, T, Self>) {
        for (sample, feature) in (0..call.input.samples()).flat_map(|sample| (0..3).map(move |n| (sample, n)))
        {
            call.output.set(feature, sample, call.input.at(feature, sample) + T::one());
        }
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        let Some(mut gradient) = call.input_gradient else { return };
        for (sample, feature) in (0..call.delta.samples()).flat_map(|sample| (0..3).map(move |n| (sample, n)))
        {
            gradient.set(feature, sample, call.delta.at(feature, sample));
        }
    }
}

/// What it leaves in padding lanes would be all alike, so normalizing it would divide by nothing.
#[test]
fn padding_lanes_are_filled_after_a_layer() {
    model! { struct Normalized { Dense<2, 3>, AddOne, LayerNormalization(epsilon = 1e-30), Dense<_, 1> } }
    model! { struct Last { Dense<2, 3>, AddOne } }
    model! { struct Inside { Dense<2, 3>, Residual(AddOne), LayerNormalization(epsilon = 1e-30), Dense<_, 1> } }
    for samples in [1, 8, 10, 25] {
        let data = first(samples);
        let error = gradient_check(&Normalized::<f64>::new(3), &LogCosh, &data).unwrap().unwrap().error;
        assert!(error < 1e-6, "{samples} samples: {error}");
        let error = gradient_check(&Inside::<f64>::new(3), &LogCosh, &data).unwrap().unwrap().error;
        assert!(error < 1e-6, "{samples} samples: {error}");
    }
    let data = Dataset::new(first(10).samples().to_vec(), vec![[0.5; 3]; 10]).unwrap();
    let error =
        gradient_check(&Last::<f64>::new(3), &MeanSquaredError::default(), &data).unwrap().unwrap().error;
    assert!(error < 1e-6, "{error}");
}

/// The first samples of the plane.
pub fn first(samples: usize) -> Dataset<Features<2>, Features<1>, f64> {
    let data = plane::<f64>();
    let targets: Vec<[f64; 1]> = data.targets().take(samples).collect();
    Dataset::new(data.samples()[..samples].to_vec(), targets).unwrap()
}
