"""Telling the next head above that an office which owes duties has stood vacant for long."""

from collections.abc import Iterator

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext

from netral.duties.models import VacancyTold
from netral.duties.queries.vacancies import Reader, VacancyLetter, Vacant, vacancy_letters
from netral.kernel import spoken
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.notices.actions import tell_all
from netral.notices.core import Notice
from netral.tenancy.models import Institution

SHOWN = 20  # lines in one message


@transaction.atomic
def tell_vacancies(*, institution: Institution, at: Moment) -> int:
    """Tell of vacancies that have lasted long enough, each once; return how many messages.

    That it was told is a fact of record: from then on the one above knew. The messages and the
    record are of one transaction, and a second worker finds the record.
    """
    letters = vacancy_letters(institution, at)
    if not letters:
        return 0
    entry = record(_act(letters), institution=institution, at=at)
    VacancyTold.objects.bulk_create(
        VacancyTold(
            institution=institution,
            office_id=each.office,
            since=each.first_day,
            told_at=at.acted,
            told_to=[_name(reader) for reader in letter.readers],
            entry=entry,
        )
        for letter in letters
        for each in letter.vacancies
    )
    notices = [notice for letter in letters for notice in _notices(letter)]
    tell_all(notices, institution=institution, at=at)
    return len(notices)


def _name(reader: Reader) -> str:
    return f"user:{reader.account.pk}"


def _act(letters: list[VacancyLetter]) -> Act:
    told = [
        {
            "to": [_name(reader) for reader in letter.readers],
            "offices": [
                {"office": each.office, "since": f"{each.first_day}", "waiting": each.waiting}
                for each in letter.vacancies
            ],
        }
        for letter in letters
    ]
    return Act(act="vacancies.told", actor="system", fields={"detail": {"told": told}})


def _notices(letter: VacancyLetter) -> Iterator[Notice]:
    first = letter.vacancies[0]
    alone = len(letter.vacancies) == 1
    place = reverse("duties:unit", args=[first.unit if alone else letter.above.pk])
    for reader in letter.readers:
        language = reader.account.language or "id"
        with translation.override(language):
            lines = [_line(each, language) for each in letter.vacancies]
        yield Notice(
            recipient=_name(reader),
            template="duties/vacant",
            facts={
                "n": len(lines),
                "office": first.title,
                "lines": lines[:SHOWN],
                "more": len(lines[SHOWN:]),
                "acting": letter.acting,
            },
            key=f"vacant:{first.office}:{first.first_day}:{reader.account.pk}",
            url=settings.BASE_URL + place + ("" if alone else "#vacant"),
            address=reader.email,
            phone=reader.phone,
            language=language,
        )


def _line(each: Vacant, language: str) -> str:
    """Say where, since when, and what waits there."""
    day = spoken.day(each.first_day, language)
    if each.was_held:
        since = gettext("vacant since %(day)s") % {"day": day}
    else:
        since = gettext("nobody on record yet, duties since %(day)s") % {"day": day}
    said = f"{each.unit_name}, {each.title}: {since}"
    if not each.waiting:
        return said
    waits = ngettext("%(n)s duty waits", "%(n)s duties wait", each.waiting) % {"n": each.waiting}
    return f"{said}; {waits}"
