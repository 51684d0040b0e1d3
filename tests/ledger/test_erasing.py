"""Erasing what entries committed to: from the command line, on a legal basis, and found by fsck."""

import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from netral.kernel.moment import Moment
from netral.ledger import queries
from netral.ledger.actions import erase
from netral.ledger.core.leaf import commitment
from netral.ledger.errors import BasisMissing, NotErasable
from netral.ledger.models import Disclosure, Entry
from netral.permits.models import Permit
from netral.tenancy.models import Institution
from tests.cast import Member
from tests.ledger.sequenced import Log
from tests.ledger.whole import fsck, is_whole
from tests.permits.conftest import asked, granted, hand

BASIS = "Putusan PPID 12/2026"


@pytest.fixture
def permit(log: Log, ratna: Member, hendra: Member, at: Moment) -> Permit:
    found = granted(asked(ratna, at), hand(hendra), at)
    log.publish(at.logged)
    return found


def run(*options: str) -> str:
    out = io.StringIO()
    call_command("ledger_erase", "--institution", "depok", "--by", "user:9", *options, stdout=out)
    return out.getvalue()


def test_what_would_be_erased_is_shown_first(permit: Permit) -> None:
    before = Disclosure.objects.filter(value=None).count()
    out = run("--person", str(permit.person_id), "--fields", "reason,detail", "--basis", BASIS)
    decided = Entry.objects.get(act="permit.decided")
    assert f"{decided.pk} (permit.decided): reason\n" in out
    assert f"tidak dihapus di sini: baris permits.Permit {permit.pk}" in out
    assert "Belum ada yang dihapus" in out
    assert Disclosure.objects.filter(value=None).count() == before


def test_all_about_a_person_is_erased_and_the_log_still_fits(
    permit: Permit, log: Log, at: Moment
) -> None:
    run("--person", str(permit.person_id), "--fields", "all", "--basis", BASIS, "--apply")
    decided = Entry.objects.get(act="permit.decided")
    assert queries.fields(decided) == {}
    assert is_whole(decided)
    log.publish(at.logged)
    assert fsck() == (0, [])
    erasures = Entry.objects.filter(kind="erasure/1")
    told = [queries.fields(each) for each in erasures]
    assert {each["basis"] for each in told} == {BASIS}
    assert {each["actor"] for each in told} == {"user:9"}
    assert decided.pk in {each["entry"] for each in told}


def test_a_receipt_still_verifies_after_the_erasure(permit: Permit) -> None:
    decided = Entry.objects.get(act="permit.decided")
    digests = [bytes(row.digest) for row in decided.disclosures.order_by("pk")]
    run("--entry", str(decided.pk), "--fields", "reason", "--basis", BASIS, "--apply")
    kept = [bytes(row.digest) for row in decided.disclosures.order_by("pk")]
    assert kept == digests
    assert commitment(decided.kind, kept) == commitment(decided.kind, digests)
    assert "reason" not in queries.fields(decided)
    assert "decision" in queries.fields(decided)


def test_another_institutions_entry_is_not_there(permit: Permit) -> None:
    Institution.objects.create(
        code="13.71", slug="padang", name="P", place="P", kind="city", head_title="W", zone="WIB"
    )
    decided = Entry.objects.get(act="permit.decided")
    with pytest.raises(CommandError, match="Catatan itu tidak ada"):
        call_command(
            "ledger_erase", "--institution", "padang", "--entry", str(decided.pk),
            "--fields", "all", "--basis", BASIS, "--by", "user:9", "--apply",
        )  # fmt: skip
    assert queries.fields(decided)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--fields", "nip", "--basis", BASIS], "Tidak ada catatan yang masih menyimpan: nip"),
        (["--fields", "all", "--basis", " "], "Penghapusan memerlukan dasar hukum"),
    ],
)
def test_what_makes_no_sense_is_refused(permit: Permit, options: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        run("--person", str(permit.person_id), *options, "--apply")
    assert not Entry.objects.filter(kind="erasure/1").exists()


def test_an_erasure_is_never_erased(permit: Permit, at: Moment) -> None:
    erasure = erase(entry=permit.entry, fields=["detail"], basis=BASIS, by="user:9", at=at)
    with pytest.raises(NotErasable):
        erase(entry=erasure, fields=["basis"], basis=BASIS, by="user:9", at=at)
    with pytest.raises(NotErasable):  # twice
        erase(entry=permit.entry, fields=["detail"], basis=BASIS, by="user:9", at=at)
    with pytest.raises(NotErasable):
        erase(entry=permit.entry, fields=[], basis=BASIS, by="user:9", at=at)
    with pytest.raises(BasisMissing):
        erase(entry=permit.entry, fields=["subject"], basis="  ", by="user:9", at=at)
