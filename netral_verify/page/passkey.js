// The passkey that signed a pact (WebAuthn Level 2 §7.2; docs/ledger.md of Netral).
import { hasOnly, isDeep, isRecord } from "./canon.js";
import { sha256 } from "./hashes.js";
import { checkEd25519, checkEs256, checkRs256 } from "./keys.js";
import { EMPTY } from "./leaf.js";
import { b64u, big, fromUtf8, HASH, join, same, u64, unb64u, unhex, utf8 } from "./octets.js";
import { need, Wrong } from "./wrong.js";

const NEEDED = ["text", "assertion", "key"];
const PARTS = ["authenticator_data", "client_data", "signature"];
const ORIGIN =
  /^(?:https:\/\/([a-z0-9.-]+)|http:\/\/((?:[a-z0-9-]+\.)*localhost))(?::[0-9]{1,5})?$/;
const ANSWER = "the passkey's answer cannot be read";
const KEY = "the passkey's key cannot be read";

// What a passkey proves of a receipt; null if there is none, or it is hidden.
export async function checkAssertion({ leaf, fields }) {
  const said = new Map(fields.filter((each) => each.disclosed).map((f) => [f.name, f.value]));
  if (leaf.type.name !== "pact.signed/2" || !NEEDED.every((name) => said.has(name))) return null;
  const identity = fields.find((each) => each.name === "identity").digest;
  const seen = leaf.anchor ?? { size: 0, root: EMPTY };
  const [text, parts, key] = NEEDED.map((name) => said.get(name));
  const spelled = typeof text === "string" && /^[0-9a-f]{64}$/.test(text);
  need(spelled, "the entry does not say which text was signed");
  need(hasOnly(key, ["leaf", "public"]) && isRecord(key.public), KEY);
  need(hasOnly(parts, PARTS), ANSWER);
  const [data, client, signature] = PARTS.map((name) => octets(parts[name]));
  const head = utf8("netral.pact.v1\0");
  const asked = sha256(join(head, unhex(text), identity, u64(seen.size), seen.root));
  const site = checkClient(client, asked);
  checkDevice(data, site);
  const holds = await checker(key.public)(signature, join(data, sha256(client)));
  need(holds, "the passkey did not sign this");
  return { seen, site, registered: key.leaf === null ? null : unb64u(key.leaf, HASH) };
}

function checkClient(client, asked) {
  let said;
  try {
    said = JSON.parse(fromUtf8(client, ANSWER));
  } catch {
    throw new Wrong(ANSWER);
  }
  need(isRecord(said) && !isDeep(said), ANSWER);
  const fit = said.type === "webauthn.get" && [undefined, null, false].includes(said.crossOrigin);
  need(fit, "the passkey was asked for something else than a signature");
  const another =
    "the passkey signed another text, for another person, or at another state of the log";
  need(said.challenge === b64u(asked), another);
  const { origin } = said;
  const page = typeof origin === "string" ? ORIGIN.exec(origin) : null;
  need(page, "the passkey was asked by a page that cannot be: {origin}", { origin });
  return page[1] ?? page[2];
}

function checkDevice(data, site) {
  need(data.length >= 37 && (data.length === 37 || data[32] & 0xc0), ANSWER);
  const bound = same(data.subarray(0, 32), sha256(utf8(site)));
  need(bound, "the passkey belongs to another site than {site}", { site });
  const verified = (data[32] & 5) === 5;
  need(verified, "the device did not ask for finger, face or PIN before it signed");
}

// What checks signatures of a COSE key (RFC 9053): ES256, EdDSA or RS256.
function checker(key) {
  const makers = { "2 -7": curve, "1 -8": edwards, "3 -257": rsa };
  const kind = [key["1"], key["3"]];
  const make = kind.every(Number.isSafeInteger) ? makers[kind.join(" ")] : undefined;
  const names = ["-1", "-2", "1", "3", ...(make === curve ? ["-3"] : [])];
  need(make && hasOnly(key, names), "the passkey's key is of a kind that is not accepted");
  return make(key["-1"], key["-2"], key["-3"]);
}

function curve(name, first, second) {
  need(name === 1, KEY);
  const [x, y] = [unb64u(first, 32), unb64u(second, 32)];
  return (signature, message) => checkEs256(x, y, signature, message);
}

function edwards(name, only) {
  need(name === 6, KEY);
  const x = unb64u(only, 32);
  return (signature, message) => checkEd25519(x, signature, message);
}

function rsa(modulus, exponent) {
  const [n, e] = [octets(modulus), octets(exponent)];
  const bits = n.length * 8 - Math.clz32(n[0] ?? 0) + 24;
  const sound = n.at(-1) & 1 && e[0] && e.length <= 4 && e.at(-1) & 1 && big(e) > 1n;
  need(n[0] && sound && bits >= 2048 && bits <= 8192, KEY);
  return (signature, message) => checkRs256(n, e, signature, message);
}

function octets(text) {
  need(typeof text === "string", ANSWER);
  return unb64u(text);
}
