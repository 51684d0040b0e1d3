"""What the types of leaves and their public values are called on pages."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from netral.kernel.words import N_
from netral.signing.core import LEVEL_WORDS, Level

# Of a type without its version: what it is, and what that says to a reader.
TYPES: Final[Mapping[str, tuple[str, str]]] = {
    "internal": (
        N_("Act of an institution"),
        N_("The log does not show which act it was, nor whose: it keeps a fingerprint of it."),
    ),
    "circular.published": (
        N_("A circular was published"),
        N_("Its number and the fingerprint of its text are open to everybody."),
    ),
    "circular.revoked": (
        N_("A circular was revoked"),
        N_("The fingerprint of its text says which one."),
    ),
    "campaign.opened": (
        N_("A pact was put up for signature"),
        N_("The fingerprint of its text is open: everybody is asked to sign the same words."),
    ),
    "pact.signed": (
        N_("A pact was signed"),
        N_(
            "The level of the signature is open; who signed is not. Whoever signed can show it by"
            " a receipt."
        ),
    ),
    "credential.registered": (
        N_("A passkey was registered"),
        N_("Signatures that it makes are younger than this entry."),
    ),
    "credential.revoked": (
        N_("A passkey was taken out of use"),
        N_("Signatures that it makes from here on count for nothing."),
    ),
    "ruleset.published": (
        N_("A version of the rules was published"),
        N_("The fingerprints of the rules and of the whole table of answers are open."),
    ),
    "advice.answered": (
        N_("A written answer was given"),
        N_("The log shows by which rules, not who asked, nor what."),
    ),
    "permit.decided": (
        N_("A permit was decided on"),
        N_("The log does not show whose, nor how it was decided."),
    ),
    "case.opened": (
        N_("A case was opened"),
        N_("By when its next step is due is open to everybody; what it is about is not."),
    ),
    "case.step": (
        N_("A step in a case"),
        N_("By when the next one is due is open to everybody; what it is about is not."),
    ),
    "erasure": (
        N_("Personal data was erased"),
        N_("What opened an older entry was erased on a legal basis. The older entry stays."),
    ),
    "sealed": (
        N_("Sealed entry"),
        N_(
            "A report, a step in its handling, or a blank one: nobody can tell them apart from"
            " outside. After a set number of days each is opened so far that real reports can be"
            " counted."
        ),
    ),
    "opening": (
        N_("A sealed entry was opened"),
        N_("It says whether that one was a report, a step or a blank, and nothing else."),
    ),
}
UNKNOWN: Final = (N_("Entry of an unknown type"), "")
PUBLIC: Final[Mapping[str, str]] = {
    "no": N_("Number of the circular"),
    "doc": N_("Fingerprint of the text"),
    "sha": N_("Fingerprint of the text"),
    "rules": N_("Fingerprint of the rules"),
    "table": N_("Fingerprint of the table of answers"),
    "camp": N_("Pact campaign, by its random mark"),
    "lvl": N_("Level of the signature"),
    "due": N_("Next step due by"),
    "leaf": N_("Opens the sealed entry"),
    "kind": N_("It was"),
    "link": N_("Follows the report"),
}
SEALED_WORDS: Final = {
    "report": N_("a report"),
    "step": N_("a step in its handling"),
    "cover": N_("a blank one"),
}


def type_words(kind: str) -> tuple[str, str]:
    """Return what a type is called and what it means, in the reader's language."""
    title, meaning = TYPES.get(kind.partition("/")[0], UNKNOWN)
    return _(title), _(meaning) if meaning else ""


def public_rows(values: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield the public values of a leaf for people: name, word and text; salts are left out."""
    for name, word in PUBLIC.items():
        if name in values:
            yield name, _(word), _text(name, values[name])


def _text(name: str, value: object) -> str:
    if value is None:
        return _("nothing")
    if name == "lvl" and isinstance(value, int) and value in tuple(Level):
        return _(LEVEL_WORDS[Level(value)])
    if name == "kind":
        return _(SEALED_WORDS.get(str(value), str(value)))
    return str(value)
