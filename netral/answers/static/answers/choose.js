// Choosing: an act by searching or by topic; who asks, which election, and the day.

import { prepare, search } from "./search.js";

const option = (value, text) => new Option(text, value);

/** Make a row that is chosen with one touch. */
export const row = (text, choose, tag = null) => {
  const item = document.createElement("li");
  const button = document.createElement("button");
  const said = document.createElement("span");
  button.type = "button";
  said.textContent = text;
  button.append(said, ...(tag ? [tag] : []));
  button.addEventListener("click", choose);
  item.append(button);
  return item;
};

export class Chooser {
  constructor(root, page, brought) {
    Object.assign(this, { page, brought });
    this.spoken = page.spoken;
    this.vocabulary = page.engine.base.vocabulary;
    for (const name of ["choose", "search", "found", "matches", "topics", "about"]) {
      this[name] = root.querySelector(`[data-${name}]`);
    }
    this.text = root.querySelector("#cari");
    this.said = root.querySelector("[data-about-said]");
    this.index = prepare(this.vocabulary);
    this.search.addEventListener("submit", (event) => {
      event.preventDefault();
      this.matches.querySelector("button")?.focus();
    });
    this.text.addEventListener("input", () => this.look());
    this.byTopic();
    this.fields();
    if (this.text.value) this.look();
  }

  /** Search once, so that the first letters typed are quick. */
  rehearse() {
    search(this.index, "menyukai foto bersama calon");
  }

  pick(act) {
    const { season } = this.page.state;
    this.page.go({ ...this.page.state, act: act.code, season, said: {} });
  }

  look() {
    const text = this.text.value.trim();
    const acts = text.length > 1 ? search(this.index, text) : [];
    this.matches.replaceChildren(...acts.map((act) => this.offer(act)));
    this.matches.hidden = !acts.length;
    this.topics.hidden = acts.length > 0;
    const said = acts.length ? "found" : "none_found";
    this.found.textContent = text.length > 1 ? this.spoken.say(said, { n: acts.length }) : "";
  }

  offer(act) {
    return row(upper(this.spoken.told(act.name)), () => this.pick(act));
  }

  byTopic() {
    for (const [code, name] of Object.entries(this.vocabulary.topics)) {
      const topic = document.createElement("details");
      topic.name = "topik";
      const summary = document.createElement("summary");
      const list = document.createElement("ul");
      summary.textContent = this.spoken.told(name);
      list.className = "asked";
      const acts = this.vocabulary.acts.filter((act) => act.topic === code);
      list.append(...acts.map((act) => this.offer(act)));
      topic.append(summary, list);
      this.topics.append(topic);
    }
  }

  fields() {
    const { subjects } = this.vocabulary;
    const who = document.getElementById("live-sebagai");
    who.append(option("", "-"), ...subjects.map((s) => option(s.code, this.spoken.told(s.name))));
    const which = document.getElementById("live-pemilihan");
    which?.append(...this.page.file.seasons.map((s) => option(s.code, this.spoken.told(s.name))));
    const when = document.getElementById("live-tanggal");
    who.addEventListener("change", () => this.page.change({ subject: who.value }));
    which?.addEventListener("change", () => this.page.change({ season: which.value }));
    when.addEventListener("change", () => when.value && this.page.change({ on: when.value }));
    this.about.querySelector("form").addEventListener("submit", (e) => e.preventDefault());
    Object.assign(this, { who, which, when });
  }

  draw(choosing) {
    const { subject, season, on } = this.page.state;
    this.choose.hidden = !choosing;
    this.who.value = subject;
    if (this.which) this.which.value = season;
    this.when.value = on;
    const asks = this.vocabulary.subjects.find((each) => each.code === subject);
    const parts = [asks && this.spoken.told(asks.name), this.spoken.shortDay(on)];
    if (this.page.season) parts.splice(1, 0, this.spoken.told(this.page.season.name));
    this.said.textContent = parts.filter(Boolean).join(" · ");
  }
}

/** Begin with a capital letter. */
export const upper = (text) => text.charAt(0).toUpperCase() + text.slice(1);
