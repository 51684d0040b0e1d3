"""Handing over what is due, channel by channel.

Never twice: what may have left is never sent again by itself, whether the worker died or the line
broke (decision 47). Never lost: such a message is UNSURE, counted, and shown to the operator.
"""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from netral.notices import outbox, pacing, queries
from netral.notices.carriers import (
    Carrier,
    NotSent,
    Refused,
    Unclear,
    Unreachable,
    installed,
    opener,
)
from netral.notices.core import MAX_TRIES, Channel, Manner
from netral.notices.letters import bundles, compose
from netral.notices.models import Message

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Sent:
    """What a run did, in rows."""

    sent: int = 0
    put_off: int = 0
    failed: int = 0
    unsure: int = 0
    gathered: int = 0


class _Clock:
    """Tells the time of a run that began at `now`, without reading the wall's."""

    def __init__(self, now: datetime) -> None:
        self._now, self._start = now, time.monotonic()

    def __call__(self) -> datetime:
        return self._now + timedelta(seconds=time.monotonic() - self._start)


def send_due(*, now: datetime, limit: int | None = None) -> Sent:
    """Send what is due, at most `limit` messages a channel.

    Runs outside any transaction: every step is committed before the next. A channel that is not
    installed keeps its messages queued.
    """
    done = Sent(unsure=outbox.recover(now))
    for channel in installed():
        _Run(channel, _Clock(now), done).run(limit or settings.MAIL_PER_RUN)
    return done


class _Run:
    """One round of one channel."""

    def __init__(self, channel: Channel, clock: _Clock, done: Sent) -> None:
        self._channel, self._clock, self._done = channel, clock, done
        self._is_well = False  # nothing was accepted yet, or something went wrong since
        self._taken: outbox.Taken | None = None  # accepted, and marked with the next or at the end

    def run(self, limit: int) -> None:
        given = pacing.allowance(self._channel, limit, self._clock())
        rows = outbox.claim(self._channel, self._clock(), limit=given)
        groups = self._polite(bundles(rows))
        pacing.refund(self._channel, given - len(groups), self._clock())
        if groups:
            self._carry(groups)

    def _polite(self, groups: list[list[Message]]) -> list[list[Message]]:
        """Put aside what waits for company: the second message of a day."""
        if not settings.DIGEST:
            return groups
        now = self._clock()
        hasty = [g[0] for g in groups if all(row.manner == Manner.POLITE for row in g)]
        had = queries.written_today(hasty, now)
        going = []
        for group in groups:
            first = group[0]
            alone = all(row.manner == Manner.POLITE and not row.fleeting for row in group)
            if alone and (first.institution_id, first.recipient) in had:
                outbox.gather(group, queries.quiet(first.institution.zone).gathered(now))
                self._done.gathered += len(group)
            else:
                going.append(group)
        return going

    def _carry(self, groups: Sequence[list[Message]]) -> None:
        """Hand over group after group; connect again if the line breaks between two."""
        left = list(groups)
        try:
            self._carry_all(left)
        finally:
            if self._taken:
                outbox.accept(self._taken)
        outbox.give_back([row for group in left for row in group])

    def _carry_all(self, left: list[list[Message]]) -> None:
        """Hand over and take out what could be handed over, group after group."""
        while left:
            before = len(left)
            try:
                with opener(self._channel)() as carrier:
                    while left:
                        self._hand(left[0], carrier)
                        left.pop(0)
            except Unreachable as problem:  # `left` begins with the group that has not left
                if len(left) == before:
                    self._trouble(problem, at_once=True)
                    break
            except _Resting:
                left.pop(0)
                break

    def _hand(self, group: list[Message], carrier: Carrier) -> None:
        """Hand one message over and write down what came of it."""
        try:
            message = compose(group)
        except Exception as problem:  # noqa: BLE001  # one bad row must not stop the others
            self._give_up(group, getattr(problem, "why", type(problem).__name__))
            return
        taken, self._taken = self._taken, None
        if not outbox.hand(group, self._clock(), taken=taken):
            return
        try:
            accepted = carrier.send(message)
        except Refused as problem:
            self._refused(group, problem)
        except Unreachable as problem:
            outbox.take_back(group, problem.why)
            raise
        except Exception as problem:  # noqa: BLE001  # whatever it was: it may have left
            self._unclear(group, problem)
        else:
            self._taken = outbox.Taken(group, accepted.reference, self._clock())
            self._well()
            self._done.sent += len(group)

    def _refused(self, group: list[Message], problem: Refused) -> None:
        if problem.for_good or any(row.tries + 1 >= MAX_TRIES for row in group):
            self._give_up(group, problem.why)
            return
        self._warn(group, problem.why)
        outbox.put_off(group, problem.why, self._clock())
        self._done.put_off += len(group)

    def _give_up(self, group: list[Message], why: str) -> None:
        self._warn(group, why)
        outbox.fail(group, why, self._clock())
        self._done.failed += len(group)

    def _unclear(self, group: list[Message], problem: Exception) -> None:
        why = problem.why if isinstance(problem, NotSent) else type(problem).__name__
        self._warn(group, why)
        outbox.doubt(group, why)
        self._done.unsure += len(group)
        if self._trouble(Unclear(why), at_once=False):
            raise _Resting

    def _well(self) -> None:
        if not self._is_well:  # once a run is enough
            pacing.note_accepted(self._channel, self._clock())
            self._is_well = True

    def _trouble(self, problem: NotSent, *, at_once: bool) -> bool:
        self._is_well = False
        log.warning("%s is in trouble: %s", self._channel, problem.why)
        return pacing.note_trouble(self._channel, problem.why, self._clock(), at_once=at_once)

    def _warn(self, group: list[Message], why: str) -> None:
        log.warning("%s %s was not sent: %s", self._channel, group[0].pk, why)


class _Resting(Exception):
    """The provider is left alone from here on."""
