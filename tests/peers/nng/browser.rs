//! A browser and a directory of files.

use crate::browser::browse;
use crate::programs::{Server, example, scratch};
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

#[test]
fn shows_a_page_with_all_that_belongs_to_it() {
    let directory = scratch("browser-files");
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
        let file = directory.join("root").join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, content).unwrap();
    }
    let mut command = example("static_files");
    command.args(["--listen=127.0.0.1:0", "--redirect=/old="]).arg(directory.join("root"));
    let server = Server::start(&mut command);
    let (shown, reused) =
        browse("browser-files-profile", &format!("http://127.0.0.1:{}/", server.port), LOOK);
    let wanted = r#"["Gr\u00fc\u00dfe", "rgb(1, 2, 3)", "12x34", "a module", "below", "404,200,405", true, "/data.json", "value", true]"#;
    assert_eq!(shown, wanted);
    // Of some twenty; a browser makes up to six connections, and one more after the redirection, which ends its own.
    assert!(reused >= 10, "{reused}");
    server.stop();
}
