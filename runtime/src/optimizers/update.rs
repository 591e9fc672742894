use core::ops::Range;

use crate::Scalar;
use crate::kernels::simd::vectorize;

/// What an optimizer works on at one step.
#[derive(Debug)]
#[non_exhaustive]
pub struct Update<'a, T> {
    /// The values to be changed: of one variable, or of several side by side.
    pub variables: &'a mut [T],
    /// The gradient of the loss with respect to each; their squares, too, are finite, and so is the sum of these.
    pub gradients: &'a [T],
    /// What the optimizer remembers of them.
    pub slots: Slots<'a, T>,
    /// The shape of the variable, if it is a single one: see
    /// [`SEPARATE`](super::Optimizer::SEPARATE).
    pub shape: &'a [usize],
    /// How far the step goes.
    pub learning_rate: f64,
    /// The number of steps made before this one.
    pub iterations: u64,
}

/// What an optimizer remembers: so many numbers, or *slots*, for each number that it changes.
#[derive(Debug)]
pub struct Slots<'a, T> {
    /// The first slot of all variables, the second slot of all variables, and so on.
    memory: &'a mut [T],
    /// The number of values in all variables.
    all: usize,
    /// The values that an update is about.
    range: Range<usize>,
}

impl<'a, T: Scalar> Slots<'a, T> {
    pub(crate) const fn new(memory: &'a mut [T], all: usize, range: Range<usize>) -> Self {
        Self { memory, all, range }
    }

    const fn reborrow(&mut self) -> Slots<'_, T> {
        Slots { memory: self.memory, all: self.all, range: self.range.start..self.range.end }
    }

    /// The `N` slots, each as long as the variables.
    ///
    /// # Panics
    /// When there are not `N` slots.
    #[inline]
    pub fn split<const N: usize>(self) -> [&'a mut [T]; N] {
        let Self { memory, all, range } = self;
        let mut slots = memory.chunks_exact_mut(all.max(1));
        core::array::from_fn(|_| match slots.next() {
            Some(slot) => &mut slot[range.clone()],
            None if range.is_empty() => &mut [],
            None => panic!("an optimizer with too few slots"),
        })
    }
}

impl<'a, T: Scalar> Update<'a, T> {
    /// A step for one variable, or for all; the slots are the first one of all values, the second one of all values,
    /// and so on.
    pub const fn new(
        variables: &'a mut [T],
        gradients: &'a [T],
        slots: &'a mut [T],
        learning_rate: f64,
        iterations: u64,
    ) -> Self {
        let all = gradients.len();
        Self {
            variables,
            gradients,
            slots: Slots::new(slots, all, 0..all),
            shape: &[],
            learning_rate,
            iterations,
        }
    }

    /// The same step, lent to go through the values more than once.
    pub const fn reborrow(&mut self) -> Update<'_, T> {
        Update {
            variables: self.variables,
            gradients: self.gradients,
            slots: self.slots.reborrow(),
            shape: self.shape,
            learning_rate: self.learning_rate,
            iterations: self.iterations,
        }
    }

    /// Gives every value `w`, with its gradient `g` and its slots, the new value and the new slots that `step` makes
    /// of them.
    ///
    /// A number that would be infinite or not a number becomes 0; `false` says that there was one.
    #[inline]
    pub fn each<const N: usize>(self, mut step: impl FnMut(T, T, [T; N]) -> (T, [T; N])) -> bool {
        let len = self.variables.len();
        let (variables, gradients) = (self.variables, &self.gradients[..len]);
        let slots = self.slots.split::<N>().map(|slot| &mut slot[..len]);
        vectorize(
            #[inline(always)]
            move || {
                let mut finite = true;
                for index in 0..len {
                    let old = core::array::from_fn(|slot| slots[slot][index]);
                    let (w, new) = step(variables[index], gradients[index], old);
                    for slot in 0..N {
                        set_finite(&mut slots[slot][index], new[slot], &mut finite);
                    }
                    set_finite(&mut variables[index], w, &mut finite);
                }
                finite
            },
        )
    }
}

/// Gives a number its new value, or 0 if that is not finite, which is noted in `finite`.
#[inline]
pub(crate) fn set_finite<T: Scalar>(number: &mut T, new: T, finite: &mut bool) {
    // What is infinite or no number, times 0, is no number.
    let is_finite = new * T::zero() == T::zero();
    // To keep the old number instead, processors have an instruction, but many are slow at it.
    *number = if is_finite { new } else { T::zero() };
    *finite &= is_finite;
}
