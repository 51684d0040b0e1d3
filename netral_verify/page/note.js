// Signed notes, checkpoints and cosignatures (C2SP signed-note, tlog-checkpoint, tlog-cosignature).
// Signatures of unknown keys are passed over; a false one in the name of a known key spoils the note.
import { sha256 } from "./hashes.js";
import { checkEd25519 } from "./keys.js";
import {
  big, fromUtf8, GREATEST, HASH, hex, join, number, same, unb64, utf8,
} from "./octets.js";
import { need, Wrong } from "./wrong.js";

export const LOG = 1; // Ed25519 over the text
export const COSIGNER = 4; // Ed25519 over a time and the text
export const COSIGNER_PQ = 6; // ML-DSA-44, which no browser checks
const LENGTHS = { [LOG]: 32, [COSIGNER]: 32, [COSIGNER_PQ]: 1312 };
const LONGEST = 512 * 1024;
const MOST = 256;

function checkName(name) {
  const fit = name && !/[\p{White_Space}\p{Surrogate}\x00-\x1f+]/u.test(name);
  need(fit, "this cannot be the name of a key: {name}", { name });
  return name;
}

export function parseKey(vkey) {
  const [name, identifier, ...rest] = vkey.split("+");
  need(rest.length, "this is not a key: {key}", { key: vkey });
  const octets = unb64(rest.join("+"));
  const fit = octets.length && LENGTHS[octets[0]] === octets.length - 1;
  need(fit, "the key of {name} is of no known kind", { name });
  const found = sha256(join(utf8(checkName(name)), [10], octets)).subarray(0, 4);
  const changed = "the key of {name} was changed: its identifier does not fit";
  need(hex(found) === identifier, changed, { name });
  const [algorithm, bare] = [octets[0], octets.subarray(1)];
  return { name, algorithm, octets: bare, identifier: found, vkey };
}

export function parseNote(octets) {
  need(octets.length <= LONGEST, "a signed note is not as long as that");
  const whole = fromUtf8(octets, "a signed note is text in UTF-8");
  const gap = whole.lastIndexOf("\n\n");
  const clean = !/[\x00-\x09\x0b-\x1f]/.test(whole) && gap >= 0 && whole.endsWith("\n");
  const message = "a signed note is a text, an empty line, and signatures";
  need(clean && whole.length > gap + 2, message);
  const lines = whole.slice(gap + 2, -1).split("\n");
  need(lines.length <= MOST, "a signed note has not as many signatures as that");
  return { text: whole.slice(0, gap + 1), signatures: lines.map(parseSignature) };
}

function parseSignature(line) {
  const words = line.split(" ");
  const fit = words.length === 3 && words[0] === "\u2014";
  need(fit, "this is not a signature: {line}", { line });
  const octets = unb64(words[2]);
  need(octets.length > 4, "this is not a signature: {line}", { line });
  const [identifier, bare] = [octets.subarray(0, 4), octets.subarray(4)];
  return { name: checkName(words[1]), identifier, octets: bare };
}

const by = (note, key) =>
  note.signatures.filter(
    (each) => each.name === key.name && same(each.identifier, key.identifier),
  );

export async function verifyNote(note, key) {
  need(key.algorithm === LOG, "the key of {name} is not for this", { name: key.name });
  const found = by(note, key);
  need(found.length, "{name} did not sign this", { name: key.name });
  for (const each of found) await verifyOne(key, each.octets, utf8(note.text));
}

async function verifyOne(key, signature, message) {
  const holds = await checkEd25519(key.octets, signature, message);
  need(holds, "the signature in the name of {name} is false", { name: key.name });
}

export function parseCheckpoint(text) {
  const lines = text.split("\n");
  const fit = lines.length === 4 && lines.slice(0, 3).every(Boolean) && !lines[3];
  need(fit, "a checkpoint has three lines");
  const state = { origin: lines[0], size: number(lines[1]), root: unb64(lines[2]) };
  need(state.root.length === HASH, "a hash has 32 octets");
  return state;
}

export async function openCheckpoint(note, key) {
  await verifyNote(note, key);
  const state = parseCheckpoint(note.text);
  const message = "this is a state of {found}, not of {wanted}";
  need(state.origin === key.name, message, { found: state.origin, wanted: key.name });
  return state;
}

// Which of the witnesses saw this state, and when: a map from their key to POSIX seconds. Who signed
// with a key that no browser can check stands in `unchecked`.
export async function cosignatures(note, keys) {
  const [seen, unchecked] = [new Map(), []];
  for (const key of keys) {
    const times = [];
    for (const each of by(note, key)) {
      if (key.algorithm === COSIGNER_PQ) unchecked.push(key);
      else times.push(await cosigned(note, key, each));
    }
    if (times.length) seen.set(key, times.reduce((a, b) => (a < b ? a : b)));
  }
  return { seen, unchecked };
}

async function cosigned(note, key, signature) {
  const time = big(signature.octets.subarray(0, 8));
  const fit = signature.octets.length > 8 && time <= GREATEST && key.algorithm === COSIGNER;
  if (!fit) throw new Wrong("the signature in the name of {name} is false", { name: key.name });
  const message = utf8(`cosignature/v1\ntime ${time}\n${note.text}`);
  await verifyOne(key, signature.octets.subarray(8), message);
  return time;
}
