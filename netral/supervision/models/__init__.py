"""What superiors did: guidance, checks, findings, nil reports, referrals, and when they knew."""

from netral.supervision.models.checks import Check, CheckPoint, Finding, FindingFile
from netral.supervision.models.guidance import Guidance
from netral.supervision.models.nil_reports import NilReport
from netral.supervision.models.referrals import Knowledge, Referral, ReferralEvent

__all__ = [
    "Check", "CheckPoint", "Finding", "FindingFile", "Guidance", "Knowledge", "NilReport",
    "Referral", "ReferralEvent",
]  # fmt: skip
