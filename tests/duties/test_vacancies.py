"""An office that owes duties and stands vacant: the next head above is told, once a vacancy."""

from datetime import date
from functools import partial

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from netral.access.core import Role
from netral.duties.actions.reckoning import reckon
from netral.duties.actions.reminding import remind_if_due
from netral.duties.actions.vacancies import tell_vacancies
from netral.duties.models import Obligation, VacancyTold
from netral.ledger.models import Entry
from netral.ledger.queries import fields
from netral.notices.models import Message
from netral.notices.queries import words
from netral.orgs.actions import offices
from netral.orgs.core import Capacity
from netral.orgs.models import Office, Person, Unit
from netral.tenancy.models import Institution
from tests.cast import BY, Member, appoint, employ
from tests.duties.scene import DEPOK, in_force, later
from tests.duties.test_desk import Enter, ended
from tests.together import together

JUNE_26 = date(2024, 6, 26)  # the last day of who held the office; then 14 days
CAMAT = "Camat Beji"


def told(institution: Institution, days: float) -> list[Message]:
    """Reckon and remind so many days after 26 June; return what was said of vacancies."""
    at = later(days)
    reckon(institution=institution, at=at)
    before = set(Message.objects.values_list("pk", flat=True))
    remind_if_due(institution=institution, at=at)
    rows = Message.objects.exclude(pk__in=before).filter(channel="app", template="duties/vacant")
    return list(rows.order_by("pk"))


def vacated(title: str, day: date = JUNE_26) -> Office:
    office = Office.objects.get(title=title)
    ended(office.holdings.order_by("-starts_on")[0], day)
    return office


def filled(office: Office, member: Member, first: date, last: date | None, at: float) -> None:
    offices.hand_over(
        office=office, person=member.person, capacity=Capacity.PLT, starts_on=first, ends_on=last,
        basis="SPT contoh", by=BY, at=later(at),
    )  # fmt: skip


@transaction.atomic
def tells_and_dies(institution: Institution) -> None:
    assert tell_vacancies(institution=institution, at=later(31)) == 1
    raise RuntimeError


def to(member: Member) -> str:
    return f"user:{member.user.pk}"


@pytest.mark.django_db
class TestOneRound:
    """What a round of the worker says."""

    def test_the_head_above_is_told_after_two_weeks_and_never_again(
        self, depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
    ) -> None:
        in_force(tree["32.76"], wali, *DEPOK)
        vacated(CAMAT)
        assert told(depok, 1) == []
        assert told(depok, 14) == []  # vacant for 13 days: 27 June to 10 July at noon
        found = told(depok, 15)
        assert [each.recipient for each in found] == [to(wali)]
        said = words(found[0], "id")
        assert said.subject == "Jabatan Camat Beji kosong"
        waiting = Obligation.objects.filter(state__in=["due", "late"]).count()
        assert (
            f"Kecamatan Beji, Camat Beji: kosong sejak Kamis, 27 Juni 2024; {waiting} kewajiban"
            in said.body
        )
        assert reverse("duties:unit", args=[tree["32.76.06"].pk]) in said.body
        assert "Hendra" not in said.body
        assert told(depok, 16) == told(depok, 31) == told(depok, 90) == []

    def test_what_was_told_is_on_record_with_the_day_and_the_duties(
        self, depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
    ) -> None:
        in_force(tree["32.76"], wali, *DEPOK)
        office = vacated(CAMAT)
        told(depok, 31)
        row = VacancyTold.objects.get()
        assert (row.office, row.since, row.told_to) == (office, date(2024, 6, 27), [to(wali)])
        assert row.told_at == later(31).acted
        (act,) = fields(row.entry)["detail"]["told"]
        assert act["offices"][0]["waiting"] > 0

    def test_a_vacancy_filled_again_and_vacated_again_is_told_again(
        self, depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member,
        ratna: Member,
    ) -> None:  # fmt: skip
        in_force(tree["32.76"], wali, *DEPOK)
        office = vacated(CAMAT)
        assert told(depok, 20)
        filled(office, ratna, date(2024, 7, 17), date(2024, 7, 31), 21)
        assert told(depok, 22) == []
        assert told(depok, 40) == []  # vacant anew since 1 August, five days ago
        (again,) = told(depok, 50)
        assert "kosong sejak Kamis, 1 Agustus 2024" in words(again, "id").body

    def test_an_acting_head_fills_the_office(
        self, depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member,
        ratna: Member,
    ) -> None:  # fmt: skip
        in_force(tree["32.76"], wali, *DEPOK)
        filled(vacated(CAMAT), ratna, date(2024, 6, 27), None, 1)
        assert told(depok, 40) == []

    def test_an_office_that_owes_nothing_is_nobodys_business(
        self, depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
    ) -> None:
        vacated(CAMAT)
        assert told(depok, 40) == []
        assert not VacancyTold.objects.exists()

    def test_where_the_office_above_is_vacant_too_the_next_above_is_told_of_both(
        self, depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
    ) -> None:
        village = tree["32.76.06.1001"]
        lurah = employ(village, "Lurah Contoh", 30)
        appoint(lurah, village, "Lurah Beji", Role.HEAD, is_head=True)
        in_force(tree["32.76"], wali, *DEPOK)
        vacated(CAMAT)
        vacated("Lurah Beji")
        (found,) = told(depok, 31)
        assert found.recipient == to(wali)
        said = words(found, "id")
        assert said.subject == "2 jabatan kosong"
        assert "Kelurahan Beji, Lurah Beji: kosong sejak Kamis, 27 Juni 2024" in said.body
        assert found.url.endswith(reverse("duties:unit", args=[tree["32.76"].pk]) + "#vacant")

    def test_a_head_without_an_account_cannot_be_told_so_the_next_above_is(
        self, depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
    ) -> None:
        village = tree["32.76.06.1001"]
        lurah = employ(village, "Lurah Contoh", 30)
        appoint(lurah, village, "Lurah Beji", Role.HEAD, is_head=True)
        in_force(tree["32.76"], wali, *DEPOK)
        vacated("Lurah Beji")
        hendra.person.account = None
        hendra.person.save()
        assert [each.recipient for each in told(depok, 31)] == [to(wali)]

    def test_of_the_top_office_the_administrators_are_told(
        self, depok: Institution, tree: dict[str, Unit], wali: Member, dewi: Member,
        hendra: Member, settings: Settings,
    ) -> None:  # fmt: skip
        settings.SMS_URL, settings.CHANNELS = "http://x", ["sms"]
        Person.objects.filter(pk=dewi.person.pk).update(phone="081200000001")
        in_force(tree["32.76"], wali, *DEPOK)
        vacated("Wali Kota Depok")
        (found,) = told(depok, 31)
        assert found.recipient == to(dewi)
        texts = Message.objects.filter(template="duties/vacant", channel="sms")
        assert [each.recipient for each in texts] == [to(dewi)]
        said = words(found, "id")
        assert "Wali Kota Depok: kosong sejak Kamis, 27 Juni 2024" in said.body
        assert "administrator" in said.body
        assert told(depok, 32) == []

    def test_without_anybody_to_tell_nothing_is_called_told(
        self, depok: Institution, tree: dict[str, Unit], wali: Member
    ) -> None:
        in_force(tree["32.76"], wali, *DEPOK)
        vacated("Wali Kota Depok")
        assert told(depok, 31) == []
        assert not VacancyTold.objects.exists()

    def test_a_round_that_dies_has_told_nobody_and_the_next_does(
        self, depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
    ) -> None:
        in_force(tree["32.76"], wali, *DEPOK)
        vacated(CAMAT)
        reckon(institution=depok, at=later(31))
        before = Entry.objects.count()
        with pytest.raises(RuntimeError):
            tells_and_dies(depok)
        assert (VacancyTold.objects.count(), Entry.objects.count()) == (0, before)
        assert len(told(depok, 31)) == 1

    def test_the_desk_above_says_it_as_long_as_it_lasts(
        self, client: Client, sign_in: Enter, depok: Institution, tree: dict[str, Unit],
        wali: Member, hendra: Member, ratna: Member,
    ) -> None:  # fmt: skip
        in_force(tree["32.76"], wali, *DEPOK)
        office = vacated(CAMAT)
        reckon(institution=depok, at=later(31))
        Institution.objects.update(demo_starts_at=later(31).acted)
        sign_in(client, wali.user)
        line = "Jabatan Camat Beji kosong sejak Kamis, 27 Juni 2024"
        assert line in client.get(reverse("duties:index")).text
        unit = client.get(reverse("duties:unit", args=[tree["32.76.06"].pk])).text
        assert "Kosong sejak Kamis, 27 Juni 2024." in unit
        filled(office, ratna, date(2024, 7, 1), None, 31)
        assert "kosong sejak" not in client.get(reverse("duties:index")).text

    def test_an_office_that_never_had_a_holder_counts_from_its_first_duty(
        self, depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
    ) -> None:
        in_force(tree["32.76"], wali, *DEPOK)
        office = Office.objects.get(title=CAMAT)
        office.holdings.all().delete()
        assert told(depok, 13) == []
        (found,) = told(depok, 14)
        assert "belum pernah ada pejabatnya" in words(found, "id").body
        assert VacancyTold.objects.get().since == Obligation.objects.earliest("first_on").first_on
        assert told(depok, 60) == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_once(
    depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
) -> None:
    in_force(tree["32.76"], wali, *DEPOK)
    vacated(CAMAT)
    reckon(institution=depok, at=later(31))
    round_ = partial(remind_if_due, institution=depok, at=later(31))
    together([round_, round_, round_])
    said = Message.objects.filter(template="duties/vacant", channel="app")
    assert (VacancyTold.objects.count(), said.count()) == (1, 1)
