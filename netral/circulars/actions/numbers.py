"""Number patterns of units, and taking the next number when a circular is signed."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext

from netral.circulars.core.numbers import Pattern, PatternFault
from netral.circulars.errors import BadPattern, NumbersBusy
from netral.circulars.models import Circular, NumberPattern
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.orgs.models import Unit
from netral.tenancy.models import Institution

ATTEMPTS = 1000  # far more numbers than anybody gave by hand in a row


@transaction.atomic
def set_pattern(
    *, unit: Unit, pattern: str, next_seq: int, year: int, by: str, at: Moment
) -> NumberPattern:
    """Let `unit` number by `pattern` in `year`, beginning at `next_seq`; again to move on.

    Raises:
        BadPattern: the pattern would make no numbers.
    """
    try:
        Pattern.of(pattern)
    except PatternFault as fault:
        raise BadPattern(fault=gettext(str(fault))) from fault
    facts = {"unit": unit.pk, "pattern": pattern, "next_seq": next_seq, "year": year}
    entry = record(
        Act(act="number_pattern.set", actor=by, fields={"detail": facts}),
        institution=unit.institution,
        at=at,
    )
    row, _created = NumberPattern.objects.update_or_create(
        institution=unit.institution,
        unit=unit,
        pattern=pattern,
        year=year,
        defaults={"next_seq": next_seq, "entry": entry},
    )
    made: NumberPattern = row
    return made


@transaction.atomic
def take_number(
    *, institution: Institution, pattern: NumberPattern, by: str, at: Moment
) -> tuple[str, int]:
    """Take the next number of a pattern, and its year, in the transaction of a signature.

    Two who sign at once never take the same: each moves the sequence on only from where it
    was read. What stands in the year already, given by hand, is passed over. When the
    signature fails, the number is free again.
    """
    day = at.local().date()
    row = _of_year(pattern, day.year, by=by, at=at)
    made = Pattern(row.pattern)
    for _attempt in range(ATTEMPTS):
        seq = row.next_seq
        rows = NumberPattern.objects.of(institution).filter(pk=row.pk, next_seq=seq)
        if not rows.update(next_seq=F("next_seq") + 1):
            row.refresh_from_db(fields=["next_seq"])
            continue
        row.next_seq = seq + 1
        number = made.make(seq, day)
        if not _stands(institution, number, day.year):
            return number, day.year
    raise NumbersBusy(pattern=row.pattern)


def _stands(institution: Institution, number: str, year: int) -> bool:
    given = Circular.objects.of(institution).filter(number=number, number_year=year)
    return bool(given.exists())


def _of_year(pattern: NumberPattern, year: int, *, by: str, at: Moment) -> NumberPattern:
    """Return the pattern's row for `year`; in a new year it goes on from 1."""
    if pattern.year == year:
        pattern.refresh_from_db(fields=["next_seq"])
        return pattern
    key: dict[str, Any] = {
        "institution": pattern.institution,
        "unit": pattern.unit,
        "pattern": pattern.pattern,
        "year": year,
    }
    known: NumberPattern | None = NumberPattern.objects.filter(**key).first()
    if known is not None:
        return known
    facts = {"unit": pattern.unit_id, "pattern": pattern.pattern, "next_seq": 1, "year": year}
    entry = record(
        Act(act="number_pattern.continued", actor=by, fields={"detail": facts}),
        institution=pattern.institution,
        at=at,
    )
    row, _created = NumberPattern.objects.get_or_create(**key, defaults={"entry": entry})
    made: NumberPattern = row
    return made
