"""Messages that say that something waits: neither what, nor from which part of the house.

To a sender they go by mail only and leave no trace, for a message in the house would say that
this person has reported something. To heads and desks they lead to the own page alone.
"""

from collections.abc import Iterable
from dataclasses import replace

from django.conf import settings

from netral.access.models import User
from netral.kernel.moment import Moment
from netral.notices.actions import tell_all
from netral.notices.core import WAITING, Notice
from netral.orgs.queries.people import phones
from netral.supervision.queries.referral_vault import vault
from netral.tenancy.models import Institution


def tell(
    users: Iterable[User], institution: Institution, at: Moment, *about: object, alone: bool = False
) -> None:
    """Tell accounts, once for each `about`, that something waits; `alone`: by mail, traceless."""
    told = list(users)
    numbers = phones(institution, told)
    notices = [_notice(user, numbers.get(user.pk, ""), about) for user in told]
    if alone:
        notices = [replace(n, only_mail=True, leaves_no_trace=True) for n in notices]
    tell_all(notices, institution=institution, at=at)


def _notice(user: User, phone: str, about: tuple[object, ...]) -> Notice:
    return Notice(
        recipient=f"user:{user.pk}",
        template=WAITING,
        facts={},
        key=vault().mark("notice", *about, user.pk),
        url=str(settings.LOGIN_REDIRECT_URL),
        address=user.email,
        phone=phone,
        language=user.language or "id",
    )
