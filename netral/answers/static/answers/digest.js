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

/** Return the SHA-256 of the table: two engines that agree in it answer alike. */
export const tableDigest = async (engine) => {
  const lines = [...table(engine)].map((line) => `${line}\n`).join("");
  const octets = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(lines));
  return [...new Uint8Array(octets)].map((each) => each.toString(16).padStart(2, "0")).join("");
};
