// What a receipt does not prove, as sentences.
import { b64u } from "./octets.js";

const TOLERANCE = 300n; // seconds by which clocks may differ
const CERTIFICATE = 3; // the level from which a signer's own certificate vouches for who signed

export function ofTrust(leaf, seen) {
  if (!seen) {
    const nobody =
      "Who made the entry, and that it is in any log: for that the keys of the log and its witnesses are needed, from a source that you trust.";
    return [[nobody, {}]];
  }
  const found = [
    ["That the keys in the policy are the right ones: compare them with the founding circular.", {}],
  ];
  const first = [...seen.seen.values()].reduce((a, b) => (a === null || b < a ? b : a), null);
  if (first === null) {
    found.push(["That the log was not rewritten, and since when the entry stands: nobody outside saw it.", {}]);
  } else if (BigInt(leaf.time) > first + TOLERANCE && leaf.type.form !== "sealed") {
    const ahead =
      "The server's clock was ahead: it says {time}, but witnesses saw the entry before.";
    found.push([ahead, { time: leaf.at }]);
  }
  const unchecked =
    "What the witness {name} signed: no browser can check its kind of key (ML-DSA-44); netral-verify can.";
  return [...found, ...seen.unchecked.map(({ name }) => [unchecked, { name }])];
}

export function ofEntry({ leaf, fields }, touched, pdf) {
  const found = [
    ["That what the entry says is true: a log shows what was said and when, not whether it is so."],
  ];
  if (touched) {
    const whose = touched.registered
      ? "Whose passkey it is: the entry that registered it says so ({leaf})."
      : "Whose passkey it is: no entry registered it, so the server alone vouches for that.";
    found.push([whose, touched.registered ? { leaf: b64u(touched.registered) } : {}]);
  } else if (leaf.type.fields.includes("assertion")) {
    const hidden =
      "That a passkey signed it: that can be checked where assertion, key and text are disclosed.";
    found.push([hidden, {}]);
  } else if ((leaf.public.lvl ?? CERTIFICATE) < CERTIFICATE) {
    const server =
      "Who signed: at this level the server vouches for it, not the signer's own key.";
    found.push([server, {}]);
  }
  if (leaf.anchor) {
    const state =
      "That the state which it names was one of this log: whoever reads the whole log, as monitors do, can tell.";
    found.push([state, {}]);
  } else if (leaf.type.form === "history") {
    found.push(["That it was not made long before: it names no earlier state of the log.", {}]);
  }
  if (!fields.some((each) => each.disclosed)) {
    found.push(["What the entry says: this receipt does not disclose it.", {}]);
  }
  const pages =
    "That the pages of the PDF around it say the same: compare the disclosed values, and check the seal of the PDF.";
  return pdf ? [...found, [pages, {}]] : found;
}
