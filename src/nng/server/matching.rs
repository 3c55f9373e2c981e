//! Which handler gets a request, and which handlers can stand beside each other.
//!
//! Routes are kept by decreasing length of their paths, those of equal length in the order of registration; trailing
//! slashes of the route that is inserted do not count. The first one that fits host, path and method wins, so the
//! longest path does, while a route for one host has no preference over one for all.
//!
//! Paths of routes are texts: a `%` in one is just that. But slashes and dot segments are simplified in them as in the
//! paths of requests (see [`ResolvedPath`](crate::http::path::ResolvedPath)), or else they would never match. What
//! conflicts with what is a matter of the paths as they were given.
//!
//! HEAD goes where GET would go (RFC 9110 section 9.3.2), unless a route of at least that length is for HEAD itself.

use std::net::IpAddr;
use std::sync::Arc;

use super::handler::Handler;
use crate::http::uri::Authority;
use crate::http::uri::normal::{FinalDots, simplify};

/// What requests a handler is for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Route {
    /// As it was given; empty for the root, otherwise beginning with a slash.
    pub(crate) path: Vec<u8>,
    /// The path that requests have.
    pub(crate) place: Vec<u8>,
    /// `None` or empty for all methods. The two are different routes all the same.
    pub(crate) method: Option<Vec<u8>>,
    /// `None` for all hosts.
    pub(crate) host: Option<Vec<u8>>,
    /// Whether everything below the path belongs to it, too.
    pub(crate) tree: bool,
    /// Whether nothing else may be registered below a tree, nor this below another tree.
    pub(crate) exclusive: bool,
}

/// A route with the handler that it leads to.
pub(super) struct Entry {
    pub(super) route: Route,
    pub(super) handler: Arc<Handler>,
}

/// What was found for a request.
pub(super) enum Choice {
    Handler(Arc<Handler>),
    /// There are handlers for the path, for other methods: these.
    WrongMethod(String),
    Nothing,
}

/// Finds the handler for a request. The path has been resolved; the host is that of the request, if it has one.
pub(super) fn choose(entries: &[Entry], host: Option<&Authority<'_>>, path: &[u8], method: &[u8]) -> Choice {
    let fitting =
        || entries.iter().filter(|entry| entry.route.fits_host(host) && entry.route.fits_path(path));
    let find = |method: &[u8]| fitting().find(|entry| entry.route.fits_method(method));
    let mut found = find(method);
    if method == b"HEAD" {
        found = match (found, find(b"GET")) {
            (Some(head), Some(get)) if head.route.place.len() < get.route.place.len() => Some(get),
            (head, get) => head.or(get),
        };
    }
    match found {
        Some(entry) => Choice::Handler(entry.handler.clone()),
        None => match allowed(fitting()) {
            Some(methods) => Choice::WrongMethod(methods),
            None => Choice::Nothing,
        },
    }
}

/// The methods of some routes as a list, or `None` if there is no route.
fn allowed<'a>(entries: impl Iterator<Item = &'a Entry>) -> Option<String> {
    let mut methods: Vec<String> = Vec::new();
    for entry in entries {
        let method = String::from_utf8_lossy(entry.route.method.as_deref().unwrap_or_default()).into_owned();
        let implied = (method == "GET").then(|| "HEAD".to_owned());
        for method in [Some(method), implied].into_iter().flatten() {
            if !methods.contains(&method) {
                methods.push(method);
            }
        }
    }
    (!methods.is_empty()).then(|| methods.join(", "))
}

/// Where a route belongs among those that are there.
pub(super) fn position(entries: &[Entry], route: &Route) -> usize {
    let len = without_slashes(&route.place).len();
    entries.iter().position(|entry| len > entry.route.place.len()).unwrap_or(entries.len())
}

impl Route {
    /// GET requests for this path, on any host. `/` is the root, like no path at all.
    pub(crate) fn new(path: &[u8]) -> Route {
        let mut place = path.to_vec();
        if place.first() == Some(&b'/') {
            let len = simplify(&mut place, FinalDots::LeaveSlash);
            place.truncate(len);
        }
        if place == b"/" {
            place.clear();
        }
        let path = if path == b"/" { b"" } else { path };
        Route { path: path.to_vec(), place, method: Some(b"GET".to_vec()), ..Route::default() }
    }

    /// Whether both cannot be registered at the same time.
    pub(super) fn conflicts_with(&self, other: &Route) -> bool {
        let same_host = match (&self.host, &other.host) {
            (Some(a), Some(b)) => a.eq_ignore_ascii_case(b),
            (a, b) => a.is_none() && b.is_none(),
        };
        if !same_host || self.method != other.method {
            return false;
        }
        if !self.exclusive && !other.exclusive {
            return self.path == other.path;
        }
        let (mut upper, mut lower) = (self, other);
        if without_slashes(&upper.path).len() > without_slashes(&lower.path).len() {
            std::mem::swap(&mut upper, &mut lower);
        }
        match without_slashes(&lower.path).strip_prefix(without_slashes(&upper.path)) {
            Some(b"") => true,
            Some([b'/', ..]) => upper.tree,
            _ => false,
        }
    }

    fn fits_host(&self, authority: Option<&Authority<'_>>) -> bool {
        let Some(wanted) = &self.host else { return true };
        let Some(host) = authority.map(Authority::host) else { return false };
        let host = host.strip_suffix(b".").unwrap_or(host);
        match ip_address(wanted) {
            Some(address) => ip_address(host) == Some(address),
            None => wanted.eq_ignore_ascii_case(host),
        }
    }

    fn fits_path(&self, path: &[u8]) -> bool {
        match path.strip_prefix(&self.place[..]) {
            Some(b"" | b"/") => true,
            Some([b'/', ..]) => self.tree,
            _ => false,
        }
    }

    fn fits_method(&self, method: &[u8]) -> bool {
        self.method.as_ref().is_none_or(|wanted| wanted.is_empty() || wanted == method)
    }
}

fn without_slashes(path: &[u8]) -> &[u8] {
    &path[..path.iter().rposition(|&b| b != b'/').map_or(0, |last| last + 1)]
}

/// The address that a host is written as, in brackets or not.
fn ip_address(host: &[u8]) -> Option<IpAddr> {
    let text = std::str::from_utf8(host).ok()?;
    text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(path: &str) -> Route {
        Route::new(path.as_bytes())
    }

    fn tree(path: &str) -> Route {
        Route { tree: true, ..route(path) }
    }

    fn exclusive(path: &str) -> Route {
        Route { exclusive: true, ..tree(path) }
    }

    fn of_method(method: &str, route: Route) -> Route {
        Route { method: Some(method.into()), ..route }
    }

    fn of_host(host: &str, route: Route) -> Route {
        Route { host: Some(host.into()), ..route }
    }

    #[test]
    fn conflicts() {
        let a = || route("/a");
        for (one, other, expected) in [
            (a(), a(), true),
            (a(), tree("/a"), true),
            (a(), route("/a/"), false),
            (a(), of_method("POST", a()), false),
            (a(), Route { method: None, ..a() }, false),
            (a(), of_method("", a()), false),
            (Route { method: None, ..a() }, of_method("", a()), false),
            (a(), of_host("h1", a()), false),
            (of_host("h1", a()), of_host("H1", a()), true),
            (of_host("h1", a()), of_host("h2", a()), false),
            (tree("/a/b"), exclusive("/a/b"), true),
            (exclusive("/x"), route("/x/y"), true),
            (exclusive("/x"), tree("/x/y"), true),
            (exclusive("/x"), route("/xy"), false),
            (route("/q/r"), exclusive("/q"), true),
            (route("/q/r"), tree("/q"), false),
            (route("/q"), exclusive("/q/r"), false),
            (tree("/q"), exclusive("/q/r"), true),
            (exclusive("/x/"), route("/x"), true),
            (route("/"), route("/"), true),
            (exclusive("/"), route("/anything"), true),
        ] {
            assert_eq!(one.conflicts_with(&other), expected, "{one:?} {other:?}");
            assert_eq!(other.conflicts_with(&one), expected, "{other:?} {one:?}");
        }
    }

    #[test]
    fn paths() {
        for (route, path, expected) in [
            (route("/get"), "/get", true),
            (route("/get"), "/get/", true),
            (route("/get"), "/get/x", false),
            (route("/get"), "/getx", false),
            (route("/get"), "/GET", false),
            (tree("/get"), "/get/x/y", true),
            (tree("/get"), "/getx", false),
            (route("/slash/"), "/slash/", true),
            (route("/slash/"), "/slash", false),
            (tree("/slash/"), "/slash/x", false),
            (route("/"), "/", true),
            (route("/"), "/x", false),
            (tree("/"), "/x/y", true),
        ] {
            assert_eq!(route.fits_path(path.as_bytes()), expected, "{route:?} {path}");
        }
    }

    #[test]
    fn hosts() {
        for (host, authority, expected) in [
            ("example.com", "example.com", true),
            ("example.com", "EXAMPLE.com:8080", true),
            ("example.com", "example.com.", true),
            ("example.com", "example.com.evil", false),
            ("example.com", "www.example.com", false),
            ("127.0.0.1", "127.0.0.1:80", true),
            ("127.0.0.1", "127.0.0.2", false),
            ("::1", "[::1]:80", true),
            ("[0:0::1]", "[::1]", true),
            ("127.0.0.1", "localhost", false),
        ] {
            let authority = Authority::parse(authority.as_bytes()).unwrap();
            assert_eq!(of_host(host, route("/")).fits_host(Some(&authority)), expected, "{host}");
        }
        assert!(!of_host("h", route("/")).fits_host(None));
        assert!(route("/").fits_host(None));
    }

    struct Table(Vec<Entry>);

    impl Table {
        fn new(routes: Vec<Route>) -> Table {
            let mut entries = Vec::new();
            for route in routes {
                let at = position(&entries, &route);
                let handler = Arc::new(Handler::for_test(&route.path));
                entries.insert(at, Entry { route, handler });
            }
            Table(entries)
        }

        /// The path of the route that is chosen, or what is allowed, or nothing.
        fn choose(&self, method: &str, path: &str) -> String {
            match choose(&self.0, None, path.as_bytes(), method.as_bytes()) {
                Choice::Handler(handler) => {
                    let found = self.0.iter().find(|entry| Arc::ptr_eq(&entry.handler, &handler)).unwrap();
                    let method = found.route.method.clone().unwrap_or_else(|| b"*".to_vec());
                    String::from_utf8([method, b" ".to_vec(), found.route.path.clone()].concat()).unwrap()
                }
                Choice::WrongMethod(allow) => format!("405 {allow}"),
                Choice::Nothing => "404".to_owned(),
            }
        }
    }

    #[test]
    fn the_longest_path_wins_and_methods_go_on_looking() {
        let table = Table::new(vec![
            tree("/"),
            route("/a/b"),
            of_method("POST", tree("/a")),
            of_method("PUT", route("/a/b")),
            route("/c"),
        ]);
        assert_eq!(table.choose("GET", "/a/b"), "GET /a/b");
        assert_eq!(table.choose("POST", "/a/b"), "POST /a");
        assert_eq!(table.choose("PUT", "/a/b"), "PUT /a/b");
        assert_eq!(table.choose("GET", "/a/x"), "GET ");
        assert_eq!(table.choose("DELETE", "/a/b"), "405 GET, HEAD, PUT, POST");
        assert_eq!(table.choose("DELETE", "/c"), "405 GET, HEAD");
        assert_eq!(Table::new(vec![route("/c")]).choose("GET", "/d"), "404");
    }

    #[test]
    fn head_goes_where_get_goes() {
        let table = Table::new(vec![tree("/t"), route("/t/x"), Route { method: None, ..tree("/") }]);
        assert_eq!(table.choose("HEAD", "/t/x"), "GET /t/x");
        assert_eq!(table.choose("HEAD", "/t/y"), "GET /t");
        assert_eq!(table.choose("HEAD", "/u"), "* ");
        let table =
            Table::new(vec![route("/t"), of_method("HEAD", route("/t")), of_method("HEAD", tree("/"))]);
        assert_eq!(table.choose("HEAD", "/t"), "HEAD /t");
        assert_eq!(table.choose("HEAD", "/u"), "HEAD ");
        let table = Table::new(vec![route("/t"), of_method("HEAD", tree("/"))]);
        assert_eq!(table.choose("HEAD", "/t"), "GET /t");
    }

    #[test]
    fn equal_lengths_stay_in_the_order_of_registration() {
        let table = Table::new(vec![of_host("h", route("/a")), route("/b"), route("/a")]);
        assert_eq!(table.choose("GET", "/a"), "GET /a");
        assert!(table.0[0].route.host.is_some() && table.0[1].route.path == b"/b");
    }
}
