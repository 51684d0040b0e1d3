"""Why something about duties cannot be done."""

from netral.kernel.errors import Refusal
from netral.kernel.words import N_


class OwnDuty(Refusal):
    """Nobody excuses the office that he holds himself."""

    code = "duties.own_duty"
    text = N_("You hold this office yourself and cannot excuse it.")
    remedy = N_("Ask your superior or the personnel office.")
    status = 403


class NothingToExcuse(Refusal):
    """It is done, over or excused already."""

    code = "duties.nothing_to_excuse"
    text = N_("Nothing is open here any more: {state}.")
    remedy = N_("Open the unit’s duties again to see how they stand now.")


class NotExcused(Refusal):
    """There is no excuse to withdraw."""

    code = "duties.not_excused"
    text = N_("No excuse holds here: {state}.")
    remedy = N_("Open the unit’s duties again to see how they stand now.")


class TermsTurned(Refusal):
    """The terms contradict themselves."""

    code = "duties.terms_turned"
    text = N_("These terms contradict themselves.")
    remedy = N_("What is asked once needs a number of working days from 1 to 60.")


class ChainBroken(Refusal):
    """An entry behind a chain does not prove what the row says."""

    code = "duties.chain_broken"
    text = N_("A record behind this chain does not match its ledger entry: {what}.")
    remedy = N_("Nothing was sealed. Ask the installation's administrator to check the ledger.")


class PublishedAlready(Refusal):
    """The open figures of the week are out."""

    code = "duties.published_already"
    text = N_("The open figures of the week that ended on {last_day} have been published.")
    remedy = N_("They stay as they are. The next ones follow when this week is over.")
