//! Request targets as a server receives them (RFC 9112 section 3.2), and whom a request is for (section 7.2 of RFC
//! 9110).
//!
//! The four forms do not overlap, and the method decides which of them may stand: authority-form with CONNECT and
//! nowhere else, asterisk-form with OPTIONS only. What cannot be told with certainty is refused, because whoever
//! checked the request before this server may have read it otherwise.

use super::list::Field;
use super::tables::{OBS_TEXT, VCHAR, all};
use super::uri::Authority;
use super::uri::normal::escapes_are_valid;
use super::{Error, Version};

/// A request target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestTarget<'a> {
    /// origin-form: `/where?q=now`.
    Origin {
        /// Begins with a slash. As received, with all its escapes, which are valid.
        path: &'a [u8],
        /// What follows `?`, as received; nobody has looked at its escapes.
        query: Option<&'a [u8]>,
    },
    /// absolute-form: `http://host/where?q=now`.
    Absolute {
        /// As received, in any case.
        scheme: &'a [u8],
        /// Replaces `Host`.
        authority: Authority<'a>,
        /// Empty or beginning with a slash, otherwise as in origin-form.
        path: &'a [u8],
        /// As in origin-form.
        query: Option<&'a [u8]>,
    },
    /// authority-form: `host:80`, for CONNECT. There is a port, and it is not 0.
    Authority(Authority<'a>),
    /// asterisk-form: `*`, for OPTIONS: the server as a whole.
    Asterisk,
}

impl<'a> RequestTarget<'a> {
    /// Parses the target of a request with this method.
    ///
    /// Visible ASCII and bytes from 0x80 are accepted where the form leaves room; a narrower choice is made by the
    /// head's parser ([`Policy::target_bytes`](super::Policy::target_bytes)). Escapes have to be valid in the path,
    /// which servers decode; queries are the application's, and many clients leave a `%` in them.
    ///
    /// Errors: `BadTarget` for none of the four forms, for one that does not go with the method, for a fragment (RFC
    /// 9112 section 3.2 has none), for an authority that [`Authority::parse`] refuses, for an empty host with http or
    /// https (RFC 9110 section 4.2.1); `BadPercentEncoding` for a malformed escape in the path.
    pub fn parse(method: &[u8], target: &'a [u8]) -> Result<RequestTarget<'a>, Error> {
        if !all(target, VCHAR | OBS_TEXT) || target.contains(&b'#') {
            return Err(Error::BadTarget);
        }
        match (method, target) {
            (b"CONNECT", _) => authority_form(target).ok_or(Error::BadTarget),
            (b"OPTIONS", b"*") => Ok(RequestTarget::Asterisk),
            (_, [b'/', ..]) => {
                let (path, query) = split_query(target)?;
                Ok(RequestTarget::Origin { path, query })
            }
            _ => absolute_form(target),
        }
    }

    /// The path, `/` if it is empty; `None` for authority-form and asterisk-form, which no path handler serves.
    pub fn path(&self) -> Option<&'a [u8]> {
        match *self {
            RequestTarget::Absolute { path: b"", .. } => Some(b"/"),
            RequestTarget::Origin { path, .. } | RequestTarget::Absolute { path, .. } => Some(path),
            RequestTarget::Authority(_) | RequestTarget::Asterisk => None,
        }
    }

    /// What follows `?`, if there is one.
    pub fn query(&self) -> Option<&'a [u8]> {
        match *self {
            RequestTarget::Origin { query, .. } | RequestTarget::Absolute { query, .. } => query,
            RequestTarget::Authority(_) | RequestTarget::Asterisk => None,
        }
    }

    /// The authority that is part of the target.
    pub fn authority(&self) -> Option<Authority<'a>> {
        match *self {
            RequestTarget::Absolute { authority, .. } | RequestTarget::Authority(authority) => {
                Some(authority)
            }
            RequestTarget::Origin { .. } | RequestTarget::Asterisk => None,
        }
    }

    /// Whom the request is for, and whether its `Host` fields are as RFC 9112 section 3.2 wants them: the authority of
    /// the target if it has one, else the value of `Host`, which may be empty, else (HTTP/1.0) `None`.
    ///
    /// Errors: `MissingHost` in HTTP/1.1, also when the target has an authority; `DuplicateHost` for more than one
    /// field line, equal ones included; `BadHost`.
    pub fn host(
        &self,
        version: Version,
        fields: impl IntoIterator<Item = Field<'a>>,
    ) -> Result<Option<Authority<'a>>, Error> {
        let mut values = fields.into_iter().filter(|(name, _)| name.eq_ignore_ascii_case(b"host"));
        let host = values.next().map(|(_, value)| Authority::parse(value));
        match host {
            _ if values.next().is_some() => Err(Error::DuplicateHost),
            None if version.is_at_least_11() => Err(Error::MissingHost),
            Some(None) => Err(Error::BadHost),
            Some(host) => Ok(self.authority().or(host)),
            None => Ok(self.authority()),
        }
    }
}

fn authority_form(target: &[u8]) -> Option<RequestTarget<'_>> {
    let authority = Authority::parse(target)?;
    let is_complete = !authority.host().is_empty() && !matches!(authority.port(), None | Some(0));
    is_complete.then_some(RequestTarget::Authority(authority))
}

fn absolute_form(target: &[u8]) -> Result<RequestTarget<'_>, Error> {
    let colon = target.iter().position(|&b| b == b':').ok_or(Error::BadTarget)?;
    let scheme = &target[..colon];
    let rest = target[colon..].strip_prefix(b"://").filter(|_| is_scheme(scheme)).ok_or(Error::BadTarget)?;
    let authority_end = rest.iter().position(|b| b"/?".contains(b)).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at(authority_end);
    let authority = Authority::parse(authority).ok_or(Error::BadTarget)?;
    let is_http = scheme.eq_ignore_ascii_case(b"http") || scheme.eq_ignore_ascii_case(b"https");
    if is_http && authority.host().is_empty() {
        return Err(Error::BadTarget);
    }
    let (path, query) = split_query(rest)?;
    Ok(RequestTarget::Absolute { scheme, authority, path, query })
}

/// `scheme` (RFC 3986 section 3.1).
fn is_scheme(scheme: &[u8]) -> bool {
    scheme.first().is_some_and(u8::is_ascii_alphabetic)
        && scheme.iter().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(b))
}

fn split_query(text: &[u8]) -> Result<(&[u8], Option<&[u8]>), Error> {
    let mut parts = text.splitn(2, |&b| b == b'?');
    let path = parts.next().unwrap_or_default();
    if escapes_are_valid(path) { Ok((path, parts.next())) } else { Err(Error::BadPercentEncoding) }
}

#[cfg(test)]
mod tests;
