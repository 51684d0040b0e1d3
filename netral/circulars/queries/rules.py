"""The rule base of an institution: the law, and what its own circulars add."""

from datetime import datetime

from netral.circulars.core.gap import joined
from netral.circulars.queries.meanings import local_circulars
from netral.rules import queries as rules
from netral.rules.core.engine import Engine
from netral.tenancy.models import Institution


def engine_of(institution: Institution, at: datetime) -> Engine:
    """Return the engine that answers for an institution by the law and circulars of `at`.

    Clauses mean what they are read to mean today, also for a past `at`: a reading is mended,
    not dated. Three queries; the engine itself is made once for a version of the base and what
    the clauses mean, and kept.
    """
    law = rules.in_force(institution, at).engine
    return joined(law, local_circulars(institution, at))
