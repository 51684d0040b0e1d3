"""Sentences that are written in English and said in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from netral_verify.words import Voice


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in English, with places; said by a `Voice`."""

    message: str
    parts: Mapping[str, object] = field(default_factory=dict)

    def said(self, say: Voice) -> str:
        """Say it in the reader's language; a part that is a sentence too."""
        parts = {
            name: part.said(say) if isinstance(part, Sentence) else part
            for name, part in self.parts.items()
        }
        return say(self.message, **parts)


def s(message: str, /, **parts: object) -> Sentence:
    """Make a sentence."""
    return Sentence(message, parts)
