"""Messages about versions: to those who may approve one, and to whom one comes back."""

from collections.abc import Sequence

from netral.access.models import User
from netral.kernel.moment import Moment
from netral.notices.actions import tell_all
from netral.notices.core import Notice
from netral.orgs.queries.people import phones
from netral.rules.models import Ruleset
from netral.rules.queries.desk import keepers


def tell_keepers(ruleset: Ruleset, at: Moment) -> None:
    """Tell everybody who may approve a version that one waits."""
    mine = {ruleset.proposed_by, ruleset.made_by}
    others = [u for u in keepers(ruleset.institution, at) if f"user:{u.pk}" not in mine]
    _tell(others, ruleset, "rules/proposed", at)


def tell_writer(ruleset: Ruleset, by: str, at: Moment) -> None:
    """Tell who proposed a version that it came back; who withdraws it knows."""
    kind, _, number = ruleset.proposed_by.partition(":")
    if kind != "user" or ruleset.proposed_by == by:
        return
    users = User.objects.filter(pk=int(number), is_active=True)
    _tell(list(users), ruleset, "rules/sent_back", at)


def _tell(users: Sequence[User], ruleset: Ruleset, template: str, at: Moment) -> None:
    numbers = phones(ruleset.institution, users)
    notices = [
        Notice(
            recipient=f"user:{user.pk}",
            address=user.email,
            phone=numbers.get(user.pk, ""),
            language=user.language or "id",
            template=template,
            facts={"version": ruleset.version, "reason": ruleset.reason},
            # A version that came back may be proposed once more.
            key=f"ruleset:{ruleset.pk}:{template}:{user.pk}:{at.logged:%Y%m%d%H%M%S%f}",
            url=f"/aturan/meja/{ruleset.pk}/",
        )
        for user in users
    ]
    tell_all(notices, institution=ruleset.institution, at=at)
