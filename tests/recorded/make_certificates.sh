#!/bin/sh
# A certificate authority, and server certificates (good, wronghost, expired; rogue signs itself), in the folder $1; where there is a JDK, store.jks trusts the authority.
set -e
mkdir -p "$1/db" && cd "$1"
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 365 -subj "/CN=Oracle Test CA" -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign 2>/dev/null
: > db/index.txt; echo 1000 > db/serial
leaf() { # name common-name san start end
cat > $1.cnf <<C
[ca]
default_ca=d
[d]
database=db/index.txt
serial=db/serial
new_certs_dir=db
certificate=ca.pem
private_key=ca.key
default_md=sha256
policy=p
x509_extensions=e
unique_subject=no
[p]
commonName=supplied
[e]
subjectAltName=$3
extendedKeyUsage=serverAuth
keyUsage=critical,digitalSignature,keyEncipherment
basicConstraints=critical,CA:FALSE
C
openssl req -newkey rsa:2048 -nodes -keyout $1.key -out $1.csr -subj "/CN=$2" 2>/dev/null
openssl ca -batch -config $1.cnf -in $1.csr -out $1.pem -startdate $4 -enddate $5 -notext 2>/dev/null; }
leaf good localhost DNS:localhost,IP:127.0.0.1 20260101000000Z 20290101000000Z
leaf wronghost db.elsewhere.example DNS:db.elsewhere.example 20260101000000Z 20290101000000Z
leaf expired localhost DNS:localhost,IP:127.0.0.1 20240101000000Z 20250101000000Z
openssl req -x509 -newkey rsa:2048 -nodes -keyout rogue.key -out rogue.pem -days 900 -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -addext extendedKeyUsage=serverAuth 2>/dev/null
! command -v keytool >/dev/null || keytool -importcert -noprompt -alias ca -file ca.pem -storetype JKS -keystore store.jks -storepass changeit >/dev/null 2>&1
