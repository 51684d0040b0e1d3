"""The page judges as netral-verify does, asks no network, and says it in words."""

import json
import re
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import expect

from netral.kernel.canon import canonical
from netral.ledger.core.leaf import b64u, commitment, digest
from netral.ledger.core.note import b64
from netral.ledger.core.passkey import challenge
from netral.ledger.core.types import TYPES
from netral_verify import Wrong
from netral_verify.__main__ import judged
from netral_verify.page import PARTS, page
from netral_verify.policy import Policy
from netral_verify.report import Outcome, Report
from netral_verify.tree import EMPTY
from netral_verify.words import Voice
from tests.browser.axe import assert_accessible, assert_fits, assert_touchable
from tests.outside.conftest import NOW, WITNESSES, Case
from tests.outside.logs import Log
from tests.outside.test_passkey import SEEN, TEXT, device, identity, signed
from tests.outside.test_verify_cli import paper
from tests.verifier.conftest import Checker

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SURE = {Outcome.PROVEN, Outcome.UNWITNESSED}
# Sentences that name an option of the program, which the page does not have.
OPTION = re.compile(r" \(--policy\)|: berikan dengan --promise-key")


def other(octets: bytes, policy: bytes | None, *, pdf: bool = False) -> Report:
    """Return what netral-verify says."""
    return judged(octets, Policy.parse(policy) if policy else None, pdf=pdf)


def said(report: Report, kind: str, language: str = "id") -> list[str]:
    say = Voice(language)
    sentences = report.not_proven if kind == "open" else report.proven
    return [OPTION.sub("", each.said(say)) for each in sentences]


def agree(checker: Checker, octets: bytes, policy: bytes | None, name: str = "b") -> Outcome:
    """Check that page and program say the same of a receipt, sentence by sentence."""
    report = other(octets, policy)
    assert checker.give(octets, name) == report.outcome.value
    headline = OPTION.sub("", report.headline.said(Voice("id")))
    # Of several faults each hand may find another one first.
    told = headline if report.outcome is not Outcome.FALSE else headline.partition(":")[0]
    assert checker.headline().startswith(told)
    kind = "sure" if report.outcome in SURE else "said"
    assert checker.sentences(kind) == said(report, kind)
    assert checker.sentences("open") == said(report, "open")
    return report.outcome


def touch(kind: str, **more: object) -> bytes:
    """Return a receipt of a pact that a passkey of this kind signed, seen by two witnesses."""
    leaf, shown = signed(kind, **more)  # type: ignore[arg-type]
    extra = {"leaf": leaf.decode(), "disclosures": shown}
    seen = {WITNESSES["bawaslu"]: NOW, WITNESSES["kampus"]: NOW + 5}
    return Log([b"{}", leaf]).receipt(1, extra, seen)


def test_every_sentence_of_the_page_is_there_in_indonesian() -> None:
    html = page()
    known = re.search(r"const INDONESIAN = (\{.*\});\n", html)
    assert known
    tables = json.loads(known[1])
    literal = re.compile(r'"((?:[A-Z{]?[\w\'{}-]+)(?: [^"\n]+)+)"')
    odd = [
        text
        for part in sorted(PARTS.glob("*.js"))
        for text in literal.findall(part.read_text(encoding="utf-8"))
        if text not in tables
        and not re.fullmatch(r"index |origin |leaf |extra |by |[123] -\d+", text)
    ]
    forms = {"log KEY [ADDRESS]", "witness NAME KEY [ADDRESS]", "quorum NAME",
             "group NAME all|any|NUMBER MEMBER..."}  # fmt: skip
    assert set(odd) - forms == set()


def test_a_receipt_is_proven_and_nothing_is_asked_of_a_network(opened: Checker, case: Case) -> None:
    opened.trust(case.policy)
    assert agree(opened, case.receipt, case.policy) is Outcome.PROVEN
    values = opened.page.locator(".result dl dd").all_inner_texts()
    assert "000000000000000123" in values
    assert "Ratna \u201cContoh\u201d d\u2019Été" in values
    policy = opened.page.locator("meta[http-equiv]").get_attribute("content")
    assert policy
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy


def test_the_same_in_english(opened: Checker, case: Case) -> None:
    opened.page.get_by_role("button", name="English").click()
    opened.trust(case.policy)
    opened.give(case.receipt)
    report = other(case.receipt, case.policy)
    assert opened.sentences("sure") == said(report, "sure", "en")
    expect(opened.page.locator("h1")).to_have_text("Check a receipt")
    opened.page.get_by_role("button", name="Indonesia").click()
    assert opened.sentences("sure") == said(report, "sure")


def test_without_a_policy_nothing_is_proven(opened: Checker, case: Case) -> None:
    assert agree(opened, case.receipt, None) is Outcome.UNTRUSTED
    opened.trust(case.policy)
    expect(opened.page.locator(".result")).to_have_attribute("data-outcome", "proven")


def test_a_policy_of_others_proves_nothing(opened: Checker, case: Case) -> None:
    stranger = Log([b"{}"], origin="netral.lain.go.id/log", secret=b"7" * 32)
    policy = f"log {stranger.vkey}\nquorum none\n".encode()
    opened.trust(policy)
    assert agree(opened, case.receipt, policy) is Outcome.UNTRUSTED
    forged = Log([b"{}"], secret=b"7" * 32)  # the same name, another key
    policy = f"log {forged.vkey}\nquorum none\n".encode()
    opened.trust(policy)
    assert agree(opened, case.receipt, policy) is Outcome.FALSE
    policy = case.policy.replace(b"luar 2", b"luar 3")
    opened.trust(policy)
    assert agree(opened, case.receipt, policy) is Outcome.UNWITNESSED


@pytest.mark.parametrize(
    "policy",
    [
        b"log x", b"quorum none x", b"nonsense", b"witness a b\n", b"log a+00000000+AQ==\n",
        b"group g 2 a\n", b"quorum a\n", b"log\tx\ty\tz\n",
    ],
    ids=str,
)  # fmt: skip
def test_a_policy_that_cannot_be_read_is_told(opened: Checker, case: Case, policy: bytes) -> None:
    opened.trust(policy)
    with pytest.raises(Wrong) as wrong:
        Policy.parse(policy)
    assert opened.give(case.receipt) == "unreadable"
    assert opened.headline() == f"Ini tidak dapat dibaca: {Voice('id').why(wrong.value)}."


def test_page_and_program_agree_on_changed_bits(opened: Checker, case: Case) -> None:
    """Any bit anywhere: of leaf, disclosures, index, path, size, root and signatures."""
    opened.trust(case.policy)
    chance, found = Random(5), set()
    whole = case.receipt
    for _ in range(150):
        changed = bytearray(whole)
        changed[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        if changed.startswith(b"c2sp.org/tlog-proof@v1\n"):
            found.add(agree(opened, bytes(changed), case.policy))
    # One bit in the name of the log or of a witness makes it somebody unknown.
    assert found <= {Outcome.FALSE, Outcome.UNWITNESSED, Outcome.UNTRUSTED}
    assert Outcome.FALSE in found


def test_page_and_program_agree_on_cut_and_joined_lines(opened: Checker, case: Case) -> None:
    opened.trust(case.policy)
    chance = Random(7)
    lines = case.receipt.split(b"\n")
    for _ in range(60):
        changed = list(lines)
        place = chance.randrange(1, len(lines) - 1)
        match chance.randrange(4):
            case 0:
                del changed[place]
            case 1:
                changed.insert(place, changed[chance.randrange(len(lines))])
            case 2:
                changed[place] += b" "
            case _:
                other_place = chance.randrange(1, len(lines) - 1)
                changed[place], changed[other_place] = changed[other_place], changed[place]
        if changed != lines:
            agree(opened, b"\n".join(changed), case.policy)


def bare(**more: object) -> bytes:
    """Return the receipt of an entry that the log did sign, but that is spelled in an odd way."""
    leaf = canonical(json.loads(case_leaf()) | more)
    extra = {"leaf": leaf.decode(), "disclosures": []}
    return Log([b"{}", leaf]).receipt(1, extra, {WITNESSES["bawaslu"]: NOW, WITNESSES["pers"]: NOW})


def case_leaf() -> str:
    return (
        '{"a":null,"at":"2026-11-22T01:02:03Z","c":"__________________________________________8",'
        '"n":0,"p":null,"ref":"AQEBAQEBAQEBAQEBAQEBAQ","t":"internal/1","ten":"32.76","x":{}}'
    )


def nested(depth: int) -> object:
    found: object = 1
    for _ in range(depth):
        found = [found]
    return found


def test_page_and_program_agree_on_entries_that_a_lying_log_signed(
    opened: Checker, case: Case
) -> None:
    opened.trust(case.policy)
    assert agree(opened, bare(), case.policy) is Outcome.PROVEN
    odd: tuple[dict[str, object], ...] = (
        {"x": None}, {"x": []}, {"a": {"r": b64u(EMPTY), "s": 0}}, {"n": True}, {"ten": "a b"},
        {"at": "2026-11-22T24:00:00Z"}, {"at": "2026-02-30T00:00:00Z"}, {"t": "__proto__"},
        {"t": "constructor", "x": None}, {"z": 1}, {"p": "A" * 43}, {"n": 1},
    )  # fmt: skip
    for more in odd:
        assert agree(opened, bare(**more), case.policy) is Outcome.FALSE, more


@pytest.mark.parametrize(("depth", "outcome"), [(31, Outcome.PROVEN), (33, Outcome.FALSE)])
def test_page_and_program_agree_how_deep_a_value_may_be(
    opened: Checker, case: Case, depth: int, outcome: Outcome
) -> None:
    """It stands in three records and lists of the receipt, and its leaf commits to it."""
    opened.trust(case.policy)
    value = nested(depth - 3)
    salts = [bytes([n]) * 32 for n in range(5)]
    digests = [
        digest(salt=salt, field=name, value=json.dumps(value, separators=(",", ":")).encode())
        for name, salt in zip(TYPES["internal/1"].fields, salts, strict=True)
    ]
    leaf = canonical(json.loads(case_leaf()) | {"c": b64u(commitment("internal/1", digests))})
    shown = [
        {"f": name, "s": b64u(salt), "v": value}
        for name, salt in zip(TYPES["internal/1"].fields, salts, strict=True)
    ]
    extra = json.dumps({"disclosures": shown, "leaf": leaf.decode()}, separators=(",", ":"))
    seen = {WITNESSES["bawaslu"]: NOW, WITNESSES["pers"]: NOW}
    whole = Log([b"{}", leaf]).receipt(1, {}, seen)
    octets = whole.replace(b"\nextra e30=\n", f"\nextra {b64(extra.encode())}\n".encode())
    assert agree(opened, octets, case.policy) is outcome


def weak(power: int, even: bool = False) -> bytes:  # noqa: FBT001, FBT002
    """Return a pact whose RSA key lets anybody sign, under a rare exponent or an even modulus."""
    n = int.from_bytes(b"\xc5" * 256) & ~1 if even else int.from_bytes(b"\xc5" * 256)
    public = {"1": 3, "3": -257, "-1": b64u(n.to_bytes(256)), "-2": b64u(bytes([power]))}
    asked = challenge(document=TEXT, identity=identity(), anchor=SEEN)
    made = device("RS256").sign(asked)
    message = made.authenticator_data + sha256(made.client_data).digest()
    info = bytes.fromhex("3031300d060960864801650304020105000420") + sha256(message).digest()
    padded = b"\0\1" + b"\xff" * (256 - 3 - len(info)) + b"\0" + info
    false = replace(made, signature=padded)  # what power 1 makes of itself
    return touch("RS256", key={"leaf": None, "public": public}, assertion=false.field)


def test_a_passkey_that_anybody_could_use_is_none(
    opened: Checker, old_phone: Checker, case: Case
) -> None:
    for checker in (opened, old_phone):
        checker.trust(case.policy)
        assert agree(checker, weak(1), case.policy) is Outcome.FALSE
        assert agree(checker, weak(3, even=True), case.policy) is Outcome.FALSE


@pytest.mark.parametrize("odd", ['"crossOrigin": 0', '"x": NaN', '"x": ' + "[" * 40 + "]" * 40])
def test_page_and_program_agree_on_what_a_browser_would_not_say(
    opened: Checker, case: Case, odd: str
) -> None:
    opened.trust(case.policy)
    asked = challenge(document=TEXT, identity=identity(), anchor=SEEN)
    said = (
        f'{{"type":"webauthn.get","challenge":"{b64u(asked)}","origin":"https://localhost",{odd}}}'
    )
    made = device("ES256").sign_data(said.encode())
    assert agree(opened, touch("ES256", assertion=made.field), case.policy) is Outcome.FALSE
    plain = device("ES256").sign(asked)
    assert agree(opened, touch("ES256", assertion=plain.field), case.policy) is Outcome.PROVEN


@pytest.mark.parametrize("kind", ["ES256", "EdDSA", "RS256"])
def test_a_passkey_is_checked_with_and_without_the_browsers_help(
    opened: Checker, old_phone: Checker, case: Case, kind: str
) -> None:
    good, false = touch(kind), touch(kind, text="cd" * 32)
    for checker in (opened, old_phone):
        checker.trust(case.policy)
        assert agree(checker, good, case.policy) is Outcome.PROVEN
        assert any("kunci sandi" in each for each in checker.sentences("sure"))
        assert agree(checker, false, case.policy) is Outcome.FALSE


def test_a_browser_without_cryptography_finds_false_signatures_too(
    old_phone: Checker, case: Case
) -> None:
    old_phone.trust(case.policy)
    assert old_phone.page.evaluate("crypto.subtle") is None
    assert agree(old_phone, case.receipt, case.policy) is Outcome.PROVEN
    lines = case.receipt.split(b"\n")
    for place in (-2, -3, -4):  # the lines of the signatures
        changed = bytearray(lines[place])
        changed[-10] = ord("A") if changed[-10] != ord("A") else ord("B")
        broken = [*lines[:place], bytes(changed), *lines[place + 1 :]]
        assert agree(old_phone, b"\n".join(broken), case.policy) is Outcome.FALSE


def test_a_promise_is_told_from_a_receipt(opened: Checker, case: Case) -> None:
    assert opened.give(case.promise, "janji.txt") == "untrusted"
    opened.trust(case.policy)
    assert agree(opened, case.promise, case.policy, "janji.txt") is Outcome.PROVEN
    broken = case.promise.replace(b"by 1", b"by 2")
    assert agree(opened, broken, case.policy, "janji.txt") is Outcome.FALSE


def test_the_fault_is_named(opened: Checker, case: Case) -> None:
    opened.trust(case.policy)
    lines = case.receipt.split(b"\n")
    for changed, fault in (
        (case.receipt.replace(b"index 517", b"index 516"), "tidak sampai ke akar"),
        (case.receipt.replace(b"index 517", b"index 700"), "berada di luar buku besar"),
        (case.receipt.replace(b"\n700\n", b"\n701\n"), "tanda tangan atas nama"),
        (b"\n".join([*lines[:3], *lines[4:]]), "jalur dari catatan terlalu pendek"),
        (b"\n".join([lines[0], lines[2], *lines[3:]]), "tidak memuat catatannya sendiri"),
        (touch("ES256", text="cd" * 32), "kunci sandi menandatangani naskah lain"),
    ):
        assert agree(opened, changed, case.policy) is Outcome.FALSE
        assert fault in opened.headline()
        assert opened.headline() == other(changed, case.policy).headline.said(Voice("id"))


def test_a_receipt_is_found_in_a_pdf(opened: Checker, case: Case, tmp_path: Path) -> None:
    opened.trust(case.policy)
    pdf = paper(tmp_path, "bukti.tlog-proof", case.receipt)
    assert opened.give(pdf, "pakta.pdf") == "proven"
    assert opened.sentences("open") == said(other(case.receipt, case.policy, pdf=True), "open")
    plain = b"%PDF-1.7\n1 0 obj\n<<>>\nstream\n" + case.receipt + b"endstream\nendobj\n"
    assert opened.give(plain, "pakta.pdf") == "proven"
    assert opened.give(paper(tmp_path, "lain.txt", b"tidak ada"), "pakta.pdf") == "unreadable"


@pytest.mark.parametrize(
    "octets",
    [b"", b"\x00" * 100, b"%PDF-", b"%PDF-1.7 stream\n\x78", b"\xff\xfe", b"GIF89a", b"c2sp.org/"],
    ids=repr,
)
def test_what_is_no_receipt_is_told(opened: Checker, octets: bytes) -> None:
    assert opened.give(octets, "foto<b>.jpg") == "unreadable"
    assert "tidak memuat bukti maupun janji buku besar" in opened.headline()


def test_foreign_text_stays_text(opened: Checker, case: Case) -> None:
    evil = "<img src=x onerror=alert(1)></script><script>alert(1)</script>"
    leaf, shown = signed(name=evil)
    extra = {"leaf": leaf.decode(), "disclosures": shown}
    octets = Log([b"{}", leaf]).receipt(1, extra, {WITNESSES["pers"]: NOW})
    opened.trust(case.policy)
    assert opened.give(octets, f"{evil}.tlog-proof") == "unwitnessed"
    assert evil in opened.page.locator(".result").inner_text()
    assert opened.page.locator("img").count() == 0


def test_keys_that_came_with_the_page_are_shown_as_such(carrying: Checker, case: Case) -> None:
    warning = carrying.page.locator("#whom .warning")
    expect(warning).to_contain_text("Kunci-kunci ini datang bersama halaman ini")
    assert agree(carrying, case.receipt, case.policy) is Outcome.PROVEN
    carrying.trust(case.policy.replace(b"luar 2", b"luar 3"))
    expect(warning).to_have_count(0)


def test_a_policy_is_chosen_as_a_file(opened: Checker, case: Case) -> None:
    opened.give(case.receipt)
    file = {"name": "policy", "mimeType": "text/plain", "buffer": case.policy}
    opened.page.locator("#policy-file").set_input_files(file)  # type: ignore[arg-type]
    expect(opened.page.locator(".result")).to_have_attribute("data-outcome", "proven")
    expect(opened.page.locator("#whom")).to_contain_text("2 dari 3: bawaslu, kampus, pers")


@pytest.mark.parametrize("language", ["Indonesia", "English"])
def test_the_page_is_accessible_and_fits(carrying: Checker, case: Case, language: str) -> None:
    page = carrying.page
    page.get_by_role("button", name=language).click()
    assert_accessible(page)
    assert_fits(page)
    for octets in (touch("ES256"), case.receipt[:-9], b"x", case.promise):
        carrying.give(octets)
        assert_accessible(page)
        assert_fits(page)
        assert_touchable(page)
    page.locator("#change > summary").click()
    assert_accessible(page)


def test_a_file_is_dropped(opened: Checker, case: Case) -> None:
    opened.trust(case.policy)
    opened.page.evaluate(
        """(text) => {
          const files = new DataTransfer();
          files.items.add(new File([text], "jatuh.tlog-proof"));
          const event = new DragEvent("drop", { dataTransfer: files, bubbles: true });
          document.getElementById("drop").dispatchEvent(event);
        }""",
        case.receipt.decode(),
    )
    expect(opened.page.locator(".result")).to_have_attribute("data-outcome", "proven")
    expect(opened.page.locator("#name")).to_have_text("jatuh.tlog-proof")
