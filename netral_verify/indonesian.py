"""The sentences of the verifier in Indonesian, by the English ones that stand in the code."""

from collections.abc import Mapping
from typing import Final

WRONG: Final[Mapping[str, str]] = {
    "a record is nested too deeply": "susunan rekaman terlalu dalam",
    "there may be no such number: {number}": "angka seperti ini tidak diterima: {number}",
    "this is JSON, but not in its one spelling: {text}":
        "ini JSON, tetapi tidak dalam ejaan bakunya: {text}",
    "this is not JSON: {text}": "ini bukan JSON: {text}",
    "there is half a character in a text": "ada huruf yang terpotong dalam teks",
    "a text is not in Unicode's form NFC: {text}":
        "teks tidak dalam bentuk NFC dari Unicode: {text}",
    "a name in a record is not ASCII: {text}": "nama dalam rekaman bukan ASCII: {text}",
    "this is no point in time: {text}": "ini bukan penunjuk waktu: {text}",
    "this is no date: {text}": "ini bukan tanggal: {text}",
    "this is no code of an institution: {text}": "ini bukan kode instansi: {text}",
    "an entry must say its place in its history":
        "catatan harus menyebut urutannya dalam riwayatnya",
    "the first entry of a history has none before it, every other has one":
        "catatan pertama suatu riwayat tidak punya pendahulu, yang lain punya",
    "an entry names a state of the log that cannot be":
        "catatan menyebut keadaan buku besar yang mustahil",
    "an entry of type {kind} shows other values than this":
        "catatan berjenis {kind} menampilkan nilai yang lain daripada ini",
    "this is no {shape}": "ini bukan {shape}",
    "an entry has at most {cap} octets": "catatan paling panjang {cap} oktet",
    "an entry is ASCII": "catatan ditulis dalam ASCII",
    "an entry is a record of names and values": "catatan adalah rekaman nama dan nilai",
    "there is no such type of entry: {kind}": "tidak ada jenis catatan seperti ini: {kind}",
    "an entry of type {kind} has other parts than this":
        "catatan berjenis {kind} mempunyai bagian yang lain daripada ini",
    "the value {name} of an entry is not spelled as it should be":
        "nilai {name} dalam catatan tidak ditulis sebagaimana mestinya",
    "this is no list": "ini bukan daftar",
    "a level is 0 to 3": "tingkat adalah 0 sampai 3",
    "this cannot be the name of a key: {name}": "ini tidak dapat menjadi nama kunci: {name}",
    "this is a state of {found}, not of {wanted}":
        "ini keadaan buku besar {found}, bukan {wanted}",
    "the signature in the name of {name} is false": "tanda tangan atas nama {name} palsu",
    "this is not a key: {key}": "ini bukan kunci: {key}",
    "the key of {name} is of no known kind": "kunci {name} tidak dikenal jenisnya",
    "the key of {name} was changed: its identifier does not fit":
        "kunci {name} telah diubah: penandanya tidak cocok",
    "the key of {name} needs a newer version of `cryptography`":
        "kunci {name} memerlukan versi `cryptography` yang lebih baru",
    "this is not a signature: {line}": "ini bukan tanda tangan: {line}",
    "a signed note is not as long as that": "surat bertanda tangan tidak sepanjang itu",
    "a signed note is a text, an empty line, and signatures":
        "surat bertanda tangan terdiri atas teks, satu baris kosong, dan tanda tangan",
    "a signed note has not as many signatures as that":
        "surat bertanda tangan tidak memuat tanda tangan sebanyak itu",
    "the key of {name} is not for this": "kunci {name} bukan untuk keperluan ini",
    "{name} did not sign this": "{name} tidak menandatangani ini",
    "a checkpoint has three lines": "keadaan buku besar ditulis dalam tiga baris",
    "a hash has 32 octets": "hash berukuran 32 oktet",
    "a signed note is text in UTF-8": "surat bertanda tangan adalah teks UTF-8",
    "a policy is not as long as that": "kebijakan tidak sepanjang itu",
    "the policy does not say how many witnesses it takes (quorum)":
        "kebijakan tidak menyebut berapa saksi yang diperlukan (quorum)",
    "there is a control character": "ada karakter kendali",
    "this cannot be read: {line}": "ini tidak dapat dibaca: {line}",
    "the line should be: {form}": "baris itu seharusnya: {form}",
    "{name} stands in the policy twice": "{name} tertulis dua kali dalam kebijakan",
    "{name} cannot need {count} of its members":
        "{name} tidak dapat mensyaratkan {count} dari anggotanya",
    "the policy says twice how many witnesses it takes (quorum)":
        "kebijakan dua kali menyebut berapa saksi yang diperlukan (quorum)",
    "{name} is not named above": "{name} belum disebut di atasnya",
    "{name} stands in two groups, or twice in one":
        "{name} ada dalam dua kelompok, atau dua kali dalam satu kelompok",
    "line {place} of the policy: {why}": "baris {place} kebijakan: {why}",
    "{name} cannot promise for the log {origin}":
        "{name} tidak berwenang berjanji atas nama buku besar {origin}",
    "this is no promise of a log": "ini bukan janji buku besar",
    "the policy does not trust the log {origin}":
        "kebijakan tidak menyebut buku besar {origin} sebagai yang dipercaya",
    "the entry names a state of the log that is younger than itself":
        "catatan menyebut keadaan buku besar yang lebih muda daripada dirinya",
    "the receipt does not hold the entry itself": "bukti ini tidak memuat catatannya sendiri",
    "an entry of type {kind} has other fields":
        "catatan berjenis {kind} mempunyai isian yang lain",
    "the disclosed values are not those of the entry":
        "nilai yang dibuka bukan nilai yang tercatat",
    "a field cannot be read": "ada isian yang tidak dapat dibaca",
    "a receipt is not as long as that": "bukti tidak sepanjang itu",
    "this is no receipt of a log": "ini bukan bukti dari buku besar",
    "the receipt does not tell the place of the entry":
        "bukti ini tidak menyebut nomor urut catatan",
    "the path from the entry is too long, or holds something else than hashes":
        "jalur dari catatan terlalu panjang, atau memuat yang bukan hash",
    "the receipt does not disclose {name}": "bukti ini tidak membuka {name}",
    "this is not base64: {text}": "ini bukan base64: {text}",
    "this is not a number: {text}": "ini bukan angka: {text}",
    "these are not {length} octets in base64url: {text}":
        "ini bukan {length} oktet dalam base64url: {text}",
    "a file of the log should hold {width} hashes":
        "berkas buku besar seharusnya memuat {width} hash",
    "a file of the log should hold {width} entries":
        "berkas buku besar seharusnya memuat {width} catatan",
    "place {index} is outside a log of {size} entries":
        "nomor urut {index} berada di luar buku besar yang memuat {size} catatan",
    "the path from the entry does not lead to the signed root":
        "jalur dari catatan tidak sampai ke akar yang ditandatangani",
    "the path from the entry is too short": "jalur dari catatan terlalu pendek",
    "the path from the entry is too long": "jalur dari catatan terlalu panjang",
    "a log of {new} entries cannot follow one of {old}":
        "buku besar dengan {new} catatan tidak mungkin kelanjutan dari yang memuat {old}",
    "the proof of growth is too long": "bukti pertumbuhan terlalu panjang",
    "the proof of growth is too short": "bukti pertumbuhan terlalu pendek",
    "the new state does not contain the old one unchanged":
        "keadaan baru tidak memuat keadaan lama tanpa perubahan",
    "a tree of {size} leaves has another right edge":
        "pohon dengan {size} daun mempunyai tepi kanan yang lain",
    "{path} cannot be opened: {why}": "{path} tidak dapat dibuka: {why}",
    "{path} is longer than {most} octets": "{path} lebih panjang daripada {most} oktet",
    "{path} holds neither a receipt nor a promise of a log":
        "{path} tidak memuat bukti maupun janji buku besar",
    "the entry does not say which text was signed":
        "catatan tidak menyebut naskah mana yang ditandatangani",
    "the passkey's key cannot be read": "kunci publik kunci sandi tidak dapat dibaca",
    "the passkey's answer cannot be read": "jawaban kunci sandi tidak dapat dibaca",
    "the passkey did not sign this": "kunci sandi tidak menandatangani ini",
    "the passkey was asked for something else than a signature":
        "kunci sandi diminta untuk hal lain, bukan untuk menandatangani",
    "the passkey signed another text, for another person, or at another state of the log":
        "kunci sandi menandatangani naskah lain, untuk orang lain, atau pada keadaan buku besar"
        " yang lain",
    "the passkey was asked by a page that cannot be: {origin}":
        "kunci sandi diminta oleh halaman yang mustahil: {origin}",
    "the passkey belongs to another site than {site}": "kunci sandi itu bukan untuk situs {site}",
    "the device did not ask for finger, face or PIN before it signed":
        "perangkat tidak meminta sidik jari, wajah, atau PIN sebelum menandatangani",
    "the passkey's key is of a kind that is not accepted":
        "jenis kunci sandi itu tidak diterima",
}  # fmt: skip

REPORT: Final[Mapping[str, str]] = {
    "PROVEN": "TERBUKTI",
    "NOT PROVEN": "BELUM TERBUKTI",
    "FALSE": "TIDAK SAH",
    "CANNOT BE READ": "TIDAK DAPAT DIBACA",
    "The entry stands in the log {origin}, unchanged.":
        "Catatan ini ada dalam buku besar {origin} dan tidak berubah.",
    "This receipt is not what it says it is: {why}.":
        "Bukti ini tidak sesuai dengan yang dinyatakannya: {why}.",
    "This cannot be read: {why}.": "Ini tidak dapat dibaca: {why}.",
    "The receipt fits together, but nothing here says whose keys to trust. Without a policy anybody"
    " could have made it.":
        "Bagian-bagian bukti ini saling cocok, tetapi belum ditentukan kunci siapa yang dipercaya."
        " Tanpa kebijakan, siapa pun dapat membuat bukti seperti ini.",
    "The policy does not name the log {origin}, so nothing says whose keys to trust.":
        "Kebijakan tidak menyebut buku besar {origin}, jadi belum ditentukan kunci siapa yang"
        " dipercaya.",
    "The policy names no key for promises of {origin}: give it with --promise-key.":
        "Kebijakan tidak memuat kunci janji {origin}: berikan dengan --promise-key.",
    "The log {origin} signed it, but too few of the witnesses in the policy have seen it.":
        "Buku besar {origin} menandatanganinya, tetapi saksi dalam kebijakan yang telah melihatnya"
        " belum cukup.",
    "What is proven": "Yang terbukti",
    "What the receipt says": "Yang dinyatakan bukti ini",
    "What is not proven": "Yang tidak terbukti",
    "Values that are disclosed": "Isian yang dibuka",
    "Values that stay hidden": "Isian yang tetap tertutup",
    "Entry {index} of {size} in the log {origin}.":
        "Catatan nomor {index} dari {size} dalam buku besar {origin}.",
    "What it is about: {kind}, institution {tenant}.":
        "Perihal: {kind}, instansi {tenant}.",
    "What it is about: {kind}.": "Perihal: {kind}.",
    "It was there by {time} at the latest: by then as many witnesses as the policy asks for had"
    " seen it.":
        "Sudah ada paling lambat {time}: saat itu saksi sebanyak yang disyaratkan kebijakan"
        " telah melihatnya.",
    "It was there by {time} at the latest, if the witness {name} is believed.":
        "Sudah ada paling lambat {time}, jika saksi {name} dipercaya.",
    "Seen by the witness {name} at {time}.": "Dilihat saksi {name} pada {time}.",
    "It was not made before the log had {size} entries with the root {root}: it names that state.":
        "Tidak dibuat sebelum buku besar memuat {size} catatan dengan akar {root}: keadaan itu"
        " disebut di dalamnya.",
    "Signed with a passkey on {site}, not before the log had {size} entries: the passkey signed"
    " that state too.":
        "Ditandatangani dengan kunci sandi (passkey) di {site}, tidak lebih awal daripada saat buku"
        " besar memuat {size} catatan: keadaan itu ikut ditandatangani kunci sandi.",
    "Whose passkey it is: the entry that registered it says so ({leaf}).":
        "Milik siapa kunci sandi itu: hal itu ada pada catatan pendaftarannya ({leaf}).",
    "Whose passkey it is: no entry registered it, so the server alone vouches for that.":
        "Milik siapa kunci sandi itu: tidak ada catatan yang mendaftarkannya, jadi hanya server"
        " yang menjaminnya.",
    "That the state which it names was one of this log: whoever reads the whole log, as monitors"
    " do, can tell.":
        "Bahwa keadaan yang disebut di dalamnya pernah ada pada buku besar ini: itu diketahui oleh"
        " siapa pun yang membaca seluruh buku besar, seperti pemantau.",
    "That a passkey signed it: that can be checked where assertion, key and text are disclosed.":
        "Bahwa kunci sandi menandatanganinya: itu dapat diperiksa bila isian assertion, key, dan"
        " text dibuka.",
    "Level of the signature: {level}.": "Tingkat tanda tangan: {level}.",
    "The server's clock said {time}; the server alone vouches for that.":
        "Jam server menunjukkan {time}; hanya server yang menjamin hal itu.",
    "Public value {name}: {value}": "Nilai terbuka {name}: {value}",
    "That what the entry says is true: a log shows what was said and when, not whether it is so.":
        "Bahwa isi catatan itu benar: buku besar menunjukkan apa yang dicatat dan kapan, bukan"
        " benar tidaknya.",
    "That the pages of the PDF around it say the same: compare the disclosed values, and check the"
    " seal of the PDF.":
        "Bahwa halaman PDF yang memuatnya berbunyi sama: bandingkan dengan isian yang dibuka,"
        " dan periksa segel PDF itu.",
    "What the entry says: this receipt does not disclose it.":
        "Apa isi catatan: bukti ini tidak membukanya.",
    "That the log was not rewritten, and since when the entry stands: nobody outside saw it.":
        "Bahwa buku besar tidak ditulis ulang, dan sejak kapan catatan itu ada: belum ada pihak"
        " luar yang melihatnya.",
    "That it was not made long before: it names no earlier state of the log.":
        "Bahwa catatan itu tidak dibuat jauh sebelumnya: tidak ada keadaan buku besar yang"
        " disebutnya.",
    "Who signed: at this level the server vouches for it, not the signer's own key.":
        "Siapa yang menandatangani: pada tingkat ini server yang menjaminnya, bukan kunci milik"
        " penanda tangan.",
    "Who made the entry, and that it is in any log: for that the keys of the log and its witnesses"
    " are needed (--policy), from a source that you trust.":
        "Siapa pembuat catatan, dan bahwa catatan itu ada dalam buku besar mana pun: untuk itu"
        " perlu kunci buku besar dan saksinya (--policy) dari sumber yang Anda percaya.",
    "That the keys in the policy are the right ones: compare them with the founding circular.":
        "Bahwa kunci dalam kebijakan itu kunci yang benar: bandingkan dengan surat edaran"
        " pendirian.",
    "The server's clock was ahead: it says {time}, but witnesses saw the entry before.":
        "Jam server tidak tepat: tertulis {time}, padahal saksi sudah melihat catatan ini"
        " sebelumnya.",
    "The log {origin} promised that the entry {leaf} will stand in it by {time}.":
        "Buku besar {origin} berjanji bahwa catatan {leaf} akan dimuatnya paling lambat {time}.",
    "That the entry stands in the log by now: ask for the receipt. If it still is not there after"
    " that time, this promise is the evidence that the log broke it.":
        "Bahwa catatan itu kini sudah dimuat: mintalah buktinya. Bila setelah waktu itu belum"
        " dimuat, janji ini sendiri menjadi bukti bahwa buku besar mengingkarinya.",
    "Written: {path}": "Ditulis: {path}",
    "It discloses: {names}": "Yang dibuka: {names}",
    "nothing": "tidak ada",
}  # fmt: skip
