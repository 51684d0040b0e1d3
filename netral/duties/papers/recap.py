"""What the weekly recap of duties says on paper."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext

from netral.duties.core import KIND_WORDS, Kind
from netral.duties.models import Digest
from netral.kernel import spoken

NOTHING: Final = "–"
Counts = Mapping[str, int]


def recap(digest: Digest) -> dict[str, Any]:
    """Return the words and figures of a recap, from its frozen facts alone."""
    facts, zone = digest.facts, digest.institution.zone
    whole = facts["whole"]
    return {
        "title": "Rekap Mingguan Kewajiban",
        "unit": facts["unit"],
        "period": f"{spoken.short_day(digest.first_on)} sampai {spoken.short_day(digest.last_on)}",
        "summary": [_standing(whole), *_change(whole, facts["before"]), _as_of(digest)],
        "rows_title": "Menurut unit kerja",
        "rows_head": [
            "Unit kerja",
            "Sudah berjalan",
            "Selesai",
            "Terlambat",
            "Dikecualikan",
            "Capaian",
        ],
        "rows": [_row(_name(row), row) for row in facts["rows"]],
        "rows_total": _row("Jumlah", whole),
        "late_title": "Kewajiban yang terlambat",
        "late_head": ["No.", "Unit kerja", "Jabatan", "Kewajiban", "Batas waktu", "Hari kerja"],
        "late": [_late(n, each, zone) for n, each in enumerate(facts["late"], 1)],
        "late_more": _more(whole["late"] - len(facts["late"])),
        "late_none": "Tidak ada kewajiban yang terlambat.",
        "trend_title": "Perkembangan pada akhir setiap minggu",
        "trend_head": ["Hari", "Sudah berjalan", "Selesai", "Terlambat", "Capaian"],
        "trend": [_day(each) for each in facts["trend"]],
        "others": _others(facts),
    }


def _name(row: dict[str, Any]) -> str:
    return f"Langsung pada {row['name']}" if row["own"] else str(row["name"])


def _share(counts: Counts) -> str:
    if not counts["owed"]:
        return NOTHING
    return spoken.percent(100 * counts["fulfilled"] / counts["owed"])


def _row(name: str, counts: Counts) -> list[str]:
    names = ("owed", "fulfilled", "late", "excused")
    return [name, *(spoken.number(counts[each]) for each in names), _share(counts)]


def _day(each: dict[str, Any]) -> list[str]:
    counts = (spoken.number(each[name]) for name in ("owed", "fulfilled", "late"))
    return [spoken.short_day(date.fromisoformat(each["day"])), *counts, _share(each)]


def _late(n: int, each: dict[str, Any], zone: str) -> list[str]:
    due = spoken.at(datetime.fromisoformat(each["due_at"]), zone)
    kind = gettext(KIND_WORDS[Kind(each["kind"])])
    return [f"{n}.", each["unit"], each["office"], kind, due, spoken.number(each["days"])]


def _standing(whole: Counts) -> str:
    if not whole["owed"]:
        return "Belum ada kewajiban yang berjalan."
    due = whole["owed"] - whole["fulfilled"] - whole["late"]
    return (
        f"{spoken.number(whole['fulfilled'])} dari {spoken.number(whole['owed'])} kewajiban yang "
        f"sudah berjalan telah selesai, {_share(whole)}. {spoken.number(whole['late'])} "
        f"terlambat dan {spoken.number(due)} masih dalam waktunya."
    )


def _change(whole: Counts, before: Counts | None) -> list[str]:
    if before is None:
        return []
    change, now = whole["late"] - before["late"], spoken.number(whole["late"])
    if change == 0:
        return [f"Jumlah yang terlambat sama dengan akhir minggu lalu, {now}."]
    word = "bertambah" if change > 0 else "berkurang"
    told = (
        f"Dibandingkan dengan akhir minggu lalu, yang terlambat {word} "
        f"{spoken.number(abs(change))}, dari {spoken.number(before['late'])} menjadi {now}."
    )
    return [told]


def _as_of(digest: Digest) -> str:
    return f"Keadaan pada {spoken.at(digest.made_at, digest.institution.zone)}."


def _more(count: int) -> str:
    return f"Masih ada {spoken.number(count)} kewajiban terlambat lain." if count > 0 else ""


def _others(facts: dict[str, Any]) -> list[str]:
    """Say how pacts and circulars stand, a sentence each."""
    pacts = [
        f"{each['name']}: {spoken.number(each['signed'])} dari {spoken.number(each['total'])} "
        f"pegawai telah menandatangani."
        for each in facts["pacts"]
        if each["total"]
    ]
    circulars = [
        f"Surat edaran {each['name']}: diturunkan oleh {spoken.number(each['derived'])} dari "
        f"{spoken.number(each['desks'])} unit, dinyatakan sudah dibaca oleh "
        f"{spoken.number(each['read'])} dari {spoken.number(each['audience'])} pegawai."
        for each in facts["circulars"]
    ]
    return [*pacts, *circulars]
