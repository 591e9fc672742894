use alloc::vec;
use alloc::vec::Vec;

use crate::data::{Dataset, Target};
use crate::error::{Error, Result, check_setting};
use crate::tensor::{Scalar, Shape};

/// The weights of the first `samples` samples: their own times that of their class.
pub(super) fn sample_weights<X: Shape, Y: Target, T: Scalar>(
    data: &Dataset<X, Y, T>,
    samples: usize,
    class_weight: Option<&[f64]>,
) -> Result<Option<Vec<T>>> {
    let own = data.sample_weights().map(|weights| weights[..samples].to_vec());
    let Some(class_weight) = class_weight else { return Ok(own) };
    check_class_weight::<Y, T>(class_weight)?;
    let mut weights = own.unwrap_or_else(|| vec![T::one(); samples]);
    for (weight, elements) in weights.iter_mut().zip(data.target_elements().chunks_exact(Y::WIDTH)) {
        // A single value may be no class: 0.5, or 7. It then weighs what the nearest one does.
        let class = Y::class(elements).min(Y::CLASSES - 1);
        *weight *= T::of(class_weight[class]);
    }
    Ok(Some(weights))
}

/// An error unless there is a finite weight for each class.
pub(super) fn check_class_weight<Y: Target, T: Scalar>(class_weight: &[f64]) -> Result<()> {
    if class_weight.len() != Y::CLASSES {
        return Err(Error::ClassWeights { classes: Y::CLASSES, weights: class_weight.len() });
    }
    for &weight in class_weight {
        check_setting("a class weight", weight, T::of(weight).is_finite(), "finite")?;
    }
    Ok(())
}
