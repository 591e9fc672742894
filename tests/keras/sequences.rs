use plywood::losses::{Losses, Reduction};
use plywood::metrics::Metrics;
use plywood::prelude::*;
use plywood::{Compiled, Scalar};

use crate::case::Case;

crate::repeat!("sequences", run);

macro_rules! networks {
    ($($name:ident [$($layers:tt)*];)*) => {
        $(model! { struct $name { $($layers)* } })*
    };
}

networks! {
    Tagger [Tokens<5, 9>, Embedding<3, MaskZero>, LSTM<4, Sequences>, Dense<4, softmax>];
    Unmasked [Tokens<5, 9>, Embedding<3>, LSTM<4, Sequences>, Dense<4, softmax>];
    Logits [Tokens<5, 9>, Embedding<3, MaskZero>, LSTM<4, Sequences>, Dense<4>];
    BothWays [
        Tokens<5, 9>,
        Embedding<3, MaskZero>,
        Bidirectional<GRU<3, Sequences>>,
        TimeDistributed<Dense<5, tanh>>,
        Dense<4, softmax>
    ];
    Encoder [Tokens<5, 9>, Embedding<3, MaskZero>, SimpleRNN<4, Sequences>];
    Nested [encoder: Encoder(0), Activation<softmax, Sequence<5, 4>>];
    Binary [Tokens<5, 9>, Embedding<3, MaskZero>, LSTM<4, Sequences>, Dense<1, sigmoid>];
    Several [Tokens<5, 9>, Embedding<3, MaskZero>, LSTM<4, Sequences>, Dense<3, sigmoid>];
    Steps [Input<5, 3>, Masking, Dense<4, tanh>, Dense<2>];
    UnmaskedSteps [Input<5, 3>, Dense<4, tanh>, Dense<2>];
    Positive [Input<5, 3>, Masking, Dense<4, tanh>, Dense<2, softplus>];
    Bounded [Input<5, 3>, Masking, Dense<4, tanh>, Dense<2, tanh>];
    FourBounded [Input<5, 3>, Masking, Dense<4, tanh>, Dense<4, tanh>];
    Vectors [Input<5, 3>, Masking, Dense<4, tanh>, Dense<3>];
    Shares [Input<5, 3>, Masking, Dense<4, tanh>, Dense<3, softmax>];
    Segmentation [Input<3, 4, 2>, Conv2D<4, 3, tanh, Same>, Conv2D<3, 1, softmax>];
    BinarySegmentation [Input<3, 4, 2>, Conv2D<4, 3, tanh, Same>, Conv2D<1, 1, sigmoid>];
}

model! {
    struct Intents(words: Tokens<5, 9>) -> (intent, tags) {
        states = words => Embedding<3, MaskZero>, LSTM<4, Sequences>;
        intent = states => GlobalAveragePooling1D, intent: Dense<3, softmax>;
        tags = states => tags: Dense<4, softmax>;
    }
}

fn run<T: Scalar>(case: &Case) {
    let sparse = SparseCategoricalCrossentropy::new();
    let reduced = |reduction| sparse.reduction(reduction);
    let (accuracy, mse, mae, rmse) = (
        Accuracy::default(),
        MeanSquaredError::default(),
        MeanAbsoluteError::default(),
        RootMeanSquaredError::default(),
    );
    match case.name.as_str() {
        "tagger" => case.check(sgd(Tagger::<T>::new(0), sparse, (accuracy,))),
        "tagger_without_mask" => case.check(sgd(Unmasked::<T>::new(0), sparse, (accuracy,))),
        "tagger_weighted" => case.check(sgd(Unmasked::<T>::new(0), sparse, (Weighted(accuracy),))),
        "tagger_masked_and_weighted" => {
            case.check(sgd(Tagger::<T>::new(0), sparse, (Weighted(accuracy),)));
        }
        "tagger_logits" => case.check(sgd(Logits::<T>::new(0), sparse, ())),
        "tagger_ignoring_a_class" => case.check(sgd(Tagger::<T>::new(0), sparse.ignore_class(2), ())),
        "tagger_ignoring_without_mask" => {
            case.check(sgd(Unmasked::<T>::new(0), sparse.ignore_class(1), ()));
        }
        "tagger_sum" => case.check(sgd(Tagger::<T>::new(0), reduced(Reduction::Sum), ())),
        "tagger_mean_with_sample_weight" => {
            case.check(sgd(Tagger::<T>::new(0), reduced(Reduction::MeanWithSampleWeight), ()));
        }
        "tagger_both_ways" => case.check(sgd(BothWays::<T>::new(0), sparse, (sparse,))),
        "tagger_nested" => case.check(sgd(Nested::<T>::new(0), sparse, (accuracy,))),
        "one_hot" => {
            let loss = CategoricalCrossentropy::new().label_smoothing(0.1);
            case.check(sgd(Tagger::<T>::new(0), loss, (accuracy,)));
        }
        "one_hot_focal" => case.check(sgd(Tagger::<T>::new(0), CategoricalFocalCrossentropy::new(), ())),
        "binary" => case.check(sgd(Binary::<T>::new(0), BinaryCrossentropy::new(), (accuracy,))),
        "binary_of_several" => {
            let metrics = (BinaryAccuracy::new(),);
            case.check(sgd(Several::<T>::new(0), BinaryFocalCrossentropy::new(), metrics));
        }
        "mean_squared_error" => case.check(adam(Steps::<T>::new(0), mse, (mae, mse))),
        "mean_squared_error_weighted" => {
            case.check(adam(UnmaskedSteps::<T>::new(0), mse, (Weighted(mae), Weighted(rmse))));
        }
        "mean_absolute_error" => case.check(adam(Steps::<T>::new(0), mae, ())),
        "huber" => {
            let loss = Huber::new().delta(0.7).reduction(Reduction::Sum);
            case.check(adam(Steps::<T>::new(0), loss, ()));
        }
        "log_cosh" => case.check(adam(Steps::<T>::new(0), LogCosh::new(), ())),
        "poisson" => case.check(adam(Positive::<T>::new(0), Poisson::new(), ())),
        "hinge" => case.check(adam(Bounded::<T>::new(0), Hinge::new(), ())),
        "squared_hinge" => case.check(adam(Bounded::<T>::new(0), SquaredHinge::new(), ())),
        "categorical_hinge" => case.check(adam(FourBounded::<T>::new(0), CategoricalHinge::new(), ())),
        "cosine_similarity" => {
            let metrics = (Weighted(plywood::metrics::CosineSimilarity::new()),);
            case.check(adam(Vectors::<T>::new(0), plywood::losses::CosineSimilarity::new(), metrics));
        }
        "kl_divergence" => case.check(adam(Shares::<T>::new(0), KLDivergence::new(), ())),
        "segmentation" => case.check(adam(Segmentation::<T>::new(0), sparse, (accuracy,))),
        "segmentation_weighted" => {
            case.check(adam(Segmentation::<T>::new(0), sparse, (Weighted(accuracy),)));
        }
        "segmentation_ignoring_a_class" => {
            case.check(adam(Segmentation::<T>::new(0), sparse.ignore_class(0), ()));
        }
        "segmentation_binary" => {
            let metrics = (Weighted(BinaryAccuracy::new()),);
            case.check(adam(BinarySegmentation::<T>::new(0), BinaryCrossentropy::new(), metrics));
        }
        "intents" | "intents_weighted" => {
            let losses = (sparse.loss_weight(0.5), sparse.loss_weight(2.0));
            case.check(sgd(Intents::<T>::new(0), losses, ((accuracy,), (accuracy,))));
        }
        other => panic!("{other}"),
    }
}

fn sgd<M, L, Ms>(model: M, loss: L, metrics: Ms) -> Compiled<M, SGD, L, Ms>
where
    M: Model,
    L: Losses<M::Output, M::Activation>,
    Ms: Metrics<M::Output, M::Activation, L::Targets>,
{
    model.compile(SGD::new(0.2), loss, metrics)
}

fn adam<M, L, Ms>(model: M, loss: L, metrics: Ms) -> Compiled<M, Adam, L, Ms>
where
    M: Model,
    L: Losses<M::Output, M::Activation>,
    Ms: Metrics<M::Output, M::Activation, L::Targets>,
{
    model.compile(Adam::new(0.02), loss, metrics)
}
