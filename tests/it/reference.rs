//! `docs/scenario-format.md` says what the program reads.

use std::path::Path;

/// Everything behind this line is written by the program.
const MARKER: &str = "<!-- generated: landbridge reference -->\n";

const HOW: &str = "docs/scenario-format.md and the program differ. Write the generated part anew:\n  \
                   sed -i '/^<!-- generated/q' docs/scenario-format.md\n  \
                   cargo run --quiet -- reference >> docs/scenario-format.md\n";

#[test]
fn the_scenario_format_in_the_documentation_is_that_of_the_program() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/scenario-format.md");
    let text = std::fs::read_to_string(path).expect("docs/scenario-format.md can be read");
    let (_, generated) = text.split_once(MARKER).expect("docs/scenario-format.md has the line of the marker");
    let expected = landbridge::scenario::reference();
    let first = generated.lines().zip(expected.lines()).position(|(written, now)| written != now);
    let at = first.unwrap_or_else(|| generated.lines().count().min(expected.lines().count()));
    let line = |text: &str| text.lines().nth(at).unwrap_or("(nothing)").to_owned();
    assert!(
        generated == expected,
        "{HOW}First difference:\n  written: {}\n  program: {}",
        line(generated),
        line(&expected)
    );
}
