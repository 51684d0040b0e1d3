"""Messages to whoever decides, and to the asker."""

from collections.abc import Iterable

from netral.kernel.moment import Moment
from netral.notices.actions import tell_all
from netral.notices.core import Notice
from netral.orgs.models import Person
from netral.permits.core import KIND_WORDS, Kind, State
from netral.permits.models import Permit
from netral.permits.queries.deciders import whom


def tell_deciders(permit: Permit, at: Moment) -> None:
    """Tell whom a request waits for now."""
    terms = whom(permit, State(permit.state), at.local().date())
    _tell(permit, "to_decide", (term.person for term in terms), at)


def tell_asker(permit: Permit, what: str, at: Moment) -> None:
    """Tell the asker what became of the request."""
    _tell(permit, what, [permit.person], at)


def tell_changed(permit: Permit, step: State, at: Moment) -> None:
    """Tell whoever acts on such a request at a step that something has come of it."""
    terms = whom(permit, step, at.local().date())
    _tell(permit, "changed", (term.person for term in terms), at)


def _tell(permit: Permit, what: str, people: Iterable[Person], at: Moment) -> None:
    """Queue one message a person; neither reasons nor a spouse's candidacy leave the house."""
    notices = [
        Notice(
            recipient=f"user:{person.account_id}",
            address=person.email,
            phone=person.phone,
            language=person.account.language or "id",
            template=f"permits/{what}",
            facts={"kind": KIND_WORDS[Kind(permit.kind)], "name": permit.person.full_name},
            key=f"permit:{permit.pk}:{permit.turn}:{what}:{person.pk}",
            url=f"/izin/{permit.slug}/",
        )
        for person in people
        if person.account is not None
    ]
    tell_all(notices, institution=permit.institution, at=at)
