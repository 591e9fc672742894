//! A label for each step: who and where, in sentences of different lengths. Names such as Paris are both, so that the
//! words around them decide.
//!
//! `cargo run --release --example tagger`

use plywood::data::{PadSequences, Side};
use plywood::prelude::*;
use plywood::rng::{Purpose, Rng, Streams};

/// The words, the first of them for padding.
const WORDS: [&str; 16] = [
    "", "paris", "jackson", "austin", "sydney", "anna", "oslo", "met", "in", "lives", "saw", "near", "and",
    "today", "from", "came",
];

/// Those that are names of people, of places, or both.
const PEOPLE: [&str; 5] = ["paris", "jackson", "austin", "sydney", "anna"];
const PLACES: [&str; 5] = ["paris", "jackson", "austin", "sydney", "oslo"];

/// What a word is.
const TAGS: [&str; 3] = ["-", "person", "place"];

model! {
    /// Both ways through the sentence. The padding makes a mask, which goes along to the loss and the metrics: they see
    /// words alone.
    struct Tagger {
        Tokens<10, 16>,
        Embedding<8, MaskZero>,
        Bidirectional<LSTM<12, Sequences>>,
        Dense<3, softmax>,
    }
}

/// The words of a sentence, and their tags.
fn sentence(rng: &mut Rng) -> (Vec<usize>, Vec<usize>) {
    let templates = [
        "P met P in L",
        "P lives in L",
        "today P saw P",
        "P and P came from L",
        "P saw L",
        "in L P met P and P",
    ];
    let template = templates[rng.below(templates.len() as u32) as usize];
    let tagged = template.split(' ').map(|word| match word {
        "P" => (number(PEOPLE[rng.below(5) as usize]), 1),
        "L" => (number(PLACES[rng.below(5) as usize]), 2),
        word => (number(word), 0),
    });
    tagged.unzip()
}

fn number(word: &str) -> usize {
    WORDS.iter().position(|known| *known == word).expect("a known word")
}

fn data(sentences: usize, seed: u64) -> plywood::Result<Dataset<Tokens<10, 16>, ClassSequence<10, 3>>> {
    let mut rng = Streams::new(seed).rng(Purpose::Noise, 0);
    let (words, tags): (Vec<_>, Vec<_>) = (0..sentences).map(|_| sentence(&mut rng)).unzip();
    Dataset::new(padding().pad(&words), padding().pad(&tags))
}

/// Zeros behind the last word.
fn padding() -> PadSequences {
    PadSequences::new().padding(Side::Post)
}

fn main() -> plywood::Result<()> {
    let (train, test) = (data(2_000, 1)?, data(500, 2)?);
    let loss = SparseCategoricalCrossentropy::default();
    let mut model = Tagger::new(7).compile(Adam::new(0.01), loss, (Accuracy::default(),));
    model.fit(&train, Fit::epochs(8).batch_size(32).validation_data(&test))?;
    println!("{}", model.evaluate(&test)?);

    for text in ["sydney came from sydney", "in austin austin met anna"] {
        let words: Vec<usize> = text.split(' ').map(number).collect();
        let padded: Vec<[f32; 10]> = padding().pad([words]);
        let tags = model.predict(&padded[0]);
        for (word, scores) in text.split(' ').zip(tags) {
            println!("{word:>8} {}", TAGS[plywood::argmax(scores)]);
        }
    }
    Ok(())
}
