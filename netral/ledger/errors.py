"""Why a report cannot be sealed, and why the log is not written any further."""

from netral.kernel.errors import Refusal
from netral.kernel.words import N_


class NotSealable(Refusal):
    """What the reporter's browser made is not as it must be; `why` is for who mends the page."""

    code = "ledger.not_sealable"
    text = N_("The report could not be taken: its seal does not fit it.")
    remedy = N_("Save the encrypted file, open the page anew and send it again.")
    status = 400


class BatchClosed(Refusal):
    """The leaf was made for a day whose batch is closed by now, or not open yet."""

    code = "ledger.batch_closed"
    text = N_("The report could not be taken: reports are now sealed for {day}.")
    remedy = N_("Send it again; the page then seals it for that day.")


class SealedAlready(Refusal):
    """The very same leaf was taken before."""

    code = "ledger.sealed_already"
    text = N_("This report has been taken already.")
    remedy = N_("You need not send it again; keep its receipt.")


class NoKey(Refusal):
    """Without its key the log cannot sign."""

    code = "ledger.no_key"
    text = N_("The key of the log is missing.")
    remedy = N_("Give this process NETRAL_LOG_KEY, at least 32 characters.")


class AnotherLog(Refusal):
    """The name or the key of the log has changed: receipts would stop being found."""

    code = "ledger.another_log"
    text = N_("The database belongs to the log {own}, but the settings name {given}.")
    remedy = N_("Give NETRAL_LOG_ORIGIN and NETRAL_LOG_KEY their old values.")


class LogBehind(Refusal):
    """What was published is ahead of the database: somebody restored an older one."""

    code = "ledger.behind"
    text = N_(
        "The published log has {public} entries, the database only {own}: an older database was"
        " restored. To go on would give two entries the same number."
    )
    remedy = N_(
        "Before anybody works on, run manage.py ledger_import with the folder or address of a"
        " complete copy of the log; then start again."
    )


class LogDiffers(Refusal):
    """What was published is not what the database says."""

    code = "ledger.differs"
    text = N_("With {size} entries, what was published has another root than the database.")
    remedy = N_(
        "Do not go on: find out who changed the database, with manage.py ledger_fsck. If an older"
        " database was restored and written to, run manage.py ledger_import."
    )


class TablesDiffer(Refusal):
    """The tables of the log do not fit each other."""

    code = "ledger.tables_differ"
    text = N_("The tables of the log do not fit each other between the entries {start} and {end}.")
    remedy = N_("Do not go on: find out what was changed, with manage.py ledger_fsck.")


class FileDiffers(Refusal):
    """A file that must never change is there with another content."""

    code = "ledger.file_differs"
    text = N_("The file {path} of the log is there already, with another content.")
    remedy = N_("Find out who wrote it; move it away, and start again: it is written anew.")


class GuardsMissing(Refusal):
    """Triggers that keep the ledger are gone, and cannot be put up again."""

    code = "ledger.guards_missing"
    text = N_("The database does not guard the ledger any more: {names} are missing.")
    remedy = N_("Run manage.py ledger_run --guards once, as the owner of the database.")


class PolicyUnread(Refusal):
    """The file that names the witnesses cannot be used."""

    code = "ledger.policy_unread"
    text = N_("The file of the witnesses cannot be used: {problem}.")
    remedy = N_("Correct the file that NETRAL_LOG_POLICY names.")


class MirrorWrong(Refusal):
    """A copy of the log is not whole, or not one of this log."""

    code = "ledger.mirror_wrong"
    text = N_("This copy of the log cannot be used: {problem}.")
    remedy = N_("Nothing was changed. Take another copy.")


class HousesMissing(Refusal):
    """A copy of the log names institutions that the database does not have."""

    code = "ledger.houses_missing"
    text = N_("The copy of the log names institutions that are not here: {codes}.")
    remedy = N_("Nothing was changed. Open them with manage.py buka_lembaga, then import again.")


class HistoryDoubled(Refusal):
    """Steps that a copy of the log holds were taken again since the backup."""

    code = "ledger.history_doubled"
    text = N_("Since the backup, {count} steps were taken again that the copy holds already.")
    remedy = N_(
        "Nothing was changed. Restore the backup again and import before anybody works on; or"
        " import with --despite-doubles: both then stand in the log, for everybody to see."
    )


class BranchWitnessed(Refusal):
    """Witnesses have signed two logs that contradict each other."""

    code = "ledger.branch_witnessed"
    text = N_(
        "After {size} entries, database and copy contradict each other, and witnesses have signed"
        " what the database says."
    )
    remedy = N_("Nothing was changed. Tell the witnesses; people must decide which log holds.")


class BasisMissing(Refusal):
    """Nothing is erased without a reason in law."""

    code = "ledger.basis_missing"
    text = N_("An erasure needs its legal basis.")
    remedy = N_("Name the decision or the article on which the data are erased.")
    status = 400


class NotErasable(Refusal):
    """A field is not kept, or must be."""

    code = "ledger.not_erasable"
    text = N_("These fields cannot be erased: {fields}.")
    remedy = N_("Name fields that the entry still holds; an erasure itself is never erased.")
    status = 400
