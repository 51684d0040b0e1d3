"""Write a roster of many people as SIASN exports it: 67 columns, capitals, apostrophes."""

import random
import sys
from pathlib import Path

import xlsxwriter

HEADERS = """
PNS ID, NIP BARU, NIP LAMA, NAMA, GELAR DEPAN, GELAR BELAKANG, TEMPAT LAHIR ID,
TEMPAT LAHIR NAMA, TANGGAL LAHIR, JENIS KELAMIN, AGAMA ID, AGAMA NAMA, JENIS KAWIN ID,
JENIS KAWIN NAMA, NIK, NOMOR HP, EMAIL, EMAIL GOV, ALAMAT, NPWP NOMOR, BPJS, JENIS PEGAWAI ID,
JENIS PEGAWAI NAMA, KEDUDUKAN HUKUM ID, KEDUDUKAN HUKUM NAMA, STATUS CPNS PNS, KARTU ASN VIRTUAL,
NOMOR SK CPNS, TANGGAL SK CPNS, TMT CPNS, NOMOR SK PNS, TANGGAL SK PNS, TMT PNS, GOL AWAL ID,
GOL AWAL NAMA, GOL AKHIR ID, GOL AKHIR NAMA, TMT GOLONGAN, MK TAHUN, MK BULAN, JENIS JABATAN ID,
JENIS JABATAN NAMA, JABATAN ID, JABATAN NAMA, TMT JABATAN, TINGKAT PENDIDIKAN ID,
TINGKAT PENDIDIKAN NAMA, PENDIDIKAN ID, PENDIDIKAN NAMA, TAHUN LULUS, KPKN ID, KPKN NAMA,
LOKASI KERJA ID, LOKASI KERJA NAMA, UNOR ID, UNOR NAMA, INSTANSI INDUK ID, INSTANSI INDUK NAMA,
INSTANSI KERJA ID, INSTANSI KERJA NAMA, SATUAN KERJA INDUK ID, SATUAN KERJA INDUK NAMA,
SATUAN KERJA KERJA ID, SATUAN KERJA KERJA NAMA, IS VALID NIK, NAMA SEKOLAH, FLAG IKD
"""
COLUMNS = [name.strip() for name in HEADERS.replace("\n", " ").split(",")]
FIRST = ["AGUS", "BUDI", "CITRA", "DEWI", "EKA", "FITRI", "GALIH", "HENDRA", "INDAH", "JOKO"]
LAST = ["CONTOH", "REKAAN", "PERAGAAN", "UJIAN", "LATIHAN", "MISALAN", "SAMARAN", "TIRUAN"]
CLASSES = ["II/c", "III/a", "III/b", "III/c", "III/d", "IV/a"]
OTHER = {"AGAMA NAMA": "-", "ALAMAT": "JALAN CONTOH NOMOR 1", "INSTANSI KERJA NAMA": "KOTA CONTOH"}
UNITS = 700


def number(n: int) -> str:
    """Compose the n-th number that belongs to nobody: its sequence is 000."""
    day, rest = n % 28, n // 28
    month, rest = rest % 12, rest // 12
    year, rest = rest % 25, rest // 25
    start, rest = rest % 12, rest // 12
    return f"{1965 + year}{month + 1:02d}{day + 1:02d}2015{start + 1:02d}{rest % 2 + 1}000"


def row(n: int, chance: random.Random) -> dict[str, str]:
    """Compose one line of the export."""
    nip, unit = number(n), n % UNITS
    return OTHER | {
        "PNS ID": f"{chance.getrandbits(128):032x}",
        "NIP BARU": f"'{nip}",
        "NAMA": f"{chance.choice(FIRST)} {chance.choice(FIRST)} {chance.choice(LAST)}",
        "GELAR BELAKANG": chance.choice(["", "S.KOM", "S.E., M.M."]),
        "TANGGAL LAHIR": f"{nip[6:8]}-{nip[4:6]}-{nip[:4]}",
        "NIK": f"3276{1 + n // 8400:02d}{nip[6:8]}{nip[4:6]}{nip[2:4]}0000",
        "NOMOR HP": f"0812{n:08d}",
        "EMAIL GOV": f"orang{n}@contoh.go.id",
        "JENIS PEGAWAI NAMA": "PNS",
        "KEDUDUKAN HUKUM NAMA": "Aktif",
        "STATUS CPNS PNS": "P",
        "GOL AKHIR NAMA": chance.choice(CLASSES),
        "JABATAN NAMA": f"ANALIS CONTOH {n % 90}",
        "UNOR ID": f"unor-{unit}",
        "UNOR NAMA": f"DINAS CONTOH {unit // 20} - BIDANG CONTOH {unit}",
    }


def write(path: Path, rows: int) -> None:
    """Write the file; cells that no field fills hold a short text, as in real exports."""
    chance = random.Random(1)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("DATA")
    sheet.write_row(0, 0, COLUMNS)
    for n in range(rows):
        cells = row(n, chance)
        sheet.write_row(n + 1, 0, [cells.get(name, f"{name[:8]} {n % 50}") for name in COLUMNS])
    book.close()


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
