use super::checks::check_beta;
use super::*;
use crate::simd::Instructions;

/// Something to be tried with an optimizer of any type.
trait With {
    fn with<O: Optimizer>(&self, optimizer: &O);
}

fn every_optimizer(action: &impl With) {
    action.with(&SGD::new(0.1));
    action.with(&SGD::new(0.1).momentum(0.9));
    action.with(&SGD::new(0.1).momentum(0.9).nesterov(true));
    action.with(&RMSprop::new(0.1));
    action.with(&RMSprop::new(0.1).momentum(0.5));
    action.with(&RMSprop::new(0.1).centered(true));
    action.with(&RMSprop::new(0.1).momentum(0.5).centered(true));
    action.with(&Adam::new(0.1));
    action.with(&Adam::new(0.1).amsgrad(true));
    action.with(&AdamW::new(0.1));
    action.with(&Adagrad::new(0.5));
    action.with(&Adadelta::new(20.0));
    action.with(&Adamax::new(0.1));
    action.with(&Nadam::new(0.1));
    action.with(&Ftrl::new(0.5));
    action.with(&Lion::new(0.01));
    action.with(&Adafactor::new(0.1));
    action.with(&Lamb::new(0.1));
    action.with(&Muon::new(0.1));
    action.with(&Muon::new(0.1).nesterov(false).rms_rate(None));
}

/// An update of six values, a matrix, in the middle of ten gives what one of six values alone gives, and leaves the
/// others as they are: what lies around is not a number, so that nobody can have read it.
struct ReadsAndWritesInside;

impl With for ReadsAndWritesInside {
    fn with<O: Optimizer>(&self, optimizer: &O) {
        const ALL: usize = 10;
        let range = 2..8;
        let slots = optimizer.slots();
        let first = |slot| optimizer.first_value(slot);
        let mut alone: Vec<f64> = (0..slots).flat_map(|slot| [first(slot); 6]).collect();
        let mut memory: Vec<f64> = (0..slots * ALL)
            .map(|place| if range.contains(&(place % ALL)) { first(place / ALL) } else { f64::NAN })
            .collect();
        let (mut few, mut variables) = ([1.0, -2.0, 3.0, -4.0, 0.0, 1e-9], [f64::NAN; ALL]);
        variables[range.clone()].copy_from_slice(&few);
        for iterations in 0..3 {
            let gradients = [1.0, 2.0, -3.0, 1e-9, 0.0, -1e3].map(|g| g / (iterations + 1) as f64);
            let update = Update::new(&mut few, &gradients, &mut alone, 0.1, iterations);
            assert!(optimizer.update(Update { shape: &[2, 3], ..update }));
            assert!(optimizer.update(Update {
                variables: &mut variables[range.clone()],
                gradients: &gradients,
                slots: Slots::new(&mut memory, ALL, range.clone()),
                name: "",
                shape: &[2, 3],
                learning_rate: 0.1,
                iterations,
                instructions: Instructions::TARGET,
            }));
        }
        let name = core::any::type_name::<O>();
        assert_eq!(variables[range.clone()], few, "{name}");
        let inside = |place: usize| range.contains(&(place % ALL));
        let kept: Vec<f64> =
            (0..memory.len()).filter(|&place| inside(place)).map(|place| memory[place]).collect();
        assert_eq!(kept, alone, "{name}");
        assert!((0..ALL).all(|place| inside(place) || variables[place].is_nan()), "{name}");
        assert!((0..memory.len()).all(|place| inside(place) || memory[place].is_nan()), "{name}");
    }
}

#[test]
fn no_optimizer_reads_or_writes_outside() {
    every_optimizer(&ReadsAndWritesInside);
}

/// The way down a bowl that is ten times as steep along one axis as along the other one.
struct FindsTheMinimum;

impl With for FindsTheMinimum {
    fn with<O: Optimizer>(&self, optimizer: &O) {
        let mut w = [2.0f64, -1.0];
        let mut slots: Vec<f64> =
            (0..optimizer.slots()).flat_map(|n| [optimizer.first_value(n); 2]).collect();
        let loss = |w: [f64; 2]| (w[0] - 1.0).powi(2) + 0.1 * (w[1] - 1.0).powi(2);
        for iterations in 0..2000 {
            let gradients = [2.0 * (w[0] - 1.0), 0.2 * (w[1] - 1.0)];
            let rate = optimizer.options().learning_rate().at(iterations);
            assert!(optimizer.update(Update::new(&mut w, &gradients, &mut slots, rate, iterations)));
        }
        assert!(loss(w) < 0.02, "{}: {w:?}", core::any::type_name::<O>());
    }
}

#[test]
fn every_optimizer_finds_a_minimum() {
    every_optimizer(&FindsTheMinimum);
}

/// Numbers as small as they can be, and large ones, with the settings that are nearest to the limits of their ranges.
struct StaysFinite;

impl With for StaysFinite {
    fn with<O: Optimizer>(&self, optimizer: &O) {
        for (w, g) in [0.0, 1e-45f32, -1e-30, 1e-10, -1e9]
            .into_iter()
            .flat_map(|w| [0.0, 1e-45, -1e-20, 1e9].map(|g| (w, g)))
        {
            let (mut variables, mut slots) = ([w, -w, 1.0, 0.0], Vec::new());
            slots.extend((0..optimizer.slots()).flat_map(|n| [optimizer.first_value(n) as f32; 4]));
            for iterations in [0, 1, 2, 1_000_000, u64::MAX - 1] {
                let gradients = [g, 0.0, -g, g];
                let update = Update::new(&mut variables, &gradients, &mut slots, 0.1, iterations);
                let name = core::any::type_name::<O>();
                assert!(
                    optimizer.update(Update { shape: &[2, 2], ..update }),
                    "{name}: {w}, {g}, {iterations}"
                );
                assert!(variables.iter().chain(&slots).all(|value| value.is_finite()), "{name}");
            }
        }
    }
}

#[test]
fn ordinary_steps_keep_every_number_finite() {
    let (small, almost_1) = (1e-37, 1.0 - 1e-7);
    every_optimizer(&StaysFinite);
    for (beta_1, beta_2) in [(0.0, 0.0), (0.0, almost_1), (almost_1, almost_1), (0.9, 0.999)] {
        StaysFinite.with(&Adam::new(0.1).beta_1(beta_1).beta_2(beta_2).epsilon(small));
        StaysFinite.with(&Adamax::new(0.1).beta_1(beta_1).beta_2(beta_2).epsilon(small));
        StaysFinite.with(&Nadam::new(0.1).beta_1(beta_1).beta_2(beta_2).epsilon(small));
        StaysFinite.with(&Lamb::new(0.1).beta_1(beta_1).beta_2(beta_2).epsilon(small));
        StaysFinite.with(&RMSprop::new(0.1).rho(beta_2).epsilon(small).centered(true));
        StaysFinite.with(&Adadelta::new(0.1).rho(beta_2).epsilon(small));
    }
    StaysFinite.with(&Adagrad::new(0.1).initial_accumulator_value(0.0).epsilon(small));
    StaysFinite.with(&Ftrl::new(0.1).initial_accumulator_value(0.0).l1_regularization_strength(1.0));
    StaysFinite.with(&Adafactor::new(0.1).epsilon_1(small).epsilon_2(0.0));
}

#[test]
fn factors_that_are_1_in_f32_are_refused() {
    assert!(check_beta("beta", 1.0 - 1e-9).is_err());
    assert!(check_beta("beta", 1.0 - 1e-7).is_ok());
}
