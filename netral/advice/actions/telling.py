"""Messages that say that something waits: neither what, nor from which part of the house.

To an asker they lead to the own page, not to the question: an address in a mailbox, or in a copy
of the outbox, would say that this person has asked something. Keys are hashes for the same reason.
"""

from django.conf import settings
from django.urls import reverse

from netral.access.models import User
from netral.advice.models import Question
from netral.advice.queries.seen import asker_of, readers, vault
from netral.kernel.moment import Moment
from netral.notices.actions import tell_all
from netral.notices.core import WAITING, Notice
from netral.orgs.models import Person


def tell_asker(question: Question, what: object, at: Moment) -> None:
    """Tell the asker that something waits, if that was wished."""
    if question.wants_notice:
        user = User.objects.get(pk=asker_of(question).user)
        notice = _notice(user, str(settings.LOGIN_REDIRECT_URL), question, what)
        tell_all([notice], institution=question.institution, at=at)


def tell_team(question: Question, what: object, at: Moment) -> None:
    """Tell whoever may read the question that something waits at the desk."""
    people = Person.objects.select_related("unit", "institution")
    asker = people.get(pk=asker_of(question).person)
    desk = reverse("advice:desk")
    notices = [_notice(user, desk, question, what) for user in readers(asker, at)]
    tell_all(notices, institution=question.institution, at=at)


def _notice(user: User, path: str, question: Question, what: object) -> Notice:
    return Notice(
        recipient=f"user:{user.pk}",
        template=WAITING,
        facts={},
        key=vault().mark("notice", question.slug, what, user.pk),
        url=path,
        address=user.email,
        language=user.language or "id",
    )
