// An answer put into words: the twin of netral/answers/queries/reading.py, field by field.

import { LAWFUL } from "./engine.js";
import { Law, line } from "./law.js";
import { finding, shown, spans, stageOf, whole } from "./scale.js";

const DERIVED = new Set(["election", "stage", "campaign"]);

/** Answer in words. */
export const read = (engine, asked, voice) => new Reader(engine, asked, voice).read();

class Reader {
  constructor(engine, asked, { spoken, faces, link }) {
    Object.assign(this, { engine, asked, spoken, faces });
    this.facts = whole(asked);
    this.answer = engine.answer(this.facts, asked.on);
    this.law = new Law(engine.base, asked.on, spoken, link);
    this.rules = this.answer.rules.map((code) => engine.rules.get(code));
    this.words = engine.base.vocabulary;
    this.subject = this.words.subjects.find((each) => each.code === this.facts.subject);
  }

  read() {
    const { answer, asked, engine, law, rules, spoken } = this;
    const settled = answer.outcome !== "needs_fact";
    const act = this.words.acts.find((each) => each.code === this.facts.act);
    const around = settled ? spans(engine, asked) : [];
    const types = law.sanctions(answer.sanctions);
    const decided = !["needs_fact", "unregulated"].includes(answer.outcome);
    const rule = (code) => engine.rules.get(code);
    return {
      act: spoken.told(act.name),
      outcome: answer.outcome,
      ...this.faces[answer.outcome],
      word: spoken.outcomes[answer.outcome],
      lead: this.lead(),
      note: spoken.told(act.note),
      question: this.question(),
      stage: this.stage(),
      since: rules.length && decided ? spoken.day(rules[0].starts) : "",
      kind: law.kind(answer.sanctions),
      range: this.range(types),
      change: settled ? finding(around, asked.on, law) : "",
      marks: this.marks(),
      rules: rules.map((each) => law.rule(each)),
      conditions: rules.flatMap((each) => each.conditions.map((text) => line(spoken.told(text)))),
      articles: law.articles(rules, false),
      bases: law.articles(rules, true),
      sanctions: types,
      handlers: answer.outcome === "prohibited" ? law.handlers() : [],
      warnings: answer.warnings.map((code) => law.warning(rule(code))),
      openings: this.openings(),
      yielded: answer.defeated.map((defeat) => this.yielded(defeat)),
      possible: this.possible().map((code) => law.rule(rule(code))),
      facts: this.told(),
      branches: this.branches(),
      scale: around.map((span) => shown(span, asked.on, law, this.faces)),
    };
  }

  lead() {
    const { answer, spoken } = this;
    if (answer.outcome === "needs_fact") return this.asks(answer.question);
    if (answer.outcome === "conflict") return spoken.say("conflict");
    if (answer.outcome === "unregulated") return spoken.told(this.subject?.silence);
    return spoken.told(this.rules[0]?.reason);
  }

  asks(name) {
    if (name === "subject") return this.spoken.say("subject_question");
    if (DERIVED.has(name)) return this.spoken.say("date_open");
    return this.spoken.told(this.words.circumstances.find((each) => each.code === name).question);
  }

  question() {
    const name = this.answer.question;
    return DERIVED.has(name) || this.asked.unknown.includes(name) ? "" : name;
  }

  branches() {
    const name = this.answer.question;
    if (!name || this.question()) return [];
    return this.engine.dimensions[name].flatMap((value) => {
      const facts = { ...this.facts, [name]: value };
      const plan = this.engine.plan(facts.act, this.asked.on);
      if (!plan.possible(plan.key(facts))) return [];
      return [this.branch(name, value, plan.find(plan.key(facts)))];
    });
  }

  branch(name, value, { outcome, classes }) {
    const { subject } = this.facts;
    const kind = this.law.kind(subject ? this.engine.sanctions(classes, subject) : []);
    return { text: this.if(name, value), kind, word: this.spoken.outcomes[outcome], ...this.faces[outcome] };
  }

  if(name, value) {
    return this.spoken.say(DERIVED.has(name) ? `${name}_${value}` : `if_${value}`);
  }

  stage() {
    const { dimensions } = this.engine.plan(this.facts.act, this.asked.on);
    return stageOf(this.asked, dimensions, this.spoken);
  }

  range(types) {
    if (this.answer.outcome !== "prohibited" || types.length) return this.law.range(types);
    return line(this.spoken.say("no_sanction"));
  }

  marks() {
    const said = this.rules.map((rule) => this.law.rule(rule).mark);
    const silent = this.answer.outcome === "unregulated" && this.subject?.verified === false;
    if (silent) said.push(this.spoken.say("unverified"));
    said.push(this.stage().mark);
    return [...new Set(said.filter(Boolean))].map((text) => line(text));
  }

  openings() {
    const { outcome } = this.answer;
    if (LAWFUL.has(outcome) || outcome === "needs_fact") return [];
    const found = this.engine.openings(this.facts, this.asked.on);
    return found.map(([name, value]) => line(this.statement(name, value)));
  }

  statement(name, value) {
    const known = this.words.circumstances.find((each) => each.code === name);
    return this.spoken.told(known[`when_${value}`]);
  }

  told() {
    const { dimensions } = this.engine.plan(this.facts.act, this.asked.on);
    const told = (name) => dimensions.includes(name) && name !== "subject";
    const names = Object.keys(this.asked.facts).filter(told);
    return names.map((name) => line(this.statement(name, this.facts[name]), "", "", name));
  }

  yielded({ rule, to, by }) {
    const said = this.law.rule(this.engine.rules.get(rule));
    const title = this.spoken.told(this.engine.rules.get(to).title);
    const principle = this.spoken.principles[by];
    return { ...said, note: this.spoken.say("yields", { title, principle }) };
  }

  possible() {
    const { outcome, possible, possibleWarnings: warned } = this.answer;
    return outcome === "needs_fact" ? [] : [...possible, ...warned];
  }
}
