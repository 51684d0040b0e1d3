"""The pages of the rules: what anybody reads, and what keepers do there."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from netral.access.models import User
from netral.kernel.moment import Moment
from netral.rules.actions.keys import make_key
from netral.rules.core.package import fingerprint, new_key, packed, public_text
from netral.rules.models import PinnedKey, Ruleset
from netral.tenancy.models import Institution
from tests.cast import BY, Member
from tests.rules import files
from tests.rules.conftest import Publish
from tests.rules.test_packages import content

pytestmark = pytest.mark.django_db
SignIn = Callable[[Client, User], None]
FAMILY = "rules-etika.toml"


def get(client: Client, name: str, *args: Any, **query: str) -> str:
    answer = client.get(reverse(f"rules:{name}", args=args), query)
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


# ---- For everybody


def test_a_rule_has_an_address_and_says_everything(
    client: Client, small: None, depok: Institution
) -> None:
    listed = get(client, "base", "depok")
    address = reverse("rules:rule", args=["depok", "R-LIKE"])
    assert address in listed
    page = get(client, "rule", "depok", "R-LIKE")
    for words in ("Dilarang", "SKB 2022, A.4", "22 September 2022", "Sanksi moral terbuka",
                  "Contoh R-LIKE", "Menyukai unggahan calon", "PPPK"):  # fmt: skip
        assert words in page
    assert "R-LIKE" in get(client, "base", "depok", urut="rumpun")
    assert client.get(reverse("rules:rule", args=["depok", "R-TIADA"])).status_code == 404
    assert client.get(reverse("rules:base", args=["depok"]), {"versi": "9"}).status_code == 404
    assert client.get(reverse("rules:base", args=["depok"]), {"versi": "\x00"}).status_code == 400


def test_doubt_and_criminal_law_are_said_on_the_page(
    client: Client, small: None, depok: Institution, monkeypatch: pytest.MonkeyPatch
) -> None:
    crime = files.rule(
        "R-PIDANA", effect="criminal", confidence="memory-low",
        more='penalty_id = "Penjara."\npenalty_en = "Prison."',
    )  # fmt: skip
    crime = crime.replace('outcome = "criminal"', 'outcome = "prohibited"\nwarnings = ["R-PIDANA"]')
    crime = crime.replace('rules = ["R-PIDANA"]', 'rules = ["R-LIKE"]')
    text = files.files(files.LIKE, files.ATTEND, crime)
    monkeypatch.setattr("netral.rules.reader.shipped_files", lambda: text)
    page = get(client, "rule", "depok", "R-PIDANA")
    assert "Ini ranah pidana, tidak diputus di sini." in page
    assert "Penjara." in page
    assert "belum diverifikasi" in page.lower()


def test_an_older_version_stays_readable_and_says_so(
    client: Client, proposed: Ruleset, publish: Publish, depok: Institution
) -> None:
    publish(proposed)
    old = get(client, "rule", "depok", "R-LIKE", versi="2024.1.0")
    assert "Versi 2024.1.0 tidak berlaku lagi." in old
    assert "tidak berlaku lagi" not in get(client, "rule", "depok", "R-LIKE")
    page = get(client, "versions", "depok")
    published = Ruleset.objects.get()
    assert published.sha256 in page
    assert published.table in page


def test_downloads_are_what_was_published(
    client: Client, proposed: Ruleset, publish: Publish, depok: Institution, at: Moment
) -> None:
    published = publish(proposed)
    args = ["depok", published.version]
    told = json.loads(client.get(reverse("rules:data", args=args)).content)
    assert told["sha256"] == published.sha256
    box = zipfile.ZipFile(io.BytesIO(client.get(reverse("rules:archive", args=args)).content))
    assert {n: box.read(n).decode() for n in box.namelist()} == published.files
    book = load_workbook(io.BytesIO(client.get(reverse("rules:sheet", args=args)).content))
    rows = list(book.worksheets[0].values)
    assert [row[0] for row in rows] == ["Kode", "R-LIKE", "R-HADIR"]
    assert rows[1][3] == "menyukai unggahan calon"
    assert client.get(reverse("rules:package", args=args)).status_code == 409
    make_key(institution=depok, by=BY, at=at)
    assert b"netral.rule-package/1" in client.get(reverse("rules:package", args=args)).content
    shipped = reverse("rules:package", args=["depok", "2024.1.0"])
    assert client.get(shipped).status_code == 404


# ---- For keepers


def post(client: Client, name: str, *args: Any, **data: Any) -> Any:
    return client.post(reverse(f"rules:{name}", args=args), data)


def fields(client: Client, address: str) -> dict[str, Any]:
    """Return what a browser would send of the form as it stands."""
    page = client.get(address).context
    forms = [page["form"], *page["cites"], *page["cases"]]
    forms += [page["cites"].management_form, page["cases"].management_form]
    found: dict[str, Any] = {"seen": page["ruleset"].revision}
    for field in (field for form in forms for field in form):
        value = field.field.prepare_value(field.value())
        if value not in (None, False):
            found[field.html_name] = value
    return found


def test_a_rule_is_changed_in_its_form_and_nothing_else_moves(
    client: Client, begun: Ruleset, sign_in: SignIn, laras: Member
) -> None:
    sign_in(client, laras.user)
    address = reverse("rules:edit_rule", args=[begun.pk, FAMILY, "R-LIKE"])
    sent = fields(client, address)
    same = client.post(address, sent | {"save": "1"})
    assert same.status_code == 302, same.context["form"].errors
    begun.refresh_from_db()
    assert begun.sha256 == Ruleset.objects.get().sha256
    assert "Contoh R-LIKE" in begun.files[FAMILY]
    sent = fields(client, address) | {"effect": "permitted", "sanction": ""}
    shown = client.post(address, sent | {"preview": "1"})
    assert shown.context["found"].count > 0
    assert Ruleset.objects.get().revision == 2
    assert client.post(address, sent | {"save": "1"}).status_code == 302
    assert 'effect = "permitted"' in Ruleset.objects.get().files[FAMILY]


def test_what_the_reader_refuses_is_said_at_the_form_in_indonesian(
    client: Client, begun: Ruleset, sign_in: SignIn, laras: Member
) -> None:
    sign_in(client, laras.user)
    address = reverse("rules:edit_rule", args=[begun.pk, FAMILY, "R-LIKE"])
    sent = fields(client, address) | {"effect": "conditional", "sanction": ""}
    refused = client.post(address, sent | {"save": "1"})
    assert refused.status_code == 422
    assert "rules-etika.toml: R-LIKE: condition" in refused.content.decode()
    assert Ruleset.objects.get().revision == 1
    early = fields(client, address) | {"until": "1950-01-01"}
    refused = client.post(address, early | {"save": "1"})
    assert set(refused.context["form"].errors) == {"until"}
    bad = post(client, "text", begun.pk, FAMILY, seen="1", text="title_id = 1")
    assert "rules-etika.toml: title_id" in bad.content.decode()
    assert "title_id = 1" in bad.content.decode()  # what was typed is still there


def test_a_file_may_be_uploaded(
    client: Client, begun: Ruleset, sign_in: SignIn, laras: Member
) -> None:
    sign_in(client, laras.user)
    text = files.files(files.LIKE)[FAMILY]
    for name, octets, status in (
        ("a.toml", text.encode(), 302),
        ("a.toml", b"\xff\xfe", 422),
        ("a.toml", b"#" * 400_001, 422),
    ):
        upload = SimpleUploadedFile(name, octets)
        seen = Ruleset.objects.get().revision
        answer = post(client, "text", begun.pk, FAMILY, seen=str(seen), text="", upload=upload)
        assert answer.status_code == status
    assert Ruleset.objects.get().files[FAMILY] == text


def test_a_rule_is_taken_away_or_written_anew(
    client: Client, begun: Ruleset, sign_in: SignIn, laras: Member
) -> None:
    sign_in(client, laras.user)
    address = reverse("rules:edit_rule", args=[begun.pk, FAMILY, "R-HADIR"])
    sent = fields(client, address) | {"seen": 1, "code": "R-BARU"}
    assert client.post(address, {"seen": 1, "delete": "1"}).status_code == 302
    assert "R-HADIR" not in Ruleset.objects.get().files[FAMILY]
    sent |= {"seen": 2, "save": "1", "case-0-rules": "R-BARU", "cite-INITIAL_FORMS": "0",
             "case-INITIAL_FORMS": "0"}  # fmt: skip
    written = client.post(reverse("rules:new_rule", args=[begun.pk, FAMILY]), sent)
    assert written.status_code == 302, written.context["form"].errors
    assert 'code = "R-BARU"' in Ruleset.objects.get().files[FAMILY]


def test_two_keepers_publish_on_the_page(
    client: Client, begun: Ruleset, examined: Publish, sign_in: SignIn, laras: Member, dewi: Member
) -> None:
    sign_in(client, laras.user)
    assert post(client, "propose", begun.pk, seen="1").status_code == 302
    examined(begun)
    assert "Setujui dan terbitkan" not in get(client, "work", begun.pk)
    assert post(client, "publish", begun.pk, seen="1").status_code == 403
    sign_in(client, dewi.user)
    assert "Setujui dan terbitkan" in get(client, "work", begun.pk)
    assert post(client, "publish", begun.pk, seen="1").status_code == 302
    assert Ruleset.objects.get().state == "published"


def test_the_two_steps_of_trusting_a_key(
    client: Client, small: None, depok: Institution, sign_in: SignIn, laras: Member, dewi: Member
) -> None:
    private, public = new_key()
    named = fingerprint(public, "13.71")
    line = public_text(public, "13.71")
    sign_in(client, laras.user)
    assert client.get(reverse("rules:pin")).status_code == 404  # a drafter trusts nobody
    sign_in(client, dewi.user)
    wrong = post(client, "pin", owner="Padang", text="ssh-rsa x")
    assert "netral-aturan:" in wrong.content.decode()
    second = post(client, "pin", owner="Padang", text=line).content.decode()
    assert "Langkah 2 dari 2" in second
    assert named[:4] not in second.replace(line, "")
    assert post(client, "pin", owner="Padang", text=line, heard="2345").status_code == 422
    assert post(client, "pin", owner="Padang", text=line, heard=named).status_code == 302
    upload = SimpleUploadedFile("a.paket", packed(content(), private))
    made = post(client, "packages", package=upload)
    assert made.status_code == 302
    assert Ruleset.objects.get().state == "proposed"
    key = PinnedKey.objects.get()
    assert post(client, "unpin", key.pk, reason="").status_code == 422
    assert post(client, "unpin", key.pk, reason="Hilang.").status_code == 302


# ---- In the terminal


def test_files_are_examined_in_the_terminal(small: None, tmp_path: Path, db: None) -> None:
    for name, text in files.files().items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    out = io.StringIO()
    call_command("aturan", "periksa", str(tmp_path), stdout=out)
    assert "Pemeriksaan sudah lulus" in out.getvalue()
    faulty = files.files(files.LIKE, files.ATTEND, files.rule("R-3", "like", "permitted"))[FAMILY]
    (tmp_path / FAMILY).write_text(faulty, encoding="utf-8")
    with pytest.raises(CommandError, match="tertahan"):
        call_command("aturan", "periksa", str(tmp_path), stdout=io.StringIO())
    (tmp_path / FAMILY).write_text("efect = 1", encoding="utf-8")
    with pytest.raises(CommandError, match=r"rules-etika\.toml: title_id"):
        call_command("aturan", "periksa", str(tmp_path))
    with pytest.raises(CommandError, match="no institution"):
        call_command("aturan", "ekspor", "tiada", str(tmp_path / "x"))


def test_a_version_is_exported_in_the_terminal(
    proposed: Ruleset, publish: Publish, depok: Institution, at: Moment, tmp_path: Path
) -> None:
    file = tmp_path / "depok.paket"
    with pytest.raises(CommandError):
        call_command("aturan", "ekspor", "depok", str(file))
    publish(proposed)
    make_key(institution=depok, by=BY, at=at)
    call_command("aturan", "ekspor", "depok", str(file), stdout=io.StringIO())
    assert b"netral.rule-package/1" in file.read_bytes()
