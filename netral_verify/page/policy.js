// Whom a reader trusts: logs, witnesses, and how many of these it takes (C2SP tlog-policy). The key
// under which a log promises stands in a comment, `# promise KEY`.
import { COSIGNER, COSIGNER_PQ, LOG, parseKey } from "./note.js";
import { b64 } from "./octets.js";
import { need, Wrong } from "./wrong.js";

const NONE = "none";
const LONGEST = 256 * 1024;
const FORMS = {
  log: ["log KEY [ADDRESS]", 1, 2],
  witness: ["witness NAME KEY [ADDRESS]", 2, 3],
  group: ["group NAME all|any|NUMBER MEMBER...", 3, Number.POSITIVE_INFINITY],
  quorum: ["quorum NAME", 1, 1],
};

export function parsePolicy(text) {
  need(text.length <= LONGEST, "a policy is not as long as that");
  const policy = {
    logs: new Map(), witnesses: new Map(), groups: new Map(), promises: new Map(), quorum: "",
  };
  text.split("\n").forEach((line, place) => {
    try {
      readLine(policy, line.replaceAll("\t", " "));
    } catch (why) {
      if (!(why instanceof Wrong)) throw why;
      throw new Wrong("line {place} of the policy: {why}", { place: place + 1, why });
    }
  });
  need(policy.quorum, "the policy does not say how many witnesses it takes (quorum)");
  return policy;
}

function readLine(policy, line) {
  need(!/[\x00-\x1f\x7f]/.test(line), "there is a control character");
  const words = line.split(" ").filter(Boolean);
  if (!words.length) return;
  if (words[0].startsWith("#")) {
    readComment(policy, words);
    return;
  }
  const [head, ...rest] = words;
  need(Object.hasOwn(FORMS, head), "this cannot be read: {line}", { line });
  const [form, least, most] = FORMS[head];
  need(rest.length >= least && rest.length <= most, "the line should be: {form}", { form });
  READERS[head](policy, rest);
}

function readComment(policy, words) {
  if (words.length !== 3 || words[0] !== "#" || words[1] !== "promise") return;
  const key = keyFor(words[2], [LOG]);
  policy.promises.set(key.name, key);
}

function keyFor(vkey, algorithms) {
  const key = parseKey(vkey);
  const fit = algorithms.includes(key.algorithm);
  need(fit, "the key of {name} is not for this", { name: key.name });
  return key;
}

function once(keys, key) {
  const taken = [...keys].some((each) => b64(each.octets) === b64(key.octets));
  need(!taken, "{name} stands in the policy twice", { name: key.name });
}

const known = (policy, name) => policy.witnesses.has(name) || policy.groups.has(name);

function fresh(policy, name) {
  const taken = name === NONE || known(policy, name);
  need(!taken, "{name} stands in the policy twice", { name });
}

const READERS = {
  log(policy, [vkey]) {
    const key = keyFor(vkey, [LOG]);
    once(policy.logs.values(), key);
    need(!policy.logs.has(key.name), "{name} stands in the policy twice", { name: key.name });
    policy.logs.set(key.name, key);
  },
  witness(policy, [name, vkey]) {
    fresh(policy, name);
    const key = keyFor(vkey, [COSIGNER, COSIGNER_PQ]);
    once(policy.witnesses.values(), key);
    policy.witnesses.set(name, key);
  },
  group(policy, [name, needed, ...members]) {
    fresh(policy, name);
    const taken = new Set([...policy.groups.values()].flatMap((each) => each.members));
    for (const each of members) {
      need(known(policy, each), "{name} is not named above", { name: each });
      need(!taken.has(each), "{name} stands in two groups, or twice in one", { name: each });
      taken.add(each);
    }
    const count = { any: "1", all: String(members.length) }[needed] ?? needed;
    const many = /^[0-9]{1,9}$/.test(count) ? Number(count) : 0;
    const fit = many >= 1 && many <= members.length;
    need(fit, "{name} cannot need {count} of its members", { name, count: needed });
    policy.groups.set(name, { needed: many, members });
  },
  quorum(policy, [name]) {
    need(!policy.quorum, "the policy says twice how many witnesses it takes (quorum)");
    need(name === NONE || known(policy, name), "{name} is not named above", { name });
    policy.quorum = name;
  },
};

// By when enough witnesses had seen a state: null if they have not, 0n if the policy asks for none.
// Of two out of three it is the second earliest time: at most one of the three may lie.
export function met(policy, seen, name = policy.quorum) {
  if (name === NONE) return 0n;
  if (policy.witnesses.has(name)) return seen.get(policy.witnesses.get(name)) ?? null;
  const { needed, members } = policy.groups.get(name);
  const times = members.map((each) => met(policy, seen, each)).filter((each) => each !== null);
  times.sort((a, b) => (a < b ? -1 : Number(a > b)));
  return times[needed - 1] ?? null;
}
