//! Every message has a longer explanation.

use std::collections::BTreeSet;
use std::path::Path;

use super::support::landbridge;

/// Numbers of messages in the source, tests left out.
fn codes() -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in folder.read_dir().expect("the source") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("explain.rs") {
                let text = std::fs::read_to_string(&path).expect("the source is text");
                let before_tests = text.split("#[cfg(test)]").next().unwrap_or_default();
                codes
                    .extend(before_tests.lines().filter(|line| !line.trim_start().starts_with("//")).flat_map(of_line));
            }
        }
    }
    codes
}

/// "E0203" and the like, in quotes or brackets.
fn of_line(line: &str) -> Vec<String> {
    let is_code = |part: &&str| {
        let digits = part.get(1..).unwrap_or_default();
        part.starts_with(['E', 'W']) && digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    line.split(['"', '[', ']']).filter(is_code).map(str::to_owned).collect()
}

#[test]
fn every_message_of_the_source_is_explained() {
    let codes = codes();
    assert!(codes.len() > 60, "messages are found: {}", codes.len());
    let explained = |code: &&String| landbridge().args(["explain", code]).output().expect("it runs").status.success();
    let missing: Vec<&String> = codes.iter().filter(|code| !explained(code)).collect();
    assert!(missing.is_empty(), "src/cli/explain.rs lacks: {missing:?}");
}

#[test]
fn an_unknown_number_is_an_error_of_the_command_line() {
    assert_eq!(landbridge().args(["explain", "E9999"]).output().expect("it runs").status.code(), Some(2));
}
