"""Why a circular cannot take a step."""

from netral.kernel.errors import Refusal
from netral.kernel.words import N_


class Frozen(Refusal):
    """What is signed does not change."""

    code = "circulars.frozen"
    text = N_("This circular has been signed; its text can no longer change.")
    remedy = N_("Write a new circular that supersedes it.")


class WrongStage(Refusal):
    """The step does not follow from where the circular is."""

    code = "circulars.wrong_stage"
    text = N_("This step is not possible: the circular is now at “{stage}”.")
    remedy = N_("Reload the page to see its current state.")


class Incomplete(Refusal):
    """Something that a circular needs is missing."""

    code = "circulars.incomplete"
    text = N_("The circular is not complete: {missing}.")
    remedy = N_("Complete the draft, then try again.")


class InitialNotAsked(Refusal):
    """The office is not among those whose initials were asked for."""

    code = "circulars.initial_not_asked"
    text = N_("Your initials were not asked for on this circular.")
    remedy = N_("Ask the drafter to add your office to the list of initials.")


class InitialGiven(Refusal):
    """The office has initialled already."""

    code = "circulars.initial_given"
    text = N_("This office has already initialled the circular.")
    remedy = N_("There is nothing more for you to do.")


class NotSignatory(Refusal):
    """The user does not hold the signing office today."""

    code = "circulars.not_signatory"
    text = N_("The circular is to be signed by {title}; you do not hold that office today.")
    remedy = N_(
        "Ask the personnel office who holds the office, or the drafter to change the signatory."
    )
    status = 403


class Weakened(Refusal):
    """A derived circular falls short of its parent."""

    code = "circulars.weakened"
    text = N_("{problems} So the derived circular would weaken its parent.")
    remedy = N_("Restore the parent’s clauses; you may add clauses and bring deadlines forward.")


class ParentEnded(Refusal):
    """A derived circular cannot pass on what no longer holds."""

    code = "circulars.parent_ended"
    text = N_("The parent circular {number} is no longer in force, so it cannot be passed on.")
    remedy = N_("Derive from the circular that follows it, and discard or withdraw this one.")


class NotYoursToSupersede(Refusal):
    """A unit supersedes its own circulars and those of units below it."""

    code = "circulars.not_yours_to_supersede"
    text = N_("{unit} cannot supersede the circular {number}: it was issued by {issuer}.")
    remedy = N_("Let the unit that issued it, or one above, issue the new circular.")


class NotOnYourDesk(Refusal):
    """The unit was not reached by this circular."""

    code = "circulars.not_on_your_desk"
    text = N_("This circular did not reach a unit that you head.")
    remedy = N_("Open your unit's page to see what awaits you.")
    status = 404


class AlreadyDerived(Refusal):
    """One derived circular a unit."""

    code = "circulars.already_derived"
    text = N_("Your unit has already issued its derived circular, {number}.")
    remedy = N_("Write a new one that supersedes it if the text must change.")


class NotBound(Refusal):
    """Only those whom a circular addresses state that they have read it."""

    code = "circulars.not_bound"
    text = N_("This circular is not addressed to you, so there is nothing to confirm.")
    remedy = N_("You can still read it.")


class ReadAgain(Refusal):
    """Nobody signs or initials a text that he has not read."""

    code = "circulars.read_again"
    text = N_("The text was changed after you opened this page. Nothing has been signed.")
    remedy = N_("Open the circular again, read it, then decide.")


class Overtaken(Refusal):
    """Two people write at one draft."""

    code = "circulars.overtaken"
    text = N_("Someone else has changed this draft since you opened it.")
    remedy = N_(
        "Your text is still below. Compare it with the draft in another window; saving again "
        "replaces the other text."
    )


class NumberTaken(Refusal):
    """A number is given once a year."""

    code = "circulars.number_taken"
    text = N_("The number {number} has already been used in {year}.")
    remedy = N_("Take the next number, or check the number you typed.")


class ReasonMissing(Refusal):
    """Revoking and sending back need a reason."""

    code = "circulars.reason_missing"
    text = N_("A reason is needed.")
    remedy = N_("Write the reason in a sentence.")


class BadPattern(Refusal):
    """A pattern that makes no numbers."""

    code = "circulars.bad_pattern"
    text = N_("This pattern does not produce numbers.")
    remedy = N_("{fault} For example, 270/{{seq}}-Huk makes 270/343-Huk.")


class NumbersBusy(Refusal):
    """No free number was found in a reasonable number of steps."""

    code = "circulars.numbers_busy"
    text = N_("No free number was found for the pattern {pattern}.")
    remedy = N_("Set the pattern’s next number higher than those in use, then sign again.")


class OfTheParent(Refusal):
    """A derived circular is read as its parent is."""

    code = "circulars.of_the_parent"
    text = N_("A derived circular means what its parent means.")
    remedy = N_("Set the meaning of the clauses on the page of the parent circular.")


class ClauseGone(Refusal):
    """The draft was rewritten while its meaning was being set."""

    code = "circulars.clause_gone"
    text = N_("Someone has rewritten this draft; the clause you opened is no longer there.")
    remedy = N_("Open the circular again and choose the clause once more.")


class UnknownCode(Refusal):
    """A meaning names what the rule base does not have."""

    code = "circulars.unknown_code"
    text = N_("The rule base in force has no “{code}”.")
    remedy = N_("Choose from the rules that the page offers.")


class TooManyFacts(Refusal):
    """With this meaning, an act depends on more facts than anybody could look through."""

    code = "circulars.too_many_facts"
    text = N_("With this meaning, too many combinations of facts would have to be told apart.")
    remedy = N_("Choose fewer acts of its own, or fewer circumstances.")


class MeaningWaits(Refusal):
    """One proposal a clause, so that whoever confirms knows what is confirmed."""

    code = "circulars.meaning_waits"
    text = N_("A proposed meaning of this clause is already waiting to be confirmed.")
    remedy = N_("Open the clause again: confirm that proposal, send it back or withdraw it first.")


class ProposalGone(Refusal):
    """Somebody else decided, or proposed anew."""

    code = "circulars.proposal_gone"
    text = N_("The proposal that you saw is no longer waiting. Nothing has been changed.")
    remedy = N_("Open the clause again to see what holds now.")


class SameHand(Refusal):
    """What a signed clause means is said by two persons."""

    code = "circulars.same_hand"
    text = N_("You proposed this meaning yourself, so someone else must confirm it.")
    remedy = N_("Ask a colleague from the legal bureau or the personnel office to confirm it.")
    status = 403
