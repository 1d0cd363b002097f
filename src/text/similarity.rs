//! Two strings -> how alike they are.

use std::collections::BTreeSet;

/// Letters that may be wrong in a word of that many characters, beyond which another word is meant.
///
/// Up to three letters nothing is forgiven (`cat` is not `car`), from four one, from eight two: the usual
/// rule of search engines.
pub fn allowed_edits(n_chars: usize) -> u8 {
    match n_chars {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// Letters inserted, deleted, changed or swapped with their neighbour to turn one word into the other.
///
/// Cost: O(length × length).
pub fn edits(one: &str, other: &str) -> usize {
    strsim::osa_distance(one, other)
}

/// Dice coefficient of two sets of weighted words: twice the common weight over the sum of both, 0..=1.
/// Two empty sets give 0.
pub fn dice(common: f64, one: f64, other: f64) -> f64 {
    if one + other <= 0.0 { 0.0 } else { (2.0 * common / (one + other)).clamp(0.0, 1.0) }
}

/// Dice coefficient of the three-letter pieces of two strings, blanks around each: 1 for equal strings, 0
/// for strings without a common piece.
///
/// Cost: O(length × log length).
pub fn trigram_dice(one: &str, other: &str) -> f64 {
    let (one, other) = (trigrams(one), trigrams(other));
    dice(one.intersection(&other).count() as f64, one.len() as f64, other.len() as f64)
}

fn trigrams(text: &str) -> BTreeSet<[char; 3]> {
    let padded: Vec<char> = format!("  {text} ").chars().collect();
    padded.windows(3).map(|w| [w[0], w[1], w[2]]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_is_between_nothing_and_all() {
        assert!((trigram_dice("welder", "welder") - 1.0).abs() < 1e-12);
        assert!(trigram_dice("welder", "nurse").abs() < 1e-12);
        let near = trigram_dice("programming", "programing");
        assert!(near > 0.7 && near < 1.0, "{near}");
        assert!(dice(0.0, 0.0, 0.0).abs() < 1e-12);
        assert_eq!(edits("managment", "management"), 1);
        assert_eq!(edits("recieve", "receive"), 1);
    }
}
