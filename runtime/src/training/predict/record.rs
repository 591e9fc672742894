//! A model that knows how records become its samples.

use super::predict_one;
use crate::data::{Preparation, Record};
use crate::error::{Error, Result};
use crate::layer::Pass;
use crate::model::Model;
use crate::tensor::Flow;
use crate::training::compile::Compiled;

impl Preparation {
    /// What a model says to a record.
    ///
    /// # Errors
    /// As [`sample`](Self::sample).
    pub fn predict<M: Model>(
        &self,
        model: &M,
        record: &Record,
    ) -> Result<<M::Output as Flow>::Arrays<M::Scalar>> {
        let values = self.values::<M::Input, M::Scalar>(record)?;
        Ok(predict_one(model, model.arena().values(), &values, Pass::inference))
    }
}

impl<M: Model, O, L, Ms> Compiled<M, O, L, Ms> {
    /// Gives the model the preparation of its data: it is saved and loaded with it, and
    /// [`predict_record`](Self::predict_record) uses it.
    ///
    /// # Errors
    /// [`Error::Columns`] for a preparation that makes another number of values than the model takes.
    pub fn set_preparation(&mut self, preparation: Preparation) -> Result<()> {
        preparation.check_width::<M::Input>(None)?;
        self.preparation = Some(preparation);
        Ok(())
    }

    /// The preparation of its data, if it was given one, or one was loaded.
    pub const fn preparation(&self) -> Option<&Preparation> {
        self.preparation.as_ref()
    }

    /// What the model says to a record, which becomes a sample as the data did that the model has learnt from.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// let table = Table::new(["legs", "wings", "kind"], [["4", "no", "cat"], ["2", "yes", "bird"], ["4", "no", "cat"]])?;
    /// let schema = Schema::new().column("legs", Numeric::min_max()).column("wings", OneHot::new()).classes("kind");
    /// let preparation = schema.fit(&table)?;
    /// let data = preparation.dataset(&table)?;
    ///
    /// let loss = SparseCategoricalCrossentropy::default();
    /// let mut model = model![Dense<3, 2, softmax>].compile(Adam::new(0.1), loss, ());
    /// model.set_preparation(preparation.clone())?;
    /// model.fit(&data, Fit::epochs(100))?;
    /// let probabilities = model.predict_record(&Record::new().set("legs", 2).set("wings", "yes"))?;
    /// assert_eq!(preparation.classes()[argmax(probabilities)], "bird");
    /// # Ok::<(), plywood::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::NoPreparation`] for a model without one, [`Error::Cell`] for a value that cannot be read or is missing.
    pub fn predict_record(&self, record: &Record) -> Result<<M::Output as Flow>::Arrays<M::Scalar>> {
        self.preparation.as_ref().ok_or(Error::NoPreparation)?.predict(&self.model, record)
    }
}
