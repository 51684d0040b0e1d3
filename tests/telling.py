"""Telling somebody something, as an act would."""

from typing import Any

from netral.kernel.moment import Moment
from netral.notices.actions import tell_all
from netral.notices.core import Notice
from netral.tenancy.models import Institution


def tell(*, institution: Institution, at: Moment, **parts: Any) -> None:
    """Queue one message, made of the parts of a `Notice`."""
    tell_all([Notice(**parts)], institution=institution, at=at)
