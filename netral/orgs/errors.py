"""Why something about units, people or offices may not be done."""

from netral.kernel.errors import Refusal
from netral.kernel.words import N_


class InstitutionExists(Refusal):
    """Another institution has the code or the short name."""

    code = "orgs.institution_exists"
    text = N_("An institution with the code {code} or the short name {slug} already exists.")
    remedy = N_("Open that institution, or choose another code and short name.")


class UnitCodeTaken(Refusal):
    """An open unit has the code already."""

    code = "orgs.unit_code_taken"
    text = N_("The code {code} already belongs to {name}.")
    remedy = N_("Give the new unit a code of its own, or close the other unit first.")


class OneRootOnly(Refusal):
    """The tree has one root."""

    code = "orgs.one_root_only"
    text = N_("{institution} already has its top unit.")
    remedy = N_("Choose the unit under which the new one belongs.")


class UnitClosed(Refusal):
    """The unit no longer exists."""

    code = "orgs.unit_closed"
    text = N_("{name} has been closed and cannot be changed.")
    remedy = N_("Work on its successor, or open a new unit.")


class UnitInUse(Refusal):
    """People or units are still in it."""

    code = "orgs.unit_in_use"
    text = N_("{name} cannot be closed: {people} people and {units} units still belong to it.")
    remedy = N_("Move them to another unit, or merge this unit into another one.")


class UnitUnderItself(Refusal):
    """The move would make a cycle."""

    code = "orgs.unit_under_itself"
    text = N_("{name} cannot be placed under {parent}, because {parent} is inside {name}.")
    remedy = N_("Choose a unit outside {name}.")


class TreeTooDeep(Refusal):
    """The path would not fit its column."""

    code = "orgs.tree_too_deep"
    text = N_("{name} would be too deep in the tree of units.")
    remedy = N_("Place it under a unit closer to the top.")


class RootStays(Refusal):
    """The top unit is the institution itself."""

    code = "orgs.root_stays"
    text = N_("{name} is the institution itself: it cannot be moved, merged or closed.")
    remedy = N_("Choose a unit below it.")


class ChangeBeforeBeginning(Refusal):
    """A change of a unit dated before the unit began."""

    code = "orgs.change_before_beginning"
    text = N_("{name} begins on {begins_on}; it cannot change on {on}.")
    remedy = N_("Choose a date on or after the day on which the unit begins.")


class ChangeInFuture(Refusal):
    """Units change on the day the change is recorded, or earlier."""

    code = "orgs.change_in_future"
    text = N_("{on} is still in the future.")
    remedy = N_("Record the change on the day on which it takes effect.")


class IdentityTaken(Refusal):
    """Two people cannot share a number."""

    code = "orgs.identity_taken"
    text = N_("The number {identity} is already on this institution's roster.")
    remedy = N_("Open that person's page and correct the data there.")


class IdentityWrong(Refusal):
    """The number cannot be a number of this kind."""

    code = "orgs.identity_wrong"
    text = N_("The number {identity} is not valid: {reason}.")
    remedy = N_("Check it against the appointment decree or the identity card.")


class NotServing(Refusal):
    """The person has left."""

    code = "orgs.not_serving"
    text = N_("{name} no longer serves here and cannot be given an office or a new unit.")
    remedy = N_("Record the person's return first, if they came back.")


class AlreadyServing(Refusal):
    """The person never left."""

    code = "orgs.already_serving"
    text = N_("{name} is already recorded as serving.")
    remedy = N_("Nothing needs to be done.")


class OfficeTaken(Refusal):
    """The unit has an office of that title, or a head already."""

    code = "orgs.office_taken"
    text = N_("{unit} already has the office {title}.")
    remedy = N_("Use that office, or close it first.")


class OfficeClosed(Refusal):
    """The office no longer exists."""

    code = "orgs.office_closed"
    text = N_("The office {title} was closed on {closed_on}.")
    remedy = N_("Choose an office that still exists, or a term that ends before that day.")


class OfficeHeld(Refusal):
    """Two people cannot hold one office in ways that exclude each other."""

    code = "orgs.office_held"
    text = N_("{title} is held by {holder} ({capacity}) from {starts_on} to {ends_on}.")
    remedy = N_("End that term first, or choose days on which it does not run.")


class NobodyToStandFor(Refusal):
    """Plh. and Pjs. stand for a holder who is absent."""

    code = "orgs.nobody_to_stand_for"
    text = N_("{capacity} stands for an absent holder, but {title} has no holder on {on}.")
    remedy = N_("Appoint Plt. if the office is vacant, or shorten the term.")


class TermUnbounded(Refusal):
    """A stand-in without a last day."""

    code = "orgs.term_unbounded"
    text = N_("{capacity} needs a last day.")
    remedy = N_("Enter the last day written in the order.")


class BasisMissing(Refusal):
    """Acting in an office rests on a written order."""

    code = "orgs.basis_missing"
    text = N_("{capacity} needs the number of the decree or order on which it rests.")
    remedy = N_("Enter the decree or order.")


class TermBackwards(Refusal):
    """The last day lies before the first."""

    code = "orgs.term_backwards"
    text = N_("The term would end on {ends_on}, before it begins on {starts_on}.")
    remedy = N_("Check both dates.")


class TermOver(Refusal):
    """A term that has ended cannot be lengthened by ending it again."""

    code = "orgs.term_over"
    text = N_("This term already ends on {ends_on}.")
    remedy = N_("Record a new term if the holder was appointed again.")


class NotActing(Refusal):
    """Somebody acts in an office outside their dates."""

    code = "orgs.not_acting"
    text = N_("You do not hold the office {title} on {on}.")
    remedy = N_("Ask whoever holds it on that day, or have the personnel office record your term.")
    status = 403


class RosterLost(Refusal):
    """The file is no longer there to be read."""

    code = "orgs.roster_lost"
    text = N_("The file {name} was not read to the end.")
    remedy = N_("Upload it again.")


class RosterMoved(Refusal):
    """People or units changed after the dry run."""

    code = "orgs.roster_moved"
    text = N_("People or units changed after the check of {name}.")
    remedy = N_("Look at the new result of the check, then apply it.")


class RosterTaken(Refusal):
    """Another apply was faster, or there is nothing to apply."""

    code = "orgs.roster_taken"
    text = N_("The roster {name} has already been applied or discarded.")
    remedy = N_(
        "Check the list of imports; upload the file again if you want to apply it once more."
    )
