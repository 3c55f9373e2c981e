//! The page that stands in for a body when a request fails.

use std::fmt::Write;

/// The media type of the pages.
pub(crate) const CONTENT_TYPE: &[u8] = b"text/html; charset=UTF-8";

/// The page for a status. `detail` is HTML and may be empty.
pub(crate) fn default(status: u16, reason: &str, detail: &str) -> String {
    let mut reason_html = String::with_capacity(reason.len());
    escape(reason, &mut reason_html);
    format!(
        "<!DOCTYPE html>\n<html><head><title>{status} {reason_html}</title>\n<style>\
         body {{ font-family: sans-serif; text-align: center }} \
         h1 {{ font-size: 36px }} \
         span {{ background: #ccc; border-radius: 10px; padding: 5px 10px }} \
         h2 {{ font-size: 24px }} \
         p {{ font-size: 20px }}\
         </style></head>\n<body><p>&nbsp;</p>\n<h1><span>{status}</span></h1>\n<h2>{reason_html}</h2>\n\
         <p>{detail}</p>\n</body></html>\n"
    )
}

/// Appends a text so that HTML shows it as it is, in content and in quoted attributes.
pub(crate) fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Writing to a string cannot fail.
            c if c.is_control() => drop(write!(out, "&#{};", c as u32)),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_says_code_and_reason() {
        let page = default(404, "Not <Found>", "<b>detail</b>");
        assert!(page.contains("<title>404 Not &lt;Found&gt;</title>"));
        assert!(page.contains("<h1><span>404</span></h1>") && page.contains("<h2>Not &lt;Found&gt;</h2>"));
        assert!(page.contains("<p><b>detail</b></p>"));
    }
}
