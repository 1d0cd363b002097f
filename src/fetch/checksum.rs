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

/// What is recorded of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) sum: Sha256Sum,
    /// Where it was fetched from; empty where the record does not say it.
    address: String,
}

impl Record {
    /// Whether it may be one of the file at that address.
    pub(super) fn is_of(&self, address: &str) -> bool {
        self.address.is_empty() || self.address == address
    }
}

/// What is recorded of a file; nothing where nothing is, or where the record is damaged.
pub(super) fn recorded(file: &Path) -> Option<Record> {
    let text = std::fs::read_to_string(place(file)).ok()?;
    let address = text.lines().find_map(|line| line.strip_prefix(FROM)).unwrap_or_default();
    let line = text.lines().find(|line| !line.starts_with('#'))?;
    let sum = Sha256Sum::read(line.split_whitespace().next()?).ok()?;
    Some(Record { sum, address: address.trim().to_owned() })
}

/// Before the address in a record; `sha256sum` passes over such a line.
const FROM: &str = "# from ";

/// Records the checksum of a file and where it came from.
pub(super) fn record(file: &Path, sum: Sha256Sum, address: &str) -> Result<(), FetchError> {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
    let line = format!("{FROM}{address}\n{sum}  {}\n", name.unwrap_or_default());
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
        record(&file, sum, "https://x/abc.txt").unwrap();
        let line = format!("# from https://x/abc.txt\n{known}  abc.txt\n");
        assert_eq!(std::fs::read_to_string(place(&file)).unwrap(), line);
        let read = recorded(&file).unwrap();
        assert!(
            read.sum == sum && read.is_of("https://x/abc.txt") && !read.is_of("https://y/abc.txt")
        );
        for refused in
            ["", "abc", &known[1..], &known.replace('b', "g"), &known.replace("ba", "+a")]
        {
            assert!(Sha256Sum::read(refused).is_err(), "{refused:?}");
        }
    }
}
