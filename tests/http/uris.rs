//! Logs of URLs, request targets and paths: one entry a line of input.

use httpcore::http::path::ResolvedPath;
use httpcore::http::target::RequestTarget;
use httpcore::http::uri::{Url, request};
use httpcore::http::{Error, Version};

use crate::text::{error_line, quoted};

/// What each line is read as.
pub(crate) enum UriKind {
    /// A URL, taken apart.
    Url,
    /// A URL, for which a client makes a request.
    Request,
    /// The target of a request with this method.
    Target(String),
    /// `TARGET VERSION`, then the value of each `Host` field after a `|`.
    Recipient,
    /// The path of a target.
    Path,
    /// The path of a target, with the path by which a directory is reached.
    PathBelow(String),
}

impl UriKind {
    pub(crate) fn of(name: &str) -> Option<UriKind> {
        match name {
            "urls" => Some(UriKind::Url),
            "urls to request" => Some(UriKind::Request),
            "recipients" => Some(UriKind::Recipient),
            "paths" => Some(UriKind::Path),
            _ => {
                let target = name.strip_prefix("targets of ").map(|method| UriKind::Target(method.into()));
                let path = || name.strip_prefix("paths below ").map(|base| UriKind::PathBelow(base.into()));
                target.or_else(path)
            }
        }
    }
}

pub(crate) fn log(kind: &UriKind, lines: &[Vec<u8>]) -> Vec<String> {
    let read = |line: &Vec<u8>| match kind {
        UriKind::Url => url(line),
        UriKind::Request => client_request(line),
        UriKind::Target(method) => target(method, line),
        UriKind::Recipient => recipient(line),
        UriKind::Path => path(line),
        UriKind::PathBelow(base) => path_below(base, line),
    };
    lines.iter().map(|line| read(line).unwrap_or_else(error_line)).collect()
}

/// The parts that are there, each with its name.
fn named(parts: &[(&str, Option<&[u8]>)]) -> String {
    let present = parts.iter().filter_map(|(name, part)| Some(format!("{name} {}", quoted((*part)?))));
    present.collect::<Vec<_>>().join(" ")
}

fn url(line: &[u8]) -> Result<String, Error> {
    let url = Url::parse(line)?;
    Ok(named(&[
        ("scheme", Some(url.scheme())),
        ("userinfo", url.userinfo()),
        ("host", url.host()),
        ("hostname", url.hostname()),
        ("port", url.port()),
        ("path", Some(url.path())),
        ("query", url.query()),
        ("fragment", url.fragment()),
        ("requri", url.request_uri()),
    ]))
}

fn client_request(line: &[u8]) -> Result<String, Error> {
    let url = Url::parse(line)?;
    let host = url.host_field()?;
    let target = request::wire_target(url.request_uri().ok_or(Error::BadAuthority)?)?;
    Ok(named(&[("target", Some(&target)), ("Host", Some(&host))]))
}

fn target(method: &str, line: &[u8]) -> Result<String, Error> {
    Ok(match RequestTarget::parse(method.as_bytes(), line)? {
        RequestTarget::Origin { path, query } => {
            format!("origin {}", named(&[("path", Some(path)), ("query", query)]))
        }
        RequestTarget::Absolute { scheme, authority, path, query } => {
            let parts = [
                ("scheme", Some(scheme)),
                ("authority", Some(authority.as_bytes())),
                ("path", Some(path)),
                ("query", query),
            ];
            format!("absolute {}", named(&parts))
        }
        RequestTarget::Authority(authority) => {
            format!("authority host {} port {}", quoted(authority.host()), authority.port().unwrap())
        }
        RequestTarget::Asterisk => "asterisk".into(),
    })
}

fn recipient(line: &[u8]) -> Result<String, Error> {
    let mut parts = line.split(|&b| b == b'|').map(|part| part.trim_ascii());
    let start = parts.next().unwrap();
    let space = start.iter().position(|&b| b == b' ').expect("TARGET VERSION");
    let target = RequestTarget::parse(b"GET", &start[..space])?;
    let host = target.host(Version::parse(&start[space + 1..])?, parts.map(|host| (&b"Host"[..], host)))?;
    Ok(host.map_or("nobody".into(), |host| quoted(host.as_bytes())))
}

fn path(line: &[u8]) -> Result<String, Error> {
    let mut path = ResolvedPath::new();
    path.resolve(line)?;
    Ok(quoted(path.as_bytes()))
}

fn path_below(base: &str, line: &[u8]) -> Result<String, Error> {
    let mut path = ResolvedPath::new();
    path.resolve(line)?;
    Ok(path.below(base.as_bytes()).map_or("not below".into(), quoted))
}
