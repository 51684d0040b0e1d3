// The page: takes a file and a policy, judges, and says what comes of it.
import { starts, utf8 } from "./octets.js";
import { attached, begins, isPdf } from "./pdf.js";
import { parsePolicy } from "./policy.js";
import { PROMISE } from "./promise.js";
import { ofPromise, ofReceipt, refused } from "./report.js";
import { draw, drawPolicy } from "./show.js";
import { language, translate } from "./words.js";
import { need, Wrong } from "./wrong.js";

const LARGEST = 128 * 1024 * 1024;
const MOST_POLICY = 1024 * 1024;
const $ = (id) => document.getElementById(id);
const carried = $("carried").textContent.trim();
const given = { octets: null, name: "" };
let turn = 0;

// Whom the reader trusts: null if nobody was named yet.
function trusted() {
  const text = $("policy").value;
  return text.trim() ? parsePolicy(text) : null;
}

async function judged(policy) {
  const { octets } = given;
  need(octets.length <= LARGEST, "the file is larger than 128 MB");
  const pdf = isPdf(octets);
  const found = pdf ? await attached(octets) : [octets].filter(begins);
  need(found.length, "{name} holds neither a receipt nor a promise of a log", given);
  const promise = (each) => starts(each, utf8(`${PROMISE}\n`));
  const judge = (each) => (promise(each) ? ofPromise(each, policy) : ofReceipt(each, policy, pdf));
  return Promise.all(found.map(judge));
}

async function update() {
  turn += 1;
  const mine = turn;
  let policy = null;
  let reports = [];
  try {
    policy = trusted();
    drawPolicy($("whom"), policy, $("policy").value.trim() === carried && carried !== "");
    if (given.octets) reports = await judged(policy);
  } catch (why) {
    if (!(why instanceof Wrong)) throw why;
    const unread = ["This cannot be read: {why}.", { why }];
    reports = [{ ...refused(why), outcome: "unreadable", headline: unread }];
  }
  if (mine !== turn) return; // something newer was asked meanwhile
  $("name").textContent = given.name;
  $("results").replaceChildren(...reports.map(draw));
  $("after").hidden = reports.length === 0;
}

async function take(file) {
  given.octets = new Uint8Array(await file.arrayBuffer());
  given.name = file.name;
  await update();
  $("results").firstElementChild?.scrollIntoView({ block: "start" });
  $("results").querySelector("h2")?.focus({ preventScroll: true });
}

async function takePolicy(file) {
  // What is no text at all cannot be read as a policy either, and is told so.
  $("policy").value = new TextDecoder().decode(await file.slice(0, MOST_POLICY).arrayBuffer());
  await update();
}

function chosen(input, taken) {
  input.addEventListener("change", async () => {
    const [file] = input.files;
    input.value = ""; // so that the same file can be chosen again
    if (file) await taken(file);
  });
}

chosen($("file"), take);
chosen($("policy-file"), takePolicy);
$("policy").addEventListener("input", update);
$("print").addEventListener("click", () => window.print());
$("again").addEventListener("click", () => $("file").click());
for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => {
    translate(button.dataset.language);
    update();
  });
}
for (const kind of ["dragenter", "dragover"]) {
  document.addEventListener(kind, (event) => {
    event.preventDefault();
    $("drop").classList.add("over");
  });
}
for (const kind of ["dragleave", "drop"]) {
  document.addEventListener(kind, () => $("drop").classList.remove("over"));
}
document.addEventListener("drop", (event) => {
  event.preventDefault();
  const [file] = event.dataTransfer.files;
  if (file) take(file);
});

$("policy").value = carried;
translate(language());
update();
