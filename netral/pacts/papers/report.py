"""Setting a completion report from its frozen figures."""

from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from netral.kernel import spoken
from netral.kernel.codes import grouped
from netral.kernel.qr import for_typst
from netral.kernel.typeset import typeset
from netral.pacts.core import STATE_WORDS, Figures, State
from netral.pacts.models import Report
from netral.signing.core import LEVEL_WORDS, Level, Logged, seal_says
from netral.signing.queries import verify_url


def report(made: Report, *, sealed: bool = True, logged: Logged | None = None) -> bytes:
    """Set a report; papers speak Indonesian whatever the reader speaks."""
    campaign, institution = made.campaign, made.institution
    figures: dict[str, Any] = made.figures
    whole, url = Figures(figures["whole"]), verify_url(made.paper.code)
    with translation.override("id"):
        data = {
            "title": "Laporan Penyelesaian" if made.is_final else "Laporan Sementara",
            "campaign": campaign.name,
            "unit": figures["unit"],
            "label": campaign.label,
            "institution": institution.letterhead(),
            "page": "Halaman",
            "summary": _summary(made, whole),
            "states_title": "Menurut keadaan",
            "states_head": ["Keadaan", "Pegawai", "Bagian"],
            "states": [_state(whole, state) for state in State if whole.of(state)],
            "states_total": ["Jumlah", spoken.number(whole.total), spoken.percent(100)],
            "rows_title": "Menurut unit kerja",
            "rows_head": ["Unit kerja", "Pegawai", "Sudah", "Belum", "Lain", "Capaian"],
            "rows": [_row(row["name"], Figures(row["counts"])) for row in figures["rows"]],
            "rows_total": _row("Jumlah", whole),
            "qr": for_typst(url),
            "url": url,
            "code": grouped(made.paper.code),
            "words": _words(made, sealed=sealed),
            "log": logged.data() if logged else None,
        }
    return typeset("pacts/report", data, at=made.made_at, carries=logged is not None)


def _summary(made: Report, whole: Figures) -> list[str]:
    zone = made.institution.zone
    signed = (
        f"{spoken.number(whole.signed)} dari {spoken.number(whole.total)} pegawai telah "
        f"menandatangani, {spoken.percent(whole.share)}. "
        f"{spoken.number(whole.waiting)} belum menandatangani."
    )
    deadline = datetime.fromisoformat(made.figures["deadline"])
    dates = (
        f"Batas waktu {spoken.at(deadline, zone)}. Keadaan pada {spoken.at(made.made_at, zone)}."
    )
    levels = "; ".join(
        f"{gettext(LEVEL_WORDS[Level(level)])}: {spoken.number(count)}"
        for level, count in whole.levels()
    )
    return [signed, dates, *([levels + "."] if levels else [])]


def _state(whole: Figures, state: State) -> list[str]:
    count = whole.of(state)
    share = spoken.percent(100 * count / whole.total)
    return [gettext(STATE_WORDS[state]), spoken.number(count), share]


def _row(name: str, figures: Figures) -> list[str]:
    other = figures.total - figures.signed - figures.waiting
    counts = (figures.total, figures.signed, figures.waiting, other)
    return [name, *map(spoken.number, counts), spoken.percent(figures.share)]


def _words(made: Report, *, sealed: bool) -> list[str]:
    return [
        seal_says(made.institution.name, sealed=sealed),
        (
            "Angka menurut unit tempat pegawai dihitung pada saat laporan dibuat; alasan penolakan "
            "tidak dimuat."
        ),
    ]
