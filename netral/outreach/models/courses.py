"""What people showed that they know."""

from django.db import models
from django.db.models import F, Q

from netral.kernel.privacy import Reveals
from netral.ledger.models import Entry
from netral.orgs.models import Person
from netral.outreach import attests
from netral.tenancy.models import TenantRow


class CourseResult(TenantRow):
    """One finished attempt of one person at the quiz of a course."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="course_results")
    course = models.CharField(max_length=20)  # code of the course, by role
    phase = models.CharField(max_length=20, blank=True)  # stage of the election it was drawn for
    rules_version = models.CharField(max_length=40)
    mark = models.CharField(max_length=16)  # names the questions: sent twice, they count once
    score = models.PositiveSmallIntegerField()
    total = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    # one for each question: {"case", "act", "facts", "given", "answer", "right", "rules",
    # "clauses", "publication"}
    answers = models.JSONField(default=list)
    taken_at = models.DateTimeField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = {
        "institution": Reveals.NOTHING,
        "person": Reveals.PERSON,
        "course": Reveals.NOTHING,
        "phase": Reveals.NOTHING,
        "rules_version": Reveals.NOTHING,
        "mark": Reveals.NOTHING,
        "score": Reveals.PERSON,
        "total": Reveals.NOTHING,
        "passed": Reveals.PERSON,
        "answers": Reveals.PERSON,
        "taken_at": Reveals.PERSON,
        "entry": Reveals.NOTHING,
    }
    attests = attests.COURSE_RESULT

    class Meta:
        ordering = ("-taken_at", "-pk")
        indexes = (
            models.Index(fields=("institution", "person", "course"), name="outreach_result_person"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "person", "course", "mark"), name="outreach_marked_once"
            ),
            models.CheckConstraint(
                condition=Q(score__lte=F("total")), name="outreach_score_within_total"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}: {self.score}/{self.total} in {self.course}"
