use core::array::from_fn;
use core::mem::take;
use core::ops::Range;

use crate::kernels::adam::Adam;
use crate::kernels::sum;
use crate::layout::LANE_WIDTH;
use crate::simd::{Instructions, vectorize_inline};
use crate::tensor::Scalar;

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
    /// The name of the variable, such as `dense/kernel`, if it is a single one.
    pub name: &'a str,
    /// The shape of the variable, if it is a single one: see
    /// [`SEPARATE`](super::Optimizer::SEPARATE).
    pub shape: &'a [usize],
    /// How far the step goes.
    pub learning_rate: f64,
    /// The number of steps made before this one.
    pub iterations: u64,
    /// What the code around is compiled for.
    pub(crate) instructions: Instructions,
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
        let Self { mut memory, all, range } = self;
        from_fn(|_| {
            let (slot, rest) =
                take(&mut memory).split_at_mut_checked(all).expect("an optimizer has too few slots");
            memory = rest;
            &mut slot[range.clone()]
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
            name: "",
            shape: &[],
            learning_rate,
            iterations,
            instructions: Instructions::TARGET,
        }
    }

    /// The same step, lent to go through the values more than once.
    pub const fn reborrow(&mut self) -> Update<'_, T> {
        Update {
            variables: self.variables,
            gradients: self.gradients,
            slots: self.slots.reborrow(),
            name: self.name,
            shape: self.shape,
            learning_rate: self.learning_rate,
            iterations: self.iterations,
            instructions: Instructions::TARGET,
        }
    }

    /// Gives every value `w`, with its gradient `g` and its slots, the new value and the new slots that `step` makes
    /// of them. In what order, and how often for each, is not said.
    ///
    /// A number that would be infinite or not a number becomes 0; `false` says that there was one.
    #[inline(always)]
    pub fn each<const N: usize>(self, step: impl Fn(T, T, [T; N]) -> (T, [T; N])) -> bool {
        let len = self.variables.len();
        let (variables, gradients) = (self.variables, &self.gradients[..len]);
        let slots = self.slots.split::<N>().map(|slot| &mut slot[..len]);
        // A small network has so few that the questions before a loop would take too long.
        let many = if self.instructions.are_of_target() { len / MANY * MANY } else { 0 };
        vectorize_inline::<T, _>(
            self.instructions,
            #[inline(always)]
            move || each_in(variables, gradients, slots, step, many),
        )
    }

    /// [`Adam`](super::Adam)'s step, with the two moments in the slots, and its factors.
    #[inline(always)]
    pub(super) fn by_adam(self, factors: [T; 4]) -> bool {
        let Self { variables, gradients, slots, instructions, .. } = self;
        let len = variables.len();
        let [first, second] = slots.split();
        let (first, second) = (&mut first[..len], &mut second[..len]);
        let mut is_finite = true;
        let kernel = Adam {
            variables: &mut *variables,
            gradients: &gradients[..len],
            first: &mut *first,
            second: &mut *second,
            factors,
            is_finite: &mut is_finite,
        };
        // What is part of a small network cannot have longer vectors than the code around.
        if instructions.are_of_target() {
            T::run_longest(kernel);
        } else {
            T::run_inline(instructions, kernel);
        }
        if !is_finite {
            clear(variables, [first, second]);
        }
        is_finite
    }
}

/// How many values are a whole number of vectors, however many of them a loop may take at a time.
const MANY: usize = 64;

/// [`Update::each`]: the first `many` values in a loop that the compiler vectorizes, the others block by block. Must be
/// called where target features are enabled.
#[inline(always)]
fn each_in<T: Scalar, const N: usize>(
    variables: &mut [T],
    gradients: &[T],
    mut slots: [&mut [T]; N],
    step: impl Fn(T, T, [T; N]) -> (T, [T; N]),
    many: usize,
) -> bool {
    // What is infinite or no number, times 0, is no number, and so is whatever that is added to.
    let mut zeros = [T::zero(); LANE_WIDTH];
    let mut is_finite = true;
    if let Some(end) = variables.len().checked_sub(LANE_WIDTH) {
        // The last block is read before anything is written. It overlaps the one before it where there is no whole
        // number of blocks: then some numbers are computed twice, which takes less time than the rest one by one.
        let mut last = Block::<T, N>::read(variables, gradients, &slots, end);
        last.step(&step, &mut zeros);
        if many > 0 {
            let slots = slots.each_mut().map(|slot| &mut slot[..many]);
            is_finite = one_by_one(&mut variables[..many], &gradients[..many], slots, &step);
        }
        for first in (many..end).step_by(LANE_WIDTH) {
            let mut block = Block::<T, N>::read(variables, gradients, &slots, first);
            block.step(&step, &mut zeros);
            block.write(variables, &mut slots, first);
        }
        last.write(variables, &mut slots, end);
    } else {
        let all = slots.each_mut().map(|slot| &mut **slot);
        is_finite = one_by_one(variables, gradients, all, &step);
    }
    is_finite &= sum(zeros) == T::zero();
    if !is_finite {
        clear(variables, slots);
    }
    is_finite
}

/// Makes the steps, and tells whether all numbers stay finite.
#[inline(always)]
fn one_by_one<T: Scalar, const N: usize>(
    variables: &mut [T],
    gradients: &[T],
    slots: [&mut [T]; N],
    step: &impl Fn(T, T, [T; N]) -> (T, [T; N]),
) -> bool {
    let len = variables.len();
    let mut is_finite = true;
    let (gradients, slots) = (&gradients[..len], slots.map(|slot| &mut slot[..len]));
    for index in 0..len {
        let mut old = [T::zero(); N];
        for n in 0..N {
            old[n] = slots[n][index];
        }
        let (w, new) = step(variables[index], gradients[index], old);
        let mut zero = w * T::zero();
        for n in 0..N {
            zero += new[n] * T::zero();
            slots[n][index] = new[n];
        }
        variables[index] = w;
        is_finite &= zero == T::zero();
    }
    is_finite
}

/// Makes 0 of all that is not finite.
#[cold]
#[inline(never)]
fn clear<T: Scalar, const N: usize>(variables: &mut [T], slots: [&mut [T]; N]) {
    for number in variables.iter_mut().chain(slots.into_iter().flatten()) {
        *number = finite(*number);
    }
}

/// Some values side by side, with their gradients and slots: all of them read before any is written, so that the
/// compiler need not ask whether they overlap. (No closures here, which would not always become part of the code
/// around.)
struct Block<T, const N: usize> {
    w: [T; LANE_WIDTH],
    g: [T; LANE_WIDTH],
    slots: [[T; LANE_WIDTH]; N],
}

impl<T: Scalar, const N: usize> Block<T, N> {
    #[inline(always)]
    fn read(variables: &[T], gradients: &[T], slots: &[&mut [T]; N], first: usize) -> Self {
        let zeros = [T::zero(); LANE_WIDTH];
        let mut block = Self { w: at(variables, first), g: at(gradients, first), slots: [zeros; N] };
        for (of_block, slot) in block.slots.iter_mut().zip(slots) {
            *of_block = at(slot, first);
        }
        block
    }

    /// Makes the step, and notes in `zeros` whether a number has become infinite or none.
    #[inline(always)]
    fn step(&mut self, step: &impl Fn(T, T, [T; N]) -> (T, [T; N]), zeros: &mut [T; LANE_WIDTH]) {
        for (lane, zeros) in zeros.iter_mut().enumerate() {
            let mut old = [T::zero(); N];
            for (old, slot) in old.iter_mut().zip(&self.slots) {
                *old = slot[lane];
            }
            let (w, new) = step(self.w[lane], self.g[lane], old);
            let mut zero = w * T::zero();
            for (slot, new) in self.slots.iter_mut().zip(new) {
                zero += new * T::zero();
                slot[lane] = new;
            }
            *zeros += zero;
            self.w[lane] = w;
        }
    }

    #[inline(always)]
    fn write(&self, variables: &mut [T], slots: &mut [&mut [T]; N], first: usize) {
        variables[first..][..LANE_WIDTH].copy_from_slice(&self.w);
        for (slot, of_block) in slots.iter_mut().zip(&self.slots) {
            slot[first..][..LANE_WIDTH].copy_from_slice(of_block);
        }
    }
}

/// The block that begins there.
#[inline(always)]
fn at<T: Scalar>(values: &[T], first: usize) -> [T; LANE_WIDTH] {
    *values[first..].first_chunk().expect("there are so many")
}

/// The number, or 0 if it is not finite.
#[inline(always)]
fn finite<T: Scalar>(number: T) -> T {
    if number * T::zero() == T::zero() { number } else { T::zero() }
}

/// Gives a number its new value, or 0 if that is not finite, which is noted in `finite`.
#[inline]
pub(crate) fn set_finite<T: Scalar>(number: &mut T, new: T, finite: &mut bool) {
    *number = self::finite(new);
    *finite &= new.is_finite();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simd::testing::with_all_instructions;

    /// Some step that depends on everything.
    fn step(w: f64, g: f64, [a, b]: [f64; 2]) -> (f64, [f64; 2]) {
        let (a, b) = (0.5 * a + g, b - g * w);
        (w - 0.1 * a / (1.0 + b * b), [a, b])
    }

    /// The same numbers after a step of each alone, and what `each` makes of them.
    fn check(len: usize, bad: Option<usize>) {
        let wave = |first: usize| -> Vec<f64> {
            (first..first + len).map(|n| ((n * 37 + 11) % 101) as f64 / 50.0).collect()
        };
        let (mut variables, gradients, mut slots) = (wave(0), wave(100), [wave(200), wave(300)].concat());
        if let Some(bad) = bad {
            slots[bad] = f64::INFINITY;
        }
        let (mut expected, mut expected_slots) = (variables.clone(), slots.clone());
        for n in 0..len {
            let (w, [a, b]) = step(expected[n], gradients[n], [expected_slots[n], expected_slots[len + n]]);
            (expected[n], expected_slots[n], expected_slots[len + n]) = (finite(w), finite(a), finite(b));
        }
        let update = Update::new(&mut variables, &gradients, &mut slots, 0.1, 0);
        assert_eq!(update.each(step), bad.is_none(), "{len}, {bad:?}");
        assert_eq!((variables, slots), (expected, expected_slots), "{len}, {bad:?}");
    }

    #[test]
    fn each_number_makes_its_step_once_and_what_is_not_finite_becomes_zero() {
        with_all_instructions(|| {
            for len in (0..80).chain([MANY * 2 - 1, MANY * 2, MANY * 3 + 5]) {
                check(len, None);
                for bad in [0, len / 2, len].into_iter().filter(|&bad| bad < 2 * len) {
                    check(len, Some(bad));
                }
            }
        });
    }
}
