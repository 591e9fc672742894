//! A graph: several inputs, several outputs, and a layer that is used twice.
//!
//! Flats, by what is said of them and by a plan of their rooms: what they cost, and whether they are let within a week.
//! The data are made up.

use plywood::prelude::*;
use plywood::rng::{Purpose, Streams};

model! {
    /// What a flat costs, and whether it is let within a week.
    struct Flat(plan: Image<12, 12, 1>, facts: Features<3>) -> (rent, quick) {
        rooms = plan => Conv2D<8, 3, relu>, MaxPooling2D<2>, Flatten, Dense<16, relu>;
        known = facts => Dense<16, relu>;
        both = Concatenate(rooms, known) => Dense<32, relu>;
        rent = both => Dense<1>;
        quick = both => Dense<1, sigmoid>;
    }
}

model! {
    /// Whether two plans are of flats of one size: one tower looks at both.
    struct SameSize(left: Image<12, 12, 1>, right: Image<12, 12, 1>) -> same {
        a = left => tower: Tower(0);
        b = right => tower;
        difference = Subtract(a, b);
        same = Multiply(difference, difference) => Dense<1, sigmoid>;
    }
}

model! { struct Tower { Input<12, 12, 1>, Conv2D<4, 3, relu>, GlobalAveragePooling2D, Dense<8> } }

/// A plan with walls around `width` × `height`, its facts, what it costs, and whether it is let within a week.
type Example = ([[[f32; 1]; 12]; 12], [f32; 3], [f32; 1], [f32; 1]);

fn flat(number: u64) -> Example {
    let mut rng = Streams::new(number).rng(Purpose::Dataset, 0);
    let [width, height] = [0, 1].map(|_| 4 + rng.below(8) as usize);
    let is_wall =
        |y: usize, x: usize| y <= height && x <= width && (y == 0 || x == 0 || y == height || x == width);
    let plan = std::array::from_fn(|y| std::array::from_fn(|x| [f32::from(u8::from(is_wall(y, x)))]));
    let [floor, distance, age] = [0, 1, 2].map(|_| rng.uniform() as f32);
    let size = (width * height) as f32 / 100.0;
    let rent = size * (2.0 - distance) + 0.3 * floor - 0.2 * age;
    let is_quick = size * distance < 0.2;
    (plan, [floor, distance, age], [rent], [f32::from(u8::from(is_quick))])
}

fn main() -> plywood::Result<()> {
    let (mut plans, mut facts, mut rents, mut quick) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (plan, fact, rent, is_quick) in (0..1200).map(flat) {
        plans.push(plan);
        facts.push(fact);
        rents.push(rent);
        quick.push(is_quick);
    }
    let sizes: Vec<u32> =
        plans.iter().map(|plan| plan.as_flattened().iter().map(|&[wall]| wall as u32).sum()).collect();
    let data = Dataset::new((plans.clone(), facts.clone()), (rents, quick))?;
    let (train, test) = data.split(0.8)?;

    // A loss for each output, and metrics of each.
    let mut flats = Flat::new(42).compile(
        Adam::new(0.002),
        (MeanSquaredError::new(), BinaryCrossentropy::new().loss_weight(0.5)),
        ((MeanAbsoluteError::new(),), (BinaryAccuracy::new(),)),
    );
    flats.fit(&train, Fit::epochs(20).batch_size(32))?;
    println!("{}", flats.evaluate(&test)?);
    let ([rent], [quick]) = flats.predict(&(&plans[0], &facts[0]));
    println!("rent {rent:.2}, let within a week: {:.0} %", 100.0 * quick);

    // Pairs of plans, half of them of flats with equally long walls.
    let mut rng = Streams::new(7).rng(Purpose::Dataset, 0);
    let (mut left, mut right, mut same) = (Vec::new(), Vec::new(), Vec::new());
    while left.len() < 800 {
        let [a, b] = [0, 1].map(|_| rng.below(plans.len() as u32) as usize);
        let is_same = sizes[a] == sizes[b];
        if is_same || left.len() % 2 == 0 {
            left.push(plans[a]);
            right.push(plans[b]);
            same.push([f32::from(u8::from(is_same))]);
        }
    }
    let (train, test) = Dataset::new((left, right), same)?.split(0.8)?;
    let mut pairs =
        SameSize::new(1).compile(Adam::new(0.02), BinaryCrossentropy::new(), (BinaryAccuracy::new(),));
    pairs.fit(&train, Fit::epochs(40).batch_size(32))?;
    println!("same size: {}", pairs.evaluate(&test)?);
    Ok(())
}
