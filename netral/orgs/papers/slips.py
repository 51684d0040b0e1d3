"""Activation slips on A4, eight to a page, to be cut apart."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext

from netral.kernel import spoken
from netral.kernel.moment import Moment
from netral.kernel.qr import for_typst
from netral.kernel.typeset import typeset
from netral.orgs.core.slips import Slip
from netral.orgs.models import Unit


def slips_pdf(slips: Sequence[Slip], *, unit: Unit, address: str, at: Moment) -> bytes:
    """Set the slips of one unit. Papers speak Indonesian whatever the reader speaks."""
    zone = ZoneInfo(at.zone)
    with translation.override("id"):
        data = {
            "title": gettext("Activation slips"),
            "unit": unit.name,
            "institution": unit.institution.name,
            "address": address,
            "qr": for_typst(address),
            "steps": gettext("Open this address, type both lines, and choose a password:"),
            "login": gettext("Sign-in number"),
            "code": gettext("Activation code"),
            "until": gettext("Valid until"),
            "slips": [
                {
                    "name": slip.name,
                    "place": slip.unit,
                    "login": slip.login,
                    "code": slip.code,
                    "until": spoken.day(slip.expires_at.astimezone(zone).date(), "id"),
                }
                for slip in slips
            ],
        }  # fmt: skip
    return typeset("orgs/slips", data, at=at.logged)
