// A link names an act, a subject and an election: nothing of the person, not even the day.

const NAMES = { perbuatan: "act", sebagai: "subject", pemilihan: "season" };

/** A link that names what this rule base does not hold. */
export class NotKnown extends Error {}

/** Return the address that opens the same question elsewhere. */
export const linkTo = (state) => {
  const named = Object.entries(NAMES).filter(([, key]) => state[key]);
  const parts = new URLSearchParams(named.map(([name, key]) => [name, state[key]]));
  return `${location.origin}${location.pathname}#${parts}`;
};

/** Return what the fragment of an address names, or null where it names nothing of ours. */
export const linked = (hash, engine, seasons) => {
  const named = new URLSearchParams(hash.slice(1));
  if (![...named.keys()].some((name) => name in NAMES)) return null;
  const known = {
    act: engine.dimensions.act,
    subject: engine.dimensions.subject,
    season: seasons.map((each) => each.code),
  };
  const found = {};
  for (const [name, value] of named) {
    const key = NAMES[name];
    // An election whose offices have dates of their own opens at the first of them.
    const opens = (each) => key === "season" && each.startsWith(`${value}.`);
    const code = known[key]?.find((each) => each === value || opens(each));
    if (!code) throw new NotKnown(name);
    found[key] = code;
  }
  if (!found.act) throw new NotKnown("perbuatan");
  return { ...found, said: {} };
};
