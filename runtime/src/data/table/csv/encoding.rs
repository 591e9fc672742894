//! Decoding bytes to text.

use std::io::{self, Read};

/// The character encoding of a file.
///
/// A byte order mark at the beginning of a file takes precedence over it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Encoding {
    /// UTF-8.
    #[default]
    Utf8,
    /// UTF-16, little-endian, as Windows writes it.
    Utf16Le,
    /// UTF-16, big-endian.
    Utf16Be,
    /// ISO 8859-1, for languages of Western Europe. Each byte is a character.
    Latin1,
    /// Latin-1 with `€`, `„`, `Š` and some more, as programs for Windows write it there. Each byte is a character.
    Windows1252,
}

/// The characters of Windows-1252 for 0x80 to 0x9F, as the WHATWG's Encoding Standard lists them; all others are those
/// of Latin-1.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', //
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Why bytes cannot be decoded.
#[derive(Debug)]
pub(super) enum NoText {
    Unreadable(io::Error),
    /// They are not in this encoding.
    NotIn(Encoding),
    /// They look like this encoding, but have no byte order mark.
    Unmarked(Encoding),
}

/// How many bytes are decoded at once.
const BLOCK: usize = 1 << 16;

/// Reads text, block by block.
pub(super) struct Decoder<R> {
    source: R,
    encoding: Encoding,
    has_begun: bool,
    /// Bytes that were read and not yet decoded: an incomplete character.
    bytes: Vec<u8>,
    /// The error that follows `text`.
    end: Option<NoText>,
    text: String,
}

impl<R: Read> Decoder<R> {
    pub(super) const fn new(source: R, encoding: Encoding) -> Self {
        Self { source, encoding, has_begun: false, bytes: Vec::new(), end: None, text: String::new() }
    }

    /// The block that was decoded last.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Decodes the next block; an empty one is the end.
    pub(super) fn advance(&mut self) -> Result<(), NoText> {
        self.text.clear();
        // A block may hold no more than an incomplete character.
        while self.text.is_empty() {
            if let Some(end) = self.end.take() {
                return Err(end);
            }
            self.bytes.reserve_exact(BLOCK);
            let read = self.source.by_ref().take(BLOCK as u64).read_to_end(&mut self.bytes);
            let is_over = read.map_err(NoText::Unreadable)? == 0;
            if !self.has_begun {
                self.has_begun = true;
                self.begin()?;
            }
            self.decode(is_over);
            if is_over {
                break;
            }
        }
        match self.end.take() {
            Some(end) if self.text.is_empty() => Err(end),
            end => {
                self.end = end;
                Ok(())
            }
        }
    }

    /// Looks for a byte order mark.
    fn begin(&mut self) -> Result<(), NoText> {
        let (mark, encoding) = match self.bytes[..] {
            [0xEF, 0xBB, 0xBF, ..] => (3, Encoding::Utf8),
            [0xFF, 0xFE, ..] => (2, Encoding::Utf16Le),
            [0xFE, 0xFF, ..] => (2, Encoding::Utf16Be),
            _ => (0, self.encoding),
        };
        self.encoding = encoding;
        self.bytes.drain(..mark);
        match unmarked(&self.bytes) {
            Some(found) if mark == 0 && encoding == Encoding::Utf8 => Err(NoText::Unmarked(found)),
            _ => Ok(()),
        }
    }

    /// Decodes all bytes but an incomplete character at their end, unless no more come.
    fn decode(&mut self, is_over: bool) {
        let Self { bytes, text, .. } = self;
        let (used, is_text) = match self.encoding {
            Encoding::Utf8 => decode_utf8(bytes, text, is_over),
            Encoding::Utf16Le => decode_utf16(bytes, text, is_over, u16::from_le_bytes),
            Encoding::Utf16Be => decode_utf16(bytes, text, is_over, u16::from_be_bytes),
            Encoding::Latin1 => {
                text.extend(bytes.iter().map(|&byte| char::from(byte)));
                (bytes.len(), true)
            }
            Encoding::Windows1252 => {
                text.extend(bytes.iter().map(|&byte| match byte {
                    0x80..=0x9F => WINDOWS_1252[usize::from(byte - 0x80)],
                    _ => char::from(byte),
                }));
                (bytes.len(), true)
            }
        };
        bytes.drain(..used);
        if !is_text {
            self.end = Some(NoText::NotIn(self.encoding));
        }
    }
}

/// How many bytes were decoded, and whether those behind them may be text.
fn decode_utf8(bytes: &[u8], text: &mut String, is_over: bool) -> (usize, bool) {
    let (valid, is_text) = match core::str::from_utf8(bytes) {
        Ok(valid) => (valid, true),
        Err(error) => {
            let valid = core::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default();
            (valid, error.error_len().is_none() && !is_over)
        }
    };
    text.push_str(valid);
    (valid.len(), is_text)
}

/// As [`decode_utf8`].
fn decode_utf16(bytes: &[u8], text: &mut String, is_over: bool, unit: fn([u8; 2]) -> u16) -> (usize, bool) {
    let units = || bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let mut used = 0;
    for decoded in char::decode_utf16(units()) {
        match decoded {
            Ok(character) => {
                text.push(character);
                used += 2 * character.len_utf16();
            }
            // A high surrogate, whose low one may come.
            Err(_) if used + 2 == bytes.len() & !1 && !is_over => return (used, true),
            Err(_) => return (used, false),
        }
    }
    (used, used == bytes.len() || !is_over)
}

/// The form of UTF-16 that these bytes look like: in a table, every few characters there is one of ASCII, and one of
/// its two bytes is 0.
fn unmarked(bytes: &[u8]) -> Option<Encoding> {
    let bytes = &bytes[..bytes.len().min(4096)];
    let zeros = |first: usize| bytes.iter().skip(first).step_by(2).filter(|&&byte| byte == 0).count();
    let (high, low) = (zeros(0), zeros(1));
    let are_many = |zeros: usize, others: usize| 32 * zeros >= bytes.len().max(1) && zeros > 8 * others;
    match () {
        () if are_many(low, high) => Some(Encoding::Utf16Le),
        () if are_many(high, low) => Some(Encoding::Utf16Be),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives one byte at a time.
    struct Drops<'a>(&'a [u8]);

    impl Read for Drops<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let one = buffer.len().min(1);
            self.0.read(&mut buffer[..one])
        }
    }

    fn decoded(bytes: impl Read, encoding: Encoding) -> (String, Option<String>) {
        let (mut decoder, mut text) = (Decoder::new(bytes, encoding), String::new());
        loop {
            match decoder.advance() {
                Err(error) => return (text, Some(format!("{error:?}"))),
                Ok(()) if decoder.text().is_empty() => return (text, None),
                Ok(()) => text.push_str(decoder.text()),
            }
        }
    }

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn text_comes_from_every_encoding() {
        let text = "a,é,€,😀\n".repeat(6_000);
        let marked = format!("\u{feff}{text}");
        for (bytes, encoding) in [
            (text.clone().into_bytes(), Encoding::Utf8),
            (marked.clone().into_bytes(), Encoding::Utf8),
            (marked.clone().into_bytes(), Encoding::Latin1),
            (utf16(&text, u16::to_le_bytes), Encoding::Utf16Le),
            (utf16(&text, u16::to_be_bytes), Encoding::Utf16Be),
            (utf16(&marked, u16::to_le_bytes), Encoding::Utf8),
            (utf16(&marked, u16::to_be_bytes), Encoding::Utf8),
            (utf16(&marked, u16::to_be_bytes), Encoding::Utf16Le),
        ] {
            assert!(decoded(&bytes[..], encoding) == (text.clone(), None), "{encoding:?}");
            assert!(decoded(Drops(&bytes), encoding) == (text.clone(), None), "{encoding:?}");
        }
        assert_eq!(decoded(&b"\xe9\x80"[..], Encoding::Latin1), ("é\u{80}".to_owned(), None));
        assert_eq!(decoded(&b"\xe9\x80\x9f\xff"[..], Encoding::Windows1252), ("é€Ÿÿ".to_owned(), None));
        assert_eq!(decoded(&b""[..], Encoding::Utf8), (String::new(), None));
    }

    #[test]
    fn what_is_no_text_is_found_behind_what_is() {
        for (bytes, encoding, text) in [
            (&b"ab\xffcd"[..], Encoding::Utf8, "ab"),
            (b"ab\xe2\x82", Encoding::Utf8, "ab"),
            (b"a\0\0\xd8", Encoding::Utf16Le, "a"),
            (b"a\0\0\xd8b\0", Encoding::Utf16Le, "a"),
            (b"a\0\0\xdcb\0", Encoding::Utf16Le, "a"),
            (b"a\0b", Encoding::Utf16Le, "a"),
        ] {
            let expected = (text.to_owned(), Some(format!("NotIn({encoding:?})")));
            assert_eq!(decoded(bytes, encoding), expected);
            assert_eq!(decoded(Drops(bytes), encoding), expected);
        }
    }

    #[test]
    fn utf_16_is_recognized_without_a_mark() {
        for text in ["a,b\n1,2\n", "x", "名前,年齢\n太郎,31\n花子,29\n", "имя;возраст\nИван;31\n"]
        {
            assert_eq!(unmarked(&utf16(text, u16::to_le_bytes)), Some(Encoding::Utf16Le), "{text}");
            assert_eq!(unmarked(&utf16(text, u16::to_be_bytes)), Some(Encoding::Utf16Be), "{text}");
            assert_eq!(unmarked(text.as_bytes()), None);
        }
        assert_eq!((unmarked(b""), unmarked(&[0; 100])), (None, None));
    }
}
