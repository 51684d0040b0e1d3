"""What a witness says, in Indonesian."""

from collections.abc import Mapping
from typing import Final

INDONESIAN: Final[Mapping[str, str]] = {
    "This cannot be done: {why}": "Tidak dapat dilakukan: {why}",
    "There is a key already: {path}": "Sudah ada kunci: {path}",
    "Witness {name} listens at http://{host}:{port}/":
        "Saksi {name} menunggu di http://{host}:{port}/",
    "Configuration, key and record are in order.": "Konfigurasi, kunci, dan catatan beres.",
    "{origin}: nothing seen yet": "{origin}: belum ada yang dilihat",
    "{origin}: {size} entries, root {root}, seen at {at} UTC":
        "{origin}: {size} catatan, akar {root}, dilihat pada {at} UTC",
    "  {forks} forks proven, {rest} states that were not shown to follow":
        "  {forks} percabangan terbukti, {rest} keadaan yang tidak terbukti sebagai kelanjutan",
    "{origin}: no address (url) to fetch from": "{origin}: tidak ada alamat (url) untuk diambil",
    "{origin}: NOT cosigned: {why}": "{origin}: TIDAK ditandatangani: {why}",
    "{origin}: cosigned": "{origin}: ditandatangani",
    "  written to {path}": "  ditulis ke {path}",
    "others can read the key {path}: chmod 600": "orang lain dapat membaca kunci {path}: chmod 600",
    "there is no private key in {path}": "tidak ada kunci rahasia dalam {path}",
    "the key is of {found}, the configuration names {wanted}":
        "kunci itu milik {found}, padahal konfigurasi menyebut {wanted}",
    "{path} is not TOML: {why}": "{path} bukan TOML: {why}",
    "{path} has an unknown line: {name}": "{path} memuat baris yang tidak dikenal: {name}",
    '{path} lacks a line: {name} = "..."': '{path} belum memuat baris: {name} = "..."',
    "listen must be HOST:PORT, not {text}": "listen harus HOST:PORT, bukan {text}",
    "{path} names no log: [[log]] and vkey": "{path} tidak menyebut buku besar: [[log]] dan vkey",
    "the log sends us elsewhere, which is not followed":
        "buku besar mengalihkan ke tempat lain; pengalihan tidak diikuti",
    "this is no address: {url}": "ini bukan alamat: {url}",
    "{url} answers {code}": "{url} menjawab {code}",
    "{url} cannot be fetched: {why}": "{url} tidak dapat diambil: {why}",
    "{url} is longer than it may be": "{url} lebih panjang daripada semestinya",
    "the log {origin} did not sign the state that it shows":
        "buku besar {origin} tidak menandatangani keadaan yang ditunjukkannya",
    "{origin} shows {size} entries, but had {old} before":
        "{origin} menunjukkan {size} catatan, padahal sebelumnya {old}",
    "nothing of {origin} was cosigned yet": "belum ada yang ditandatangani untuk {origin}",
}  # fmt: skip
