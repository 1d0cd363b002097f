//! A folder, an archive, loose files or an upload -> named files, within limits.

use std::fs::File;
use std::io::BufReader;
use std::io::Cursor;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::OnceLock;

use zip::ZipArchive;

use crate::formats::ReadError;
use crate::formats::outline::Outline;
use crate::limits;
use crate::model::Location;

/// Where input comes from.
#[derive(Debug, Clone)]
pub enum Source {
    /// A file, an archive or a folder on this machine.
    Path(PathBuf),
    /// Bytes that were sent, with the name their sender gave them.
    Bytes {
        /// Name with its extension.
        name: String,
        /// The content.
        bytes: Arc<[u8]>,
    },
}

/// Some files that belong together, sorted by name. Nothing is unpacked to disk.
#[derive(Debug, Clone)]
pub struct Bundle {
    files: Vec<BundleFile>,
    origins: Vec<String>,
}

/// One file of a bundle.
#[derive(Debug, Clone)]
pub struct BundleFile {
    name: String,
    origin: Origin,
    /// Its outline as JSON, once somebody asked for it: every JSON format asks.
    outline: OnceLock<Option<Outline>>,
}

#[derive(Debug, Clone)]
enum Origin {
    Disk(PathBuf),
    Memory(Arc<[u8]>),
    /// A file inside an archive, by its position there.
    Packed {
        archive: Archive,
        position: usize,
    },
}

#[derive(Debug, Clone)]
enum Archive {
    Disk(PathBuf),
    Memory(Arc<[u8]>),
}

trait ReadSeek: Read + std::io::Seek {}
impl<T: Read + std::io::Seek> ReadSeek for T {}

/// How deep folders are walked: `release/language/file` and one more.
const FOLDER_DEPTH: usize = 4;

impl Bundle {
    /// The files of all sources together. Archives are looked into, one level deep; workbooks are not archives.
    ///
    /// Errors: a source is missing, empty or unreadable; an archive is damaged or names a file outside itself;
    /// more than [`limits::BUNDLE_FILES`] files or [`limits::BUNDLE_BYTES`] bytes.
    pub fn open(sources: &[Source]) -> Result<Self, ReadError> {
        let mut bundle = Self { files: Vec::new(), origins: Vec::new() };
        for source in sources {
            match source {
                Source::Path(path) => {
                    bundle.origins.push(path.display().to_string());
                    bundle.add_path(path, &base_name(path), 0)?;
                }
                Source::Bytes { name, bytes } => {
                    bundle.origins.push(name.clone());
                    if is_archive(&mut Cursor::new(bytes)) {
                        bundle.add_archive(name, &Archive::Memory(bytes.clone()))?;
                    } else {
                        let origin = Origin::Memory(bytes.clone());
                        bundle.files.push(BundleFile::new(name.clone(), origin));
                    }
                }
            }
        }
        if bundle.files.is_empty() {
            let place = Location::file(&bundle.origins.join(", "));
            return Err(ReadError::invalid(
                place,
                "there are no files in it",
                "name a file, a folder or a zip",
            ));
        }
        bundle.files.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(bundle)
    }

    /// All files, sorted by name.
    pub fn files(&self) -> &[BundleFile] {
        &self.files
    }

    /// What was named to be opened: paths or names of uploads, in the order given.
    pub fn origins(&self) -> &[String] {
        &self.origins
    }

    fn add_path(&mut self, path: &Path, name: &str, depth: usize) -> Result<(), ReadError> {
        let io = |e: &std::io::Error| ReadError::io(&path.display().to_string(), e);
        let about = std::fs::metadata(path).map_err(|e| io(&e))?;
        if about.is_dir() {
            if depth >= FOLDER_DEPTH {
                return Ok(());
            }
            let entries = std::fs::read_dir(path).map_err(|e| io(&e))?;
            let mut inside: Vec<PathBuf> = entries
                .map(|e| e.map(|e| e.path()))
                .collect::<Result<_, _>>()
                .map_err(|e| io(&e))?;
            inside.sort();
            for entry in inside {
                let entry_name = base_name(&entry);
                let is_link_to_folder = entry.is_symlink() && entry.is_dir();
                if entry_name.starts_with('.') || is_link_to_folder {
                    continue;
                }
                self.add_path(&entry, &format!("{name}/{entry_name}"), depth + 1)?;
            }
            return Ok(());
        }
        if !about.is_file() {
            let what = "it is neither a file nor a folder";
            return Err(ReadError::invalid(
                Location::file(name),
                what,
                "name a file, a folder or a zip",
            ));
        }
        let mut file = BufReader::new(File::open(path).map_err(|e| io(&e))?);
        if is_archive(&mut file) {
            return self.add_archive(name, &Archive::Disk(path.to_path_buf()));
        }
        self.push(BundleFile::new(name.to_owned(), Origin::Disk(path.to_path_buf())))
    }

    fn add_archive(&mut self, name: &str, archive: &Archive) -> Result<(), ReadError> {
        let mut zip = archive.open(name)?;
        let mut total = 0u64;
        for position in 0..zip.len() {
            let entry = zip.by_index_raw(position).map_err(|e| damaged(name, &e))?;
            let entry_name = entry.name().map_err(|e| damaged(name, &e))?.into_owned();
            let is_outside = entry.enclosed_name().is_none()
                || entry_name.starts_with('/')
                || entry_name.contains('\\');
            if is_outside {
                let what = format!("the archive names a file outside itself ({entry_name:?})");
                let remedy = "do not trust this archive; get it from its publisher again";
                return Err(ReadError::invalid(Location::file(name), what, remedy));
            }
            if entry.is_dir() {
                continue;
            }
            total = total.saturating_add(entry.size());
            if total > limits::BUNDLE_BYTES {
                let what =
                    format!("its files have more than {} bytes together", limits::BUNDLE_BYTES);
                return Err(ReadError::too_large(Location::file(name), what, "import it in parts"));
            }
            let inside = format!("{name}/{entry_name}");
            let origin = Origin::Packed { archive: archive.clone(), position };
            drop(entry);
            self.push(BundleFile::new(inside, origin))?;
        }
        Ok(())
    }

    fn push(&mut self, file: BundleFile) -> Result<(), ReadError> {
        if self.files.len() >= limits::BUNDLE_FILES {
            let what = format!("there are more than {} files", limits::BUNDLE_FILES);
            let place = Location::file(&self.origins.join(", "));
            return Err(ReadError::too_large(place, what, "name the framework's own folder"));
        }
        self.files.push(file);
        Ok(())
    }
}

impl Bundle {
    /// The one file for which `is_it` holds, told by the file and its first bytes.
    ///
    /// Errors: `several` when there are several, `none` when there is none; or one cannot be read.
    pub(in crate::formats) fn only(
        &self,
        is_it: impl Fn(&BundleFile, &str) -> bool,
        several: &str,
        none: &str,
    ) -> Result<&BundleFile, ReadError> {
        let place = || Location::file(&self.origins().join(", "));
        let mut found = None;
        for file in self.files() {
            let head = file.head(4_096)?;
            if !is_it(file, &String::from_utf8_lossy(&head)) {
                continue;
            }
            if found.is_some() {
                return Err(ReadError::invalid(place(), several, "import them one by one"));
            }
            found = Some(file);
        }
        found.ok_or_else(|| ReadError::invalid(place(), none, "name the file itself"))
    }
}

impl BundleFile {
    fn new(name: String, origin: Origin) -> Self {
        Self { name, origin, outline: OnceLock::new() }
    }

    /// Its outline as JSON, read once; nothing where it is no JSON.
    ///
    /// Errors: as [`BundleFile::reader`].
    pub(in crate::formats) fn outline(&self) -> Result<Option<&Outline>, ReadError> {
        if self.outline.get().is_none() {
            let outline = Outline::of(self)?;
            return Ok(self.outline.get_or_init(|| outline).as_ref());
        }
        Ok(self.outline.get().and_then(Option::as_ref))
    }

    /// Its name: the path below what was named, archives as folders (`esco.zip/skills_en.csv`).
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The last part of its name (`skills_en.csv`).
    pub fn base_name(&self) -> &str {
        self.name.rsplit('/').next().unwrap_or(&self.name)
    }

    /// Its content as a stream of at most [`limits::FILE_BYTES`] bytes.
    ///
    /// Errors: it cannot be opened, or it unpacks to more than its archive may hold.
    pub fn reader(&self) -> Result<Box<dyn Read + Send>, ReadError> {
        match &self.origin {
            Origin::Disk(path) => {
                let file = File::open(path).map_err(|e| ReadError::io(&self.name, &e))?;
                let size = file.metadata().map_err(|e| ReadError::io(&self.name, &e))?.len();
                self.check_size(size, limits::FILE_BYTES)?;
                Ok(Box::new(BufReader::with_capacity(1 << 16, file).take(limits::FILE_BYTES)))
            }
            Origin::Memory(bytes) => Ok(Box::new(Cursor::new(bytes.clone()))),
            Origin::Packed { .. } => Ok(Box::new(Cursor::new(self.unpacked(limits::FILE_BYTES)?))),
        }
    }

    /// Its content, whole, of at most [`limits::WHOLE_FILE_BYTES`] bytes.
    ///
    /// Errors: as [`BundleFile::reader`].
    pub fn bytes(&self) -> Result<Vec<u8>, ReadError> {
        if let Origin::Packed { .. } = &self.origin {
            return self.unpacked(limits::WHOLE_FILE_BYTES);
        }
        let mut bytes = Vec::new();
        let mut bounded = self.reader()?.take(limits::WHOLE_FILE_BYTES + 1);
        bounded.read_to_end(&mut bytes).map_err(|e| ReadError::io(&self.name, &e))?;
        self.check_size(bytes.len() as u64, limits::WHOLE_FILE_BYTES)?;
        Ok(bytes)
    }

    /// Its first bytes, at most `n`; fewer when the file is shorter.
    ///
    /// Errors: as [`BundleFile::reader`].
    pub fn head(&self, n: usize) -> Result<Vec<u8>, ReadError> {
        let mut bytes = Vec::new();
        let io = |e: std::io::Error| ReadError::io(&self.name, &e);
        if let Origin::Packed { archive, position } = &self.origin {
            let mut zip = archive.open(&self.name)?;
            let entry = zip.by_index(*position).map_err(|e| damaged(&self.name, &e))?;
            entry.take(n as u64).read_to_end(&mut bytes).map_err(io)?;
        } else {
            self.reader()?.take(n as u64).read_to_end(&mut bytes).map_err(io)?;
        }
        Ok(bytes)
    }

    /// Unpacks with a watch on the ratio: what an archive claims about sizes is not believed.
    fn unpacked(&self, limit: u64) -> Result<Vec<u8>, ReadError> {
        let Origin::Packed { archive, position } = &self.origin else { return Ok(Vec::new()) };
        let mut zip = archive.open(&self.name)?;
        let entry = zip.by_index(*position).map_err(|e| damaged(&self.name, &e))?;
        // Small files may pack well without being a bomb.
        let bomb = entry.compressed_size().saturating_mul(limits::UNPACK_RATIO).max(1 << 20);
        let bound = limit.min(bomb);
        let mut bytes = Vec::new();
        let mut bounded = entry.take(bound + 1);
        bounded.read_to_end(&mut bytes).map_err(|e| {
            let what = format!("the archive is damaged here ({e})");
            let remedy = "get it from its publisher again";
            ReadError::invalid(Location::file(&self.name), what, remedy)
        })?;
        if bytes.len() as u64 > bomb {
            let what = format!("it unpacks to more than {} times its size", limits::UNPACK_RATIO);
            let remedy = "do not trust this archive; unpack it yourself if you know what it is";
            return Err(ReadError::too_large(Location::file(&self.name), what, remedy));
        }
        self.check_size(bytes.len() as u64, limit)?;
        Ok(bytes)
    }

    fn check_size(&self, size: u64, limit: u64) -> Result<(), ReadError> {
        if size <= limit {
            return Ok(());
        }
        let what = format!("it has {size} bytes or more, the limit is {limit}");
        Err(ReadError::too_large(Location::file(&self.name), what, "split it"))
    }
}

impl Archive {
    fn open(&self, name: &str) -> Result<ZipArchive<Box<dyn ReadSeek + Send>>, ReadError> {
        let stream: Box<dyn ReadSeek + Send> = match self {
            Self::Disk(path) => {
                Box::new(BufReader::new(File::open(path).map_err(|e| ReadError::io(name, &e))?))
            }
            Self::Memory(bytes) => Box::new(Cursor::new(bytes.clone())),
        };
        ZipArchive::new(stream).map_err(|e| damaged(name, &e))
    }
}

fn damaged(name: &str, error: &zip::result::ZipError) -> ReadError {
    let what = format!("the archive cannot be read ({error})");
    ReadError::invalid(Location::file(name), what, "get it from its publisher again")
}

/// Begins like a zip, and is not a workbook or a document (those are zips with a table of content types).
fn is_archive(stream: &mut (impl Read + std::io::Seek)) -> bool {
    let mut head = [0u8; 4];
    // The second is how an archive without files begins.
    let is_zip =
        stream.read_exact(&mut head).is_ok() && [*b"PK\x03\x04", *b"PK\x05\x06"].contains(&head);
    if !is_zip {
        return false;
    }
    let is_office = stream.rewind().is_ok()
        && ZipArchive::new(stream).is_ok_and(|zip| {
            let mut names = zip.file_names().filter_map(Result::ok);
            names.any(|n| n == "[Content_Types].xml" || n == "mimetype")
        });
    !is_office
}

fn base_name(path: &Path) -> String {
    let name = path
        .file_name()
        .or_else(|| path.components().next_back().map(std::path::Component::as_os_str));
    name.map_or_else(|| "input".to_owned(), |n| n.to_string_lossy().into_owned())
}
