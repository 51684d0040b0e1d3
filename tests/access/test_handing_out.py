"""What a file is handed out with."""

from hypothesis import given
from hypothesis import strategies as st

from netral.access.gate import hand_out

ODD = st.text(min_size=1, max_size=80)


def test_a_private_file_is_a_download_that_no_cache_keeps() -> None:
    answer = hand_out(b"%PDF-", "application/pdf", "konsep.pdf")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="konsep.pdf"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Type"] == "application/pdf"


def test_a_public_file_may_be_kept_and_shown() -> None:
    answer = hand_out(b"%PDF-", "application/pdf", "edaran.pdf", show=True, public=True)
    assert answer.headers["Content-Disposition"] == 'inline; filename="edaran.pdf"'
    assert "Cache-Control" not in answer.headers


@given(ODD)
def test_a_name_that_somebody_typed_never_ends_its_own_quotes_or_the_header(name: str) -> None:
    told = hand_out(b"", "application/pdf", name).headers["Content-Disposition"]
    assert told.startswith("attachment; filename")
    assert "\r" not in told
    assert "\n" not in told
    within = told.partition('filename="')[2].removesuffix('"')
    assert '"' not in within.replace("\\\\", "").replace('\\"', "")
