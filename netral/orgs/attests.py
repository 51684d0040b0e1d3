"""What the roster, units and offices repeat of the acts that made them.

An import commits to the file and to how many people it brought: what a line of it says of one
person is not committed to, and the row of a person says it alone.
"""

from typing import Final

from netral.ledger.core.attest import Says, made

ENDED: Final = ("office.closed", "unit.closed", "unit.merged")

UNIT: Final[tuple[Says, ...]] = (
    made("institution.opened", elsewhere={"region_code": "detail.code"}),
    made(
        "unit.opened",
        same={"detail.code": "code", "detail.name": "name"},
        elsewhere={"code": "detail.code"},
    ),
    made(
        "unit.renamed",
        same={"detail.code": "code", "detail.after": "name"},
        elsewhere={"code": "detail.code"},
    ),
    made("unit.closed", "unit.merged", same={"detail.code": "code"}),
    made("roster.imported", optional=True),
)
OFFICE: Final[tuple[Says, ...]] = (
    made(
        "office.opened",
        same={"detail.title": "title", "detail.role": "role"},
        elsewhere={"title": "detail.title"},
    ),
    made(*ENDED, optional=True),
)
HOLDING: Final[tuple[Says, ...]] = (
    made(
        "office.handed_over",
        same={
            "subject": "office:{office_id}", "detail.person": "person_id",
            "detail.capacity": "capacity", "detail.basis": "basis",
            "detail.starts_on": "starts_on",
        },
        elsewhere={"person_id": "detail.person", "starts_on": "detail.starts_on"},
    ),
    made("office.relieved", *ENDED, "person.left", "roster.imported", optional=True),
)  # fmt: skip
PERSON: Final[tuple[Says, ...]] = (
    made("person.added", count="detail.people"),
    made("roster.imported", count="detail.counts.new", optional=True),
)
PERSON_EVENT: Final[tuple[Says, ...]] = (
    made("person.added", same={"acted_at": "at"}, count="detail.people"),
    made(
        "person.corrected", "person.left", "person.moved", "person.returned",
        same={"acted_at": "at", "subject": "person:{person_id}"},
    ),
    made("person.left", same={"detail.service": "after.service"}),
    made("roster.imported", "unit.merged", same={"acted_at": "at"}, optional=True),
)  # fmt: skip
ROSTER_IMPORT: Final[tuple[Says, ...]] = (
    made(
        "roster.imported",
        same={"subject": "import:{id}", "detail.file": "sha256", "detail.layout": "layout"},
    ),
)
