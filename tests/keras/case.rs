use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use plywood::callbacks::Callback;
use plywood::data::Targets;
use plywood::losses::Losses;
use plywood::metrics::Metrics;
use plywood::optimizers::Optimizer;
use plywood::prelude::*;
use plywood::{Compiled, Flow, Scalar, Scores, Weight};
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

    /// The variables under `initial` or `final`, in the order of the model: Keras sorts the layers of a graph by their
    /// depth.
    fn in_order_of<M: Model>(&self, model: &M, moment: &str) -> Vec<Weight<M::Scalar>> {
        let mut recorded = self.weights(moment);
        if model.weights().iter().all(|ours| recorded.iter().any(|theirs| theirs.name == ours.name)) {
            let place = |name: &str| model.weights().iter().position(|ours| ours.name == name);
            recorded.sort_by_key(|weight| place(&weight.name));
        }
        recorded
    }

    /// The tensors of this name, one for each input or output.
    fn columns<T: Scalar>(&self, name: &str) -> Vec<Vec<T>> {
        let several = (0..).map_while(|number| self.tensor(&format!("{name}.{number}")));
        self.tensor(name).map_or_else(|| several.collect(), |one| vec![one])
    }

    /// The samples and targets called `x` and `y` with this ending.
    fn data<X: Flow, Y: Targets, T: Scalar>(&self, ending: &str) -> Option<Dataset<X, Y, T>> {
        let (x, y) = (self.columns::<T>(&format!("x{ending}")), self.columns::<T>(&format!("y{ending}")));
        if x.is_empty() {
            return None;
        }
        let [x, y] = [&x, &y].map(|columns| columns.iter().map(Vec::as_slice).collect::<Vec<_>>());
        Some(Dataset::from_columns(&x, &y).unwrap())
    }

    /// Repeats the run and compares everything that Keras recorded.
    pub(crate) fn check<M, O, L, Ms>(&self, model: Compiled<M, O, L, Ms>)
    where
        M: Model,
        O: Optimizer,
        L: Losses<M::Output, M::Activation>,
        Ms: Metrics<M::Output, M::Activation, L::Targets>,
    {
        self.check_with(model, ());
    }

    /// The same with callbacks.
    pub(crate) fn check_with<M, O, L, Ms>(&self, model: Compiled<M, O, L, Ms>, callbacks: impl Callback)
    where
        M: Model,
        O: Optimizer,
        L: Losses<M::Output, M::Activation>,
        Ms: Metrics<M::Output, M::Activation, L::Targets>,
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
        L: Losses<M::Output, M::Activation>,
        Ms: Metrics<M::Output, M::Activation, L::Targets>,
    {
        assert_eq!(self.config["param_count"], model.count_params(), "{}", self.name);
        let data: Dataset<M::Input, L::Targets, M::Scalar> = self.data("").unwrap();
        let validation: Option<Dataset<M::Input, L::Targets, M::Scalar>> = self.data("_val");
        model.set_weights(&self.in_order_of(&*model, "initial")).unwrap();
        self.check_predictions::<M::Output, _>(
            "predict_before",
            &model.predict_slice(data.inputs()).unwrap(),
        );
        // Keras evaluated in batches of this size; a loss that is a sum depends on it.
        let batch_size = self.config["fit"]["batch_size"].as_u64().unwrap() as usize;
        self.check_scores("evaluate_before", &model.evaluate_in_batches(&data, batch_size).unwrap());

        let mut fit = self.arguments();
        if let Some(validation) = &validation {
            fit = fit.validation_data(validation);
        }
        let fit = fit.callbacks(callbacks);
        let weights = self.columns::<M::Scalar>("sample_weight");
        let weighted = weights.iter().enumerate().fold(data.clone(), |data, (output, weights)| {
            let weights = weights.chunks(weights.len() / data.len());
            if self.tensor::<f64>("sample_weight").is_some() {
                data.sample_weight(weights).unwrap()
            } else {
                data.sample_weight_of(output, weights).unwrap()
            }
        });
        let history = model.fit(&weighted, fit).unwrap();

        let epochs: Vec<usize> = serde_json::from_value(self.config["epochs_run"].clone()).unwrap();
        assert_eq!(history.epochs(), epochs, "{}", self.name);
        let recorded = self.recorded("history");
        for (name, ours) in history.iter() {
            let theirs = recorded.get(name).unwrap_or_else(|| panic!("{}: no {name}", self.name));
            if self.drifting.is_empty() || !name.starts_with("val_") {
                self.close(name, ours, theirs);
            }
        }
        let theirs = self.in_order_of(&*model, "final");
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
        self.check_predictions::<M::Output, _>("predict_after", &model.predict_slice(data.inputs()).unwrap());
        self.check_scores("evaluate_after", &model.evaluate_in_batches(&data, batch_size).unwrap());
        history.iter().map(|(name, _)| name.to_owned()).collect()
    }

    /// Compares what Keras predicted and evaluated with the variables from before and from after the training, but not
    /// the training itself.
    pub(crate) fn check_ends<M, O, L, Ms>(&self, mut model: Compiled<M, O, L, Ms>)
    where
        M: Model,
        O: Optimizer,
        L: Losses<M::Output, M::Activation>,
        Ms: Metrics<M::Output, M::Activation, L::Targets>,
    {
        assert_eq!(self.config["param_count"], model.count_params(), "{}", self.name);
        let data: Dataset<M::Input, L::Targets, M::Scalar> = self.data("").unwrap();
        let batch_size = self.config["fit"]["batch_size"].as_u64().unwrap() as usize;
        for (moment, when) in [("initial", "before"), ("final", "after")] {
            model.set_weights(&self.weights(moment)).unwrap();
            let predicted = model.predict_slice(data.inputs()).unwrap();
            self.check_predictions::<M::Output, _>(&format!("predict_{when}"), &predicted);
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

    /// Compares predictions, one sample after the other, with what was recorded for each output.
    fn check_predictions<Y: Flow, T: Scalar>(&self, what: &str, ours: &[T]) {
        let theirs = self.columns::<T>(what);
        assert_eq!(theirs.len(), Y::SHAPES.len(), "{}", self.name);
        let mut start = 0;
        for (axes, theirs) in Y::SHAPES.iter().zip(theirs) {
            let width: usize = axes.iter().product();
            let column = ours.chunks_exact(Y::VALUES).flat_map(|row| &row[start..start + width]);
            self.close_values(what, &column.copied().collect::<Vec<_>>(), &theirs);
            start += width;
        }
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
