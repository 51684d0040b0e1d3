"""A nation for the roll-up benchmark: institutions, their trees, people, and open campaigns.

Institutions and campaigns are opened by the product's own actions, which also ask everybody.
Units, people and accounts are put in by the database itself, at the size of the roster of the
whole country; each bears the entry that opened its institution, as an import's rows bear one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Final

from django.db import connection

from netral.kernel.moment import Moment
from netral.orgs.actions.institutions import InstitutionFacts, open_institution
from netral.orgs.core import UnitKind
from netral.orgs.models import Unit
from netral.orgs.queries import root
from netral.pacts.actions.campaigns import CampaignFacts, draft_campaign, open_campaign
from netral.pacts.actions.recounting import recount
from netral.pacts.models import Campaign
from netral.pacts.queries import template
from netral.tenancy.models import Institution

BY: Final = "system"
SMALLEST, LARGEST = 3_389, 128_488  # people of one institution, of 5.6 million
DEPTH: Final = 3  # levels below the top: four in all
KINDS: Final = (UnitKind.OPD, UnitKind.BUREAU, UnitKind.UPTD)
NOBODY: Final = "!"  # no password: nobody signs in here

PEOPLE: Final = """
    INSERT INTO orgs_person (institution_id, entry_id, unit_id, account_id, identity, name, kind,
        service, position, grade, title_front, title_back, nik_hash, nik_mask, email, phone,
        service_note, warnings)
    SELECT %(house)s, %(entry)s, %(unit)s + n %% %(units)s,
        CASE WHEN (%(before)s + n) %% %(step)s = 0 AND (%(before)s + n) / %(step)s <= %(signers)s
             THEN (%(before)s + n) / %(step)s END,
        'K-' || lpad(n::text, 6, '0'), 'Orang Contoh ' || (%(before)s + n),
        CASE n %% 3 WHEN 0 THEN 'pns' WHEN 1 THEN 'pppk' ELSE 'non_asn' END,
        CASE WHEN n %% 40 = 7 THEN 'leave' ELSE 'active' END,
        'Pengelola Data', 'III/a', '', 'S.E.', '', '', '', '', '', '[]'
    FROM generate_series(1, %(people)s) n
"""
ACCOUNTS: Final = """
    INSERT INTO access_user (id, username, email, name, language, password, is_active,
        session_round, created_at)
    SELECT n, 'contoh-' || n, '', 'Orang Contoh ' || n * %s, '', %s, true, 0, now()
    FROM generate_series(1, %s) n
"""
# What officers and the roster say in a season: nobody who holds an account is touched.
STATES: Final = """
    UPDATE pacts_pledge SET state = CASE person_id % 4 WHEN 0 THEN 'refused'
        WHEN 1 THEN 'exempt' WHEN 2 THEN 'left' ELSE 'opened' END
    FROM orgs_person p WHERE p.id = person_id AND p.account_id IS NULL AND person_id % 25 = 3
"""


def build(*, people: int, institutions: int, units: int, signers: int, now: datetime) -> None:
    """Build it in the empty database of `connection`, which must be PostgreSQL."""
    at = Moment.real(now)
    sizes = list(_sizes(people, institutions))
    houses = [_house(number, at) for number in range(institutions)]
    step = max(1, people // signers)
    with _quick("orgs_person"), connection.cursor() as cursor:
        cursor.execute(ACCOUNTS, [step, NOBODY, signers])
        before = 0
        for house, size in zip(houses, sizes, strict=True):
            top = root(house)
            share = units * (before + size) // people - units * before // people
            grown = _grow(top, max(1, share))
            values = {"house": house.pk, "entry": top.entry_id, "unit": grown[0].pk}
            values |= {"units": len(grown), "before": before, "step": step}
            cursor.execute(PEOPLE, values | {"people": size, "signers": signers})
            before += size
    settle("orgs_unit", "orgs_person", "access_user")
    with _quick("pacts_pledge", keep="late"):
        for house in houses:
            _campaign(house, now, at)
        with connection.cursor() as cursor:
            cursor.execute(STATES)
    settle("pacts_pledge", "pacts_campaign", "pacts_wave")


def recount_all() -> int:
    """Build the counters of every campaign by the product's own recount; return how many."""
    rows = Campaign.objects.select_related("institution").order_by("pk")
    return sum(recount(campaign=campaign) for campaign in rows)


def settle(*tables: str) -> None:
    """Let the planner know the tables, and their pages be all visible."""
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {', '.join(tables)}")


def _sizes(people: int, institutions: int) -> Iterator[int]:
    """Yield how many people each institution has: a few are large, most are small."""
    low, high = (round(bound * people / 5_600_000) for bound in (SMALLEST, LARGEST))
    spread = people - low * institutions
    power = (high - low) * institutions / spread - 1
    steps = [(n / (institutions - 1)) ** power for n in range(institutions)]
    scale = spread / sum(steps)
    sizes = [low + round(step * scale) for step in steps]
    sizes[-1] += people - sum(sizes)
    yield from sizes


def _house(number: int, at: Moment) -> Institution:
    facts = InstitutionFacts(
        code=f"99.{number:04}",
        slug=f"contoh-{number}",
        name=f"Pemerintah Daerah Contoh {number}",
        place=f"Contoh {number}",
        head_title=f"Kepala Daerah Contoh {number}",
    )
    return open_institution(facts=facts, by=BY, at=at)


def _grow(top: Unit, number: int) -> list[Unit]:
    """Put `number` units below `top`, DEPTH levels at most, and return those below it."""
    wide = 2
    while sum(wide**level for level in range(1, DEPTH + 1)) < number:
        wide += 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('orgs_unit_id_seq') FROM generate_series(1, %s)", [number])
        keys = [top.pk, *(row[0] for row in cursor.fetchall())]
    paths, made = [top.path], []
    for place in range(1, number + 1):
        above = (place - 1) // wide
        paths.append(f"{paths[above]}{keys[place]}/")
        made.append(
            Unit(
                pk=keys[place],
                institution_id=top.institution_id,
                parent_id=keys[above],
                path=paths[place],
                code=f"unit-{place}",
                name=f"Unit Contoh {place}",
                kind=KINDS[paths[above].count("/") - 1],
                valid_from=date(2020, 1, 1),
                entry_id=top.entry_id,
            )
        )
    return Unit.objects.bulk_create(made, batch_size=1000)


def _campaign(house: Institution, now: datetime, at: Moment) -> None:
    facts = CampaignFacts(
        name="Pakta netralitas",
        text=template().text,
        audience={"kinds": [], "units": []},
        opens_at=now - timedelta(days=1),
        deadline=now + timedelta(days=1),
    )
    campaign = draft_campaign(institution=house, facts=facts, by=BY, at=at)
    open_campaign(campaign=campaign, by=BY, at=at)


@contextmanager
def _quick(table: str, *, keep: str = "-") -> Iterator[None]:
    """Fill `table` without its plain indexes and checks of foreign keys, and make them after.

    Unique keys stay, and indexes with `keep` in their name.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s "
            "AND indexdef NOT LIKE 'CREATE UNIQUE%%' AND indexname NOT LIKE %s",
            [table, f"%{keep}%"],
        )
        plain = cursor.fetchall()
        for name, _ in plain:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for _, definition in plain:
            cursor.execute(definition)
        cursor.execute("SET session_replication_role = DEFAULT")
