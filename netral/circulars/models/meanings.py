"""How clauses are read: interpretations, kept apart from the text and changed after it."""

from django.db import models

from netral.circulars import attests
from netral.circulars.models.circulars import Clause
from netral.kernel.privacy import Reveals
from netral.ledger.models import Entry
from netral.tenancy.models import TenantRow

READ = (
    "institution", "clause", "restates", "acts", "stages", "circumstances", "duties", "version",
    "entry",
)  # fmt: skip


class ClauseReading(TenantRow):
    """What a clause is read to mean, in codes of the version of the rules they were picked from."""

    restates = models.JSONField(default=list)  # codes of rules
    acts = models.JSONField(default=list)
    stages = models.JSONField(default=list)
    circumstances = models.JSONField(default=dict)  # {circumstance: "yes" or "no"}
    duties = models.JSONField(default=list)
    version = models.CharField(max_length=40)  # of the rule base
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class ClauseMeaning(ClauseReading):
    """The meaning that holds: answers, checks and public pages go by it."""

    clause = models.OneToOneField(Clause, on_delete=models.CASCADE, related_name="meaning")
    of_text = models.TextField()  # the words that were read; a draft may say others by now
    set_by = models.CharField(max_length=40)  # `user:12`; once signed, whoever confirmed it
    set_at = models.DateTimeField()

    privacy = dict.fromkeys((*READ, "of_text", "set_at"), Reveals.NOTHING) | {
        "set_by": Reveals.PERSON
    }
    attests = attests.CLAUSE_MEANING

    def __str__(self) -> str:
        return f"meaning of {self.clause_id}"


class MeaningProposal(ClauseReading):
    """Another meaning for a clause of a signed circular. No answer and no check looks here.

    One that was sent back or withdrawn stays, no longer waiting, until the next takes its place:
    the proposer reads the reason, and the history of a clause without a meaning has a holder.
    """

    clause = models.OneToOneField(Clause, on_delete=models.CASCADE, related_name="proposal")
    proposed_by = models.CharField(max_length=40)  # `user:12`, who can't confirm it
    proposed_at = models.DateTimeField()
    waiting = models.BooleanField(default=True)
    reason = models.CharField(max_length=300, blank=True)  # why it was sent back

    privacy = dict.fromkeys((*READ, "proposed_at", "waiting", "reason"), Reveals.NOTHING) | {
        "proposed_by": Reveals.PERSON
    }
    attests = attests.MEANING_PROPOSAL

    def __str__(self) -> str:
        return f"proposal for {self.clause_id}"
