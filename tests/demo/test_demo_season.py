"""The season as loaded: figures that a recount confirms, facts on the circulars, nothing twice."""

from collections import Counter
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from netral.access.core import Role
from netral.access.models import Grant, User
from netral.advice.core import Stage
from netral.advice.core import State as QuestionState
from netral.advice.models import Publication, Question
from netral.circulars.models import CascadeItem, Circular, Reading
from netral.demo import clock, facts, season, visitors
from netral.demo.errors import NotADemonstration
from netral.ledger.models import Entry
from netral.orgs.models import Holding, Person, Unit
from netral.pacts.core import State
from netral.pacts.models import Campaign, PaperForm, Pledge, PledgeEvent, Signature
from netral.permits.core import State as Asked
from netral.permits.models import Permit, PermitEvent
from netral.tallies.queries import wholes
from netral.tenancy.models import Institution
from netral.tenancy.queries import moment
from tests.demo.conftest import NOW, PEOPLE

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
each_city = pytest.mark.parametrize("slug", facts.SLUGS)


def house(slug: str) -> Institution:
    return Institution.objects.get(slug=slug)


def top(institution: Institution) -> Unit:
    found: Unit = Unit.objects.of(institution).get(parent=None)
    return found


def issued(institution: Institution) -> Circular:
    found: Circular = Circular.objects.of(institution).get(parent=None)
    return found


def campaign(institution: Institution) -> Campaign:
    found: Campaign = Campaign.objects.of(institution).get()
    return found


def one(sql: str, *values: int) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]


@each_city
def test_everybody_planned_is_on_the_roster(loaded: list[season.Loaded], slug: str) -> None:
    people = Person.objects.of(house(slug)).count()
    assert people == next(each.people for each in loaded if each.slug == slug)
    assert people >= PEOPLE


@each_city
def test_no_number_in_the_database_is_possible(slug: str) -> None:
    for kind, identity, mask in Person.objects.of(house(slug)).values_list(
        "kind", "identity", "nik_mask"
    ):
        if kind in {"pns", "cpns", "pppk"}:
            assert identity.endswith("000")
        else:
            assert identity.startswith(("NONASN-", "BUMD-", "KD-"))
            assert mask.endswith("00") or kind == "official"


@each_city
def test_the_circular_says_what_was_reported(slug: str) -> None:
    circular, said = issued(house(slug)), facts.city(slug).circular
    assert circular.number == said.number
    assert circular.subject == said.subject
    assert (circular.dated_on, circular.dating) == (said.dated_on, said.dating)
    assert (circular.signed_at, circular.published_at) == (said.signed_at, said.published_at)
    assert circular.audience["kinds"] == list(said.kinds)
    rows = circular.clauses.values_list("kind", "text", "due_at")
    assert list(rows) == [(clause.kind, clause.text, None) for clause in said.clauses]
    assert circular.pass_on_by is None
    assert circular.read_by is None
    assert circular.copies == []
    assert circular.place == ""


@pytest.mark.parametrize(
    ("slug", "lines"),
    [
        ("depok", ["WALI KOTA DEPOK,"]),
        ("padang", ["a.n. Pj. WALI KOTA PADANG", "Plh. SEKRETARIS DAERAH KOTA PADANG,"]),
        ("bogor", ["Pj. WALI KOTA BOGOR,"]),
        ("malang", ["Pj. WALI KOTA MALANG,"]),
    ],
)
def test_the_signature_stands_under_the_reported_office(slug: str, lines: list[str]) -> None:
    assert issued(house(slug)).signature_block["lines"] == lines


@each_city
def test_the_cascade_is_half_way(slug: str) -> None:
    institution = house(slug)
    items = CascadeItem.objects.of(institution).filter(circular=issued(institution))
    states = Counter(items.values_list("state", flat=True))
    assert {"sent", "acknowledged"} <= set(states) <= {"sent", "acknowledged", "derived"}
    silent = items.get(unit__code="DISDIK")
    assert silent.state == "sent"
    derived = Circular.objects.of(institution).exclude(parent=None)
    assert derived.count() == states["derived"]
    assert all(circular.stage == "published" for circular in derived)


@each_city
def test_readers_on_the_board_are_those_who_stated_it(slug: str) -> None:
    institution = house(slug)
    circular, root = issued(institution), top(institution)
    counted = wholes(institution, circular.board, [root.pk])[root.pk]
    serving = Person.objects.of(institution).serving()
    readings = Reading.objects.of(institution).filter(circular=circular, person__in=serving)
    assert counted["read"] == readings.count() > 0
    assert counted["audience"] == one(
        "SELECT count(*) FROM orgs_person WHERE institution_id = %s AND service IN "
        "('active', 'leave') AND kind <> 'official'",
        institution.pk,
    )


@each_city
def test_the_city_board_equals_a_recount_in_sql(slug: str) -> None:
    institution = house(slug)
    root, asked = top(institution), campaign(institution)
    board = wholes(institution, asked.board, [root.pk])[root.pk]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT state, count(*) FROM pacts_pledge WHERE campaign_id = %s GROUP BY state",
            [asked.pk],
        )
        recount = dict(cursor.fetchall())
    assert {s.value: board.get(s.value, 0) for s in State} == {
        s.value: recount.get(s.value, 0) for s in State
    }
    assert sum(recount.values()) == Pledge.objects.of(institution).filter(campaign=asked).count()
    signed = Signature.objects.of(institution).filter(pledge__campaign=asked)
    assert board["level_0"] + board["level_1"] == signed.count() == board["signed"]


@each_city
def test_every_unit_board_equals_a_recount_of_its_subtree(slug: str) -> None:
    institution = house(slug)
    asked = campaign(institution)
    boards = wholes(institution, asked.board)
    truth: Counter[tuple[int, str]] = Counter()
    paths = dict(Unit.objects.of(institution).values_list("pk", "path"))
    for unit, state in Pledge.objects.of(institution).values_list("unit_id", "state"):
        for above in paths[unit].rstrip("/").split("/"):
            truth[int(above), state] += 1
    for (unit, state), count in truth.items():
        assert boards[unit][state] == count


@each_city
def test_some_of_everything_has_happened(slug: str) -> None:
    institution = house(slug)
    states = set(Pledge.objects.of(institution).values_list("state", flat=True))
    assert states == {s.value for s in State}
    assert PaperForm.objects.of(institution).exclude(confirmed_at=None).exists()
    assert PledgeEvent.objects.of(institution).exclude(unit_before=None).exists()
    refused = PledgeEvent.objects.of(institution).filter(after=State.REFUSED)
    assert all(event.reason for event in refused)


@each_city
def test_permits_stand_in_every_state(slug: str) -> None:
    permits = Permit.objects.of(house(slug))
    assert set(permits.values_list("state", flat=True)) == {each.value for each in Asked}
    assert permits.filter(kind="cltn", state="granted").exists()
    assert (
        PermitEvent.objects.of(house(slug)).filter(at__gt=facts.city(slug).starts_at).count() == 0
    )


@each_city
def test_questions_stand_in_every_state(slug: str) -> None:
    asked = Question.objects.of(house(slug))
    assert {question.state for question in asked} == set(QuestionState)
    assert asked.filter(state=QuestionState.OPEN, due_on__lt=facts.city(slug).starts_at).exists()
    public = Publication.objects.of(house(slug))
    assert {each.stage for each in public} == {Stage.PROPOSED, Stage.PUBLISHED, Stage.WITHDRAWN}
    for each in public.exclude(reviewer=None):
        assert each.reviewer_id != each.writer_id


@each_city
def test_nothing_was_done_after_the_morning_or_by_nobody(slug: str) -> None:
    institution, city = house(slug), facts.city(slug)
    moments: list[datetime | None] = [
        *Signature.objects.of(institution).values_list("signed_at", flat=True),
        *Reading.objects.of(institution).values_list("read_at", flat=True),
        *PledgeEvent.objects.of(institution).values_list("at", flat=True),
        *CascadeItem.objects.of(institution)
        .exclude(acknowledged_at=None)
        .values_list("acknowledged_at", flat=True),
    ]
    assert all(each and each <= city.starts_at for each in moments)
    signers = Signature.objects.of(institution).filter(level=1)
    assert not signers.filter(pledge__person__account=None).exists()
    early = signers.filter(signed_at__lt=city.campaign.heads_open_at)
    assert not early.exists()


@each_city
def test_the_ledger_logs_the_real_time_and_keeps_the_acts_own(slug: str) -> None:
    entries = Entry.objects.of(house(slug))
    assert set(entries.values_list("logged_at", flat=True)) == {NOW}
    assert entries.filter(act="circular.published").exists()


@each_city
def test_the_banner_begins_on_the_citys_day(slug: str) -> None:
    institution = house(slug)
    assert institution.demo_starts_at == facts.city(slug).starts_at
    assert institution.demo_since == NOW
    later = moment(institution, NOW + timedelta(minutes=5))
    assert later.acted == facts.city(slug).starts_at + timedelta(minutes=5)


@each_city
def test_there_is_one_sign_in_for_each_role(slug: str) -> None:
    institution = house(slug)
    found: set[str] = set()
    for word, _who in visitors.ROLES:
        user = User.objects.get(email=f"{word}@{slug}.example")
        assert check_password(visitors.PASSWORD, user.password)
        held = Grant.objects.filter(user=user, institution=institution)
        found |= set(held.in_force(facts.city(slug).starts_at).values_list("role", flat=True))
    assert found == {role.value for role in Role} - {Role.SUPERADMIN.value}


def test_guests_find_something_left_to_do() -> None:
    for slug in facts.SLUGS:
        mine = Pledge.objects.filter(person__email=f"pegawai@{slug}.example")
        assert [pledge.state for pledge in mine] == [State.NOT_YET]


def test_the_operator_of_the_installation_may_sign_in() -> None:
    user = User.objects.get(username=visitors.OPERATOR)
    assert check_password(visitors.PASSWORD, user.password)
    assert user.grants.filter(institution=None, role=Role.SUPERADMIN).exists()


def test_who_has_not_acted_waits_for_a_code() -> None:
    closed = User.objects.filter(password__startswith="!")
    assert closed.exists()
    assert not Holding.objects.filter(person__account__in=closed).exists()


def test_loading_again_changes_nothing() -> None:
    tables = (Institution, Unit, Person, User, Circular, Pledge, Signature, Entry)
    before = [table.objects.count() for table in tables]
    again = season.load(facts.cities(), now=NOW + timedelta(hours=1))
    assert [each.new for each in again] == [False] * 4
    assert [table.objects.count() for table in tables] == before


def test_the_clock_goes_on_from_the_last_act(loaded: list[season.Loaded]) -> None:
    tomorrow = NOW + timedelta(days=1)
    clock.resume(tomorrow)
    for institution in Institution.objects.all():
        assert moment(institution, tomorrow).acted == institution.demo_starts_at
    Institution.objects.update(demo_since=NOW)


def test_the_command_says_what_is_there() -> None:
    out = StringIO()
    call_command("demo", city=["depok"], stdout=out, stderr=StringIO())
    assert out.getvalue() == "depok: already loaded\n"
    Institution.objects.update(demo_since=NOW)


def test_the_terminal_names_the_sign_ins() -> None:
    table = visitors.table()
    assert "pegawai@KOTA.example" in table
    assert visitors.PASSWORD in table


def test_real_installations_refuse_invented_people(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(NotADemonstration):
        season.load(facts.cities(), now=NOW)
    with pytest.raises(CommandError, match="NETRAL_DEMO"):
        call_command("demo", stdout=StringIO(), stderr=StringIO())
