"""An institution with a seal, and a paper to put it on."""

from datetime import UTC, datetime

import pytest
import typst
from django.core.cache import cache
from django.db import transaction

from netral.kernel.codes import random_code
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.orgs.actions.institutions import InstitutionFacts, open_institution
from netral.signing.actions import PaperDraft, create_seal_key, issue, seal
from netral.signing.core import CODE_LENGTH, Level, PaperKind
from netral.signing.models import Paper, SealKey
from netral.tenancy.models import Institution

NOW = datetime(2024, 6, 26, 3, 0, tzinfo=UTC)
AT = Moment.real(NOW)
BY = "user:1"


@pytest.fixture(autouse=True)
def _empty_cache(db: None) -> None:
    cache.clear()


@pytest.fixture
def house(db: None) -> Institution:
    return open_institution(
        facts=InstitutionFacts(
            code="99.71",
            slug="contoh",
            name="Pemerintah Kota Contoh",
            place="Contoh",
            head_title="Wali Kota Contoh",
        ),
        by=BY,
        at=AT,
    )


@pytest.fixture
def key(house: Institution) -> SealKey:
    return create_seal_key(institution=house, by=BY, at=AT)


def issue_one(house: Institution, code: str = "", **facts: object) -> Paper:
    with transaction.atomic():
        entry = record(Act(act="pact.signed", actor=BY), institution=house, at=AT)
        draft = PaperDraft(
            kind=PaperKind.PACT,
            code=code or random_code(CODE_LENGTH),
            title="Pakta Integritas Netralitas",
            acted_at=NOW,
            entry=entry,
            level=Level.REENTRY,
            facts={
                "campaign": "Pakta netralitas 2024",
                "signer": "R. K.",
                "identity": "••••••••••••••2001",
                "full": {"signer": "Ratna Kusumawardhani"},
            }
            | facts,
        )
        return issue([draft], institution=house)[0]


@pytest.fixture
def paper(house: Institution, key: SealKey) -> Paper:
    return issue_one(house)


@pytest.fixture(scope="session")
def letter() -> bytes:
    """Set one page, as an app of a higher layer would."""
    source = b'#set document(title: "Surat")\n#set text(lang: "id")\n= Surat\nIsi surat.'
    out = typst.compile(source, format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=NOW)
    assert isinstance(out, bytes)
    return out


@pytest.fixture
def sealed(paper: Paper, letter: bytes) -> bytes:
    return seal(paper=paper, pdf=letter, at=AT)
