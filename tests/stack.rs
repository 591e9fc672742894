//! Nothing that lies on the heap passes over the stack: samples, targets and predictions that are several times as
//! large as the stack of the thread.

use std::slice;

use plywood::Shape;
use plywood::metrics::ConfusionMatrix;
use plywood::prelude::*;

/// 256 KiB.
type Large = Image<256, 256, 1>;
type Array = [[[f32; 1]; 256]; 256];
const LEN: usize = Large::LEN;

fn on_stack(bytes: usize, work: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(bytes).spawn(work).unwrap().join().unwrap();
}

/// On a quarter of what a large sample takes.
fn on_small_stack(work: impl FnOnce() + Send + 'static) {
    on_stack(64 << 10, work);
}

/// The same for work with a model. Without optimization, kernels take more than a MiB, because the compiler keeps each
/// of their vectors at a place of its own; so the promise is one of optimized code, and held to it by
/// `cargo test --release`.
fn with_model_on_small_stack(work: impl FnOnce() + Send + 'static) {
    on_stack(if cfg!(debug_assertions) { 4 << 20 } else { 64 << 10 }, work);
}

/// The same with twice as much: the gradients of some kernels of convolutions and recurrent layers take 50 KiB alone.
fn with_layers_on_small_stack(work: impl FnOnce() + Send + 'static) {
    on_stack(if cfg!(debug_assertions) { 4 << 20 } else { 128 << 10 }, work);
}

/// So many values, all of them different in a sample.
fn values(count: usize) -> Vec<f32> {
    (0..count).map(|n| (n % LEN) as f32 / LEN as f32).collect()
}

/// So many samples, made on the heap.
fn arrays(count: usize) -> Vec<Array> {
    Large::samples(&values(count * LEN)).to_vec()
}

mod data {
    use super::*;

    #[test]
    fn of_a_vector() {
        on_small_stack(|| {
            let (inputs, targets) = (arrays(2), arrays(2));
            let data: Dataset<Large, Large> = Dataset::new(inputs, targets).unwrap();
            assert_eq!((data.len(), data.inputs()), (2, &values(2 * LEN)[..]));
        });
    }

    #[test]
    fn of_a_slice_with_a_vector_of_targets() {
        on_small_stack(|| {
            let data: Dataset<Large, Large> = Dataset::from_slice(&values(2 * LEN), arrays(2)).unwrap();
            assert_eq!(data.len(), 2);
        });
    }

    #[test]
    fn of_two_slices() {
        on_small_stack(|| {
            let data: Dataset<Large, Large> =
                Dataset::from_slices(&values(2 * LEN), &values(2 * LEN)).unwrap();
            assert_eq!(data.target_values(), data.inputs());
        });
    }

    #[test]
    fn of_two_ndarrays() {
        on_small_stack(|| {
            let images = ndarray::Array::from_shape_vec((2, 256, 256), values(2 * LEN)).unwrap();
            let data: Dataset<Large, Large> = Dataset::from_ndarrays(&images, &images).unwrap();
            assert_eq!(data.target_values(), data.inputs());
            let data: Dataset<Large, Classes<2>> = Dataset::from_ndarray(&images, [0, 1]).unwrap();
            assert_eq!(data.inputs(), values(2 * LEN));
        });
    }

    #[test]
    fn of_rows() {
        on_small_stack(|| {
            let data: Dataset<Large, Large> =
                Dataset::from_rows(vec![values(LEN), values(LEN)], arrays(2)).unwrap();
            assert_eq!(data.len(), 2);
            type Wide = [f32; LEN];
            let rows: Vec<Wide> = Features::<LEN>::samples(&values(2 * LEN)).to_vec();
            let lent: Dataset<Large, Classes<2>> = Dataset::from_rows(&rows, [0, 1]).unwrap();
            assert_eq!(lent.inputs(), data.inputs());
        });
    }

    #[test]
    fn of_a_table() {
        on_small_stack(|| {
            let rows = vec![values(2 * LEN), values(2 * LEN)];
            let data: Dataset<Large, Large> = Dataset::from_table(rows).unwrap();
            assert_eq!(data.samples()[0], data.samples()[1]);
        });
    }

    #[test]
    fn of_a_matrix() {
        on_small_stack(|| {
            let matrix = nalgebra::DMatrix::from_row_slice(2, LEN, &values(2 * LEN));
            let data: Dataset<Large, Large> = Dataset::from_matrix(&matrix, arrays(2)).unwrap();
            assert_eq!(data.inputs(), values(2 * LEN));
        });
    }
}

mod changes {
    use super::*;

    #[test]
    fn of_a_dataset() {
        on_small_stack(|| {
            let data: Dataset<Large, Classes<2>> =
                Dataset::from_slice(&values(8 * LEN), [0, 1, 0, 1, 1, 0, 1, 0]).unwrap();
            let data = data.sample_weight([1.0; 8]).unwrap().shuffle(1);
            assert_eq!(data.clone(), data);
            assert_eq!(data.split(0.5).unwrap().0.len(), 4);
            assert_eq!(data.stratified_split(0.5).unwrap().0.len(), 4);
            assert_eq!(data.k_fold(2).unwrap().count(), 2);
            assert_eq!(data.stratified_k_fold(2).unwrap().count(), 2);
            assert_eq!(data.batches(3).unwrap().count(), 3);
            assert_eq!(data.one_hot().len(), 8);
            assert_eq!(data.binary().len(), 8);
            assert_eq!(data.cast::<f64>().len(), 8);
            let scaler = StandardScaler::fit(&data);
            assert_eq!(scaler.transform(&data).len(), 8);
            assert_eq!(MinMaxScaler::fit(&data).transform(&data).len(), 8);
            let mut scaled = data.inputs().to_vec();
            scaler.apply_slice(&mut scaled).unwrap();
            assert_eq!(scaled, scaler.transform(&data).inputs());
            let one = data.batches(1).unwrap().next().unwrap();
            assert!(format!("{one:?}").len() > LEN);
        });
    }

    /// The numbers of samples of so many classes would not lie on the stack either.
    #[test]
    fn of_one_with_many_classes() {
        on_small_stack(|| {
            let labels = (0..40_000).map(|n| n / 2);
            let inputs: Vec<f32> = (0..40_000).map(|n| n as f32).collect();
            let data: Dataset<Features<1>, Classes<20_000>> = Dataset::from_slice(&inputs, labels).unwrap();
            let (first, second) = data.stratified_split(0.5).unwrap();
            assert_eq!((first.len(), second.len()), (20_000, 20_000));
            let (_, part) = data.stratified_k_fold(2).unwrap().next().unwrap();
            assert_eq!(part.len(), 20_000);
            let few: Dataset<Features<1>, Classes<20_000>> = Dataset::new([[1.0]], [19_999]).unwrap();
            assert_eq!(few.one_hot().target_values()[19_999], 1.0);
        });
    }
}

model! { struct Wide { Dense<4096, 4096, relu>, Dense<_, 2, softmax> } }

#[test]
fn a_large_model_is_trained_and_dropped() {
    with_model_on_small_stack(|| {
        let loss = SparseCategoricalCrossentropy::default();
        let mut model = Wide::new(3).compile(Adam::new(0.001), loss, (Accuracy::default(),));
        let values: Vec<f32> = (0..2 * 4096).map(|n| (n % 7) as f32 / 7.0).collect();
        let data = Dataset::from_slice(&values, [0, 1]).unwrap();
        let before = model.weights()[0].values[..8].to_vec();
        let history = model.fit(&data, Fit::epochs(1).batch_size(2)).unwrap();
        assert!(history.loss()[0].is_finite());
        assert_ne!(model.weights()[0].values[..8], before);
    });
}

model! { struct Masks { Input<256, 256, 1>, Conv2D<1, 3, relu, Same>, Conv2D<1, 3, sigmoid, Same> } }

mod models {
    use super::*;

    #[test]
    fn from_images_to_images() {
        with_model_on_small_stack(|| {
            let data: Dataset<Large, Large> =
                Dataset::from_table([values(2 * LEN), values(2 * LEN)]).unwrap();
            let mut model =
                Masks::new(1).compile(Adam::new(0.01), MeanSquaredError::new(), (MeanAbsoluteError::new(),));
            let callbacks = (EarlyStopping::new().monitor("loss").restore_best_weights(true),);
            let fit = Fit::epochs(1).batch_size(1).validation_data(&data).callbacks(callbacks);
            assert_eq!(model.fit(&data, fit).unwrap().loss().len(), 1);
            assert!(model.evaluate(&data).unwrap().loss().is_finite());
            assert!(model.train_on_batch(&data).unwrap().loss().is_finite());
            assert!(model.test_on_batch(&data).unwrap().loss().is_finite());
            model.fit_batches(|_| Ok([Ok(data.clone())]), Fit::epochs(1)).unwrap();
            model.minimize(&data, LBFGS::new().max_iterations(1)).unwrap();
            assert_eq!(model.clone().weights(), model.weights());
            assert!(!model.summary().to_string().is_empty());

            let predictions = model.predict(&data);
            assert_eq!(model.predict(data.samples()), predictions);
            assert_eq!(model.predict(&data.samples().to_vec()), predictions);
            assert_eq!(model.predict(slice::from_ref(&data.samples()[0])), predictions[..1]);
            let values = Large::into_values(predictions);
            assert_eq!(model.predict_slice(data.inputs()).unwrap(), values);
            assert_eq!(model.predict_slice(&data.inputs()[..LEN]).unwrap(), values[..LEN]);
        });
    }

    #[test]
    fn layer_by_layer() {
        with_model_on_small_stack(|| {
            let model = Masks::new(1);
            let features = model.conv2d().apply_slice(&values(LEN)).unwrap();
            let mask = model.conv2d_1().apply_slice(&features).unwrap();
            assert_eq!(mask, model.predict_slice(&values(LEN)).unwrap());
        });
    }

    model! { struct Judge { Input<256, 256, 1>, MaxPooling2D<64>, Flatten, Dense<2, softmax> } }

    #[test]
    fn from_one_image_to_a_class() {
        with_model_on_small_stack(|| {
            let data: Dataset<Large, Classes<2>> = Dataset::from_slice(&values(2 * LEN), [0, 1]).unwrap();
            let model = Judge::new(1);
            let predictions = model.predict(&data);
            assert_eq!(model.predict(&data.samples()[1]), predictions[1]);
            assert_eq!(ConfusionMatrix::of(&data, &predictions).unwrap().counts().len(), 2);
            let loss = SparseCategoricalCrossentropy::new();
            let model = Judge::<f64>::new(1);
            assert!(plywood::gradient_check(&model, &loss, &data.cast()).unwrap().is_some());
        });
    }
}

/// The working memory of every layer.
mod layers {
    use super::*;

    /// A step on two samples, and a prediction.
    macro_rules! trains {
        ($model:ident, $data:expr) => {
            with_layers_on_small_stack(|| {
                let mut model = $model::new(1).compile(Adam::new(0.001), MeanSquaredError::new(), ());
                let data = $data;
                assert!(model.fit(&data, Fit::epochs(1)).unwrap().loss()[0].is_finite());
                assert_eq!(model.predict_slice(data.inputs()).unwrap().len(), 2);
            })
        };
    }

    model! {
        struct Images {
            Input<256, 128, 2>,
            Rescaling(0.5),
            ZeroPadding2D<1>,
            Cropping2D<1>,
            DepthwiseConv2D<3, Same>,
            BatchNormalization,
            LayerNormalization,
            PReLU,
            Residual(SeparableConv2D<2, 3, relu, Same>),
            Concatenate(Conv2D<2, 3, relu, Same>),
            SpatialDropout2D(0.1),
            GaussianNoise(0.1),
            GaussianDropout(0.1),
            MaxPooling2D<2>,
            UpSampling2D<2>,
            AveragePooling2D<2>,
            Conv2DTranspose<2, 2, Strides<2>>,
            UnitNormalization,
            GlobalAveragePooling2D,
            Dense<1>,
        }
    }

    #[test]
    fn of_images() {
        trains!(Images, {
            let images: Vec<f32> = values(2 * 256 * 128 * 2);
            Dataset::from_slices(&images, &[0.0, 1.0]).unwrap()
        });
    }

    model! {
        struct Signals {
            Input<1024, 64>,
            Masking(mask_value = 0.0),
            Bidirectional<LSTM<2, Sequences>>,
            GRU<2, Sequences>,
            SimpleRNN<2, Sequences>,
            TimeDistributed<Dense<2, relu>>,
            LSTM<2>,
            Dense<1>,
        }
    }

    #[test]
    fn of_sequences() {
        trains!(Signals, {
            let signals: Vec<f32> = values(2 * 1024 * 64);
            Dataset::from_slices(&signals, &[0.0, 1.0]).unwrap()
        });
    }

    model! {
        struct Words {
            Tokens<20000, 50>,
            Embedding<2>,
            SpatialDropout1D(0.1),
            Conv1D<2, 3, relu, Causal>,
            ZeroPadding1D<1>,
            Cropping1D<1>,
            MaxPooling1D<2>,
            UpSampling1D<2>,
            AveragePooling1D<2>,
            Permute<2, 1>,
            Reshape<20000>,
            Dropout(0.1),
            Activation<softmax>,
            ActivityRegularization(l2 = 0.01),
            Dense<2, tanh>,
            RepeatVector<20000>,
            GlobalMaxPooling1D,
            Dense<1>,
        }
    }

    #[test]
    fn of_tokens_and_features() {
        trains!(Words, {
            let words: Vec<f32> = (0..2 * 20_000).map(|n| (n % 50) as f32).collect();
            Dataset::from_slices(&words, &[0.0, 1.0]).unwrap()
        });
    }
}
