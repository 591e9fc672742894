//! How many parameters a layer has.

use crate::shape::Size;

/// The number of values in a layer's variables: terms to be added, each a product.
#[derive(Clone)]
pub(crate) struct Parameters(pub(crate) Vec<Vec<Size>>);

impl Parameters {
    pub(crate) fn are_literal(&self) -> bool {
        self.0.iter().flatten().all(|size| size.literal().is_some())
    }

    /// The number; `None` if not all sizes are numbers, or if it is too large.
    pub(crate) fn count(&self) -> Option<usize> {
        self.0.iter().try_fold(0usize, |sum, factors| {
            let term =
                factors.iter().try_fold(1usize, |product, size| product.checked_mul(size.literal()?))?;
            sum.checked_add(term)
        })
    }

    /// `4 × 8 + 8`
    pub(crate) fn formula(&self) -> String {
        let product =
            |factors: &Vec<Size>| factors.iter().map(Size::as_written).collect::<Vec<_>>().join(" × ");
        self.0.iter().map(product).collect::<Vec<_>>().join(" + ")
    }
}
