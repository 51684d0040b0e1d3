"""Private questions, their threads and answers, and what is published of them.

What people write lies here encrypted (`kernel.vault`). Only what was published after two persons
compared it stands in plain text.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from netral.advice import attests
from netral.advice.core import SLUG_SIGNS, Side, Stage, State, Verdict
from netral.kernel.privacy import Reveals
from netral.ledger.models import Entry
from netral.orgs.models.choices import choices
from netral.signing.models import Paper
from netral.tenancy.models import TenantRow


class Question(TenantRow):
    """One private question. Nothing here says in plain text who asked, or what.

    `asker_mark` finds a person's own questions; `asker_sealed` holds account and person, for
    messages and to keep superiors out; `asked_sealed` holds the kind of employment, act,
    election, text and salt.
    """

    slug = models.CharField(max_length=SLUG_SIGNS)
    asker_mark = models.CharField(max_length=64)
    asker_sealed = models.BinaryField()
    asked_sealed = models.BinaryField()
    wants_notice = models.BooleanField(default=True)
    may_publish = models.BooleanField(default=True)
    state = models.CharField(max_length=10, choices=choices(State), default=State.OPEN)
    asked_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)  # null: holidays of that year are unknown
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = {
        "institution": Reveals.NOTHING,
        "slug": Reveals.SECRET,
        "asker_mark": Reveals.SECRET,
        "asker_sealed": Reveals.SECRET,
        "asked_sealed": Reveals.SECRET,
        "wants_notice": Reveals.NOTHING,
        "may_publish": Reveals.NOTHING,
        "state": Reveals.NOTHING,
        "asked_at": Reveals.NOTHING,
        "due_on": Reveals.NOTHING,
        "taken_by": Reveals.PERSON,
        "entry": Reveals.NOTHING,
    }
    attests = attests.QUESTION

    class Meta:
        ordering = ("-asked_at", "-pk")
        indexes = (
            models.Index(fields=("institution", "asker_mark"), name="advice_question_own"),
            models.Index(fields=("institution", "state"), name="advice_question_state"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "slug"), name="advice_question_slug_once"
            ),
        )

    def __str__(self) -> str:
        return f"question {self.pk}"


class Turn(TenantRow):
    """One message of the thread after the question: the team asks back, the asker replies."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="turns")
    number = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=5, choices=choices(Side))
    text_sealed = models.BinaryField()
    written_at = models.DateTimeField()
    by = models.ForeignKey(  # of the team; an asker's name stands nowhere
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = {
        "institution": Reveals.NOTHING,
        "question": Reveals.NOTHING,
        "number": Reveals.NOTHING,
        "side": Reveals.NOTHING,
        "text_sealed": Reveals.SECRET,
        "written_at": Reveals.NOTHING,
        "by": Reveals.PERSON,
        "entry": Reveals.NOTHING,
    }
    attests = attests.TURN

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "question", "number"), name="advice_turn_number_once"
            ),
        )

    def __str__(self) -> str:
        return f"turn {self.number} of question {self.question_id}"


class Answer(TenantRow):
    """The written answer: sealed as a paper, resting on the rules of its day."""

    question = models.OneToOneField(Question, on_delete=models.PROTECT, related_name="answer")
    body_sealed = models.BinaryField()  # verdict, text, rules, facts assumed
    rule_version = models.CharField(max_length=40)
    rule_sha256 = models.CharField(max_length=64)
    answered_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = {
        "institution": Reveals.NOTHING,
        "question": Reveals.NOTHING,
        "body_sealed": Reveals.SECRET,
        "rule_version": Reveals.NOTHING,
        "rule_sha256": Reveals.NOTHING,
        "answered_at": Reveals.NOTHING,
        "by": Reveals.PERSON,
        "read_at": Reveals.PERSON,
        "paper": Reveals.NOTHING,
        "entry": Reveals.NOTHING,
    }
    attests = attests.ANSWER

    def __str__(self) -> str:
        return f"answer to question {self.question_id}"


class Publication(TenantRow):
    """The public version of an answer: written by one person, compared by another.

    Until then its words lie in `draft_sealed`; the public columns are empty.
    """

    source = models.OneToOneField(Answer, on_delete=models.PROTECT, related_name="publication")
    slug = models.CharField(max_length=SLUG_SIGNS)  # random: does not lead to the question
    stage = models.CharField(max_length=9, choices=choices(Stage), default=Stage.PROPOSED)
    draft_sealed = models.BinaryField(null=True, blank=True)  # words, and why they came back
    title = models.CharField(max_length=200, blank=True)
    question = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    act = models.CharField(max_length=40, blank=True)  # code of the rule base
    verdict = models.CharField(max_length=11, choices=choices(Verdict), blank=True)
    rules = models.JSONField(default=list)
    rule_version = models.CharField(max_length=40)
    rule_sha256 = models.CharField(max_length=64)
    answered_on = models.DateField()
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_for = models.CharField(max_length=300, blank=True)
    writer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = {
        **dict.fromkeys(
            (
                "institution", "source", "slug", "stage", "title", "question", "answer", "act",
                "verdict", "rules", "rule_version", "rule_sha256", "answered_on", "published_at",
                "withdrawn_at", "withdrawn_for", "entry",
            ),
            Reveals.NOTHING,
        ),
        "draft_sealed": Reveals.SECRET,
        "writer": Reveals.PERSON,
        "reviewer": Reveals.PERSON,
    }  # fmt: skip
    attests = attests.PUBLICATION

    class Meta:
        ordering = ("-published_at", "-pk")
        indexes = (
            models.Index(fields=("institution", "stage", "act"), name="advice_published_by_act"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "slug"), name="advice_publication_slug_once"
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.PUBLISHED)
                | (Q(reviewer__isnull=False) & ~Q(reviewer=F("writer"))),
                name="advice_published_by_two",
            ),
        )

    def __str__(self) -> str:
        return f"publication {self.slug}"
