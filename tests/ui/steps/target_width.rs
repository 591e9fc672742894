//! Targets of another width than the output
//!
//! The last layer gives as many values as a target has.

use plywood::prelude::*;

fn main() -> plywood::Result<()> {
    let data = Dataset::<Features<2>, Features<1>>::from_rows(&[[0.0, 1.0]], [[1.0]])?;
    let mut model = model![Dense<2, 3>].compile(Adam::new(0.01), MeanSquaredError::default(), ());
    model.fit(&data, Fit::epochs(1))?;
    Ok(())
}
