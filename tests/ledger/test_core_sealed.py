"""Sealed leaves: batches and their days, the leaf of a report, and what opens it."""

import hashlib
import json
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.ledger.core import sealed
from netral.ledger.core.leaf import Kept
from netral.ledger.core.sealed import Unfit
from netral.ledger.core.tree import leaf_hash
from netral.ledger.core.types import misfits
from tests.ledger.reporter import CIPHERTEXT, FIELDS, Reporter, b64u, opened

DAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)
KIND = "8028eafd3c04cb1fd6901943070c741b1152563534472858b4dfb4630099a213"
SALTS = [bytes([n]) * 32 for n in range(6)]
instants = st.timedeltas(timedelta(0), timedelta(3650)).map(lambda since: NOON + since)
hours = st.integers(0, 23)


def report(**other: Any) -> Reporter:
    return Reporter(b"sixteen octets..", **other)


# ---- The day of a batch


def test_a_batch_is_released_on_its_day_in_western_indonesia() -> None:
    at_three = sealed.batch_of(DAY, 3)  # in UTC it is still the 21st
    assert at_three.release == datetime(2026, 11, 21, 20, tzinfo=UTC)
    assert at_three.closes == datetime(2026, 11, 21, 19, tzinfo=UTC)
    assert sealed.batch_of(DAY, 9).release == datetime(2026, 11, 22, 2, tzinfo=UTC)
    assert sealed.batch_of(DAY, 0).release == sealed.begins(DAY)
    assert sealed.begins(DAY) == datetime(2026, 11, 21, 17, tzinfo=UTC)
    assert sealed.day_at(sealed.begins(DAY)) == DAY
    assert sealed.day_at(sealed.begins(DAY) - timedelta(seconds=1)) == DAY - timedelta(days=1)


def test_a_batch_closes_an_hour_before_it_is_released() -> None:
    closing = datetime(2026, 11, 21, 19, tzinfo=UTC)
    before = closing - timedelta(microseconds=1)
    assert sealed.open_batch(before, 3).day == DAY
    assert sealed.closed_batch(before, 3).day == DAY - timedelta(days=1)
    assert sealed.open_batch(closing, 3).day == DAY + timedelta(days=1)
    assert sealed.closed_batch(closing, 3).day == DAY


def test_a_batch_that_is_released_at_midnight_closes_the_day_before() -> None:
    midnight = sealed.begins(DAY)
    half_an_hour = timedelta(minutes=30)
    assert sealed.closed_batch(midnight - half_an_hour, 0).day == DAY
    assert sealed.closed_batch(midnight - 3 * half_an_hour, 0).day == DAY - timedelta(days=1)


def test_the_clock_of_the_machine_changes_no_day(monkeypatch: pytest.MonkeyPatch) -> None:
    before = sealed.batch_of(DAY, 3), sealed.begins(DAY)
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "America/Anchorage")
        time.tzset()
        assert (sealed.batch_of(DAY, 3), sealed.begins(DAY)) == before
    time.tzset()


@given(instants, hours)
def test_at_every_instant_one_batch_is_open_and_the_one_before_it_closed(
    at: datetime, hour: int
) -> None:
    taking, shut = sealed.open_batch(at, hour), sealed.closed_batch(at, hour)
    assert shut.closes <= at < taking.closes
    assert taking.closes - shut.closes == timedelta(days=1)
    for batch in (taking, shut):
        assert batch.day == sealed.day_at(batch.release)
        assert batch.release.astimezone(sealed.ZONE).hour == hour


# ---- How many covers


@pytest.mark.parametrize(
    ("held", "needed"), [(0, 16), (1, 15), (15, 1), (16, 0), (17, 15), (32, 0), (33, 15)]
)
def test_covers_fill_up_to_a_multiple_of_sixteen(held: int, needed: int) -> None:
    assert sealed.covers_needed(held) == needed
    assert sealed.is_full(held) is (needed == 0)


@given(st.integers(0, 10_000))
def test_a_filled_batch_is_full_and_no_fuller_than_it_must_be(held: int) -> None:
    total = held + sealed.covers_needed(held)
    assert total >= 16
    assert total % 16 == 0
    assert total - held <= 16
    assert sealed.is_full(total)


# ---- The leaf


def test_the_octets_of_a_sealed_leaf_are_pinned() -> None:
    fields = sealed.kept({"kind": "cover"}, SALTS)
    # printf 'netral.field.v1\0kind\0"cover"' | openssl dgst -sha256 -mac HMAC -macopt hexkey:00..
    assert fields[0].digest.hex() == KIND
    bound = hashlib.sha256(
        b"netral.commit.v1\0sealed/1\0" + b"".join(each.digest for each in fields)
    ).digest()
    leaf = sealed.sealed_leaf(DAY, fields)
    assert leaf == b'{"at":"2026-11-22","c":"' + b64u(bound).encode() + b'","t":"sealed/1"}'


def test_report_step_and_cover_look_alike() -> None:
    link = b64u(b"\x01" * 32)
    step = {"kind": "step", "link": link, "ten": "32.76", "blob": [CIPHERTEXT], "to": ["a"]}
    leaves = [
        report().leaf(DAY),
        sealed.sealed_leaf(DAY, sealed.kept(step, SALTS)),
        sealed.sealed_leaf(DAY, sealed.kept({"kind": "cover"}, SALTS)),
    ]
    assert len(set(leaves)) == 3
    assert {len(each) for each in leaves} == {84}
    assert {tuple(json.loads(each)) for each in leaves} == {("at", "c", "t")}
    assert {sealed.day_of(each) for each in leaves} == {DAY}


@pytest.mark.parametrize(
    "leaf",
    [
        b"",
        report().leaf(DAY) + b"\n",
        b" " + report().leaf(DAY),
        report().leaf(DAY).replace(b"2026-11-22", b"2026-02-30"),
        report().leaf(DAY).replace(b"2026-11-22", b"20261122"),
        report().leaf(DAY).replace(b"sealed/1", b"sealed/2"),
        report().leaf(DAY).replace(b'"t"', b'"n":0,"t"'),
        '{"at":"２０２６-11-22"}'.encode(),
        b"[" * 5000,
    ],
)
def test_what_is_no_sealed_leaf_has_no_day(leaf: bytes) -> None:
    with pytest.raises(Unfit, match=r"^this is no sealed leaf$"):
        sealed.day_of(leaf)


# ---- What a reporter's browser made


def test_a_report_is_taken_as_its_reporter_made_it() -> None:
    reporter = report()
    fields = sealed.checked(reporter.given(DAY), day=DAY, institution="32.76")
    assert [each.field for each in fields] == list(FIELDS)
    assert [each.digest for each in fields] == [reporter.digest(name) for name in FIELDS]
    assert sealed.sealed_leaf(DAY, fields) == reporter.leaf(DAY)
    assert fields[0] == Kept("kind", reporter.digest("kind"), reporter.salts["kind"], b'"report"')
    assert fields[-1] == Kept("code_pk", reporter.digest("code_pk"), None, None)
    assert (fields[-1].salt, fields[-1].value) == (None, None)


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"kind": "cover"}, "is of a report"),
        ({"kind": "step"}, "is of a report"),
        ({"kind": ["report"]}, "is of a report"),
        ({"kind": None}, "is of a report"),
        ({"link": b64u(b"x" * 32)}, "follows nothing"),
        ({"link": ""}, "follows nothing"),
        ({"ten": "13.71"}, "is of a report to 32.76"),
        ({"ten": None}, "is of a report to 32.76"),
        ({"blob": []}, "names its ciphertexts"),
        ({"blob": CIPHERTEXT}, "names its ciphertexts"),
        ({"blob": None}, "names its ciphertexts"),
        ({"blob": [CIPHERTEXT, CIPHERTEXT]}, "names its ciphertexts"),
        ({"blob": [CIPHERTEXT.upper()]}, "names its ciphertexts"),
        ({"blob": [CIPHERTEXT + "\n"]}, "names its ciphertexts"),
        ({"blob": [7]}, "names its ciphertexts"),
        ({"blob": [CIPHERTEXT, "x"]}, "names its ciphertexts"),
        ({"blob": [[CIPHERTEXT]]}, "names its ciphertexts"),
        ({"blob": [f"{n:064x}" for n in range(101)]}, "names its ciphertexts"),
        ({"to": []}, "names the keys"),
        ({"to": [""]}, "names the keys"),
        ({"to": ["a b"]}, "names the keys"),
        ({"to": ["k" * 101]}, "names the keys"),
        ({"to": ["a", "a"]}, "names the keys"),
        ({"to": ["a", "a b"]}, "names the keys"),
        ({"to": {"a": 1}}, "names the keys"),
        ({"to": [str(n) for n in range(101)]}, "names the keys"),
    ],
)
def test_a_leaf_that_is_of_no_report_is_refused(other: dict[str, Any], why: str) -> None:
    with pytest.raises(Unfit, match=why):
        sealed.checked(report(**other).given(DAY), day=DAY, institution="32.76")


def test_as_much_as_a_report_may_name_is_taken() -> None:
    most = report(
        blob=[f"{n:064x}" for n in range(100)],
        to=[f"{n:100}".replace(" ", "~") for n in range(100)],
    )
    assert sealed.checked(most.given(DAY), day=DAY, institution="32.76")


def test_a_leaf_of_another_day_is_refused() -> None:
    with pytest.raises(Unfit, match=r"^the leaf is of another day, or commits to something else$"):
        sealed.checked(report().given(DAY + timedelta(1)), day=DAY, institution="32.76")


@given(st.data())
def test_every_changed_bit_of_what_was_given_is_noticed(data: st.DataObject) -> None:
    sent = report().given(DAY)
    where = data.draw(st.sampled_from(["leaf", "code_pk", *FIELDS[:-1]]))
    octets = getattr(sent, where, None) or sent.salts[where]
    bit = data.draw(st.integers(0, len(octets) * 8 - 1))
    turned = bytearray(octets)
    turned[bit // 8] ^= 1 << bit % 8
    changed = bytes(turned)
    if where == "leaf":
        sent = replace(sent, leaf=changed)
    elif where == "code_pk":
        sent = replace(sent, code_pk=changed)
    else:
        sent = replace(sent, salts={**sent.salts, where: changed})
    with pytest.raises(Unfit, match=r"^the leaf is of another day, or commits to something else$"):
        sealed.checked(sent, day=DAY, institution="32.76")


@pytest.mark.parametrize("name", FIELDS[:-1])
def test_every_field_but_the_code_must_be_given(name: str) -> None:
    sent = report().given(DAY)
    values = {k: v for k, v in sent.values.items() if k != name}
    salts = {k: v for k, v in sent.salts.items() if k != name}
    for less in (replace(sent, values=values), replace(sent, salts=salts)):
        with pytest.raises(Unfit, match=r"^a report gives value and salt of kind, link, ten, blob"):
            sealed.checked(less, day=DAY, institution="32.76")


def test_more_than_was_asked_for_is_refused() -> None:
    """Value and salt of the code itself would let the server open the leaf in its own name."""
    sent = report().given(DAY)
    for more in (
        replace(sent, values={**sent.values, "code_pk": "x"}),
        replace(sent, salts={**sent.salts, "code_pk": b"x" * 32}),
        replace(
            sent,
            values={**sent.values, "name": "x"},
            salts={**sent.salts, "name": b"x" * 32},
        ),
    ):
        with pytest.raises(Unfit, match=r"^a report gives value and salt of kind"):
            sealed.checked(more, day=DAY, institution="32.76")


@pytest.mark.parametrize("octets", [b"", b"x" * 31, b"x" * 33])
def test_salts_and_digest_have_32_octets(octets: bytes) -> None:
    sent = report().given(DAY)
    for other in (replace(sent, code_pk=octets), replace(sent, salts={**sent.salts, "to": octets})):
        with pytest.raises(Unfit, match=r"^each salt, and the digest, has 32 octets of its own$"):
            sealed.checked(other, day=DAY, institution="32.76")


def test_no_two_fields_share_a_salt() -> None:
    reporter = report()
    reporter.salts["to"] = reporter.salts["ten"]
    with pytest.raises(Unfit, match="of its own"):
        sealed.checked(reporter.given(DAY), day=DAY, institution="32.76")


# ---- Opening


def opening(fields: tuple[Kept, ...]) -> tuple[bytes, bytes]:
    """Return a sealed leaf and what opens it."""
    leaf = sealed.sealed_leaf(DAY, fields)
    return leaf, sealed.opening_leaf(NOON, leaf_hash(leaf), fields)


def test_an_opening_shows_kind_and_link_and_nothing_else() -> None:
    reporter = report()
    fields = sealed.checked(reporter.given(DAY), day=DAY, institution="32.76")
    leaf, octets = opening(fields)
    assert json.loads(octets) == {
        "at": "2026-11-22T05:00:00Z",
        "t": "opening/1",
        "x": {
            "leaf": b64u(leaf_hash(leaf)),
            "kind": "report",
            "kind_salt": b64u(reporter.salts["kind"]),
            "link": None,
            "link_salt": b64u(reporter.salts["link"]),
            "rest": [b64u(reporter.digest(name)) for name in FIELDS[2:]],
        },
    }
    assert misfits("opening/1", json.loads(octets)["x"]) == []
    assert octets == json.dumps(json.loads(octets), sort_keys=True, separators=(",", ":")).encode()


@pytest.mark.parametrize(
    "values",
    [{"kind": "cover"}, {"kind": "step", "link": b64u(b"\x02" * 32), "to": ["a"]}],
)
def test_an_opening_leads_back_to_the_commitment(values: dict[str, object]) -> None:
    leaf, octets = opening(sealed.kept(values, SALTS))
    named, bound = opened(octets)
    assert named == b64u(leaf_hash(leaf))
    assert json.loads(leaf)["c"] == b64u(bound)
    assert sealed.opens(octets, leaf)


@given(st.data())
def test_a_changed_opening_opens_nothing(data: st.DataObject) -> None:
    leaf, octets = opening(sealed.kept({"kind": "report"}, SALTS))
    shown = json.loads(octets)["x"]
    name = data.draw(st.sampled_from(sorted(shown)))
    other = b64u(data.draw(st.binary(min_size=32, max_size=32).filter(lambda b: b not in SALTS)))
    changed = {
        "kind": data.draw(st.sampled_from(["cover", "step", "Report"])),
        "link": other,
        "rest": data.draw(
            st.sampled_from([[other, *shown["rest"][1:]], shown["rest"][::-1], shown["rest"][1:]])
        ),
    }.get(name, other)
    turned = json.dumps({"x": {**shown, name: changed}}).encode()
    assert not sealed.opens(turned, leaf)


def test_an_opening_of_another_leaf_does_not_open_this_one() -> None:
    one, opens_one = opening(sealed.kept({"kind": "cover"}, SALTS))
    two, opens_two = opening(sealed.kept({"kind": "cover"}, SALTS[::-1]))
    assert sealed.opens(opens_one, one)
    assert sealed.opens(opens_two, two)
    assert not sealed.opens(opens_one, two)
    assert not sealed.opens(opens_two, one)
    mixed = json.loads(opens_one)
    mixed["x"]["leaf"] = b64u(leaf_hash(two))
    assert not sealed.opens(json.dumps(mixed).encode(), two)


@pytest.mark.parametrize("lacking", ["kind", "rest", "link_salt"])
def test_an_opening_of_another_shape_opens_nothing(lacking: str) -> None:
    leaf, octets = opening(sealed.kept({"kind": "cover"}, SALTS))
    shown = json.loads(octets)
    del shown["x"][lacking]
    assert sealed.opens(json.dumps(shown).encode(), leaf) is False


@pytest.mark.parametrize("gone", [{"salt": None}, {"value": None}, {"salt": None, "value": None}])
@pytest.mark.parametrize("name", ["kind", "link"])
def test_what_was_erased_cannot_be_opened(name: str, gone: dict[str, Any]) -> None:
    fields = [
        replace(each, **gone) if each.field == name else each
        for each in sealed.kept({"kind": "cover"}, SALTS)
    ]
    with pytest.raises(ValueError, match=f"^{name} was erased$"):
        sealed.opening_leaf(NOON, b"x" * 32, fields)


def test_a_leaf_is_a_report_a_step_or_a_cover() -> None:
    assert (sealed.REPORT, sealed.STEP, sealed.COVER) == ("report", "step", "cover")
