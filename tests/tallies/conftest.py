"""An institution with a small tree."""

from datetime import UTC, date, datetime

import pytest

from netral.kernel.moment import Moment
from netral.orgs.actions.institutions import InstitutionFacts, open_institution
from netral.orgs.actions.units import add_unit
from netral.orgs.core import UnitKind
from netral.orgs.models import Unit
from netral.orgs.queries import root
from netral.tenancy.models import Institution

AT = Moment.real(datetime(2024, 6, 26, 3, 0, tzinfo=UTC))
BY = "system"
BOARD = "pact:1"


def open_house(code: str = "99.71") -> Institution:
    return open_institution(
        facts=InstitutionFacts(
            code=code,
            slug=f"contoh-{code[-2:]}",
            name="Pemerintah Kota Contoh",
            place="Contoh",
            head_title="Wali Kota Contoh",
        ),
        by=BY,
        at=AT,
    )


def grow(house: Institution, parent: Unit, name: str) -> Unit:
    return add_unit(
        institution=house,
        parent=parent,
        code=name,
        name=name,
        kind=UnitKind.OPD,
        by=BY,
        at=AT,
        begins_on=date(2020, 1, 1),
    )


@pytest.fixture
def house(db: None) -> Institution:
    return open_house()


@pytest.fixture
def tree(house: Institution) -> dict[str, Unit]:
    """Grow top, two branches, and two leaves below the first."""
    top = root(house)
    left, right = grow(house, top, "kiri"), grow(house, top, "kanan")
    return {
        "top": top,
        "left": left,
        "right": right,
        "leaf": grow(house, left, "daun"),
        "twig": grow(house, left, "ranting"),
    }
