"""Why a session cannot be planned, joined, closed, or a file not be taken."""

from netral.kernel.errors import Refusal
from netral.kernel.words import N_


class TimesTurned(Refusal):
    """A session cannot end before it begins."""

    code = "outreach.times_turned"
    text = N_("The session would end before it begins.")
    remedy = N_("Correct one of the two times.")


class TooLong(Refusal):
    """Nobody meets for days on end."""

    code = "outreach.too_long"
    text = N_("A session lasts at most {hours} hours.")
    remedy = N_("Plan one session for each day.")


class AlreadyOver(Refusal):
    """A session is planned before it ends."""

    code = "outreach.already_over"
    text = N_("The session would already be over.")
    remedy = N_("Choose a later time.")


class BegunLongAgo(Refusal):
    """Nobody plans what has long begun."""

    code = "outreach.begun_long_ago"
    text = N_("The session would have begun more than {minutes} minutes ago.")
    remedy = N_("Choose a later time. What was held without a plan does not count here.")


class SubjectFrozen(Refusal):
    """People came to what was announced."""

    code = "outreach.subject_frozen"
    text = N_("Attendance is open, so title, kind, purpose and circular can no longer change.")
    remedy = N_("Change the other details, or plan another session.")


class ListOver(Refusal):
    """Who was there is entered while somebody still remembers."""

    code = "outreach.list_over"
    text = N_("People can be entered for {days} days after a session; that time is over.")
    remedy = N_("Close the session with who is recorded, and say in the minutes what is missing.")


class RestFirst(Refusal):
    """Guessing until it fits is no course."""

    code = "outreach.rest_first"
    text = N_("You have finished the quiz {most} times within a day.")
    remedy = N_("Read the lessons again, and take the quiz tomorrow.")


class TimesFrozen(Refusal):
    """Who is present depends on the times."""

    code = "outreach.times_frozen"
    text = N_("Attendance is open, so the times can no longer change.")
    remedy = N_("Change the other details, or plan another session.")


class NotPlanned(Refusal):
    """The session was closed or cancelled meanwhile."""

    code = "outreach.not_planned"
    text = N_("This is no longer possible: the session is now at “{state}”.")
    remedy = N_("Open the session again to see its current state.")


class PeoplePresent(Refusal):
    """A session with people in it was held."""

    code = "outreach.people_present"
    text = N_("People have attended this session, so it can no longer be cancelled.")
    remedy = N_("Close it with minutes, and say in them what happened.")


class NotBegun(Refusal):
    """Nobody closes what has not begun."""

    code = "outreach.not_begun"
    text = N_("The session begins on {starts_at}; it cannot be closed before.")
    remedy = N_("Wait until it has begun, or cancel it with a reason.")


class NobodyCame(Refusal):
    """An empty session is explained."""

    code = "outreach.nobody_came"
    text = N_("Nobody is recorded as present.")
    remedy = N_("Record who was there, or write why nobody was.")


class WordsMissing(Refusal):
    """Minutes and reasons say something."""

    code = "outreach.words_missing"
    text = N_("Words are needed here.")
    remedy = N_("Write it in a sentence.")


class TooEarly(Refusal):
    """Attendance is not open yet."""

    code = "outreach.too_early"
    text = N_("Attendance at “{title}” opens on {opens_at}.")
    remedy = N_("Come back then, with a fresh code from the screen.")


class TooLate(Refusal):
    """Attendance is over."""

    code = "outreach.too_late"
    text = N_("Attendance at “{title}” ended on {closes_at}.")
    remedy = N_("If you were there, ask the host to record you.")


class CodeOver(Refusal):
    """An old code, such as a screenshot, or none at all. Says nothing of the session."""

    code = "outreach.code_over"
    text = N_("This code is no longer valid. Codes change every {seconds} seconds.")
    remedy = N_("Scan the screen in the room again, or type the digits that it shows now.")
    status = 404  # of a session elsewhere, or none, it is said alike


class NotInvited(Refusal):
    """The person works elsewhere."""

    code = "outreach.not_invited"
    text = N_("This session is for people of {unit}.")
    remedy = N_("If you work there, ask your operator to correct your unit; then try again.")


class AlreadyElsewhere(Refusal):
    """Nobody is in two rooms at once."""

    code = "outreach.already_elsewhere"
    text = N_("You are recorded as present at “{other}”, which takes place at the same time.")
    remedy = N_("Ask the host of that session if this is wrong.")


class TooLargeToKeep(Refusal):
    """Too many octets, or pixels."""

    code = "outreach.file_too_large"
    text = N_("The file is larger than {megabytes} MB or has too many pixels.")
    remedy = N_("Save it smaller and try again. Films are not kept here; put a link in the agenda.")
    status = 413


class NotAPhoto(Refusal):
    """No JPEG or PNG that can be opened."""

    code = "outreach.not_a_photo"
    text = N_("The file is not a JPEG or PNG picture that can be opened.")
    remedy = N_("Take the photograph again, or save it as JPEG.")


class MaterialUnreadable(Refusal):
    """No PDF that can be opened."""

    code = "outreach.material_unreadable"
    text = N_("The file is not a PDF that can be opened.")
    remedy = N_("Save the material as PDF and choose that file.")


class MaterialActive(Refusal):
    """Material is read, not run."""

    code = "outreach.material_active"
    text = N_("The PDF is locked with a password or contains a program.")
    remedy = N_("Print it to a new PDF and choose that file.")


class TooManyFiles(Refusal):
    """A session is no store of files."""

    code = "outreach.too_many_files"
    text = N_("A session keeps at most {most} files.")
    remedy = N_("Choose the most telling ones.")


class FilesFrozen(Refusal):
    """What was shown belongs to the minutes, which stay as they are."""

    code = "outreach.files_frozen"
    text = N_("The session is at “{state}”, so its files stay as they are.")
    remedy = N_(
        "Files are added and removed before a session is closed. Plan another one for more."
    )


class CourseChanged(Refusal):
    """The questions are no longer those that were answered."""

    code = "outreach.course_changed"
    text = N_("The questions have changed since you opened them.")
    remedy = N_("Answer the new ones; your answers were not counted.")


class NoQuestions(Refusal):
    """Too few rules apply for a quiz."""

    code = "outreach.no_questions"
    text = N_("There are not enough questions for a quiz today.")
    remedy = N_("Try again tomorrow, or tell the personnel office.")


class NotLearner(Refusal):
    """Only who is on the roster learns here."""

    code = "outreach.not_learner"
    text = N_("The course is for people on the roster.")
    remedy = N_("Ask the personnel office if you should be on the roster.")
