// Words and days in the reader's language. The page brings them; nothing is fetched.

export class Spoken {
  constructor({ language, sayings, outcomes, principles, days, months }) {
    Object.assign(this, { language, sayings, outcomes, principles, days, months });
  }

  /** Say one of the sayings, with facts in its open places. */
  say(name, facts = {}) {
    return this.sayings[name].replace(/%\((\w+)\)s/g, (_, key) => facts[key]);
  }

  /** Return a text of the rule base in the reader's language. */
  told(words) {
    if (!words) return "";
    return this.language === "en" ? words.english : words.indonesian;
  }

  /** Write "24 Juni 2024". */
  shortDay(iso) {
    const [year, month, day] = iso.split("-").map(Number);
    return `${day} ${this.months[month - 1]} ${year}`;
  }

  /** Write "Senin, 24 Juni 2024". */
  day(iso) {
    const monday = (new Date(iso).getUTCDay() + 6) % 7;
    return `${this.days[monday]}, ${this.shortDay(iso)}`;
  }
}
