//! The manual pages are well-formed, refer to pages that exist, document functions that exist, and show code that runs.
//!
//! A page that documents several functions is named after the first one. The others have files of one line,
//! `.so man3/PAGE`, by which man(1) finds the page under their names too.
//!
//! A comment `.\" example FILE` before a `.Bd -literal` block says that the block is the part of the C program FILE between
//! the comments `EXAMPLE` and `END EXAMPLE`. `UPDATE_MAN=1 cargo test --test man` copies it there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Once;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files, and for each that is only a link, what it says. Whoever asks first brings the examples up to date if that is
/// wanted, so nobody reads a page that is being written.
fn files() -> Vec<(PathBuf, Option<String>)> {
    static UPDATE: Once = Once::new();
    UPDATE.call_once(|| {
        if std::env::var_os("UPDATE_MAN").is_some() {
            for (path, _) in read_directory() {
                fs::write(&path, with_examples(&path)).unwrap();
            }
        }
    });
    read_directory()
}

fn read_directory() -> Vec<(PathBuf, Option<String>)> {
    let mut files: Vec<_> = fs::read_dir(root().join("man"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (fs::read_to_string(&path).unwrap(), path))
        .map(|(text, path)| (path, Some(text).filter(|text| text.starts_with(".so "))))
        .collect();
    files.sort();
    files
}

fn pages() -> Vec<PathBuf> {
    let pages: Vec<_> = files().into_iter().filter(|(_, link)| link.is_none()).map(|file| file.0).collect();
    assert!(!pages.is_empty());
    pages
}

fn header(name: &str) -> String {
    fs::read_to_string(root().join("include").join(name)).unwrap()
}

/// The headers of nng's interface.
const NNG: [&str; 11] = [
    "nng/nng.h",
    "nng/supplemental/http/http.h",
    "nng/supplemental/tls/tls.h",
    "nng/supplemental/util/idhash.h",
    "nng/supplemental/util/options.h",
    "nng/supplemental/util/platform.h",
    "nng/transport/inproc/inproc.h",
    "nng/transport/ipc/ipc.h",
    "nng/transport/tcp/tcp.h",
    "nng/transport/tls/tls.h",
    "nng/transport/ws/websocket.h",
];

/// What a page documents: the names before the line that says what they are for.
fn names(page: &Path) -> Vec<String> {
    let text = fs::read_to_string(page).unwrap();
    let names =
        text.lines().take_while(|line| !line.starts_with(".Nd ")).filter_map(|l| l.strip_prefix(".Nm "));
    names.map(|name| name.trim_end_matches(" ,").to_owned()).collect()
}

#[test]
fn pages_are_well_formed() {
    let out = Command::new("mandoc")
        .args(["-T", "lint", "-W", "style"])
        .args(pages())
        .output()
        .expect("mandoc runs");
    let complaints: Vec<_> = std::str::from_utf8(&out.stdout)
        .unwrap()
        .lines()
        // Sections that nng's programmers know; and only pages of this machine count as found, see the next test.
        .filter(|line| !line.contains("unknown manual section: Dt ... 3http"))
        .filter(|line| !line.contains("unknown manual section: Dt ... 3tls"))
        .filter(|line| !line.contains("referenced manual not found"))
        .collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn pages_refer_to_pages_that_exist() {
    for page in pages() {
        for line in fs::read_to_string(&page).unwrap().lines().filter_map(|l| l.strip_prefix(".Xr ")) {
            let mut words = line.split(' ');
            let target = format!("{}.{}", words.next().unwrap(), words.next().unwrap());
            assert!(root().join("man").join(&target).exists(), "{} refers to {target}", page.display());
        }
    }
}

#[test]
fn pages_are_named_after_what_they_document() {
    let headers =
        ["httpcore.h", "libdill.h", "libdillimpl.h"].map(header).concat() + &NNG.map(header).concat();
    for page in pages() {
        let name = page.file_stem().unwrap().to_str().unwrap().to_owned();
        let section = page.extension().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&page).unwrap();
        assert!(
            text.contains(&format!("\n.Dt {} {section}\n", name.to_uppercase())),
            "{}: .Dt",
            page.display()
        );
        let names = names(&page);
        assert_eq!(names.first(), Some(&name), "{}: .Nm", page.display());
        if section != "7" {
            for name in names {
                let forms = [format!("{name}("), format!("{name};"), format!("#define {name} ")];
                assert!(forms.iter().any(|form| headers.contains(form)), "{name} is not declared");
            }
        }
    }
}

#[test]
fn every_documented_name_leads_to_its_page() {
    let mut links: Vec<_> = files().into_iter().filter_map(|(path, link)| Some((path, link?))).collect();
    for page in pages() {
        let [file, section] =
            [page.file_name(), page.extension()].map(|part| part.unwrap().to_str().unwrap());
        for name in names(&page).iter().skip(1) {
            let wanted = (page.with_file_name(format!("{name}.{section}")), format!(".so man3/{file}\n"));
            let at = links.iter().position(|link| *link == wanted);
            links.remove(at.unwrap_or_else(|| panic!("{} should be {:?}", wanted.0.display(), wanted.1)));
        }
    }
    assert!(links.is_empty(), "links to pages that do not document these names: {links:?}");
}

/// Parts of names without a page: memory for functions with `_mem`, described with these, and what is not available.
const WITHOUT_PAGE: &[&str] = &["storage", "dtls_"];

#[test]
fn names_of_libdill_have_pages() {
    let man = root().join("man");
    let has_page = |name: &str| man.join(format!("{name}.3")).exists();
    let is_exempt = |name: &str| WITHOUT_PAGE.iter().any(|part| name.contains(part));

    let exports = fs::read_to_string(root().join("tests/exports/names.txt")).unwrap();
    for name in exports.lines().filter(|name| name.starts_with("dill_")) {
        let raw = name.trim_start_matches("dill_");
        assert!(is_exempt(name) || has_page(raw) || has_page(name), "{name} has no page");
    }

    // Macros, and types that pages are about.
    let headers = ["libdill.h", "libdillimpl.h"].map(header).concat();
    let aliases = headers.lines().filter_map(|line| line.strip_prefix("#define ")?.split_once(" dill_"));
    let mut names = aliases.filter(|(raw, name)| raw == name).map(|alias| alias.0).peekable();
    assert!(names.peek().is_some());
    names.for_each(|name| assert!(is_exempt(name) || has_page(name), "{name} has no page"));
}

#[test]
fn names_of_nng_have_pages() {
    let exports = fs::read_to_string(root().join("tests/exports/names.txt")).unwrap();
    let mut names = exports.lines().filter(|name| name.starts_with("nng_")).peekable();
    assert!(names.peek().is_some());
    for name in names {
        let section = match name {
            _ if name.starts_with("nng_http_") => "3http",
            _ if name.starts_with("nng_tls_config_") || name.starts_with("nng_tls_engine_") => "3tls",
            _ => "3",
        };
        assert!(root().join(format!("man/{name}.{section}")).exists(), "{name} has no page");
    }
}

/// The synopsis of a page says what the headers say that it names.
#[test]
fn functions_of_nng_are_declared_as_their_pages_say() {
    let mut declared = 0;
    for page in pages().into_iter().filter(|page| page.extension().unwrap() != "7") {
        let text = fs::read_to_string(&page).unwrap();
        let (synopsis, _) = text.split_once("\n.Sh DESCRIPTION\n").expect("a description");
        let includes = synopsis.lines().filter_map(|line| line.strip_prefix(".In "));
        let headers: String = includes.filter(|name| NNG.contains(name)).map(header).collect();
        let headers = ["struct ", "union ", " NNG_DEPRECATED"]
            .iter()
            .fold(spaced(&headers), |headers, word| headers.replace(word, ""));
        let declarations = declarations(synopsis);
        for name in names(&page).iter().filter(|name| name.starts_with("nng_")) {
            let call = format!("{name}(");
            let mut found = declarations.iter().filter(|declaration| declaration.contains(&call)).peekable();
            let is_type = headers.contains(&format!("{name};"));
            assert!(is_type || found.peek().is_some(), "{}: {name}", page.display());
            for declaration in found {
                assert!(headers.contains(declaration), "{}: {declaration}", page.display());
                declared += 1;
            }
        }
    }
    assert!(declared > 0);
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The declarations that a synopsis consists of, as C writes them.
fn declarations(synopsis: &str) -> Vec<String> {
    let mut declarations = Vec::new();
    let (mut result, mut arguments) = (String::new(), Vec::new());
    for line in synopsis.lines() {
        let Some((macro_name, rest)) = line.split_once(' ') else {
            if line == ".Fc" {
                declarations.push(format!("{result}({});", arguments.join(", ")));
            }
            continue;
        };
        let unquoted = rest.replace('"', "");
        match macro_name {
            ".Ft" => result = unquoted + if rest.contains('*') { "" } else { " " },
            ".Fo" => {
                result += rest;
                arguments.clear();
            }
            ".Fa" => arguments.push(unquoted),
            ".Fn" => {
                let (name, list) = rest.split_once(' ').expect("arguments");
                let list = list.trim_matches('"').replace("\" \"", ", ");
                declarations.push(format!("{result}{name}({list});"));
            }
            _ => {}
        }
    }
    declarations
}

#[test]
fn examples_are_parts_of_programs_that_run() {
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        assert!(text == with_examples(&page), "{}: run UPDATE_MAN=1 cargo test --test man", page.display());
    }
}

/// What a page says with its examples as the programs have them now.
fn with_examples(page: &Path) -> String {
    let text = fs::read_to_string(page).unwrap();
    let mut wanted = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        wanted += &format!("{line}\n");
        if let Some(program) = line.strip_prefix(".\\\" example ") {
            assert_eq!(lines.next(), Some(".Bd -literal"), "{}", page.display());
            lines.by_ref().find(|line| *line == ".Ed").expect("the block ends");
            wanted += &format!(".Bd -literal\n{}.Ed\n", example(&root().join(program)));
        }
    }
    wanted
}

/// The example that a program contains, unindented, as text of a manual page.
fn example(program: &Path) -> String {
    let source = fs::read_to_string(program).unwrap_or_else(|e| panic!("{}: {e}", program.display()));
    let lines: Vec<_> = source
        .lines()
        .skip_while(|line| !is_comment(line, "EXAMPLE"))
        .skip(1)
        .take_while(|line| !is_comment(line, "END EXAMPLE"))
        .collect();
    assert!(!lines.is_empty(), "{} has no example", program.display());
    let indent =
        lines.iter().filter(|l| !l.is_empty()).map(|l| l.len() - l.trim_start().len()).min().unwrap();
    lines.iter().map(|line| escaped(line.get(indent..).unwrap_or("")) + "\n").collect()
}

fn is_comment(line: &str, text: &str) -> bool {
    [format!("// {text}"), format!("/* {text} */")].iter().any(|comment| line.trim() == comment)
}

/// A line of C that mandoc shows as it is.
fn escaped(line: &str) -> String {
    let line = line.replace('\\', "\\e");
    if line.starts_with(['.', '\'']) { format!("\\&{line}") } else { line }
}
