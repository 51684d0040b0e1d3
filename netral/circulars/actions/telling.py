"""Messages about circulars: to heads whom one reaches, to the signatory for whom one waits."""

from collections.abc import Sequence

from netral.circulars.models import Circular
from netral.kernel.moment import Moment
from netral.notices.actions import tell_all
from netral.notices.core import Notice
from netral.orgs import queries as orgs
from netral.orgs.models import Unit


def tell_signatory(circular: Circular, at: Moment) -> None:
    """Tell the signatory, if they have an account, that a circular waits for the signature."""
    holding = circular.signatory
    if holding is None or holding.person.account_id is None:
        return
    notice = Notice(
        recipient=f"user:{holding.person.account_id}",
        address=holding.person.email,
        phone=holding.person.phone,
        template="circulars/to_sign",
        facts={"subject": circular.subject, "unit": circular.unit.name},
        # A circular that was sent back comes to the signatory once more.
        key=f"circular:{circular.pk}:to_sign:{at.logged:%Y%m%d%H%M%S%f}",
        url=f"/edaran/meja/{circular.slug}/",
    )
    tell_all([notice], institution=circular.institution, at=at)


def tell_heads(circular: Circular, units: Sequence[Unit], at: Moment) -> None:
    """Tell the heads of `units` that a circular has reached them."""
    heads = orgs.heads_of(units, at.local().date())
    notices = [
        Notice(
            recipient=f"user:{holding.person.account_id}",
            address=holding.person.email,
            phone=holding.person.phone,
            template="circulars/arrived",
            facts={
                "number": circular.number,
                "subject": circular.subject,
                "unit": holding.office.unit.name,
                "pass_on_by": circular.pass_on_by.isoformat() if circular.pass_on_by else "",
                "zone": circular.institution.zone,
            },
            key=f"circular:{circular.pk}:arrived:{unit_id}",
            url=f"/edaran/{circular.slug}/",
        )
        for unit_id, holding in heads.items()
        if holding.person.account_id is not None
    ]
    tell_all(notices, institution=circular.institution, at=at)
