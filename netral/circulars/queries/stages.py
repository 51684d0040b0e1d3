"""The words for where a circular is."""

from django.utils.translation import gettext

from netral.circulars.core import STAGE_WORDS, Stage
from netral.circulars.models import Circular


def stage_word(circular: Circular) -> str:
    """Say the stage in the reader's language."""
    return gettext(STAGE_WORDS[Stage(circular.stage)])
