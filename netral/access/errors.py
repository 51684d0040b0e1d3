"""Why somebody may not."""

from netral.kernel.errors import Refusal
from netral.kernel.words import N_


class NotYours(Refusal):
    """Hidden and missing look alike."""

    code = "access.not_yours"
    text = N_("This page does not exist, or you do not have access to it.")
    remedy = N_("Check the address, or ask your personnel office which role you have been given.")
    status = 404


class TooManyTries(Refusal):
    """A limit was reached; it frees itself."""

    code = "access.too_many_tries"
    text = N_("There were too many attempts in a short time.")
    remedy = N_("Wait {minutes} minutes, then try again. Nothing you entered has been lost.")
    status = 429


class ConfirmationMissing(Refusal):
    """The act needs a re-entry, and none was given or remembered."""

    code = "access.confirmation_missing"
    text = N_("This act needs your password or a code from your authenticator app.")
    remedy = N_("Enter one of them and press the button again; it then counts for five minutes.")
    status = 403


class ConfirmationWrong(Refusal):
    """The re-entered password or code is not this account's."""

    code = "access.confirmation_wrong"
    text = N_("The password or code is not correct, or the code was used before.")
    remedy = N_(
        "Check capital letters and the clock of your phone, wait for a new code, try again."
    )
    status = 403


class PasskeyRefused(Refusal):
    """What was sent is no answer of a passkey of this account."""

    code = "access.passkey_refused"
    text = N_("The passkey was not accepted.")
    remedy = N_("Try again, use another passkey of yours, or enter your password or a code.")
    status = 403


class CodeRefused(Refusal):
    """Number or activation code is wrong, used or expired: never which."""

    code = "access.code_refused"
    text = N_("This number and this code do not open an account.")
    remedy = N_(
        "Compare both with your newest slip: a code works once, until the date printed on it. "
        "If it still fails, ask your unit's operator for a new slip."
    )
    status = 403


class CodeNotYours(Refusal):
    """A code opens an account with all its powers; this one opens more than the issuer's."""

    code = "access.code_not_yours"
    text = N_("A code for {name} is not yours to hand out.")
    remedy = N_("Ask the personnel office: it hands out codes for accounts with a staff role.")
    status = 403


class AccountHeldElsewhere(Refusal):
    """The account is active and serves another institution."""

    code = "access.account_held_elsewhere"
    text = N_("The account of {name} is in use at another institution.")
    remedy = N_("{name} can sign in with the current password, or ask that institution for a slip.")


class SameUsername(Refusal):
    """Two rows of one list would share an account."""

    code = "access.same_username"
    text = N_("Two people in the list have the number {number}.")
    remedy = N_("Correct one of the numbers and load the list again; nothing was changed.")


class LinkRefused(Refusal):
    """A mailed link is old, used, or not ours."""

    code = "access.link_refused"
    text = N_("This link no longer works: it has expired or was used before.")
    remedy = N_("Ask for a new one on the sign-in page, and open the latest e-mail.")
    status = 403


class RoleNotYours(Refusal):
    """Nobody gives a role beyond the own."""

    code = "access.role_not_yours"
    text = N_("You may not give this role.")
    remedy = N_(
        "Roles of an office come with the office; ask the personnel office to hand it over."
    )
    status = 403


class OwnRole(Refusal):
    """Nobody gives a role to oneself."""

    code = "access.own_role"
    text = N_("You cannot give a role to yourself.")
    remedy = N_("Ask another officer of the personnel office to give it.")
    status = 403


class RolesApart(Refusal):
    """Who inspects the personnel office does not belong to it."""

    code = "access.roles_apart"
    text = N_("One person cannot serve the personnel office and the Inspektorat at the same time.")
    remedy = N_("Choose another person, or end the other role first.")


class LastAtTheDesk(Refusal):
    """A desk to which suspicions are sent is never left without anybody."""

    code = "access.last_at_the_desk"
    text = N_("Nobody else has this role, so what is sent there would reach nobody.")
    remedy = N_("Give the role to somebody else first, then end this one.")
