#!/bin/sh
# Makes the certificates, keys and revocation lists of this directory anew. Run it in this directory; it needs
# OpenSSL 3. The files are committed, valid until 2124, and protect nothing: run it only to change what they are.
set -eu
cd "$(dirname "$0")"
rm -f -- *.crt *.key *.crl *.pem
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
: >"$work/index"
echo 1000 >"$work/serial"
echo 01 >"$work/crlnumber"

cat >"$work/openssl.cnf" <<END
[ req ]
distinguished_name = dn
prompt = no
[ dn ]
[ ca ]
default_ca = own
[ own ]
database = $work/index
serial = $work/serial
crlnumber = $work/crlnumber
new_certs_dir = $work
default_md = sha256
policy = any
copy_extensions = none
unique_subject = no
crl_extensions = crl
[ any ]
countryName = optional
organizationName = optional
commonName = optional
[ crl ]
authorityKeyIdentifier = keyid
[ authority ]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[ constrained ]
basicConstraints = critical, CA:TRUE
subjectKeyIdentifier = hash
nameConstraints = permitted;DNS:example.com
[ server ]
basicConstraints = critical, CA:FALSE
extendedKeyUsage = serverAuth
subjectAltName = DNS:localhost, DNS:*.example.com, IP:127.0.0.1, IP:::1, email:root@localhost, URI:https://localhost/
[ second ]
basicConstraints = critical, CA:FALSE
subjectAltName = DNS:second.test
[ client ]
basicConstraints = critical, CA:FALSE
extendedKeyUsage = clientAuth
[ plain ]
basicConstraints = critical, CA:FALSE
[ defaults_of_req ]
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always, issuer
basicConstraints = critical, CA:TRUE
END

p256() { openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key" 2>/dev/null; }
request() { openssl req -new -config "$work/openssl.cnf" -key "$1.key" -subj "$2" -out "$work/$1.csr"; }
# sign NAME SUBJECT ISSUER EXTENSIONS [END]: a certificate by ISSUER for NAME.key. With EXTENSIONS empty it is one of
# X.509 version 1.
sign() {
    request "$1" "$2"
    self=""
    [ "$3" = "$1" ] && self=-selfsign
    openssl ca -batch -notext -config "$work/openssl.cnf" $self -cert "$3.crt" -keyfile "$3.key" \
        -startdate 20240101000000Z -enddate "${5:-21240101000000Z}" ${4:+-extensions "$4"} \
        -in "$work/$1.csr" -out "$1.crt" 2>/dev/null
}

# Authorities.
p256 ca && sign ca "/O=Test/CN=Test CA" ca authority
p256 other-ca && sign other-ca "/O=Test/CN=Other CA" other-ca authority
p256 impostor-ca && sign impostor-ca "/O=Test/CN=Test CA" impostor-ca authority
cp ca.key renamed-ca.key && sign renamed-ca "/O=Test/CN=Renamed CA" renamed-ca authority
p256 constrained-ca && sign constrained-ca "/O=Test/CN=Constrained CA" constrained-ca constrained
p256 intermediate && sign intermediate "/O=Test/CN=Test Intermediate" ca authority

# Servers.
openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out server.key 2>/dev/null
sign server "/C=CH/O=Test/CN=server" ca server
p256 second && sign second "/CN=second" ca second
p256 chained && sign chained "/CN=chained" intermediate server
cat chained.crt intermediate.crt >chain.pem
openssl genpkey -quiet -algorithm ED25519 -out ed25519.key && sign ed25519 "/CN=ed25519" ca server
p256 expired && sign expired "/CN=expired" ca server 20250101000000Z
p256 revoked && sign revoked "/CN=revoked" ca server
p256 common-name && sign common-name "/CN=localhost" ca plain
p256 common-name-ip && sign common-name-ip "/CN=127.0.0.1" ca plain
p256 constrained && sign constrained "/CN=localhost" constrained-ca plain
p256 client && sign client "/CN=client" ca client

# Made the way many tutorials do: self-signed as `openssl req -x509` does it, and X.509 version 1.
p256 self-signed && sign self-signed "/CN=localhost" self-signed defaults_of_req
p256 self-signed-leaf && sign self-signed-leaf "/CN=localhost" self-signed-leaf plain
p256 under-leaf && sign under-leaf "/CN=under-leaf" self-signed-leaf server
openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-521 -out version1.key 2>/dev/null
sign version1 "/CN=localhost" version1 ""
p256 version1-issued && sign version1-issued "/CN=localhost" ca ""
p256 version1-client && sign version1-client "/CN=old client" ca ""

# Revocation: of the end entity, of the intermediate, of the version 1 certificate; and a list that has ended.
crl() { openssl ca -gencrl -config "$work/openssl.cnf" -cert ca.crt -keyfile ca.key "$@" 2>/dev/null; }
openssl ca -config "$work/openssl.cnf" -cert ca.crt -keyfile ca.key -revoke revoked.crt 2>/dev/null
crl -crl_lastupdate 20240101000000Z -crl_nextupdate 21240101000000Z -out ca.crl
crl -crl_lastupdate 20240101000000Z -crl_nextupdate 20240201000000Z -out ended.crl
openssl ca -config "$work/openssl.cnf" -cert ca.crt -keyfile ca.key -revoke version1-issued.crt 2>/dev/null
openssl ca -config "$work/openssl.cnf" -cert ca.crt -keyfile ca.key -revoke intermediate.crt 2>/dev/null
crl -crl_lastupdate 20240101000000Z -crl_nextupdate 21240101000000Z -out all.crl
cat ca.crt ca.crl >ca-and-crl.pem
cat server.key server.crt >server.pem

# The same two keys in every form and under every protection. The password is "secret".
openssl rsa -traditional -in server.key -out server-pkcs1.key 2>/dev/null
openssl ec -in second.key -out second-sec1.key 2>/dev/null
{ openssl ecparam -name prime256v1; cat second-sec1.key; } >second-parameters.key
for cipher in des des3 aes128 aes192 aes256; do
    openssl rsa -traditional -provider legacy -provider default -"$cipher" -passout pass:secret \
        -in server.key -out "server-$cipher.key" 2>/dev/null
done
openssl ec -aes256 -passout pass:secret -in second.key -out second-aes256.key 2>/dev/null
openssl rsa -traditional -camellia256 -passout pass:secret -in server.key -out server-camellia256.key 2>/dev/null
pkcs8() { openssl pkcs8 -topk8 -provider legacy -provider default -passout pass:secret -in second.key "$@"; }
pkcs8 -v2 aes-128-cbc -v2prf hmacWithSHA1 -out second-pbes2-aes128-sha1.key
pkcs8 -v2 aes-192-cbc -v2prf hmacWithSHA512 -out second-pbes2-aes192-sha512.key
pkcs8 -v2 aes-256-cbc -v2prf hmacWithSHA256 -out second-pbes2-aes256-sha256.key
pkcs8 -v2 des3 -out second-pbes2-des3.key
pkcs8 -scrypt -out second-scrypt.key
pkcs8 -v1 PBE-SHA1-3DES -out second-pbes1.key
