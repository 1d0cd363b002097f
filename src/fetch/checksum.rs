//! SHA-256 of a file, and where it is recorded.

use std::fmt;
use std::io::Read as _;
use std::path::Path;
use std::path::PathBuf;

use sha2::Digest as _;
use sha2::Sha256;

use crate::fetch::FetchError;

/// A SHA-256 checksum, written as 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sha256Sum([u8; 32]);

impl Sha256Sum {
    /// The checksum that is written so.
    ///
    /// Errors: it is not 64 hexadecimal digits.
    pub fn read(text: &str) -> Result<Self, FetchError> {
        let none = || FetchError::NoChecksum { found: text.chars().take(80).collect() };
        let digits = text.trim().as_bytes();
        if digits.len() != 64 {
            return Err(none());
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| none())?;
            let is_hex = pair.bytes().all(|digit| digit.is_ascii_hexdigit());
            *byte = u8::from_str_radix(pair, 16).ok().filter(|_| is_hex).ok_or_else(none)?;
        }
        Ok(Self(bytes))
    }

    /// The checksum of a file.
    ///
    /// Errors: it cannot be read.
    pub(super) fn of(path: &Path) -> Result<Self, FetchError> {
        let failed = |source| FetchError::Disk { path: path.to_path_buf(), source };
        let mut file = std::fs::File::open(path).map_err(failed)?;
        let mut digester = Sha256::new();
        let mut bytes = vec![0; 64 * 1_024];
        loop {
            match file.read(&mut bytes).map_err(failed)? {
                0 => return Ok(Self(digester.finalize().into())),
                n => digester.update(&bytes[..n]),
            }
        }
    }
}

impl fmt::Display for Sha256Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Where the checksum of a file is recorded: `NAME.sha256` beside it, as the program `sha256sum` reads it.
pub(super) fn place(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".sha256");
    PathBuf::from(name)
}

/// The checksum recorded for a file; nothing where none is, or where the record is damaged.
pub(super) fn recorded(file: &Path) -> Option<Sha256Sum> {
    let text = std::fs::read_to_string(place(file)).ok()?;
    Sha256Sum::read(text.split_whitespace().next()?).ok()
}

/// Records the checksum of a file.
pub(super) fn record(file: &Path, sum: Sha256Sum) -> Result<(), FetchError> {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
    let line = format!("{sum}  {}\n", name.unwrap_or_default());
    let path = place(file);
    std::fs::write(&path, line).map_err(|source| FetchError::Disk { path, source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checksum_is_read_and_written_as_others_write_it() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("abc.txt");
        std::fs::write(&file, b"abc").unwrap();
        // The first example of FIPS 180-2.
        let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let sum = Sha256Sum::of(&file).unwrap();
        assert_eq!(sum.to_string(), known);
        assert_eq!(Sha256Sum::read(&known.to_uppercase()).unwrap(), sum);
        assert_eq!(recorded(&file), None);
        record(&file, sum).unwrap();
        assert_eq!(std::fs::read_to_string(place(&file)).unwrap(), format!("{known}  abc.txt\n"));
        assert_eq!(recorded(&file), Some(sum));
        for refused in
            ["", "abc", &known[1..], &known.replace('b', "g"), &known.replace("ba", "+a")]
        {
            assert!(Sha256Sum::read(refused).is_err(), "{refused:?}");
        }
    }
}
