// Which acts a text may mean: a ranked list to choose from, never an answer.

import { slips, stems, telling, words } from "./stems.js";

const SHOWN = 8;
const WEIGHTS = { searched: 1, name: 0.8, topic: 0.35 };

/** Prepare the acts of a vocabulary for searching. */
export const prepare = ({ acts, topics }) =>
  acts.map((act) => ({
    act,
    phrases: [
      ...act.searched.map((text) => phrase(text, WEIGHTS.searched)),
      ...Object.values(act.name).map((text) => phrase(text, WEIGHTS.name)),
      ...Object.values(topics[act.topic]).map((text) => phrase(text, WEIGHTS.topic)),
    ].filter((each) => each.words.length),
  }));

const phrase = (text, weight) => ({ words: telling(text), weight });

/** Return the acts that match, the likeliest first. */
export const search = (index, text) => {
  const said = telling(text);
  const asked = said.length ? said : words(text);
  const open = /[a-z0-9]$/i.test(text) ? asked.at(-1) : null; // may still be being typed
  const rows = index.map((entry) => asked.map((word) => closeness(word, entry, word === open)));
  const rare = asked.map((_, n) => {
    const held = rows.filter((row) => row[n] > 0.3).length;
    return held ? Math.log(1 + index.length / held) : 0;
  });
  const scored = index.map(({ act, phrases }, place) => {
    const close = asked.map((word, n) => rows[place][n] + 0.5 * named(word, index[place]));
    const single = close.reduce((sum, each, n) => sum + each * rare[n], 0);
    return { act, score: single + whole(phrases, asked, rare) };
  });
  const best = Math.max(...scored.map((each) => each.score), 0);
  return scored
    .filter((each) => best > 0.5 && each.score > best * 0.4)
    .sort((one, other) => other.score - one.score)
    .slice(0, SHOWN)
    .map((each) => each.act);
};

/** Return how near an act's words come to one that was typed: 0 to 1. */
const closeness = (word, { phrases }, open) => {
  let best = 0;
  for (const { words: held, weight } of phrases) {
    const share = weight * (held.length === 1 ? 1 : 0.75);
    if (share <= best) continue;
    for (const each of held) best = Math.max(best, share * near(word, each, open));
  }
  return best;
};

/** Return how near an act's own name comes to a word: what it is called counts most. */
const named = (word, { phrases }) =>
  Math.max(0, ...phrases.filter((each) => each.weight === WEIGHTS.name)
    .flatMap((each) => each.words.map((own) => near(word, own, false))));

const known = new Map(); // nearness of two words, looked at once

const near = (one, other, open) => {
  if (one === other) return 1;
  const key = `${one} ${other}`;
  if (!known.has(key)) known.set(key, compare(one, other));
  if (open && one.length > 2 && other.startsWith(one)) return Math.max(0.75, known.get(key));
  return known.get(key);
};

const compare = (one, other) => {
  const [mine, theirs] = [stems(one), stems(other)];
  for (const stem of mine) if (theirs.has(stem)) return 0.9;
  const most = one.length < 4 ? 0 : Math.ceil((one.length - 3) / 4);
  if (!most) return 0;
  for (const stem of theirs) {
    if (stem.length > 3 && slips(one, stem, most) <= most) return 0.6;
  }
  return 0;
};

/** Return what is added where a phrase of several words was typed whole. */
const whole = (phrases, asked, rare) => {
  let best = 0;
  for (const { words: held, weight } of phrases) {
    if (held.length < 2 || weight < 1) continue;
    const places = held.map((each) => asked.findIndex((word) => near(word, each, false) >= 0.9));
    if (places.includes(-1)) continue;
    best = Math.max(best, places.reduce((sum, place) => sum + rare[place], 0));
  }
  return best * 0.6;
};
