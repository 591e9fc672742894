use alloc::vec;
use alloc::vec::Vec;

use crate::data::{Dataset, Targets};
use crate::error::{Error, Result, check_setting};
use crate::tensor::{Flow, Scalar};

/// The weights of the first `samples` samples: their own times that of their class.
pub(super) fn sample_weights<X: Flow, Y: Targets, T: Scalar>(
    data: &Dataset<X, Y, T>,
    samples: usize,
    class_weight: Option<&[f64]>,
) -> Result<Option<Vec<T>>> {
    let own = data.sample_weights().map(|weights| weights[..samples * Y::COUNT].to_vec());
    let Some(class_weight) = class_weight else { return Ok(own) };
    let classes = check_class_weight::<Y, T>(class_weight)?;
    let mut weights = own.unwrap_or_else(|| vec![T::one(); samples]);
    for (row, weight) in weights.iter_mut().enumerate() {
        // A single value may be no class: 0.5, or 7. It then weighs what the nearest one does.
        let class = Y::class_at::<T>(data.target_store(), row).min(classes - 1);
        *weight *= T::of(class_weight[class]);
    }
    Ok(Some(weights))
}

/// The number of classes, or an error unless there is a finite weight for each.
pub(super) fn check_class_weight<Y: Targets, T: Scalar>(class_weight: &[f64]) -> Result<usize> {
    let Some(classes) = Y::CLASSES else { return Err(Error::ClassWeightOfSeveral { outputs: Y::COUNT }) };
    if class_weight.len() != classes {
        return Err(Error::ClassWeights { classes, weights: class_weight.len() });
    }
    for &weight in class_weight {
        check_setting("a class weight", weight, T::of(weight).is_finite(), "finite")?;
    }
    Ok(classes)
}
