"""How public pages name a circular and its parts: `{% load edaran %}`."""

from typing import Any, Final

from django import template
from django.utils.translation import gettext

from netral.circulars.core import ClauseKind, Form, Relay, Stage
from netral.circulars.core.gap import Theme
from netral.circulars.core.text import CAPACITY_MARKS
from netral.circulars.forms.clauses import PHASES
from netral.circulars.models import Circular
from netral.circulars.queries.gaps import said
from netral.kernel.words import N_

register = template.Library()

FORMS: Final = {Form.CIRCULAR: N_("Circular"), Form.INSTRUCTION: N_("Instruction")}
TITLES: Final = {
    ClauseKind.DUTY: N_("Duties"),
    ClauseKind.PROHIBITION: N_("Prohibitions"),
    ClauseKind.PERMISSION: N_("What is permitted"),
}
SHAPES: Final = {ClauseKind.DUTY: "must", ClauseKind.PROHIBITION: "stopped"}
MEANINGS: Final = {Stage.PUBLISHED: "done", Stage.SUPERSEDED: "late", Stage.REVOKED: "stopped"}


@register.filter
def number_line(circular: Circular) -> str:
    """Name a circular by its form and its number, which may be missing."""
    form = gettext(FORMS[Form(circular.form)])
    if not circular.number:
        return gettext("%(form)s without number") % {"form": form}
    if circular.number.lower().startswith("nomor "):
        return f"{form} {circular.number}"
    return gettext("%(form)s number %(number)s") % {"form": form, "number": circular.number}


@register.filter
def signed_as(circular: Circular) -> str:
    """Say in what capacity it was signed: "Plh. Sekretaris Daerah a.n. Wali Kota Contoh"."""
    holding = circular.signatory
    if holding is None:
        return ""
    own = f"{CAPACITY_MARKS.get(holding.capacity, '')}{holding.office.title}"
    above = {Relay.ON_BEHALF: f" a.n. {circular.on_behalf_of}",
             Relay.FOR_HIM: f" u.b. {circular.under}, a.n. {circular.on_behalf_of}"}  # fmt: skip
    return own + above.get(Relay(circular.relay), "")


@register.filter
def stage_meaning(stage: str) -> str:
    """Return the meaning of a stage for its tag."""
    return MEANINGS.get(Stage(stage), "next")


@register.filter
def clause_title(kind: str) -> str:
    """Head the clauses of one kind."""
    return gettext(TITLES[ClauseKind(kind)])


@register.filter
def clause_shape(kind: str) -> str:
    """Return the icon and the meaning of a kind of clause."""
    return SHAPES.get(ClauseKind(kind), "done")


@register.filter
def phase_word(phase: str) -> str:
    """Say when a clause holds; nothing for a phase of another version."""
    return str(dict(PHASES).get(phase, ""))


@register.filter
def in_language(words: Theme) -> str:
    """Return a text of two languages in the reader's."""
    return said(words)


@register.filter
def beside(cells: list[Any], columns: list[Any]) -> list[tuple[Any, Any]]:
    """Give each cell the column that it stands in."""
    return list(zip(columns, cells, strict=True))
