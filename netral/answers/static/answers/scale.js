// What the dates do to an answer: the twin of netral/answers/queries/scale.py.

import { dayAfter } from "./engine.js";
import { line } from "./law.js";

const AROUND = 4; // spans at most: the one before the chosen day, its own, what follows

const dayBefore = (day) => dayAfter(day, -1);
const same = (one, other) => one.outcome === other.outcome && `${one.sanctions}` === `${other.sanctions}`;

/** Return the run of days of a season that a day lies in. */
const segment = (season, on) =>
  season.segments.findLast((each) => !each.starts || each.starts <= on);

/** Return all facts as they are on a day, those of the calendar included. */
export const whole = (asked, on = asked.on) => {
  if (!asked.season) return { ...asked.facts };
  const { stage, campaign } = segment(asked.season, on);
  const derived = Object.entries({ election: asked.season.law, stage, campaign });
  return { ...asked.facts, ...Object.fromEntries(derived.filter(([, value]) => value)) };
};

/** Say where the day lies in its election, as far as the rules look at that. */
export const stageOf = ({ season, on }, dimensions, spoken) => {
  const names = ["stage", "campaign"];
  if (!season || !names.some((name) => dimensions.includes(name))) return line();
  const run = segment(season, on);
  const said = names.filter((name) => run[name]).map((name) => spoken.say(`${name}_${run[name]}`));
  const note = [`${spoken.told(season.name)}.`, ...run.doubts.map((each) => spoken.told(each))];
  const mark = run.doubts.length ? spoken.say("unverified") : "";
  return line(said.join(" · ") || spoken.say("date_open"), note.join(" "), mark);
};

/** Return the spans around the chosen day. */
export const spans = (engine, asked) => {
  const [first, ...rest] = engine.days;
  const turns = asked.season?.segments.map((each) => each.starts) ?? [];
  const later = [...new Set([...rest, ...turns.filter((day) => day && day > first)])].sort();
  const begun = [];
  for (const span of [first, ...later].map((day) => look(engine, asked, day))) {
    if (!begun.length || !same(begun.at(-1), span)) begun.push(span);
  }
  begun.forEach((span, n) => {
    span.ends = begun[n + 1] ? dayBefore(begun[n + 1].starts) : null;
  });
  const now = begun.findLastIndex((span) => span.starts <= asked.on);
  const begin = now && telling(begun, now, asked) ? now - 1 : now;
  return begun.slice(begin, begin + AROUND);
};

/** Tell whether what was before matters: nothing follows, or it changed in this season. */
const telling = (whole, now, { season }) =>
  now + 1 === whole.length || !season?.first || whole[now].starts > season.first;

const look = (engine, asked, day) => {
  const facts = whole(asked, day);
  const plan = engine.plan(facts.act, day);
  const { outcome, classes } = plan.find(plan.key(facts));
  const sanctions = facts.subject ? engine.sanctions(classes, facts.subject) : [];
  const dated = ["stage", "campaign"].some((name) => plan.dimensions.includes(name));
  const doubtful = Boolean(dated && asked.season && segment(asked.season, day).doubts.length);
  return { starts: day, outcome, sanctions, doubtful, earliest: day === engine.days[0] };
};

/** Put a span into words. */
export const shown = (span, on, law, faces) => {
  const { spoken } = law;
  const past = span.ends !== null && span.ends < on;
  const holds = span.starts <= on && !past;
  const first = spoken.shortDay(span.starts);
  const last = span.ends && spoken.shortDay(span.ends);
  let when = span.earliest ? spoken.say("always") : spoken.say("from", { day: first });
  if (last) when = spoken.say("from_until", { first, last });
  if (last && (span.earliest || holds)) when = spoken.say("until", { day: last });
  return {
    when,
    word: spoken.outcomes[span.outcome],
    kind: law.kind(span.sanctions),
    note: law.range(law.sanctions(span.sanctions)).text,
    mark: span.doubtful ? spoken.say("unverified") : "",
    meaning: faces[span.outcome].meaning,
    now: holds ? spoken.say("now") : "",
  };
};

/** Say in one line what the dates do. */
export const finding = (around, on, law) => {
  const { spoken } = law;
  const now = around.findLastIndex((span) => span.starts <= on);
  const turn = now + 1 < around.length ? now + 1 : now;
  if (turn === 0) return spoken.say("same");
  const [before, after] = [around[turn - 1], around[turn]];
  const day = spoken.shortDay(after.starts);
  const past = turn === now;
  if (before.outcome === after.outcome) {
    const [old, kind] = [before, after].map((span) => law.kind(span.sanctions));
    if (!past && kind && old !== kind) return spoken.say("becomes", { day, word: kind });
    return spoken.say("sanction_changes", { day });
  }
  const word = spoken.outcomes[(past ? before : after).outcome];
  return spoken.say(past ? "was" : "becomes", { day, word });
};
