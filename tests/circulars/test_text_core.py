"""The frozen text of a circular, and the words above the signature."""

from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from netral.calendar.core.elections import Confidence
from netral.circulars.core import ClauseKind, Relay
from netral.circulars.core.text import (
    ClauseText,
    instant,
    is_doubtful,
    signature_lines,
    text_record,
    text_sha256,
)
from tests.circulars.test_circulars_core import BAN, DUE


def test_the_form_that_is_hashed_never_changes() -> None:
    """Papers in people's hands bear hashes of this form: a new one needs a new name."""
    record = text_record(
        {"subject": "Netralitas"}, [BAN, ClauseText(kind=ClauseKind.DUTY, text="x")]
    )
    assert record == {
        "format": "netral.circular/1",
        "subject": "Netralitas",
        "clauses": [
            {
                "kind": "prohibition",
                "text": "Dilarang mengunggah dukungan.",
                "conditions": ["di luar tugas"],
                "kinds": ["pns", "pppk"],
                "phase": "campaign",
                "due_at": "2024-06-28T09:00:00Z",
            },
            {"kind": "duty", "text": "x", "conditions": [], "kinds": [], "phase": "",
             "due_at": None},
        ],
    }  # fmt: skip


def test_kinds_in_another_order_and_an_instant_in_another_zone_are_the_same_text() -> None:
    wib = timezone(timedelta(hours=7))
    same = replace(BAN, kinds=("pppk", "pns"), due_at=DUE.astimezone(wib))
    assert text_sha256({}, [same]) == text_sha256({}, [BAN])
    assert instant(DUE.astimezone(wib).replace(microsecond=9)) == "2024-06-28T09:00:00Z"


def test_clauses_in_another_order_are_another_text() -> None:
    duty = ClauseText(kind=ClauseKind.DUTY, text="x")
    assert text_sha256({}, [BAN, duty]) != text_sha256({}, [duty, BAN])


@pytest.mark.parametrize("confidence", list(Confidence))
def test_what_comes_from_memory_or_from_sources_in_conflict_is_marked(
    confidence: Confidence,
) -> None:
    sure = confidence.value in {"press", "found", "derived"}
    assert is_doubtful(confidence.value) is not sure


def test_what_nobody_doubted_is_not_marked() -> None:
    assert not is_doubtful("")


def test_the_hash_covers_every_word_and_no_row_id() -> None:
    facts = {"subject": "Netralitas"}
    whole = text_sha256(facts, [BAN])
    assert whole == text_sha256(facts, [replace(BAN, restates=9)])
    others = [
        text_sha256({"subject": "netralitas"}, [BAN]),
        text_sha256(facts, []),
        *(
            text_sha256(facts, [replace(BAN, **{name: value})])  # type: ignore[arg-type]
            for name, value in {
                "kind": ClauseKind.DUTY, "text": "x", "conditions": (), "kinds": (), "phase": "",
                "due_at": None,
            }.items()
        ),
    ]  # fmt: skip
    assert len({whole, *others}) == len(others) + 1


@pytest.mark.parametrize(
    ("relay", "capacity", "lines"),
    [
        (Relay.DIRECT, "definitive", ["WALI KOTA DEPOK,"]),
        (Relay.DIRECT, "pj", ["Pj. WALI KOTA DEPOK,"]),
        (Relay.DIRECT, "pjs", ["Pjs. WALI KOTA DEPOK,"]),
        (Relay.DIRECT, "plt", ["Plt. WALI KOTA DEPOK,"]),
        (Relay.ON_BEHALF, "plh", ["a.n. Pj. WALI KOTA PADANG", "Plh. WALI KOTA DEPOK,"]),
        (
            Relay.FOR_HIM,
            "definitive",
            ["a.n. Pj. WALI KOTA PADANG", "SEKRETARIS DAERAH", "u.b.", "WALI KOTA DEPOK,"],
        ),
    ],
)
def test_the_signature_block_follows_capacity_and_relay(
    relay: Relay, capacity: str, lines: list[str]
) -> None:
    assert lines == signature_lines(
        relay=relay,
        on_behalf_of="Pj. Wali Kota Padang",
        under="Sekretaris Daerah",
        capacity=capacity,
        title="Wali Kota Depok",
    )


@pytest.mark.parametrize(
    ("office", "line"),
    [
        ("Wali Kota Padang", "a.n. WALI KOTA PADANG"),
        ("Pjs. Wali Kota Padang", "a.n. Pjs. WALI KOTA PADANG"),
        ("Plt. Kepala Dinas", "a.n. Plt. KEPALA DINAS"),
        ("Plh. Camat", "a.n. Plh. CAMAT"),
        ("Pjok", "a.n. PJOK"),
    ],
)
def test_a_capacity_keeps_its_spelling_above_the_signature(office: str, line: str) -> None:
    lines = signature_lines(
        relay=Relay.ON_BEHALF, on_behalf_of=office, under="", capacity="", title="Sekretaris"
    )
    assert lines == [line, "SEKRETARIS,"]
