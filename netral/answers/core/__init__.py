"""What an answer looks like and says: faces of outcomes, and the words of pages and browser."""

from dataclasses import dataclass
from typing import Final

from netral.kernel.words import N_
from netral.rules.core import Outcome


@dataclass(frozen=True, slots=True)
class Face:
    """The meaning and the shape that stand beside an outcome's word."""

    meaning: str
    icon: str


FACES: Final = {
    Outcome.PROHIBITED: Face("stopped", "stopped"),
    Outcome.CONDITIONAL: Face("when", "when"),
    Outcome.PERMITTED: Face("done", "done"),
    Outcome.UNREGULATED: Face("next", "question"),
    Outcome.CONFLICT: Face("late", "late"),
    Outcome.NEEDS_FACT: Face("info", "question"),
}

# What both the server and the browser say; the browser gets them in the reader's language.
SAYINGS: Final = {
    "unverified": N_("Not verified"),
    "disagree": N_("The sources disagree"),
    "contested": N_("Contested"),
    "conflict": N_(
        "Rules that hold on this day contradict each other. "
        "Refer to the Inspectorate or to Bawaslu before you act."
    ),
    "printed": N_("The source prints: %(printed)s"),
    "now_named": N_("Since %(day)s: %(name)s"),
    "replaced": N_("Replaced by %(name)s"),
    "expired": N_("No longer in force on this day"),
    "range": N_("%(lightest)s up to %(heaviest)s"),
    "no_sanction": N_("No source names one for you."),
    "interim": N_("Until its regulation exists, imposed instead: %(name)s"),
    "kind_ethics": N_("Breach of the code of ethics"),
    "kind_discipline_moderate": N_("Moderate breach of discipline"),
    "kind_discipline_severe": N_("Severe breach of discipline"),
    "kind_dismissal": N_("Ground for dismissal"),
    "kind_contract": N_("Breach of the work contract"),
    "kind_village": N_("Breach of the duties of village government"),
    "until": N_("Until %(day)s"),
    "from": N_("From %(day)s"),
    "from_until": N_("%(first)s to %(last)s"),
    "always": N_("On every day that these rules cover"),
    "now": N_("Holds on the day you chose."),
    "becomes": N_("From %(day)s: %(word)s"),
    "sanction_changes": N_("The sanction changes on %(day)s"),
    "was": N_("Since %(day)s it is so; before that: %(word)s"),
    "same": N_("No date on file changes this answer"),
    "yields": N_("It yields to “%(title)s”: %(principle)s."),
    "if_yes": N_("If yes"),
    "if_no": N_("If no"),
    "date_open": N_("The calendar does not know this date yet"),
    "stage_before": N_("Before the determination of candidates"),
    "stage_after": N_("After the determination of candidates"),
    "campaign_before": N_("Before the election campaign"),
    "campaign_during": N_("Election campaign period"),
    "campaign_quiet": N_("Quiet period"),
    "campaign_after": N_("After the election campaign"),
    "election_pemilu": N_("In a general election (pemilu)"),
    "election_pilkada": N_("In a regional election (pilkada)"),
    "subject_question": N_("What are you employed as?"),
    "may_i": N_("May I: %(act)s?"),
    "unknown": N_("The address names something that this rule base does not know. Choose anew."),
    "before_any": N_("No rule on file was in force on that day. Choose a later one."),
    "found": N_("%(n)s acts match. Choose one."),
    "none_found": N_("No act matches. Use other words, or look through the topics."),
    "answer_said": N_("%(word)s. %(lead)s"),
    "version": N_("rules version %(version)s"),
    "on_facts": N_("with further facts"),
    "link_copied": N_("The link is copied. It names the act, the subject and the election only."),
    "checked_same": N_("The same: %(n)s lines computed here give this fingerprint."),
    "checked_other": N_("Different. Do not rely on this page, and tell the administrator."),
    "checking": N_("Computing all answers ..."),
}
