//! Numbers as texts.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// The finite number that a text is.
pub(super) fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

/// A canonical form of a number, equal for equal numbers: `1`, `1.0`, `+1` and `1e0` have the same, and so have `0` and
/// `-0`.
///
/// No digit is lost: long numbers that differ in the last digit stay different. `None` for what is no number, and for a
/// number with zeros in front: `007` is a name, as postcodes and other keys are.
pub(super) fn same_number(text: &str) -> Option<String> {
    number(text)?;
    let (sign, unsigned) = split_sign(text);
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.len() > 1 && whole.starts_with('0') {
        return None;
    }
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_end_matches('0');
    if significant.is_empty() {
        return Some("0".to_owned());
    }
    let zeros = digits.len() - significant.len();
    let exponent = exponent.parse::<i64>().ok()?.checked_add(zeros as i64 - fraction.len() as i64)?;
    let sign = if sign == "-" { "-" } else { "" };
    Some(format!("{sign}{}e{exponent}", significant.trim_start_matches('0')))
}

/// A notation of numbers other than Rust's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Notation {
    /// Whether the decimal sign is a comma, not a point.
    pub(super) decimal_comma: bool,
    /// The separator of groups of three digits.
    pub(super) thousands: Option<char>,
}

impl Notation {
    const fn decimal(self) -> char {
        if self.decimal_comma { ',' } else { '.' }
    }

    /// The number in this notation that `text` is, as Rust writes it. `None` if it is none, or has neither a decimal
    /// comma nor groups.
    pub(super) fn rewrite(self, text: &str) -> Option<String> {
        let has = |mark: char| text.contains(mark);
        let is_special = (self.decimal_comma && has(',')) || self.thousands.is_some_and(has);
        if !is_special {
            return None;
        }
        let (sign, unsigned) = split_sign(text);
        let (mantissa, exponent) = unsigned.split_at(unsigned.find(['e', 'E']).unwrap_or(unsigned.len()));
        let (whole, fraction) = mantissa.split_once(self.decimal()).unwrap_or((mantissa, ""));
        let whole = match self.thousands {
            Some(mark) if whole.contains(mark) => ungrouped(whole, mark)?,
            _ => whole.to_owned(),
        };
        let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let point = if fraction.is_empty() { "" } else { "." };
        let rewritten = format!("{sign}{whole}{point}{fraction}{exponent}");
        (are_digits(&whole) && are_digits(fraction))
            .then_some(rewritten)
            .filter(|text| number(text).is_some())
    }

    /// Another number that `text`, which has a decimal point, would be if points stood between groups: `1234` for
    /// `1.234`.
    #[cfg(feature = "csv")]
    pub(super) fn other_reading(self, text: &str) -> Option<String> {
        let grouped = Self { thousands: Some('.'), ..self };
        if self.decimal_comma && self.thousands != Some('.') && number(text).is_some() {
            grouped.rewrite(text)
        } else {
            None
        }
    }
}

/// What `text`, which is no number as Rust writes it, may be in another notation, and the options of `Csv` that read it
/// so.
pub(super) fn readings(text: &str) -> Vec<(String, String)> {
    let marks = [None, Some(','), Some('.'), Some(' '), Some('\''), Some('\u{a0}'), Some('\u{202f}')];
    let notations = marks
        .into_iter()
        .flat_map(|thousands| [false, true].map(|decimal_comma| Notation { decimal_comma, thousands }));
    let mut readings: Vec<(String, String)> = Vec::new();
    for notation in notations.filter(|notation| notation.thousands != Some(notation.decimal())) {
        let Some(number) =
            notation.rewrite(text).filter(|number| readings.iter().all(|known| known.0 != *number))
        else {
            continue;
        };
        let comma = notation.decimal_comma.then(|| "`Csv::decimal_comma()`".to_owned());
        let thousands = notation.thousands.map(|mark| format!("`Csv::thousands({mark:?})`"));
        readings.push((number, comma.into_iter().chain(thousands).collect::<Vec<_>>().join(" and ")));
    }
    readings
}

/// The digits of `1.234.567`: up to three, and then groups of three.
fn ungrouped(text: &str, mark: char) -> Option<String> {
    let mut groups = text.split(mark);
    let begins = groups.next().is_some_and(|group| (1..=3).contains(&group.len()));
    (begins && groups.all(|group| group.len() == 3)).then(|| text.replace(mark, ""))
}

fn split_sign(text: &str) -> (&str, &str) {
    text.split_at(usize::from(text.starts_with(['-', '+'])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_numbers_are_the_same_to_the_last_digit() {
        for texts in [
            &["1", "1.0", "1.", "+1", "1e0", "1.00E+0", "10e-1", "0.1e1", ".1e1"][..],
            &["0", "-0", "0.0", "-0.00", "0e5", ".0", "0e99999999999999999999"],
            &["-1500", "-1.5e3", "-1500.0"],
            &["9007199254740993", "9007199254740993.0"],
            &["0.1", ".1", "1e-1", "0.10"],
        ] {
            assert!(same_number(texts[0]).is_some());
            for text in texts {
                assert_eq!(same_number(text), same_number(texts[0]), "{text}");
            }
        }
        assert_ne!(same_number("9007199254740993"), same_number("9007199254740992"));
        assert_ne!(same_number("1"), same_number("-1"));
        assert_ne!(same_number("1e-400"), same_number("0"));
        assert_ne!(same_number("0.1"), same_number("0.10000000000000001"));
        for text in
            ["007", "00", "-01", "01.5", "", "a", "1e400", "inf", "nan", "1,0", "1e", "e1", ".", "1_0"]
        {
            assert_eq!(same_number(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_in_other_notations_are_rewritten() {
        let comma = |text| Notation { decimal_comma: true, thousands: None }.rewrite(text);
        assert_eq!(comma("1,5").as_deref(), Some("1.5"));
        assert_eq!(comma("-,5").as_deref(), Some("-.5"));
        assert_eq!(comma("+1,5e-3").as_deref(), Some("+1.5e-3"));
        assert_eq!(comma("1,").as_deref(), Some("1"));
        for text in ["1", "1.5", "1,2,3", "a,b", "1.234,5", ",", "-", "", "1,5x", "1,-5", "1,5e"] {
            assert_eq!(comma(text), None, "{text}");
        }
        let german = |text| Notation { decimal_comma: true, thousands: Some('.') }.rewrite(text);
        assert_eq!(german("1.234.567,25").as_deref(), Some("1234567.25"));
        assert_eq!(german("-1.234").as_deref(), Some("-1234"));
        for text in ["1.2", "1.2345", "12345.678", ".234", "1..234", "1.234.56", "10.03.2004", "18.00.00"] {
            assert_eq!(german(text), None, "{text}");
        }
        let english = |text| Notation { decimal_comma: false, thousands: Some(',') }.rewrite(text);
        assert_eq!(english("1,234.5").as_deref(), Some("1234.5"));
        assert_eq!(english("1,5"), None);
        let swiss = Notation { decimal_comma: false, thousands: Some('’') };
        assert_eq!(swiss.rewrite("1’234.5").as_deref(), Some("1234.5"));
    }

    #[test]
    #[cfg(feature = "csv")]
    fn a_point_before_three_digits_may_be_either() {
        let comma = Notation { decimal_comma: true, thousands: None };
        assert_eq!(comma.other_reading("1.234").as_deref(), Some("1234"));
        assert_eq!((comma.other_reading("1.2"), comma.other_reading("1")), (None, None));
        assert_eq!(Notation { thousands: Some('.'), ..comma }.other_reading("1.234"), None);
        assert_eq!(Notation::default().other_reading("1.234"), None);
    }

    #[test]
    fn every_reading_names_its_options() {
        let shown = |text| {
            readings(text).into_iter().map(|(number, how)| format!("{number} {how}")).collect::<Vec<_>>()
        };
        assert_eq!(shown("1,5"), ["1.5 `Csv::decimal_comma()`"]);
        assert_eq!(shown("1,234"), ["1.234 `Csv::decimal_comma()`", "1234 `Csv::thousands(',')`"]);
        assert_eq!(shown("1.234,5"), ["1234.5 `Csv::decimal_comma()` and `Csv::thousands('.')`"]);
        assert_eq!(shown("1 234"), ["1234 `Csv::thousands(' ')`"]);
        assert!(shown("n/a").is_empty() && shown("?").is_empty());
    }
}
