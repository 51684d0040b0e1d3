"""What a frozen self-assessment says on paper."""

from datetime import date
from typing import Any

from django.utils.translation import gettext

from netral.duties.core.assessment import (
    CONFIDENCE_WORDS,
    NEED_WORDS,
    REMEDY_WORDS,
    VERDICT_WORDS,
    Confidence,
    Need,
    Verdict,
)
from netral.duties.models import Digest
from netral.kernel import spoken


def assessment(digest: Digest) -> dict[str, Any]:
    """Return the words and figures of a self-assessment, from its frozen facts alone."""
    facts = digest.facts
    lines = facts["lines"]
    return {
        "title": "Penilaian Mandiri Netralitas",
        "unit": facts["unit"],
        "period": f"Keadaan pada {spoken.at(digest.made_at, digest.institution.zone)}",
        "summary": [
            (
                f"{spoken.number(facts['met'])} dari {spoken.number(facts['asked'])} persyaratan "
                "terpenuhi. Bukti dihimpun sistem dari perbuatan yang tercatat, tidak diketik."
            )
        ],
        "rows_title": "Persyaratan",
        "rows_head": ["No.", "Persyaratan", "Tercapai", "Batas", "Keadaan"],
        "rows": [_row(n, line) for n, line in enumerate(lines, 1)],
        "gaps_title": "Yang belum terpenuhi",
        "gaps": [_gap(line) for line in lines if line["verdict"] in {"unmet", "partly"}],
        "gaps_none": "Tidak ada.",
        "sources_title": "Sumber persyaratan",
        "sources": [_source(n, line) for n, line in enumerate(lines, 1)],
    }


def _row(n: int, line: dict[str, Any]) -> list[str]:
    part, whole = line["part"], line["whole"]
    reached = f"{spoken.number(part)} dari {spoken.number(whole)}" if whole else "–"
    verdict = gettext(VERDICT_WORDS[Verdict(line["verdict"])])
    need = gettext(NEED_WORDS[Need(line["need"])])
    return [f"{n}.", need, reached, spoken.percent(line["bar"]), verdict]


def _gap(line: dict[str, Any]) -> dict[str, Any]:
    units = [_lacking(each) for each in line["gaps"]]
    more = line["gap_count"] - len(units)
    return {
        "need": gettext(NEED_WORDS[Need(line["need"])]),
        "remedy": gettext(REMEDY_WORDS[Need(line["need"])]),
        "units": "; ".join(units) + (f"; dan {spoken.number(more)} unit lain" if more else ""),
    }


def _lacking(each: dict[str, str]) -> str:
    if not each["expired"]:
        return each["unit"]
    return f"{each['unit']} (bukti terakhir berlaku sampai {_day(each['expired'])})"


def _day(text: str) -> str:
    return spoken.short_day(date.fromisoformat(text))


def _source(n: int, line: dict[str, Any]) -> str:
    sure = gettext(CONFIDENCE_WORDS[Confidence(line["confidence"])])
    bar = gettext(CONFIDENCE_WORDS[Confidence(line["bar_confidence"])])
    days = f"; bukti berlaku {line['days']} hari" if line["days"] else ""
    percent = spoken.percent(line["bar"])
    return f"{n}. {line['source']} ({sure}). Batas {percent}{days}: {bar}."
