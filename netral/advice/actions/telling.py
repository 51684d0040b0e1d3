"""Messages that say that something waits: neither what, nor from which part of the house.

To an asker they go by mail only and lead to the own page: a message that stays in the house, or
the address of a question, would say that this person has asked something. Keys are hashes, the
day stands without its hour, and the row is gone once the mail is sent, for the same reason.
"""

from dataclasses import replace

from django.conf import settings
from django.urls import reverse

from netral.access.models import User
from netral.advice.models import Question
from netral.advice.queries.seen import asker_of, readers, vault
from netral.kernel.moment import Moment
from netral.notices.actions import tell_all
from netral.notices.core import WAITING, Notice
from netral.orgs.models import Person
from netral.orgs.queries.people import phones


def tell_asker(question: Question, what: object, at: Moment) -> None:
    """Tell the asker that something waits, if that was wished."""
    if question.wants_notice:
        user = User.objects.get(pk=asker_of(question).user)
        notice = _notice(user, str(settings.LOGIN_REDIRECT_URL), question, what)
        traceless = replace(notice, only_mail=True, leaves_no_trace=True)
        tell_all([traceless], institution=question.institution, at=at)


def tell_team(question: Question, what: object, at: Moment) -> None:
    """Tell whoever may read the question that something waits at the desk."""
    people = Person.objects.select_related("unit", "institution")
    asker = people.get(pk=asker_of(question).person)
    desk = reverse("advice:desk")
    team = readers(asker, at)
    numbers = phones(question.institution, team)
    notices = [
        replace(_notice(user, desk, question, what), phone=numbers.get(user.pk, ""))
        for user in team
    ]
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
