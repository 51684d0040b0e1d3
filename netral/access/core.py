"""Duties and the roles that hold them, as data a manager can read."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from netral.kernel.words import N_


class Role(StrEnum):
    """What a person is, somewhere."""

    SUPERADMIN = "superadmin"
    ADMIN = "admin"
    DRAFTER = "drafter"
    SIGNATORY = "signatory"
    HEAD = "head"
    OPERATOR = "operator"
    EMPLOYEE = "employee"
    AUDITOR = "auditor"
    ADVISER = "adviser"
    CASE_OFFICER = "caseofficer"
    INSPECTOR = "inspector"


ROLE_WORDS: Final = {
    Role.SUPERADMIN: N_("Installation administrator"),
    Role.ADMIN: N_("Personnel office (BKPSDM)"),
    Role.DRAFTER: N_("Legal drafter"),
    Role.SIGNATORY: N_("Signing officer"),
    Role.HEAD: N_("Head of unit"),
    Role.OPERATOR: N_("Unit operator"),
    Role.EMPLOYEE: N_("Employee"),
    Role.AUDITOR: N_("Auditor"),
    Role.ADVISER: N_("Neutrality team"),
    Role.CASE_OFFICER: N_("Case officer of the personnel office"),
    Role.INSPECTOR: N_("Inspector (Inspektorat)"),
}


class Duty(StrEnum):
    """One thing a role may do, within the units its grant covers."""

    RUN_INSTALLATION = "run_installation"  # institutions, the first administrators
    KEEP_UNITS = "keep_units"  # units, offices and their holders
    IMPORT_ROSTER = "import_roster"
    SEE_PEOPLE = "see_people"  # names, positions and states of the people below
    ISSUE_ACCOUNTS = "issue_accounts"  # activation slips
    GIVE_ROLES = "give_roles"  # roles that no office carries: auditor, drafter, operator
    DRAFT_CIRCULAR = "draft_circular"
    INITIAL_CIRCULAR = "initial_circular"  # paraf
    SIGN_CIRCULAR = "sign_circular"  # sign, publish, revoke
    PASS_ON_CIRCULAR = "pass_on_circular"  # noqa: S105  # acknowledge receipt and derive, for a unit
    SEE_CASCADE = "see_cascade"
    OWN_CAMPAIGN = "own_campaign"  # write, open, exempt, see reasons of refusal
    SEE_BOARD = "see_board"
    REMIND = "remind"
    TAKE_PAPER = "take_paper"  # the counter for people without a phone
    KEEP_RULES = "keep_rules"  # propose and approve versions of the rule base, exchange packages
    ANSWER_ADVICE = "answer_advice"  # confidential questions: read, answer, publish
    DECIDE_PERMIT = "decide_permit"  # of people in the units below
    SEE_PERMITS = "see_permits"  # the register
    HOLD_SESSION = "hold_session"  # plan, open attendance, close with minutes
    GUIDE_STAFF = "guide_staff"  # notes and warnings to named people below
    SUPERVISE_UNIT = "supervise_unit"  # checks, findings
    ANSWER_FOR_UNIT = "answer_for_unit"  # nil report, suspected breaches, the head's own clock
    EXCUSE_DUTY = "excuse_duty"  # of the heads below
    TAKE_REFERRAL = "take_referral"  # at the personnel office
    TAKE_INSPECTION = "take_inspection"  # referrals to the Inspektorat
    BE_BOUND = "be_bound"  # own tasks: read circulars, sign the own pact
    AUDIT = "audit"  # read everything of the institution, change nothing


ROLES: Final[dict[Role, frozenset[Duty]]] = {
    Role.SUPERADMIN: frozenset({Duty.RUN_INSTALLATION, Duty.KEEP_UNITS}),
    Role.ADMIN: frozenset(
        {
            Duty.KEEP_UNITS, Duty.IMPORT_ROSTER, Duty.SEE_PEOPLE, Duty.ISSUE_ACCOUNTS,
            Duty.GIVE_ROLES,
            Duty.SEE_CASCADE, Duty.OWN_CAMPAIGN, Duty.SEE_BOARD, Duty.REMIND, Duty.TAKE_PAPER,
            Duty.DRAFT_CIRCULAR, Duty.INITIAL_CIRCULAR, Duty.KEEP_RULES, Duty.SEE_PERMITS,
            Duty.HOLD_SESSION, Duty.SUPERVISE_UNIT, Duty.EXCUSE_DUTY,
        }
    ),
    Role.DRAFTER: frozenset(
        {Duty.DRAFT_CIRCULAR, Duty.INITIAL_CIRCULAR, Duty.SEE_CASCADE, Duty.KEEP_RULES}
    ),
    Role.SIGNATORY: frozenset(
        {
            Duty.SIGN_CIRCULAR, Duty.INITIAL_CIRCULAR, Duty.SEE_CASCADE, Duty.SEE_BOARD,
            Duty.DECIDE_PERMIT, Duty.EXCUSE_DUTY, Duty.ANSWER_FOR_UNIT, Duty.GUIDE_STAFF,
        }
    ),
    Role.HEAD: frozenset(
        {
            Duty.PASS_ON_CIRCULAR, Duty.SEE_CASCADE, Duty.SEE_BOARD, Duty.REMIND,
            Duty.SEE_PEOPLE, Duty.TAKE_PAPER, Duty.DECIDE_PERMIT, Duty.HOLD_SESSION,
            Duty.GUIDE_STAFF, Duty.SUPERVISE_UNIT, Duty.ANSWER_FOR_UNIT,
        }
    ),
    Role.OPERATOR: frozenset(
        {
            Duty.SEE_CASCADE, Duty.SEE_BOARD, Duty.REMIND, Duty.SEE_PEOPLE, Duty.TAKE_PAPER,
            Duty.ISSUE_ACCOUNTS, Duty.HOLD_SESSION, Duty.SUPERVISE_UNIT,
        }
    ),
    Role.EMPLOYEE: frozenset({Duty.BE_BOUND}),
    Role.AUDITOR: frozenset(
        {Duty.AUDIT, Duty.SEE_PEOPLE, Duty.SEE_CASCADE, Duty.SEE_BOARD, Duty.SEE_PERMITS}
    ),
    Role.ADVISER: frozenset({Duty.ANSWER_ADVICE}),
    Role.CASE_OFFICER: frozenset({Duty.TAKE_REFERRAL}),
    Role.INSPECTOR: frozenset({Duty.TAKE_INSPECTION}),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Power:
    """One grant in force: a role over the units whose path begins with `path`.

    The empty path is the whole institution.
    """

    role: Role
    path: str


def paths(powers: Iterable[Power], duty: Duty) -> tuple[str, ...]:
    """Return the paths over which `duty` is held, without those another already covers."""
    held = sorted({p.path for p in powers if duty in ROLES[p.role]})
    return tuple(p for p in held if not any(p != q and p.startswith(q) for q in held))


def holds(powers: Iterable[Power], duty: Duty, path: str = "") -> bool:
    """Tell whether `duty` is held over the unit at `path`."""
    return any(path.startswith(held) for held in paths(powers, duty))


# What no office carries may be given by hand. Auditing reads what a personnel office reads.
BY_HAND: Final = (
    Role.AUDITOR, Role.DRAFTER, Role.OPERATOR, Role.ADVISER, Role.CASE_OFFICER, Role.INSPECTOR,
)  # fmt: skip
# Who appoints the neutrality team or a case officer must not thereby read what reaches them.
NOT_NEEDED_TO_GIVE: Final = frozenset(
    {Duty.AUDIT, Duty.ANSWER_ADVICE, Duty.TAKE_REFERRAL, Duty.TAKE_INSPECTION}
)


# What the Inspektorat is told may be about the personnel office: nobody serves both.
APART: Final[dict[Role, frozenset[Role]]] = {
    Role.INSPECTOR: frozenset({Role.ADMIN, Role.CASE_OFFICER}),
    Role.CASE_OFFICER: frozenset({Role.INSPECTOR}),
}
DESKS: Final = frozenset(APART)  # roles that receive suspicions; one holder is always left


def may_give(giver: Iterable[Power], role: Role, path: str = "") -> bool:
    """Tell whether `giver` may give `role` over the units below `path`.

    Nobody gives more than he holds himself over the same units, and only what no office carries.
    """
    giver = tuple(giver)
    needed = (ROLES[role] - NOT_NEEDED_TO_GIVE) | {Duty.GIVE_ROLES}
    return role in BY_HAND and all(holds(giver, duty, path) for duty in needed)


def may_hand_code(issuer: Iterable[Power], target: Iterable[Power]) -> bool:
    """Tell whether `issuer` may hand out an activation code for the holder of `target`.

    A code opens the account with all its powers, so nobody may hand out one that opens more
    than the issuer's own: staff accounts need the duty over the whole institution, and the
    installation's administrators get theirs from the command line only.
    """
    issuer, roles = tuple(issuer), {power.role for power in target}
    if Role.SUPERADMIN in roles:
        return False
    if roles - {Role.EMPLOYEE}:
        return holds(issuer, Duty.ISSUE_ACCOUNTS)
    return bool(paths(issuer, Duty.ISSUE_ACCOUNTS))


CODE_SIGNS: Final = 12  # of 30: 58 bits, for one account, for some weeks, five tries a quarter hour
NATIONAL: Final = re.compile(r"\d{16}|\d{18}")  # NIK; NIP and NI PPPK
SEPARATORS: Final = re.compile(r"[\s.\-'`\u2018\u2019]+")


def tidy_username(typed: str) -> str:
    """Read a typed sign-in name: numbers without separators, everything else in lower case."""
    clean = "".join(sign for sign in typed if sign.isprintable() or sign.isspace())
    bare = SEPARATORS.sub("", clean)
    if bare.isascii() and bare.isdigit():
        return bare
    return re.sub(r"\s+", "-", clean.strip()).lower()


def tidy_login(typed: str) -> str:
    """Read what names an account, a number or an address, in the one spelling that is looked up.

    PostgreSQL finds `ı` where `i` stands and `ſ` where `s` stands, for both have one capital:
    whatever finds the same account must be counted as one, or tries have no limit.
    """
    return typed.strip().upper().lower() if "@" in typed else tidy_username(typed)


def username_for(number: str, slug: str) -> str:
    """Return the sign-in name of the person whom a roster knows by `number`.

    NIP and NI PPPK are unique in the whole country. A local number is not: it carries the
    institution's `slug`, so that two cities never share an account by accident.
    """
    name = tidy_username(number)
    return name if NATIONAL.fullmatch(name) else f"{slug}-{name}"


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What an account is made from: the number in the roster, a name, an address if known."""

    number: str
    name: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class NewGrant:
    """What a grant is made from; `source` says who can end it again (`office:12`)."""

    user_id: int
    role: Role
    unit_path: str
    source: str
    starts_at: datetime
    ends_at: datetime | None = None
