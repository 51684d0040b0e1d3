"""What stands behind an answer: instruments, sanctions, handlers and rules, as lines to read."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from netral.answers.core import SAYINGS
from netral.answers.core.reading import Line
from netral.kernel import spoken
from netral.rules.core import VERIFIED, Confidence
from netral.rules.core.base import Citation, Instrument, Rule, RuleBase, Words


def say(saying: str, /, **facts: object) -> str:
    """Say one of the sayings that server and browser share."""
    text = SAYINGS[saying]
    told = gettext(text)
    return told % facts if facts else told


@dataclass(frozen=True, slots=True)
class Law:
    """A rule base, told in one language as it stands on one day."""

    base: RuleBase
    on: date
    language: str
    link: Callable[[str], str]  # the address of a rule's page, empty if there is none

    def told(self, words: Words | None) -> str:
        """Return a text in the reader's language."""
        return words.in_(self.language) if words else ""

    def mark(self, confidence: Confidence) -> str:
        """Say what is doubtful about a source."""
        if confidence is Confidence.CONFLICT:
            return say("disagree")
        return "" if confidence in VERIFIED else say("unverified")

    def rule(self, rule: Rule) -> Line:
        """Name a rule, with what is contested or to note about it."""
        mark = say("contested") if rule.contested else self.mark(rule.confidence)
        return Line(self.told(rule.title), self.told(rule.note), mark, self.link(rule.code))

    def articles(self, rules: Iterable[Rule], *, of_sanction: bool) -> list[Line]:
        """Name the articles, each once."""
        cites = [c for rule in rules for c in rule.cites if c.of_sanction is of_sanction]
        return list(dict.fromkeys(self._article(cite) for cite in cites))

    def _article(self, cite: Citation) -> Line:
        instrument = self._instrument(cite.instrument)
        text = f"{self.told(instrument.name)} {cite.at}".strip()
        note = say("printed", printed=cite.printed) if cite.printed else ""
        mark = self.mark(cite.confidence)
        if instrument.in_force(self.on):
            return Line(text, note, mark)
        if instrument.starts and self.on < instrument.starts:
            day = spoken.short_day(instrument.starts, self.language)
            return Line(cite.printed or text, say("now_named", day=day, name=text), mark)
        if not instrument.successor:
            return Line(text, say("expired"), mark)
        name = self.told(self._instrument(instrument.successor).name)
        return Line(text, say("replaced", name=name), mark)

    def _instrument(self, code: str) -> Instrument:
        return next(each for each in self.base.instruments if each.code == code)

    def sanctions(self, codes: Sequence[str]) -> list[Line]:
        """Name sanctions, with their basis and what is imposed in their stead for now."""
        types = {each.code: each for each in self.base.sanction_types}
        lines = []
        for each in (types[code] for code in codes):
            notes = [each.basis, self.told(each.note)]
            if each.interim:
                notes.append(say("interim", name=self.told(types[each.interim].name)))
            note = ". ".join(note.rstrip(".") for note in notes if note)
            lines.append(Line(self.told(each.name), note, self.mark(each.confidence)))
        return lines

    def kind(self, codes: Sequence[str]) -> str:
        """Say what kind of breach these sanctions belong to."""
        types = [each for each in self.base.sanction_types if each.code in codes]
        exact = [f"kind_{each.group}_{each.level}" for each in types]
        broad = [f"kind_{each.group}" for each in types]
        names = [one if one in SAYINGS else other for one, other in zip(exact, broad, strict=True)]
        return "; ".join(dict.fromkeys(say(name) for name in names if name in SAYINGS))

    def range(self, lines: Sequence[Line]) -> Line:
        """Say from which sanction to which."""
        if not lines:
            return Line()
        lightest, heaviest = lines[0].text, lines[-1].text
        mark = next((line.mark for line in lines if line.mark), "")
        one = lightest == heaviest
        text = lightest if one else say("range", lightest=lightest, heaviest=heaviest)
        return Line(text, mark=mark)

    def handlers(self) -> list[Line]:
        """Name who passes a case on, on this day."""
        return [
            Line(self.told(each.name), "", self.mark(each.confidence))
            for each in self.base.handlers
            if (each.starts is None or each.starts <= self.on)
            and (each.ends is None or self.on <= each.ends)
        ]

    def warning(self, rule: Rule) -> Line:
        """Name a criminal provision and its penalty, which belong to another court."""
        where = ", ".join(line.text for line in self.articles([rule], of_sanction=False))
        note = ". ".join(t.rstrip(".") for t in (where, self.told(rule.penalty)) if t)
        return Line(self.told(rule.title), note, self.mark(rule.confidence), self.link(rule.code))
