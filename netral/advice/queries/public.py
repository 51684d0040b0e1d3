"""Published questions and answers: for everybody, also without an account."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from netral.advice.core import VERDICT_SHAPES, VERDICT_WORDS, Stage, Verdict
from netral.advice.models import Publication
from netral.tenancy.models import Institution


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A published question and answer."""

    slug: str
    title: str
    question: str
    answer: str
    act: str
    words: str  # of the verdict, untranslated
    shape: str
    rules: tuple[tuple[str, str], ...]  # code and title
    rule_version: str
    rule_sha256: str
    answered_on: date
    published_at: datetime
    withdrawn_at: datetime | None
    withdrawn_for: str


def published(institution: Institution, act: str | None = None) -> list[Published]:
    """Return what an institution has published and not withdrawn, newest first."""
    rows = standing(institution)
    return [read(row) for row in (rows.filter(act=act) if act else rows)]


def standing(institution: Institution, words: str = "") -> QuerySet[Publication]:
    """Return the rows that stand, newest first, whose text holds every word."""
    rows = Publication.objects.of(institution).filter(stage=Stage.PUBLISHED)
    for word in words.split():
        holds = Q(title__icontains=word) | Q(question__icontains=word) | Q(answer__icontains=word)
        rows = rows.filter(holds)
    return rows


def one(institution: Institution, slug: str) -> Published | None:
    """Return one published question and answer, also when it was withdrawn since."""
    was = Publication.objects.of(institution).filter(stage__in=(Stage.PUBLISHED, Stage.WITHDRAWN))
    found = was.filter(slug=slug).first()
    return read(found) if found else None


def read(row: Publication) -> Published:
    """Read a published row."""
    if row.published_at is None:
        msg = f"publication {row.pk} is not published"
        raise ValueError(msg)
    verdict = Verdict(row.verdict)
    return Published(
        slug=row.slug,
        title=row.title,
        question=row.question,
        answer=row.answer,
        act=row.act,
        words=VERDICT_WORDS[verdict],
        shape=VERDICT_SHAPES[verdict],
        rules=tuple((code, title) for code, title in row.rules),
        rule_version=row.rule_version,
        rule_sha256=row.rule_sha256,
        answered_on=row.answered_on,
        published_at=row.published_at,
        withdrawn_at=row.withdrawn_at,
        withdrawn_for=row.withdrawn_for,
    )


def acts_of(institution: Institution) -> list[str]:
    """Return the acts that something published is about."""
    rows = Publication.objects.of(institution).filter(stage=Stage.PUBLISHED).exclude(act="")
    return sorted(set(rows.values_list("act", flat=True)))
