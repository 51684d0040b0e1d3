// How a judgement looks. Foreign text becomes text, never markup.
import { FIELDS } from "./tables.js";
import { voice } from "./words.js";

const TITLES = {
  proven: "PROVEN",
  untrusted: "NOT PROVEN",
  unwitnessed: "NOT PROVEN",
  false: "FALSE",
  unreadable: "CANNOT BE READ",
};
const SURE = ["proven", "unwitnessed"];
const ADVICE = {
  untrusted: "Give the policy above, then this page can say whether it is proven.",
  unwitnessed: "Ask for a newer receipt: witnesses may have seen the entry since.",
  false: "Do not rely on it. Ask its owner for the file once more: one changed sign makes it false.",
  unreadable: "Choose the file that you were given, unchanged.",
};
const LONG = 120; // characters of a value that is no text

function made(tag, content, facts = {}) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(facts)) element.setAttribute(name, value);
  element.append(...[content].flat().filter((each) => each !== null));
  return element;
}

const list = (title, sentences, say, kind) =>
  sentences.length
    ? made("section", [
        made("h3", title),
        made("ul", sentences.map((each) => made("li", say(...each))), { class: kind }),
      ])
    : null;

const label = (name, say) => (FIELDS[name] ? say(FIELDS[name]) : name);

function value(said, say) {
  if (said === null) return made("dd", say("(empty)"), { class: "soft" });
  if (typeof said === "string") return made("dd", said);
  const text = JSON.stringify(said);
  if (typeof said !== "object") return made("dd", text);
  if (text.length <= LONG) return made("dd", made("code", text));
  return made("dd", made("details", [made("summary", say("Show")), made("code", text)]));
}

function disclosed(fields, say) {
  const open = fields.filter((each) => each.disclosed);
  if (!open.length) return null;
  const rows = open.map((each) =>
    made("div", [made("dt", label(each.name, say)), value(each.value, say)]),
  );
  return made("section", [
    made("h3", say("Values that are disclosed")),
    made("dl", rows),
  ]);
}

function hidden(fields, say) {
  const names = fields.filter((each) => !each.disclosed).map((each) => label(each.name, say));
  if (!names.length) return null;
  const title = made("h3", say("Values that stay hidden"));
  return made("section", [title, made("p", names.join(", "), { class: "soft" })]);
}

function technical(rows, say) {
  if (!rows.length) return null;
  const parts = rows.map(([name, text]) =>
    made("div", [made("dt", say(name)), made("dd", made("code", text))]),
  );
  return made("details", [made("summary", say("For engineers")), made("dl", parts)]);
}

export function draw(report) {
  const say = voice();
  const { outcome, headline, proven, limits, fields, about } = report;
  const what = SURE.includes(outcome) ? "What is proven" : "What the receipt says";
  const banner = made("div", [
    made("h2", say(TITLES[outcome]), { tabindex: "-1" }),
    made("p", say(...headline)),
    ADVICE[outcome] ? made("p", say(ADVICE[outcome])) : null,
  ], { class: "banner" });
  return made("article", [
    banner,
    list(say(what), proven, say, SURE.includes(outcome) ? "sure" : "said"),
    disclosed(fields, say),
    hidden(fields, say),
    list(say("What is not proven"), limits, say, "open"),
    technical(about, say),
  ], { class: "result", "data-outcome": outcome });
}

// Say whom the policy trusts, and whose word that is.
export function drawPolicy(place, policy, carried) {
  const say = voice();
  const nobody = say("Nobody is trusted yet: paste the policy, or choose its file.");
  if (!policy) {
    place.replaceChildren(made("p", nobody, { class: "soft" }));
    return;
  }
  const logs = [...policy.logs.keys()].join(", ");
  const witnesses = [...policy.witnesses].map(([name, key]) => `${name} (${key.name})`);
  const nameless = say("no witness");
  const rows = [
    ["Log", logs],
    ["Witnesses", witnesses.join(", ") || nameless],
    ["Quorum", quorum(policy, say)],
  ].map(([name, text]) => made("div", [made("dt", say(name)), made("dd", text)]));
  const came = say(
    "These keys came with this page. Whoever gave you the page could have put in others: compare them with the founding circular.",
  );
  const warning = carried ? made("p", came, { class: "warning" }) : null;
  place.replaceChildren(...[warning, made("dl", rows)].filter(Boolean));
}

function quorum({ quorum: name, groups, witnesses }, say) {
  if (name === "none") return say("none: the log alone is believed");
  if (witnesses.has(name)) return name;
  const { needed, members } = groups.get(name);
  return say("{needed} of {all}: {names}", {
    needed, all: members.length, names: members.join(", "),
  });
}
