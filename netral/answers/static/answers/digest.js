// The whole answer table, for who would rather check than trust: as netral/rules/core/space.py.

import { text } from "./plan.js";

/** Yield one line for each combination of facts that rules look at, missing ones included. */
export function* table(engine) {
  const { act } = engine.dimensions;
  const plans = engine.days.flatMap((day) => act.map((each) => engine.plan(each, day)));
  for (const plan of new Set(plans)) {
    yield `${plan.act}|${plan.rules.map((rule) => rule.code)}`;
    for (const key of plan.space()) {
      const { outcome, question, rules, possible, defeated, classes } = plan.find(key);
      const facts = key.map((value) => value ?? "?");
      yield [facts, outcome, question, rules, possible, defeated.map(text), classes].join("|");
    }
  }
}

/** Return the SHA-256 of the table, and how many lines it has: who agrees in it answers alike. */
export const tableDigest = async (engine) => {
  const lines = [...table(engine)].map((line) => `${line}\n`);
  const whole = new TextEncoder().encode(lines.join(""));
  const octets = new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
  const digest = [...octets].map((each) => each.toString(16).padStart(2, "0")).join("");
  return { digest, lines: lines.length };
};
