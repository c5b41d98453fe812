#!/usr/bin/env bash
# Made the vectors in this folder, with OpenSSL 3 alone. The key is a throw-away of this test; running it again makes another.
set -euo pipefail
cd "$(dirname "$0")"
hex() { printf '%s' "$1" | od -An -tx1 | tr -d ' \n'; }

printf '%s' '{"AcceptData":[{"eCertID":"0123456789abcdef0123456789abcdef","certNum":"（闽）JZ安许证字[2023]087974"}]}' > plain.json
openssl enc -sm4-ecb -K "$(hex 'Zhenglu-Sm4-Key!')" -in plain.json -base64 -A > sm4.base64

openssl genrsa -traditional -out rsa512-pkcs1.pem 512
openssl pkcs8 -topk8 -nocrypt -in rsa512-pkcs1.pem -out rsa512-pkcs8.pem
printf '%s' 'c0de-Zhenglu_MDAxMjM0NTY3ODlhYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ekFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFla-_0123456789' > code.txt
openssl enc -des-ecb -K "$(hex 'aB3$xY7q')" -provider legacy -provider default -in code.txt |
    od -An -v -tx1 | tr -d ' \n' | tr a-f A-F > encryCertid.hex
printf '%s' 'aB3$xY7q' | openssl pkeyutl -encrypt -inkey rsa512-pkcs8.pem -pkeyopt rsa_padding_mode:pkcs1 |
    openssl base64 -A > encryKey.base64
