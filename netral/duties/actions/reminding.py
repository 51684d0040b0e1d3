"""Reminding heads, one message a day at most, and telling superiors what is late below them."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext

from netral.calendar.queries import working_days_late
from netral.duties.actions.vacancies import tell_vacancies
from netral.duties.core import KIND_WORDS, Kind
from netral.duties.models import Reckoning
from netral.duties.queries.reminding import Letter, Told, letters
from netral.kernel import spoken
from netral.kernel.moment import Moment
from netral.notices.actions import tell_all
from netral.notices.core import Channel, Notice, late_list
from netral.notices.models import Message
from netral.tenancy.models import Institution

AGAIN: Final = timedelta(minutes=10)  # how often it is asked whom to remind
SHOWN: Final = 8  # lines in one message


@transaction.atomic
def remind_if_due(*, institution: Institution, at: Moment) -> int:
    """Queue today's messages that are not queued yet; return how many. Asked again, none.

    It goes by what was reckoned last, so it comes after the reckoning. A digest has one key a
    head and day, that of the last two hours another: nobody gets one for each obligation. Of an
    office that has stood vacant for long the head above is told, once.
    """
    mine = Reckoning.objects.of(institution)
    before = at.logged - AGAIN
    waited = mine.filter(reminded_at=None) | mine.filter(reminded_at__lte=before)
    if not waited.update(reminded_at=at.logged):
        return 0
    found = [_notice(letter, institution, at) for letter in letters(institution, at)]
    made = [notice for notice in found if notice]
    keys = Message.objects.of(institution).filter(
        channel=Channel.APP, key__in=[notice.key for notice in made]
    )
    known = set(keys.values_list("key", flat=True))
    new = [notice for notice in made if notice.key not in known]
    tell_all(new, institution=institution, at=at)
    return len(new) + tell_vacancies(institution=institution, at=at)


def _notice(letter: Letter, institution: Institution, at: Moment) -> Notice | None:
    account = letter.holding.person.account
    if account is None:
        return None  # cannot be reached; the board shows it all the same
    language = account.language or "id"
    day = f"{at.local().date():%Y%m%d}"
    with translation.override(language):
        lines = [_line(each, letter, institution, at, language) for each in letter.told]
    rush = ":urgent" if letter.urgent else ""
    notice = Notice(
        recipient=f"user:{account.pk}",
        template="duties/waiting",
        facts={
            "n": len(lines),
            "unit": letter.unit.name,
            "lines": lines[:SHOWN],
            "more": len(lines[SHOWN:]),
        },
        key=f"duties:{letter.unit.pk}:{account.pk}:{day}{rush}",
        url=settings.BASE_URL + reverse("duties:unit", args=[letter.unit.pk]),
        address=letter.holding.person.email,
        phone=letter.holding.person.phone,
        language=language,
        urgent=letter.urgent,
    )
    return late_list(notice, titles=lines, day=day) if letter.escalates else notice


def _line(told: Told, letter: Letter, institution: Institution, at: Moment, language: str) -> str:
    """Say one obligation in a line; whose it is, where it is another unit's."""
    what = gettext(KIND_WORDS[Kind(told.row.kind)])
    if told.row.unit_id != letter.unit.pk:
        what = f"{told.row.unit.name}: {what}"
    days = working_days_late(institution, told.row.due_at, at.acted)
    if days:
        late = ngettext("late by %(n)s working day", "late by %(n)s working days", days)
        return f"{what}, {late % {'n': days}}"
    due = spoken.at(told.row.due_at, at.zone, language)
    return gettext("%(what)s, by %(due)s") % {"what": what, "due": due}
