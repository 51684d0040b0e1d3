"""What a head of unit can owe, from where, and how it stands."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from netral.kernel.evidence import Proof
from netral.kernel.words import N_


class Group(StrEnum):
    """Where an obligation comes from; pages keep these apart."""

    CIRCULAR = "circular"  # a clause of a circular says so
    STANDING = "standing"  # PP 94/2021 says so, with or without a circular
    CASCADE = "cascade"  # a circular is on the desk: acknowledge, derive
    PACT = "pact"  # a campaign runs in the unit


GROUP_WORDS: Final = {
    Group.CIRCULAR: N_("Duties of the circular"),
    Group.STANDING: N_("Standing duties of PP 94/2021"),
    Group.CASCADE: N_("Tasks of the cascade"),
    Group.PACT: N_("Tasks of the integrity pact"),
}


class Kind(StrEnum):
    """What is owed."""

    SOCIALISE = "socialise"
    EDUCATE = "educate"
    GUIDE = "guide"
    IMPLEMENT = "implement"
    CLIMATE = "climate"
    SUPERVISE = "supervise"
    REPORT = "report"
    NIL_REPORT = "nil_report"
    SANCTION = "sanction"
    ACT_ON_KNOWLEDGE = "act_on_knowledge"  # summon, examine, refer
    ACKNOWLEDGE = "acknowledge"
    DERIVE = "derive"
    COLLECT_PACTS = "collect_pacts"


KIND_WORDS: Final = {
    Kind.SOCIALISE: N_("Inform the staff"),
    Kind.EDUCATE: N_("Educate the staff"),
    Kind.GUIDE: N_("Guide the staff"),
    Kind.IMPLEMENT: N_("Carry neutrality out in the unit"),
    Kind.CLIMATE: N_("Keep a climate in which the staff vote freely"),
    Kind.SUPERVISE: N_("Supervise the staff"),
    Kind.REPORT: N_("Report breaches to the election supervisors"),
    Kind.NIL_REPORT: N_("Report, or state that there is nothing to report"),
    Kind.SANCTION: N_("Process sanctions"),
    Kind.ACT_ON_KNOWLEDGE: N_("Act on every suspected breach that becomes known"),
    Kind.ACKNOWLEDGE: N_("Acknowledge receipt of the circular"),
    Kind.DERIVE: N_("Issue the unit's own circular"),
    Kind.COLLECT_PACTS: N_("See that every integrity pact is signed"),
}


# Which kinds with dates each group holds; each is in one group alone. What PP 94/2021 asks begins
# with a breach that becomes known and has no dates: `reader.standing` says what it is.
KINDS_OF: Final[Mapping[Group, tuple[Kind, ...]]] = {
    Group.CIRCULAR: (
        Kind.SOCIALISE, Kind.EDUCATE, Kind.GUIDE, Kind.IMPLEMENT, Kind.CLIMATE, Kind.SUPERVISE,
        Kind.NIL_REPORT,
    ),
    Group.STANDING: (),
    Group.CASCADE: (Kind.ACKNOWLEDGE, Kind.DERIVE),
    Group.PACT: (Kind.COLLECT_PACTS,),
}  # fmt: skip
Part = Kind | Group  # what a board may be narrowed to


def kinds_in(part: Part) -> tuple[Kind, ...]:
    """Return the kinds with dates that a part holds."""
    return KINDS_OF[part] if isinstance(part, Group) else (part,)


def part_words(part: Part) -> str:
    """Return the msgid that names a part."""
    return KIND_WORDS[part] if isinstance(part, Kind) else GROUP_WORDS[part]


class State(StrEnum):
    """How an obligation stands. How many days it is late is read from its dates."""

    UPCOMING = "upcoming"
    DUE = "due"
    LATE = "late"
    FULFILLED = "fulfilled"
    EXCUSED = "excused"
    ENDED = "ended"  # what demanded it has ended before it was done


STATE_WORDS: Final = {
    State.UPCOMING: N_("Not yet due"),
    State.DUE: N_("To be done now"),
    State.LATE: N_("Late"),
    State.FULFILLED: N_("Done"),
    State.EXCUSED: N_("Excused"),
    State.ENDED: N_("No longer asked for"),
}

OPEN: Final = frozenset({State.UPCOMING, State.DUE, State.LATE})  # still to be done
COUNTED: Final = frozenset({State.DUE, State.LATE, State.FULFILLED})  # what boards call owed

# What fulfils each kind. The other kinds are stated on pages and have no dates: reporting and
# sanctions begin with a breach, and the head's own clock (`supervision`) runs from there.
PROOFS: Final = {
    Kind.SOCIALISE: frozenset({Proof.SESSION}),
    Kind.EDUCATE: frozenset({Proof.COURSE}),
    Kind.GUIDE: frozenset({Proof.GUIDANCE}),
    Kind.IMPLEMENT: frozenset({Proof.IMPLEMENTATION}),
    Kind.CLIMATE: frozenset({Proof.CLIMATE_CHECK}),
    Kind.SUPERVISE: frozenset({Proof.SELF_CHECK, Proof.FIELD_CHECK}),
    Kind.NIL_REPORT: frozenset({Proof.NIL_REPORT, Proof.REFERRAL}),
    Kind.ACKNOWLEDGE: frozenset({Proof.ACKNOWLEDGED}),
    Kind.DERIVE: frozenset({Proof.DERIVED}),
    Kind.COLLECT_PACTS: frozenset({Proof.PACTS}),
}
PROOF_WORDS: Final = {
    Proof.SESSION: N_("A session with attendance and minutes"),
    Proof.COURSE: N_("Enough people have passed the course, or a session that educates"),
    Proof.GUIDANCE: N_("A guidance note or warning, or a session that guides"),
    Proof.IMPLEMENTATION: N_("A self-check on how neutrality is carried out"),
    Proof.CLIMATE_CHECK: N_("A self-check on free voting and a calm workplace"),
    Proof.SELF_CHECK: N_("A self-check"),
    Proof.FIELD_CHECK: N_("A field check"),
    Proof.NIL_REPORT: N_("A nil report on the whole time"),
    Proof.REFERRAL: N_("A referral to the personnel office or the Inspektorat"),
    Proof.ACKNOWLEDGED: N_("The receipt of the circular was acknowledged"),
    Proof.DERIVED: N_("The unit’s own circular is in force"),
    Proof.PACTS: N_("Everybody in the unit has signed or is excused from signing"),
}
