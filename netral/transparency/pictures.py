"""The picture of why the log cannot be altered, with its words."""

from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from netral.insight.core.drawing import Drawing
from netral.kernel import spoken
from netral.kernel.words import N_
from netral.transparency.core import ladder, picture
from netral.transparency.core.example import ENTRIES, Example, example
from netral.transparency.queries.entries import Shown
from netral.transparency.queries.paths import Way

# What stands in the eight entries of the picture, and what somebody would rather have there.
STORY = (
    (N_("The circular is published"), N_("The circular is not published")),
    (N_("Employee A signs the pact"), N_("Employee A does not sign")),
    (N_("The head reads the circular"), N_("The head has never seen it")),
    (N_("Employee B signs the pact"), N_("Employee B signs one month later")),
    (N_("A breach is reported"), N_("Nothing is reported")),
    (N_("The case is opened"), N_("No case is opened")),
    (N_("The decision is issued"), N_("A milder decision is issued")),
    (N_("The sanction is carried out"), N_("The sanction is cancelled")),
)


@dataclass(frozen=True, slots=True)
class Explained:
    """The picture for wide and for narrow windows, with what it tells."""

    title: str
    shows: str
    wide: Drawing
    narrow: Drawing
    choices: range  # of the entries, as people count them
    changed: int | None  # likewise
    said: str = ""  # what stood in the changed entry
    instead: str = ""  # what somebody wrote there
    now: str = ""  # the fingerprint of the whole, as it is now
    kept: str = ""  # as the witnesses keep it


def explained(changed: int | None) -> Explained:
    """Draw the tree as it is, or as it is once somebody has changed an entry (1 to 8)."""
    at = changed - 1 if changed is not None and 1 <= changed <= ENTRIES else None
    said, instead = STORY[at] if at is not None else ("", "")
    shown = example([_(entry) for entry, _other in STORY], at, _(instead) if instead else "")
    title, shows = _told(shown, at)
    words = _words(title, shows)
    return Explained(
        title=title,
        shows=shows,
        wide=picture.draw(shown, words, picture.WIDE),
        narrow=picture.draw(shown, words, picture.NARROW),
        choices=range(1, ENTRIES + 1),
        changed=None if at is None else at + 1,
        said=_(said) if said else "",
        instead=_(instead) if instead else "",
        now=shown.root.hex[: picture.WIDE.digits],
        kept=shown.kept[: picture.WIDE.digits],
    )


def _told(shown: Example, at: int | None) -> tuple[str, str]:
    if at is None:
        return (
            _("Eight entries, one fingerprint, three witnesses"),
            _(
                "Eight entries stand at the foot. Each has a fingerprint, two at a time are joined"
                " into one above them, up to a single one, which three witnesses keep."
            ),
        )
    reached = sum(node.changed for row in shown.rows for node in row)
    return (
        _("Entry %(n)d was changed, and everybody can see it") % {"n": at + 1},
        _(
            "The change of entry %(n)d runs up to the top and alters %(all)d fingerprints. The one"
            " at the top is no longer the one that the witnesses keep."
        )
        % {"n": at + 1, "all": reached},
    )


def _words(title: str, shows: str) -> picture.Words:
    return picture.Words(
        title=title,
        shows=shows,
        entries=_("entries 1 to 8, each with its fingerprint"),
        joined=_("joined two by two"),
        root=_("of the whole log"),
        witnesses=(_("Supervisor"), _("University"), _("Press")),
        keeps=lambda print_: _("keeps %(print)s") % {"print": print_},
        same=_("the same"),
        differs=_("differs!"),
    )


def path(entry: Shown, way: Way) -> Drawing:
    """Draw the way from an entry up to the fingerprint of the whole log."""
    count = len(way.rungs)
    shows = ngettext(
        "From the entry it takes %(n)d join to the fingerprint over all %(all)s entries.",
        "From the entry it takes %(n)d joins to the fingerprint over all %(all)s entries.",
        count,
    )
    words = ladder.Words(
        title=_("The way from this entry to the whole log"),
        shows=shows % {"n": count, "all": spoken.number(way.size, get_language() or "id")},
        entry=_("this entry"),
        whole=_("the whole log"),
        short=lambda octets: octets.hex()[:8],
    )
    return ladder.draw(entry.leaf_hash, way.rungs, words)
