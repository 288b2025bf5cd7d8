//! `landbridge explain`.

use super::Status;
use super::input::print;

/// Says more about a message.
pub fn explain(code: &str) -> Status {
    let code = code.trim().to_uppercase();
    match EXPLANATIONS.iter().find(|(known, _)| *known == code) {
        Some((code, text)) => print(&format!("{code}\n\n{text}\n")),
        None => {
            anstream::eprintln!("error: there is no message {code}; messages have numbers like E0203 or W0502");
            Status::CommandLine
        }
    }
}

/// What each message means and what to do. A test holds this list against the messages in the source.
pub const EXPLANATIONS: &[(&str, &str)] = &[];
