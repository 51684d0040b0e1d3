// Signatures: checked by the browser where it can, else by plain arithmetic.
import { ed25519, es256, rs256 } from "./curves.js";
import { big, b64u, join, unhex } from "./octets.js";

const subtle = () => globalThis.crypto?.subtle;

// Ask the browser; null if it does not know this kind, and so cannot tell.
async function asked(format, key, algorithm, signature, message) {
  let known;
  try {
    known = await subtle().importKey(format, key, algorithm, false, ["verify"]);
  } catch {
    return null;
  }
  return subtle().verify(algorithm, known, signature, message);
}

export async function checkEd25519(key, signature, message) {
  const found = await asked("raw", key, { name: "Ed25519" }, signature, message);
  return found ?? ed25519(key, signature, message);
}

export async function checkEs256(x, y, signature, message) {
  const pair = fromDer(signature);
  if (!pair) return false;
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const raw = join([4], x, y);
  const plain = join(...pair.map((each) => unhex(each.toString(16).padStart(64, "0"))));
  return (await asked("raw", raw, algorithm, plain, message)) ?? es256(x, y, pair, message);
}

export async function checkRs256(modulus, exponent, signature, message) {
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const key = { kty: "RSA", n: b64u(modulus), e: b64u(exponent), alg: "RS256", ext: true };
  const found = await asked("jwk", key, algorithm, signature, message);
  return found ?? rs256(modulus, exponent, signature, message);
}

// Read SEQUENCE { INTEGER r, INTEGER s } in DER, which has one spelling; null if it is none.
function fromDer(octets) {
  if (octets[0] !== 0x30 || octets[1] !== octets.length - 2 || octets.length > 72) return null;
  const found = [];
  for (let at = 2; at < octets.length; ) {
    const length = octets[at + 1];
    const value = octets.subarray(at + 2, at + 2 + length);
    const idle = value[0] === 0 && !(value[1] & 0x80); // a zero that says nothing
    if (octets[at] !== 2 || !length || value.length !== length || value[0] & 0x80) return null;
    if (idle && length > 1) return null;
    found.push(big(value));
    at += 2 + length;
  }
  return found.length === 2 && found.every((each) => each < 2n ** 256n) ? found : null;
}
