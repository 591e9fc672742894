use alloc::vec::Vec;
use core::slice::{from_mut, from_ref};

use super::target::{Target, check_width};
use crate::error::{Error, Result};
use crate::layout::{Lanes, size};
use crate::tensor::{Features, Image, Scalar, Sequence, Shape, token};

/// One of `CLASSES` classes, numbered from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Classes<const CLASSES: usize>;

/// One of `CLASSES` classes, numbered from 0, for each step of a sequence: the labels of a tagger, which ends in
/// `Sequence<STEPS, CLASSES>`.
///
/// ```
/// use plywood::prelude::*;
///
/// // Is a number larger than the one before it?
/// let data: Dataset<Sequence<3, 1>, ClassSequence<3, 2>> =
///     Dataset::new([[[1.0], [3.0], [2.0]], [[5.0], [4.0], [6.0]]], [[0, 1, 0], [0, 0, 1]])?;
/// let loss = SparseCategoricalCrossentropy::default();
/// let mut model = model![Input<3, 1>, LSTM<8, Sequences>, Dense<2, softmax>].compile(
///     Adam::new(0.01),
///     loss,
///     (Accuracy::default(),),
/// );
/// model.fit(&data, Fit::epochs(2))?;
/// # Ok::<(), plywood::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClassSequence<const STEPS: usize, const CLASSES: usize>;

/// One of `CLASSES` classes, numbered from 0, for each pixel of an image: the target of a segmentation, which ends in
/// `Image<HEIGHT, WIDTH, CLASSES>`. Large ones are read by
/// [`from_columns`](super::Dataset::from_columns), as numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClassImage<const HEIGHT: usize, const WIDTH: usize, const CLASSES: usize>;

/// The classes of a batch of samples, padding lanes included.
#[derive(Clone, Copy, Debug)]
pub struct Labels<'a> {
    classes: &'a [u32],
    samples: usize,
}

impl<'a> Labels<'a> {
    /// The class of each sample.
    #[inline]
    pub fn iter(&self) -> impl Iterator<Item = usize> + 'a {
        self.classes[..self.samples].iter().map(|&class| class as usize)
    }

    /// The class of each lane, those of the padding too.
    #[inline]
    pub(crate) const fn lanes(&self) -> &'a [u32] {
        self.classes
    }

    /// The class of one sample.
    #[inline]
    pub const fn at(&self, sample: usize) -> usize {
        self.classes[sample] as usize
    }
}

/// The classes of a batch of samples that have one at each position: step or pixel.
#[derive(Clone, Copy, Debug)]
pub struct PositionLabels<'a> {
    classes: &'a [u32],
    lanes: Lanes,
}

impl<'a> PositionLabels<'a> {
    /// The classes at one position.
    pub fn position(&self, position: usize) -> Labels<'a> {
        let stride = self.lanes.stride();
        Labels { classes: &self.classes[position * stride..][..stride], samples: self.lanes.samples() }
    }

    /// The class of one sample at one position.
    pub fn at(&self, position: usize, sample: usize) -> usize {
        self.position(position).at(sample)
    }
}

/// Targets that are class numbers, for outputs of shape `Out` with a value for each class.
#[diagnostic::on_unimplemented(
    message = "targets `{Self}` are not the classes of outputs of shape `{Out}`",
    label = "other targets than the metric needs",
    note = "for classes the model has to have an output for each"
)]
pub trait ClassTarget<Out: Shape>: Target {
    /// The class of one sample at one position.
    fn class_at<T: Scalar>(targets: Self::Batch<'_, T>, position: usize, sample: usize) -> usize;
}

/// Calls a macro for each kind of target that is made of class numbers, with its parameters, the shape of the outputs
/// that it belongs to, and its type.
macro_rules! each_class_target {
    ($implement:ident) => {
        $implement!([const CLASSES: usize], Features<CLASSES>, Classes<CLASSES>);
        $crate::data::each_position_class_target!($implement);
    };
}
pub(crate) use each_class_target;

/// The same for those with several positions.
macro_rules! each_position_class_target {
    ($implement:ident) => {
        $implement!(
            [const STEPS: usize, const CLASSES: usize],
            Sequence<STEPS, CLASSES>,
            ClassSequence<STEPS, CLASSES>
        );
        $implement!(
            [const HEIGHT: usize, const WIDTH: usize, const CLASSES: usize],
            Image<HEIGHT, WIDTH, CLASSES>,
            ClassImage<HEIGHT, WIDTH, CLASSES>
        );
    };
}
pub(crate) use each_position_class_target;

/// Implements [`Target`] for class numbers: those of a sample are a `$value`.
macro_rules! class_target {
    ($target:ident<$($size:ident),*> for $out:ident, $positions:expr, $value:ty, $batch:ident, $make:expr, $class_at:expr) => {
        impl<$(const $size: usize),*> Target for $target<$($size),*> {
            type Value<T: Scalar> = $value;
            type Element<T: Scalar> = u32;
            type Batch<'a, T: Scalar> = $batch<'a>;

            const WIDTH: usize = {
                assert!(CLASSES > 0, "there is at least one class");
                assert!(CLASSES <= u32::MAX as usize, "there are at most 4,294,967,295 classes");
                $positions
            };

            const POSITIONS: usize = $positions;

            fn elements<T: Scalar>(values: impl IntoIterator<Item = $value>) -> Result<Vec<u32>> {
                let mut elements = Vec::new();
                for (row, value) in values.into_iter().enumerate() {
                    for &label in bytemuck::cast_slice::<$value, usize>(from_ref(&value)) {
                        elements.push(match u32::try_from(label) {
                            Ok(class) if label < CLASSES => class,
                            _ => return Err(Error::Label { row, label, classes: CLASSES }),
                        });
                    }
                }
                Ok(elements)
            }

            fn elements_of_numbers<T: Scalar>(numbers: &[T]) -> Result<Vec<u32>> {
                check_width(numbers.len(), Self::WIDTH)?;
                let element = |(index, number): (usize, &T)| match token(*number, CLASSES) {
                    Some(class) => Ok(class as u32),
                    None => {
                        let (row, value) = (index / Self::WIDTH, number.to_f64());
                        Err(Error::Class { row, value, classes: CLASSES })
                    }
                };
                numbers.iter().enumerate().map(element).collect()
            }

            const CLASSES: usize = CLASSES;

            fn class<T: Scalar>(elements: &[u32]) -> usize {
                elements[0] as usize
            }

            fn value<T: Scalar>(elements: &[u32]) -> $value {
                let mut value: $value = bytemuck::Zeroable::zeroed();
                let labels = bytemuck::cast_slice_mut::<$value, usize>(from_mut(&mut value));
                labels.iter_mut().zip(elements).for_each(|(label, &class)| *label = class as usize);
                value
            }

            fn cast<T: Scalar, U: Scalar>(elements: &[u32]) -> Vec<u32> {
                elements.to_vec()
            }

            #[inline]
            fn batch<T: Scalar>(elements: &[u32], lanes: Lanes) -> $batch<'_> {
                $make(elements, lanes)
            }
        }

        impl<$(const $size: usize),*> ClassTarget<$out<$($size),*>> for $target<$($size),*> {
            fn class_at<T: Scalar>(targets: $batch<'_>, position: usize, sample: usize) -> usize {
                $class_at(targets, position, sample)
            }
        }
    };
}

class_target!(
    Classes<CLASSES> for Features, 1, usize, Labels,
    |classes, lanes: Lanes| Labels { classes, samples: lanes.samples() },
    |labels: Labels<'_>, _, sample| labels.at(sample)
);
class_target!(
    ClassSequence<STEPS, CLASSES> for Sequence, STEPS, [usize; STEPS], PositionLabels,
    |classes, lanes| PositionLabels { classes, lanes },
    |labels: PositionLabels<'_>, position, sample| labels.at(position, sample)
);
class_target!(
    ClassImage<HEIGHT, WIDTH, CLASSES> for Image,
    match size::product(&[HEIGHT, WIDTH]) {
        Some(pixels) => pixels,
        None => panic!("more pixels than a computer can count"),
    },
    [[usize; WIDTH]; HEIGHT], PositionLabels,
    |classes, lanes| PositionLabels { classes, lanes },
    |labels: PositionLabels<'_>, position, sample| labels.at(position, sample)
);
