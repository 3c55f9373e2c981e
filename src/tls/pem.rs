//! PEM text (RFC 7468): which blocks of it are what. Text around the blocks and blocks of other kinds are skipped.

use pem::Pem;
use rustls::pki_types::CertificateDer;

use super::Error;

/// All blocks of the text. Errors: [`Error::BadPem`] if one is malformed, or the last one has no end.
pub(super) fn blocks(text: &[u8]) -> Result<Vec<Pem>, Error> {
    let blocks = pem::parse_many(text).map_err(|_| Error::BadPem)?;
    // The parser takes a block that nothing ends for text.
    let begun = text.windows(BEGIN.len()).filter(|window| *window == BEGIN).count();
    if begun == blocks.len() { Ok(blocks) } else { Err(Error::BadPem) }
}

const BEGIN: &[u8] = b"-----BEGIN ";

/// The certificates among `blocks`, in their order. Errors: [`Error::NoCertificate`].
pub(super) fn certificates(blocks: &[Pem]) -> Result<Vec<CertificateDer<'static>>, Error> {
    let certificates: Vec<_> = blocks
        .iter()
        // The second name is an older one of the same thing (RFC 7468 section 5.1).
        .filter(|block| matches!(block.tag(), "CERTIFICATE" | "X509 CERTIFICATE"))
        .map(|block| CertificateDer::from(block.contents().to_vec()))
        .collect();
    if certificates.is_empty() { Err(Error::NoCertificate) } else { Ok(certificates) }
}

/// The revocation lists among `blocks`, in DER.
pub(super) fn revocation_lists(blocks: &[Pem]) -> impl Iterator<Item = &[u8]> {
    blocks.iter().filter(|block| matches!(block.tag(), "X509 CRL" | "CRL")).map(Pem::contents)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_around_blocks_and_other_blocks_are_skipped() {
        let text = b"subject=x\n-----BEGIN EC PARAMETERS-----\nBggq\n-----END EC PARAMETERS-----\n\xe4\n\
            -----BEGIN CERTIFICATE-----\r\nMAA=\r\n-----END CERTIFICATE-----\r\n-----BEGIN X509 CERTIFICATE-----\n\
            MAA=\n-----END X509 CERTIFICATE-----";
        let blocks = blocks(text).unwrap();
        assert_eq!(blocks.len(), 3);
        assert_eq!(
            certificates(&blocks).unwrap(),
            [CertificateDer::from(vec![0x30, 0]), vec![0x30, 0].into()]
        );
        assert_eq!(revocation_lists(&blocks).count(), 0);
    }

    #[test]
    fn malformed_blocks() {
        for text in [
            "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n",
            "-----BEGIN CERTIFICATE-----\nMAA\n-----END CERTIFICATE-----\n",
            "-----BEGIN CERTIFICATE-----\nMAA=\n-----END X509 CRL-----\n",
            "-----BEGIN CERTIFICATE-----\nMAA=\n",
            "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n-----BEGIN CERTIFICATE-----\nMA",
        ] {
            assert_eq!(blocks(text.as_bytes()).err(), Some(Error::BadPem), "{text}");
        }
        assert_eq!(certificates(&blocks(b"no blocks").unwrap()), Err(Error::NoCertificate));
    }
}
