"""The cast: the few people and things most tests need, built the way production builds them."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings as installed
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from netral.access.core import Role
from netral.access.models import User
from netral.kernel.moment import Moment
from netral.ledger import guards
from netral.ledger import queries as ledger
from netral.orgs.core import PersonKind
from netral.orgs.models import Unit
from netral.tenancy.models import Institution
from tests import cast, vectors
from tests.cast import Member, Owner
from tools import machine
from tools.catalog import book

pytest_plugins = ("tests.web.opened",)
CHROMIUM = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the suite be run in parts, side by side."""
    parser.addoption(
        "--part",
        choices=["all", "plain", "database", "browser"],
        default="all",
        help="plain: all but the browser; database: of those, what may open the database",
    )


def pytest_configure() -> None:
    """Compile the message catalogues: pages speak Indonesian only with them."""
    book.compile_all()
    # How long an example takes says more of the machine than of the code.
    hypothesis.settings.register_profile("untimed", deadline=None)
    hypothesis.settings.load_profile("untimed")


def pytest_collection_finish() -> None:
    """Keep what is loaded by now, and stays, out of every later search for garbage."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is true of the other engine alone, and what is of another part."""
    engine = installed.DATABASES["default"]["ENGINE"]
    other = "only_postgres" if engine.endswith("sqlite3") else "only_sqlite"
    part = config.getoption("--part")
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        wanted = not item.get_closest_marker(other) and belongs(item, part)
        (kept if wanted else left_out).append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
    items[:] = sorted(kept, key=place)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line that public vectors were left out."""
    if vectors.left_out(terminalreporter.stats.get("skipped", [])):
        terminalreporter.write_line(vectors.SKIPPED)


def belongs(item: pytest.Item, part: str) -> bool:
    """Tell whether a test is of a part of the suite."""
    browser = item.get_closest_marker("browser") is not None
    if part == "database":
        return not browser and may_open_database(item)
    return part == "all" or browser is (part == "browser")


def may_open_database(item: pytest.Item) -> bool:
    """Tell whether a test is about the database; pytest-django lets no other open it."""
    marks = any(map(item.get_closest_marker, ("django_db", "only_postgres")))
    return marks or "django_db_setup" in getattr(item, "fixturenames", ())


def place(item: pytest.Item) -> int:
    """Return where a test stands in the run, whatever the order within its place.

    What looks at the demo season stands together, for it is loaded once. The browser comes last:
    its event loop stays in this thread, and where a loop runs nothing can be sealed.
    """
    if "loaded" in getattr(item, "fixturenames", ()):
        return 0
    return 2 if item.get_closest_marker("browser") else 1


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep SQLite's test database in a file: in memory, threads would share one transaction."""
    database = installed.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = tmp_path_factory.mktemp("db") / "test.sqlite3"


@pytest.fixture(scope="session", autouse=True)
def tables_can_be_emptied() -> Iterator[None]:
    """Take the ledger's guards down while tables are emptied after a test that commits."""
    whole = BaseDatabaseOperations.execute_sql_flush

    def emptied(self: BaseDatabaseOperations, statements: list[str]) -> None:
        around = (guards.off(self.connection), statements, guards.on(self.connection))
        whole(self, [statement for part in around for statement in part])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", emptied)
        yield


@pytest.fixture(autouse=True)
def own_folders(settings: Settings, tmp_path: Path) -> None:
    """Give each test folders of its own for papers and uploads."""
    settings.STORE, settings.MEDIA_ROOT = tmp_path / "store", tmp_path / "media"
    settings.LOG = tmp_path / "log"


@pytest.fixture(autouse=True)
def newest_state(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look the newest witnessed state up each time: the one of the test before is gone."""
    monkeypatch.setattr(ledger, "SEEN_FOR", 0.0)


@pytest.fixture
def owner() -> Owner:
    """What the owner of the database can do, whom no guard stops: `with owner(): ...`."""

    @contextmanager
    def unguarded() -> Iterator[None]:
        _run(guards.off(connection))
        yield
        _run(guards.on(connection))

    return unguarded


def _run(statements: Iterator[str]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a trigger in use cannot be dropped
        for statement in statements:
            cursor.execute(statement)


# ---- Depok, and who works there


@pytest.fixture
def at() -> Moment:
    """Wednesday 26 June 2024, noon in Depok; the real clock beside it."""
    return cast.AT


@pytest.fixture
def depok(db: None) -> Institution:
    """A city whose own day is that of `at`."""
    return cast.city()


@pytest.fixture
def tree(depok: Institution) -> dict[str, Unit]:
    """The units by code: setda, hukum, bkpsdm, disdik, sdn-beji-1, 32.76.06, ..."""
    return cast.plant(depok)


@pytest.fixture
def ratna(tree: dict[str, Unit]) -> Member:
    """An employee of Kecamatan Beji."""
    return cast.employ(tree["32.76.06"], "Ratna Contoh", 1)


@pytest.fixture
def hendra(tree: dict[str, Unit]) -> Member:
    """Camat Beji, who answers for the unit."""
    beji = tree["32.76.06"]
    hendra = cast.employ(beji, "Hendra Contoh", 2)
    return cast.appoint(hendra, beji, "Camat Beji", Role.HEAD, is_head=True)


@pytest.fixture
def bima(tree: dict[str, Unit]) -> Member:
    """The operator of Kecamatan Beji."""
    beji = tree["32.76.06"]
    bima = cast.employ(beji, "Bima Contoh", 3)
    return cast.appoint(bima, beji, "Kasubag Umum dan Kepegawaian", Role.OPERATOR)


@pytest.fixture
def dewi(tree: dict[str, Unit], depok: Institution) -> Member:
    """The administrator, of BKPSDM, over the whole city."""
    dewi = cast.employ(tree["bkpsdm"], "Dewi Contoh", 4)
    cast.entrust(dewi.user, Role.ADMIN, depok)
    return dewi


@pytest.fixture
def laras(tree: dict[str, Unit], depok: Institution) -> Member:
    """The legal drafter, of Bagian Hukum, over the whole city."""
    laras = cast.employ(tree["hukum"], "Laras Contoh", 5)
    cast.entrust(laras.user, Role.DRAFTER, depok)
    return laras


@pytest.fixture
def wali(tree: dict[str, Unit], depok: Institution) -> Member:
    """The mayor, who signs and is nobody's staff."""
    city = tree["32.76"]
    wali = cast.employ(city, "Wali Contoh", 6, PersonKind.OFFICIAL)
    return cast.appoint(wali, city, "Wali Kota Depok", Role.SIGNATORY, is_head=True)


@pytest.fixture
def auditor(depok: Institution) -> User:
    """Reads everything of the city, changes nothing, and is not on its roster."""
    return cast.entrust(cast.account(depok, "AUD-1", "Auditor Contoh"), Role.AUDITOR, depok)


@pytest.fixture
def tamu(depok: Institution) -> User:
    """Signed in, but in no role: may do nothing."""
    return cast.account(depok, "TAMU-1", "Tamu Contoh")


# ---- Browsers


@pytest.fixture
def sign_in(request: pytest.FixtureRequest) -> Callable[[Client | Page, User], None]:
    """Sign somebody in, past the form: `sign_in(client, ratna.user)`, or a page of Chromium."""

    def enter(where: Client | Page, user: User) -> None:
        client = where if isinstance(where, Client) else Client()
        client.force_login(user)
        if isinstance(where, Page):
            server: LiveServer = request.getfixturevalue("live_server")
            name = installed.SESSION_COOKIE_NAME
            value = client.cookies[name].value
            where.context.add_cookies([{"name": name, "value": value, "url": server.url}])

    return enter


@pytest.fixture
def program() -> Callable[[str], Path]:
    """Return where a program is; without it the test is skipped, or fails in CI."""

    def find(name: str) -> Path:
        found = machine.find(name)
        if found is None:
            (pytest.fail if machine.strict() else pytest.skip)(f"{name} is not installed")
        return found

    return find


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium, without a window; without one the test is skipped, or fails in CI."""
    found = machine.find("chromium")
    if found is None:
        (pytest.fail if machine.strict() else pytest.skip)("chromium is not installed")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, which Django takes for async code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield playwright.chromium.launch(executable_path=found, args=CHROMIUM)


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A fresh phone-sized window on the running site; addresses may be relative."""
    context = browser.new_context(
        base_url=live_server.url, locale="id-ID", viewport={"width": 360, "height": 740}
    )
    context.set_default_timeout(30_000)  # two cores, three runs at once
    yield context.new_page()
    context.close()
