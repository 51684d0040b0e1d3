"""The cast of supervision: Hendra heads Kecamatan Beji, Yusuf and Tono two kelurahan below it."""

import pytest

from netral.access.core import Role
from netral.orgs.models import Unit
from tests import cast
from tests.cast import Member


@pytest.fixture
def yusuf(tree: dict[str, Unit]) -> Member:
    """Lurah Beji, who answers for Kelurahan Beji, below Kecamatan Beji."""
    beji = tree["32.76.06.1001"]
    yusuf = cast.employ(beji, "Yusuf Contoh", 21)
    return cast.appoint(yusuf, beji, "Lurah Beji", Role.HEAD, is_head=True)


@pytest.fixture
def tono(tree: dict[str, Unit]) -> Member:
    """Lurah Kemiri Muka, beside Yusuf."""
    muka = tree["32.76.06.1004"]
    tono = cast.employ(muka, "Tono Contoh", 22)
    return cast.appoint(tono, muka, "Lurah Kemiri Muka", Role.HEAD, is_head=True)


@pytest.fixture
def sari(tree: dict[str, Unit]) -> Member:
    """An employee of Kelurahan Beji."""
    return cast.employ(tree["32.76.06.1001"], "Sari Contoh", 23)


@pytest.fixture
def kadis(tree: dict[str, Unit]) -> Member:
    """The head of Dinas Pendidikan, elsewhere in the city."""
    disdik = tree["disdik"]
    kadis = cast.employ(disdik, "Kadis Contoh", 24)
    return cast.appoint(kadis, disdik, "Kepala Dinas Pendidikan", Role.HEAD, is_head=True)
