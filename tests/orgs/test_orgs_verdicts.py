"""What a line of a roster means, without any database."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.orgs.core import Service
from netral.orgs.core.layouts import SIASN, SIMPLE, Field, Header, Layout
from netral.orgs.core.oddities import Reason, Warn
from netral.orgs.core.parcel import Missing, Parcel, Report
from netral.orgs.core.places import Place, Places
from netral.orgs.core.roster import Desk, Line, Refused, read
from netral.orgs.core.vault import Vault
from netral.orgs.core.verdicts import VERDICT_WORDS, Findings, Known, Verdict, judge

TODAY = date(2024, 6, 26)
NIP = "198609262015051000"
NIK = "3276012609860000"
UNITS = Places([Place(7, None, "1.02", "un-7", "Dinas Kesehatan", "Dinkes")])
GOOD = {
    Field.NUMBER: NIP, Field.NAME: "SARI CONTOH", Field.KIND: "PNS", Field.STATUS: "P",
    Field.STANDING: "Aktif", Field.UNIT_NAME: "DINAS KESEHATAN",
}  # fmt: skip


def one(cells: Mapping[Field, object], layout: Layout = SIASN, **more: bool) -> Line | Refused:
    header = Header(layout, 0, {f: n for n, f in enumerate(Field)})
    desk = Desk(today=TODAY, places=UNITS, local_number=lambda nik: f"N-{nik[:3]}", impossible=True)
    desk.create_units = more.get("create_units", False)
    row = [cells.get(f, "") for f in Field]
    (found,) = read([row], header, desk, first=5)
    return found


def taken(cells: Mapping[Field, object], layout: Layout = SIASN) -> Line:
    found = one(GOOD | dict(cells) if layout is SIASN else cells, layout)
    assert isinstance(found, Line), found
    return found


def refused(cells: Mapping[Field, object], layout: Layout = SIASN) -> Refused:
    found = one(GOOD | dict(cells) if layout is SIASN else cells, layout)
    assert isinstance(found, Refused), found
    return found


# ---- Reading


def test_a_line_is_normalised() -> None:
    found = taken(
        {
            Field.TITLE_BACK: "S.KOM", Field.TITLE_FRONT: "DRS.", Field.GRADE: "31",
            Field.POSITION: " Analis  Muda ", Field.EMAIL: "A@B.ID", Field.PHONE: "+62 812 345 678",
            Field.NIK: f"'{NIK}", Field.BIRTH: "26-09-1986",
        }
    )  # fmt: skip
    assert found == Line(
        at=5, kind="pns", identity=NIP, nik=NIK, name="Sari Contoh", title_front="Drs.",
        title_back="S.Kom.", position="Analis Muda", grade="III/a", email="a@b.id",
        phone="0812345678", unit=7, service="active", note="", warnings=[],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "warned"),
    [
        ({Field.BIRTH: "27-09-1986"}, Warn.BIRTH_DIFFERS),
        ({Field.BIRTH: "kemarin"}, Warn.BIRTH_UNREAD),
        ({Field.NIK: "123"}, Warn.NIK_DROPPED),
        ({Field.NIK: 3276012609860000.0}, Warn.NIK_DROPPED),
        ({Field.GRADE: "Juru"}, Warn.GRADE_UNKNOWN),
        ({Field.STANDING: "Entah"}, Warn.STANDING_UNKNOWN),
        ({Field.EMAIL: "bukan surel"}, Warn.EMAIL_DROPPED),
        ({Field.PHONE: "12"}, Warn.PHONE_DROPPED),
        ({Field.POSITION: "x" * 161}, Warn.CUT),
        ({Field.KIND: "PPPK"}, Warn.NUMBER_KIND),
        ({Field.UNIT_NAME: "DINKES - SEKSI MUTU"}, Warn.UNIT_PART),
    ],
)
def test_what_is_odd_is_let_in_with_a_warning(cells: dict[Field, object], warned: Warn) -> None:
    assert taken(cells).warnings == [warned.value]


def test_columns_that_are_not_there_leave_nothing() -> None:
    bare = {f: GOOD[f] for f in (Field.NUMBER, Field.NAME, Field.KIND)}
    found = one(bare | {Field.UNIT_ID: "UN-7"})
    assert found == Line(
        5, "pns", NIP, "", "Sari Contoh", "", "", "", "", "", "", 7, "active", "", []
    )


def test_a_dropped_contact_leaves_nothing_behind() -> None:
    found = taken({Field.PHONE: "12", Field.EMAIL: "rusak", Field.NIK: "x"})
    assert (found.phone, found.email, found.nik) == ("", "", "")


def test_a_standing_other_than_active_stays_as_the_note() -> None:
    found = taken({Field.STANDING: "CLTN"})
    assert (found.service, found.note) == ("leave", "CLTN")
    assert taken({Field.STANDING: "Entah"}).note == ""


@pytest.mark.parametrize(
    ("cell", "field", "room"),
    [
        (Field.TITLE_FRONT, "title_front", 40),
        (Field.TITLE_BACK, "title_back", 60),
        (Field.POSITION, "position", 160),
        (Field.GRADE, "grade", 20),
        (Field.STANDING, "note", 160),
    ],
)
def test_long_texts_are_cut_at_their_room_and_warned_of(cell: Field, field: str, room: int) -> None:
    start = "CUTI" if cell is Field.STANDING else "q"
    fits, long = start.ljust(room, "q"), start.ljust(room + 1, "q")
    assert getattr(taken({cell: fits}), field) == fits
    assert "cut" not in taken({cell: fits}).warnings
    assert getattr(taken({cell: long}), field) == fits
    assert "cut" in taken({cell: long}).warnings


def test_a_name_of_120_letters_is_a_name() -> None:
    assert len(taken({Field.NAME: "x" * 120}).name) == 120


def test_what_is_refused_is_shown_with_number_name_and_unit() -> None:
    found = refused({Field.NUMBER: "'1234", Field.UNIT_NAME: "Dinas Lain"})
    assert found == Refused(5, "number_length", {"length": 4}, "1234", "SARI CONTOH", "Dinas Lain")
    lost = refused({Field.NUMBER: 1.98609262015051e17})
    assert (lost.number, lost.facts) == ("198609…", {"number": "198609…"})
    by_id = refused({Field.UNIT_NAME: "", Field.UNIT_ID: "un-9"})
    assert (by_id.unit, by_id.facts) == ("un-9", {"unit": "un-9"})
    by_code = refused({Field.UNIT_NAME: "", Field.UNIT_CODE: "9", Field.UNIT_ID: "un-9"})
    assert (by_code.unit, by_code.facts) == ("9", {"unit": "9"})
    assert refused({Field.NAME: "", Field.UNIT_NAME: "x" * 200}).name == ""
    long = refused({Field.NUMBER: "A" * 50, Field.UNIT_NAME: "x" * 200})
    assert (len(long.number), len(long.unit)) == (40, 160)
    assert refused({Field.NUMBER: "A" * 16}).number == "A" * 16


def test_somebody_on_probation_is_told_by_the_status() -> None:
    assert taken({Field.STATUS: "C"}).kind == "cpns"
    assert taken({Field.KIND: "", Field.STATUS: "C"}).kind == "cpns"


def test_titles_given_in_a_column_leave_the_name_alone() -> None:
    cells = LOCAL | {Field.NUMBER: "K-1", Field.NAME: "H. SITI, ANI", Field.TITLE_BACK: "S.E."}
    found = taken(cells, SIMPLE)
    assert (found.title_front, found.name, found.title_back) == ("", "H. Siti, Ani", "S.E.")


def test_the_work_address_goes_before_the_private_one() -> None:
    both = {Field.EMAIL: "a@rumah.id", Field.EMAIL_WORK: "a@kantor.go.id"}
    assert taken(both).email == "a@kantor.go.id"
    mended = taken(both | {Field.EMAIL_WORK: "rusak"})
    assert (mended.email, mended.warnings) == ("a@rumah.id", ["email_dropped"])


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({Field.NUMBER: ""}, Reason.NUMBER_MISSING),
        ({Field.NUMBER: "12"}, Reason.NUMBER_LENGTH),
        ({Field.NUMBER: 1.98609262015051e17}, Reason.NUMBER_LOST_DIGITS),
        ({Field.NAME: "'"}, Reason.NAME_MISSING),
        ({Field.NAME: "x" * 121}, Reason.NAME_TOO_LONG),
        ({Field.KIND: "Relawan"}, Reason.KIND_UNKNOWN),
        ({Field.UNIT_NAME: ""}, Reason.UNIT_MISSING),
        ({Field.UNIT_NAME: "Dinas Lain"}, Reason.UNIT_UNKNOWN),
    ],
)
def test_what_cannot_be_is_refused(cells: dict[Field, object], reason: Reason) -> None:
    found = refused(cells)
    assert (found.at, found.reason) == (5, reason.value)


def test_a_line_without_kind_is_told_by_its_number() -> None:
    bare = {Field.KIND: "", Field.STATUS: ""}
    assert taken(bare).kind == "pns"
    assert taken(bare | {Field.NUMBER: "199403122022211000"}).kind == "pppk"


def test_a_unit_to_be_made_is_noted_once() -> None:
    header = Header(SIASN, 0, {f: n for n, f in enumerate(Field)})
    desk = Desk(TODAY, UNITS, str, impossible=True, create_units=True)
    rows = [[(GOOD | {Field.UNIT_NAME: n}).get(f, "") for f in Field] for n in ("B", "C", "B", "")]
    found = list(read(rows, header, desk, first=2))
    assert [getattr(line, "unit", None) for line in found] == [-1, -2, -1, ""]
    assert list(desk.new_units) == [("", "", "B"), ("", "", "C")]


def test_empty_rows_are_passed_over_and_lines_keep_their_numbers() -> None:
    header = Header(SIASN, 0, {f: n for n, f in enumerate(Field)})
    desk = Desk(TODAY, UNITS, str, impossible=True)
    good = [GOOD.get(f, "") for f in Field]
    found = list(read([[], ["", None], good, good[:3]], header, desk, first=10))
    assert [line.at for line in found] == [12, 13]


LOCAL = {
    Field.KIND: "Non-ASN", Field.NAME: "DR. SITI, S.KOM", Field.UNIT_CODE: "1.02",
}  # fmt: skip


def test_local_people_are_known_by_number_or_by_nik() -> None:
    assert taken(LOCAL | {Field.NUMBER: "K-1"}, SIMPLE).identity == "K-1"
    by_nik = taken(LOCAL | {Field.NIK: NIK}, SIMPLE)
    assert (by_nik.identity, by_nik.nik) == ("N-327", NIK)
    misplaced = taken(LOCAL | {Field.NUMBER: NIK}, SIMPLE)
    assert (misplaced.identity, misplaced.nik) == ("N-327", NIK)
    both = taken(LOCAL | {Field.NUMBER: "K-1", Field.NIK: "12"}, SIMPLE)
    assert (both.nik, both.warnings) == ("", ["nik_dropped"])


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({}, Reason.NUMBER_MISSING),
        ({Field.NIK: "12"}, Reason.NIK_LENGTH),
        ({Field.NIK: 3276012609860000.0}, Reason.NUMBER_LOST_DIGITS),
        ({Field.NUMBER: NIK[:6] + "99" + NIK[8:]}, Reason.NIK_BIRTH),
    ],
)
def test_local_people_without_any_number_are_refused(
    cells: dict[Field, object], reason: Reason
) -> None:
    found = refused(LOCAL | cells, SIMPLE)
    assert found.reason == reason.value
    assert NIK[8:] not in str(found)


def test_a_refused_nik_is_shown_masked() -> None:
    shown = refused(LOCAL | {Field.NUMBER: NIK[:6] + "99" + NIK[8:]}, SIMPLE).number
    assert shown == "327601••••••••00"


def test_titles_in_the_name_are_parted_in_the_simple_layout_only() -> None:
    found = taken(LOCAL | {Field.NUMBER: "K-1"}, SIMPLE)
    assert (found.title_front, found.name, found.title_back) == ("DR.", "Siti", "S.Kom.")
    assert taken({Field.NAME: "H. SITI"}).name == "H. Siti"


cell = st.one_of(
    st.text(max_size=200), st.integers(), st.floats(), st.booleans(), st.none(), st.dates(),
    st.datetimes(), st.just(NIP), st.just("PNS"), st.just("1.02"),
)  # fmt: skip


@given(st.lists(st.lists(cell, max_size=20), max_size=5), st.sampled_from([SIASN, SIMPLE]))
def test_no_row_whatever_breaks_the_reading(rows: list[list[Any]], layout: Layout) -> None:
    header = Header(layout, 0, {f: n for n, f in enumerate(Field)})
    desk = Desk(TODAY, UNITS, lambda nik: f"N-{nik[:3]}", impossible=True)
    for found in read(rows, header, desk, first=2):
        if isinstance(found, Line):
            assert found.name
            assert found.identity
            assert len(found.position) <= 160


# ---- Judging

LINE = Line(2, "pns", NIP, "", "Sari", "", "", "Analis", "III/a", "", "", 7, "active", "", [])
KNOWN = Known(
    1, "pns", NIP, "", "Sari", "", "", "Analis", "III/a", "", "", 7, "active", "", [], None
)


def judged(line: Line, known: Known | None = KNOWN, nik_hash: str = "") -> Findings:
    people = {known.identity: known} if known else {}
    return judge([(line, nik_hash)], [], people, today=TODAY)


def verdict(line: Line, known: Known | None = KNOWN, nik_hash: str = "") -> Verdict:
    found = judged(line, known, nik_hash)
    (only,) = (v for v, n in found.counts.items() if n)
    changed = {Verdict.UNCHANGED, Verdict.PASSED_OVER}
    assert [c.verdict for c in found.changes] == ([] if only in changed else [only])
    return only


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("active", "active", Verdict.UNCHANGED),
        ("active", "leave", Verdict.ON_LEAVE),
        ("active", "retired", Verdict.RETIRED),
        ("active", "deceased", Verdict.DECEASED),
        ("active", "ended", Verdict.ENDED),
        ("active", "moved", Verdict.MOVED_AWAY),
        ("leave", "active", Verdict.RETURNED),
        ("leave", "retired", Verdict.RETIRED),
        ("retired", "active", Verdict.RETURNED),
        ("retired", "leave", Verdict.RETURNED),
        ("retired", "deceased", Verdict.CHANGED),
        ("moved", "moved", Verdict.UNCHANGED),
    ],
)
def test_what_became_of_a_known_person(before: str, after: str, found: Verdict) -> None:
    assert verdict(LINE._replace(service=after), KNOWN._replace(service=before)) is found


@pytest.mark.parametrize("service", Service)
def test_who_is_not_known_is_new_or_passed_over(service: Service) -> None:
    serves = service in {"active", "leave"}
    expected = Verdict.NEW if serves else Verdict.PASSED_OVER
    assert verdict(LINE._replace(service=service), None) is expected


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"unit": 8}, Verdict.TRANSFERRED),
        ({"unit": 8, "name": "Dewi"}, Verdict.TRANSFERRED),
        ({"name": "Dewi"}, Verdict.CHANGED),
        ({"kind": "cpns"}, Verdict.CHANGED),
        ({"email": "a@b.id"}, Verdict.CHANGED),
        ({"warnings": ["cut"]}, Verdict.CHANGED),
        ({"position": ""}, Verdict.UNCHANGED),
        ({"grade": ""}, Verdict.UNCHANGED),
        ({"at": 99}, Verdict.UNCHANGED),
    ],
)
def test_what_changed_of_a_known_person(change: dict[str, Any], found: Verdict) -> None:
    assert verdict(LINE._replace(**change)) is found


def test_a_change_says_what_it_was_and_what_it_is() -> None:
    (change,) = judged(LINE._replace(unit=8, position="Kepala", grade="")).changes
    assert change.before == {"position": "Analis", "unit": 7}
    assert change.after == {"position": "Kepala", "unit": 8}
    assert change.known == KNOWN


def test_who_is_new_comes_with_the_line_and_the_hash_and_nothing_before() -> None:
    (change,) = judged(LINE, None, "h").changes
    assert change == (Verdict.NEW, LINE, "h", None, {}, {})


def test_warnings_and_notes_are_also_taken_back() -> None:
    odd = KNOWN._replace(warnings=["cut"], note="CLTN")
    (change,) = judged(LINE, odd).changes
    assert change.after == {"warnings": [], "note": ""}


def test_a_leave_that_stays_stays_when_other_data_changes() -> None:
    away = KNOWN._replace(service="leave", note="Cuti", leave_until=TODAY)
    (change,) = judged(LINE._replace(position="Kepala"), away).changes
    assert (change.verdict, change.after) == (Verdict.CHANGED, {"position": "Kepala"})
    assert (change.line.service, change.line.note) == ("leave", "Cuti")


def test_a_new_nik_is_a_change_that_never_shows_it() -> None:
    assert verdict(LINE._replace(nik=NIK), nik_hash="h") is Verdict.CHANGED
    (change,) = judged(LINE._replace(nik=NIK), nik_hash="h").changes
    assert (change.before, change.after, change.nik_hash) == ({"nik": ""}, {"nik": ""}, "h")
    assert verdict(LINE, KNOWN._replace(nik_hash="h"), "h") is Verdict.UNCHANGED
    assert verdict(LINE, KNOWN._replace(nik_hash="h"), "") is Verdict.UNCHANGED


@pytest.mark.parametrize(
    ("until", "found"),
    [
        (date(2024, 6, 25), Verdict.RETURNED),
        (date(2024, 6, 26), Verdict.UNCHANGED),
        (None, Verdict.RETURNED),
    ],
)
def test_a_leave_with_a_last_day_to_come_stays(until: date | None, found: Verdict) -> None:
    away = KNOWN._replace(service="leave", note="Cuti", leave_until=until)
    assert verdict(LINE, away) is found


def test_the_same_number_again_is_a_duplicate_or_a_contradiction() -> None:
    lines = [(LINE, ""), (LINE._replace(at=3), ""), (LINE._replace(at=4, name="Dewi"), "")]
    found = judge(lines, [], {}, today=TODAY)
    assert (found.counts[Verdict.NEW], found.counts[Verdict.DUPLICATE]) == (1, 1)
    assert found.counts[Verdict.REFUSED] == 1
    assert found.refused == [
        Refused(4, "contradicts_line", {"other": 2}, NIP, "Dewi", ""),
    ]
    assert found.lines == 3


def test_one_nik_under_two_numbers_warns_both_and_for_good() -> None:
    other = LINE._replace(identity="2")
    found = judge([(LINE, "h"), (other, "h")], [], {}, today=TODAY)
    assert [c.line.warnings for c in found.changes] == [["nik_shared"], ["nik_shared"]]
    known = KNOWN._replace(nik_hash="h", warnings=["nik_shared"])
    again = judge(
        [(LINE, "h"), (other, "h")], [],
        {NIP: known, "2": known._replace(identity="2", pk=2)}, today=TODAY,
    )  # fmt: skip
    assert again.counts[Verdict.UNCHANGED] == 2
    alone = judge([(LINE, "h")], [], {"9": known._replace(identity="9")}, today=TODAY)
    assert alone.changes[0].line.warnings == ["nik_shared"]


@pytest.mark.parametrize(
    ("change", "listed"),
    [
        ({}, True),
        ({"service": "leave"}, True),
        ({"service": "retired"}, False),
        ({"kind": "bumd"}, False),
        ({"identity": "refused"}, False),
    ],
)
def test_who_is_missing_from_the_file(change: dict[str, Any], *, listed: bool) -> None:
    absent = KNOWN._replace(**{"identity": "absent"} | change)
    turned_away = [Refused(9, "unit_unknown", {}, "refused", "", "")]
    known = {NIP: KNOWN, absent.identity: absent}
    found = judge([(LINE, "")], turned_away, known, today=TODAY)
    assert found.missing == ([absent] if listed else [])


lines = st.builds(
    lambda n, service, unit, name: LINE._replace(
        at=n, identity=str(n % 7), service=service, unit=unit, name=name
    ),
    st.integers(2, 40), st.sampled_from([s.value for s in Service]), st.integers(1, 3),
    st.sampled_from(["A", "B"]),
)  # fmt: skip


@given(st.lists(lines, max_size=25), st.lists(lines, max_size=10))
def test_verdicts_sum_to_the_lines_and_a_second_time_nothing_changes(
    file: list[Line], before: list[Line]
) -> None:
    known = {b.identity: _as_known(b) for b in before}
    found = judge([(line, "") for line in file], [], known, today=TODAY)
    assert found.lines == len(file)
    after = known | {c.line.identity: _as_known(c.line) for c in found.changes}
    again = judge([(line, "") for line in file], [], after, today=TODAY)
    assert again.changes == []


def _as_known(line: Line) -> Known:
    return KNOWN._replace(
        identity=line.identity, service=line.service, unit=line.unit, name=line.name
    )


def test_every_verdict_has_words() -> None:
    assert set(VERDICT_WORDS) == set(Verdict)


# ---- Waiting between dry run and application


def test_a_parcel_comes_out_as_it_went_in() -> None:
    vault = Vault("k" * 40)
    turned_away = Refused(3, "name_missing", {}, "1", "", "")
    parcel = Parcel([LINE._replace(nik=NIK)], [turned_away], [("a", "", "B")])
    sealed = parcel.sealed(vault)
    assert NIK.encode() not in sealed
    assert Parcel.opened(sealed, vault) == parcel


def test_a_report_comes_out_as_it_went_in() -> None:
    report = Report(
        [Refused(3, "name_missing", {}, "1", "", "")], [Missing(1, NIP, "Sari", "Dinkes")]
    )
    assert Report.unpacked(report.packed()) == report
    assert Report.unpacked(None) == Report()
