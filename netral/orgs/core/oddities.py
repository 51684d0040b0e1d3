"""What can be wrong or odd about a line of a roster, as codes with words for people.

A reason refuses the line; a warning lets it in and stays with the person until it is mended.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from netral.kernel.words import N_


class Reason(StrEnum):
    """Why a line is refused."""

    NUMBER_MISSING = "number_missing"
    NUMBER_LOST_DIGITS = "number_lost_digits"
    NUMBER_LENGTH = "number_length"
    NUMBER_NOT_DIGITS = "number_not_digits"
    NUMBER_TOO_LONG = "number_too_long"
    BIRTH_IMPOSSIBLE = "birth_impossible"
    APPOINTMENT_IMPOSSIBLE = "appointment_impossible"
    APPOINTED_TOO_YOUNG = "appointed_too_young"
    APPOINTED_IN_FUTURE = "appointed_in_future"
    SEX_IMPOSSIBLE = "sex_impossible"
    SEQUENCE_IMPOSSIBLE = "sequence_impossible"
    NIK_LENGTH = "nik_length"
    NIK_BIRTH = "nik_birth"
    NIK_REGION = "nik_region"
    NIK_SEQUENCE = "nik_sequence"
    NAME_MISSING = "name_missing"
    NAME_TOO_LONG = "name_too_long"
    KIND_UNKNOWN = "kind_unknown"
    UNIT_MISSING = "unit_missing"
    UNIT_UNKNOWN = "unit_unknown"
    CONTRADICTS_LINE = "contradicts_line"


REASON_WORDS: Final[Mapping[Reason, str]] = {
    Reason.NUMBER_MISSING: N_("the number is missing"),
    Reason.NUMBER_LOST_DIGITS: N_(
        "the spreadsheet stored {number} as a number and lost its last digits; format the "
        "column as text and fill it in again from the source"
    ),
    Reason.NUMBER_LENGTH: N_("the number has {length} digits instead of 18"),
    Reason.NUMBER_NOT_DIGITS: N_("the number contains characters that are not digits"),
    Reason.NUMBER_TOO_LONG: N_("the number is longer than 40 characters"),
    Reason.BIRTH_IMPOSSIBLE: N_("the first 8 digits are not a date of birth"),
    Reason.APPOINTMENT_IMPOSSIBLE: N_("digits 9 to 14 are not a month and year of appointment"),
    Reason.APPOINTED_TOO_YOUNG: N_("the appointment is before the 16th birthday"),
    Reason.APPOINTED_IN_FUTURE: N_("the appointment is in the future"),
    Reason.SEX_IMPOSSIBLE: N_("digit 15 is neither 1 nor 2"),
    Reason.SEQUENCE_IMPOSSIBLE: N_("the sequence in the last digits cannot be zero"),
    Reason.NIK_LENGTH: N_("the NIK has {length} digits instead of 16"),
    Reason.NIK_BIRTH: N_("digits 7 to 12 of the NIK are not a date of birth"),
    Reason.NIK_REGION: N_("the first digits of the NIK are not the code of a region"),
    Reason.NIK_SEQUENCE: N_("the last four digits of the NIK cannot be zero"),
    Reason.NAME_MISSING: N_("the name is missing"),
    Reason.NAME_TOO_LONG: N_("the name is longer than 120 characters"),
    Reason.KIND_UNKNOWN: N_("the kind of employee “{kind}” is not known"),
    Reason.UNIT_MISSING: N_("the unit is missing"),
    Reason.UNIT_UNKNOWN: N_("the unit “{unit}” is not in the tree of units"),
    Reason.CONTRADICTS_LINE: N_("the number is on line {other} too, with other data"),
}


class Warn(StrEnum):
    """What looks odd but does not refuse the line."""

    BIRTH_DIFFERS = "birth_differs"
    BIRTH_UNREAD = "birth_unread"
    NUMBER_KIND = "number_kind"
    NUMBER_FORM = "number_form"
    NIK_DROPPED = "nik_dropped"
    NIK_SHARED = "nik_shared"
    GRADE_UNKNOWN = "grade_unknown"
    STANDING_UNKNOWN = "standing_unknown"
    UNIT_PART = "unit_part"
    EMAIL_DROPPED = "email_dropped"
    PHONE_DROPPED = "phone_dropped"
    CUT = "cut"


WARN_WORDS: Final[Mapping[Warn, str]] = {
    Warn.BIRTH_DIFFERS: N_(
        "The date of birth in the roster differs from the one in the number "
        "(a corrected date of birth keeps the old number)."
    ),
    Warn.BIRTH_UNREAD: N_("The date of birth could not be read."),
    Warn.NUMBER_KIND: N_("The number has the form of another kind of employee."),
    Warn.NUMBER_FORM: N_(
        "The number does not have the usual form of an NI PPPK "
        "(the form for part-time PPPK is unverified)."
    ),
    Warn.NIK_DROPPED: N_("The NIK is not valid and was not kept."),
    Warn.NIK_SHARED: N_("Another person on the roster has the same NIK."),
    Warn.GRADE_UNKNOWN: N_("The grade is not known."),
    Warn.STANDING_UNKNOWN: N_("The legal standing is not known; the person counts as active."),
    Warn.UNIT_PART: N_("Only the upper part of the unit's name is in the tree."),
    Warn.EMAIL_DROPPED: N_("The e-mail address is not valid and was not kept."),
    Warn.PHONE_DROPPED: N_("The telephone number is not valid and was not kept."),
    Warn.CUT: N_("A long text was shortened."),
}


class Odd(Exception):  # a finding about one line, caught where lines are read
    """A line that cannot be taken, with the reason and its facts."""

    def __init__(self, reason: Reason, **facts: object) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.facts = facts
