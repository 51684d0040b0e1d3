"""What a head of unit can owe, from where, and how it stands."""

from enum import StrEnum
from typing import Final

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


class State(StrEnum):
    """How an obligation stands. How many days it is late is read from its dates."""

    UPCOMING = "upcoming"
    DUE = "due"
    LATE = "late"
    FULFILLED = "fulfilled"
    EXCUSED = "excused"
    ENDED = "ended"  # what demanded it has ended before it was due


STATE_WORDS: Final = {
    State.UPCOMING: N_("Not yet due"),
    State.DUE: N_("To be done now"),
    State.LATE: N_("Late"),
    State.FULFILLED: N_("Done"),
    State.EXCUSED: N_("Excused"),
    State.ENDED: N_("No longer asked for"),
}
