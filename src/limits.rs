//! Every bound on input: value, unit, reason.

/// Bytes of one identifier. The longest in the official frameworks has under 120; 2,048 is what browsers take.
pub const IRI_BYTES: usize = 2_048;

/// Bytes of one label. The longest official one has under 400; CASE advises 4,096 for a full statement.
pub const LABEL_BYTES: usize = 8_192;

/// Bytes of one description or note. The longest official one has under 20,000.
pub const TEXT_BYTES: usize = 262_144;

/// Bytes of one record (a CSV row, a line). Official rows stay under 64 KiB; without a bound one line
/// of a hostile file would fill the memory.
pub const RECORD_BYTES: usize = 4 * 1_024 * 1_024;

/// Bytes of what a release or mapping set says about itself, encoded. The longest official one has under 1,500.
/// The store keeps up to twenty together, in at most 128 KiB.
pub const RECORD_ABOUT_BYTES: usize = 4_096;

/// Bytes of what stands above an SSSOM table. Those at hand have under 4 KiB; one prefix takes a line.
pub const MAPPING_METADATA_BYTES: usize = 512 * 1_024;

/// Bytes of one file, unpacked. The largest official table has 21 MB; a million generated concepts, 400 MB.
pub const FILE_BYTES: u64 = 2 * 1_024 * 1_024 * 1_024;

/// Bytes of one file that has to be held in memory whole (a workbook, JSON).
pub const WHOLE_FILE_BYTES: u64 = 768 * 1_024 * 1_024;

/// Bytes of a JSON file whose nodes are held in memory together: they take some ten times as much there. The largest
/// one at hand has under 1 MB, a registry's largest framework some 40.
pub const GRAPH_BYTES: usize = 256 * 1_024 * 1_024;

/// Terms by which one node of a CTDL document is described, and classes of it; those at hand have under 60.
pub const NODE_TERMS: usize = 512;

/// Conditions of courses, credentials and pathways that are followed in one document. Several may share one, so that
/// hostile ones are many more than the document is long; the largest at hand has under 200.
pub const CONDITIONS: usize = 5_000_000;

/// Cells of one sheet of a workbook. The largest official one has under a million; each is held in 8 bytes.
pub const SHEET_CELLS: usize = 32 * 1_024 * 1_024;

/// Bytes of one entry of a JSON file that is read entry by entry; all definitions of a CASE package are one. Those at hand
/// have under 64 KiB; without a bound one entry of a hostile file would fill the memory.
pub const ENTRY_BYTES: usize = 64 * 1_024 * 1_024;

/// Files in one archive or folder. Official bundles have under 60.
pub const BUNDLE_FILES: usize = 2_000;

/// Bytes of an archive's files together, unpacked.
pub const BUNDLE_BYTES: u64 = 4 * 1_024 * 1_024 * 1_024;

/// How many times larger than packed an archive's file may become. Official CSV packs to a twelfth, long runs
/// of one letter to a thousandth: that is a bomb.
pub const UNPACK_RATIO: u64 = 200;

/// Issues of one import kept one by one; those after it are only counted.
pub const ISSUES_KEPT: usize = 10_000;

/// Losses of one export kept one by one; those after it are only counted. A large framework's measures.
pub const LOSSES_KEPT: usize = 2_000_000;

/// Concepts of each sort (new, changed, removed, refused) that a dry run tells one by one; all are counted.
pub const PREVIEW_ROWS: usize = 1_000;

/// Bytes of a file that says what the columns of a spreadsheet are. One of a hundred columns has under 20 KiB.
pub const COLUMNS_BYTES: usize = 64 * 1_024;

/// Bytes of a query. A long sentence; longer texts are for tagging.
pub const QUERY_BYTES: usize = 1_024;

/// Words of a query that are looked at.
pub const QUERY_WORDS: usize = 32;

/// Queries of one batch that names are matched by. Clients cut their columns into batches of this many.
pub const MATCH_QUERIES: usize = 100;

/// Candidates of one such query. Nobody compares further down.
pub const MATCH_CANDIDATES: usize = 40;

/// Values and types of one such batch together: ten for each query. Every name is searched for.
pub const MATCH_VALUES: usize = 1_000;

/// Concepts whose properties are fetched in one call: ten batches of a column.
pub const EXTEND_IDS: usize = 1_000;

/// Properties fetched in one call: more columns than a table takes.
pub const EXTEND_PROPERTIES: usize = 50;

/// Hits of one reply.
pub const PAGE_HITS: usize = 200;

/// How far into the hits a page may begin.
pub const PAGE_OFFSET: usize = 10_000;

/// Bytes of a text to be tagged: a catalogue page or a long posting many times over.
pub const DOCUMENT_BYTES: usize = 2 * 1_024 * 1_024;

/// Bytes of one part of a Word document or OpenDocument text, unpacked: a text of [`DOCUMENT_BYTES`] with thirty
/// times as many marks around it. Real ones have under 1 MB.
pub const DOCUMENT_PART_BYTES: u64 = 64 * 1_024 * 1_024;

/// Elements inside one another in a part of a document. Word's own nest under 60 deep.
pub const XML_DEPTH: usize = 512;

/// Seconds for the text of one PDF file. Two hundred pages take under ten on a slow machine.
pub const PDF_SECONDS: u64 = 60;

/// Bytes of memory, as addresses, for whoever reads a PDF file; the largest at hand takes a tenth of it.
pub const PDF_MEMORY_BYTES: u64 = 2 * 1_024 * 1_024 * 1_024;

/// PDF files read at the same time; others wait, so that many uploads cannot fill the memory.
pub const PDF_AT_ONCE: usize = 2;

/// Pages of a PDF file: a long book; a syllabus has ten.
pub const PDF_PAGES: usize = 5_000;

/// Bytes of a catalogue of courses or postings: ten times the largest at hand.
pub const CATALOGUE_BYTES: usize = 64 * 1_024 * 1_024;

/// Documents of one catalogue tagged in one call: a large university has 5,000 courses.
pub const CATALOGUE_DOCUMENTS: usize = 20_000;

/// Bytes of a job title. The longest of 15,000 real ones has 83; some have their firm and place in them.
pub const TITLE_BYTES: usize = 1_024;

/// Bytes of a confirmed example: a title or a long sentence.
pub const EXAMPLE_BYTES: usize = 2_048;

/// Examples of one workspace: a job board's year. All of them are written again with each change.
pub const EXAMPLES: usize = 50_000;

/// Workspaces that keep examples: one for each programme of a large college.
pub const WORKSPACES: usize = 1_000;

/// Bytes of a workspace's name.
pub const WORKSPACE_BYTES: usize = 64;

/// Documents that one workspace keeps: the courses of a large university, and a year of postings.
pub const WORKSPACE_DOCUMENTS: usize = 20_000;

/// Bytes of a kept document, encoded: a text of [`DOCUMENT_BYTES`] with its tags around it.
pub const SAVED_DOCUMENT_BYTES: usize = 8 * 1_024 * 1_024;

/// Bytes of the name of a kept document. Course codes have under 20; the store keeps it in its keys.
pub const DOCUMENT_ID_BYTES: usize = 128;

/// Bytes of the title of a kept document.
pub const DOCUMENT_TITLE_BYTES: usize = 1_024;

/// Decisions about the tags of one document in one call: several for each tag it can have.
pub const TAG_DECISIONS: usize = 1_000;

/// Groups of skills that a coverage matrix has; finer levels are not readable as a picture.
pub const MATRIX_GROUPS: usize = 200;

/// Bytes of a file that is fetched. The largest official release, in all its languages, has under 400 MB.
pub const FETCH_BYTES: u64 = 1_024 * 1_024 * 1_024;

/// Bytes of one file of tags in which concepts are looked for. A catalogue of 20,000 courses with 20 tags each, evidence
/// and all, has 200 MB.
pub const TAGS_BYTES: usize = 256 * 1_024 * 1_024;

/// Files of tags looked through in one call.
pub const TAG_FILES: usize = 100;

/// Bytes of a JSON request body.
pub const BODY_BYTES: usize = 4 * 1_024 * 1_024;

/// Bytes of a body of somebody who is not known: a catalogue of some thousand courses. Each is held in memory whole.
pub const ANONYMOUS_BYTES: usize = 16 * 1_024 * 1_024;

/// Bytes of an uploaded framework.
pub const UPLOAD_BYTES: usize = 256 * 1_024 * 1_024;

/// Bytes of a gold file: the largest at hand has 4 MB.
pub const GOLD_BYTES: usize = 64 * 1_024 * 1_024;

/// Bytes of a weights file of the tagger. The one that ships has under 1 MB.
pub const WEIGHTS_BYTES: u64 = 64 * 1_024 * 1_024;

/// Bytes of a semantic model's weights. A large encoder has 1.3 GB; they are held in memory whole.
pub const MODEL_BYTES: u64 = 2 * 1_024 * 1_024 * 1_024;

/// Bytes of a semantic model's tokenizer. Those for a hundred languages have under 35 MB.
pub const MODEL_TOKENIZER_BYTES: u64 = 64 * 1_024 * 1_024;

/// Bytes of one of a semantic model's settings files. Usual ones have under 4 KiB.
pub const MODEL_SETTINGS_BYTES: u64 = 1_024 * 1_024;

/// Values of a semantic model's vectors. Large encoders have 1,024.
pub const MODEL_DIM: usize = 4_096;

/// Layers of an encoder. Large ones have 24.
pub const MODEL_LAYERS: usize = 48;

/// Tokens of one text that a semantic model looks at; the rest is cut off. BERT knows 512 positions.
pub const MODEL_TOKENS: usize = 512;

/// Bytes of one text that a semantic model looks at: more than its tokens can cover in any language.
pub const MODEL_TEXT_BYTES: usize = 16_384;
/// Bytes of one profile. Lists of two thousand concepts fit.
pub const PROFILE_BYTES: usize = 256 * 1_024;

/// Profiles of one data folder: one for each programme of a large college.
pub const PROFILES: usize = 1_000;

/// Pinned answers of one call: more are an own framework.
pub const PINS: usize = 2_000;

/// Bytes of a pinned phrase. It is looked for word by word.
pub const PHRASE_BYTES: usize = 256;

/// Crosswalks at work in one data folder: every pair of twenty frameworks, four times over.
pub const CROSSWALKS: usize = 2_000;

/// Decisions about one crosswalk: every pair of a large one judged ten times.
pub const DECISIONS: usize = 1_000_000;

/// Decisions in one call: a large crosswalk accepted in one go.
pub const DECISIONS_AT_ONCE: usize = 100_000;

/// Bytes of a comment, a reason or a reviewer's name.
pub const COMMENT_BYTES: usize = 4_096;

/// Triples of one RDF graph. ESCO in all its languages has some 8 million; one takes 12 bytes.
pub const RDF_TRIPLES: usize = 24 * 1_024 * 1_024;

/// Bytes of the distinct terms of one RDF graph. ESCO in all its languages has under 600 MB; they are held in memory.
pub const RDF_TEXT_BYTES: usize = 1_536 * 1_024 * 1_024;

/// How deep elements of RDF/XML and objects of JSON-LD may stand in one another. Official files stay under 12.
pub const RDF_DEPTH: usize = 256;

/// Bytes of the document type of an RDF/XML file. Usual ones declare ten namespaces, in under 1 KiB.
pub const RDF_DECLARATION_BYTES: usize = 65_536;

/// Bytes of an entity that an RDF/XML file declares: a namespace. Longer ones make a small file a large one.
pub const RDF_ENTITY_BYTES: usize = 256;

/// Bytes of a JSON-LD file. Its parser holds the whole file as events, ten times as large.
pub const JSON_LD_BYTES: u64 = 192 * 1_024 * 1_024;

/// Faults of syntax of one RDF file that are told; after them it is not read on.
pub const RDF_SYNTAX_FAULTS: u64 = 100;

/// Steps up a hierarchy while it is checked. ESCO needs under a million; a hostile one would need a trillion.
pub const HIERARCHY_STEPS: u64 = 50_000_000;

/// Keys that are kept, revoked ones too: a large agency has some hundred services and people.
pub const KEYS: usize = 10_000;

/// Bytes of the name of a key, and of one name in its scope.
pub const KEY_NAME_BYTES: usize = 128;

/// Names in the scope of a key: more than there are operations.
pub const KEY_SCOPE: usize = 100;

/// People who are signed in at the same time; who signed in first is signed out first.
pub const SESSIONS: usize = 10_000;

/// Bytes of one entry of the audit log, encoded; the store keeps up to twenty together, as it does with records.
pub const AUDIT_BYTES: usize = 4_096;

/// Bytes of the name of what an entry of the audit log speaks of; longer ones are cut.
pub const AUDIT_NAME_BYTES: usize = 256;

/// Entries of the audit log in one reply.
pub const AUDIT_PAGE: usize = 1_000;

/// Bytes of a form by which somebody signs in.
pub const FORM_BYTES: usize = 4_096;
/// Concepts of one side of a comparison: an occupation of ESCO has under 130 skills, one of O*NET under 700 with its tools.
pub const GAP_CONCEPTS: usize = 1_000;
/// Jobs that wait. Each holds the upload it is about, at most 256 MiB; a desk that sends more has to wait itself.
pub const JOBS_WAITING: usize = 16;

/// Jobs that have ended and are kept with their results, the newest.
pub const JOBS_KEPT: usize = 64;
