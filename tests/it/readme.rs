//! The commands of the README exist and its scenarios are right.

use std::path::Path;
use std::process::{Command, Output};

/// The commands of the program in the `sh` blocks, without the program's name and without redirection.
fn commands() -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = std::fs::read_to_string(path).expect("README.md can be read");
    let mut is_inside = false;
    let mut commands = Vec::new();
    for line in text.lines() {
        match line.trim() {
            "```sh" => is_inside = true,
            "```" => is_inside = false,
            line if is_inside => commands.extend(arguments(line)),
            _ => {}
        }
    }
    commands
}

/// The arguments of `landbridge ..` or `cargo run .. -- ..`; none for other commands.
fn arguments(line: &str) -> Option<Vec<String>> {
    let words = words(line);
    let after = match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["landbridge", ..] => 1,
        ["cargo", "run", ..] => 1 + words.iter().position(|word| word == "--")?,
        _ => return None,
    };
    Some(words[after..].to_vec())
}

/// The words of a command line: blanks part them, quotes hold them together, a comment or a redirection ends them.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quote = None;
    for character in line.chars() {
        match (quote, character) {
            (Some(open), _) if open == character => quote = None,
            (None, '\'' | '"') => quote = Some(character),
            (None, '#' | '>' | '|') if word.is_empty() => break,
            (None, ' ') => words.extend(Some(std::mem::take(&mut word)).filter(|word| !word.is_empty())),
            _ => word.push(character),
        }
    }
    words.extend(Some(word).filter(|word| !word.is_empty()));
    words
}

fn landbridge(arguments: &[String]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_landbridge"));
    program.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).output().expect("the program starts")
}

fn assert_works(arguments: &[String]) {
    let output = landbridge(arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "`landbridge {}` fails: {said}", arguments.join(" "));
}

/// `check` in place of `run`: the same scenario with the same edits, in a moment. The other options of `run` must be in its help.
fn assert_would_run(arguments: &[String]) {
    let help = landbridge(&["run".to_owned(), "--help".to_owned()]);
    let help = String::from_utf8_lossy(&help.stdout).into_owned();
    let known: Vec<&str> = help.split_whitespace().map(|word| word.trim_end_matches(',')).collect();
    let mut checked = vec!["check".to_owned()];
    let mut rest = arguments.iter().skip(1).peekable();
    while let Some(word) = rest.next() {
        if !word.starts_with('-') {
            checked.push(word.clone());
            continue;
        }
        assert!(known.contains(&word.as_str()), "`landbridge run` has no option `{word}`");
        let value = rest.next_if(|next| !next.starts_with('-') && word != "--force" && word != "--quiet");
        if word == "--set" || word == "--overlay" {
            checked.extend([word.clone(), value.expect("it has a value").clone()]);
        }
    }
    assert_works(&checked);
}

/// A comparison, with as little of it as there can be.
fn assert_compares(arguments: &[String]) {
    let folder = super::support::scratch();
    let place = folder.path().join("c").display().to_string();
    let short =
        ["--output", &place, "--replications", "1", "--set", "run/warm_up=None", "--set", "run/horizon=\"2 days\""];
    assert_works(&[arguments, &short.map(str::to_owned)].concat());
}

#[test]
fn every_command_of_the_readme_exists() {
    let commands = commands();
    assert!(commands.len() >= 3, "the README shows commands");
    for arguments in commands {
        match arguments.first().map(String::as_str) {
            Some("run") => assert_would_run(&arguments),
            Some("compare") => assert_compares(&arguments),
            _ => assert_works(&arguments),
        }
    }
}

#[test]
fn every_file_that_the_readme_links_to_exists() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(folder.join("README.md")).expect("README.md can be read");
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
    for target in targets.filter(|target| !target.contains("://") && !target.starts_with('#')) {
        let file = target.split('#').next().unwrap_or(target);
        assert!(folder.join(file).exists(), "README.md links to {file}, which is not there");
    }
}

#[test]
fn a_line_is_split_into_words_as_a_shell_does() {
    assert_eq!(words("a --set 'x/y z=\"1 h\"' > out  # why"), ["a", "--set", "x/y z=\"1 h\""]);
}
