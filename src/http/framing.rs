//! Where the content of a message ends (RFC 9112 section 6), decided once from its head.
//!
//! Two parties that answer this question differently for the same bytes can be made to see different messages, which
//! is request smuggling (RFC 9112 section 11.2). Hence the rules of this file: what is not certain is refused in a
//! request, and what a client may still use in a response ends the connection. Leniencies are named in [`Policy`].
//!
//! The decision is a table over two facts, read by `FramingFields` in one pass over the field lines: what
//! `Transfer-Encoding` says and what `Content-Length` says.
//!
//! | Transfer-Encoding | Content-Length | request | response |
//! |---|---|---|---|
//! | – | – | no content | until the end of the connection |
//! | – | one number | that many bytes | that many bytes |
//! | – | anything else | refused | refused |
//! | any | present | refused, or as the next rows and close | as the next rows and close, or refused |
//! | any, in HTTP/1.0 | any | refused, or as the next rows and close | as the next rows and close, or refused |
//! | malformed, or `chunked` twice | – | refused | refused |
//! | `chunked` | – | chunked | chunked |
//! | others, then `chunked` | – | refused (501) | chunked, the other codings left in place |
//! | `chunked`, then others | – | refused | until the end of the connection |
//! | others only | – | refused (501) | until the end of the connection |
//!
//! Responses to HEAD and CONNECT and those with status 1xx, 204 and 304 come before the table: their fields do not
//! speak of this message.
//!
//! Field names arrive here as tokens; white space in or around a name is the business of the head's parser.

use super::list::Field;
use super::method::MethodKind;
use super::policy::{Doubtful, Policy};
use super::{Error, Version};

mod content_length;
mod transfer_encoding;

use content_length::ContentLength;
use transfer_encoding::TransferEncoding;

/// How the end of the content is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BodyLength {
    /// There is no content: the next message follows the head.
    None,
    /// So many bytes, possibly 0.
    Length(u64),
    /// The chunked transfer coding (RFC 9112 section 7.1).
    Chunked,
    /// Everything until the sender closes the connection. Responses only.
    UntilClose,
    /// There is no content, and what follows the head is not HTTP/1.1: the response accepted `CONNECT` (RFC 9110
    /// section 9.3.6) or switched protocols (status 101).
    Tunnel,
}

/// The framing of one message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Framing {
    /// How the content ends.
    pub length: BodyLength,
    /// Whether the place where the next message begins will be certain. If not, the connection has to be closed
    /// after this message, whatever `Connection` says.
    pub reusable: bool,
}

/// The framing of a request.
///
/// The fields are those of its head, in order, the values with or without the white space around them. A method has
/// no influence: content is framed alike for all of them, GET and CONNECT included (RFC 9112 section 6).
///
/// Errors, each to be answered with [`Error::status`] and the end of the connection: `BadContentLength`,
/// `ContentLengthOverflow`, `ConflictingContentLength`; `BadTransferEncoding`, `UnknownTransferCoding`,
/// `ChunkedNotFinal`; unless the policy lets them pass, `TransferEncodingWithContentLength` and
/// `TransferEncodingInHttp10`.
pub fn request_framing<'a>(
    version: Version,
    fields: impl IntoIterator<Item = Field<'a>>,
    policy: &Policy,
) -> Result<Framing, Error> {
    let found = FramingFields::read(fields, policy);
    if found.transfer_encoding.is_present() {
        let reusable = found.is_certain(version, policy)?;
        found.transfer_encoding.check_request()?;
        return Ok(Framing { length: BodyLength::Chunked, reusable });
    }
    let length = found.content_length.bytes()?.map_or(BodyLength::None, BodyLength::Length);
    Ok(Framing { length, reusable: true })
}

/// The framing of a response with this status to a request with this method. The fields as for
/// [`request_framing`]; `version` is that of the response.
///
/// Errors, after which the connection has to be closed and the response discarded: `BadContentLength`,
/// `ContentLengthOverflow`, `ConflictingContentLength`, `BadTransferEncoding`; `ChunkedNotFinal` if `chunked` is
/// applied twice; unless the policy lets them pass, `TransferEncodingWithContentLength` and
/// `TransferEncodingInHttp10`.
pub fn response_framing<'a>(
    version: Version,
    status: u16,
    method: MethodKind,
    fields: impl IntoIterator<Item = Field<'a>>,
    policy: &Policy,
) -> Result<Framing, Error> {
    if status == 101 || (method == MethodKind::Connect && (200..300).contains(&status)) {
        return Ok(Framing { length: BodyLength::Tunnel, reusable: false });
    }
    let found = FramingFields::read(fields, policy);
    if method == MethodKind::Head || status == 304 {
        // The fields tell what the response to a GET would be.
        let reusable = version.is_at_least_11() || !found.transfer_encoding.is_present();
        return Ok(Framing { length: BodyLength::None, reusable });
    }
    if status == 204 || (100..200).contains(&status) {
        // Fields that announce content are forbidden here. Whoever sends them may send the content as well, and it
        // would be taken for the next response.
        let reusable = !found.announces_content();
        return Ok(Framing { length: BodyLength::None, reusable });
    }
    if found.transfer_encoding.is_present() {
        let is_certain = found.is_certain(version, policy)?;
        let length = found.transfer_encoding.response_length()?;
        return Ok(Framing { length, reusable: is_certain && length == BodyLength::Chunked });
    }
    Ok(match found.content_length.bytes()? {
        Some(bytes) => Framing { length: BodyLength::Length(bytes), reusable: true },
        None => Framing { length: BodyLength::UntilClose, reusable: false },
    })
}

/// What the two framing fields of a message say.
struct FramingFields {
    transfer_encoding: TransferEncoding,
    content_length: ContentLength,
}

impl FramingFields {
    fn read<'a>(fields: impl IntoIterator<Item = Field<'a>>, policy: &Policy) -> FramingFields {
        let mut found = FramingFields {
            transfer_encoding: TransferEncoding::Absent,
            content_length: ContentLength::Absent,
        };
        for (name, value) in fields {
            if name.eq_ignore_ascii_case(b"content-length") {
                found.content_length.add_line(value, policy);
            } else if name.eq_ignore_ascii_case(b"transfer-encoding") {
                found.transfer_encoding.add_line(value);
            }
        }
        found
    }

    /// For a message with `Transfer-Encoding`: whether that field alone can be trusted to end the message. The two
    /// combinations that cannot are refused or end the connection.
    fn is_certain(&self, version: Version, policy: &Policy) -> Result<bool, Error> {
        let mut certain = true;
        if !version.is_at_least_11() {
            tolerate(policy.transfer_encoding_in_http10, Error::TransferEncodingInHttp10)?;
            certain = false;
        }
        if self.content_length != ContentLength::Absent {
            tolerate(policy.transfer_encoding_with_content_length, Error::TransferEncodingWithContentLength)?;
            certain = false;
        }
        Ok(certain)
    }

    fn announces_content(&self) -> bool {
        let no_bytes = matches!(self.content_length, ContentLength::Absent | ContentLength::Bytes(0));
        self.transfer_encoding.is_present() || !no_bytes
    }
}

fn tolerate(doubtful: Doubtful, error: Error) -> Result<(), Error> {
    match doubtful {
        Doubtful::Reject => Err(error),
        Doubtful::CloseAfter => Ok(()),
    }
}

#[cfg(test)]
mod tests;
