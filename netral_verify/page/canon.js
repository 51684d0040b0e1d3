// JSON in its one spelling (RFC 8785, of which only texts, whole numbers and truths are used).
import { fromUtf8 } from "./octets.js";
import { need, Wrong } from "./wrong.js";

const DEEPEST = 32;

export function read(octets) {
  let text = new TextDecoder().decode(octets.subarray(0, 200)); // as far as a message tells it
  const message = "this is not JSON: {text}";
  let found;
  try {
    text = fromUtf8(octets, message);
    found = JSON.parse(text);
  } catch {
    throw new Wrong(message, { text });
  }
  need(spell(found) === text, "this is JSON, but not in its one spelling: {text}", { text });
  return found;
}

export function spell(value, depth = 0) {
  need(depth <= DEEPEST, "a record is nested too deeply");
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    need(Number.isSafeInteger(value), "there may be no such number: {number}", { number: value });
    return String(value);
  }
  if (typeof value === "string") return spellText(value);
  if (Array.isArray(value)) {
    return `[${value.map((each) => spell(each, depth + 1)).join(",")}]`;
  }
  const names = Object.keys(value).sort();
  const parts = names.map((name) => {
    need(/^[\x00-\x7f]*$/.test(name), "a name in a record is not ASCII: {text}", { text: name });
    return `${JSON.stringify(name)}:${spell(value[name], depth + 1)}`;
  });
  return `{${parts.join(",")}}`;
}

function spellText(text) {
  need(text.normalize("NFC") === text, "a text is not in Unicode's form NFC: {text}", { text });
  need(!/\p{Surrogate}/u.test(text), "there is half a character in a text");
  return JSON.stringify(text);
}

// Tell whether a value holds more than `most` records or lists in each other.
export function isDeep(value, most = DEEPEST) {
  const inner = value !== null && typeof value === "object" ? Object.values(value) : [];
  return inner.length > 0 && (most === 0 || inner.some((each) => isDeep(each, most - 1)));
}

// A record whose names are exactly these, and which is no list.
export const isRecord = (value) =>
  value !== null && typeof value === "object" && !Array.isArray(value);
export const hasOnly = (value, names) =>
  isRecord(value) &&
  Object.keys(value).length === names.length &&
  names.every((name) => Object.hasOwn(value, name));
