"""The gap check in words: each finding a sentence, and what would mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import get_language, gettext, ngettext

from netral.circulars.core.gap import Added, Clash, Gap, Mark, Permission, Silence, Theme, gap
from netral.circulars.core.meaning import DUTY_WORDS, Duty, subjects_of
from netral.circulars.core.proposals import proposed
from netral.circulars.models import Circular
from netral.circulars.queries.meanings import as_local, confidence_of
from netral.circulars.reader import themes
from netral.kernel import spoken
from netral.kernel.words import N_
from netral.orgs.core import ASN, PERSON_WORDS, PersonKind
from netral.rules import queries as rules
from netral.rules.core import OUTCOME_WORDS, PRINCIPLE_WORDS, Confidence
from netral.rules.core.base import RuleBase, Words
from netral.rules.queries import InForce
from netral.tenancy.models import Institution

FIRST: Final = 4  # silences told at once; the rest waits behind a line
LEAVE_OUT: Final = N_("Tick them under “Who it binds” if the circular is meant to bind them.")
HIGHER: Final = N_("Reword the clause or leave it out: it has no effect where it yields.")
LOWER: Final = N_("Make sure that this is what the circular is meant to do.")
CONFLICT: Final = N_("Reword the clause: as it stands, nobody can tell which of the two holds.")


@dataclass(frozen=True, slots=True)
class Line:
    """One finding. `clause` is a sentence ready to be taken over, by the code of its proposal."""

    text: str
    note: str = ""
    clause: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Everything that the page says about a circular and the rules."""

    version: str
    press: bool  # it was taken over from what the press reported
    forms: int  # of breach, in the rule base
    named: int  # of these, in the circular
    restated: list[Line]
    silent: list[Line]
    also_silent: list[Line]
    adds: list[Line]
    clashes: list[Line]
    unread: list[int]


def check(circular: Circular, institution: Institution, at: datetime) -> Check | None:
    """Hold one circular against the rules; None if it ended before it ever held."""
    law = rules.in_force(institution, at)
    local = as_local(circular, institution, at)
    if local is None:
        return None
    found = gap(law.engine, (local,), themes())
    say = _Words(law)
    forms = [code for theme in themes() for code in theme.rules]
    silent = [*map(say.silence, found.silent), *say.left_out(found)]
    return Check(
        version=law.version,
        press=confidence_of(circular) is Confidence.PRESS,
        forms=len(forms),
        named=sum(code in found.restated for code in forms),
        restated=say.restated(found),
        silent=silent[:FIRST],
        also_silent=silent[FIRST:],
        adds=[*map(say.added, found.adds), *map(say.permission, found.permissions)],
        clashes=[*map(say.clash, found.clashes), *say.unknown(found)],
        unread=[number for _, number in found.unread],
    )


def said(words: Words | Theme) -> str:
    """Return a text in the reader's language."""
    return words.english if get_language() == "en" else words.indonesian


def people(kinds: Iterable[str]) -> str:
    """Name kinds of people."""
    return ", ".join(gettext(PERSON_WORDS[PersonKind(kind)]) for kind in kinds)


class _Words:
    """Says findings in the words of one rule base."""

    def __init__(self, law: InForce) -> None:
        self._base: RuleBase = law.base
        self._titles = {rule.code: rule.title for rule in law.base.rules}
        self._acts = {act.code: act.name for act in law.base.vocabulary.acts}
        self._subjects = {each.code: each.name for each in law.base.vocabulary.subjects}

    def restated(self, found: Gap) -> list[Line]:
        by_clause: dict[Mark, list[str]] = {}
        for code, marks in found.restated.items():
            for mark in marks:
                by_clause.setdefault(mark, []).append(code)
        return [Line(_clauses([mark]), self._named(by_clause[mark])) for mark in sorted(by_clause)]

    def silence(self, silence: Silence) -> Line:
        theme = silence.theme
        code = silence.missing[0]
        made = proposed(self._base, code)
        words = {"theme": said(theme), "rules": self._named(silence.missing)}
        if not silence.whole:
            text = gettext("%(theme)s: mentioned in part. Missing: %(rules)s.") % words
            return Line(text, _share(theme), made.text if made else "", code)
        text = gettext("%(theme)s: not mentioned.") % words
        return Line(text, _share(theme), made.text if made else "", code)

    def left_out(self, found: Gap) -> list[Line]:
        unbound = [
            Line(gettext("%(people)s: not bound.") % {"people": people([kind])}, gettext(LEAVE_OUT))
            for kind in found.unbound
        ]
        return unbound + [self._unasked(duty) for duty in found.unasked]

    def _unasked(self, duty: Duty) -> Line:
        made = proposed(self._base, duty.value)
        text = gettext("%(theme)s: not mentioned.") % {"theme": gettext(DUTY_WORDS[duty])}
        return Line(text, "", made.text if made else "", duty.value)

    def added(self, added: Added) -> Line:
        words = {
            "people": self._people(added.subjects),
            "acts": "; ".join(said(self._acts[code]) for code in added.acts),
            "before": gettext(OUTCOME_WORDS[added.before]).lower(),
            "after": gettext(OUTCOME_WORDS[added.after]).lower(),
        }
        text = gettext("%(people)s: %(acts)s. Now %(after)s; without the circular %(before)s.")
        return Line(text % words, _counted(added.clauses, added.count))

    def _people(self, subjects: Iterable[str]) -> str:
        """Name subjects, all of ASN in one word."""
        subjects = tuple(subjects)
        asn = subjects_of(ASN - {PersonKind.PPPK_PART})
        names = [gettext("All civil servants (ASN)")] if asn <= set(subjects) else []
        rest = [code for code in subjects if not names or code not in subjects_of(ASN)]
        return ", ".join(names + [said(self._subjects[code]) for code in rest])

    def permission(self, permission: Permission) -> Line:
        words = {"clause": _clauses([permission.clause]), "rules": self._named(permission.restates)}
        text = gettext("%(clause)s permits: %(rules)s.") % words
        notes = []
        if permission.conditions:
            told = ngettext(
                "It sets %(n)s condition.", "It sets %(n)s conditions.", permission.conditions
            )
            notes.append(told % {"n": permission.conditions})
        if permission.without:
            notes.append(gettext("Not for: %(people)s.") % {"people": people(permission.without)})
        return Line(text, " ".join(notes))

    def clash(self, clash: Clash) -> Line:
        words = {
            "clause": _clauses([clash.clause]),
            "rule": self._named([clash.rule]),
            "principle": gettext(PRINCIPLE_WORDS[clash.principle]) if clash.principle else "",
        }
        text, remedy = gettext("%(clause)s conflicts with %(rule)s; neither yields."), CONFLICT
        if clash.principle:
            text, remedy = gettext("%(clause)s goes before %(rule)s: %(principle)s."), LOWER
        if clash.yields:
            text, remedy = gettext("%(clause)s yields to %(rule)s: %(principle)s."), HIGHER
        return Line(text % words, f"{_times(clash.count)}. {gettext(remedy)}")

    def unknown(self, found: Gap) -> list[Line]:
        text = gettext("%(clause)s names %(code)s, which this version of the rules does not have.")
        return [
            Line(text % {"clause": _clauses(marks), "code": code})
            for code, marks in found.unknown.items()
        ]

    def _named(self, codes: Iterable[str]) -> str:
        return "; ".join(f"“{said(self._titles[code])}” ({code})" for code in codes)


def _share(theme: Theme) -> str:
    if theme.share is None:
        return ""
    share = f"{spoken.number(theme.share, get_language() or 'id')}{spoken.NO_BREAK}%"
    words = {"share": share, "source": theme.source}
    return gettext("%(share)s of the breaches counted (%(source)s).") % words


def _clauses(marks: Iterable[Mark]) -> str:
    numbers = ", ".join(str(number) for _, number in marks)
    return gettext("Clause %(n)s") % {"n": numbers}


def _times(count: int) -> str:
    words = {"n": spoken.number(count, get_language() or "id")}
    return gettext("In %(n)s combinations of facts") % words


def _counted(marks: Iterable[Mark], count: int) -> str:
    return f"{_clauses(marks)}. {_times(count)}."
