"""Asking the witnesses of the policy to cosign a state of the log (C2SP tlog-witness).

Each is asked in a thread of its own, that knows nothing of the database. A witness that is slow,
silent, or lies is left alone for a while; it holds up nobody.
"""

import hashlib
import queue
import threading
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final, TypeVar

import structlog

from netral.ledger.core.checkpoint import Checkpoint, cosigned_at, decimal, opened
from netral.ledger.core.note import Key, Note, NoteWrong, Signature, b64
from netral.ledger.core.policy import Policy, Witness
from netral.ledger.wire import PATIENCE, NoAnswer, ask

log = structlog.get_logger()
LAG: Final = 300  # seconds by which the clock of a witness may differ from ours
REST: Final = 15.0  # seconds for which a witness that failed is left alone
COMPANY: Final = 1.0  # seconds that the others are given once there is a quorum
REFUSALS: Final = (HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY)
Answer = TypeVar("Answer")
Prove = Callable[[int], Sequence[bytes]]  # of an older size, that the state asked for follows it


class Refused(NoAnswer):
    """A witness says that our state does not follow what it has cosigned."""


class Ahead(Exception):
    """A witness says that it has cosigned a larger state than ours."""

    def __init__(self, size: int) -> None:
        super().__init__(f"ahead, at {size}")
        self.size = size


@dataclass(slots=True)
class Caller:
    """One witness, with what we know of it."""

    witness: Witness
    size: int = 0  # of the state that it cosigned last, as far as we know
    rest_until: float = 0.0
    busy: threading.Lock = field(default_factory=threading.Lock)

    def cosign(self, note: Note, prove: Prove, now: float) -> Signature:
        """Return the witness's signature of a checkpoint; a wrong idea of its size is mended once.

        Raises:
            NoAnswer: it was refused, or cannot be reached.
            NoteWrong: what came is no signature of this witness, or of another time.
            Ahead: it knows a larger state.
        """
        state = Checkpoint.parse(note.text)
        status, answer = self._post(note, prove)
        if status == HTTPStatus.CONFLICT:
            known = decimal(answer.decode("ascii", "replace").removesuffix("\n"))
            if known > state.size:
                raise Ahead(known)
            self.size, before = known, self.size
            if known != before:
                status, answer = self._post(note, prove)
        if status != HTTPStatus.OK:
            msg = f"answered {status}"
            raise Refused(msg) if status in REFUSALS else NoAnswer(msg)
        found = self._own(note, answer, now)
        self.size = state.size
        return found

    def ahead(self, note: Note, prove: Prove, now: float) -> int | None:
        """Return the size of the larger state that the witness says it has cosigned."""
        try:
            self.cosign(note, prove, now)
        except Ahead as ahead:
            return ahead.size
        return None

    def latest(self, origin: str, key: Key) -> Checkpoint | None:
        """Return the state that the witness shows as its latest, if it shows one that we signed."""
        name = hashlib.sha256(origin.encode()).hexdigest()
        status, answer = ask(f"{self.witness.url.rstrip('/')}/{name}/checkpoint")
        return opened(Note.parse(answer), key) if status == HTTPStatus.OK else None

    def _post(self, note: Note, prove: Prove) -> tuple[int, bytes]:
        proof = "".join(f"{b64(each)}\n" for each in prove(self.size))
        body = f"old {self.size}\n{proof}\n{note}".encode()
        return ask(f"{self.witness.url.rstrip('/')}/add-checkpoint", body)

    def _own(self, note: Note, answer: bytes, now: float) -> Signature:
        """Return the witness's signature from an answer; those of unknown keys are ignored."""
        key = self.witness.key
        for line in answer.decode("utf-8", "replace").split("\n")[:-1]:
            found = Signature.parse(line)
            if key.made(found):
                said = cosigned_at(note, key, found)
                if abs(said - now) > LAG:
                    msg = f"signed {said - now:+.0f} seconds away: compare the clocks"
                    raise NoteWrong(msg)
                return found
        msg = "did not sign"
        raise NoteWrong(msg)


class Witnesses:
    """The witnesses of a policy."""

    def __init__(self, policy: Policy, clock: Callable[[], float] = time.monotonic) -> None:
        self.policy = policy
        self.callers = [Caller(each) for each in policy.witnesses.values() if each.url]
        self.refused = False  # one of them did not take the state that was asked for last
        self._clock = clock

    def cosigned(self, note: Note, prove: Prove, now: float) -> list[Signature]:
        """Return the signatures that come within some seconds, in the order of the policy."""
        free = [each for each in self.callers if self._clock() >= each.rest_until]

        def enough(found: dict[str, Signature]) -> bool:
            return self.satisfied(found.values())

        self.refused = False
        found = self._all(free, lambda each: each.cosign(note, prove, now), enough)
        names = [caller.witness.name for caller in self.callers]
        return [found[name] for name in names if name in found]

    def shown(self, origin: str, key: Key) -> dict[str, Checkpoint]:
        """Return the states, signed by our `key`, that witnesses show as their latest."""
        found = self._all(self.callers, lambda each: each.latest(origin, key))
        return {name: state for name, state in found.items() if state is not None}

    def ahead(
        self, note: Note, prove: Prove, now: float, apart_from: Collection[str]
    ) -> dict[str, int]:
        """Return the sizes of the larger states that witnesses say they have cosigned."""
        asked = [each for each in self.callers if each.witness.name not in apart_from]
        found = self._all(asked, lambda each: each.ahead(note, prove, now))
        return {name: size for name, size in found.items() if size is not None}

    def satisfied(self, cosigners: Iterable[Signature]) -> bool:
        """Tell whether signatures that were checked make the quorum, with one witness at least."""
        signed = list(cosigners)
        keys = [key for key in self.policy.keys if any(key.made(each) for each in signed)]
        return self.policy.witnessed(keys)

    def believed(self, names: Collection[str]) -> bool:
        """Tell whether the witnesses of these names make the quorum."""
        keys = [each.key for each in self.policy.witnesses.values() if each.name in names]
        return self.policy.witnessed(keys)

    def _all(
        self,
        callers: Sequence[Caller],
        do: Callable[[Caller], Answer],
        enough: Callable[[dict[str, Answer]], bool] = lambda _found: False,
    ) -> dict[str, Answer]:
        """Ask all that are not being asked already; return what comes in time, by name.

        Once it is enough, the others are given a moment more.
        """
        answers: queue.SimpleQueue[tuple[str, Answer | Exception]] = queue.SimpleQueue()
        asked = [caller for caller in callers if caller.busy.acquire(blocking=False)]
        for caller in asked:
            threading.Thread(target=self._one, args=(caller, do, answers), daemon=True).start()
        found: dict[str, Answer] = {}
        until = time.monotonic() + PATIENCE
        for _ in asked:
            if enough(found):
                until = min(until, time.monotonic() + COMPANY)
            try:
                name, answer = answers.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                break
            if not isinstance(answer, Exception):
                found[name] = answer
        return found

    def _one(
        self,
        caller: Caller,
        do: Callable[[Caller], Answer],
        answers: "queue.SimpleQueue[tuple[str, Answer | Exception]]",
    ) -> None:
        name = caller.witness.name
        try:
            answer: Answer | Exception = do(caller)
        except Exception as problem:  # noqa: BLE001  # whatever a witness does, it stops nobody
            answer = problem
            self.refused |= isinstance(problem, Ahead | Refused)
            caller.rest_until = self._clock() + REST
            log.warning("witness.failed", witness=name, problem=str(problem)[:200])
        finally:
            caller.busy.release()
        answers.put((name, answer))
