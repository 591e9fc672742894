use plywood::losses::Losses;
use plywood::prelude::*;
use plywood::{Compiled, Scalar};

use crate::case::Case;

crate::repeat!("graphs", run);

/// Two or three dense layers, joined.
macro_rules! branches {
    ($($name:ident $merge:ident;)*) => {
        $(mod $name {
            use plywood::prelude::*;

            model! {
                pub struct Two(x: Features<3>) -> y {
                    a = x => Dense<4, tanh>;
                    b = x => Dense<4, sigmoid>;
                    y = $merge(a, b) => y: Dense<2>;
                }
            }
        })*
    };
}

branches! { add Add; subtract Subtract; multiply Multiply; average Average; maximum Maximum; minimum Minimum; concatenate Concatenate; }

macro_rules! three_branches {
    ($($name:ident $merge:ident;)*) => {
        $(mod $name {
            use plywood::prelude::*;

            model! {
                pub struct Three(x: Features<3>) -> y {
                    a = x => Dense<4, tanh>;
                    b = x => Dense<4, sigmoid>;
                    c = x => Dense<4, softplus>;
                    y = $merge(a, b, c) => y: Dense<2>;
                }
            }
        })*
    };
}

three_branches! { add_three Add; multiply_three Multiply; average_three Average; maximum_three Maximum; minimum_three Minimum; concatenate_three Concatenate; }

model! {
    struct Images(x: Image<6, 6, 2>) -> y {
        a = x => Conv2D<3, 3, tanh, Same>;
        b = x => Conv2D<2, 1, sigmoid>;
        y = Concatenate(a, b) => GlobalAveragePooling2D, y: Dense<2>;
    }
}

model! {
    struct Steps(x: Sequence<5, 3>) -> y {
        a = x => LSTM<3, Sequences>;
        b = x => Dense<2, tanh>;
        y = Concatenate(a, b, x) => Flatten, y: Dense<2>;
    }
}

model! {
    struct Affinity(user: Features<3>, movie: Features<4>) -> rating {
        a = user => Dense<4, tanh>;
        b = movie => Dense<4>;
        rating = Dot(a, b) => rating: Dense<1>;
    }
}

model! {
    struct Cosine(user: Features<3>, movie: Features<4>) -> rating {
        a = user => Dense<4, tanh>;
        b = movie => Dense<4>;
        rating = Dot(a, b, normalize = true) => rating: Dense<1>;
    }
}

model! {
    struct DotOfSteps(x: Sequence<5, 3>) -> y {
        a = x => Dense<4, tanh>;
        b = x => SimpleRNN<4, Sequences>;
        y = Dot(a, b) => Flatten, y: Dense<2>;
    }
}

model! {
    struct CosinesOfSteps(x: Sequence<5, 3>) -> y {
        a = x => Dense<4, tanh>;
        b = x => SimpleRNN<4, Sequences>;
        y = Dot(a, b, normalize = true) => Flatten, y: Dense<2>;
    }
}

model! {
    struct House(photo: Image<6, 6, 2>, facts: Features<4>) -> (price, days) {
        seen = photo => Conv2D<3, 3, relu>, GlobalAveragePooling2D;
        known = facts => hidden: Dense<5, tanh>;
        both = Concatenate(seen, known) => Dense<6, relu>;
        price = both => price: Dense<1>;
        days = both => days: Dense<1, softplus>;
    }
}

model! {
    struct Ticket(title: Tokens<4, 20>, body: Tokens<4, 30>, tags: Features<3>) -> (priority, department) {
        a = title => Embedding<4>, LSTM<3>;
        b = body => Embedding<4>, LSTM<2>;
        all = Concatenate(a, b, tags);
        priority = all => priority: Dense<1, sigmoid>;
        department = all => department: Dense<3, softmax>;
    }
}

model! {
    struct Shared(left: Features<3>, right: Features<3>) -> same {
        shared: Dense<_, 4, tanh>(kernel_regularizer = L2(0.01));
        a = left => shared;
        b = right => shared;
        same = Subtract(a, b) => same: Dense<1, sigmoid>;
    }
}

model! { struct Tower { Dense<3, 4, tanh>, Dense<4, 2> } }

model! {
    struct Siamese(left: Features<3>, right: Features<3>) -> same {
        a = left => tower: Tower(0);
        b = right => tower;
        same = Multiply(a, b) => same: Dense<1, sigmoid>;
    }
}

model! {
    struct ThreeTimes(x: Features<3>) -> y {
        y = x => shared: Dense<3, tanh>, shared, shared, y: Dense<2>;
    }
}

model! {
    struct Answers(question: Tokens<4, 9>, answer: Tokens<4, 9>) -> score {
        a = question => words: Embedding<3>, GlobalAveragePooling1D;
        b = answer => words, GRU<3>;
        score = Dot(a, b) => score: Dense<1>;
    }
}

model! {
    struct Projection(x: Image<6, 6, 2>) -> y {
        main = x => Conv2D<4, 3, relu, Same, Strides<2>>, Conv2D<4, 3, Same>;
        short = x => Conv2D<4, 1, Strides<2>>;
        y = Add(main, short) => Activation<relu>, GlobalMaxPooling2D, y: Dense<2>;
    }
}

model! {
    struct UNet(photo: Image<6, 6, 2>) -> mask {
        fine = photo => Conv2D<3, 3, relu, Same>;
        coarse = fine => MaxPooling2D<2>, Conv2D<4, 3, relu, Same>;
        up = coarse => UpSampling2D<2>, Conv2D<3, 2, relu, Same>;
        mask = Concatenate(fine, up) => mask: Conv2D<1, 1, sigmoid>;
    }
}

model! {
    struct WideAndDeep(wide: Features<3>, deep: Features<4>) -> y {
        hidden = deep => Dense<5, relu>, Dense<3, relu>;
        y = Concatenate(wide, hidden) => y: Dense<1>;
    }
}

model! {
    struct OutputInside(x: Features<3>) -> (first, second) {
        first = x => first: Dense<2, sigmoid>;
        second = Concatenate(x, first) => second: Dense<2>;
    }
}

model! {
    struct Twice(x: Features<3>) -> y {
        a = x => Dense<3, tanh>;
        y = Multiply(a, a) => y: Dense<2>;
    }
}

model! {
    struct DenseNet(x: Features<3>) -> y {
        a = x => Dense<2, relu>;
        b = Concatenate(x, a) => Dense<2, tanh>;
        c = Concatenate(x, a, b) => Dense<2, softplus>;
        y = Concatenate(x, a, b, c) => y: Dense<1>;
    }
}

model! {
    struct Normalized(x: Features<3>) -> y {
        a = x => Dense<4>, BatchNormalization(momentum = 0.8);
        b = x => Dense<4, tanh>;
        y = Add(a, b) => y: Dense<2>;
    }
}

model! {
    struct ActorCritic(state: Features<4>) -> (action, value) {
        common = state => Dense<6, relu>;
        action = common => action: Dense<2, softmax>;
        value = common => value: Dense<1>;
    }
}

model! {
    struct Gated(x: Sequence<5, 3>) -> y {
        a = x => Conv1D<3, 2, tanh, Causal>;
        b = x => Conv1D<3, 2, sigmoid, Causal>;
        gated = Multiply(a, b) => Conv1D<3, 1>;
        y = Add(gated, x) => Flatten, y: Dense<2>;
    }
}

model! {
    struct MaskedAdd(words: Tokens<4, 7>) -> y {
        embedded = words => Embedding<3, MaskZero>;
        a = embedded => Dense<3, tanh>;
        y = Add(a, embedded) => LSTM<3>, y: Dense<2>;
    }
}

model! {
    struct MaskedMultiply(words: Tokens<4, 7>) -> y {
        embedded = words => Embedding<3, MaskZero>;
        a = embedded => Dense<3, tanh>;
        b = embedded => Dense<3>;
        y = Multiply(a, b) => LSTM<3>, y: Dense<2>;
    }
}

model! {
    struct MaskedConcatenate(words: Tokens<4, 7>) -> y {
        embedded = words => Embedding<3, MaskZero>;
        a = embedded => Dense<3, tanh>;
        y = Concatenate(a, embedded) => LSTM<3>, y: Dense<2>;
    }
}

model! {
    struct MaskedOnceAdd(words: Tokens<4, 7>) -> y {
        a = words => Embedding<3, MaskZero>, Dense<3, tanh>;
        b = words => Embedding<3>;
        y = Add(a, b) => LSTM<3>, y: Dense<2>;
    }
}

model! {
    struct MaskedOnceConcatenate(words: Tokens<4, 7>) -> y {
        a = words => Embedding<3, MaskZero>, Dense<3, tanh>;
        b = words => Embedding<3>;
        y = Concatenate(a, b) => LSTM<3>, y: Dense<2>;
    }
}

model! {
    struct Cross(query: Sequence<5, 3>, value: Sequence<4, 2>) -> y {
        seen = MultiHeadAttention<2, 3, 4>(query, value);
        y = Add(seen, query) => Flatten, y: Dense<2>;
    }
}

model! {
    struct Grouped(query: Sequence<5, 3>, value: Sequence<4, 3>) -> y {
        y = GroupQueryAttention<3, 4, 2>(query = query, value = value) => Flatten, y: Dense<2>;
    }
}

model! {
    struct Attends(query: Sequence<5, 3>, value: Sequence<4, 3>) -> y {
        y = Attention(query, value) => Flatten, y: Dense<2>;
    }
}

model! {
    struct Scaled(query: Sequence<5, 3>, value: Sequence<4, 3>) -> y {
        y = Attention<Scale>(query, value) => Flatten, y: Dense<2>;
    }
}

model! {
    struct Additive(query: Sequence<5, 3>, value: Sequence<4, 3>) -> y {
        y = AdditiveAttention(query, value) => Flatten, y: Dense<2>;
    }
}

model! {
    struct MaskedCross(question: Tokens<4, 9>, answer: Tokens<4, 9>) -> y {
        a = question => Embedding<3, MaskZero>;
        b = answer => Embedding<4, MaskZero>;
        y = MultiHeadAttention<2, 3>(a, b) => GlobalAveragePooling1D, y: Dense<2>;
    }
}

model! {
    struct EncoderBlock(x: Sequence<5, 6>) -> y {
        seen = MultiHeadAttention<2, 3>(x, x);
        middle = Add(x, seen) => LayerNormalization;
        wide = middle => Dense<8, gelu>, Dense<6>;
        y = Add(middle, wide) => LayerNormalization, GlobalAveragePooling1D, y: Dense<2>;
    }
}

fn compiled<M: Model, L: Losses<M::Output, M::Activation>>(model: M, loss: L) -> Compiled<M, Adam, L, ()> {
    model.compile(Adam::new(0.02), loss, ())
}

/// As those are compiled that have tokens.
fn with_sgd<M: Model, L: Losses<M::Output, M::Activation>>(model: M, loss: L) -> Compiled<M, SGD, L, ()> {
    model.compile(SGD::new(0.1), loss, ())
}

/// One sequence after another, the second one from the state of the first.
macro_rules! encoder_decoder {
    ($($name:ident $layer:ident ($($state:ident)*) $value:tt [$($option:tt)*];)*) => {
        $(mod $name {
            use plywood::prelude::*;

            model! {
                pub struct Plain(question: Sequence<5, 3>, answer: Sequence<4, 2>) -> y {
                    (_, $($state),*) = question => $layer<3, ReturnState>;
                    y = answer => $layer<3, Sequences>(initial_state = $value $($option)*), Flatten, y: Dense<2>;
                }
            }

            model! {
                pub struct Masked(question: Tokens<4, 9>, answer: Tokens<4, 9>) -> y {
                    (seen, $($state),*) = question => Embedding<3, MaskZero>, $layer<3, Sequences, ReturnState>;
                    said = answer => Embedding<2, MaskZero>, $layer<3, Sequences>(initial_state = $value);
                    a = seen => GlobalAveragePooling1D;
                    b = said => GlobalAveragePooling1D;
                    y = Concatenate(a, b) => y: Dense<2>;
                }
            }
        })*
    };
}

encoder_decoder! {
    simple_states SimpleRNN (h) h [];
    lstm_states LSTM (h c) (h, c) [];
    gru_states GRU (h) h [];
    backwards_states LSTM (h c) (h, c) [, go_backwards = true];
}

model! {
    struct FromFeatures(signal: Sequence<5, 3>, begin: Features<4>) -> y {
        h = begin => Dense<3, tanh>;
        c = begin => Dense<3>;
        (last, h_last, c_last) = signal => LSTM<3, ReturnState>(initial_state = (h, c), go_backwards = true);
        y = Concatenate(last, h_last, c_last) => y: Dense<2>;
    }
}

model! {
    struct StateAlone(signal: Sequence<5, 3>) -> y {
        (_, state) = signal => GRU<3, ResetBefore, ReturnState>;
        y = state => y: Dense<2>;
    }
}

model! {
    struct Translation(question: Tokens<4, 9>, answer: Tokens<4, 7>) -> words {
        (_, h, c) = question => Embedding<3, MaskZero>, LSTM<4, ReturnState>;
        words = answer => Embedding<3>, LSTM<4, Sequences>(initial_state = (h, c)), words: Dense<7, softmax>;
    }
}

fn run<T: Scalar>(case: &Case) {
    let adam = Adam::new(0.02);
    let (mse, binary) = (MeanSquaredError::new(), BinaryCrossentropy::new());
    let sparse = SparseCategoricalCrossentropy::new();
    let house = (mse, Poisson::new());
    let mae = MeanAbsoluteError::new();
    // What it adds to all scores of a query alike, softmax takes away again.
    let without_key_bias = case.drifting(&["multi_head_attention/key/bias"]);
    match case.name.as_str() {
        "add" => case.check(compiled(add::Two::<T>::new(0), mse)),
        "add_three" => case.check(compiled(add_three::Three::<T>::new(0), mse)),
        "subtract" => case.check(compiled(subtract::Two::<T>::new(0), mse)),
        "multiply" => case.check(compiled(multiply::Two::<T>::new(0), mse)),
        "multiply_three" => case.check(compiled(multiply_three::Three::<T>::new(0), mse)),
        "average" => case.check(compiled(average::Two::<T>::new(0), mse)),
        "average_three" => case.check(compiled(average_three::Three::<T>::new(0), mse)),
        "maximum" => case.check(compiled(maximum::Two::<T>::new(0), mse)),
        "maximum_three" => case.check(compiled(maximum_three::Three::<T>::new(0), mse)),
        "minimum" => case.check(compiled(minimum::Two::<T>::new(0), mse)),
        "minimum_three" => case.check(compiled(minimum_three::Three::<T>::new(0), mse)),
        "concatenate" => case.check(compiled(concatenate::Two::<T>::new(0), mse)),
        "concatenate_three" => case.check(compiled(concatenate_three::Three::<T>::new(0), mse)),
        "concatenate_images" => case.check(compiled(Images::<T>::new(0), mse)),
        "concatenate_steps" => case.check(compiled(Steps::<T>::new(0), mse)),
        "dot" => case.check(compiled(Affinity::<T>::new(0), mse)),
        "dot_normalized" => case.check(compiled(Cosine::<T>::new(0), mse)),
        "dot_steps" => case.check(compiled(DotOfSteps::<T>::new(0), mse)),
        "dot_steps_normalized" => case.check(compiled(CosinesOfSteps::<T>::new(0), mse)),
        "house" | "house_weighted" => case.check(compiled(House::<T>::new(0), house)),
        "house_loss_weights" => {
            let losses = (mse.loss_weight(0.3), Poisson::new().loss_weight(2.0));
            case.check(compiled(House::<T>::new(0), losses));
        }
        "house_metrics" => {
            let metrics = ((mae,), (RootMeanSquaredError::new(), mse));
            case.check(House::<T>::new(0).compile(adam, house, metrics));
        }
        "house_weighted_by_output" => {
            let metrics = ((Weighted(mae),), (Weighted(mae),));
            case.check(House::<T>::new(0).compile(adam, house, metrics));
        }
        "ticket" => {
            let losses = (binary, sparse.loss_weight(0.2));
            case.check(Ticket::<T>::new(0).compile(SGD::new(0.1), losses, ((), (Accuracy::default(),))));
        }
        "shared_dense" => case.check(compiled(Shared::<T>::new(0), binary)),
        "siamese" => case.check(compiled(Siamese::<T>::new(0), binary)),
        "shared_three_times" => case.check(compiled(ThreeTimes::<T>::new(0), mse)),
        "shared_embedding" => case.check(with_sgd(Answers::<T>::new(0), mse)),
        "projection_shortcut" => case.check(compiled(Projection::<T>::new(0), mse)),
        "unet" => case.check(compiled(UNet::<T>::new(0), binary)),
        "wide_and_deep" => case.check(compiled(WideAndDeep::<T>::new(0), mse)),
        "output_inside" => case.check(compiled(OutputInside::<T>::new(0), (binary, mse))),
        "the_same_value_twice" => case.check(compiled(Twice::<T>::new(0), mse)),
        "dense_net" => case.check(compiled(DenseNet::<T>::new(0), mse)),
        "batch_normalization" => {
            // What the bias adds to all samples alike, the next layer takes away again.
            let case = case.drifting(&["dense/bias", "batch_normalization/moving_mean"]);
            case.check(compiled(Normalized::<T>::new(0), mse));
        }
        "actor_critic" => case.check(compiled(ActorCritic::<T>::new(0), (sparse, Huber::new()))),
        "gated" => case.check(compiled(Gated::<T>::new(0), mse)),
        "cross_attention" => without_key_bias.check(compiled(Cross::<T>::new(0), mse)),
        "cross_attention_grouped" => {
            case.drifting(&["group_query_attention/key/bias"]).check(compiled(Grouped::<T>::new(0), mse));
        }
        "cross_attention_dot" => case.check(compiled(Attends::<T>::new(0), mse)),
        "cross_attention_scaled" => case.check(compiled(Scaled::<T>::new(0), mse)),
        "cross_attention_additive" => case.check(compiled(Additive::<T>::new(0), mse)),
        "cross_attention_masked" => case.check(with_sgd(MaskedCross::<T>::new(0), mse)),
        "encoder_block" => without_key_bias.check(compiled(EncoderBlock::<T>::new(0), mse)),
        "encoder_decoder_simple_rnn" => case.check(compiled(simple_states::Plain::<T>::new(0), mse)),
        "encoder_decoder_lstm" => case.check(compiled(lstm_states::Plain::<T>::new(0), mse)),
        "encoder_decoder_gru" => case.check(compiled(gru_states::Plain::<T>::new(0), mse)),
        "encoder_decoder_backwards" => case.check(compiled(backwards_states::Plain::<T>::new(0), mse)),
        "encoder_decoder_masked_simple_rnn" => case.check(with_sgd(simple_states::Masked::<T>::new(0), mse)),
        "encoder_decoder_masked_lstm" => case.check(with_sgd(lstm_states::Masked::<T>::new(0), mse)),
        "encoder_decoder_masked_gru" => case.check(with_sgd(gru_states::Masked::<T>::new(0), mse)),
        "state_from_features" => case.check(compiled(FromFeatures::<T>::new(0), mse)),
        "state_alone" => case.check(compiled(StateAlone::<T>::new(0), mse)),
        "translation" => {
            case.check(Translation::<T>::new(0).compile(SGD::new(0.1), sparse, (Accuracy::default(),)));
        }
        "masked_add" => case.check(with_sgd(MaskedAdd::<T>::new(0), mse)),
        "masked_multiply" => case.check(with_sgd(MaskedMultiply::<T>::new(0), mse)),
        "masked_concatenate" => case.check(with_sgd(MaskedConcatenate::<T>::new(0), mse)),
        "masked_once_add" => case.check(with_sgd(MaskedOnceAdd::<T>::new(0), mse)),
        "masked_once_concatenate" => case.check(with_sgd(MaskedOnceConcatenate::<T>::new(0), mse)),
        other => panic!("{other}"),
    }
}
