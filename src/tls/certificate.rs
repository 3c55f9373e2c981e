//! What an X.509 certificate says (RFC 5280 section 4.1), read without judging it.
//!
//! rustls verifies certificates but shows little of them, and refuses those of version 1. This reader serves what is
//! left: the names that a program may ask for, and the rules of [`trust`](super::trust) that go beyond rustls's. It
//! borrows from the certificate and copies nothing. `issuer`, `subject` and `signature_algorithm` are the contents of
//! their SEQUENCE, the form in which rustls-webpki hands them out too.

use std::borrow::Cow;
use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use der::asn1::{BitStringRef, GeneralizedTime, ObjectIdentifier, UtcTime};
use der::{AnyRef, Decode, Reader, SliceReader, Tag, TagNumber};
use rustls::pki_types::{SubjectPublicKeyInfoDer, UnixTime};

const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const SUBJECT_ALT_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.17");
const BASIC_CONSTRAINTS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.19");

/// A certificate, taken apart.
#[derive(Debug, Clone)]
pub struct Certificate<'a> {
    /// 1 to 3.
    pub(super) version: u8,
    /// The contents of the INTEGER.
    pub(super) serial: &'a [u8],
    pub(super) issuer: &'a [u8],
    pub(super) subject: &'a [u8],
    /// The part that is signed, with its tag and length.
    pub(super) signed: &'a [u8],
    pub(super) signature_algorithm: &'a [u8],
    pub(super) signature: &'a [u8],
    public_key: &'a [u8],
    not_before: Duration,
    not_after: Duration,
    subject_alt_name: Option<&'a [u8]>,
    authority: bool,
}

/// One subject alternative name (RFC 5280 section 4.2.1.6). `Display` gives it as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AltName<'a> {
    /// A DNS name, possibly with a wildcard.
    Dns(&'a str),
    /// An IP address.
    Ip(IpAddr),
    /// A mail address.
    Email(&'a str),
    /// A URI.
    Uri(&'a str),
}

impl<'a> Certificate<'a> {
    /// Takes a DER certificate apart. Errors: [`Error::BadCertificate`](super::Error::BadCertificate).
    pub fn parse(der: &'a [u8]) -> Result<Certificate<'a>, super::Error> {
        parse(der).map_err(|_| super::Error::BadCertificate)
    }

    /// The subject's first common name, or nothing if there is none or it holds control characters (so that text
    /// which ends at a NUL cannot say less than the certificate).
    pub fn common_name(&self) -> Option<Cow<'a, str>> {
        common_name(self.subject).ok().flatten()
    }

    /// The subject alternative names of the kinds that [`AltName`] knows, in their order. Malformed ones and those
    /// with control characters are left out.
    pub fn alt_names(&self) -> Vec<AltName<'a>> {
        self.subject_alt_name.and_then(|value| alt_names(value).ok()).unwrap_or_default()
    }

    /// Whether there is an extension for alternative names, even one without any.
    pub(super) fn has_alt_names(&self) -> bool {
        self.subject_alt_name.is_some()
    }

    /// Whether this certificate may be the issuer of others: it says so, or is too old to say.
    pub(super) fn is_authority(&self) -> bool {
        self.authority || self.version < 3
    }

    pub(super) fn public_key(&self) -> SubjectPublicKeyInfoDer<'a> {
        SubjectPublicKeyInfoDer::from(self.public_key)
    }

    pub(super) fn is_expired(&self, now: UnixTime) -> bool {
        now.as_secs() > self.not_after.as_secs()
    }

    pub(super) fn is_not_valid_yet(&self, now: UnixTime) -> bool {
        now.as_secs() < self.not_before.as_secs()
    }
}

fn parse(der: &[u8]) -> der::Result<Certificate<'_>> {
    AnyRef::from_der(der)?.sequence(|outer| {
        let signed = outer.tlv_bytes()?;
        let signature_algorithm = sequence_contents(outer)?;
        let signature = BitStringRef::decode(outer)?.as_bytes().ok_or(Tag::BitString.value_error())?;
        AnyRef::from_der(signed)?.sequence(|tbs| {
            let mut version = 1;
            if Tag::peek(tbs)? == context_specific(0) {
                let value = AnyRef::decode(tbs)?.value();
                version = u8::from_der(value)?.checked_add(1).ok_or(Tag::Integer.value_error())?;
            }
            let serial = AnyRef::decode(tbs)?.value();
            if sequence_contents(tbs)? != signature_algorithm {
                return Err(Tag::Sequence.value_error().into());
            }
            let issuer = sequence_contents(tbs)?;
            let validity = sequence_contents(tbs)?;
            let subject = sequence_contents(tbs)?;
            let public_key = tbs.tlv_bytes()?;
            let mut validity = SliceReader::new(validity)?;
            let (not_before, not_after) = (time(&mut validity)?, time(&mut validity)?);
            validity.finish()?;
            let mut certificate = Certificate {
                version,
                serial,
                issuer,
                subject,
                signed,
                signature_algorithm,
                signature,
                public_key,
                not_before,
                not_after,
                subject_alt_name: None,
                authority: false,
            };
            while !tbs.is_finished() {
                let field = AnyRef::decode(tbs)?;
                // The others are the unique identifiers of version 2.
                if field.header().tag() == context_specific(3) {
                    if version < 3 {
                        return Err(field.header().tag().unexpected_error(None).to_error());
                    }
                    extensions(field.value(), &mut certificate)?;
                }
            }
            Ok(certificate)
        })
    })
}

fn extensions<'a>(value: &'a [u8], certificate: &mut Certificate<'a>) -> der::Result<()> {
    AnyRef::from_der(value)?.sequence(|list| {
        while !list.is_finished() {
            AnyRef::decode(list)?.sequence(|extension| {
                let id = AnyRef::decode(extension)?.value();
                let mut value = AnyRef::decode(extension)?;
                if value.header().tag() == Tag::Boolean {
                    // That was whether the extension is critical.
                    value = AnyRef::decode(extension)?;
                }
                let value = value.value();
                if id == SUBJECT_ALT_NAME.as_bytes() {
                    certificate.subject_alt_name = Some(value);
                } else if id == BASIC_CONSTRAINTS.as_bytes() {
                    // cA is the first element, false if it is not there; a path length may follow.
                    let mut constraints = SliceReader::new(AnyRef::from_der(value)?.value())?;
                    certificate.authority = !constraints.is_finished()
                        && Tag::peek(&constraints)? == Tag::Boolean
                        && bool::decode(&mut constraints)?;
                }
                der::Result::Ok(())
            })?;
        }
        Ok(())
    })
}

/// A Name is a SEQUENCE of SETs of attributes.
fn common_name(subject: &[u8]) -> der::Result<Option<Cow<'_, str>>> {
    let mut sets = SliceReader::new(subject)?;
    while !sets.is_finished() {
        let mut set = SliceReader::new(AnyRef::decode(&mut sets)?.value())?;
        while !set.is_finished() {
            let mut attribute = SliceReader::new(sequence_contents(&mut set)?)?;
            if AnyRef::decode(&mut attribute)?.value() == COMMON_NAME.as_bytes() {
                return Ok(text(AnyRef::decode(&mut attribute)?));
            }
        }
    }
    Ok(None)
}

fn alt_names(value: &[u8]) -> der::Result<Vec<AltName<'_>>> {
    let mut names = Vec::new();
    let mut list = SliceReader::new(AnyRef::from_der(value)?.value())?;
    while !list.is_finished() {
        let name = AnyRef::decode(&mut list)?;
        let Tag::ContextSpecific { number, .. } = name.header().tag() else { continue };
        let kind = number.value();
        let name = match kind {
            1 => printable(name.value()).map(AltName::Email),
            2 => printable(name.value()).map(AltName::Dns),
            6 => printable(name.value()).map(AltName::Uri),
            7 => ip_address(name.value()).map(AltName::Ip),
            _ => None,
        };
        names.extend(name);
    }
    Ok(names)
}

fn ip_address(octets: &[u8]) -> Option<IpAddr> {
    if let Ok(v4) = <[u8; 4]>::try_from(octets) {
        return Some(v4.into());
    }
    <[u8; 16]>::try_from(octets).ok().map(IpAddr::from)
}

/// A DirectoryString, whatever its type.
fn text(value: AnyRef<'_>) -> Option<Cow<'_, str>> {
    let bytes = value.value();
    let text = match value.header().tag() {
        Tag::BmpString => {
            let units: Vec<u16> =
                bytes.chunks(2).map(|c| c.iter().fold(0, |n, &b| n << 8 | u16::from(b))).collect();
            Cow::Owned(String::from_utf16(&units).ok()?)
        }
        // What is written there in practice is Latin-1.
        Tag::TeletexString => Cow::Owned(bytes.iter().map(|&b| char::from(b)).collect()),
        _ => Cow::Borrowed(std::str::from_utf8(bytes).ok()?),
    };
    (!text.chars().any(char::is_control)).then_some(text)
}

fn printable(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok().filter(|text| !text.chars().any(char::is_control))
}

fn sequence_contents<'a>(reader: &mut SliceReader<'a>) -> der::Result<&'a [u8]> {
    let value = AnyRef::decode(reader)?;
    value.header().tag().assert_eq(Tag::Sequence)?;
    Ok(value.value())
}

/// A Time is a UTCTime or a GeneralizedTime.
fn time(reader: &mut SliceReader<'_>) -> der::Result<Duration> {
    let value = AnyRef::decode(reader)?;
    match value.header().tag() {
        Tag::UtcTime => Ok(value.decode_as::<UtcTime>()?.to_unix_duration()),
        _ => Ok(value.decode_as::<GeneralizedTime>()?.to_unix_duration()),
    }
}

fn context_specific(number: u32) -> Tag {
    Tag::ContextSpecific { constructed: true, number: TagNumber(number) }
}

impl fmt::Display for AltName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AltName::Dns(text) | AltName::Email(text) | AltName::Uri(text) => f.write_str(text),
            AltName::Ip(address) => address.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests;
