use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use plywood::callbacks::Callback;
use plywood::data::Target;
use plywood::losses::Loss;
use plywood::metrics::Metrics;
use plywood::optimizers::Optimizer;
use plywood::prelude::*;
use plywood::{Compiled, Scalar, Scores, Shape, Weight};
use safetensors::SafeTensors;
use serde_json::Value;

/// A recorded run.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) config: Value,
    tensors: Vec<u8>,
    /// Whether it is repeated in `f64`.
    exact: bool,
    /// The variables without a gradient, which Adam moves by the rounding errors of whoever computes, and what follows
    /// from them alone. In `f64` the errors are too small to matter; otherwise Keras' values take the place of ours
    /// once everything else has been compared, and what is computed during training with all variables is left out.
    drifting: &'static [&'static str],
}

/// Targets as they were recorded.
pub(crate) trait Recorded: Target {
    /// The targets of consecutive samples.
    fn read<T: Scalar>(values: &[T]) -> Vec<Self::Value<T>>;
}

impl<const CLASSES: usize> Recorded for Classes<CLASSES> {
    fn read<T: Scalar>(values: &[T]) -> Vec<usize> {
        values.iter().map(|label| label.to_f64() as usize).collect()
    }
}

impl<const N: usize> Recorded for Features<N> {
    fn read<T: Scalar>(values: &[T]) -> Vec<[T; N]> {
        values.chunks_exact(N).map(|y| y.try_into().unwrap()).collect()
    }
}

impl Case {
    /// All cases of a folder.
    pub(crate) fn all(folder: &str, exact: bool) -> Vec<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(folder);
        let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
        paths.sort();
        assert!(!paths.is_empty());
        paths.iter().map(|path| Self::load(path, exact)).collect()
    }

    fn load(path: &Path, exact: bool) -> Self {
        Self {
            name: path.file_stem().unwrap().to_str().unwrap().to_owned(),
            config: serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap(),
            tensors: std::fs::read(path.with_extension("safetensors")).unwrap(),
            exact,
            drifting: &[],
        }
    }

    /// The same, with variables whose gradients are zero.
    pub(crate) fn drifting(&self, variables: &'static [&'static str]) -> Self {
        let Self { name, config, tensors, exact, .. } = self;
        let (name, config, tensors) = (name.clone(), config.clone(), tensors.clone());
        Self { name, config, tensors, exact: *exact, drifting: if *exact { &[] } else { variables } }
    }

    /// The tensor of this name, if it was recorded.
    fn tensor<T: Scalar>(&self, name: &str) -> Option<Vec<T>> {
        let tensors = SafeTensors::deserialize(&self.tensors).unwrap();
        let tensor = tensors.tensor(name).ok()?;
        let bytes = tensor.data();
        Some(match tensor.dtype() {
            safetensors::Dtype::F32 => bytes
                .chunks_exact(4)
                .map(|b| T::of(f32::from_le_bytes(b.try_into().unwrap()).into()))
                .collect(),
            safetensors::Dtype::F64 => {
                bytes.chunks_exact(8).map(|b| T::of(f64::from_le_bytes(b.try_into().unwrap()))).collect()
            }
            other => panic!("{other:?}"),
        })
    }

    /// The variables under `initial` or `final`.
    fn weights<T: Scalar>(&self, moment: &str) -> Vec<Weight<T>> {
        let tensors = SafeTensors::deserialize(&self.tensors).unwrap();
        let mut names: Vec<String> = tensors.names().into_iter().map(str::to_owned).collect();
        names.retain(|name| name.starts_with(moment));
        names.sort();
        let weight = |path: String| {
            let shape = tensors.tensor(&path).unwrap().shape().to_vec();
            let name = path.splitn(3, '/').nth(2).unwrap().to_owned();
            Weight { name, shape, values: self.tensor(&path).unwrap() }
        };
        names.into_iter().map(weight).collect()
    }

    /// The samples and targets called `x` and `y` with this ending.
    fn data<X: Shape, Y: Recorded, T: Scalar>(&self, ending: &str) -> Option<Dataset<X, Y, T>> {
        let samples: Vec<T> = self.tensor(&format!("x{ending}"))?;
        let targets: Vec<T> = self.tensor(&format!("y{ending}")).unwrap();
        Some(Dataset::from_slice(&samples, Y::read(&targets)).unwrap())
    }

    /// Repeats the run and compares everything that Keras recorded.
    pub(crate) fn check<M, O, L, Ms>(&self, model: Compiled<M, O, L, Ms>)
    where
        M: Model,
        O: Optimizer,
        L: Loss<M::Output, M::Activation, Target: Recorded>,
        Ms: Metrics<M::Output, M::Activation, L::Target>,
    {
        self.check_with(model, ());
    }

    /// The same with callbacks.
    pub(crate) fn check_with<M, O, L, Ms>(&self, model: Compiled<M, O, L, Ms>, callbacks: impl Callback)
    where
        M: Model,
        O: Optimizer,
        L: Loss<M::Output, M::Activation, Target: Recorded>,
        Ms: Metrics<M::Output, M::Activation, L::Target>,
    {
        assert_eq!(self.check_some(model, callbacks), self.scores(), "{}", self.name);
    }

    /// The same for a model that has only some of the metrics. It gives the names of the scores that were compared.
    pub(crate) fn check_some<M, O, L, Ms>(
        &self,
        mut model: Compiled<M, O, L, Ms>,
        callbacks: impl Callback,
    ) -> BTreeSet<String>
    where
        M: Model,
        O: Optimizer,
        L: Loss<M::Output, M::Activation, Target: Recorded>,
        Ms: Metrics<M::Output, M::Activation, L::Target>,
    {
        assert_eq!(self.config["param_count"], model.count_params(), "{}", self.name);
        let data: Dataset<M::Input, L::Target, M::Scalar> = self.data("").unwrap();
        let validation: Option<Dataset<M::Input, L::Target, M::Scalar>> = self.data("_val");
        model.set_weights(&self.weights("initial")).unwrap();
        self.check_predictions::<M>("predict_before", &model.predict(&data));
        // Keras evaluated in batches of this size; a loss that is a sum depends on it.
        let batch_size = self.config["fit"]["batch_size"].as_u64().unwrap() as usize;
        self.check_scores("evaluate_before", &model.evaluate_in_batches(&data, batch_size).unwrap());

        let mut fit = self.arguments();
        if let Some(validation) = &validation {
            fit = fit.validation_data(validation);
        }
        let fit = fit.callbacks(callbacks);
        let history = match self.tensor::<M::Scalar>("sample_weight") {
            Some(weights) => model.fit(&data.clone().sample_weight(weights).unwrap(), fit).unwrap(),
            None => model.fit(&data, fit).unwrap(),
        };

        let epochs: Vec<usize> = serde_json::from_value(self.config["epochs_run"].clone()).unwrap();
        assert_eq!(history.epochs(), epochs, "{}", self.name);
        let recorded = self.recorded("history");
        for (name, ours) in history.iter() {
            let theirs = recorded.get(name).unwrap_or_else(|| panic!("{}: no {name}", self.name));
            if self.drifting.is_empty() || !name.starts_with("val_") {
                self.close(name, ours, theirs);
            }
        }
        let theirs = self.weights::<M::Scalar>("final");
        let mut weights = model.weights();
        assert_eq!(weights.len(), theirs.len(), "{}", self.name);
        for (ours, theirs) in weights.iter_mut().zip(theirs) {
            assert_eq!((&ours.name, &ours.shape), (&theirs.name, &theirs.shape), "{}", self.name);
            if self.drifting.contains(&&*ours.name) {
                ours.values = theirs.values;
            } else {
                self.close_values(&ours.name, &ours.values, &theirs.values);
            }
        }
        model.set_weights(&weights).unwrap();
        self.check_predictions::<M>("predict_after", &model.predict(&data));
        self.check_scores("evaluate_after", &model.evaluate_in_batches(&data, batch_size).unwrap());
        history.iter().map(|(name, _)| name.to_owned()).collect()
    }

    /// Compares what Keras predicted and evaluated with the variables from before and from after the training, but not
    /// the training itself.
    pub(crate) fn check_ends<M, O, L, Ms>(&self, mut model: Compiled<M, O, L, Ms>)
    where
        M: Model,
        O: Optimizer,
        L: Loss<M::Output, M::Activation, Target: Recorded>,
        Ms: Metrics<M::Output, M::Activation, L::Target>,
    {
        assert_eq!(self.config["param_count"], model.count_params(), "{}", self.name);
        let data: Dataset<M::Input, L::Target, M::Scalar> = self.data("").unwrap();
        let batch_size = self.config["fit"]["batch_size"].as_u64().unwrap() as usize;
        for (moment, when) in [("initial", "before"), ("final", "after")] {
            model.set_weights(&self.weights(moment)).unwrap();
            self.check_predictions::<M>(&format!("predict_{when}"), &model.predict(&data));
            let scores = model.evaluate_in_batches(&data, batch_size).unwrap();
            self.check_scores(&format!("evaluate_{when}"), &scores);
        }
    }

    /// The arguments of `fit`, of which every one has to be known.
    fn arguments<D>(&self) -> Fit<'static, D> {
        let given = self.config["fit"].as_object().unwrap();
        let mut fit = Fit::epochs(given["epochs"].as_u64().unwrap() as usize).shuffle(false);
        assert_eq!(given["shuffle"], false);
        for (name, value) in given {
            let count = || value.as_u64().unwrap() as usize;
            fit = match name.as_str() {
                "epochs" | "shuffle" | "sample_weight" => fit,
                "batch_size" => fit.batch_size(count()),
                "initial_epoch" => fit.initial_epoch(count()),
                "validation_freq" => fit.validation_freq(count()),
                "validation_split" => fit.validation_split(value.as_f64().unwrap()),
                "class_weight" => {
                    let weights = value.as_object().unwrap().values().map(|weight| weight.as_f64().unwrap());
                    fit.class_weight(weights.collect::<Vec<_>>())
                }
                _ => panic!("{}: {name}", self.name),
            };
        }
        fit
    }

    fn check_predictions<M: Model>(&self, what: &str, ours: &[<M::Output as Shape>::Array<M::Scalar>]) {
        let theirs: Vec<M::Scalar> = self.tensor(what).unwrap();
        let ours: Vec<M::Scalar> =
            ours.iter().flat_map(|sample| M::Output::values(sample).to_vec()).collect();
        self.close_values(what, &ours, &theirs);
    }

    fn check_scores(&self, what: &str, ours: &Scores) {
        let theirs = self.recorded(what);
        for (name, ours) in ours.iter() {
            let theirs = theirs.get(name).unwrap_or_else(|| panic!("{}: no {name}", self.name));
            self.close(name, &[ours], theirs);
        }
    }

    /// The names of all scores in the recorded history.
    pub(crate) fn scores(&self) -> BTreeSet<String> {
        self.recorded("history").into_keys().collect()
    }

    /// What was recorded under `history`, or of an evaluation.
    fn recorded(&self, what: &str) -> BTreeMap<String, Vec<f64>> {
        let scores = self.config[what].as_object().unwrap().iter();
        scores
            .flat_map(|(name, value)| match what {
                "history" => flat(name, value.as_array().unwrap()),
                _ => flat(name, std::slice::from_ref(value)),
            })
            .collect()
    }

    fn close_values<T: Scalar>(&self, what: &str, ours: &[T], theirs: &[T]) {
        let in_f64 = |values: &[T]| values.iter().map(|value| value.to_f64()).collect::<Vec<_>>();
        self.close(what, &in_f64(ours), &in_f64(theirs));
    }

    /// The tolerance is the project's promise for the less exact of the two number types, Keras' and ours.
    fn close(&self, what: &str, ours: &[f64], theirs: &[f64]) {
        let exact = self.config["dtype"] == "float64" && self.exact;
        let tolerance = if exact { 1e-9 } else { 2e-5 };
        assert_eq!(ours.len(), theirs.len(), "{}: {what}", self.name);
        for (index, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
            let error = (ours - theirs).abs() / theirs.abs().max(1.0);
            assert!(
                error <= tolerance,
                "{}: {what}[{index}] is {ours}, Keras has {theirs}: {error:e}",
                self.name
            );
        }
    }
}

/// Recorded values of a metric, one for each epoch, under the names that we have for them: a metric that has a number
/// for each class is recorded as lists.
fn flat(name: &str, values: &[Value]) -> Vec<(String, Vec<f64>)> {
    let number = |value: &Value| value.as_f64().unwrap();
    match values.first().and_then(Value::as_array) {
        None => vec![(name.to_owned(), values.iter().map(number).collect())],
        Some(classes) => (0..classes.len())
            .map(|class| {
                (format!("{name}_{class}"), values.iter().map(|value| number(&value[class])).collect())
            })
            .collect(),
    }
}
