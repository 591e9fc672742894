//! Where `fit` prints: standard output, if there is one.

use crate::training::arguments::Verbose;

/// What prints how training goes.
#[cfg(feature = "std")]
pub(super) type Console = super::printer::Printer<std::io::Stdout>;

/// Nothing prints without an operating system.
#[cfg(not(feature = "std"))]
pub(super) type Console = ();

#[cfg(feature = "std")]
pub(super) fn console(verbose: Verbose) -> Console {
    super::printer::Printer::new(verbose, std::io::stdout())
}

#[cfg(not(feature = "std"))]
pub(super) fn console(verbose: Verbose) -> Console {
    match verbose {
        Verbose::Silent => (),
    }
}
