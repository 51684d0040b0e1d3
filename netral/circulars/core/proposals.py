"""Sentences ready to become clauses. Letters are Indonesian, whatever the reader's language."""

from dataclasses import dataclass
from typing import Final

from netral.circulars.core import ClauseKind
from netral.circulars.core.meaning import Duty
from netral.rules.core import Effect
from netral.rules.core.base import RuleBase


@dataclass(frozen=True, slots=True)
class Proposal:
    """A clause that a drafter can take over."""

    kind: ClauseKind
    text: str


DUTIES: Final = {
    Duty.SOCIALISE: "Kepala perangkat daerah menyosialisasikan netralitas kepada pegawai di unit "
    "kerjanya.",
    Duty.EDUCATE: "Kepala perangkat daerah mendidik pegawai di unit kerjanya tentang netralitas.",
    Duty.GUIDE: "Kepala perangkat daerah membina netralitas pegawai di unit kerjanya.",
    Duty.IMPLEMENT: "Kepala perangkat daerah melaksanakan ketentuan netralitas di unit kerjanya.",
    Duty.CLIMATE: "Kepala perangkat daerah menjaga suasana kondusif dan memberi kesempatan kepada "
    "pegawai untuk memilih secara bebas dengan tetap netral.",
    Duty.SUPERVISE: "Kepala perangkat daerah mengawasi netralitas pegawai di unit kerjanya.",
    Duty.REPORT: "Kepala perangkat daerah yang mengetahui dugaan pelanggaran melaporkannya kepada "
    "pengawas pemilihan sesuai dengan tingkatannya.",
    Duty.CHANNEL: "Kepala perangkat daerah mengumumkan saluran pengaduan yang dapat digunakan "
    "masyarakat untuk melaporkan dugaan pelanggaran.",
    Duty.SANCTION: "Kepala perangkat daerah memproses sanksi atas pelanggaran sesuai dengan "
    "ketentuan peraturan perundang-undangan.",
    Duty.PACT: "Kepala perangkat daerah memastikan setiap pegawai menandatangani pakta integritas.",
}


def proposed(base: RuleBase, code: str) -> Proposal | None:
    """Return the clause for a rule, by its title, or for a duty; None for any other code."""
    if code in set(Duty):
        return Proposal(ClauseKind.DUTY, DUTIES[Duty(code)])
    rule = next((rule for rule in base.rules if rule.code == code), None)
    if rule is None or rule.effect is Effect.CRIMINAL:
        return None
    forbids = rule.effect is Effect.PROHIBITED
    kind = ClauseKind.PROHIBITION if forbids else ClauseKind.PERMISSION
    return Proposal(kind, f"{rule.title.indonesian.rstrip('.')}.")
