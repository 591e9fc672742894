//! What `fit` prints.

use alloc::format;
use alloc::string::String;
use std::io::Write;
use std::time::{Duration, Instant};

#[cfg(feature = "progress")]
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::callbacks::{BatchLogs, Callback, EpochLogs, Training};
use crate::metrics::listed;
use crate::training::arguments::Verbose;

/// Prints how training goes. It comes behind all other callbacks, so that it shows what they have added.
pub(super) struct Printer<W> {
    verbose: Verbose,
    output: W,
    /// When the epoch began; there need not be a clock where nothing is printed.
    began: Option<Instant>,
    /// The number of batches of this epoch so far, if there were any since it began, or was gone on with.
    batches: Option<usize>,
    /// How many those were since then.
    learnt: usize,
    #[cfg(feature = "progress")]
    bar: ProgressBar,
}

impl<W: Write> Printer<W> {
    pub(super) fn new(verbose: Verbose, output: W) -> Self {
        Self {
            verbose,
            output,
            began: None,
            batches: None,
            learnt: 0,
            #[cfg(feature = "progress")]
            bar: ProgressBar::hidden(),
        }
    }

    /// Training does not end because nobody can read what it prints.
    fn print(&mut self, line: &str) {
        let _ = writeln!(self.output, "{line}");
    }
}

impl<W: Write> Callback for Printer<W> {
    fn on_epoch_begin(&mut self, epoch: usize, training: &mut Training<'_>) {
        if self.verbose == Verbose::Silent {
            return;
        }
        (self.began, self.batches, self.learnt) = (Some(Instant::now()), None, 0);
        if training.epochs() > 1 {
            self.print(&format!("Epoch {}/{}", epoch + 1, training.epochs()));
        }
        #[cfg(feature = "progress")]
        if self.verbose == Verbose::Bar {
            self.bar = bar(training.steps());
        }
    }

    fn on_train_batch_end(&mut self, logs: &BatchLogs, _: &mut Training<'_>) {
        self.batches = Some(logs.batch + 1);
        self.learnt += 1;
        #[cfg(feature = "progress")]
        if self.verbose == Verbose::Bar {
            self.bar.set_message(listed([("loss", logs.loss)]));
            self.bar.set_position(logs.batch as u64 + 1);
        }
    }

    fn on_epoch_end(&mut self, logs: &mut EpochLogs, training: &mut Training<'_>) {
        let Some(began) = self.began else { return };
        #[cfg(feature = "progress")]
        self.bar.finish_and_clear();
        // An epoch that was interrupted at its very end has all of its batches.
        let batches = self.batches.unwrap_or_else(|| training.steps());
        let line = line(batches, training.steps(), self.learnt, began.elapsed(), logs.iter());
        self.print(&line);
    }

    fn on_train_end(&mut self, _: &mut Training<'_>) {
        #[cfg(feature = "progress")]
        self.bar.finish_and_clear();
    }
}

/// The line for an epoch of which `batches` of `steps` batches were learnt from, if it is known how many there are;
/// `learnt` of them in the time that has elapsed.
fn line<'a>(
    batches: usize,
    steps: usize,
    learnt: usize,
    elapsed: Duration,
    scores: impl IntoIterator<Item = (&'a str, f64)>,
) -> String {
    let steps = if steps == 0 { batches } else { steps };
    let (width, seconds) = (steps.to_string().len(), elapsed.as_secs_f64());
    let step = match learnt {
        0 => String::new(),
        learnt => format!(" - {}/step", duration(seconds / learnt as f64)),
    };
    format!("{batches:width$}/{steps} - {seconds:.0}s{step} - {}", listed(scores))
}

/// How long a step takes, as Keras writes it: in whole seconds, milliseconds or microseconds.
fn duration(seconds: f64) -> String {
    match seconds {
        0.0 | 1.0.. => format!("{seconds:.0}s"),
        0.001.. => format!("{:.0}ms", seconds * 1e3),
        _ => format!("{:.0}us", seconds * 1e6),
    }
}

/// A bar for an epoch, as wide as Keras'.
#[cfg(feature = "progress")]
fn bar(steps: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{pos}/{len} {bar:20.green/white} {eta} - {msg}");
    let style = style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("━━");
    ProgressBar::with_draw_target((steps > 0).then_some(steps as u64), ProgressDrawTarget::stdout())
        .with_style(style)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::callbacks::{Cancel, LambdaCallback};
    use crate::prelude::*;

    #[test]
    fn the_line_is_that_of_keras() {
        let scores = || [("loss", 0.693_123), ("val_loss", 12.345_678), ("accuracy", 0.5)];
        let elapsed = Duration::from_millis(48);
        assert_eq!(
            line(24, 24, 24, elapsed, scores()),
            "24/24 - 0s - 2ms/step - accuracy: 0.5000 - loss: 0.6931 - val_loss: 12.3457"
        );
        assert_eq!(
            line(7, 100, 7, Duration::from_secs(21), [("loss", 1e-5)]),
            "  7/100 - 21s - 3s/step - loss: 1.0000e-05"
        );
        // Gone on with, for two batches or none; ended where nobody knows how many there are.
        assert_eq!(line(24, 24, 2, elapsed, []), "24/24 - 0s - 24ms/step - ");
        assert_eq!(line(24, 24, 0, elapsed, []), "24/24 - 0s - ");
        assert_eq!(line(3, 0, 3, elapsed, []), "3/3 - 0s - 16ms/step - ");
    }

    #[test]
    fn durations_have_the_unit_that_suits_them() {
        let durations = [0.0, 123.4e-6, 0.000_999, 0.001, 0.0236, 0.999, 1.0, 61.0];
        let expected = ["0s", "123us", "999us", "1ms", "24ms", "999ms", "1s", "61s"];
        assert_eq!(durations.map(duration), expected);
    }

    /// What is printed, the times left out.
    fn printed(verbose: Verbose, epochs: usize) -> Vec<String> {
        let mut output = Vec::new();
        let insert = LambdaCallback::new().on_epoch_end(|logs, _| logs.insert("extra", 7.0));
        let mut model = model![Dense<4, 3, softmax>].compile(
            SGD::new(0.0),
            SparseCategoricalCrossentropy::default(),
            (Accuracy::default(),),
        );
        let callbacks = (insert, Printer::new(verbose, &mut output));
        model.fit(&datasets::iris(), Fit::epochs(epochs).callbacks(callbacks)).unwrap();
        let text = String::from_utf8(output).unwrap();
        let timeless = |line: &str| {
            let parts: Vec<&str> = line.split(" - ").collect();
            let kept = parts.iter().filter(|part| !part.contains("/step") && !part.ends_with('s'));
            kept.map(|part| part.split(": ").next().unwrap()).collect::<Vec<_>>().join(" - ")
        };
        text.lines().map(timeless).collect()
    }

    #[test]
    fn each_epoch_has_its_line_and_several_have_numbers() {
        let line = "5/5 - accuracy - extra - loss";
        assert_eq!(printed(Verbose::Lines, 1), [line]);
        assert_eq!(printed(Verbose::Lines, 2), ["Epoch 1/2", line, "Epoch 2/2", line]);
        assert!(printed(Verbose::Silent, 2).is_empty());
        #[cfg(feature = "progress")]
        assert_eq!(printed(Verbose::Bar, 2), ["Epoch 1/2", line, "Epoch 2/2", line]);
    }

    /// What prints an epoch that was interrupted, and is gone on with: as the training loop calls it.
    struct GoesOn<W>(Printer<W>);

    impl<W: Write> Callback for GoesOn<W> {
        fn on_train_begin(&mut self, training: &mut Training<'_>) {
            self.0.on_epoch_begin(0, training);
        }

        fn on_epoch_end(&mut self, logs: &mut EpochLogs, training: &mut Training<'_>) {
            self.0.on_epoch_end(logs, training);
        }
    }

    #[test]
    fn an_epoch_that_was_interrupted_at_its_very_end_has_all_of_its_batches() {
        let (mut output, cancel, data) = (Vec::new(), Cancel::new(), datasets::iris());
        let loss = SparseCategoricalCrossentropy::default();
        let mut model = model![Dense<4, 3, softmax>].compile(SGD::new(0.0), loss, ());
        let ends = LambdaCallback::new().on_train_batch_end(|logs, _| {
            if logs.batch == 4 {
                cancel.cancel();
            }
        });
        let fit = |steps| Fit::epochs(1).batch_size(32).steps_per_epoch(steps);
        model.fit(&data, fit(6).cancel(&cancel).callbacks(ends)).unwrap();
        let goes_on = GoesOn(Printer::new(Verbose::Lines, &mut output));
        model.fit(&data, fit(5).resume(true).callbacks(goes_on)).unwrap();
        let text = String::from_utf8(output).unwrap();
        assert!(text.starts_with("5/5 - 0s - loss: "), "{text}");
    }
}
