//! Media types by the names of files.

/// For names that say nothing.
pub(crate) const UNKNOWN: &[u8] = b"application/octet-stream";

/// Types, each with the ends of the names that have it. They compare without regard to case.
const TYPES: &[(&[u8], &[&[u8]])] = &[
    (b"application/javascript", &[b".js"]),
    (UNKNOWN, &[b".bin"]),
    (b"application/json", &[b".json"]),
    (b"application/pdf", &[b".pdf"]),
    (b"application/postscript", &[b".ai", b".eps", b".ps"]),
    (b"application/wasm", &[b".wasm"]),
    (b"audio/aiff", &[b".aif", b".aiff"]),
    (b"audio/basic", &[b".au"]),
    (b"audio/mpeg3", &[b".mp3"]),
    (b"audio/wav", &[b".wav"]),
    (b"font/woff", &[b".woff"]),
    (b"font/woff2", &[b".woff2"]),
    (b"image/bmp", &[b".bmp"]),
    (b"image/gif", &[b".gif"]),
    (b"image/jpeg", &[b".jpeg", b".jpg"]),
    (b"image/png", &[b".png"]),
    (b"image/svg+xml", &[b".svg"]),
    (b"image/tiff", &[b".tif", b".tiff"]),
    (b"image/webp", &[b".webp"]),
    (b"image/x-icon", &[b".ico"]),
    (b"text/css", &[b".css"]),
    (b"text/html", &[b".htm", b".html"]),
    (b"text/markdown", &[b".md"]),
    (b"text/plain", &[b".text", b".txt", b"README"]),
    (b"text/rtf", &[b".rtf"]),
    (b"video/avi", &[b".avi"]),
    (b"video/mp4", &[b".mp4"]),
    (b"video/mpeg", &[b".mp2", b".mpeg", b".mpg"]),
];

/// The type of a file with this name.
pub(super) fn of(name: &[u8]) -> &'static [u8] {
    let ends_in = |end: &[u8]| {
        name.len().checked_sub(end.len()).is_some_and(|start| name[start..].eq_ignore_ascii_case(end))
    };
    TYPES.iter().find(|(_, ends)| ends.iter().any(|end| ends_in(end))).map_or(UNKNOWN, |(found, _)| found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_the_name_decides() {
        for (name, expected) in [
            ("index.html", "text/html"),
            ("INDEX.HTM", "text/html"),
            ("a.tar.gz", "application/octet-stream"),
            ("html", "application/octet-stream"),
            ("", "application/octet-stream"),
            (".txt", "text/plain"),
            ("readme", "text/plain"),
            ("docs/README", "text/plain"),
            ("README.md", "text/markdown"),
            ("font.woff2", "font/woff2"),
            ("data.json", "application/json"),
            ("x.js", "application/javascript"),
        ] {
            assert_eq!(of(name.as_bytes()), expected.as_bytes(), "{name}");
        }
    }
}
