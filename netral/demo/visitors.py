"""Whom visitors may sign in as, and the one password that opens these accounts."""

import io
from typing import Final

from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db.models import Q

from netral.access.models import User
from netral.demo.facts import SLUGS
from netral.demo.houses import House
from netral.orgs.models import Holding
from netral.pacts.core import State
from netral.pacts.models import Pledge

PASSWORD: Final = "peragaan-netral"  # noqa: S105  # known to everybody, for invented people only
OPERATOR: Final = "pengelola"
CITY: Final = "KOTA"
# Sign-in name before the @, and who that is: one for each role.
ROLES: Final = (
    ("walikota", "Wali Kota atau penjabatnya: menandatangani surat edaran"),
    ("sekda", "Sekretaris daerah: memberi paraf"),
    ("hukum", "Perancang di Bagian Hukum: menyusun surat edaran"),
    ("bkpsdm", "Pengelola di BKPSDM: pegawai, akun, penandatanganan pakta"),
    ("kepala", "Kepala Dinas Pendidikan: belum menyatakan terima"),
    ("lurah", "Lurah: belum menyatakan terima"),
    ("operator", "Kasubbag umum dan kepegawaian: mengejar yang belum"),
    ("pegawai", "Guru: belum menandatangani pakta"),
    ("netralitas", "Tim netralitas: menjawab pertanyaan rahasia"),
    ("netralitas2", "Tim netralitas: orang kedua, membandingkan sebelum terbit"),
    ("perkara", "Petugas perkara di BKPSDM: menangani rujukan"),
    ("inspektur", "Pemeriksa di Inspektorat: rujukan yang menyangkut atasan"),
    ("auditor", "Auditor: membaca semuanya, tidak mengubah apa pun"),
)


def open_doors(house: House) -> None:
    """Give the demonstration's password to guests, to holders of offices, and to who signed.

    Everybody else's account waits for its activation code, as on the first day of a season.
    """
    pledges = Pledge.objects.of(house.institution).filter(state=State.SIGNED)
    terms = Holding.objects.of(house.institution)
    signed_in = Q(people__in=pledges.values("person")) | Q(people__in=terms.values("person"))
    guests = Q(people__pk__in=house.guests) | Q(people__permits__isnull=False)
    users = User.objects.filter(signed_in | guests).values("pk")
    User.objects.filter(pk__in=users).update(password=make_password(PASSWORD))


def appoint_operator() -> None:
    """Appoint the administrator of the installation as an operator would, and open the door."""
    if not User.objects.filter(username=OPERATOR).exists():
        name = "Pengelola Sistem"
        mail = f"{OPERATOR}@netral.example"
        call_command(
            "buat_admin", OPERATOR, installation=True, name=name, email=mail, stdout=io.StringIO()
        )
    User.objects.filter(username=OPERATOR).update(password=make_password(PASSWORD))


def table() -> str:
    """Return the sign-ins as lines for a terminal."""
    rows = [(f"{OPERATOR}@netral.example", "Pengelola sistem: semua kota")]
    rows += [(f"{word}@{CITY}.example", who) for word, who in ROLES]
    rows += [("plh.sekda@padang.example", "Plh. Sekretaris Daerah: menandatangani di Padang")]
    wide = max(len(mail) for mail, _ in rows)
    lines = [f"  {mail:{wide}}  {who}" for mail, who in rows]
    return "\n".join(
        [*lines, f"  {CITY} = {', '.join(SLUGS)}    Kata sandi: {PASSWORD}"],
    )
