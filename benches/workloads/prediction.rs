use std::hint::black_box;

use plywood::prelude::*;

use super::models::{Images, Iris};
use super::{Repeat, data, repeat};

/// W6a.
pub(super) fn flower() -> Repeat {
    let (model, flower) = (Iris::new(1), data::irises().samples()[0]);
    repeat(move || model.predict(black_box(&flower)))
}

/// W6b.
pub(super) fn image() -> Repeat {
    let (model, image) = (Images::new(1), data::images::<Features<784>>(1).samples()[0]);
    repeat(move || model.predict(black_box(&image)))
}

/// W6c.
pub(super) fn images() -> Repeat {
    let (model, images) = (Images::new(1), data::images::<Features<784>>(1024));
    repeat(move || model.predict(black_box(images.samples())))
}
