"""Writing roster files as cities have them: SIASN's export for ASN, a simple list for others."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Final

from netral.demo.facts import City
from netral.demo.hiring import PersonPlan
from netral.demo.town import UnitPlan
from netral.orgs.core import PersonKind

# The 67 headers of SIASN's roster export, in its order.
SIASN: Final = tuple(
    header.strip()
    for header in """
    PNS ID, NIP BARU, NIP LAMA, NAMA, GELAR DEPAN, GELAR BELAKANG, TEMPAT LAHIR ID,
    TEMPAT LAHIR NAMA, TANGGAL LAHIR, JENIS KELAMIN, AGAMA ID, AGAMA NAMA, JENIS KAWIN ID,
    JENIS KAWIN NAMA, NIK, NOMOR HP, EMAIL, EMAIL GOV, ALAMAT, NPWP NOMOR, BPJS,
    JENIS PEGAWAI ID, JENIS PEGAWAI NAMA, KEDUDUKAN HUKUM ID, KEDUDUKAN HUKUM NAMA,
    STATUS CPNS PNS, KARTU ASN VIRTUAL, NOMOR SK CPNS, TANGGAL SK CPNS, TMT CPNS, NOMOR SK PNS,
    TANGGAL SK PNS, TMT PNS, GOL AWAL ID, GOL AWAL NAMA, GOL AKHIR ID, GOL AKHIR NAMA,
    TMT GOLONGAN, MK TAHUN, MK BULAN, JENIS JABATAN ID, JENIS JABATAN NAMA, JABATAN ID,
    JABATAN NAMA, TMT JABATAN, TINGKAT PENDIDIKAN ID, TINGKAT PENDIDIKAN NAMA, PENDIDIKAN ID,
    PENDIDIKAN NAMA, TAHUN LULUS, KPKN ID, KPKN NAMA, LOKASI KERJA ID, LOKASI KERJA NAMA,
    UNOR ID, UNOR NAMA, INSTANSI INDUK ID, INSTANSI INDUK NAMA, INSTANSI KERJA ID,
    INSTANSI KERJA NAMA, SATUAN KERJA INDUK ID, SATUAN KERJA INDUK NAMA,
    SATUAN KERJA KERJA ID, SATUAN KERJA KERJA NAMA, IS VALID NIK, NAMA SEKOLAH, FLAG IKD
    """.replace("\n", " ").split(",")
)
EMPLOYMENT: Final = {PersonKind.PNS: "PNS", PersonKind.CPNS: "CPNS", PersonKind.PPPK: "PPPK"}
SIMPLE: Final = (
    "JENIS PEGAWAI", "NIP/NI PPPK/NOMOR PEGAWAI", "NIK", "NAMA LENGKAP", "JABATAN",
    "STATUS KEAKTIFAN", "KODE UNIT", "UNIT KERJA", "EMAIL",
)  # fmt: skip
SIMPLE_KINDS: Final = {PersonKind.NON_ASN: "Non-ASN", PersonKind.BUMD: "BUMD"}


def siasn_csv(city: City, people: Iterable[PersonPlan], units: Mapping[str, UnitPlan]) -> bytes:
    """Write the ASN of a city as SIASN exports them: upper case, numbers behind an apostrophe."""
    rows = (_siasn(city, p, units[p.unit]) for p in people if p.kind in EMPLOYMENT)
    text = io.StringIO()
    writer = csv.DictWriter(text, SIASN, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _siasn(city: City, person: PersonPlan, unit: UnitPlan) -> dict[str, str]:
    kind = EMPLOYMENT[person.kind]
    pppk = person.kind is PersonKind.PPPK
    return {
        "NIP BARU": f"'{person.number}",
        "NAMA": person.name.upper(),
        "GELAR DEPAN": person.front,
        "GELAR BELAKANG": person.back,
        "TANGGAL LAHIR": f"{person.born_on:%d-%m-%Y}",
        "JENIS KELAMIN": "F" if person.woman else "M",
        "NOMOR HP": person.phone,
        "EMAIL GOV": person.email,
        "JENIS PEGAWAI NAMA": kind,
        "KEDUDUKAN HUKUM NAMA": person.standing,
        "STATUS CPNS PNS": "" if pppk else kind[0],
        "TMT CPNS": "" if pppk else f"01-{person.since[4:]}-{person.since[:4]}",
        "GOL AKHIR NAMA": person.grade,
        "JABATAN NAMA": person.position,
        "UNOR ID": unit.siasn_id(city.slug),
        "UNOR NAMA": unit.name.upper(),
        "INSTANSI KERJA NAMA": city.name,
    }


def simple_csv(people: Iterable[PersonPlan], units: Mapping[str, UnitPlan]) -> bytes:
    """Write non-ASN and company staff in the simple layout; empty where there are none."""
    rows = [
        (
            SIMPLE_KINDS[p.kind], p.number, f"'{p.nik}", p.name, p.position, p.standing, p.unit,
            units[p.unit].name, p.email,
        )
        for p in people
        if p.kind in SIMPLE_KINDS
    ]  # fmt: skip
    text = io.StringIO()
    csv.writer(text).writerows([SIMPLE, *rows] if rows else ())
    return text.getvalue().encode()
