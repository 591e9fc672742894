//! Training runs that Keras recorded, repeated: the same data and the same initial weights must give the same
//! history, the same weights and the same predictions.

use std::fmt::Debug;
use std::path::Path;

use plywood::data::Target;
use plywood::losses::Loss;
use plywood::metrics::Metrics;
use plywood::optimizers::Optimizer;
use plywood::prelude::*;
use plywood::{Compiled, Scalar, Scores, Shape, Weight};
use safetensors::SafeTensors;
use serde_json::Value;

model! { struct IrisNetwork { Dense<4, 8, relu>, Dense<8, 3, softmax> } }
model! { struct Regression { Dense<5, 6, tanh>, Dense<6, 3> } }
model! { struct Binary { Dense<5, 6, relu>, Dense<6, 1, sigmoid> } }
model! { struct Classifier { Dense<5, 6, relu>, Dense<6, 3, softmax> } }

/// A recorded run.
struct Case {
    name: String,
    config: Value,
    tensors: Vec<u8>,
    /// Whether it is repeated in `f64`.
    exact: bool,
}

impl Case {
    fn load(name: &str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(name);
        let read = |extension| std::fs::read(path.with_extension(extension)).unwrap();
        let config = serde_json::from_slice(&read("json")).unwrap();
        Self { name: name.to_owned(), config, tensors: read("safetensors"), exact: true }
    }

    /// The same case, to be repeated in `f32`.
    fn in_f32(mut self) -> Self {
        self.exact = false;
        self
    }

    fn tensor<T: Scalar>(&self, name: &str) -> Vec<T> {
        let tensors = SafeTensors::deserialize(&self.tensors).unwrap();
        let tensor = tensors.tensor(name).unwrap();
        let bytes = tensor.data();
        match tensor.dtype() {
            safetensors::Dtype::F32 => bytes
                .chunks_exact(4)
                .map(|b| T::of(f32::from_le_bytes(b.try_into().unwrap()).into()))
                .collect(),
            safetensors::Dtype::F64 => {
                bytes.chunks_exact(8).map(|b| T::of(f64::from_le_bytes(b.try_into().unwrap()))).collect()
            }
            other => panic!("{other:?}"),
        }
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
            Weight { name, shape, values: self.tensor(&path) }
        };
        names.into_iter().map(weight).collect()
    }

    fn number(&self, pointer: &str) -> Option<f64> {
        self.config.pointer(pointer).and_then(Value::as_f64)
    }

    fn sgd(&self) -> SGD {
        let number = |key| self.number(&format!("/compile/optimizer/{key}"));
        assert_eq!(self.config["compile"]["optimizer"]["class"], "SGD");
        let mut sgd = SGD::new(number("learning_rate").unwrap()).momentum(number("momentum").unwrap_or(0.0));
        if let Some(decay) = number("weight_decay") {
            sgd = sgd.weight_decay(decay);
        }
        sgd.nesterov(self.config["compile"]["optimizer"]["nesterov"] == true)
    }

    fn adam(&self) -> Adam {
        let number = |key| self.number(&format!("/compile/optimizer/{key}"));
        assert_eq!(self.config["compile"]["optimizer"]["class"], "Adam");
        let adam = Adam::new(number("learning_rate").unwrap());
        let adam = adam.amsgrad(self.config["compile"]["optimizer"]["amsgrad"] == true);
        number("beta_2").map_or(adam, |beta_2| adam.beta_2(beta_2))
    }

    /// Repeats the run and compares everything that Keras recorded.
    fn check<M, O, L, Ms>(
        &self,
        targets: Vec<<L::Target as Target>::Value<M::Scalar>>,
        model: Compiled<M, O, L, Ms>,
    ) where
        M: Model,
        O: Optimizer,
        L: Loss<M::Output, M::Activation>,
        Ms: Metrics<M::Output, L::Target>,
    {
        let mut model = model;
        let samples = M::Input::samples(&self.tensor("x")).to_vec();
        let data = Dataset::<M::Input, L::Target, M::Scalar>::new(samples, targets).unwrap();
        model.set_weights(&self.weights("initial")).unwrap();
        self.check_predictions::<M>("predict_before", &model.predict(&data));
        self.check_scores("evaluate_before", &model.evaluate(&data).unwrap());

        let fit = &self.config["fit"];
        assert_eq!(fit["shuffle"], false);
        let mut arguments = Fit::epochs(fit["epochs"].as_u64().unwrap() as usize).shuffle(false);
        arguments = arguments.batch_size(fit["batch_size"].as_u64().unwrap() as usize);
        if let Some(fraction) = self.number("/fit/validation_split") {
            arguments = arguments.validation_split(fraction);
        }
        let history = model.fit(&data, arguments).unwrap();

        let recorded = self.config["history"].as_object().unwrap();
        assert_eq!(
            history.iter().map(|(key, _)| key).collect::<Vec<_>>(),
            recorded.keys().collect::<Vec<_>>()
        );
        for (key, values) in history.iter() {
            let expected: Vec<f64> =
                recorded[key].as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect();
            self.close(key, values, &expected);
        }
        let epochs: Vec<usize> = serde_json::from_value(self.config["epochs_run"].clone()).unwrap();
        assert_eq!(history.epochs(), epochs);
        for (ours, theirs) in model.weights().iter().zip(self.weights::<M::Scalar>("final")) {
            assert_eq!((&ours.name, &ours.shape), (&theirs.name, &theirs.shape));
            self.close(&ours.name, &ours.values, &theirs.values);
        }
        self.check_predictions::<M>("predict_after", &model.predict(&data));
        self.check_scores("evaluate_after", &model.evaluate(&data).unwrap());
    }

    fn check_predictions<M: Model>(&self, what: &str, ours: &[<M::Output as Shape>::Array<M::Scalar>]) {
        let theirs: Vec<M::Scalar> = self.tensor(what);
        let ours: Vec<M::Scalar> =
            ours.iter().flat_map(|sample| M::Output::values(sample).to_vec()).collect();
        self.close(what, &ours, &theirs);
    }

    fn check_scores(&self, what: &str, ours: &Scores) {
        let theirs = self.config[what].as_object().unwrap();
        assert_eq!(ours.iter().count(), theirs.len());
        for (name, value) in ours.iter() {
            self.close(what, &[value], &[theirs[name].as_f64().unwrap()]);
        }
    }

    /// The tolerance is the project's promise for the less exact of the two number types, Keras' and ours.
    fn close<T: Scalar>(&self, what: &str, ours: &[T], theirs: &[T]) {
        let exact = self.config["dtype"] == "float64" && self.exact;
        let tolerance = if exact { 1e-9 } else { 2e-5 };
        assert_eq!(ours.len(), theirs.len(), "{}: {what}", self.name);
        for (index, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
            let (ours, theirs) = (ours.to_f64(), theirs.to_f64());
            let error = (ours - theirs).abs() / theirs.abs().max(1.0);
            assert!(
                error <= tolerance,
                "{}: {what}[{index}] is {ours}, Keras has {theirs}: {error:e}",
                self.name
            );
        }
    }

    fn labels(&self) -> Vec<usize> {
        self.tensor::<f64>("y").into_iter().map(|label| label as usize).collect()
    }

    fn vectors<T: Scalar, const N: usize>(&self) -> Vec<[T; N]> {
        self.tensor::<T>("y").chunks_exact(N).map(|y| y.try_into().unwrap()).collect()
    }
}

fn sparse<T: Scalar + Debug, M: Model<Scalar = T>>(name: &str, model: M)
where
    SparseCategoricalCrossentropy: Loss<M::Output, M::Activation, Target = Classes<3>>,
    Accuracy: plywood::metrics::MetricOf<M::Output, Classes<3>>,
{
    let case = Case::load(name);
    let loss = SparseCategoricalCrossentropy::default();
    case.check(case.labels(), model.compile(case.adam(), loss, (Accuracy::default(),)));
}

#[test]
fn six_steps_in_f32() {
    sparse("six_steps/iris_float32", IrisNetwork::new(0));
}

#[test]
fn six_steps_in_f64() {
    sparse("six_steps/iris_float64", IrisNetwork::<f64>::new(0));
}

#[test]
fn fit_arguments() {
    for name in ["batch_larger_than_data", "batch_of_one", "validation_split"] {
        sparse(&format!("fit/{name}"), Classifier::<f64>::new(0));
    }
}

#[test]
fn sgd() {
    for name in ["sgd", "sgd_momentum", "sgd_nesterov", "sgd_weight_decay"] {
        let case = Case::load(&format!("optimizers/{name}"));
        regression(&case, Regression::<f64>::new(0), case.sgd());
        let case = case.in_f32();
        regression(&case, Regression::new(0), case.sgd());
    }
}

#[test]
fn adam() {
    for name in ["adam", "adam_amsgrad"] {
        let case = Case::load(&format!("optimizers/{name}"));
        regression(&case, Regression::<f64>::new(0), case.adam());
        let case = case.in_f32();
        regression(&case, Regression::new(0), case.adam());
    }
}

fn regression<T: Scalar>(case: &Case, model: Regression<T>, optimizer: impl Optimizer) {
    let metrics = (MeanAbsoluteError::default(),);
    case.check(case.vectors(), model.compile(optimizer, MeanSquaredError::default(), metrics));
}

#[test]
fn losses() {
    let case = Case::load("losses/mse");
    let model = Regression::<f64>::new(0).compile(case.sgd(), MeanSquaredError::default(), ());
    case.check(case.vectors(), model);

    let case = Case::load("losses/binary_crossentropy");
    let model = Binary::<f64>::new(0).compile(case.sgd(), BinaryCrossentropy::default(), ());
    case.check(case.vectors(), model);

    let case = Case::load("losses/categorical_crossentropy");
    let model = Classifier::<f64>::new(0).compile(case.sgd(), CategoricalCrossentropy::default(), ());
    case.check(case.vectors(), model);

    let case = Case::load("losses/sparse_categorical_crossentropy");
    let model = Classifier::<f64>::new(0).compile(case.sgd(), SparseCategoricalCrossentropy::default(), ());
    case.check(case.labels(), model);
}

/// For each activation, a network that has it inside, with Keras' defaults, in both number types.
macro_rules! activations {
    ($($activation:ident)*) => {
        #[test]
        fn activations() {
            $({
                model! { struct Tested { Dense<5, 6, $activation>, Dense<6, 3> } }
                let case = Case::load(concat!("activations/", stringify!($activation)));
                // Which these cases do not record.
                let (sgd, loss) = (SGD::new(0.05), MeanSquaredError::default());
                case.check(case.vectors(), Tested::<f64>::new(0).compile(sgd, loss, ()));
                let case = case.in_f32();
                case.check(case.vectors(), Tested::<f32>::new(0).compile(sgd, loss, ()));
            })*
        }
    };
}

activations! {
    celu elu exponential gelu hard_shrink hard_sigmoid hard_silu hard_tanh leaky_relu linear log_sigmoid log_softmax
    mish relu relu6 selu sigmoid silu soft_shrink softmax softplus softsign sparse_plus sparse_sigmoid squareplus tanh
    tanh_shrink
}
