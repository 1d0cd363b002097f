//! Bytes that went wrong on their way never stop a reader from answering.

use skillmap::formats::Bundle;
use skillmap::formats::Format;
use skillmap::formats::ReadOptions;
use skillmap::formats::Source;
use skillmap::formats::read;

use crate::made::Dice;
use crate::skos::HEAD;
use crate::skos::SYNTAXES;
use crate::skos::framework;
use crate::skos::text;
use crate::skos::written;

/// What stands for something in one of the syntaxes.
const ODD: [&str; 12] = [
    "<",
    ">",
    "\"",
    "{",
    "[",
    "]",
    "\\",
    ";",
    "&a;",
    "\0",
    "<!DOCTYPE r [<!ENTITY a \"b\">]>",
    "\u{feff}",
];

#[test]
fn a_file_with_wrong_bytes_is_read_in_part_or_refused() {
    let body = "x:s a skos:ConceptScheme ; dct:title \"S\"@en .\n\
        x:a a skos:Concept ; skos:inScheme x:s ; skos:prefLabel \"a\"@en ; skos:notation \"1\" ; skos:definition \"d\"@de .\n\
        x:b a skos:Concept ; skos:inScheme x:s ; skos:prefLabel \"b\"@en ; skos:broader x:a ; skos:related x:c .\n\
        x:c a skos:Concept ; skos:inScheme x:s ; skos:prefLabel \"c\"@en ; skos:exactMatch <http://y/c> .\n";
    let whole = framework(&text("x.ttl", &format!("{HEAD}{body}"))).clone();
    let mut dice = Dice::new(7);
    let (mut n_read, mut n_refused) = (0, 0);
    for format in SYNTAXES.into_iter().chain([Format::Jskos]) {
        let sound = written(&whole, format).into_bytes();
        for _ in 0..300 {
            let mut bytes = sound.clone();
            for _ in 0..=dice.below(3) {
                let at = usize::try_from(dice.below(bytes.len() as u64)).unwrap();
                let n = usize::try_from(dice.below(40)).unwrap().min(bytes.len() - at);
                let odd = ODD[usize::try_from(dice.below(12)).unwrap()].bytes();
                match dice.below(4) {
                    0 => drop(bytes.splice(at..at + n, odd)),
                    1 => bytes[at] = dice.next().to_le_bytes()[0],
                    2 => bytes.truncate(at.max(1)),
                    _ => drop(bytes.splice(at..at, odd)),
                }
            }
            let name = format!("x.{}", format.ending());
            let source = Source::Bytes { name, bytes: bytes.into() };
            let answer = Bundle::open(&[source]).and_then(|b| read(&b, &ReadOptions::default()));
            match answer {
                Ok(_) => n_read += 1,
                Err(_) => n_refused += 1,
            }
        }
    }
    assert!(n_read > 300 && n_refused > 50, "{n_read} read, {n_refused} refused");
}
