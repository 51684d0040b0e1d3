// One rule against the facts, and one rule against another: as netral/rules/core/matching.py.

const RANKS = [
  "act", "government-regulation", "presidential-regulation", "ministerial-regulation",
  "joint-decree", "national-circular", "local-circular", "statement",
];

/** Tell whether facts are met: true, false, or null while one that is needed is missing. */
export const matches = (when, facts) => {
  let sure = true;
  for (const [dimension, values] of when) {
    const fact = facts[dimension] ?? null;
    if (fact === null) sure = null;
    else if (!values.has(fact)) return false;
  }
  return sure;
};

/** Tell whether `one` holds nowhere that `other` does not. */
const narrower = (one, other) => {
  for (const [key, values] of other) {
    const own = one.get(key);
    if (!own) return false;
    for (const value of own) if (!values.has(value)) return false;
  }
  return true;
};

/** Return the principle by which `one` prevails over `other`, or null. */
export const beats = (one, other) => {
  if (other.overrides.includes(one.code)) return null;
  if (one.overrides.includes(other.code)) return "exception";
  const differences = [
    ["superior", RANKS.indexOf(other.rank) - RANKS.indexOf(one.rank)],
    ["special", narrower(one.when, other.when) - narrower(other.when, one.when)],
    ["later", (one.starts > other.starts) - (one.starts < other.starts)],
  ];
  const [principle, difference] = differences.find((each) => each[1] !== 0) ?? [null, 0];
  return difference > 0 ? principle : null;
};
