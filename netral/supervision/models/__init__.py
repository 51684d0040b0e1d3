"""What superiors did: guidance, checks, findings, nil reports, referrals, and when they knew."""

from netral.supervision.models.checks import Check, CheckPoint, Finding, FindingFile
from netral.supervision.models.guidance import Guidance
from netral.supervision.models.nil_reports import NilReport
from netral.supervision.models.referrals import (
    Knowledge,
    KnowledgeStep,
    Referral,
    ReferralEvent,
    SummonsReading,
)

__all__ = [
    "Check", "CheckPoint", "Finding", "FindingFile", "Guidance", "Knowledge", "KnowledgeStep",
    "NilReport",
    "Referral", "ReferralEvent", "SummonsReading",
]  # fmt: skip
