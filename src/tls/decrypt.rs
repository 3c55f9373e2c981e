//! Private keys that a password protects.
//!
//! Two ways are in use. The traditional one of OpenSSL (`openssl rsa -aes256`) keeps its parameters in PEM headers and
//! derives the key from an MD5 of password and salt. PBES2 (RFC 8018 section 6.2, `openssl pkcs8 -topk8`) keeps them
//! in a DER structure and derives the key with PBKDF2. The ciphers are the same: CBC with the padding of RFC 8018
//! section 6.1.1, and only that padding tells a right password from a wrong one.

#![expect(deprecated, reason = "DES opens old key files; nothing is encrypted with it")]

use std::num::NonZeroU32;

use aws_lc_rs::cipher::{
    AES_128, AES_192, AES_256, Algorithm, DecryptionContext, PaddedBlockDecryptingKey, UnboundCipherKey,
};
use aws_lc_rs::cipher::{DES_EDE3_FOR_LEGACY_USE_ONLY as DES_EDE3, DES_FOR_LEGACY_USE_ONLY as DES};
use aws_lc_rs::pbkdf2;
use der::asn1::{ObjectIdentifier, OctetStringRef};
use der::{AnyRef, Decode, Reader, SliceReader, Tag};

use super::Error;

/// A CBC cipher: the name in `DEK-Info`, the identifier in PBES2, the lengths of key and IV.
struct Cipher {
    name: &'static str,
    id: ObjectIdentifier,
    algorithm: &'static Algorithm,
    key_len: usize,
    iv_len: usize,
}

static CIPHERS: [Cipher; 5] = [
    Cipher {
        name: "AES-128-CBC",
        id: ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.1.2"),
        algorithm: &AES_128,
        key_len: 16,
        iv_len: 16,
    },
    Cipher {
        name: "AES-192-CBC",
        id: ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.1.22"),
        algorithm: &AES_192,
        key_len: 24,
        iv_len: 16,
    },
    Cipher {
        name: "AES-256-CBC",
        id: ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.1.42"),
        algorithm: &AES_256,
        key_len: 32,
        iv_len: 16,
    },
    Cipher {
        name: "DES-EDE3-CBC",
        id: ObjectIdentifier::new_unwrap("1.2.840.113549.3.7"),
        algorithm: &DES_EDE3,
        key_len: 24,
        iv_len: 8,
    },
    Cipher {
        name: "DES-CBC",
        id: ObjectIdentifier::new_unwrap("1.3.14.3.2.7"),
        algorithm: &DES,
        key_len: 8,
        iv_len: 8,
    },
];

impl Cipher {
    fn decrypt(&self, key: &[u8], iv: &[u8], encrypted: &[u8]) -> Result<Vec<u8>, Error> {
        let context = match (<[u8; 16]>::try_from(iv), <[u8; 8]>::try_from(iv)) {
            (Ok(iv), _) if self.iv_len == 16 => DecryptionContext::Iv128(iv.into()),
            (_, Ok(iv)) if self.iv_len == 8 => DecryptionContext::Iv64(iv.into()),
            _ => return Err(Error::BadPrivateKey),
        };
        let mut plain = encrypted.to_vec();
        let len = UnboundCipherKey::new(self.algorithm, key)
            .and_then(PaddedBlockDecryptingKey::cbc_pkcs7)
            .and_then(|key| key.decrypt(&mut plain, context).map(|plain| plain.len()))
            .map_err(|_| Error::WrongPassword)?;
        plain.truncate(len);
        Ok(plain)
    }
}

/// Decrypts what a PEM header `DEK-Info: cipher,iv` (RFC 1421 section 4.6.1.3) describes.
pub(super) fn decrypt_traditional(info: &str, password: &[u8], encrypted: &[u8]) -> Result<Vec<u8>, Error> {
    let (name, iv) = info.split_once(',').ok_or(Error::BadPrivateKey)?;
    let cipher =
        CIPHERS.iter().find(|cipher| cipher.name == name.trim()).ok_or(Error::UnsupportedKeyEncryption)?;
    let iv = hexadecimal(iv.trim()).ok_or(Error::BadPrivateKey)?;
    let salt = iv.get(..8).ok_or(Error::BadPrivateKey)?;
    let key = bytes_to_key(password, salt, cipher.key_len);
    cipher.decrypt(&key, &iv, encrypted)
}

/// EVP_BytesToKey(3) with MD5 and one round: as many digests as the key needs, each of the one before it, the
/// password and the salt.
fn bytes_to_key(password: &[u8], salt: &[u8], len: usize) -> Vec<u8> {
    let mut key = Vec::with_capacity(len + 16);
    let mut digest = None;
    while key.len() < len {
        let mut context = md5::Context::new();
        if let Some(md5::Digest(previous)) = digest {
            context.consume(previous);
        }
        context.consume(password);
        context.consume(salt);
        let md5::Digest(next) = *digest.insert(context.finalize());
        key.extend_from_slice(&next);
    }
    key.truncate(len);
    key
}

fn hexadecimal(text: &str) -> Option<Vec<u8>> {
    let digit = |&byte: &u8| char::from(byte).to_digit(16);
    let pair = |pair: &[u8]| match pair {
        [high, low] => u8::try_from(digit(high)? << 4 | digit(low)?).ok(),
        _ => None,
    };
    text.as_bytes().chunks(2).map(pair).collect()
}

const PBES2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.13");
const PBKDF2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.12");

/// The pseudo-random functions of PBKDF2 (RFC 8018 appendix B.1).
static HMACS: [(ObjectIdentifier, pbkdf2::Algorithm); 4] = [
    (HMAC_SHA1, pbkdf2::PBKDF2_HMAC_SHA1),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.2.9"), pbkdf2::PBKDF2_HMAC_SHA256),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.2.10"), pbkdf2::PBKDF2_HMAC_SHA384),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.2.11"), pbkdf2::PBKDF2_HMAC_SHA512),
];

/// With more, a damaged file would keep the program busy for minutes or hours. What tools write is far below.
const MAX_ITERATIONS: NonZeroU32 = NonZeroU32::new(10_000_000).unwrap();

/// The one that is meant when none is named.
const HMAC_SHA1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.2.7");

/// Decrypts an EncryptedPrivateKeyInfo (RFC 5958 section 3) that uses PBES2 with PBKDF2.
pub(super) fn decrypt_pkcs8(password: &[u8], der: &[u8]) -> Result<Vec<u8>, Error> {
    let ((id, parameters), encrypted) = encrypted_private_key_info(der).map_err(malformed)?;
    if id != PBES2 {
        return Err(Error::UnsupportedKeyEncryption);
    }
    let ((kdf, kdf_parameters), (id, iv)) = pbes2_parameters(parameters).map_err(malformed)?;
    let cipher = CIPHERS.iter().find(|cipher| cipher.id == id).ok_or(Error::UnsupportedKeyEncryption)?;
    let iv = iv.decode_as::<&OctetStringRef>().map_err(malformed)?.as_bytes();
    if kdf != PBKDF2 {
        return Err(Error::UnsupportedKeyEncryption);
    }
    let (salt, iterations, hmac) = pbkdf2_parameters(kdf_parameters).map_err(malformed)?;
    let (_, hmac) = HMACS.iter().find(|(id, _)| *id == hmac).ok_or(Error::UnsupportedKeyEncryption)?;
    let iterations = NonZeroU32::new(iterations).ok_or(Error::BadPrivateKey)?;
    if iterations > MAX_ITERATIONS {
        return Err(Error::UnsupportedKeyEncryption);
    }
    let mut key = vec![0; cipher.key_len];
    pbkdf2::derive(*hmac, iterations, salt, password, &mut key);
    cipher.decrypt(&key, iv, encrypted)
}

type AlgorithmIdentifier<'a> = (ObjectIdentifier, AnyRef<'a>);

fn encrypted_private_key_info(der: &[u8]) -> der::Result<(AlgorithmIdentifier<'_>, &[u8])> {
    AnyRef::from_der(der)?
        .sequence(|info| Ok((algorithm(info)?, <&OctetStringRef>::decode(info)?.as_bytes())))
}

fn pbes2_parameters(
    parameters: AnyRef<'_>,
) -> der::Result<(AlgorithmIdentifier<'_>, AlgorithmIdentifier<'_>)> {
    parameters.sequence(|parameters| Ok((algorithm(parameters)?, algorithm(parameters)?)))
}

/// Salt, iteration count and pseudo-random function. A key length says nothing that the cipher does not.
fn pbkdf2_parameters(parameters: AnyRef<'_>) -> der::Result<(&[u8], u32, ObjectIdentifier)> {
    parameters.sequence(|parameters| {
        let salt = <&OctetStringRef>::decode(parameters)?.as_bytes();
        let iterations = u32::decode(parameters)?;
        let mut hmac = HMAC_SHA1;
        while !parameters.is_finished() {
            match Tag::peek(parameters)? {
                Tag::Integer => drop(u32::decode(parameters)?),
                _ => hmac = algorithm(parameters)?.0,
            }
        }
        Ok((salt, iterations, hmac))
    })
}

fn algorithm<'a>(reader: &mut SliceReader<'a>) -> der::Result<AlgorithmIdentifier<'a>> {
    AnyRef::decode(reader)?.sequence(|algorithm| {
        let id = ObjectIdentifier::decode(algorithm)?;
        let parameters = if algorithm.is_finished() { AnyRef::NULL } else { AnyRef::decode(algorithm)? };
        Ok((id, parameters))
    })
}

fn malformed(_: der::Error) -> Error {
    Error::BadPrivateKey
}
