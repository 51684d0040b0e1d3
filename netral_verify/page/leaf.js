// Leaves: how they are spelled, what commits to their fields, and where they stand in the tree.
import { hasOnly, isRecord, read } from "./canon.js";
import { hmac, sha256 } from "./hashes.js";
import { ascii, HASH, hex, join, unb64u, utf8 } from "./octets.js";
import { TYPES } from "./tables.js";
import { need, Wrong } from "./wrong.js";

export const EMPTY = sha256(new Uint8Array());
const CAP = 4096;
const REF = 16;
const KEYS = {
  history: ["a", "at", "c", "n", "p", "ref", "t", "ten", "x"],
  sealed: ["at", "c", "t"],
  opening: ["at", "t", "x"],
};

export const leafHash = (octets) => sha256(join([0], octets));
const nodeHash = (left, right) => sha256(join([1], left, right));

export function parseLeaf(octets) {
  need(octets.length <= CAP, "an entry has at most {cap} octets", { cap: CAP });
  need(ascii(octets), "an entry is ASCII");
  const said = read(octets);
  need(isRecord(said), "an entry is a record of names and values");
  const known = typeof said.t === "string" && Object.hasOwn(TYPES, said.t);
  need(known, "there is no such type of entry: {kind}", { kind: said.t });
  const type = { name: said.t, ...TYPES[said.t] };
  const parts = "an entry of type {kind} has other parts than this";
  need(hasOnly(said, KEYS[type.form]), parts, { kind: type.name });
  const shown = Object.hasOwn(said, "x") ? said.x : {};
  checkPublic(type, shown);
  const time = type.form === "sealed" ? day(said.at) : instant(said.at);
  if (type.form === "history") checkHistory(said);
  return {
    octets, type, time, at: said.at, tenant: said.ten, public: shown,
    hash: leafHash(octets),
    commitment: "c" in said ? unb64u(said.c, HASH) : null,
    anchor: anchor(said.a ?? null),
  };
}

function checkHistory(said) {
  const tenant = typeof said.ten === "string" && /^[!-~]{1,64}$/.test(said.ten);
  need(tenant, "this is no code of an institution: {text}", { text: said.ten });
  const place = Number.isSafeInteger(said.n) && said.n >= 0;
  need(place, "an entry must say its place in its history");
  const first = "the first entry of a history has none before it, every other has one";
  need((said.n === 0) === (said.p === null), first);
  unb64u(said.ref, REF);
  if (said.p !== null) unb64u(said.p, HASH);
}

function anchor(said) {
  if (said === null) return null;
  const message = "an entry names a state of the log that cannot be";
  need(hasOnly(said, ["r", "s"]) && Number.isSafeInteger(said.s) && said.s > 0, message);
  return { size: said.s, root: unb64u(said.r, HASH) };
}

function checkPublic(type, values) {
  const names = Object.keys(type.public);
  const message = "an entry of type {kind} shows other values than this";
  need(hasOnly(values, names), message, { kind: type.name });
  for (const name of names) {
    try {
      checkShape(type.public[name], values[name]);
    } catch (wrong) {
      if (!(wrong instanceof Wrong)) throw wrong;
      throw new Wrong("the value {name} of an entry is not spelled as it should be", { name });
    }
  }
}

function checkShape(shape, value) {
  if (value === null && shape.endsWith("?")) return;
  const bare = shape.replace("?", "");
  const text = typeof value === "string";
  const checks = {
    ref: () => unb64u(value, REF),
    hash: () => unb64u(value, HASH),
    "hash*": () => {
      need(Array.isArray(value), "this is no list");
      for (const each of value) unb64u(each, HASH);
    },
    date: () => day(value),
    level: () => need([0, 1, 2, 3].includes(value), "a level is 0 to 3"),
    sha256: () => need(text && /^[0-9a-f]{64}$/.test(value), "this is no {shape}", { shape }),
    text: () => need(text && /^[ -~]{0,300}$/.test(value), "this is no {shape}", { shape }),
  };
  const named = () => need(bare.split("|").includes(value), "this is no {shape}", { shape });
  (checks[bare] ?? named)();
}

export function instant(text) {
  const fit = typeof text === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text);
  const time = fit ? Date.parse(text) : Number.NaN;
  const real = fit && time >= -62135596800000 && new Date(time).toISOString().startsWith(text.slice(0, 19));
  need(real, "this is no point in time: {text}", { text });
  return time / 1000;
}

export function day(text) {
  const fit = typeof text === "string" && /^\d{4}-\d\d-\d\d$/.test(text);
  need(fit, "this is no date: {text}", { text });
  try {
    return instant(`${text}T00:00:00Z`);
  } catch {
    throw new Wrong("this is no date: {text}", { text });
  }
}

export function digest(salt, name, value) {
  return hmac(salt, join(utf8(`netral.field.v1\0${name}\0`), value));
}

export function commitment(type, digests) {
  return sha256(join(utf8(`netral.commit.v1\0${type}\0`), ...digests));
}

// The root of a tree that has `leaf` at `index`, beside what `path` gives (RFC 6962 §2.1.1).
export function rootAbove(index, size, leaf, path) {
  if (size === 1n) {
    need(!path.length, "the path from the entry is too long");
    return leaf;
  }
  need(path.length, "the path from the entry is too short");
  const [beside, below] = [path.at(-1), path.slice(0, -1)];
  const left = 1n << BigInt((size - 1n).toString(2).length - 1);
  if (index < left) return nodeHash(rootAbove(index, left, leaf, below), beside);
  return nodeHash(beside, rootAbove(index - left, size - left, leaf, below));
}

export function checkInclusion(index, state, leaf, path) {
  const outside = "place {index} is outside a log of {size} entries";
  need(index < state.size, outside, { index, size: state.size });
  const found = hex(rootAbove(index, state.size, leaf, path));
  need(found === hex(state.root), "the path from the entry does not lead to the signed root");
}
