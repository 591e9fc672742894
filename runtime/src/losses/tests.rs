use super::*;
use crate::activations::{linear, sigmoid, softmax};
use crate::tensor::Features;

/// Otherwise training would not notice that a model has become useless, and would call it perfect.
#[test]
fn an_output_that_is_no_number_costs_no_number() {
    fn check<A: crate::activations::ActivationFn>(loss: &impl Loss<Features<2>, A, Target = Features<2>>) {
        let outputs = [[f64::NAN, 1.0], [1.0, f64::NAN]];
        let (losses, _) = testing::run::<f64, A, Features<2>, _>(loss, &outputs, &[[0.0, 1.0]; 2]);
        assert!(losses.iter().all(|loss| loss.is_nan()), "{}: {losses:?}", loss.name());
    }
    check::<sigmoid>(&BinaryCrossentropy::new());
    check::<sigmoid>(&BinaryFocalCrossentropy::new());
    check::<softmax>(&CategoricalCrossentropy::new());
    check::<softmax>(&CategoricalFocalCrossentropy::new());
    check::<linear>(&CategoricalHinge::new());
    check::<linear>(&CosineSimilarity::new());
    check::<linear>(&Dice::new());
    check::<linear>(&Hinge::new());
    check::<linear>(&Huber::new());
    check::<linear>(&KLDivergence::new());
    check::<linear>(&LogCosh::new());
    check::<linear>(&MeanAbsoluteError::new());
    check::<linear>(&MeanAbsolutePercentageError::new());
    check::<linear>(&MeanSquaredError::new());
    check::<linear>(&MeanSquaredLogarithmicError::new());
    check::<linear>(&Poisson::new());
    check::<linear>(&SquaredHinge::new());
    check::<linear>(&Tversky::new());
}
