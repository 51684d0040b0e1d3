"""Bringing the database back to what the public knows, from any copy of the log's files.

Everything happens in one transaction, which the root of the copy's signed state decides.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Min

from netral.kernel.moment import Moment
from netral.ledger import guards
from netral.ledger.actions import Act
from netral.ledger.actions import record as record_act
from netral.ledger.core.checkpoint import Checkpoint, opened
from netral.ledger.core.growth import Tail
from netral.ledger.core.note import Note, NoteWrong, Signer
from netral.ledger.core.public import CHECKPOINT
from netral.ledger.core.rebuild import Fetch
from netral.ledger.core.tiles import HEIGHT
from netral.ledger.errors import BranchWitnessed, HistoryDoubled, HousesMissing, MirrorWrong
from netral.ledger.models import Head, Place, Publication, Tile
from netral.ledger.sequencing import history, mirrors, starting, stored
from netral.ledger.sequencing.batch import advance, place, won
from netral.ledger.sequencing.returned import Returning


@dataclass(slots=True)
class Brought:
    """What an import has done."""

    size: int  # of the log, now
    placed: int = 0  # entries that were given their places back
    made: int = 0  # of those, how many the database did not have any more
    removed: int = 0  # places that only this database knew; their entries wait again
    withdrawn: int = 0  # states that only this database had published, without witnesses
    publications: int = 0  # states that were published, and are known again
    homeless: int = 0  # leaves that name no institution
    doubled: list[str] = field(default_factory=list)  # steps taken twice


@transaction.atomic
def bring_back(mirror: Fetch, now: datetime, *, despite_doubles: bool = False) -> Brought:
    """Give the entries of a copy of the log their places, as far as the database lacks them.

    An entry that waits comes later; one that stands in the copy is not made twice.

    Raises:
        MirrorWrong: the copy is not whole, or not signed by this log.
        HousesMissing: institutions that it names are not in the database.
        HistoryDoubled: people took steps again that the copy holds already.
        BranchWitnessed: witnesses have signed what the copy contradicts.
    """
    signer = starting.key_holder()
    starting.guarded()
    if not Head.objects.exists():
        starting.begun(signer).save(force_insert=True)
    note, state = _signed(mirror, signer)
    head = won()
    common = _common(mirror, head, state)
    brought = Brought(size=max(head.size, state.size))
    if common < min(head.size, state.size):
        _check_witnessed(note)
        _cut(head, common, signer, brought)
        head.refresh_from_db()
        brought.size = state.size
    if head.size < state.size:
        first = _place(mirror, head, state, signer, brought, despite_doubles=despite_doubles)
        _publications(mirror, note, signer, now, first, brought)
    if brought.placed or brought.removed:
        _tell(brought, now)
    return brought


def _signed(mirror: Fetch, signer: Signer) -> tuple[Note, Checkpoint]:
    try:
        note = Note.parse(mirrors.file(mirror, CHECKPOINT))
        return note, opened(note, signer.key)
    except NoteWrong as problem:
        raise MirrorWrong(problem=str(problem)) from problem


def _common(mirror: Fetch, head: Head, state: Checkpoint) -> int:
    """Return with how many leaves both begin."""
    size = min(head.size, state.size)
    if head.size >= state.size and stored.root(size) == state.root:
        return size
    at = 0
    for leaves in mirrors.bundles(mirror, 0, state.size):
        mine = stored.leaves(at, min(size, at + len(leaves)))
        if mine != leaves[: len(mine)]:
            pairs = zip(mine, leaves, strict=False)
            return at + next(n for n, (own, theirs) in enumerate(pairs) if own != theirs)
        at += len(mine)
        if at == size:
            break
    return size


def _check_witnessed(note: Note) -> None:
    """Let only what witnesses have signed take the place of what the database says.

    Raises:
        MirrorWrong: they have not, although there are some.
    """
    policy = starting.policy_in_use()
    if policy.witnesses and not history.is_witnessed(note, policy):
        raise MirrorWrong(problem="no quorum of witnesses has signed it")


def _cut(head: Head, common: int, signer: Signer, brought: Brought) -> None:
    """Take back the places that only this database knows; their entries wait again.

    Raises:
        BranchWitnessed: witnesses have signed a state with them.
    """
    branch = Publication.objects.filter(size__gt=common)
    if branch.filter(witnessed=True).exists():
        raise BranchWitnessed(size=common)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or no trigger can be dropped
        for statement in guards.off(connection):
            cursor.execute(statement)
        brought.removed = Place.objects.filter(index__gte=common).delete()[0]
        brought.withdrawn = branch.delete()[0]
        for level in range(8):
            whole = common >> HEIGHT * (level + 1)
            Tile.objects.filter(level=level, number__gte=whole).delete()
        advance(head, stored.tail(common), signer)
        for statement in guards.on(connection):
            cursor.execute(statement)
        cursor.execute(starting.STRAY)


def _place(
    mirror: Fetch,
    head: Head,
    state: Checkpoint,
    signer: Signer,
    brought: Brought,
    *,
    despite_doubles: bool,
) -> datetime:
    """Give the leaves from the end of the database to the end of the copy their places.

    Returns when the first of them was logged.
    """
    tail: Tail = stored.tail(head.size)
    returning = Returning.begin()
    for leaves in mirrors.bundles(mirror, head.size, state.size):
        keys = returning.rows(leaves)
        if len(keys) < len(leaves):
            continue  # an institution is missing: look for others
        place(tail, keys, leaves)
    _judge(returning, despite_doubles=despite_doubles)
    if (tail.size, tail.edge.root()) != (state.size, state.root):
        raise MirrorWrong(problem=f"{state.size}: its root is another")
    advance(head, tail, signer)
    brought.placed, brought.made = state.size - head.size, returning.made
    brought.doubled, brought.homeless = returning.doubled, returning.homeless
    brought_back = Place.objects.filter(index__gte=head.size)
    first: datetime = brought_back.aggregate(first=Min("entry__logged_at"))["first"]
    return first


def _judge(returning: Returning, *, despite_doubles: bool) -> None:
    if returning.strangers:
        raise HousesMissing(codes=", ".join(sorted(returning.strangers)))
    if returning.doubled and not despite_doubles:
        raise HistoryDoubled(count=len(returning.doubled))


def _publications(
    mirror: Fetch, note: Note, signer: Signer, now: datetime, first: datetime, brought: Brought
) -> None:
    """Put back what was published, and the copy's own state if its history lacks it."""
    policy = starting.policy_in_use()
    last = Publication.objects.order_by("-pk").first()
    begins = history.day_of(last) if last else first.astimezone(UTC).date()
    last_day = now.astimezone(UTC).date()
    days = (begins + timedelta(days=n) for n in range((last_day - begins).days + 1))
    brought.publications = history.adopt(
        mirror, days, key=signer.key, policy=policy, size=brought.size
    )
    if not Publication.objects.filter(note=str(note)).exists():
        history.record(note, now, witnessed=history.is_witnessed(note, policy))
        brought.publications += 1


def _tell(brought: Brought, now: datetime) -> None:
    """Log that the log was recovered, once for each institution whose acts are in it."""
    detail = {"size": brought.size, "placed": brought.placed, "made": brought.made}
    for house in Returning.begin().houses.values():
        act = Act(act="log.recovered", actor="command", fields={"detail": detail})
        record_act(act, institution=house, at=Moment.real(now))
