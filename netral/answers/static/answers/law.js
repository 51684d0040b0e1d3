// What stands behind an answer, as lines to read: the twin of netral/answers/queries/law.py.

const VERIFIED = new Set(["found-multi", "found", "press", "signed"]);

export const line = (text = "", note = "", mark = "", url = "") => ({ text, note, mark, url });

const within = (each, on) => (!each.starts || each.starts <= on) && (!each.ends || on <= each.ends);
const sentences = (parts) => parts.filter(Boolean).map((part) => part.replace(/\.+$/, "")).join(". ");

/** Return lines without those that were said already. */
const once = (lines) => [...new Map(lines.map((each) => [JSON.stringify(each), each])).values()];

export class Law {
  constructor(base, on, spoken, link) {
    Object.assign(this, { base, on, spoken, link });
  }

  mark(confidence) {
    if (confidence === "found-conflict") return this.spoken.say("disagree");
    return VERIFIED.has(confidence) ? "" : this.spoken.say("unverified");
  }

  rule(rule) {
    const mark = rule.contested ? this.spoken.say("contested") : this.mark(rule.confidence);
    const { told } = this;
    return line(told(rule.title), told(rule.note), mark, this.link(rule.code));
  }

  told = (words) => this.spoken.told(words);

  articles(rules, ofSanction) {
    const cites = rules.flatMap((rule) => rule.cites.filter((c) => c.of_sanction === ofSanction));
    return once(cites.map((cite) => this.article(cite)));
  }

  article(cite) {
    const { spoken } = this;
    const instrument = this.instrument(cite.instrument);
    const text = `${this.told(instrument.name)} ${cite.at}`.trim();
    const mark = this.mark(cite.confidence);
    if (within(instrument, this.on)) {
      return line(text, cite.printed && spoken.say("printed", { printed: cite.printed }), mark);
    }
    if (instrument.starts && this.on < instrument.starts) {
      const day = spoken.shortDay(instrument.starts);
      return line(cite.printed || text, spoken.say("now_named", { day, name: text }), mark);
    }
    if (!instrument.successor) return line(text, spoken.say("expired"), mark);
    const name = this.told(this.instrument(instrument.successor).name);
    return line(text, spoken.say("replaced", { name }), mark);
  }

  instrument(code) {
    return this.base.instruments.find((each) => each.code === code);
  }

  sanctions(codes) {
    const type = (code) => this.base.sanction_types.find((each) => each.code === code);
    return codes.map(type).map((each) => {
      const notes = [each.basis, this.told(each.note)];
      if (each.interim) {
        notes.push(this.spoken.say("interim", { name: this.told(type(each.interim).name) }));
      }
      return line(this.told(each.name), sentences(notes), this.mark(each.confidence));
    });
  }

  kind(codes) {
    const { sayings } = this.spoken;
    const types = this.base.sanction_types.filter((each) => codes.includes(each.code));
    const names = types.map(({ group, level }) =>
      [`kind_${group}_${level}`, `kind_${group}`].find((name) => name in sayings));
    return [...new Set(names.filter(Boolean).map((name) => sayings[name]))].join("; ");
  }

  range(lines) {
    if (!lines.length) return line();
    const [lightest, heaviest] = [lines[0].text, lines.at(-1).text];
    const mark = lines.find((each) => each.mark)?.mark ?? "";
    const one = lightest === heaviest;
    return line(one ? lightest : this.spoken.say("range", { lightest, heaviest }), "", mark);
  }

  handlers() {
    return this.base.handlers
      .filter((each) => within(each, this.on))
      .map((each) => line(this.told(each.name), "", this.mark(each.confidence)));
  }

  warning(rule) {
    const where = this.articles([rule], false).map((each) => each.text).join(", ");
    const note = sentences([where, this.told(rule.penalty)]);
    return line(this.told(rule.title), note, this.mark(rule.confidence), this.link(rule.code));
  }
}
