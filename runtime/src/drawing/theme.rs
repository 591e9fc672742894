//! Colours and styles.

use core::fmt::Write;

/// The colours of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Light or dark, as the viewer prefers; a PNG picture is light then.
    #[default]
    Auto,
    /// Dark on white.
    Light,
    /// Light on black.
    Dark,
}

/// What does not depend on the theme.
pub(super) const STYLE: &str = "\
text{font-family:system-ui,'DejaVu Sans',sans-serif;font-size:13px}.title{font-weight:600;font-size:14px}.small{font-size:11px}\
.curve{fill:none;stroke-width:2;stroke-linejoin:round}.val{stroke-dasharray:6 3}.best{stroke-dasharray:2 3}\
.ring{fill:none;stroke-width:2}.cell{stroke-width:2}.regions{shape-rendering:crispEdges}.sample{stroke-width:1}";

/// The colours of classes, of which neighbours differ in lightness too.
const CLASSES: [[&str; 2]; 8] = [
    ["#2563eb", "#7aa7ff"],
    ["#ea580c", "#ff9d5c"],
    ["#0d9488", "#4fd1c5"],
    ["#a21caf", "#e879f9"],
    ["#ca8a04", "#fde047"],
    ["#475569", "#cbd5e1"],
    ["#dc2626", "#fca5a5"],
    ["#65a30d", "#bef264"],
];

/// The rules of the light page, or of the dark one.
pub(super) fn colors(is_dark: bool) -> String {
    let pick = |light: &'static str, dark: &'static str| if is_dark { dark } else { light };
    let (text, soft) = (pick("#333", "#ddd"), pick("#666", "#aaa"));
    let (page, grid, axis) = (pick("#fff", "#161616"), pick("#e3e3e3", "#333"), pick("#888", "#777"));
    let mut css = format!(
        "text{{fill:{text}}}.soft{{fill:{soft}}}.on{{fill:{page}}}.page{{fill:{page}}}.grid{{stroke:{grid}}}\
         .axis,.best{{stroke:{axis}}}.sample,.cell{{stroke:{page}}}"
    );
    for (class, colors) in CLASSES.iter().enumerate() {
        let color = colors[usize::from(is_dark)];
        let _ = write!(css, ".f{class}{{fill:{color}}}.s{class}{{stroke:{color}}}");
    }
    css
}

/// The colour of a class, of which there may be more than colours.
pub(crate) const fn color(class: usize) -> usize {
    class % CLASSES.len()
}
