"""Identity numbers of nobody: well formed, and impossible because their sequence is zero.

NIP and NI PPPK end in 000 and NIK in 0000, which are never issued; only an installation that is
marked as a demonstration accepts them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from netral.orgs.core import PersonKind

CITIES: Final = 4  # NIP are national: each city takes its own birthdays
NIK_WOMAN: Final = 40  # added to the day of birth
PPPK_FREQUENCY: Final = "21"
FIRST_PPPK_YEAR: Final = 2019
SENIORITY: Final = 17  # years of service before heading an agency
LOCAL: Final = {
    PersonKind.NON_ASN: "NONASN",
    PersonKind.BUMD: "BUMD",
    PersonKind.OFFICIAL: "KD",  # kepala daerah
}
CPNS_MONTHS: Final = ("03", "04", "05", "06")
PNS_MONTHS: Final = ("01", "02", "03", "04", "12")


@dataclass(frozen=True, slots=True)
class Identity:
    """One person's birthday and numbers; `nik` only where no national staff number exists."""

    number: str
    nik: str
    born_on: date
    since: str  # year and month of appointment, YYYYMM


class Numbers:
    """Hands out numbers that no other person of the demonstration has."""

    def __init__(self, *, lane: int, day: date, districts: tuple[str, ...], rng: Random) -> None:
        self._lane, self._day, self._districts, self._rng = lane, day, districts, rng
        self._used: set[str] = set()
        self._local = 0

    def next(self, kind: PersonKind, *, woman: bool, senior: bool) -> Identity:
        """Make the numbers of one person; seniors were appointed long ago."""
        if kind in {PersonKind.PNS, PersonKind.CPNS, PersonKind.PPPK}:
            return self._free(lambda: self._national(kind, woman=woman, senior=senior))
        identity = self._free(lambda: self._civil(woman=woman))
        self._local += 1
        return Identity(f"{LOCAL[kind]}-{self._local:05d}", identity.nik, identity.born_on, "")

    def _free(self, make: Callable[[], Identity]) -> Identity:
        while True:
            identity = make()
            key = identity.number or identity.nik
            if key not in self._used:
                self._used.add(key)
                return identity

    def _national(self, kind: PersonKind, *, woman: bool, senior: bool) -> Identity:
        year, month = self._appointment(kind, senior=senior)
        oldest = max(self._day.year - 57, year - 40 if kind is PersonKind.PPPK else year - 33)
        born_on = self._birthday(oldest, year - 22)
        sex = "2" if woman else "1"
        return Identity(f"{born_on:%Y%m%d}{year}{month}{sex}000", "", born_on, f"{year}{month}")

    def _appointment(self, kind: PersonKind, *, senior: bool) -> tuple[int, str]:
        rng, last = self._rng, self._day.year - 1
        match kind:
            case PersonKind.CPNS:
                return last, rng.choice(CPNS_MONTHS)
            case PersonKind.PPPK:
                return rng.randint(FIRST_PPPK_YEAR, last), PPPK_FREQUENCY
            case _:
                latest = last - (SENIORITY if senior else 2)
                return rng.randint(1991, latest), rng.choice(PNS_MONTHS)

    def _civil(self, *, woman: bool) -> Identity:
        born_on = self._birthday(self._day.year - 55, self._day.year - 20)
        day = born_on.day + (NIK_WOMAN if woman else 0)
        region = self._rng.choice(self._districts).replace(".", "")
        return Identity("", f"{region}{day:02d}{born_on:%m%y}0000", born_on, "")

    def _birthday(self, first_year: int, last_year: int) -> date:
        first = date(first_year, 1, 1)
        days = (date(last_year, 12, 31) - first).days
        born_on = first + timedelta(days=self._rng.randint(0, days))
        return born_on - timedelta(days=(born_on.toordinal() - self._lane) % CITIES)
