use plywood::constraints::Constraint;
use plywood::prelude::*;
use plywood::{Error, Result, Scalar};

/// The weights of each unit add up to zero (L. Huang et al., "Centered weight normalization in accelerating training of
/// deep neural networks", 2017).
#[derive(Debug)]
pub struct Centered;

impl Constraint for Centered {
    fn check(&self, shape: &[usize]) -> Result<()> {
        if shape.len() == 2 {
            return Ok(());
        }
        Err(Error::Rank { what: "`Centered`", needed: "two axes", shape: shape.to_vec() })
    }

    fn apply<T: Scalar>(&self, shape: &[usize], values: &mut [T]) {
        let (inputs, units) = (shape[0], shape[1]);
        for unit in 0..units {
            let weights = || (0..inputs).map(|input| input * units + unit);
            let sum = weights().fold(T::zero(), |sum, index| sum + values[index]);
            weights().for_each(|index| values[index] -= sum / T::of(inputs as f64));
        }
    }
}

model! { struct Contrast { Dense<3, 4, tanh>(kernel_constraint = Centered), Dense<4, 1> } }

#[test]
fn it_holds_after_every_step() {
    let inputs = [[0.5, -0.5, 0.0], [1.0, 2.0, 0.5], [-1.0, 0.0, 1.0], [3.0, 1.0, 2.0]];
    let data = Dataset::new(inputs, inputs.map(|[a, b, _]| [a - b])).unwrap();
    let mut model = Contrast::<f64>::new(1).compile(Adam::new(0.05), MeanSquaredError::default(), ());
    let mut steps = 0;
    let watch = LambdaCallback::new().on_train_batch_end(|_, training| {
        for unit in 0..4 {
            let sum: f64 = training.weights()[0].values.iter().skip(unit).step_by(4).sum();
            assert!(sum.abs() < 1e-12, "unit {unit}: {sum}");
        }
        steps += 1;
    });
    let history = model.fit(&data, Fit::epochs(200).batch_size(2).callbacks(watch)).unwrap();
    assert_eq!(steps, 400);
    assert!(history.loss()[199] < 0.01 * history.loss()[0], "{:?}", history.loss());
    // What all inputs have in common makes no difference.
    let [there, here] = [10.0, 0.0].map(|more| model.predict(&[more + 1.0, more + 2.0, more - 1.0]));
    assert!((there[0] - here[0]).abs() < 1e-12, "{there:?}, {here:?}");
}
