// Something is not what it says it is. The message is the English sentence with places in braces,
// under which the table of words finds it in other languages; `parts` fill the places.

export class Wrong extends Error {
  constructor(message, parts = {}) {
    super(message);
    this.parts = parts;
  }
}

export function need(holds, message, parts) {
  if (!holds) throw new Wrong(message, parts);
}

// A foreign text, so that a page shows it as it is, and not all of it.
export function shown(part) {
  const text = [...String(part)];
  const cut = text.length <= 120 ? text : [...text.slice(0, 119), "\u2026"];
  return cut.join("").replace(/\p{C}|(?! )\p{Z}/gu, "\ufffd");
}
