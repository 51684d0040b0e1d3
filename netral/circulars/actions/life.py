"""Initials and signature: from a draft to a frozen text."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from netral.access.models import User
from netral.circulars.actions.drafts import held, require
from netral.circulars.actions.numbers import take_number
from netral.circulars.actions.telling import tell_signatory
from netral.circulars.core import Dating, Form, Relay, Stage
from netral.circulars.core.derived import WEAKENS_WORDS, later
from netral.circulars.core.numbers import tidy
from netral.circulars.core.text import signature_lines
from netral.circulars.errors import (
    Incomplete,
    InitialGiven,
    InitialNotAsked,
    NotSignatory,
    NotYoursToSupersede,
    NumberTaken,
    ParentEnded,
    ReadAgain,
    ReasonMissing,
    Weakened,
)
from netral.circulars.models import Circular, Initial, NumberPattern
from netral.circulars.queries.history import changed_since
from netral.circulars.queries.texts import falls_short, frozen_sha256, lacking, reaches_less
from netral.kernel.codes import random_code
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.ledger.models import Entry
from netral.orgs import queries as orgs
from netral.orgs.errors import NotActing
from netral.orgs.models import Holding, Office
from netral.signing.actions import PaperDraft, issue
from netral.signing.core import CODE_LENGTH, Level, PaperKind
from netral.signing.models import Paper


@transaction.atomic
def submit(*, circular: Circular, by: str, at: Moment) -> Circular:
    """Hand a draft on for signature when nobody's initials are asked for."""
    circular = held(circular)
    require(circular, Stage.DRAFT)
    if waiting := circular.initials.filter(given_at=None).select_related("office").first():
        raise Incomplete(missing=gettext("the initials of %s") % waiting.office.title)
    complete(circular)
    _strong_enough(circular)
    return _initialled(circular, act="circular.submitted", by=by, at=at)


@transaction.atomic
def initial(
    *, circular: Circular, office: Office, user: User, at: Moment, seen: int | None = None
) -> Circular:
    """Put the paraf of `office`; the last one asked for makes the draft ready to sign.

    Raises:
        ReadAgain: the text was changed after entry `seen` of its history.
    """
    circular = held(circular)
    require(circular, Stage.DRAFT)
    _as_read(circular, seen)
    complete(circular)
    row = circular.initials.filter(office=office).first()
    if row is None:
        raise InitialNotAsked
    if row.given_at is not None:
        raise InitialGiven
    holding = orgs.acting(user, office, at.local().date())
    row.entry = record(
        Act(
            act="circular.initialled",
            actor=f"user:{user.pk}",
            ref=bytes(circular.entry.ref),
            fields={"detail": {"office": office.pk}},
        ),
        institution=circular.institution,
        at=at,
    )
    row.given_at, row.given_by = at.acted, holding
    row.save()
    if not circular.initials.filter(given_at=None).exists():
        _await_signature(circular, at)
    return circular


@transaction.atomic
def send_back(*, circular: Circular, reason: str, by: str, at: Moment) -> Circular:
    """Return a circular to its drafter with a reason; the initials given so far are void."""
    if not reason.strip():
        raise ReasonMissing
    circular = held(circular)
    require(circular, Stage.DRAFT, Stage.INITIALLED)
    record(
        Act(
            act="circular.sent_back",
            actor=by,
            ref=bytes(circular.entry.ref),
            fields={"detail": {"reason": reason.strip()}},
        ),
        institution=circular.institution,
        at=at,
    )
    Initial.objects.of(circular.institution_id).filter(circular=circular).update(
        given_at=None, given_by=None, entry=None
    )
    circular.stage, circular.end_reason = Stage.DRAFT, reason.strip()[:300]
    circular.save(update_fields=["stage", "end_reason"])
    return circular


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """How a circular is signed: the next number of a pattern, or a number given by hand."""

    level: Level
    method: str
    pattern: NumberPattern | None = None
    number: str = ""
    seen: int | None = None  # the last entry of the history that the signer has seen


@transaction.atomic
def sign(*, circular: Circular, user: User, signing: Signing, at: Moment) -> Circular:
    """Sign the circular: number, date and freeze it under the hand of its signatory.

    Raises:
        NotSignatory: the user does not hold the signing office today.
        ReadAgain: the text was changed after the signer saw it.
        ParentEnded: it is derived from a circular that is no longer in force.
        Weakened: a derived circular falls short of its parent.
        NumberTaken: the number stands on another circular of the year.
    """
    circular = held(circular)
    require(circular, Stage.INITIALLED)
    _as_read(circular, signing.seen)
    complete(circular)
    parent_holds(circular)
    _strong_enough(circular)
    holding = _signatory(circular, user, at)
    _date(circular, at)
    _number(circular, signing, by=f"user:{user.pk}", at=at)
    _freeze(circular, holding)
    entry = _signed(circular, user, signing, at)
    circular.paper = _paper(circular, entry, signing, at)
    circular.stage, circular.signed_at, circular.end_reason = Stage.SIGNED, at.acted, ""
    _save(circular)
    return circular


def _signed(circular: Circular, user: User, signing: Signing, at: Moment) -> Entry:
    detail = {
        "text": circular.text_sha256,
        "number": circular.number,
        "office": circular.signatory.office_id if circular.signatory else None,
        "level": int(signing.level),
        "method": signing.method,
    }
    act = Act(
        act="circular.signed",
        actor=f"user:{user.pk}",
        ref=bytes(circular.entry.ref),
        fields={"detail": detail},
    )
    return record(act, institution=circular.institution, at=at)


def _paper(circular: Circular, entry: Entry, signing: Signing, at: Moment) -> Paper:
    paper = PaperDraft(
        kind=PaperKind.CIRCULAR,
        code=random_code(CODE_LENGTH),
        title=f"{circular.number} {circular.subject}".strip(),
        acted_at=at.acted,
        entry=entry,
        level=signing.level,
        facts=_public_facts(circular),
    )
    return issue([paper], institution=circular.institution)[0]


def _initialled(circular: Circular, *, act: str, by: str, at: Moment) -> Circular:
    record(
        Act(act=act, actor=by, ref=bytes(circular.entry.ref)),
        institution=circular.institution,
        at=at,
    )
    _await_signature(circular, at)
    return circular


def _await_signature(circular: Circular, at: Moment) -> None:
    circular.stage = Stage.INITIALLED
    circular.save(update_fields=["stage"])
    tell_signatory(circular, at)


def _as_read(circular: Circular, seen: int | None) -> None:
    if seen is not None and changed_since(circular, seen):
        raise ReadAgain


def complete(circular: Circular) -> None:
    """Refuse a circular that lacks what every circular needs."""
    if missing := lacking(circular):
        raise Incomplete(missing=", ".join(missing))
    older = circular.supersedes
    if older is not None and not older.unit.path.startswith(circular.unit.path):
        raise NotYoursToSupersede(
            unit=circular.unit.name, number=older.number, issuer=older.unit.name
        )


def parent_holds(circular: Circular) -> None:
    """Refuse to sign or publish what is derived from a circular that has ended."""
    parent = circular.parent
    if parent is not None and parent.stage != Stage.PUBLISHED:
        raise ParentEnded(number=parent.number)


def _strong_enough(circular: Circular) -> None:
    problems = [f"{gettext(WEAKENS_WORDS[w.how])} ({w.clause[:80]})" for w in falls_short(circular)]
    problems += [gettext(WEAKENS_WORDS[how]) for how in reaches_less(circular)]
    parent = circular.parent
    if parent and (later(parent.read_by, circular.read_by)):
        problems.append(gettext("Employees would have more time to read than the parent gives."))
    if problems:
        raise Weakened(problems=" ".join(problems))


def _signatory(circular: Circular, user: User, at: Moment) -> Holding:
    office = circular.signatory.office if circular.signatory else None
    if office is None:
        raise Incomplete(missing=gettext("who signs it"))
    try:
        return orgs.acting(user, office, at.local().date())
    except NotActing as absent:
        raise NotSignatory(title=office.title) from absent


def _date(circular: Circular, at: Moment) -> None:
    """Date a circular without a stated date on the day it is signed."""
    if circular.dated_on is None and circular.dating == Dating.EXACT:
        circular.dated_on = at.local().date()


def _number(circular: Circular, signing: Signing, *, by: str, at: Moment) -> None:
    if circular.form == Form.INSTRUCTION and not signing.number and signing.pattern is None:
        return  # a recorded instruction may have no number (law.md §7.5)
    if signing.pattern is not None:
        circular.number, circular.number_year = take_number(
            institution=circular.institution, pattern=signing.pattern, by=by, at=at
        )
        return
    if not (number := tidy(signing.number)):
        raise Incomplete(missing=gettext("a number"))
    circular.number, circular.number_year = number, (circular.dated_on or at.local().date()).year


def _freeze(circular: Circular, holding: Holding) -> None:
    circular.signatory = holding
    circular.signature_block = {
        "lines": signature_lines(
            relay=Relay(circular.relay),
            on_behalf_of=circular.on_behalf_of,
            under=circular.under,
            capacity=holding.capacity,
            title=holding.office.title,
        ),
        "name": holding.person.full_name,
        "identity": "",
        "issuer": circular.unit.name,
    }
    circular.text_sha256 = frozen_sha256(circular)


def _public_facts(circular: Circular) -> dict[str, object]:
    return {
        "number": circular.number,
        "subject": circular.subject,
        "signatory": " ".join(circular.signature_block["lines"]).rstrip(","),
        "text_sha256": circular.text_sha256,
        "url": f"/edaran/{circular.slug}/",
    }


def _save(circular: Circular) -> None:
    try:
        with transaction.atomic():
            circular.save()
    except IntegrityError as twice:
        raise NumberTaken(number=circular.number, year=circular.number_year) from twice
