// What a receipt proves and what it does not, as English sentences with places: [message, parts].
import { checkInclusion } from "./leaf.js";
import { ofEntry, ofTrust } from "./limits.js";
import { parseCheckpoint, parseNote } from "./note.js";
import { b64, b64u } from "./octets.js";
import { checkAssertion } from "./passkey.js";
import { openPromise, parsePromise, promiserOf } from "./promise.js";
import { parseReceipt, verify } from "./receipt.js";
import { FIELDS, KINDS, LEVELS } from "./tables.js";
import { Wrong } from "./wrong.js";

const NO_POLICY =
  "The receipt fits together, but nothing here says whose keys to trust. Without a policy anybody could have made it.";
const NO_KEY =
  "The policy does not name the log {origin}, so nothing says whose keys to trust.";
const NO_PROMISE_KEY = "The policy names no key for promises of {origin}.";

export function refused(why) {
  const headline = ["This receipt is not what it says it is: {why}.", { why }];
  return { outcome: "false", headline, proven: [], limits: [], fields: [], about: [] };
}

async function orRefused(work) {
  try {
    return await work();
  } catch (why) {
    if (why instanceof Wrong) return refused(why);
    throw why;
  }
}

export const ofReceipt = (octets, policy, pdf) =>
  orRefused(async () => {
    const receipt = parseReceipt(octets);
    const state = parseCheckpoint(receipt.note.text);
    const known = policy?.logs.has(state.origin);
    const seen = known ? await verify(receipt, policy) : null;
    if (!known) checkInclusion(receipt.index, state, receipt.leaf.hash, receipt.path);
    const touched = await checkAssertion(receipt);
    const why = policy ? NO_KEY : NO_POLICY;
    return {
      ...(known ? trusted(seen, policy, state) : { outcome: "untrusted", headline: [why, state] }),
      proven: [place(receipt, state), ...times(seen, policy), ...about(receipt.leaf, touched)],
      limits: [...ofTrust(receipt.leaf, seen), ...ofEntry(receipt, touched, pdf)],
      fields: receipt.fields,
      about: technical(receipt, state),
    };
  });

function trusted({ by }, policy, { origin }) {
  if (by !== null) {
    const headline = ["The entry stands in the log {origin}, unchanged.", { origin }];
    return { outcome: "proven", headline };
  }
  const few =
    "The log {origin} signed it, but too few of the witnesses in the policy have seen it.";
  return { outcome: "unwitnessed", headline: [few, { origin }] };
}

const place = ({ index }, { size, origin }) => [
  "Entry {index} of {size} in the log {origin}.",
  { index, size, origin },
];

function times(seen, policy) {
  if (!seen) return [];
  const names = new Map([...policy.witnesses].map(([name, key]) => [key, name]));
  const sorted = [...seen.seen].sort(([, a], [, b]) => (a < b ? -1 : Number(a > b)));
  const found = [];
  if (seen.by) {
    const enough =
      "It was there by {time} at the latest: by then as many witnesses as the policy asks for had seen it.";
    found.push([enough, { time: seen.by }]);
  } else if (sorted.length) {
    const [key, time] = sorted[0];
    const one = "It was there by {time} at the latest, if the witness {name} is believed.";
    found.push([one, { time, name: names.get(key) }]);
  }
  for (const [key, time] of sorted) {
    found.push(["Seen by the witness {name} at {time}.", { name: names.get(key), time }]);
  }
  return found;
}

function about(leaf, touched) {
  const base = leaf.type.name.split("/")[0];
  const kind = [KINDS[base] ?? base, {}];
  const found = leaf.tenant
    ? [["What it is about: {kind}, institution {tenant}.", { kind, tenant: leaf.tenant }]]
    : [["What it is about: {kind}.", { kind }]];
  const { lvl, ...more } = leaf.public;
  if (lvl !== undefined) {
    found.push(["Level of the signature: {level}.", { level: [LEVELS[lvl], {}] }]);
  }
  for (const [name, value] of Object.entries(more)) {
    const called = [FIELDS[name] ?? name, {}];
    found.push(["Public value {name}: {value}", { name: called, value: spelled(value) }]);
  }
  if (touched) {
    const signed =
      "Signed with a passkey on {site}, not before the log had {size} entries: the passkey signed that state too.";
    found.push([signed, { site: touched.site, size: touched.seen.size }]);
  }
  if (leaf.anchor?.size) {
    const later =
      "It was not made before the log had {size} entries with the root {root}: it names that state.";
    found.push([later, { size: leaf.anchor.size, root: b64(leaf.anchor.root) }]);
  }
  const clock = "The server's clock said {time}; the server alone vouches for that.";
  return [...found, [clock, { time: leaf.at }]];
}

const spelled = (value) => (typeof value === "string" ? value : JSON.stringify(value));

const technical = ({ leaf, note }, { root }) => [
  ["Leaf hash", b64u(leaf.hash)],
  ["Root", b64(root)],
  ["Leaf", new TextDecoder().decode(leaf.octets)],
  ["Signed state", `${note.text}`],
];

export const ofPromise = (octets, policy) =>
  orRefused(async () => {
    const note = parseNote(octets);
    const promise = parsePromise(note.text);
    const key = policy?.promises.get(promiserOf(promise.origin));
    if (key) await openPromise(note, key);
    const { origin, leaf, by } = promise;
    const said = [
      "The log {origin} promised that the entry {leaf} will stand in it by {time}.",
      { origin, leaf: b64u(leaf), time: by },
    ];
    const why = policy ? NO_PROMISE_KEY : NO_POLICY;
    const waits =
      "That the entry stands in the log by now: ask for the receipt. If it still is not there after that time, this promise is the evidence that the log broke it.";
    return {
      outcome: key ? "proven" : "untrusted",
      headline: key ? said : [why, { origin }],
      proven: key ? [] : [said],
      limits: [[waits, {}]],
      fields: [],
      about: [],
    };
  });
