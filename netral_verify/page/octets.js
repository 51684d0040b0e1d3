// Octets and numbers as text: each in one spelling, so that no bit of a text is idle.
import { need, Wrong } from "./wrong.js";

export const GREATEST = 2n ** 63n - 1n;
export const HASH = 32;

export const utf8 = (text) => new TextEncoder().encode(text);
export const ascii = (octets) => octets.every((each) => each < 128);

export function fromUtf8(octets, message) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(octets);
  } catch {
    throw new Wrong(message);
  }
}

export function join(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, each) => sum + each.length, 0));
  let end = 0;
  for (const each of parts) {
    whole.set(each, end);
    end += each.length;
  }
  return whole;
}

export const same = (a, b) => a.length === b.length && a.every((each, place) => each === b[place]);
export const starts = (octets, head) => same(octets.subarray(0, head.length), head);

export const hex = (octets) =>
  Array.from(octets, (each) => each.toString(16).padStart(2, "0")).join("");
export const unhex = (text) =>
  Uint8Array.from(text.match(/../g) ?? [], (each) => Number.parseInt(each, 16));

export const big = (octets) => BigInt(`0x${hex(octets) || "0"}`);
export const bigLittle = (octets) => big(Uint8Array.from(octets).reverse());
export function u64(number) {
  return unhex(BigInt(number).toString(16).padStart(16, "0"));
}

export function b64(octets) {
  return btoa(Array.from(octets, (each) => String.fromCharCode(each)).join(""));
}

function decoded(text) {
  try {
    return Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
  } catch {
    return null;
  }
}

export function unb64(text) {
  const octets = decoded(text);
  need(octets && b64(octets) === text, "this is not base64: {text}", { text });
  return octets;
}

export const b64u = (octets) =>
  b64(octets).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

export function unb64u(text, length) {
  const octets = typeof text === "string" && /^[\w-]*$/.test(text)
    ? decoded(text.replaceAll("-", "+").replaceAll("_", "/"))
    : null;
  const wanted = length ?? octets?.length;
  need(
    octets && octets.length === wanted && b64u(octets) === text,
    "these are not {length} octets in base64url: {text}",
    { length: wanted ?? "", text },
  );
  return octets;
}

// A decimal number below 2**63, as a BigInt.
export function number(text) {
  need(/^(0|[1-9][0-9]{0,18})$/.test(text), "this is not a number: {text}", { text });
  const found = BigInt(text);
  need(found <= GREATEST, "this is not a number: {text}", { text });
  return found;
}
