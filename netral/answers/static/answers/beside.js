// What is fetched beside the rules, before and whatever is asked: published answers, and of who
// is signed in what the register proves. The page does without where they do not come.

import { line } from "./law.js";

const get = async (url) => {
  const answer = url && await fetch(url).catch(() => null);
  return answer?.ok ? answer.json() : {};
};

export class Beside {
  constructor({ published, facts }) {
    this.from = { published, facts };
    this.published = [];
    this.proven = { on: "", facts: {} };
  }

  /** Fetch both, and tell when they are here. */
  async fetch(arrived) {
    const [{ published = [] }, proven] =
      await Promise.all([get(this.from.published), get(this.from.facts)]);
    this.published = published;
    if (proven.facts) this.proven = proven;
    if (published.length || proven.facts) arrived();
  }

  /** Return what is proven of the reader on a day. */
  facts(on) {
    return on === this.proven.on ? this.proven.facts : {};
  }

  /** Return the published answers on an act, as lines. */
  about(act) {
    const own = this.published.filter((each) => each.act === act);
    return own.map(({ title, word, url }) => line(title, word, "", url));
  }
}
