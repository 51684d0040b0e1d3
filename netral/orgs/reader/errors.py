"""Why a file cannot be read as a roster. Each says what to do with the file."""

from netral.kernel.errors import Refusal
from netral.kernel.words import N_


class BadFile(Refusal):
    """Something about the file itself."""

    code = "orgs.file"
    text = N_("The file {name} cannot be read.")
    remedy = N_("Export the roster again and upload the new file.")
    status = 422


class FileEmpty(BadFile):
    """No octets, or no lines below the header."""

    code = "orgs.file_empty"
    text = N_("The file {name} holds no people.")
    remedy = N_("Check that the export has finished, then upload the file again.")


class FileTooLarge(BadFile):
    """More octets than the installation takes."""

    code = "orgs.file_too_large"
    text = N_("The file {name} is larger than {limit} MB.")
    remedy = N_("Delete sheets and pictures that are not part of the roster, or split the file.")


class TooManyRows(BadFile):
    """More lines than the installation takes."""

    code = "orgs.too_many_rows"
    text = N_("The file {name} has more than {limit} rows.")
    remedy = N_("Delete empty rows below the table, or split the file by unit.")


class TooManySheets(BadFile):
    """More sheets than anybody would search."""

    code = "orgs.too_many_sheets"
    text = N_("The file {name} has more than {limit} sheets.")
    remedy = N_("Keep only the sheet with the roster.")


class NotATable(BadFile):
    """A PDF, a picture, a web page, a letter."""

    code = "orgs.not_a_table"
    text = N_("The file {name} is not a table but {what}.")
    remedy = N_("Upload the roster as XLSX, ODS or CSV.")


class OldExcel(BadFile):
    """The format before 2007, or a binary one."""

    code = "orgs.old_excel"
    text = N_("The file {name} has an Excel format that is not accepted here.")
    remedy = N_("Open it, choose “Save as” with the type XLSX, and upload the new file.")


class FileLocked(BadFile):
    """Needs a password."""

    code = "orgs.file_locked"
    text = N_("The file {name} is locked with a password.")
    remedy = N_("Open it, remove the password, save it, and upload it again.")


class FileHasMacros(BadFile):
    """Carries programs."""

    code = "orgs.file_has_macros"
    text = N_("The file {name} contains macros, which are never accepted.")
    remedy = N_("Save it as XLSX without macros, and upload the new file.")


class FileDamaged(BadFile):
    """Truncated, or not what its parts claim."""

    code = "orgs.file_damaged"
    text = N_("The file {name} is incomplete or damaged.")
    remedy = N_("Download or export it again, open it once to check, and upload it again.")


class FileSwells(BadFile):
    """A zip bomb, or a table with far too much in it."""

    code = "orgs.file_swells"
    text = N_("The file {name} unpacks to far more than a roster holds.")
    remedy = N_("Copy the table into a new workbook, save it as XLSX, and upload that.")


class HeaderMissing(BadFile):
    """No row names the columns."""

    code = "orgs.header_missing"
    text = N_("No row of {name} has the column headings of a roster; missing: {missing}.")
    remedy = N_("Use the SIASN export as it is, or the template offered on this page.")


class HeaderDoubled(BadFile):
    """A column is there twice."""

    code = "orgs.header_doubled"
    text = N_("Two columns of {name} are called {column}.")
    remedy = N_("Delete the column that does not count, or rename it.")


class SeveralRosters(BadFile):
    """More than one sheet looks like a roster."""

    code = "orgs.several_rosters"
    text = N_("More than one sheet of {name} holds a roster: {sheets}.")
    remedy = N_("Upload one file for each, or copy the lines into one sheet.")
