use plywood::initializers::Initializer;
use plywood::prelude::*;
use plywood::rng::Rng;
use plywood::{Error, Result};

use crate::plane;

/// Each unit begins with so many inputs, picked at random, whose weights are normally distributed; those of the others
/// are zero (J. Martens, "Deep learning via Hessian-free optimization", 2010).
#[derive(Debug)]
pub struct Sparse {
    pub inputs: usize,
}

impl Initializer for Sparse {
    fn check(&self, shape: &[usize]) -> Result<()> {
        let (what, value) = ("the inputs of `Sparse`", self.inputs as f64);
        match shape {
            [inputs, _] if self.inputs <= *inputs => Ok(()),
            [_, _] => Err(Error::Setting { what, value, range: "at most those of the layer" }),
            _ => Err(Error::Rank { what: "`Sparse`", needed: "two axes", shape: shape.to_vec() }),
        }
    }

    fn fill(&self, shape: &[usize], values: &mut [f64], rng: &mut Rng) {
        let &[inputs, units] = shape else { return };
        for unit in 0..units {
            let mut order: Vec<usize> = (0..inputs).collect();
            rng.shuffle(&mut order);
            for input in order.into_iter().take(self.inputs) {
                values[input * units + unit] = rng.normal();
            }
        }
    }
}

model! {
    struct Iris {
        hidden: Dense<4, 8, tanh>(kernel_initializer = Sparse { inputs: 2 }),
        Dense<8, 3, softmax>,
    }
}

#[test]
fn training_begins_with_the_values() {
    let untrained = Iris::new(1);
    // A row for each unit.
    for unit in untrained.hidden().kernel().row_iter() {
        assert_eq!(unit.iter().filter(|&&w| w != 0.0).count(), 2, "{unit}");
    }
    assert_eq!(untrained.weights(), Iris::new(1).weights());
    assert_ne!(untrained.hidden().kernel(), Iris::new(2).hidden().kernel());

    let data = datasets::iris();
    let data = StandardScaler::fit(&data).transform(&data);
    let loss = SparseCategoricalCrossentropy::default();
    let mut model = untrained.compile(Adam::new(0.01), loss, (Accuracy::default(),));
    model.fit(&data, Fit::epochs(20).batch_size(10)).unwrap();
    assert!(model.evaluate(&data).unwrap().get("accuracy") > Some(0.9));
    assert!(model.hidden().kernel().iter().all(|&w| w != 0.0));
}

#[test]
fn what_makes_no_sense_for_the_shape_is_an_error() {
    model! { struct TooMany { Dense<2, 1>(kernel_initializer = Sparse { inputs: 3 }) } }
    let mut model = TooMany::new(1).compile(SGD::new(0.1), MeanSquaredError::default(), ());
    let result = model.fit(&plane(), Fit::epochs(1));
    assert!(matches!(result, Err(Error::Setting { value: 3.0, .. })), "{result:?}");

    model! { struct OfBiases { Dense<2, 1>(bias_initializer = Sparse { inputs: 1 }) } }
    let mut model = OfBiases::new(1).compile(SGD::new(0.1), MeanSquaredError::default(), ());
    let result = model.fit(&plane(), Fit::epochs(1));
    assert!(matches!(result, Err(Error::Rank { what: "`Sparse`", .. })), "{result:?}");
}
