//! Sliding windows: their number, and the shapes that follow. The runtime has the same formulas in `layout/axis.rs`.

use proc_macro2::{Span, TokenStream};
use quote::quote;

use crate::ast::Argument;
use crate::layer::Site;
use crate::shape::{Shape, Size};
use crate::signature::{Arguments, Kind};

/// What happens at the edges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edges {
    Valid,
    Same,
    Causal,
}

/// The windows of a layer, axis by axis.
pub(super) struct Windows {
    pub(super) size: Vec<Size>,
    pub(super) strides: Vec<Size>,
    pub(super) dilation: Vec<Size>,
    pub(super) edges: Edges,
    /// The span of the sizes.
    pub(super) span: Span,
}

/// The number of windows of `size` values, `dilation` apart, on `input` values; `None` if a window is too large.
pub(crate) fn windows(
    input: usize,
    size: usize,
    stride: usize,
    dilation: usize,
    edges: Edges,
) -> Option<usize> {
    let reach = (size - 1).checked_mul(dilation)?.checked_add(1)?;
    match edges {
        Edges::Valid => Some(input.checked_sub(reach)? / stride + 1),
        Edges::Same | Edges::Causal => Some(input.div_ceil(stride)),
    }
}

/// The number of values that `windows` windows are spread over, as a transposed convolution does: as many as whole
/// strides need, or so many `beyond` the fewest.
pub(crate) fn transposed(
    windows: usize,
    size: usize,
    stride: usize,
    dilation: usize,
    edges: Edges,
    beyond: Option<usize>,
) -> Option<usize> {
    let reach = (size - 1).checked_mul(dilation)?.checked_add(1)?;
    let fewest = if edges == Edges::Valid { reach } else { reach % 2 };
    let last = match beyond {
        None if edges == Edges::Valid => reach.max(stride),
        None => stride,
        Some(beyond) => fewest.checked_add(beyond)?,
    };
    (windows - 1).checked_mul(stride)?.checked_add(last)
}

/// `size` and, on an image, the size of columns: that of rows if there is no other.
pub(super) fn on_axes(sizes: &[Argument], axes: usize) -> Vec<Size> {
    let last = sizes.len() - 1;
    (0..axes).map(|axis| Size::of(&sizes[axis.min(last)])).collect()
}

/// Rule: there is one size for all axes, or one for each.
pub(super) fn one_or_each(site: &mut Site<'_>, sizes: &[Argument], axes: usize) -> Option<()> {
    if sizes.len() == 1 || sizes.len() == axes {
        return Some(());
    }
    let class = site.layer.class()?;
    let message = format!("`{class}` takes one size for all of its {axes} axes, or one for each");
    let help = "write one size for a cube, or three: depth, height and width";
    site.diagnostics.report_with_help(sizes[1].span(), message, help);
    None
}

impl Windows {
    /// Windows of `size`, with padding, strides (by default `strides`) and dilation of the arguments. `None` after a
    /// mistake, which is reported.
    pub(super) fn of(
        site: &mut Site<'_>,
        arguments: &Arguments,
        size: &[Argument],
        axes: usize,
        strides: &[Argument],
    ) -> Option<Self> {
        let mut steps = |kind: Kind, default: Vec<Size>| match arguments.of(kind) {
            Some(argument) => {
                let sizes = site.sizes_in(kind, argument, axes)?;
                Some(on_axes(&sizes, axes))
            }
            None => Some(default),
        };
        let one = vec![Size::Literal(1); axes];
        let default = if strides.is_empty() { one.clone() } else { on_axes(strides, axes) };
        let (strides, dilation) = (steps(Kind::Strides, default)?, steps(Kind::Dilation, one)?);
        let more_than_one =
            |sizes: &[Size]| sizes.iter().any(|size| size.literal().is_some_and(|size| size > 1));
        if let Some(argument) = arguments.of(Kind::Dilation)
            && more_than_one(&strides)
            && more_than_one(&dilation)
        {
            let message = "windows have either strides or a dilation, not both";
            site.diagnostics.report_with_help(argument.span(), message, "leave one of the two out");
            return None;
        }
        let edges = match arguments.of(Kind::Padding) {
            None => Edges::Valid,
            Some(padding) => match padding.as_written().as_str() {
                "Same" => Edges::Same,
                "Causal" if axes == 1 => Edges::Causal,
                "Causal" => {
                    let class = site.layer.class()?;
                    let takes = if axes == 2 { "images" } else { "volumes" };
                    let message = format!("`Causal` is for sequences, and `{class}` takes {takes}");
                    site.diagnostics.report_with_help(
                        padding.span(),
                        message,
                        "write `Same`, or leave it out",
                    );
                    return None;
                }
                _ => Edges::Valid,
            },
        };
        let span = size.first().map_or_else(|| site.layer.span(), Argument::span);
        Some(Self { size: on_axes(size, axes), strides, dilation, edges, span })
    }

    /// The output shape of windows over `shape`, with this number of channels. `None` after a mistake, which is
    /// reported.
    pub(super) fn output(&self, site: &mut Site<'_>, shape: &Shape, channels: Size) -> Option<Shape> {
        let axes = shape.axes()?;
        let mut output = Vec::new();
        for (axis, input) in axes[..axes.len() - 1].iter().enumerate() {
            let numbers = [input, &self.size[axis], &self.strides[axis], &self.dilation[axis]];
            let Some(literals) = numbers.iter().map(|size| size.literal()).collect::<Option<Vec<usize>>>()
            else {
                output.push(self.computed(site, &quote!(windows), &numbers));
                continue;
            };
            match windows(literals[0], literals[1], literals[2], literals[3], self.edges) {
                Some(count) => output.push(Size::Literal(count)),
                None => {
                    self.report_too_large(site);
                    return None;
                }
            }
        }
        output.push(channels);
        Some(Shape::Axes(output))
    }

    /// The output shape of a transposed convolution, with this number of channels. `None` after a mistake, which is
    /// reported.
    pub(super) fn transposed(
        &self,
        site: &mut Site<'_>,
        arguments: &Arguments,
        shape: &Shape,
        channels: Size,
    ) -> Option<Shape> {
        let axes = shape.axes()?;
        let axes = &axes[..axes.len() - 1];
        let padding =
            arguments.of(Kind::OutputPadding).filter(|padding| padding.as_written() != "WholeStrides");
        let beyond = match padding {
            Some(padding) => on_axes(&site.sizes_in(Kind::OutputPadding, padding, axes.len())?, axes.len()),
            None => Vec::new(),
        };
        let mut output = Vec::new();
        for (axis, input) in axes.iter().enumerate() {
            let beyond = beyond.get(axis);
            let mut numbers = vec![input, &self.size[axis], &self.strides[axis], &self.dilation[axis]];
            numbers.extend(beyond);
            let Some(n) = numbers.iter().map(|size| size.literal()).collect::<Option<Vec<usize>>>() else {
                let function = if beyond.is_some() { quote!(transposed_beyond) } else { quote!(transposed) };
                output.push(self.computed(site, &function, &numbers));
                continue;
            };
            let values = transposed(n[0], n[1], n[2], n[3], self.edges, n.get(4).copied());
            if let (Some(padding), Some(&beyond), Some(values)) = (padding, n.get(4), values) {
                self.ends_well(site, padding.span(), axis, beyond, n[0], values)?;
            }
            output.push(Size::Literal(values?));
        }
        output.push(channels);
        Some(Shape::Axes(output))
    }

    /// Rule: an output padding is less than the stride, and leaves as many windows as flow in.
    fn ends_well(
        &self,
        site: &mut Site<'_>,
        span: Span,
        axis: usize,
        beyond: usize,
        input: usize,
        output: usize,
    ) -> Option<()> {
        let (size, stride, dilation) =
            (self.size[axis].literal()?, self.strides[axis].literal()?, self.dilation[axis].literal()?);
        if beyond >= stride {
            let message = format!("an output padding is less than the stride, which is {stride} here");
            let help = "leave it out for as many values as whole strides need";
            site.diagnostics.report_with_help(span, message, help);
            return None;
        }
        if output == 0 || windows(output, size, stride, dilation, self.edges) != Some(input) {
            let message = "with `Same`, windows that reach over an even number of values need an output padding of at least 1";
            site.diagnostics.report_with_help(span, message, "write `OutputPadding<1>`, or leave it out");
            return None;
        }
        Some(())
    }

    /// A number that the compiler computes.
    fn computed(&self, site: &Site<'_>, function: &TokenStream, numbers: &[&Size]) -> Size {
        let krate = site.krate;
        let numbers = numbers.iter().map(|size| size.value());
        let edges = match self.edges {
            Edges::Valid => quote!(Valid),
            Edges::Same => quote!(Same),
            Edges::Causal => quote!(Causal),
        };
        Size::Computed(quote!({ #krate::layout::#function(#(#numbers),*, #krate::layout::Edges::#edges) }))
    }

    /// Rule: a window is not larger than its input.
    fn report_too_large(&self, site: &mut Site<'_>) {
        let reach = |axis: usize| {
            let (size, dilation) = (self.size[axis].literal()?, self.dilation[axis].literal()?);
            let reach = (size - 1).checked_mul(dilation)?.checked_add(1)?;
            Some(if dilation > 1 {
                format!("({size} − 1) × {dilation} + 1 = {reach}")
            } else {
                size.to_string()
            })
        };
        let reaches: Vec<String> = (0..self.size.len()).filter_map(reach).collect();
        let of = if reaches.len() > 1 { reaches.join(" by ") } else { format!("{} steps", reaches.concat()) };
        let (this, given) = (site.this(), site.given().unwrap_or_default());
        let message = format!("the windows of {this}, {of}, are larger than what they move over: {given}");
        let help = "make them smaller, or write `Same`, which adds zeros around";
        site.diagnostics.report_with_help(self.span, message, help);
    }
}
