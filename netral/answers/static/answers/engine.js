// The engine: facts and a day in, an answer with its rules out: as netral/rules/core/engine.py.

import { matches } from "./matching.js";
import { Plan } from "./plan.js";

const YES_NO = ["yes", "no"];
export const LAWFUL = new Set(["permitted", "conditional"]);

/** Facts that the vocabulary does not hold, or that can't be true together. */
export class BadFacts extends Error {
  constructor(dimension, reason = null) {
    super(dimension);
    this.dimension = dimension;
    this.reason = reason;
  }
}

/** A day on which no rule of the base was in force. */
export class BeforeAnyRule extends Error {}

export class Engine {
  constructor(base) {
    this.base = base;
    const { subjects, acts, circumstances, contradictions } = base.vocabulary;
    this.dimensions = {
      act: acts.map((act) => act.code),
      subject: subjects.map((subject) => subject.code),
      election: ["pemilu", "pilkada"],
      stage: ["before", "after"],
      campaign: ["before", "during", "quiet", "after"],
      ...Object.fromEntries(circumstances.map((each) => [each.code, YES_NO])),
    };
    this.rules = new Map(base.rules.map((rule) => [rule.code, { ...rule, when: sets(rule.when) }]));
    this.contradictions = contradictions.map((each) => ({ ...each, when: sets(each.facts) }));
    const ends = base.rules.filter((rule) => rule.ends).map((rule) => dayAfter(rule.ends));
    const days = [...base.rules.map((rule) => rule.starts), ...ends];
    const since = (day) => (day > base.starts ? day : base.starts ?? day);
    this.days = [...new Set(days.map(since))].sort();
    this.plans = new Map();
    this.dated = new Map(); // plans by act and day
  }

  /** Answer whether an act is allowed. A fact that is not known is left out. */
  answer(facts, on) {
    this.check(facts);
    const plan = this.plan(facts.act, on);
    const found = plan.find(plan.key(facts));
    const warned = (met) =>
      plan.warnings.filter((rule) => matches(rule.when, facts) === met).map((rule) => rule.code);
    return {
      ...found,
      sanctions: facts.subject ? this.sanctions(found.classes, facts.subject) : [],
      warnings: warned(true),
      possibleWarnings: warned(null),
    };
  }

  /** Return the circumstances, each alone, under which the act would be lawful. */
  openings(facts, on) {
    const plan = this.plan(facts.act, on);
    return plan.dimensions
      .filter((name) => this.dimensions[name] === YES_NO)
      .flatMap((name) => YES_NO.map((value) => [name, value]))
      .filter(([name, value]) => {
        if (facts[name] === value) return false;
        const key = plan.key({ ...facts, [name]: value });
        return plan.possible(key) && LAWFUL.has(plan.find(key).outcome);
      });
  }

  /** Return the sanctions of some classes for a subject, each once, the lightest first. */
  sanctions(classes, subject) {
    const each = classes.map((name) => this.base.ladders.find((ladder) =>
      ladder.sanction_class === name && ladder.subjects.includes(subject)));
    return [...new Set(each.flatMap((ladder) => ladder?.types ?? []))];
  }

  plan(act, on) {
    const day = this.days.findLast((each) => each <= on);
    if (!day) throw new BeforeAnyRule(on);
    const place = `${act} ${day}`;
    if (!this.dated.has(place)) this.dated.set(place, this.planned(act, day));
    return this.dated.get(place);
  }

  planned(act, day) {
    const rules = [...this.rules.values()].filter((rule) =>
      rule.starts <= day && (!rule.ends || day <= rule.ends) && rule.when.get("act")?.has(act));
    const name = [act, ...rules.map((rule) => rule.code)].join();
    if (!this.plans.has(name)) {
      const never = this.contradictions.map((each) => each.when);
      this.plans.set(name, new Plan(act, rules, this.dimensions, never));
    }
    return this.plans.get(name);
  }

  check(facts) {
    for (const [name, value] of Object.entries(facts)) {
      if (!this.dimensions[name]?.includes(value)) throw new BadFacts(name);
    }
    if (!facts.act) throw new BadFacts("act");
    const broken = this.contradictions.find((each) => matches(each.when, facts));
    if (broken) throw new BadFacts([...broken.when.keys()][0], broken.reason);
  }
}

const sets = (when) =>
  new Map(Object.entries(when).map(([name, values]) => [name, new Set(values)]));

/** Return the ISO day after a day, or as many days away. */
export const dayAfter = (day, days = 1) =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
