// The rules on one act while none of them changes: as netral/rules/core/plan.py, to the letter.

import { beats, matches } from "./matching.js";

const OUTCOMES = new Set(["prohibited", "conditional", "permitted"]);

export class Plan {
  constructor(act, rules, dimensions, contradictions) {
    this.act = act;
    this.rules = rules.filter((rule) => rule.effect !== "criminal");
    this.warnings = rules.filter((rule) => rule.effect === "criminal");
    this.dimensions = mentioned(this.rules, Object.keys(dimensions), contradictions);
    this.values = this.dimensions.map((name) => dimensions[name]);
    this.never = contradictions.filter((when) =>
      [...when.keys()].every((name) => this.dimensions.includes(name)));
    this.known = new Map();
    this.yields = new Map();
    for (const loser of this.rules) {
      for (const winner of this.rules) {
        const by = loser.effect !== winner.effect && beats(winner, loser);
        if (by) this.yields.set(`${loser.code}<${winner.code}`, by);
      }
    }
  }

  key(facts) {
    return this.dimensions.map((name) => facts[name] ?? null);
  }

  facts(key) {
    return Object.fromEntries(key.map((value, place) => [this.dimensions[place], value]));
  }

  /** Return what the rules say; the same facts are looked at once. */
  find(key) {
    const name = key.join();
    if (!this.known.has(name)) this.known.set(name, this.look(key));
    return this.known.get(name);
  }

  /** Tell whether the facts can be true together. */
  possible(key) {
    const facts = this.facts(key);
    return !this.never.some((when) => matches(when, facts));
  }

  /** Yield every combination of facts, complete or not, that can be true. */
  *space(key = []) {
    if (key.length === this.values.length) {
      yield key;
      return;
    }
    for (const value of [...this.values[key.length], null]) {
      const longer = [...key, value];
      if (this.possible(longer)) yield* this.space(longer);
    }
  }

  look(key) {
    const facts = { act: this.act, ...this.facts(key) };
    const met = new Map(this.rules.map((rule) => [rule, matches(rule.when, facts)]));
    const open = this.rules.filter((rule) => met.get(rule) === null);
    if (!open.length) return this.settle(this.rules.filter((rule) => met.get(rule)));
    const splits = [];
    this.dimensions.forEach((name, place) => {
      if (key[place] === null && open.some((rule) => rule.when.has(name))) {
        splits.push([place, this.branches(key, place)]);
      }
    });
    return this.weigh(splits);
  }

  branches(key, place) {
    return this.values[place]
      .map((value) => Object.assign([...key], { [place]: value }))
      .filter((child) => this.possible(child))
      .map((child) => this.find(child));
  }

  /** Join what every branch says, or ask the one fact that leaves the fewest results. */
  weigh(splits) {
    const branches = splits[0][1];
    const [first] = branches;
    const results = new Set(branches.flatMap((each) => [...each.results]));
    const rules = first.rules.filter((code) => branches.every((b) => b.rules.includes(code)));
    const somewhere = new Set(branches.flatMap((b) => [...b.rules, ...b.possible]));
    const possible = [...somewhere].filter((code) => !rules.includes(code));
    if (results.size === 1) {
      const same = (one) => (other) => text(one) === text(other);
      const defeated = first.defeated.filter((one) =>
        branches.every((b) => b.defeated.some(same(one))));
      const { outcome, classes } = first;
      return { outcome, rules, possible, defeated, question: "", classes, results };
    }
    let [best, least] = [null, Infinity];
    for (const [place, each] of splits) {
      const left = each.reduce((sum, b) => sum + b.results.size, 0) / each.length;
      if (left < least) [best, least] = [place, left];
    }
    const question = this.dimensions[best];
    return { outcome: "needs_fact", rules, possible, defeated: [], question, classes: [], results };
  }

  settle(matched) {
    const defeated = matched.map((loser) => this.defeat(loser, matched)).filter(Boolean);
    const alive = matched.filter((rule) => !defeated.some((each) => each.rule === rule.code));
    const effects = [...new Set(alive.map((rule) => rule.effect))];
    let outcome = effects.length ? "conflict" : "unregulated";
    if (effects.length === 1 && OUTCOMES.has(effects[0])) [outcome] = effects;
    const classes = [...new Set(alive.map((rule) => rule.sanction).filter(Boolean))].sort();
    const rules = alive.map((rule) => rule.code);
    const results = new Set([`${outcome}|${classes}`]);
    return { outcome, rules, possible: [], defeated, question: "", classes, results };
  }

  defeat(loser, matched) {
    for (const winner of matched) {
      const by = this.yields.get(`${loser.code}<${winner.code}`);
      if (by) return { rule: loser.code, to: winner.code, by };
    }
    return null;
  }
}

export const text = (defeat) => `${defeat.rule}<${defeat.to}:${defeat.by}`;

/** Return the dimensions that rules mention, and those that contradictions tie to them. */
const mentioned = (rules, names, contradictions) => {
  const named = new Set(["subject", ...rules.flatMap((rule) => [...rule.when.keys()])]);
  named.delete("act");
  const tied = (when) => {
    const held = [...when.keys()].filter((name) => named.has(name)).length;
    return held > 0 && held < when.size;
  };
  for (let more = contradictions.filter(tied); more.length; more = contradictions.filter(tied)) {
    for (const when of more) for (const name of when.keys()) named.add(name);
  }
  return names.filter((name) => named.has(name));
};
