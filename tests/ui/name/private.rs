//! A private layer or activation in a public model
//!
//! Make the type as visible as the model: the model tells its users what goes in and what comes out.

use plywood::prelude::*;

use plywood::Scalar;
use plywood::activations::Elementwise;

#[derive(Clone, Copy, Debug, Default)]
#[allow(non_camel_case_types)]
struct square {}

impl Elementwise for square {
    const NAME: &'static str = "square";

    fn value<T: Scalar>(&self, z: T) -> T {
        z * z
    }

    fn derivative<T: Scalar>(&self, a: T) -> T {
        a.sqrt() + a.sqrt()
    }
}

model! {
    pub struct Net {
        Dense<4, 3, square>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
