"""The minutes of a session. All they say comes from frozen columns, so the octets never vary."""

from django.utils import translation
from django.utils.translation import gettext

from netral.kernel import spoken
from netral.kernel.codes import grouped
from netral.kernel.moment import local_day
from netral.kernel.qr import for_typst
from netral.kernel.typeset import typeset
from netral.outreach.core import PURPOSE_WORDS, SESSION_WORDS, Purpose, SessionKind
from netral.outreach.models import Session
from netral.signing.core import Logged, seal_says
from netral.signing.queries import verify_url


def minutes(session: Session, *, sealed: bool = True, logged: Logged | None = None) -> bytes:
    """Set the minutes on A4. Papers speak Indonesian whatever the reader speaks."""
    paper, house, closed_at = session.paper, session.institution, session.closed_at
    if paper is None or closed_at is None:
        msg = f"session {session.pk} has not been closed"
        raise LookupError(msg)
    url = verify_url(paper.code)
    with translation.override("id"):
        data = {
            "title": "Notulen Sosialisasi",
            "subject": session.title,
            "institution": house.letterhead(session.unit.name if session.unit.parent_id else ""),
            "rows": _rows(session),
            "agenda": _lines(session.agenda),
            "minutes": _lines(session.minutes),
            "figures": [[line["unit"], *_shown(line)] for line in session.figures],
            "total": ["Jumlah", *_shown({"invited": session.invited, "present": session.present})],
            "nobody": session.reason,
            "roll": session.roll_sha256,
            "place": house.place,
            "day": spoken.short_day(local_day(closed_at, house.zone)),
            "closed_at": spoken.at(closed_at, house.zone),
            "name": session.closer["name"],
            "office": session.closer["title"],
            "qr": for_typst(url),
            "url": url,
            "code": grouped(paper.code),
            "words": [seal_says(house.name, sealed=sealed)],
            "log": logged.data() if logged else None,
        }
    return typeset("outreach/minutes", data, at=closed_at, carries=logged is not None)


def _rows(session: Session) -> list[tuple[str, str]]:
    zone, circular = session.institution.zone, session.circular
    purposes = (gettext(PURPOSE_WORDS[Purpose(each)]) for each in session.purposes)
    rows = [
        ("Bentuk", gettext(SESSION_WORDS[SessionKind(session.kind)])),
        ("Untuk", ", ".join(purposes)),
        ("Waktu", f"{spoken.at(session.starts_at, zone)} s.d. {_until(session)}"),
        ("Tempat", session.place),
        ("Narasumber", session.speaker),
        ("Surat edaran", f"{circular.number}, {circular.subject}" if circular else ""),
        ("Hadir", f"{spoken.number(session.present)} dari {spoken.number(session.invited)} orang"),
    ]
    return [(name, value) for name, value in rows if value]


def _until(session: Session) -> str:
    zone = session.institution.zone
    same = local_day(session.starts_at, zone) == local_day(session.ends_at, zone)
    return spoken.clock(session.ends_at, zone) if same else spoken.at(session.ends_at, zone)


def _shown(line: dict[str, int]) -> list[str]:
    invited, present = line["invited"], line["present"]
    share = spoken.percent(100 * present / invited) if invited else "–"
    return [spoken.number(invited), spoken.number(present), share]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
