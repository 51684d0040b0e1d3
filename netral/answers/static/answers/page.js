// "Bolehkah?": everything that is chosen stays in this page's memory. No request carries it, no
// address, no history entry, no storage.

import { Beside } from "./beside.js";
import { Chooser } from "./choose.js";
import { Engine } from "./engine.js";
import { linked, NotKnown } from "./share.js";
import { Show } from "./show.js";
import { Spoken } from "./spoken.js";

const root = document.getElementById("bolehkah");
const brought = JSON.parse(document.getElementById("brought").textContent);

class Page {
  constructor(file) {
    this.file = file;
    this.engine = new Engine(file.base);
    this.spoken = new Spoken(brought);
    this.start = {
      act: "", subject: brought.subject, season: brought.season, on: brought.today, said: {},
    };
    this.steps = [this.start];
    this.place = 0;
    this.title = root.querySelector("[data-title]");
    this.firstTitle = this.title.textContent;
    this.beside = new Beside(brought);
    this.chooser = new Chooser(root, this, brought);
    this.show = new Show(root, this, brought);
    root.querySelector("[data-again]").addEventListener("click", (event) => {
      event.preventDefault();
      this.go({ ...this.state, act: "", said: {} });
    });
    addEventListener("popstate", (event) => this.back(event.state?.step ?? 0));
    addEventListener("hashchange", () => this.follow());
    if (!this.follow()) {
      history.replaceState({ step: 0 }, "");
      this.draw();
    }
  }

  get state() {
    return this.steps[this.place];
  }

  get season() {
    return this.file.seasons.find((each) => each.code === this.state.season) ?? null;
  }

  /** Return what is asked, as the reader of answers takes it. */
  asked(act = this.state.act) {
    const { subject, on, said } = this.state;
    const known = Object.entries(said).filter(([, value]) => value !== "?");
    const unknown = Object.keys(said).filter((name) => said[name] === "?");
    const proven = this.beside.facts(on);
    const facts = { act, ...(subject && { subject }), ...proven, ...Object.fromEntries(known) };
    return { facts, on, season: this.season, unknown };
  }

  /** Take one step on; the browser's own "back" undoes it. The entry holds its number only. */
  go(state) {
    this.steps = [...this.steps.slice(0, this.place + 1), state];
    this.place += 1;
    history.pushState({ step: this.place }, "");
    this.chooser.about.open = false;
    this.draw();
    this.show.arrive(this.steps[this.place - 1]);
  }

  /** Change who asks, when or which election, without a step of its own. */
  change(more) {
    this.steps[this.place] = { ...this.state, ...more };
    this.draw();
  }

  back(step) {
    if (step === this.place && this.follow()) return;
    this.place = step < this.steps.length ? step : 0;
    this.draw();
  }

  /** Open what a shared link names, and take it out of the address. */
  follow() {
    try {
      const named = linked(location.hash, this.engine, this.file.seasons);
      if (!named) return false;
      this.steps = [this.start, { ...this.start, ...named }];
      this.place = 1;
      this.tidy();
      this.draw();
    } catch (fault) {
      if (!(fault instanceof NotKnown)) throw fault;
      this.tidy();
      this.draw();
      this.show.fault(this.spoken.say("unknown"));
    }
    return true;
  }

  tidy() {
    const clean = location.pathname + location.search;
    history.replaceState({ step: 0 }, "", clean);
    if (this.place) history.pushState({ step: this.place }, "", clean);
  }

  draw() {
    const { act } = this.state;
    const chosen = this.engine.base.vocabulary.acts.find((each) => each.code === act);
    this.title.textContent = chosen
      ? this.spoken.say("may_i", { act: this.spoken.told(chosen.name) })
      : this.firstTitle;
    this.chooser.draw(!chosen);
    this.show.draw(Boolean(chosen));
  }
}

/** While nobody waits, prepare what the first choice needs: plans, and words to search in. */
const warm = (page) => {
  const idle = globalThis.requestIdleCallback ?? ((work) => setTimeout(work, 50));
  const { act: acts, subject: [subject] } = page.engine.dimensions;
  const tasks = acts.map((act) => () => page.show.rehearse(act, subject));
  tasks.push(() => page.chooser.rehearse());
  const next = () => {
    tasks.pop()?.();
    if (tasks.length) idle(next);
    else root.dataset.warm = "yes";
  };
  idle(next);
};

/** Fetch the rules once the page is painted; without them the plain form serves. */
const begin = async () => {
  try {
    const answer = await fetch(brought.rules, { credentials: "omit" });
    if (!answer.ok) throw new Error(`${answer.status}`);
    const page = new Page(await answer.json());
    root.querySelector("[data-live]").setAttribute("aria-busy", "false");
    root.dataset.ready = "yes";
    page.beside.fetch(() => page.draw());
    warm(page);
  } catch (fault) {
    root.classList.remove("may-live");
    root.querySelector("[data-failed]").hidden = false;
    throw fault;
  }
};

requestAnimationFrame(() => setTimeout(begin));
