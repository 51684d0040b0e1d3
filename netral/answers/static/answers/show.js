// Showing the answer, and asking the one fact that is still open.

import { offerAlike } from "./alike.js";
import { card } from "./card.js";
import { row } from "./choose.js";
import { tableDigest } from "./digest.js";
import { BadFacts, BeforeAnyRule } from "./engine.js";
import { filled } from "./fill.js";
import { read } from "./reading.js";
import { linkTo } from "./share.js";

export class Show {
  constructor(root, page, brought) {
    Object.assign(this, { root, page, brought });
    this.spoken = page.spoken;
    this.pattern = document.getElementById("answer");
    this.icons = document.getElementById("icons");
    this.place = root.querySelector("[data-answer]");
    this.said = root.querySelector("[data-said]");
    this.faulty = root.querySelector("[data-fault]");
    const link = (code) => brought.rule_link.replace("KODE", encodeURIComponent(code));
    this.voice = { spoken: page.spoken, faces: brought.faces, link };
  }

  /** Answer for nobody, so that the first real answer is quick. */
  rehearse(act, subject) {
    const { engine, season } = this.page;
    read(engine, { facts: { act, subject }, on: engine.days.at(-1), season, unknown: [] }, this.voice);
  }

  fault(text) {
    this.faulty.hidden = !text;
    this.faulty.querySelector("span").textContent = text;
    if (text) this.said.textContent = text;
  }

  draw(chosen) {
    this.fault("");
    this.place.replaceChildren();
    if (!chosen) return;
    if (!this.page.state.subject) {
      this.who();
      return;
    }
    try {
      this.reading = read(this.page.engine, this.page.asked(), this.voice);
    } catch (fault) {
      this.refused(fault);
      return;
    }
    const published = this.page.beside.about(this.page.state.act);
    this.place.append(filled(this.pattern, { ...this.reading, published }, this.icons));
    const { word, lead } = this.reading;
    this.said.textContent = this.spoken.say("answer_said", { word, lead });
    this.wire();
    offerAlike(this.place.querySelector("[data-alike]"), this.page, this.brought.faces, this.icons);
  }

  /** Say why the facts can't be answered; the last thing said is taken back. */
  refused(fault) {
    if (fault instanceof BeforeAnyRule) this.fault(this.spoken.say("before_any"));
    else if (fault instanceof BadFacts && fault.reason) this.fault(this.spoken.told(fault.reason));
    else this.fault(this.spoken.say("unknown"));
  }

  /** Put the focus where the reader goes on: the question's title, or the new verdict. */
  arrive(before) {
    const same = before.act === this.page.state.act;
    const verdict = same && this.place.querySelector("h2");
    (verdict || this.page.title).focus();
    if (!same) scrollTo(0, 0);
  }

  who() {
    const title = document.createElement("h2");
    const list = document.createElement("ul");
    title.textContent = this.spoken.say("subject_question");
    title.tabIndex = -1;
    list.className = "asked";
    const { subjects } = this.page.engine.base.vocabulary;
    list.append(...subjects.map((each) => row(this.spoken.told(each.name), () =>
      this.page.go({ ...this.page.state, subject: each.code }))));
    this.place.append(title, list);
    this.said.textContent = title.textContent;
  }

  wire() {
    const find = (name) => this.place.querySelector(`[data-${name}]`);
    find("question")?.addEventListener("submit", (event) => {
      event.preventDefault();
      const value = event.submitter.value.split(":").at(-1);
      const said = { ...this.page.state.said, [this.reading.question]: value };
      this.page.go({ ...this.page.state, said });
    });
    const names = this.reading.facts.map((each) => each.url);
    this.place.querySelectorAll("[data-forget]").forEach((button, n) => {
      button.addEventListener("click", () => this.forget(names[n]));
    });
    const print = find("print");
    if (print) {
      print.hidden = false;
      print.addEventListener("click", () => window.print());
      find("copy").addEventListener("click", () => this.copy());
      find("card").addEventListener("click", () => card(this.page, this.reading, this.brought));
    }
    find("check").addEventListener("click", () => this.check(find("checked")));
  }

  /** Take back what was said of a circumstance: it is asked again if it matters. */
  forget(name) {
    const { [name]: _, ...said } = this.page.state.said;
    delete this.page.beside.proven.facts[name];
    this.page.go({ ...this.page.state, said });
  }

  async copy() {
    const url = linkTo(this.page.state);
    try {
      if (navigator.share) await navigator.share({ title: this.page.title.textContent, url });
      else {
        await navigator.clipboard.writeText(url);
        this.tell(this.spoken.say("link_copied"));
      }
    } catch (fault) {
      if (fault.name !== "AbortError") this.tell(url);
    }
  }

  tell(text) {
    const note = document.createElement("p");
    note.className = "note breakable";
    note.textContent = text;
    this.place.querySelector("[data-share] .note")?.remove();
    this.place.querySelector("[data-share]").append(note);
    this.said.textContent = text;
  }

  /** Compute the whole table here and compare its digest with the one that was published. */
  async check(place) {
    place.textContent = this.spoken.say("checking");
    await new Promise((done) => setTimeout(done, 50));
    const { digest, lines } = await tableDigest(this.page.engine);
    const same = digest === this.page.file.table;
    place.textContent = same
      ? `${this.spoken.say("checked_same", { n: lines.toLocaleString(this.spoken.language) })} ${digest}`
      : this.spoken.say("checked_other");
  }
}
