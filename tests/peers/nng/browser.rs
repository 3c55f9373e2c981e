//! A browser and a directory of files.

use crate::browser::browse;
use crate::programs::{Server, example, pem, scratch};
use std::fs;

const PAGE: &str = "<!DOCTYPE html>
<meta charset=\"utf-8\">
<title>Grüße</title>
<link rel=\"stylesheet\" href=\"style/main.css\">
<h1 id=\"heading\">Files</h1>
<img id=\"image\" src=\"two%20words.svg\" alt=\"\">
<iframe id=\"frame\" src=\"sub\"></iframe>
<script type=\"module\" src=\"code/main.js\"></script>
";

const MODULE: &str = "import { text } from './text.js';
document.body.dataset.module = text;
";

const IMAGE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"12\" height=\"34\"></svg>";

/// What the page has become; what came of other requests; and the same page in a frame, loaded once more.
const LOOK: &str = "(async () => {
    const appearance = (page) => {
        const image = page.getElementById('image');
        return [page.title, getComputedStyle(page.getElementById('heading')).color,
            image.naturalWidth + 'x' + image.naturalHeight, page.body.dataset.module,
            page.getElementById('frame').contentDocument.body.textContent.trim()];
    };
    const first = appearance(document);

    const key = async (response) => (await response.json()).key;
    const statuses = [];
    for (const [path, method] of [['missing', 'GET'], ['data.json', 'HEAD'], ['data.json', 'DELETE']])
        statuses.push((await fetch(path, { method })).status);
    const moved = await fetch('old/data.json?x');

    const frame = document.createElement('iframe');
    frame.src = '/?again';
    await new Promise((resolve) => { frame.onload = resolve; document.body.append(frame); });
    return [...first, statuses.join(), moved.redirected, new URL(moved.url).pathname, await key(moved),
        appearance(frame.contentDocument).join() == first.join()];
})()";

/// A server of the page and all that belongs to it.
fn serve(test: &str, options: &[String]) -> Server {
    let directory = scratch(test);
    for (name, content) in [
        ("index.html", PAGE),
        ("style/main.css", "@import 'more.css';"),
        ("style/more.css", "#heading { color: rgb(1, 2, 3) }"),
        ("code/main.js", MODULE),
        ("code/text.js", "export const text = 'a module';"),
        ("two words.svg", IMAGE),
        ("sub/index.htm", "<p>below"),
        ("data.json", "{ \"key\": \"value\" }"),
    ] {
        let file = directory.join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, content).unwrap();
    }
    let mut command = example("static_files");
    command.args(["--listen=127.0.0.1:0", "--redirect=/old="]).args(options).arg(directory);
    Server::start(&mut command)
}

fn shows_the_page(test: &str, url: &str) {
    let (shown, reused) = browse(test, url, LOOK);
    let wanted = r#"["Gr\u00fc\u00dfe", "rgb(1, 2, 3)", "12x34", "a module", "below", "404,200,405", true, "/data.json", "value", true]"#;
    assert_eq!(shown, wanted);
    // Of some twenty; a browser makes up to six connections, and one more after the redirection, which ends its own.
    assert!(reused >= 10, "{reused}");
}

#[test]
fn shows_a_page_with_all_that_belongs_to_it() {
    let server = serve("browser-files", &[]);
    shows_the_page("browser-files-profile", &format!("http://127.0.0.1:{}/", server.port));
    server.stop();
}

#[test]
fn does_so_over_tls() {
    let server = serve("browser-tls", &["--tls".to_owned(), pem("server.pem")]);
    shows_the_page("browser-tls-profile", &format!("https://localhost:{}/", server.port));
    server.stop();
}
