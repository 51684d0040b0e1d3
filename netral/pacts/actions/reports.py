"""Completion reports: the figures of a unit, frozen on a sealed paper."""

from functools import partial

from django.db import transaction

from netral.kernel.codes import random_code
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.orgs.models import Unit
from netral.pacts import queries
from netral.pacts.models import Campaign, Report
from netral.pacts.papers.report import report as compose
from netral.signing.actions import PaperDraft, issue
from netral.signing.actions.waiting import file_of
from netral.signing.core import CODE_LENGTH, PaperKind
from netral.tallies import actions as tallies


@transaction.atomic
def make_report(*, campaign: Campaign, unit: Unit, by: str, at: Moment) -> Report:
    """Freeze the figures of a unit; after the campaign is closed the report is final."""
    tallies.hold()  # a folder at work would leave its batch out of both counters and deltas
    tallies.fold()
    figures, code = _figures(campaign, unit, at), random_code(CODE_LENGTH)
    entry = record(
        Act(
            act="campaign.reported",
            actor=by,
            ref=bytes(campaign.entry.ref),
            fields={"detail": {"unit": unit.code, "whole": figures["whole"], "document": code}},
        ),
        institution=campaign.institution,
        at=at,
    )
    draft = PaperDraft(
        kind=PaperKind.REPORT,
        code=code,
        title=f"{campaign.name}: {unit.name}",
        acted_at=at.acted,
        entry=entry,
        facts={"campaign": campaign.name, "unit": unit.name},
    )
    (paper,) = issue([draft], institution=campaign.institution)
    return Report.objects.create(
        institution=campaign.institution,
        campaign=campaign,
        unit=unit,
        figures=figures,
        is_final=campaign.stage == Campaign.Stage.CLOSED,
        by=by,
        made_at=at.acted,
        paper=paper,
        entry=entry,
    )


def _figures(campaign: Campaign, unit: Unit, at: Moment) -> dict[str, object]:
    board = queries.unit_board(campaign, unit, at)
    return {
        "unit": unit.name,
        "deadline": campaign.deadline.isoformat(),
        "whole": dict(board.figures.counts),
        "rows": [{"name": _name(row), "counts": dict(row.figures.counts)} for row in board.rows],
    }


def _name(row: queries.BoardRow) -> str:
    return f"Langsung di {row.name}" if row.own else row.name


def report_pdf(*, report: Report, at: Moment) -> bytes:
    """Return the report as PDF, sealed at its first opening."""
    return file_of(report.paper, partial(compose, report), at=at)
