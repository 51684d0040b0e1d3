"""Invented examples for the gallery: the states that a page must survive."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from netral.kernel import qr

DEADLINE: Final = datetime(2024, 6, 28, 9, 0, tzinfo=UTC)  # 16.00 WIB
SIGNED: Final = datetime(2024, 6, 25, 1, 2, tzinfo=UTC)
LONG: Final = "Unit Pelaksana Teknis Daerah Pengelolaan Sampah dan Air Limbah Kota"


@dataclass(frozen=True, slots=True)
class Row:
    """One unit on a board."""

    name: str
    more: str
    depth: str  # "", "child" or "grandchild"
    people: int
    signed: int
    other: int

    @property
    def waiting(self) -> int:
        """Return who has neither signed nor another state."""
        return self.people - self.signed - self.other

    @property
    def share(self) -> float:
        """Return how much of 100 is signed."""
        return 100 * self.signed / self.people if self.people else 0


ROWS: Final = (
    Row("Dinas Pendidikan", "", "open", 2946, 88, 17),
    Row("Sekolah dasar negeri", "213", "child", 1846, 24, 11),
    Row("SD Negeri Contoh 1", "", "grandchild", 18, 18, 0),
    Row(LONG, "", "", 1238, 221, 9),
    Row("Bagian Contoh", "", "", 0, 0, 0),
)
TOTAL: Final = Row("Kota Contoh", "", "", 4184, 309, 26)


class SpecimenForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Subject"), max_length=120, help_text=_("As in the letter."))
    note = forms.CharField(label=_("Reason"), widget=forms.Textarea, required=False)
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", "—"), ("pns", "PNS"), ("pppk", "PPPK")], required=False
    )
    level = forms.ChoiceField(
        label=_("How"),
        choices=[("1", _("With a password")), ("2", _("On paper"))],
        widget=forms.RadioSelect,
    )
    agree = forms.BooleanField(label=_("I have read the text above."))


def form(*, wrong: bool) -> forms.Form:
    """Return the form empty, or as a hasty reader left it."""
    if not wrong:
        return SpecimenForm(prefix="fine")
    return SpecimenForm({"wrong-name": "", "wrong-day": ""}, prefix="wrong")


def everything() -> dict[str, Any]:
    """Return what the gallery's templates show."""
    return {
        "deadline": DEADLINE,
        "signed": SIGNED,
        "long": LONG,
        "rows": ROWS,
        "total": TOTAL,
        "form": form(wrong=False),
        "wrong": form(wrong=True),
        "page": Paginator(range(7012), 50).page(3),
        "zone": "Asia/Jakarta",
        "qr": qr.svg("http://localhost/verifikasi/"),
    }
