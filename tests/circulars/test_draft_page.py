"""The draft's page says what is missing before it can go on, instead of refusing afterwards."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from netral.circulars.actions import cascade, drafts
from netral.circulars.models import CascadeItem, Circular
from netral.kernel.moment import Moment
from netral.orgs.models import Office
from tests.cast import Member

Facts = Callable[..., drafts.Facts]


def page(client: Client, circular: Circular) -> str:
    return client.get(reverse("circulars:work", args=[circular.slug])).content.decode()


def test_a_whole_draft_can_be_sent_for_signature(
    client: Client, laras: Member, draft: Circular
) -> None:
    client.force_login(laras.user)
    shown = page(client, draft)
    assert reverse("circulars:submit", args=[draft.slug]) in shown
    assert "Yang masih kurang" not in shown


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"signatory": None}, "siapa yang menandatangani", id="nobody signs"),
        pytest.param({"clauses": ()}, "sekurang-kurangnya satu butir", id="no clauses"),
    ],
)
def test_a_draft_says_what_it_lacks_and_leads_to_the_editor(
    client: Client,
    laras: Member,
    draft: Circular,
    facts: Facts,
    at: Moment,
    changes: dict[str, object],
    words: str,
) -> None:
    drafts.change(circular=draft, facts=facts(**changes), by="user:1", at=at)
    client.force_login(laras.user)
    shown = page(client, draft)
    assert words in shown
    assert reverse("circulars:submit", args=[draft.slug]) not in shown
    assert reverse("circulars:edit", args=[draft.slug]) in shown


def test_whose_initials_are_asked_for_is_told_too(
    client: Client, wali: Member, draft: Circular, facts: Facts, at: Moment, office: Office
) -> None:
    unsigned = facts(signatory=None, initials=[office])
    drafts.change(circular=draft, facts=unsigned, by="user:1", at=at)
    client.force_login(wali.user)
    shown = page(client, draft)
    assert "siapa yang menandatangani" in shown
    assert reverse("circulars:initial", args=[draft.slug]) not in shown


def test_a_prohibition_of_the_parent_that_holds_at_once_is_offered_no_deadline(
    client: Client, published: Circular, hendra: Member, at: Moment
) -> None:
    item = CascadeItem.objects.select_related("unit__institution", "circular").get()
    derived = cascade.derive(item=item, user=hendra.user, at=at)
    client.force_login(hendra.user)
    shown = client.get(reverse("circulars:edit", args=[derived.slug])).content.decode()
    kinds = [clause.kind for clause in published.clauses.all()]
    offered = [f'name="butir-{n}-due_at' in shown for n in range(len(kinds))]
    assert offered == [kind != "prohibition" for kind in kinds]
    assert "Larangan ini langsung berlaku" in shown


def test_a_deadline_that_puts_a_prohibition_off_is_shown_so_that_it_can_go(
    client: Client, published: Circular, hendra: Member, at: Moment
) -> None:
    item = CascadeItem.objects.select_related("unit__institution", "circular").get()
    derived = cascade.derive(item=item, user=hendra.user, at=at)
    derived.clauses.filter(kind="prohibition").update(due_at=at.acted)
    client.force_login(hendra.user)
    shown = client.get(reverse("circulars:edit", args=[derived.slug])).content.decode()
    assert "Larangan ini langsung berlaku" not in shown
    assert published.clauses.filter(kind="prohibition", due_at=None).exists()
