//! History in a [`State`], to the last bit.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Ending, History, Series};
use crate::error::{Result, quoted};
use crate::saving::{State, Storable, error};

/// The endings, under names that do not change.
const ENDINGS: [(Ending, &str); 6] = [
    (Ending::Finished, "finished"),
    (Ending::Stopped, "stopped"),
    (Ending::Cancelled, "cancelled"),
    (Ending::Converged, "converged"),
    (Ending::Diverged, "diverged"),
    (Ending::Failed, "failed"),
];

impl Storable for History {
    fn store(&self, name: &str, state: &mut State) {
        let ending = ENDINGS.iter().find(|(ending, _)| *ending == self.ending).map_or("", |(_, name)| name);
        state.put(&format!("{name}/ending"), &ending.to_owned());
        state.put(&format!("{name}/epochs"), &self.epochs);
        state.put(&format!("{name}/keys"), &self.series.keys().cloned().collect::<Vec<_>>());
        for (key, Series { epochs, values }) in &self.series {
            state.put(&format!("{name}/values/{key}"), values);
            // Nearly always there is one value for each epoch.
            if *epochs != self.epochs {
                state.put(&format!("{name}/epochs of/{key}"), epochs);
            }
        }
    }

    fn restore(name: &str, state: &State) -> Result<Self> {
        let ending: String = state.get(&format!("{name}/ending"))?;
        let Some(&(ending, _)) = ENDINGS.iter().find(|(_, name)| *name == ending) else {
            return Err(error(format!("a history does not end with {}", quoted(&ending))));
        };
        let epochs: Vec<usize> = state.get(&format!("{name}/epochs"))?;
        let mut history = Self { epochs, ending, ..Self::default() };
        for key in state.distinct_names(&format!("{name}/keys"))? {
            let values: Vec<f64> = state.get(&format!("{name}/values/{key}"))?;
            // Not whether it has something: a key may lie inside of another one, as `lr/max` inside of `lr`.
            let of = format!("{name}/epochs of/{key}");
            let epochs = if state.array(&of).is_ok() { state.get(&of)? } else { history.epochs.clone() };
            if epochs.len() != values.len() {
                let (values, epochs) = (values.len(), epochs.len());
                return Err(error(format!(
                    "there are {values} values of {}, but {epochs} epochs",
                    quoted(&key)
                )));
            }
            history.series.insert(key, Series { epochs, values });
        }
        Ok(history)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_history_comes_back() {
        let mut history = History { epochs: vec![3, 4, 6], ending: Ending::Stopped, ..History::default() };
        for (epoch, loss) in [(3, 0.1), (4, f64::INFINITY), (6, -0.0)] {
            history.append("loss".into(), epoch, loss);
        }
        for (key, epoch) in [("val_a/b", 4), ("val_a", 3), ("val_a", 4), ("val_a", 6), ("loss/max", 6)] {
            history.append(key.into(), epoch, 0.5);
        }
        let mut state = State::new();
        state.put(".history", &history);
        assert_eq!(state.get::<History>(".history").unwrap(), history);
        state.put(".empty", &History::default());
        assert_eq!(state.get::<History>(".empty").unwrap(), History::default());
    }

    #[test]
    fn what_does_not_fit_is_an_error() {
        let mut history = History { epochs: vec![0], ..History::default() };
        history.append("loss".into(), 0, 1.0);
        let wrong = |change: &dyn Fn(&mut State)| {
            let mut state = State::new();
            state.put("h", &history);
            change(&mut state);
            state.get::<History>("h").unwrap_err().to_string()
        };
        assert!(wrong(&|state| state.put("h/ending", &"".to_owned())).contains("does not end with"));
        assert!(wrong(&|state| state.put("h/epochs", &vec![0_usize, 1])).contains("but 2 epochs"));
        assert!(
            wrong(&|state| state.put("h/epochs", &vec![usize::MAX]))
                .contains("more than this computer counts")
        );
        assert!(wrong(&|state| state.put("h/keys", &vec!["acc".to_owned()])).contains("is missing"));
    }
}
