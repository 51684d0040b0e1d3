"""Importing rosters: what a file does, what it never does, and what crashes leave behind."""

import io
import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.conf import settings as installed
from django.db import connection
from django.db.models import Model

from netral.access.core import Role
from netral.access.models import Grant, User
from netral.ledger.models import Disclosure, Entry
from netral.orgs.actions import rosters
from netral.orgs.actions.intake import Wishes, check_roster, drop_roster, receive_roster
from netral.orgs.actions.moves import merge_unit
from netral.orgs.actions.offices import hand_over
from netral.orgs.actions.people import add_person
from netral.orgs.actions.rosters import apply_roster, queue_roster
from netral.orgs.actions.service import Leaving, leave
from netral.orgs.actions.units import rename_unit
from netral.orgs.core import Capacity, PersonFacts, PersonKind, Service
from netral.orgs.core.vault import Vault
from netral.orgs.errors import RosterMoved, RosterTaken
from netral.orgs.models import Office, Person, PersonEvent, RosterImport, Unit
from netral.orgs.queries.rosters import problem, reason, report, tallies
from netral.tenancy.models import Institution
from tests.orgs.conftest import AT, BY
from tests.orgs.files import line, nip, table, text

Line = Mapping[str, object]
NIK = "3276012609860000"
SIMPLE = ("JENIS PEGAWAI", "NIP/NI PPPK/NOMOR PEGAWAI", "NIK", "NAMA LENGKAP", "KODE UNIT")


def receive(
    city: Institution, rows: Sequence[Sequence[object]], **wishes: int | None
) -> RosterImport:
    return receive_roster(
        institution=city, name="roster.csv", chunks=[text(rows).encode()], by=BY, at=AT,
        wishes=Wishes(**wishes),
    )  # fmt: skip


def checked(city: Institution, lines: Sequence[Line], **wishes: int | None) -> RosterImport:
    roster = check_roster(roster=receive(city, table(lines), **wishes), at=AT)
    assert roster.state == RosterImport.State.CHECKED, roster.problem
    return roster


def load(city: Institution, lines: Sequence[Line], **wishes: int | None) -> RosterImport:
    return apply_roster(roster=checked(city, lines, **wishes), by=BY, at=AT)


def counts(roster: RosterImport) -> dict[str, int]:
    return {verdict: n for verdict, n in roster.found["counts"].items() if n}


def everything(city: Institution) -> dict[str, list[Any]]:
    kinds: list[type[Model]] = [Person, PersonEvent, Entry, Unit, Grant]
    rows: dict[str, list[Any]] = {
        k.__name__: list(k._default_manager.order_by("pk").values()) for k in kinds
    }
    rows["version"] = list(Institution.objects.values_list("roster_version", flat=True))
    return rows


# ---- What a file does


def test_a_dry_run_changes_nothing_and_counts_everything(
    city: Institution, puskesmas: Unit
) -> None:
    before = everything(city)
    roster = checked(city, [line(0), line(1), line(1), line(2, UNOR_NAMA="DINAS LAIN")])
    assert everything(city) == before
    assert counts(roster) == {"new": 2, "duplicate": 1, "refused": 1}
    assert sum(t.count for t in tallies(roster)) == roster.found["lines"] == 4
    assert roster.layout == "siasn"


def test_applying_puts_people_on_the_roster_under_one_entry(
    city: Institution, puskesmas: Unit
) -> None:
    roster = load(city, [line(n, NIK=NIK, EMAIL_GOV="a@contoh.id") for n in range(1)])
    person = Person.objects.get()
    assert (person.name, person.unit, person.kind) == ("Orang Contoh 0", puskesmas, "pns")
    assert (person.grade, person.position, person.email) == ("III/a", "Analis", "a@contoh.id")
    assert person.entry == roster.entry == Entry.objects.get(act="roster.imported")
    assert [e.what for e in person.events.all()] == ["joined"]
    assert roster.state == RosterImport.State.APPLIED
    assert roster.staged is None


def test_the_same_file_twice_changes_nothing(city: Institution, puskesmas: Unit) -> None:
    lines = [line(n, NIK=NIK[:10] + f"8{n}0000", GELAR_BELAKANG="S.KOM") for n in range(3)]
    load(city, lines)
    before = everything(city)
    again = load(city, lines)
    assert counts(again) == {"unchanged": 3}
    after = everything(city)
    assert [e["act"] for e in after.pop("Entry")[len(before.pop("Entry")) :]] == ["roster.imported"]
    assert after == before


def test_each_change_is_counted_for_what_it_is(
    city: Institution, puskesmas: Unit, disdik: Unit
) -> None:
    load(city, [line(n) for n in range(8)])
    Person.objects.filter(identity=nip(6)).update(service=Service.RETIRED)
    roster = load(
        city,
        [
            line(0),
            line(1, JABATAN_NAMA="Kepala Seksi"),
            line(2, UNOR_NAMA="Dinas Pendidikan"),
            line(3, KEDUDUKAN_HUKUM_NAMA="Pensiun"),
            line(4, KEDUDUKAN_HUKUM_NAMA="Meninggal"),
            line(5, KEDUDUKAN_HUKUM_NAMA="CLTN"),
            line(6),
            line(7, KEDUDUKAN_HUKUM_NAMA="Pindah Instansi"),
            line(9, KEDUDUKAN_HUKUM_NAMA="Pensiun"),
        ],
    )
    assert counts(roster) == {
        "unchanged": 1, "changed": 1, "transferred": 1, "retired": 1, "deceased": 1,
        "on_leave": 1, "returned": 1, "moved_away": 1, "passed_over": 1,
    }  # fmt: skip
    found = {p.identity: p for p in Person.objects.all()}
    assert found[nip(1)].position == "Kepala Seksi"
    assert found[nip(2)].unit == disdik
    assert found[nip(3)].service == Service.RETIRED
    assert found[nip(5)].service_note == "CLTN"
    assert found[nip(6)].service == Service.ACTIVE
    moved = found[nip(2)].events.last()
    assert moved is not None
    assert (moved.what, moved.before["unit_name"]) == ("moved", "Puskesmas Mawar")
    assert len({e.entry_id for e in PersonEvent.objects.exclude(what="joined")}) == 1


def test_an_empty_cell_never_erases(city: Institution, puskesmas: Unit) -> None:
    load(city, [line(0, EMAIL="a@contoh.id", NOMOR_HP="08123456789", NIK=NIK)])
    roster = load(city, [line(0, JABATAN_NAMA="", **{"GOL AKHIR NAMA": ""})])
    person = Person.objects.get()
    assert counts(roster) == {"unchanged": 1}
    assert (person.email, person.phone, person.grade) == ("a@contoh.id", "08123456789", "III/a")
    assert person.nik_mask


def test_a_leave_recorded_by_hand_outlasts_a_roster_that_says_active(
    city: Institution, puskesmas: Unit
) -> None:
    load(city, [line(0), line(1)])
    today = AT.local().date()
    for n, until in ((0, today), (1, today.replace(day=1))):
        leaving = Leaving(service=Service.LEAVE, note="Cuti melahirkan", until=until)
        leave(person=Person.objects.get(identity=nip(n)), leaving=leaving, by=BY, at=AT)
    roster = load(city, [line(0, JABATAN_NAMA="Baru"), line(1)])
    assert counts(roster) == {"changed": 1, "returned": 1}
    kept = Person.objects.get(identity=nip(0))
    assert (kept.service, kept.leave_until, kept.position) == (Service.LEAVE, today, "Baru")


def test_contradicting_lines_are_refused_and_say_which(city: Institution, puskesmas: Unit) -> None:
    roster = checked(city, [line(0), line(0, NAMA="ORANG LAIN")])
    refused = report(roster).refused
    assert [(r.at, r.facts["other"]) for r in refused] == [(3, 2)]
    assert "2" in reason(refused[0])


def test_refused_lines_name_their_line_and_reason(city: Institution, puskesmas: Unit) -> None:
    bad = [
        line(0, NIP_BARU="1.98609262015051E+17"),
        line(0, NIP_BARU="123"),
        line(1, NAMA=" "),
        line(2, NAMA="X" * 121),
        line(3, UNOR_NAMA=""),
        line(4, JENIS_PEGAWAI_NAMA="Relawan", STATUS_CPNS_PNS=""),
        line(5, NIP_BARU=""),
    ]
    refused = report(checked(city, bad)).refused
    assert [(r.at, r.reason) for r in refused] == [
        (2, "number_lost_digits"), (3, "number_length"), (4, "name_missing"),
        (5, "name_too_long"), (6, "unit_missing"), (7, "kind_unknown"), (8, "number_missing"),
    ]  # fmt: skip
    assert all(reason(r) for r in refused)


def test_impossible_sequences_are_refused_in_a_real_installation(
    city: Institution, puskesmas: Unit, settings: Any
) -> None:
    settings.TESTING = settings.DEMO = False
    assert counts(checked(city, [line(0)])) == {"refused": 1}


def test_missing_people_are_listed_and_end_only_when_asked(
    city: Institution, puskesmas: Unit
) -> None:
    load(city, [line(0), line(1)])
    honorer = PersonFacts(kind=PersonKind.NON_ASN, identity="L-1", name="Ani")
    add_person(institution=city, unit=puskesmas, facts=honorer, by=BY, at=AT)
    roster = checked(city, [line(0)])
    assert [m.identity for m in report(roster).missing] == [nip(1)]  # of the file's kinds only
    apply_roster(roster=roster, by=BY, at=AT)
    assert Person.objects.get(identity=nip(1)).service == Service.ACTIVE
    roster = checked(city, [line(0)])
    queue_roster(roster=roster, end_missing=True, by=BY)
    apply_roster(roster=roster, by=BY, at=AT)
    assert Person.objects.get(identity=nip(1)).service == Service.ENDED
    assert Person.objects.get(identity="L-1").service == Service.ACTIVE


def test_units_unknown_here_are_made_where_asked(city: Institution, dinkes: Unit) -> None:
    lines = [line(0, UNOR_NAMA="KELURAHAN CONTOH", UNOR_ID="un-9"), line(1, UNOR_NAMA="SDN 1")]
    roster = load(city, lines, create_below=dinkes.pk)
    made = Unit.objects.get(siasn_id="un-9")
    assert (made.parent, made.kind, made.path) == (dinkes, "village", f"{dinkes.path}{made.pk}/")
    assert roster.found["new_units"] == 2
    assert {p.unit.name for p in Person.objects.all()} == {"KELURAHAN CONTOH", "SDN 1"}
    assert made.entry == roster.entry
    assert counts(load(city, lines, create_below=dinkes.pk)) == {"unchanged": 2}


def test_roles_follow_the_people(
    city: Institution, puskesmas: Unit, disdik: Unit, head: Office
) -> None:
    load(city, [line(0), line(1)])
    users = []
    for n in (0, 1):
        person = Person.objects.get(identity=nip(n))
        person.account = User.objects.create_user(person.identity)
        person.save()
        users.append(person.account)
    chief = Person.objects.get(identity=nip(0))
    hand_over(
        office=head, person=chief, capacity=Capacity.DEFINITIVE, starts_on=AT.acted.date(),
        ends_on=None, basis="", by=BY, at=AT,
    )  # fmt: skip
    load(city, [line(0, KEDUDUKAN_HUKUM_NAMA="Wafat"), line(1, UNOR_NAMA="Dinas Pendidikan")])
    in_force = Grant.objects.of(city).in_force(AT.acted)
    assert not in_force.filter(user=users[0]).exists()
    assert [g.unit_path for g in in_force.filter(user=users[1])] == [disdik.path]
    assert in_force.get().role == Role.EMPLOYEE


def test_people_known_by_nik_alone_get_a_local_number(city: Institution, dinkes: Unit) -> None:
    rows = [SIMPLE, ("Non-ASN", "", NIK, "Ani Contoh", "1.02"), ("BUMD", NIK[:-4] + "0001", "",
            "Budi", "1.02")]  # fmt: skip
    for expected in ({"new": 2}, {"unchanged": 2}):
        roster = check_roster(roster=receive(city, rows), at=AT)
        assert counts(roster) == expected
        apply_roster(roster=roster, by=BY, at=AT)
    ani = Person.objects.get(name="Ani Contoh")
    assert ani.identity.startswith("N-")
    assert ani.nik_mask == "327601••••••••00"
    assert Vault(installed.NIK_KEY).open(bytes(ani.nik_cipher or b"")).decode() == NIK


def test_two_people_with_one_nik_are_warned_of(city: Institution, puskesmas: Unit) -> None:
    lines = [line(0, NIK=NIK), line(1, NIK=NIK), line(2, NIK="327601")]
    load(city, lines)
    warned = {p.identity: p.warnings for p in Person.objects.all()}
    assert warned == {nip(0): ["nik_shared"], nip(1): ["nik_shared"], nip(2): ["nik_dropped"]}
    assert counts(load(city, lines)) == {"unchanged": 3}


def test_a_formula_is_kept_as_text(city: Institution, puskesmas: Unit) -> None:
    load(city, [line(0, NAMA='=HYPERLINK("http://x","y")')])
    assert Person.objects.get().name == '=HYPERLINK("http://x","y")'


# ---- What it never does


PRIVATE = {
    "AGAMA NAMA": "ZOROASTER-BUANG-INI", "JENIS KAWIN NAMA": "BERCERAI-BUANG-INI",
    "NPWP NOMOR": "99-NPWP-BUANG-INI",
    "BPJS": "BPJS-BUANG-INI", "ALAMAT": "JALAN-BUANG-INI", "NAMA SEKOLAH": "SEKOLAH-BUANG-INI",
    "TEMPAT LAHIR NAMA": "KOTA-BUANG-INI",
}  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_nothing_private_reaches_database_import_or_logs(
    city: Institution, puskesmas: Unit, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    lines = [line(0, NIK=NIK) | PRIVATE, line(1, UNOR_NAMA="?") | PRIVATE, line(2) | PRIVATE]
    roster = checked(city, lines)
    sealed = bytes(RosterImport.objects.values_list("staged", flat=True)[0] or b"")
    opened = Vault(installed.NIK_KEY).open(sealed, b"roster")
    for stage in (opened, _dump(), caplog.text.encode()):
        assert b"BUANG-INI" not in stage
    apply_roster(roster=roster, by=BY, at=AT)
    whole = _dump()
    assert b"BUANG-INI" not in whole
    assert NIK.encode() not in whole
    assert b"BUANG-INI" not in caplog.text.encode()
    assert NIK not in caplog.text
    assert not list(Path(installed.MEDIA_ROOT).rglob("*.upload"))


def _dump() -> bytes:
    """Return every value of every table, packed octets included."""
    out = io.BytesIO()
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {name}")  # noqa: S608
            for row in cursor.fetchall():
                for value in row:
                    octets = bytes(value) if isinstance(value, bytes | memoryview) else None
                    out.write(octets or str(value).encode())
    assert len(out.getvalue()) > 1_000
    return out.getvalue()


def test_the_ledger_keeps_counts_and_no_names(city: Institution, puskesmas: Unit) -> None:
    roster = load(city, [line(0)])
    kept = Disclosure.objects.filter(entry=roster.entry).values_list("value", flat=True)
    whole = b"".join(bytes(v or b"") for v in kept)
    assert b"Contoh" not in whole
    assert nip(0).encode() not in whole
    assert b'"new":1' in whole


# ---- Two at once, and crashes


def test_a_second_apply_is_refused(city: Institution, puskesmas: Unit) -> None:
    roster = checked(city, [line(0)])
    apply_roster(roster=roster, by=BY, at=AT)
    with pytest.raises(RosterTaken):
        apply_roster(roster=roster, by=BY, at=AT)
    with pytest.raises(RosterTaken):
        queue_roster(roster=roster, end_missing=False, by=BY)
    with pytest.raises(RosterTaken):
        drop_roster(roster=roster)
    assert Entry.objects.filter(act="roster.imported").count() == 1


def test_a_double_click_queues_once(city: Institution, puskesmas: Unit) -> None:
    roster = checked(city, [line(0)])
    queue_roster(roster=roster, end_missing=False, by=BY)
    with pytest.raises(RosterTaken):
        queue_roster(roster=roster, end_missing=True, by=BY)
    roster.refresh_from_db()
    assert roster.options["end_missing"] is False


def test_a_roster_that_was_overtaken_is_judged_anew(city: Institution, puskesmas: Unit) -> None:
    first, second = checked(city, [line(0)]), checked(city, [line(0), line(1)])
    apply_roster(roster=first, by=BY, at=AT)
    with pytest.raises(RosterMoved):
        apply_roster(roster=second, by=BY, at=AT)
    second.refresh_from_db()
    assert second.state == RosterImport.State.CHECKED
    assert counts(second) == {"unchanged": 1, "new": 1}
    assert problem(second) is not None
    apply_roster(roster=second, by=BY, at=AT)
    assert Person.objects.count() == 2


def test_a_unit_merged_after_the_check_leads_to_its_successor(
    city: Institution, puskesmas: Unit, disdik: Unit
) -> None:
    roster = checked(city, [line(0)])
    rename_unit(unit=puskesmas, name="Puskesmas Melati", by=BY, at=AT)
    merge_unit(unit=puskesmas, into=disdik, by=BY, at=AT)
    with pytest.raises(RosterMoved):
        apply_roster(roster=roster, by=BY, at=AT)
    apply_roster(roster=roster, by=BY, at=AT)
    assert Person.objects.get().unit == disdik


def test_a_dropped_roster_is_erased_and_stays_away(city: Institution, puskesmas: Unit) -> None:
    roster = checked(city, [line(0)])
    drop_roster(roster=roster)
    roster.refresh_from_db()
    assert (roster.state, roster.staged, roster.report) == ("dropped", None, None)
    with pytest.raises(RosterTaken):
        apply_roster(roster=roster, by=BY, at=AT)


@pytest.mark.django_db(transaction=True)
def test_of_two_applies_at_once_one_wins(city: Institution, puskesmas: Unit) -> None:
    roster = checked(city, [line(n) for n in range(50)])
    start = Barrier(2)

    def race() -> str:
        start.wait()
        try:
            apply_roster(roster=roster, by=BY, at=AT)
        except RosterTaken:
            return "refused"
        finally:
            connection.close()
        return "applied"

    with ThreadPoolExecutor(2) as pool:
        ends = sorted(f.result() for f in [pool.submit(race), pool.submit(race)])
    assert ends == ["applied", "refused"]
    assert Person.objects.count() == PersonEvent.objects.count() == 50
    assert Entry.objects.filter(act="roster.imported").count() == 1


class Crash(Exception):
    """Somebody pulled the plug."""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["_write", "_follow", "touch"])
def test_a_crash_half_way_changes_nothing(
    city: Institution, puskesmas: Unit, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    load(city, [line(0)])
    roster = checked(city, [line(0, JABATAN_NAMA="Baru"), line(1)])
    before = everything(city)
    real = getattr(rosters, step)

    def crash(*args: Any, **kwargs: Any) -> None:
        real(*args, **kwargs)
        raise Crash

    with monkeypatch.context() as patched:
        patched.setattr(rosters, step, crash)
        with pytest.raises(Crash):
            apply_roster(roster=roster, by=BY, at=AT)
    assert everything(city) == before
    roster.refresh_from_db()
    assert roster.state == RosterImport.State.CHECKED
    apply_roster(roster=roster, by=BY, at=AT)
    assert Person.objects.count() == 2


def test_a_file_that_vanished_fails_with_words(city: Institution) -> None:
    roster = receive(city, table([line(0)]))
    for left in Path(installed.MEDIA_ROOT).rglob("*.upload"):
        left.unlink()
    roster = check_roster(roster=roster, at=AT)
    assert roster.state == RosterImport.State.FAILED
    found = problem(roster)
    assert found is not None
    assert "roster.csv" in found.text


def test_half_an_upload_never_passes_for_a_roster(city: Institution) -> None:
    def broken() -> Iterator[bytes]:
        yield text(table([line(0)])).encode()
        raise Crash

    with pytest.raises(Crash):
        receive_roster(institution=city, name="roster.csv", chunks=broken(), by=BY, at=AT)
    assert not RosterImport.objects.exists()
    assert not list(Path(installed.MEDIA_ROOT).rglob("*.upload"))


def test_a_bad_file_fails_with_words_and_is_deleted(city: Institution) -> None:
    roster = receive_roster(
        institution=city, name="C:\\Data\\daftar.xlsx", chunks=[b"%PDF-1.4"], by=BY, at=AT
    )
    roster = check_roster(roster=roster, at=AT)
    found = problem(roster)
    assert roster.state == RosterImport.State.FAILED
    assert found is not None
    assert "daftar.xlsx" in found.text
    assert "PDF" in found.text
    assert not list(Path(installed.MEDIA_ROOT).rglob("*.upload"))


KILLED = """
import django, sys, time
django.setup()
from netral.orgs.actions import rosters
from netral.orgs.models import RosterImport
from tests.orgs.conftest import AT, BY
real = rosters._write
def slow(*args, **kwargs):
    real(*args, **kwargs)
    print("written", flush=True)
    time.sleep(60)
rosters._write = slow
rosters.apply_roster(roster=RosterImport.objects.get(pk=int(sys.argv[1])), by=BY, at=AT)
"""


@pytest.mark.slow
@pytest.mark.only_sqlite  # the server's own tests cover a lost connection
@pytest.mark.django_db(transaction=True)
def test_a_killed_process_leaves_nothing_half_written(city: Institution, puskesmas: Unit) -> None:
    roster = checked(city, [line(n) for n in range(500)])
    before = everything(city)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
    }
    command = [sys.executable, "-c", KILLED, str(roster.pk)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == b"written\n"
        worker.kill()
    assert everything(city) == before
    apply_roster(roster=roster, by=BY, at=AT)
    assert Person.objects.count() == 500
