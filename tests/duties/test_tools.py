"""The buttons of the desk lead to the page that does it, opened at what is asked about."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.test import Client
from django.urls import reverse

from netral.access.core import Duty as Power
from netral.circulars.core.meaning import Duty
from netral.circulars.models import CascadeItem
from netral.duties.core import Group, Kind
from netral.duties.core.demands import Demand
from netral.duties.queries.desk import desk
from netral.duties.queries.tools import Tool, Tools
from netral.orgs.models import Unit
from netral.tenancy.models import Institution
from tests.cast import Member
from tests.duties.scene import in_force, later, owed, reckoned

pytestmark = pytest.mark.django_db


def acknowledging(unit: Unit) -> Tool | None:
    """Return the button on the desk of a unit that acknowledges receipt, while it is owed."""
    now = desk(unit, later(1).acted, {Power.PASS_ON_CIRCULAR}).now
    return next((item.tool for item in now if item.kind is Kind.ACKNOWLEDGE), None)


def test_the_tool_of_a_nil_report_carries_the_days_that_are_asked_about(
    depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
) -> None:
    in_force(tree["32.76"], wali, Duty.REPORT)
    reckoned(depok)
    beji = tree["32.76.06"]
    row = owed(depok, Kind.NIL_REPORT, beji)[0]
    demand = Demand(
        Group.CIRCULAR, Kind.NIL_REPORT, row.source, row.first_on, row.last_on, row.due_at
    )
    tool = Tools(beji, [demand], {Power.ANSWER_FOR_UNIT}).of(demand)
    assert tool is not None
    path, _, query = tool.url.partition("?")
    assert path == reverse("supervision:nil")
    days = {"starts_on": [f"{row.first_on}"], "ends_on": [f"{row.last_on}"]}
    assert parse_qs(query) == {"unit": [str(beji.pk)]} | days


def test_the_tool_of_a_circular_that_came_leads_to_where_receipt_is_acknowledged(
    client: Client, sign_in: Callable[[Client, Any], None], depok: Institution,
    tree: dict[str, Unit], wali: Member, hendra: Member,
) -> None:  # fmt: skip
    in_force(tree["32.76"], wali, Duty.SUPERVISE)
    beji = tree["32.76.06"]
    sign_in(client, hendra.user)
    tool = acknowledging(beji)
    assert tool is not None
    there = client.get(tool.url).text
    button = reverse("circulars:acknowledge", args=[CascadeItem.objects.get(unit=beji).pk])
    assert f'action="{button}"' in there
    assert client.post(button).status_code == 302
    assert acknowledging(beji) is None
