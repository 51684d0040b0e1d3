"""Material and photographs of a session: taken by what they are, made harmless before kept.

They come and go until the session is closed with its minutes; from then on they stay.
"""

import hashlib
from typing import Final

from django.db import transaction
from django.utils.translation import gettext

from netral.kernel.moment import Moment
from netral.kernel.pictures import NotAPicture, PictureTooLarge, remade
from netral.orgs.core.names import line
from netral.outreach.actions.moves import note
from netral.outreach.core import STATE_WORDS, FileRole, SessionState
from netral.outreach.errors import (
    FilesFrozen,
    MaterialActive,
    MaterialUnreadable,
    NotAPhoto,
    TooLargeToKeep,
    TooManyFiles,
)
from netral.outreach.models import Session, SessionFile
from netral.signing.queries import look_into

MEGABYTES: Final = 10
LIMIT: Final = MEGABYTES * 1_000_000
MOST: Final = 20  # of one session
ENDINGS: Final = {"image/jpeg": ".jpg", "application/pdf": ".pdf"}


def keep(
    *, session: Session, role: FileRole, name: str, octets: bytes, by: str, at: Moment
) -> SessionFile:
    """Keep a file of a session until it is closed; the same file again returns what is there.

    Raises:
        TooLargeToKeep, NotAPhoto, MaterialUnreadable, MaterialActive, TooManyFiles, FilesFrozen:
            why not.
    """
    # Examined before the transaction: it may take seconds and holds nothing meanwhile.
    media_type, clean = _photo(octets) if role is FileRole.PHOTO else _material(octets)
    return _store(session, role, (_named(name, media_type), media_type, clean), by, at)


@transaction.atomic
def _store(
    session: Session, role: FileRole, file: tuple[str, str, bytes], by: str, at: Moment
) -> SessionFile:
    name, media_type, octets = file
    now = _held(session)
    rows = SessionFile.objects.of(session.institution_id).filter(session=session)
    sha256 = hashlib.sha256(octets).hexdigest()
    if found := rows.filter(sha256=sha256).first():
        return found
    _still_open(now)
    if rows.exclude(role=FileRole.ROLL).count() >= MOST:
        raise TooManyFiles(most=MOST)
    entry = note(session, act="session.file_added", by=by, at=at, role=role.value, sha256=sha256)
    return SessionFile.objects.create(
        institution_id=session.institution_id,
        session=session,
        role=role,
        name=name,
        media_type=media_type,
        size=len(octets),
        sha256=sha256,
        content=octets,
        added_at=at.acted,
        added_by=by,
        entry=entry,
    )


@transaction.atomic
def remove(*, session: Session, file: SessionFile, by: str, at: Moment) -> None:
    """Take a file out of a session that is not closed; what it was stays as its SHA-256.

    Raises:
        FilesFrozen: the session was closed or cancelled.
    """
    _still_open(_held(session))
    rows = SessionFile.objects.of(session.institution_id).filter(session=session, pk=file.pk)
    if gone := rows.exclude(role=FileRole.ROLL).first():
        note(session, act="session.file_removed", by=by, at=at, role=gone.role, sha256=gone.sha256)
        gone.delete()


def _held(session: Session) -> Session:
    """Hold the session's row, as it now is: whoever closes it waits, or has closed it."""
    rows = Session.objects.of(session.institution_id).select_for_update(no_key=True)
    found: Session = rows.get(pk=session.pk)
    return found


def _still_open(session: Session) -> None:
    if session.state != SessionState.PLANNED:
        raise FilesFrozen(state=gettext(STATE_WORDS[SessionState(session.state)]))


def _photo(octets: bytes) -> tuple[str, bytes]:
    """Draw a photograph anew: no place, no device, nothing hidden behind the picture."""
    try:
        picture = remade(octets, limit=LIMIT)
    except PictureTooLarge as huge:
        raise TooLargeToKeep(megabytes=MEGABYTES) from huge
    except NotAPicture as other:
        raise NotAPhoto from other
    return picture.media_type, picture.octets


def _material(octets: bytes) -> tuple[str, bytes]:
    """Take a PDF that runs nothing; it is examined in a process of its own."""
    if len(octets) > LIMIT:
        raise TooLargeToKeep(megabytes=MEGABYTES)
    if not octets.startswith(b"%PDF-"):
        raise MaterialUnreadable
    look = look_into(octets)
    if look.problem == "too_big":
        raise TooLargeToKeep(megabytes=MEGABYTES)
    if look.locked or look.active:
        raise MaterialActive
    if not look.readable:
        raise MaterialUnreadable
    return "application/pdf", octets


def _named(name: str, media_type: str) -> str:
    """Return a name that says what the file is, whatever it was called."""
    stem = line(name).replace("/", " ").rpartition(".")[0] or line(name) or "berkas"
    return f"{stem[:100]}{ENDINGS[media_type]}"
