//! Private keys in PEM, in each of their forms.

use std::sync::Arc;

use pem::Pem;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs1KeyDer, PrivatePkcs8KeyDer, PrivateSec1KeyDer};
use rustls::sign::SigningKey;

use super::Error;
use super::decrypt::{decrypt_pkcs8, decrypt_traditional};
use super::handshake::provider;

/// The first private key among `blocks`; `password` is used if it is encrypted.
///
/// Errors: [`Error::NoPrivateKey`], [`Error::MissingPassword`], [`Error::WrongPassword`],
/// [`Error::UnsupportedKeyEncryption`], [`Error::BadPrivateKey`].
pub(super) fn private_key(blocks: &[Pem], password: Option<&[u8]>) -> Result<Arc<dyn SigningKey>, Error> {
    let (form, block) = blocks
        .iter()
        .find_map(|block| Form::of(block.tag()).map(|form| (form, block)))
        .ok_or(Error::NoPrivateKey)?;
    // A header, and one tag, say that the key is encrypted (RFC 1421 section 4.6.1.1, RFC 7468 section 11).
    let traditional = block.headers().get("DEK-Info");
    if traditional.is_none() && form != Form::EncryptedPkcs8 {
        return load(form, block.contents().to_vec()).ok_or(Error::BadPrivateKey);
    }
    let password = password.ok_or(Error::MissingPassword)?;
    let plain = match traditional {
        Some(info) => decrypt_traditional(info, password, block.contents())?,
        None => decrypt_pkcs8(password, block.contents())?,
    };
    // One wrong password in 256 decrypts to something that looks padded; its contents are random.
    load(form, plain).ok_or(Error::WrongPassword)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Pkcs1,
    Pkcs8,
    EncryptedPkcs8,
    Sec1,
}

impl Form {
    fn of(tag: &str) -> Option<Form> {
        match tag {
            "RSA PRIVATE KEY" => Some(Form::Pkcs1),
            "PRIVATE KEY" => Some(Form::Pkcs8),
            "ENCRYPTED PRIVATE KEY" => Some(Form::EncryptedPkcs8),
            "EC PRIVATE KEY" => Some(Form::Sec1),
            _ => None,
        }
    }
}

fn load(form: Form, der: Vec<u8>) -> Option<Arc<dyn SigningKey>> {
    let key = match form {
        Form::Pkcs1 => PrivateKeyDer::from(PrivatePkcs1KeyDer::from(der)),
        Form::Sec1 => PrivateKeyDer::from(PrivateSec1KeyDer::from(der)),
        Form::Pkcs8 | Form::EncryptedPkcs8 => PrivateKeyDer::from(PrivatePkcs8KeyDer::from(der)),
    };
    provider().key_provider.load_private_key(key).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tls::pem;

    macro_rules! file {
        ($name:literal) => {
            include_bytes!(concat!("../../tests/tls/pem/", $name)).as_slice()
        };
    }

    fn public_key(text: &[u8], password: Option<&str>) -> Result<Vec<u8>, Error> {
        let key = private_key(&pem::blocks(text)?, password.map(str::as_bytes))?;
        Ok(key.public_key().unwrap().to_vec())
    }

    #[test]
    fn every_form_of_a_key_is_the_same_key() {
        let rsa = public_key(file!("server.key"), None).unwrap();
        assert_eq!(public_key(file!("server-pkcs1.key"), None).unwrap(), rsa);
        let ec = public_key(file!("second.key"), None).unwrap();
        assert_eq!(public_key(file!("second-sec1.key"), None).unwrap(), ec);
        assert_eq!(public_key(file!("second-parameters.key"), None).unwrap(), ec);
        assert_ne!(rsa, ec);
    }

    #[test]
    fn encrypted_keys_open_with_their_password_only() {
        let rsa = public_key(file!("server.key"), None).unwrap();
        let ec = public_key(file!("second.key"), None).unwrap();
        for (text, key) in [
            (file!("server-des.key"), &rsa),
            (file!("server-des3.key"), &rsa),
            (file!("server-aes128.key"), &rsa),
            (file!("server-aes192.key"), &rsa),
            (file!("server-aes256.key"), &rsa),
            (file!("second-aes256.key"), &ec),
            (file!("second-pbes2-aes128-sha1.key"), &ec),
            (file!("second-pbes2-aes192-sha512.key"), &ec),
            (file!("second-pbes2-aes256-sha256.key"), &ec),
            (file!("second-pbes2-des3.key"), &ec),
        ] {
            assert_eq!(public_key(text, Some("secret")).as_ref(), Ok(key));
            assert_eq!(public_key(text, None), Err(Error::MissingPassword));
            for wrong in ["", "Secret", "secret "] {
                assert_eq!(public_key(text, Some(wrong)), Err(Error::WrongPassword));
            }
        }
    }

    #[test]
    fn a_wrong_password_stays_wrong_when_the_padding_happens_to_fit() {
        for n in 0..2_000 {
            let password = format!("wrong {n}");
            assert_eq!(public_key(file!("second-aes256.key"), Some(&password)), Err(Error::WrongPassword));
        }
    }

    #[test]
    fn a_password_without_need_is_ignored() {
        assert!(public_key(file!("second.key"), Some("secret")).is_ok());
    }

    #[test]
    fn encryption_that_is_not_known_is_told_from_a_wrong_password() {
        for text in [file!("server-camellia256.key"), file!("second-scrypt.key"), file!("second-pbes1.key")] {
            assert_eq!(public_key(text, Some("secret")), Err(Error::UnsupportedKeyEncryption));
        }
    }

    #[test]
    fn more_rounds_than_anybody_waits_for() {
        let mut der = pem::blocks(file!("second-pbes2-aes128-sha1.key")).unwrap()[0].contents().to_vec();
        // Eight bytes of salt and the number 2048 give way to five bytes of salt and a number of five.
        let at = der.windows(4).position(|window| window == [0x02, 0x02, 0x08, 0x00]).unwrap();
        der[at - 10..at - 8].copy_from_slice(&[0x04, 0x05]);
        der[at - 3..at + 4].copy_from_slice(&[0x02, 0x05, 0x00, 0xff, 0xff, 0xff, 0xff]);
        let text = ::pem::encode(&Pem::new("ENCRYPTED PRIVATE KEY", der));
        assert_eq!(public_key(text.as_bytes(), Some("secret")), Err(Error::UnsupportedKeyEncryption));
    }

    #[test]
    fn keys_that_are_none() {
        assert_eq!(public_key(file!("server.crt"), None), Err(Error::NoPrivateKey));
        let empty = b"-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n";
        assert_eq!(public_key(empty, None), Err(Error::BadPrivateKey));
        let empty = b"-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----\n";
        assert_eq!(public_key(empty, Some("secret")), Err(Error::BadPrivateKey));
        // A certificate that says it is a key.
        let text = String::from_utf8_lossy(file!("server.crt")).replace("CERTIFICATE", "RSA PRIVATE KEY");
        assert_eq!(public_key(text.as_bytes(), None), Err(Error::BadPrivateKey));
    }

    #[test]
    fn damaged_encryption_headers() {
        let text = String::from_utf8_lossy(file!("server-aes128.key")).into_owned();
        let info = text.split("DEK-Info: ").nth(1).unwrap().lines().next().unwrap();
        for (damaged, error) in [
            ("AES-128-CBC", Error::BadPrivateKey),
            ("AES-128-CBC,", Error::BadPrivateKey),
            ("AES-128-CBC,00", Error::BadPrivateKey),
            ("AES-128-CBC,0102030405060708090A0B0C0D0E0F1g", Error::BadPrivateKey),
            ("AES-128-GCM,0102030405060708090A0B0C0D0E0F10", Error::UnsupportedKeyEncryption),
            ("AES-128-CBC,0102030405060708090A0B0C0D0E0F10", Error::WrongPassword),
        ] {
            assert_eq!(
                public_key(text.replace(info, damaged).as_bytes(), Some("secret")),
                Err(error),
                "{damaged}"
            );
        }
    }
}
