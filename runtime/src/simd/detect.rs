//! Which instructions the machine has.

/// Whether the machine has these features: asked when the program runs, or, without an operating system, known from the
/// target.
macro_rules! has {
    ($($feature:tt),+) => {{
        #[cfg(feature = "std")]
        let has = $(is_x86_feature_detected!($feature))&&+;
        #[cfg(not(feature = "std"))]
        let has = cfg!(all($(target_feature = $feature),+));
        has
    }};
}
pub(super) use has;
