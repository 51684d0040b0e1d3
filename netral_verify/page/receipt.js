// Receipts: a leaf, the way from it to a signed root (C2SP tlog-proof), and some of its fields.
import { hasOnly, isRecord, read, spell } from "./canon.js";
import { checkInclusion, commitment, digest, parseLeaf } from "./leaf.js";
import { cosignatures, openCheckpoint, parseCheckpoint, parseNote } from "./note.js";
import { ascii, fromUtf8, HASH, number, same, unb64, unb64u, utf8 } from "./octets.js";
import { met } from "./policy.js";
import { need } from "./wrong.js";

export const RECEIPT = "c2sp.org/tlog-proof@v1";
export const LONGEST = 2 * 1024 * 1024;
const HIGHEST = 63;

export function parseReceipt(octets) {
  need(octets.length <= LONGEST, "a receipt is not as long as that");
  const gap = octets.findIndex((each, place) => each === 10 && octets[place + 1] === 10);
  const head = octets.subarray(0, Math.max(gap, 0));
  need(gap >= 0 && ascii(head), "this is no receipt of a log");
  const lines = fromUtf8(head).split("\n");
  need(lines[0] === RECEIPT, "this is no receipt of a log");
  const whole = lines.length > 2 && lines[1].startsWith("extra ");
  need(whole, "the receipt does not hold the entry itself");
  const placed = lines[2].startsWith("index ");
  need(placed, "the receipt does not tell the place of the entry");
  const path = lines.slice(3).map(unb64);
  const fit = path.length <= HIGHEST && path.every((each) => each.length === HASH);
  need(fit, "the path from the entry is too long, or holds something else than hashes");
  const { leaf, fields } = parseExtra(unb64(lines[1].slice(6)));
  const index = number(lines[2].slice(6));
  return { index, path, note: parseNote(octets.subarray(gap + 2)), leaf, fields };
}

function parseExtra(octets) {
  const said = read(octets);
  const fit = hasOnly(said, ["disclosures", "leaf"]) && typeof said.leaf === "string";
  const message = "the receipt does not hold the entry itself";
  need(fit && Array.isArray(said.disclosures), message);
  const leaf = parseLeaf(utf8(said.leaf));
  if (!said.disclosures.length) return { leaf, fields: [] };
  const fields = said.disclosures.map(parseField);
  const names = fields.map((each) => each.name);
  const others = "an entry of type {kind} has other fields";
  const { name, fields: listed } = leaf.type;
  need(JSON.stringify(names) === JSON.stringify(listed), others, { kind: name });
  const found = commitment(name, fields.map((each) => each.digest));
  const bound = leaf.commitment !== null && same(found, leaf.commitment);
  need(bound, "the disclosed values are not those of the entry");
  return { leaf, fields };
}

function parseField(said) {
  const message = "a field cannot be read";
  need(isRecord(said) && typeof said.f === "string" && ascii(utf8(said.f)), message);
  const name = said.f;
  if (hasOnly(said, ["d", "f"])) {
    return { name, disclosed: false, digest: unb64u(said.d, HASH) };
  }
  need(hasOnly(said, ["f", "s", "v"]), message);
  const salt = unb64u(said.s, HASH);
  const found = digest(salt, name, utf8(spell(said.v)));
  return { name, disclosed: true, digest: found, value: said.v };
}

// What is certain of a receipt, for whoever trusts this policy.
export async function verify(receipt, policy) {
  const claimed = parseCheckpoint(receipt.note.text);
  const key = policy.logs.get(claimed.origin);
  need(key, "the policy does not trust the log {origin}", { origin: claimed.origin });
  const state = await openCheckpoint(receipt.note, key);
  checkInclusion(receipt.index, state, receipt.leaf.hash, receipt.path);
  const { anchor } = receipt.leaf;
  const older = anchor === null || BigInt(anchor.size) <= receipt.index;
  need(older, "the entry names a state of the log that is younger than itself");
  const { seen, unchecked } = await cosignatures(receipt.note, policy.witnesses.values());
  return { state, seen, unchecked, by: met(policy, seen) };
}
