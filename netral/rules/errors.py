"""Why a version of the rules, a package or a key is not taken."""

from netral.kernel.errors import Refusal
from netral.kernel.words import N_


class OtherState(Refusal):
    """The step does not follow from where the version is."""

    code = "rules.wrong_state"
    text = N_("This step is not possible: the version is now “{state}”.")
    remedy = N_("Reload the page to see its current state.")


class DraftOvertaken(Refusal):
    """Two people write at one draft."""

    code = "rules.overtaken"
    text = N_("Someone else has changed this draft since you opened it.")
    remedy = N_("Copy your text, open the draft again, and add your change to the newer text.")


class TooMuch(Refusal):
    """More text than a rule base has."""

    code = "rules.too_much"
    text = N_("The files are larger than {most} characters together. Nothing was saved.")
    remedy = N_("Check that you have chosen the right file.")
    status = 422


class SamePerson(Refusal):
    """Two persons publish a version."""

    code = "rules.same_person"
    text = N_("You wrote or proposed this version yourself, so someone else must approve it.")
    remedy = N_("Ask a colleague from the legal bureau or the personnel office to approve it.")
    status = 403


class GateOpen(Refusal):
    """The gate has not been passed, or not by this text."""

    code = "rules.gate"
    text = N_("This version has not passed its examination in its present form.")
    remedy = N_("Have it examined again, correct what the examination found, then try once more.")


class DoubtsNotSeen(Refusal):
    """The reviewer has not said that the doubtful places were seen."""

    code = "rules.not_seen"
    text = N_("You have not confirmed having seen what is unverified or no longer regulated.")
    remedy = N_("Read both lists in the result of the examination and tick the confirmation.")
    status = 422


class NeedsReason(Refusal):
    """Sending back and unpinning need a reason."""

    code = "rules.reason_missing"
    text = N_("A reason is needed.")
    remedy = N_("Write the reason in a sentence.")
    status = 422


class NoSuchRule(Refusal):
    """Neither a rule nor a version of that name."""

    code = "rules.not_found"
    text = N_("This rule or version does not exist here.")
    remedy = N_("Look for it in the list of rules.")
    status = 404


# ---- Packages and keys


class PackageRefused(Refusal):
    """A file that is not taken; nothing of it was loaded."""

    code = "rules.package_refused"
    text = N_("The package was refused: it is no package of rules. Nothing was loaded.")
    remedy = N_("Download the package again from the page of its publisher.")
    status = 422


class PackageTooLarge(PackageRefused):
    """Larger than any rule base."""

    code = "rules.package_too_large"
    text = N_("The package was refused: it is larger than a rule base can be. Nothing was loaded.")


class OtherFormat(PackageRefused):
    """A newer or an older format."""

    code = "rules.other_format"
    text = N_("The package was refused: its format, “{detail}”, is not known here.")
    remedy = N_("Ask the publisher for a package in the format netral.rule-package/1.")


class UnknownKey(PackageRefused):
    """Signed with a key that nobody here trusts."""

    code = "rules.unknown_key"
    text = N_("The package was refused: its key, {detail}, is not trusted here.")
    remedy = N_("Have an administrator compare the key with its owner and pin it first.")


class BadSignature(PackageRefused):
    """Changed on the way, or never signed."""

    code = "rules.bad_signature"
    text = N_("The package was refused: its signature does not match, so the file was changed.")
    remedy = N_("Download the package again; if it is refused once more, telephone the publisher.")


class BadContent(PackageRefused):
    """Properly signed, and yet no rule base."""

    code = "rules.bad_content"
    text = N_("The package was refused: its content is not a whole rule base ({detail}).")
    remedy = N_("Tell the publisher; a package like this does not come from Netral.")


class OlderPackage(PackageRefused):
    """Rolled back."""

    code = "rules.older_package"
    text = N_("The package was refused: version {version} is older than {known}, known here.")
    remedy = N_("Ask the publisher for the newest version.")


class InstalledBefore(PackageRefused):
    """The same once more."""

    code = "rules.installed_before"
    text = N_("Version {version} of this package has been taken in already.")
    remedy = N_("Open it in the list of versions.")


class OtherInstitution(PackageRefused):
    """A key speaks for one institution only."""

    code = "rules.other_institution"
    text = N_("The package was refused: it speaks for {named}, but its key belongs to {owner}.")
    remedy = N_("Telephone the owner of the key.")


class NoPublicKey(Refusal):
    """What was pasted is no key."""

    code = "rules.no_public_key"
    text = N_("This is no public key of an institution.")
    remedy = N_("Copy the whole line beginning with netral-aturan: from the other page.")
    status = 422


class FingerprintDiffers(Refusal):
    """What was heard is not what was pasted."""

    code = "rules.fingerprint_differs"
    text = N_("The fingerprint you heard does not belong to this key. The key was not pinned.")
    remedy = N_(
        "Ask to have it read once more. If it still differs, someone has exchanged the key: "
        "tell the other institution."
    )
    status = 422


class PinnedBefore(Refusal):
    """The same key twice."""

    code = "rules.pinned_before"
    text = N_("This key is pinned already.")
    remedy = N_("There is nothing more to do.")


class NothingPublished(Refusal):
    """Only what the institution itself published can be packed."""

    code = "rules.nothing_published"
    text = N_("Only a version that this institution has published can be handed on.")
    remedy = N_("Publish a version first.")


class NoPackageKey(Refusal):
    """There is nothing to sign with."""

    code = "rules.no_key"
    text = N_("{institution} has no key for rule packages yet.")
    remedy = N_("Have an administrator make the key on the page on packages.")
