"""Duties and the roles that hold them, as data a manager can read."""

from collections.abc import Iterable
from dataclasses import dataclass
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


ROLE_WORDS: Final = {
    Role.SUPERADMIN: N_("Installation administrator"),
    Role.ADMIN: N_("Personnel office (BKPSDM)"),
    Role.DRAFTER: N_("Legal drafter"),
    Role.SIGNATORY: N_("Signing officer"),
    Role.HEAD: N_("Head of unit"),
    Role.OPERATOR: N_("Unit operator"),
    Role.EMPLOYEE: N_("Employee"),
    Role.AUDITOR: N_("Auditor"),
}


class Duty(StrEnum):
    """One thing a role may do, within the units its grant covers."""

    RUN_INSTALLATION = "run_installation"  # institutions, the first administrators
    KEEP_UNITS = "keep_units"  # units, offices and their holders
    IMPORT_ROSTER = "import_roster"
    SEE_PEOPLE = "see_people"  # names, positions and states of the people below
    ISSUE_ACCOUNTS = "issue_accounts"  # activation slips
    DRAFT_CIRCULAR = "draft_circular"
    INITIAL_CIRCULAR = "initial_circular"  # paraf
    SIGN_CIRCULAR = "sign_circular"  # sign, publish, revoke
    PASS_ON_CIRCULAR = "pass_on_circular"  # acknowledge receipt and derive, for a unit
    SEE_CASCADE = "see_cascade"
    OWN_CAMPAIGN = "own_campaign"  # write, open, exempt, see reasons of refusal
    SEE_BOARD = "see_board"
    REMIND = "remind"
    TAKE_PAPER = "take_paper"  # the counter for people without a phone
    BE_BOUND = "be_bound"  # own tasks: read circulars, sign the own pact
    AUDIT = "audit"  # read everything of the institution, change nothing


ROLES: Final[dict[Role, frozenset[Duty]]] = {
    Role.SUPERADMIN: frozenset({Duty.RUN_INSTALLATION, Duty.KEEP_UNITS}),
    Role.ADMIN: frozenset(
        {
            Duty.KEEP_UNITS, Duty.IMPORT_ROSTER, Duty.SEE_PEOPLE, Duty.ISSUE_ACCOUNTS,
            Duty.SEE_CASCADE, Duty.OWN_CAMPAIGN, Duty.SEE_BOARD, Duty.REMIND, Duty.TAKE_PAPER,
            Duty.DRAFT_CIRCULAR, Duty.INITIAL_CIRCULAR,
        }
    ),
    Role.DRAFTER: frozenset({Duty.DRAFT_CIRCULAR, Duty.INITIAL_CIRCULAR, Duty.SEE_CASCADE}),
    Role.SIGNATORY: frozenset(
        {Duty.SIGN_CIRCULAR, Duty.INITIAL_CIRCULAR, Duty.SEE_CASCADE, Duty.SEE_BOARD}
    ),
    Role.HEAD: frozenset(
        {
            Duty.PASS_ON_CIRCULAR, Duty.SEE_CASCADE, Duty.SEE_BOARD, Duty.REMIND,
            Duty.SEE_PEOPLE, Duty.TAKE_PAPER,
        }
    ),
    Role.OPERATOR: frozenset(
        {
            Duty.SEE_CASCADE, Duty.SEE_BOARD, Duty.REMIND, Duty.SEE_PEOPLE, Duty.TAKE_PAPER,
            Duty.ISSUE_ACCOUNTS,
        }
    ),
    Role.EMPLOYEE: frozenset({Duty.BE_BOUND}),
    Role.AUDITOR: frozenset({Duty.AUDIT, Duty.SEE_PEOPLE, Duty.SEE_CASCADE, Duty.SEE_BOARD}),
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
