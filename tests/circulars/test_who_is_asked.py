"""Whose initials can be asked for, who then sees the draft, and for which units one may write."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from netral.access.core import Role
from netral.circulars.actions import cascade, drafts
from netral.circulars.core import Stage
from netral.circulars.models import CascadeItem, Circular
from netral.kernel.moment import Moment
from netral.orgs.models import Office, Unit
from tests.cast import Member, appoint, employ

Facts = Callable[..., drafts.Facts]


@pytest.fixture
def bureau(tree: dict[str, Unit]) -> Member:
    """The head of the legal bureau, who answers for it and holds no other role."""
    unit = tree["hukum"]
    made = employ(unit, "Kabag Contoh", 61)
    return appoint(made, unit, "Kepala Bagian Hukum", Role.HEAD, is_head=True)


@pytest.fixture
def asked(facts: Facts, bureau: Member, laras: Member, at: Moment) -> Circular:
    """A draft of the whole city that asks for the initials of the bureau's head."""
    office = Office.objects.get(title="Kepala Bagian Hukum")
    return drafts.draft(
        institution=office.institution, facts=facts(initials=[office]), by="user:0", at=at
    )


@pytest.mark.usefixtures("bureau", "hendra")
def test_heads_of_bureaus_are_offered_and_heads_of_districts_are_not(
    client: Client, laras: Member
) -> None:
    client.force_login(laras.user)
    form = client.get(reverse("circulars:new")).context["form"]
    titles = {office.title for office in form.fields["initials"].queryset}
    assert "Kepala Bagian Hukum" in titles
    assert "Camat Beji" not in titles


def test_who_is_asked_finds_the_draft_and_puts_the_initials(
    client: Client, asked: Circular, bureau: Member
) -> None:
    client.force_login(bureau.user)
    assert asked.subject in client.get(reverse("circulars:desk")).text
    page = client.get(reverse("circulars:work", args=[asked.slug]))
    seen = page.context["seen"]
    client.post(reverse("circulars:initial", args=[asked.slug]), {"seen": seen})
    asked.refresh_from_db()
    assert asked.stage == Stage.INITIALLED


def test_a_head_who_is_not_asked_sees_nothing_of_it(
    client: Client, asked: Circular, hendra: Member
) -> None:
    client.force_login(hendra.user)
    assert asked.subject not in client.get(reverse("circulars:desk")).text
    assert client.get(reverse("circulars:work", args=[asked.slug])).status_code == 404


def test_a_drafter_of_one_unit_is_offered_that_unit_alone(
    client: Client, tree: dict[str, Unit]
) -> None:
    unit = tree["disdik"]
    drafter = appoint(employ(unit, "Perancang Contoh", 62), unit, "Perancang", Role.DRAFTER)
    client.force_login(drafter.user)
    form = client.get(reverse("circulars:new")).context["form"]
    codes = [found.code for found in form.fields["unit"].queryset]
    assert codes[0] == "disdik"
    assert "32.76" not in codes


@pytest.mark.usefixtures("bureau")
def test_a_derived_circular_is_signed_by_a_head_of_its_unit_alone(
    client: Client, published: Circular, hendra: Member, at: Moment
) -> None:
    item = CascadeItem.objects.select_related("unit__institution", "circular").get(
        unit__code="32.76.06"
    )
    derived = cascade.derive(item=item, user=hendra.user, at=at)
    client.force_login(hendra.user)
    form = client.get(reverse("circulars:edit", args=[derived.slug])).context["form"]
    titles = [holding.office.title for holding in form.fields["signatory"].queryset]
    assert titles == ["Camat Beji"]
    asked = {office.title for office in form.fields["initials"].queryset}
    assert "Camat Beji" in asked
    assert "Kepala Bagian Hukum" not in asked
