//! 'Did you mean': the one candidate that a mistyped word most likely stands for.

use strsim::damerau_levenshtein;

/// Longer words are compared for equality only; nobody mistypes two letters of such a name.
const LONGEST_COMPARED: usize = 64;

/// The candidate that `word` most likely means: equal but for case and outer blanks, else the nearest within two edits
/// (an edit adds, drops, replaces or swaps letters; one edit for words of three to five letters, none for shorter ones).
/// Among equally near ones the first in alphabetical order, whatever order they come in. Never `word` itself.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = simplified(word);
    let allowed = edits_allowed(wanted.chars().count());
    let others = candidates.into_iter().filter(|candidate| *candidate != word);
    let near = others.filter_map(|candidate| Some((distance(&wanted, &simplified(candidate), allowed)?, candidate)));
    near.min().map(|(_, candidate)| candidate)
}

fn simplified(word: &str) -> String {
    word.trim().to_lowercase()
}

fn edits_allowed(letters: usize) -> usize {
    match letters {
        0..=2 => 0,
        3..=5 => 1,
        6..=LONGEST_COMPARED => 2,
        _ => 0,
    }
}

fn distance(wanted: &str, candidate: &str, allowed: usize) -> Option<usize> {
    if wanted == candidate {
        return (!wanted.is_empty()).then_some(0);
    }
    // Spares the quadratic comparison of words that cannot be near.
    let near_in_length = wanted.chars().count().abs_diff(candidate.chars().count()) <= allowed;
    let compared = allowed > 0 && near_in_length;
    compared.then(|| damerau_levenshtein(wanted, candidate)).filter(|edits| *edits <= allowed)
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;

    const HUBS: [&str; 4] = ["KHG", "ALA", "DOS", "Berth 1"];

    #[test]
    fn one_or_two_wrong_letters_are_recognised() {
        assert_eq!(did_you_mean("ALX", HUBS), Some("ALA"));
        assert_eq!(did_you_mean("Berth1", HUBS), Some("Berth 1"));
        assert_eq!(did_you_mean("lnaez", ["lanes", "lane"]), None);
        assert_eq!(did_you_mean("capcaity_tu", ["capacity_teu"]), Some("capacity_teu"));
    }

    #[test]
    fn case_and_outer_blanks_are_ignored_and_come_before_edits() {
        assert_eq!(did_you_mean(" berth 1", ["berth 2", "Berth 1"]), Some("Berth 1"));
        assert_eq!(did_you_mean("a", ["A"]), Some("A"));
    }

    #[test]
    fn short_words_are_not_turned_into_others() {
        assert_eq!(did_you_mean("to", ["at", "id", "by"]), None);
        assert_eq!(did_you_mean("rail", ["road"]), None);
        assert_eq!(did_you_mean("", ["", "a"]), None);
    }

    #[test]
    fn among_equally_near_ones_the_first_in_the_alphabet_wins_in_any_order() {
        assert_eq!(did_you_mean("gate3", ["gate2", "gate1"]), Some("gate1"));
        assert_eq!(did_you_mean("gate3", ["gate1", "gate2"]), Some("gate1"));
    }

    #[test]
    fn the_word_itself_is_no_suggestion() {
        assert_eq!(did_you_mean("lanes", ["lanes"]), None);
    }

    #[test]
    fn a_very_long_word_costs_nothing() {
        let long = "x".repeat(100_000);
        let other = "y".repeat(100_000);
        assert_eq!(did_you_mean(&long, [other.as_str()]), None);
    }
}
