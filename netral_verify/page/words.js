// What the page says, in the reader's language: English sentences stand for themselves.
import { INDONESIAN } from "./tables.js";
import { shown, Wrong } from "./wrong.js";

let chosen = "id";

export const language = () =>
  (navigator.languages ?? ["id"]).find((each) => /^(id|en)\b/.test(each))?.slice(0, 2) ?? "id";

export function voice() {
  const form = (message) => (chosen === "id" ? (INDONESIAN[message] ?? message) : message);
  const say = (message, parts = {}) =>
    form(message).replace(/\{(\w+)\}/g, (place, name) => (name in parts ? said(parts[name]) : place));
  const said = (part) => {
    if (Array.isArray(part)) return say(...part);
    if (part instanceof Wrong) return say(part.message, part.parts);
    return typeof part === "bigint" && part > 1_000_000_000n ? spoken(part) : shown(part);
  };
  return say;
}

// An instant in POSIX seconds as people read it, in UTC and in western Indonesian time.
function spoken(time) {
  if (time >= 253402300800n) return String(time);
  const at = (shift) =>
    new Date(Number(time + shift) * 1000).toISOString().slice(0, 19).replace("T", " ");
  return `${at(0n)} UTC (${at(25200n)} WIB)`;
}

export function translate(to) {
  chosen = to;
  document.documentElement.lang = to;
  const say = voice();
  for (const each of document.querySelectorAll("[data-say]")) {
    each.textContent = say(each.dataset.say);
  }
  for (const each of document.querySelectorAll("[data-language]")) {
    each.setAttribute("aria-pressed", String(each.dataset.language === to));
  }
}
