"""Clauses of its own in a unit's circular: they bind the units below it, and nobody else."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from netral.access.core import Role
from netral.circulars.actions.cascade import derive
from netral.circulars.actions.drafts import Facts, change
from netral.circulars.actions.life import submit
from netral.circulars.actions.meanings import propose_meaning
from netral.circulars.actions.publishing import publish, revoke
from netral.circulars.core import ClauseKind
from netral.circulars.core.meaning import Duty, Meaning
from netral.circulars.core.text import ClauseText
from netral.circulars.errors import OfTheParent
from netral.circulars.models import CascadeItem, Circular, MeaningProposal
from netral.circulars.queries.texts import clause_texts
from netral.duties.core import Group, Kind, State
from netral.duties.queries.desk import desk
from netral.orgs.models import Unit
from netral.tenancy.models import Institution
from tests.cast import AT, BY, Member, appoint, employ
from tests.circulars.scene import agreed, sign_as
from tests.duties.scene import in_force, later, owed, reckoned
from tests.duties.test_desk import Enter

pytestmark = pytest.mark.django_db
OWN = "Melaksanakan netralitas dalam pelayanan di loket kelurahan."


def made_of(unit: Unit, head: Member) -> Circular:
    """Derive the circular of a unit, with one duty of its own, and bring it into force."""
    item = CascadeItem.objects.select_related("unit__institution", "circular").get(unit=unit)
    draft = derive(item=item, user=head.user, at=AT)
    clauses = [*clause_texts(draft), ClauseText(kind=ClauseKind.DUTY, text=OWN)]
    facts = Facts(
        unit=unit, subject=draft.subject, signatory=draft.signatory, audience=draft.audience,
        elections=draft.elections, read_by=draft.read_by, clauses=clauses,
    )  # fmt: skip
    changed = change(circular=draft, facts=facts, by=BY, at=AT)
    signed = sign_as(submit(circular=changed, by=BY, at=AT), head, "800/1-Beji")
    return publish(circular=signed, by=BY, at=later(1))


@pytest.fixture
def own(depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member) -> Circular:
    """Camat Beji's circular: the mayor's words, and one duty of its own for what lies below."""
    for code, name, n in (("32.76.06.1001", "Beji", 50), ("32.76.06.1004", "Kemiri Muka", 51)):
        lurah = employ(tree[code], f"Lurah {name} Contoh", n)
        appoint(lurah, tree[code], f"Lurah {name}", Role.HEAD, is_head=True)
    in_force(tree["32.76"], wali, Duty.SOCIALISE)
    made = made_of(tree["32.76.06"], hendra)
    agreed(made.clauses.get(restates=None), Meaning(duties=(Duty.IMPLEMENT,)), later(1))
    return made


def test_what_it_asks_becomes_obligations_of_the_offices_below_it(
    own: Circular, depok: Institution, tree: dict[str, Unit]
) -> None:
    reckoned(depok, 1)
    found = owed(depok, Kind.IMPLEMENT)
    assert {row.office.title for row in found} == {"Lurah Beji", "Lurah Kemiri Muka"}
    assert {(row.circular_id, row.group) for row in found} == {(own.pk, Group.CIRCULAR)}
    first = owed(depok, Kind.IMPLEMENT, tree["32.76.06.1001"])[0]
    # Fifteen working days, from Thursday 27 June, when it came into force.
    assert (first.first_on, first.last_on) == (date(2024, 6, 27), date(2024, 7, 18))
    assert first.state == State.DUE


def test_the_unit_that_issues_it_owes_nothing_by_it_and_its_parents_words_count_once(
    own: Circular, depok: Institution, tree: dict[str, Unit]
) -> None:
    reckoned(depok, 1)
    assert owed(depok, Kind.IMPLEMENT, tree["32.76.06"]) == []
    mayors = owed(depok, Kind.SOCIALISE)
    assert own.pk not in {row.circular_id for row in mayors}  # restated, not asked again
    times = [row.first_on for row in mayors if row.unit == tree["32.76.06"]]
    assert len(set(times)) == len(times)


def test_the_desk_below_shows_the_very_words(
    own: Circular, depok: Institution, tree: dict[str, Unit]
) -> None:
    reckoned(depok, 1)
    shown = desk(tree["32.76.06.1001"], later(1).acted)
    (clause,) = [each for each in shown.clauses if each.text == OWN]
    assert clause.number == "800/1-Beji"
    assert {item.kind for item in clause.items} == {Kind.IMPLEMENT}
    assert OWN not in {each.text for each in desk(tree["disdik"], later(1).acted).clauses}


def test_until_two_persons_have_said_what_it_means_it_asks_nothing(
    depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
) -> None:
    lurah = employ(tree["32.76.06.1001"], "Lurah Beji Contoh", 50)
    appoint(lurah, tree["32.76.06.1001"], "Lurah Beji", Role.HEAD, is_head=True)
    in_force(tree["32.76"], wali, Duty.SOCIALISE)
    made_of(tree["32.76.06"], hendra)
    reckoned(depok, 1)
    assert owed(depok, Kind.IMPLEMENT) == []


def test_revoked_it_asks_no_more(own: Circular, depok: Institution) -> None:
    reckoned(depok, 1)
    revoke(circular=own, reason="Diganti.", by=BY, at=later(2))
    reckoned(depok, 2)
    assert {row.state for row in owed(depok, Kind.IMPLEMENT)} == {State.ENDED}
    assert State.ENDED not in {row.state for row in owed(depok, Kind.SOCIALISE)}


def test_a_drafter_gives_it_its_meaning_on_its_own_page_and_no_other_clause(
    client: Client, sign_in: Enter, depok: Institution, tree: dict[str, Unit], wali: Member,
    hendra: Member, laras: Member,
) -> None:  # fmt: skip
    in_force(tree["32.76"], wali, Duty.SOCIALISE)
    made = made_of(tree["32.76.06"], hendra)
    own, lent = made.clauses.get(restates=None), made.clauses.exclude(restates=None).get()
    sign_in(client, laras.user)
    page = client.get(reverse("circulars:work", args=[made.slug])).content.decode()
    address = reverse("circulars:meaning", args=[made.slug, own.order])
    assert address in page
    other = reverse("circulars:meaning", args=[made.slug, lent.order])
    assert other not in page
    assert client.get(other).status_code == 404
    assert client.post(address, {"duties": ["implement"]}).status_code == 302
    assert MeaningProposal.objects.get().clause == own
    with pytest.raises(OfTheParent):
        propose_meaning(clause=lent, meaning=Meaning(duties=(Duty.GUIDE,)), by="user:7", at=AT)
