"""The state of the log as it was last published, and who watches it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from netral.ledger.core.checkpoint import Checkpoint, opened
from netral.ledger.core.note import Key, Note, NoteWrong
from netral.ledger.core.policy import NONE, Policy, PolicyWrong
from netral.ledger.models import Publication
from netral.ledger.queries import state as log
from netral.ledger.queries.marks import signed

LOOKED_BACK: Final = 1000  # publications in which a silent witness is looked for: about a week
STALE: Final = timedelta(minutes=30)  # a log that is kept publishes every ten minutes
ABOUT: Final = re.compile(r"#\s*([^\s:]+):\s*(\S.*)")  # a line of the policy about a witness


@dataclass(frozen=True, slots=True)
class Watcher:
    """One witness: who it is, and when it last signed a state of the log."""

    name: str
    about: str  # what the policy's comment says of it
    vkey: str
    signed_at: datetime | None
    signs_newest: bool


@dataclass(frozen=True, slots=True)
class State:
    """What was published last. `sound` is False when it does not pass its own check."""

    size: int
    root: bytes
    published_at: datetime
    watchers: Sequence[Watcher]
    enough: bool  # the witnesses who signed it are those of the quorum
    sound: bool
    note: str

    @property
    def short(self) -> str:
        """Return the start of the root, for the eye."""
        whole = self.root.hex()
        return " ".join(whole[at : at + 4] for at in range(0, 16, 4)) + " …"

    @property
    def signed(self) -> int:
        """Count the witnesses who signed it."""
        return sum(each.signs_newest for each in self.watchers)

    def stale(self, now: datetime) -> bool:
        """Tell whether nothing has been published for too long."""
        return now - self.published_at > STALE


def policy() -> Policy | None:
    """Return whom to believe; None where the file that says so cannot be read."""
    try:
        return log.policy()
    except (OSError, UnicodeDecodeError, PolicyWrong, NoteWrong):
        return None


def trusted() -> Policy:
    """Return whom to believe: nobody where the file that says so cannot be read."""
    return policy() or Policy(quorum=NONE)


def about(text: str) -> Mapping[str, str]:
    """Return what comments of a policy say of its witnesses: `# kampus: Universitas Contoh`."""
    lines = (ABOUT.fullmatch(line) for line in text.split("\n"))
    return {found[1]: found[2] for found in lines if found}


def needed(found: Policy) -> int | None:
    """Return how many witnesses the quorum takes; None where that is not one plain number."""
    if found.quorum == NONE:
        return 0
    if found.quorum in found.witnesses:
        return 1
    group = found.groups[found.quorum]
    return group.needed if all(each in found.witnesses for each in group.members) else None


def state() -> State | None:
    """Return the newest state that was published; None before the first."""
    newest = log.published()
    if newest is None:
        return None
    whom = trusted()
    seen = signed(newest.note, tuple(whom.keys))
    return State(
        size=newest.size,
        root=bytes(newest.root),
        published_at=newest.published_at,
        watchers=_watchers(whom, seen, newest),
        enough=whom.quorum != NONE and whom.satisfied(list(seen)),
        sound=_is_sound(newest, whom),
        note=newest.note,
    )


def _is_sound(newest: Publication, whom: Policy) -> bool:
    """Tell whether the log signed just this size and root."""
    key = whom.logs.get(settings.LOG_ORIGIN)
    try:
        note = Note.parse(newest.note.encode())
        said = opened(note, key) if key else Checkpoint.parse(note.text)
    except NoteWrong:
        return False
    return (said.size, said.root) == (newest.size, bytes(newest.root))


def _watchers(whom: Policy, seen: Mapping[Key, datetime], newest: Publication) -> list[Watcher]:
    told = about(policy_text())
    return [
        Watcher(
            name=each.name,
            about=told.get(each.name, ""),
            vkey=each.key.vkey,
            signed_at=seen.get(each.key) or _last(each.key, newest),
            signs_newest=each.key in seen,
        )
        for each in whom.witnesses.values()
    ]


def policy_text() -> str:
    """Return the policy as text; nothing where its file cannot be read."""
    try:
        return log.policy_text()
    except (OSError, UnicodeDecodeError):
        return ""


def _last(key: Key, newest: Publication) -> datetime | None:
    """Return when a witness that is silent now was last heard, as far as one looks back."""
    earlier = Publication.objects.filter(pk__gt=newest.pk - LOOKED_BACK)
    heard = earlier.filter(note__contains=f" {key.name} ").order_by("-pk").first()
    return signed(heard.note, (key,)).get(key) if heard else None
