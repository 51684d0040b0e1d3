// Promises: what a log says before an entry stands in it (docs/ledger.md of Netral).
import { verifyNote } from "./note.js";
import { HASH, number, unb64 } from "./octets.js";
import { need } from "./wrong.js";

export const PROMISE = "netral/promise/v1";
const HEADS = ["", "origin ", "leaf ", "by ", ""];

export function parsePromise(text) {
  const lines = text.split("\n");
  const fit =
    lines.length === HEADS.length &&
    lines[0] === PROMISE &&
    lines[4] === "" &&
    lines.every((line, place) => line.startsWith(HEADS[place]));
  need(fit, "this is no promise of a log");
  const [origin, leaf, by] = [1, 2, 3].map((place) => lines[place].slice(HEADS[place].length));
  const found = { origin, leaf: unb64(leaf), by: number(by) };
  need(origin && found.leaf.length === HASH, "this is no promise of a log");
  return found;
}

// The name under which a log promises: never its own, lest one pass for the other.
export const promiserOf = (origin) => `${origin.replace(/\/log$/, "")}/promise`;

export async function openPromise(note, key) {
  await verifyNote(note, key);
  const promise = parsePromise(note.text);
  need(key.name === promiserOf(promise.origin), "{name} cannot promise for the log {origin}", {
    name: key.name,
    origin: promise.origin,
  });
  return promise;
}
