"""The vocabulary of personnel records: kinds of employee, legal standing, grades, contacts."""

import re
from functools import lru_cache
from typing import Final

from netral.orgs.core import PersonKind, Service, UnitKind
from netral.orgs.core.oddities import Odd, Reason

KINDS: Final = {
    "PNS": PersonKind.PNS,
    "PEGAWAI NEGERI SIPIL": PersonKind.PNS,
    "CPNS": PersonKind.CPNS,
    "CALON PNS": PersonKind.CPNS,
    "PPPK": PersonKind.PPPK,
    "P3K": PersonKind.PPPK,
    "PPPK PARUH WAKTU": PersonKind.PPPK_PART,
    "PARUH WAKTU": PersonKind.PPPK_PART,
    "NON ASN": PersonKind.NON_ASN,
    "KONTRAK": PersonKind.NON_ASN,
    "TENAGA KONTRAK": PersonKind.NON_ASN,
    "HONORER": PersonKind.NON_ASN,
    "TENAGA HONORER": PersonKind.NON_ASN,
    "THL": PersonKind.NON_ASN,
    "TENAGA HARIAN LEPAS": PersonKind.NON_ASN,
    "PJLP": PersonKind.NON_ASN,
    "BUMD": PersonKind.BUMD,
    "PEGAWAI BUMD": PersonKind.BUMD,
}


@lru_cache(maxsize=1024)
def kind(of_employee: str, status: str = "") -> PersonKind:
    """Map SIASN's JENIS PEGAWAI NAMA and STATUS CPNS PNS, or the word of the simple layout.

    Raises:
        Odd: neither says what the person is.
    """
    word = re.sub(r"[^A-Z0-9]+", " ", of_employee.upper()).strip()
    known = KINDS.get(word)
    if known is None and word.startswith("PPPK"):
        known = PersonKind.PPPK_PART if "PARUH" in word else PersonKind.PPPK
    if known is None and (word.startswith("PNS") or not word):
        known = _by_status(status)
    if known is None:
        raise Odd(Reason.KIND_UNKNOWN, kind=of_employee or status)
    if known is PersonKind.PNS and _by_status(status) is PersonKind.CPNS:
        return PersonKind.CPNS
    return known


def _by_status(status: str) -> PersonKind | None:
    match status.strip().upper():
        case "C" | "CPNS":
            return PersonKind.CPNS
        case "P" | "PNS":
            return PersonKind.PNS
    return None


# What a legal standing (kedudukan hukum) begins with, in the order in which it is asked.
# CLTN is unpaid leave, MPP the leave before retirement, which counts as not active
# (systems.md §11.5). A suspended employee stays on the roster: unverified.
STANDINGS: Final = (
    ("AKTIF", Service.ACTIVE),
    ("TUGAS BELAJAR", Service.ACTIVE),
    ("PNS KENA HUKUMAN", Service.ACTIVE),
    ("CLTN", Service.LEAVE),
    ("PERPANJANGAN CLTN", Service.LEAVE),
    ("CUTI", Service.LEAVE),
    ("PEMBERHENTIAN SEMENTARA", Service.LEAVE),
    ("DIBERHENTIKAN SEMENTARA", Service.LEAVE),
    ("PENSIUN", Service.RETIRED),
    ("MPP", Service.RETIRED),
    ("MASA PERSIAPAN PENSIUN", Service.RETIRED),
    ("BATAS USIA PENSIUN", Service.RETIRED),
    ("BUP", Service.RETIRED),
    ("WAFAT", Service.DECEASED),
    ("MENINGGAL", Service.DECEASED),
    ("TEWAS", Service.DECEASED),
    ("PINDAH", Service.MOVED),
    ("MUTASI KELUAR", Service.MOVED),
    ("BERHENTI", Service.ENDED),
    ("PEMBERHENTIAN", Service.ENDED),
    ("DIBERHENTIKAN", Service.ENDED),
    ("MENGUNDURKAN DIRI", Service.ENDED),
    ("KONTRAK BERAKHIR", Service.ENDED),
    ("TIDAK AKTIF", Service.ENDED),
    ("NON AKTIF", Service.ENDED),
)


@lru_cache(maxsize=1024)
def service(standing: str) -> Service | None:
    """Map a legal standing; empty counts as active, None means that it is not known."""
    word = re.sub(r"[^A-Z0-9]+", " ", standing.upper()).strip()
    if not word:
        return Service.ACTIVE
    return next((found for start, found in STANDINGS if word.startswith(start)), None)


CLASSES: Final = ("I", "II", "III", "IV")
LETTERS: Final = "abcde"
ROMAN: Final = (
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV",
    "XVI", "XVII",
)  # fmt: skip
OF_PNS: Final = re.compile(r"(IV|I{1,3})\s*[/.\- ]?\s*([A-E])")
OF_PNS_CODE: Final = re.compile(r"([1-4])\s*[/.\-]?\s*([1-5A-E])")


@lru_cache(maxsize=1024)
def grade(text: str) -> str | None:
    """Set a grade: III/a for civil servants, IX for PPPK; None where it is not known."""
    word = re.sub(r"^(GOLONGAN|GOL)[. ]*", "", text.upper()).strip()
    if not word:
        return ""
    if found := OF_PNS.fullmatch(word):
        return _of_pns(CLASSES.index(found[1]), found[2].lower())
    if found := OF_PNS_CODE.fullmatch(word):
        letter = LETTERS[int(found[2]) - 1] if found[2].isdigit() else found[2].lower()
        return _of_pns(int(found[1]) - 1, letter)
    if word in ROMAN:
        return word
    return ROMAN[int(word) - 1] if word.isdigit() and 1 <= int(word) <= len(ROMAN) else None


def _of_pns(number: int, letter: str) -> str | None:
    if letter == "e" and number < len(CLASSES) - 1:  # only class IV has five steps
        return None
    return f"{CLASSES[number]}/{letter}"


MAIL: Final = re.compile(r"[^@\s,;<>\"'()]+@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}")
MAIL_LENGTH: Final = 254


def mail(text: str) -> str | None:
    """Set an e-mail address; None where it cannot be one."""
    word = text.strip().lower()
    if not word or word == "-":
        return ""
    return word if len(word) <= MAIL_LENGTH and MAIL.fullmatch(word) else None


def phone(text: str) -> str | None:
    """Set an Indonesian telephone number as it is dialled here; None where it cannot be one."""
    digits = re.sub(r"[\s().\-'/]+", "", text)
    if not digits:
        return ""
    digits = re.sub(r"^(\+62|0062|62)(?=\d)", "0", digits)
    digits = "0" + digits if digits.startswith("8") else digits
    return digits if re.fullmatch(r"0\d{7,13}", digits) else None


UNIT_STARTS: Final = (
    ("KECAMATAN", UnitKind.DISTRICT),
    ("KELURAHAN", UnitKind.VILLAGE),
    ("PUSKESMAS", UnitKind.HEALTH_CENTRE),
    ("UPTD PUSKESMAS", UnitKind.HEALTH_CENTRE),
    ("UPT PUSKESMAS", UnitKind.HEALTH_CENTRE),
    ("RUMAH SAKIT", UnitKind.HOSPITAL),
    ("RSUD", UnitKind.HOSPITAL),
    ("UPTD", UnitKind.UPTD),
    ("UPT ", UnitKind.UPTD),
    ("SEKRETARIAT", UnitKind.SECRETARIAT),
    ("BAGIAN", UnitKind.BUREAU),
    ("PERUMDA", UnitKind.COMPANY),
    ("PD ", UnitKind.COMPANY),
    ("PT ", UnitKind.COMPANY),
)
SCHOOL: Final = re.compile(r"(TK|SD|SDN|SMP|SMPN|SMA|SMAN|SMK|SMKN|SLB|SKB|PAUD)\b.*")


def unit_kind(name: str) -> UnitKind:
    """Guess what a unit is from how its name begins; an agency where nothing else fits."""
    word = name.upper()
    if SCHOOL.fullmatch(word):
        return UnitKind.SCHOOL
    return next((k for start, k in UNIT_STARTS if word.startswith(start)), UnitKind.OPD)
