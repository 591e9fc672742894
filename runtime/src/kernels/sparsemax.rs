//! Projection onto the probability simplex, over groups of features, for each lane.

use crate::math::Number;

/// `aⱼ = max(zⱼ − τ, 0)` in place, over groups of `width` features, with the `τ` that makes their sum 1.
pub(crate) fn forward<T: Number>(values: &mut [T], width: usize, stride: usize) {
    for group in values.chunks_exact_mut(width * stride) {
        for lane in 0..stride {
            let values = &mut group[lane..];
            let larger = |largest, &z| if z > largest { z } else { largest };
            let largest = values.iter().step_by(stride).fold(values[0], larger);
            // Differences from the largest: large values would leave few digits for what is between 0 and 1.
            values.iter_mut().step_by(stride).for_each(|z| *z -= largest);
            let tau = threshold(values, stride);
            // If there is a NaN, `τ` is one, and all values become NaN.
            let project = |z: &mut T| *z = if *z <= tau { T::zero() } else { *z - tau };
            values.iter_mut().step_by(stride).for_each(project);
        }
    }
}

/// `τ` of the first lane's values, of which the largest is 0, by C. Michelot's algorithm: the values above a `τ` that
/// is too small give a better one, until none falls below it. Sorting, the usual way, would need memory.
fn threshold<T: Number>(values: &[T], stride: usize) -> T {
    // No result is more than 1, so `τ` is not less than this.
    let mut tau = -T::one();
    let mut before = usize::MAX;
    loop {
        let add = |(sum, count), &z| if z <= tau { (sum, count) } else { (sum + z, count + 1) };
        let (sum, count) = values.iter().step_by(stride).fold((T::zero(), 0), add);
        if count >= before {
            return tau;
        }
        before = count;
        tau = (sum - T::one()) / T::nearest(count as f64);
    }
}

/// `∂L/∂zⱼ = ∂L/∂aⱼ − mean ∂L/∂aₖ` over the `a` above 0 and 0 for the others, in place, over groups of `width`
/// features.
pub(crate) fn backward<T: Number>(output: &[T], gradient: &mut [T], width: usize, stride: usize) {
    let groups = output.chunks_exact(width * stride).zip(gradient.chunks_exact_mut(width * stride));
    for (output, gradient) in groups {
        for lane in 0..stride {
            let (mut sum, mut count) = (T::zero(), T::zero());
            for (&a, &g) in output[lane..].iter().zip(&gradient[lane..]).step_by(stride) {
                if a > T::zero() {
                    sum += g;
                    count += T::one();
                }
            }
            for (&a, g) in output[lane..].iter().zip(&mut gradient[lane..]).step_by(stride) {
                *g = if a > T::zero() { *g - sum / count } else { T::zero() };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    /// Worked out by hand.
    #[test]
    fn projections() {
        for (mut values, expected) in [
            ([0.0, 0.0, 0.0, 0.0], [0.25; 4]),
            ([3.0, 1.0, 0.0, -5.0], [1.0, 0.0, 0.0, 0.0]),
            ([1.0, 0.5, 0.25, -1.0], [0.75, 0.25, 0.0, 0.0]),
            ([1e4, 1e4 - 0.5, -1e4, 0.0], [0.75, 0.25, 0.0, 0.0]),
        ] {
            super::forward(&mut values, 4, 1);
            assert_eq!(values, expected);
        }
    }

    #[test]
    fn each_group_sums_to_one_and_not_a_number_spreads() {
        let stride = 8;
        let mut values: Vec<f32> = (0..6 * stride).map(|n| (n as f32 * 0.7).sin() * 2.0).collect();
        values[stride] = f32::NAN;
        super::forward(&mut values, 3, stride);
        for lane in 0..stride {
            for group in 0..2 {
                let at = |feature: usize| values[(group * 3 + feature) * stride + lane];
                if (group, lane) == (0, 0) {
                    assert!((0..3).all(|feature| at(feature).is_nan()));
                } else {
                    assert!(((0..3).map(at).sum::<f32>() - 1.0).abs() < 1e-6);
                }
            }
        }
    }
}
