//! From `cbindgen/NAME.h.in` and the Rust sources to the text of a header.

use cbindgen::{Builder, Config, DocumentationStyle, Language};
use std::fs;
use std::path::Path;

/// Prefixes of the names that belong into a header.
const PREFIXES: &[&str] = &["dill_", "nng_", "httpcore_"];

/// What precedes the declarations of functions.
const DECLARATION_MACROS: &[&str] = &["DILL_EXPORT", "NNG_DECL", "HTTPCORE_DECL"];

const LINE_LENGTH: usize = 110;

/// The text that the header must have.
pub(crate) fn header(root: &Path, name: &str) -> String {
    let mut text = String::new();
    for line in template(root, name).lines() {
        text += &match line.split_once(' ') {
            Some(("@generate", sources)) => generate(root, name, sources),
            Some(("@strings", sources)) => sources.split(' ').map(|s| strings(root, s)).collect(),
            Some(("@include", file)) => fs::read_to_string(root.join("cbindgen").join(file)).expect(file),
            _ => versions(line),
        };
        text.push('\n');
    }
    tidy(&text)
}

/// The Rust sources that the header is made from.
pub(crate) fn sources(root: &Path, name: &str) -> Vec<String> {
    template(root, name)
        .lines()
        .filter_map(|line| line.strip_prefix("@generate ").or_else(|| line.strip_prefix("@strings ")))
        .flat_map(|sources| sources.split(' ').map(str::to_owned))
        .collect()
}

/// The frame of a header, with each list of sources on one line.
fn template(root: &Path, name: &str) -> String {
    let path = root.join("cbindgen").join(format!("{name}.h.in"));
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    text.replace("\n    src/", " src/")
}

fn generate(root: &Path, name: &str, sources: &str) -> String {
    let toml = root.join("cbindgen").join(format!("{name}.toml"));
    let mut config = Config::from_file(&toml).unwrap_or_else(|e| panic!("{}: {e}", toml.display()));
    config.language = Language::C;
    config.no_includes = true;
    config.usize_is_size_t = true;
    config.documentation_style = DocumentationStyle::Doxy;
    config.line_length = LINE_LENGTH;
    config.tab_width = 4;
    let mut builder = Builder::new();
    for source in sources.split(' ') {
        let path = root.join(source);
        // cbindgen leaves out what no function uses.
        config.export.include.extend(public_types(&fs::read_to_string(&path).expect(source)));
        builder = builder.with_src(path);
    }
    let bindings = builder.with_config(config).generate().unwrap_or_else(|e| panic!("{name}: {e}"));
    let mut text = Vec::new();
    bindings.write(&mut text);
    String::from_utf8(text).unwrap()
}

/// Names of the public types of a source that a program may name.
fn public_types(source: &str) -> Vec<String> {
    source
        .lines()
        .filter_map(|line| line.strip_prefix("pub "))
        .filter_map(|item| {
            let (kind, rest) = item.split_once(' ')?;
            let name = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()?;
            let is_type = ["struct", "union", "enum", "type"].contains(&kind);
            (is_type && PREFIXES.iter().any(|p| name.starts_with(p))).then(|| name.to_owned())
        })
        .collect()
}

/// `pub const NAME: &CStr = c"text";` with its documentation, as macros.
fn strings(root: &Path, source: &str) -> String {
    let mut text = String::new();
    let mut doc = Vec::new();
    for line in fs::read_to_string(root.join(source)).expect(source).lines() {
        if let Some(line) = line.strip_prefix("///") {
            doc.push(line);
        } else if let Some(constant) = line.strip_prefix("pub const ") {
            let (name, value) = constant.split_once(": &CStr = c").expect(line);
            text += "/**\n";
            doc.drain(..).for_each(|line| text += &format!(" *{line}\n"));
            text += &format!(" */\n#define {name} {}\n\n", value.trim_end_matches(';'));
        }
    }
    text
}

/// Replaces the numbers of this release.
fn versions(line: &str) -> String {
    line.replace("@MAJOR@", env!("CARGO_PKG_VERSION_MAJOR"))
        .replace("@MINOR@", env!("CARGO_PKG_VERSION_MINOR"))
        .replace("@PATCH@", env!("CARGO_PKG_VERSION_PATCH"))
}

/// Brings generated text into the shape that a person would have given it: no blanks at the end of a line, no empty
/// lines in a row, a comment of one line and a short declaration on one line, negative numbers in parentheses.
fn tidy(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    // What is left at the end of a comment of an annotation for cbindgen.
    let is_left = |at: usize| lines[at].trim() == "*" && lines.get(at + 1).is_some_and(|l| l.trim() == "*/");
    lines = (0..lines.len()).filter(|&at| !is_left(at)).map(|at| lines[at]).collect();
    let mut out: Vec<String> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        match lines[at..] {
            ["", ..] if out.last().is_some_and(String::is_empty) => at += 1,
            [open, text, end, ..] if open.trim() == "/**" && end.trim() == "*/" => {
                out.push(format!("{open} {} */", text.trim().trim_start_matches("* ")));
                at += 3;
            }
            // rustdoc's heading for what a caller has to see to.
            [heading, text, ..] if heading.trim() == "* # Safety" => {
                out.push(text.replacen("* ", "* Requirements: ", 1));
                at += 2;
            }
            [macro_name, ..] if DECLARATION_MACROS.contains(&macro_name) => {
                let rest =
                    lines[at..].iter().position(|line| line.ends_with(';')).expect("a declaration ends");
                out.push(declaration(&lines[at..=at + rest]));
                at += rest + 1;
            }
            [line, ..] => {
                out.push(parenthesised(line));
                at += 1;
            }
            [] => unreachable!("the loop ends before"),
        }
    }
    out.join("\n") + "\n"
}

/// The declaration that these lines make up, on as few lines as it needs.
fn declaration(lines: &[&str]) -> String {
    let words: Vec<&str> = lines.iter().flat_map(|line| line.split_whitespace()).collect();
    let mut text = String::new();
    let mut width = 0;
    for word in words {
        if width + word.len() > LINE_LENGTH {
            text += "\n   ";
            width = 3;
        }
        let gap = if text.is_empty() { "" } else { " " };
        text += gap;
        text += word;
        width += gap.len() + word.len();
    }
    text
}

/// `#define NAME -1` is a trap in expressions.
fn parenthesised(line: &str) -> String {
    match line.split_once(" -") {
        Some((define, number)) if define.starts_with("#define ") && number.parse::<u32>().is_ok() => {
            format!("{define} (-{number})")
        }
        _ => line.to_owned(),
    }
}
