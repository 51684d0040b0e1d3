"""What must hold for every route, present and future."""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from django.conf import settings
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter, UUIDConverter
from django.urls.resolvers import RegexPattern

from netral.access.core import Duty
from netral.access.models import User

# Open to everybody, each on purpose.
PUBLIC: Final = frozenset(
    {
        "web:home", "web:house", "web:language", "web:theme", "web:privacy", "web:accessibility",
        "web:gallery", "web:health",
        "access:activation", "access:forgotten_done", "access:reset",
        "signing:verify", "signing:paper", "signing:seals", "signing:certificate",
        "circulars:index", "circulars:show", "circulars:data", "circulars:pdf", "circulars:jdih",
        "circulars:compare", "circulars:proof", "duties:feed",
        "outreach:arrive",  # who scanned may have to sign in first, and codes die soon
        "ledger:file",
        "advice:published", "advice:published_one",
        "answers:index", "answers:ask", "answers:rules", "web:published",
        "rules:index", "rules:base", "rules:rule", "rules:versions", "rules:data", "rules:archive",
        "rules:sheet",
        "rules:package",
        "insight:regions", "insight:open", "insight:open_all", "insight:open_house",
        "insight:open_file",
        "notices:whatsapp", "notices:sms",
        "transparency:log", "transparency:entry", "transparency:by_hash", "transparency:proof",
        "transparency:search", "transparency:verifier",
    }
)  # fmt: skip
# Allauth's own names: some before signing in, the rest only after.
ENTRANCE: Final = frozenset(
    {
        "account_login", "account_logout", "account_inactive", "account_reset_password",
        "mfa_authenticate", "mfa_login_webauthn",
    }
)  # fmt: skip
INSIDE: Final = frozenset(
    {
        "account_change_password", "account_reauthenticate", "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn", "mfa_index", "mfa_activate_totp", "mfa_deactivate_totp",
        "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
        "mfa_list_webauthn", "mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn",
    }
)  # fmt: skip
MADE_UP: Final = {"pk": 1, "kind": "csv", "slug": "x"}  # what addresses written as patterns take
METHODS: Final = ("require_http_methods", "require_GET", "require_POST", "require_safe")


def routes(patterns: list[Any], space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in patterns:
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from routes(each.url_patterns, inner)
        else:
            yield f"{space}{each.name}", each


ALL: Final = dict(routes(get_resolver().url_patterns))
OURS: Final = {name: route for name, route in ALL.items() if ":" in name}
GUARDED: Final = [name for name, route in OURS.items() if hasattr(route.callback, "duties")]
BY_DUTY: Final = [
    name
    for name in GUARDED
    if any(isinstance(d, Duty) for d in vars(OURS[name].callback)["duties"])
]


def address(name: str) -> str:
    """Return an address of the route, with made-up arguments where it takes some."""
    pattern = ALL[name].pattern
    taken = {key: _any(converter) for key, converter in pattern.converters.items()}
    if isinstance(pattern, RegexPattern):
        taken = {key: MADE_UP[key] for key in pattern.regex.groupindex}
    return reverse(name, kwargs=taken)


def _any(converter: object) -> object:
    if isinstance(converter, IntConverter):
        return 1
    return "0" * 32 if isinstance(converter, UUIDConverter) else "x"


def ask(client: Client, name: str) -> Any:
    answer = client.get(address(name))
    return client.post(address(name)) if answer.status_code == 405 else answer


def test_no_two_routes_share_a_name() -> None:
    names = [name for name, _ in routes(get_resolver().url_patterns)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", OURS)
def test_is_open_on_purpose_or_names_its_duties(name: str) -> None:
    assert (name in PUBLIC) is not (name in GUARDED)


@pytest.mark.parametrize("name", OURS)
def test_says_which_methods_it_takes(name: str) -> None:
    source = textwrap.dedent(inspect.getsource(inspect.unwrap(OURS[name].callback)))
    function = ast.parse(source).body[0]
    assert isinstance(function, ast.FunctionDef)
    said = [ast.unparse(each).partition("(")[0] for each in function.decorator_list]
    assert set(said) & set(METHODS)


def test_only_listed_routes_are_not_ours() -> None:
    assert set(ALL) - set(OURS) == ENTRANCE | INSIDE


def test_the_lists_name_no_route_that_is_gone() -> None:
    assert PUBLIC - set(OURS) == frozenset()


@pytest.mark.parametrize("name", [*GUARDED, *sorted(INSIDE)])
@pytest.mark.django_db
def test_a_stranger_is_sent_to_sign_in(name: str, client: Client) -> None:
    answer = ask(client, name)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(resolve_url(settings.LOGIN_URL))


@pytest.mark.parametrize("name", BY_DUTY)
def test_a_guest_finds_nothing(
    name: str, client: Client, tamu: User, sign_in: Callable[[Client, User], None]
) -> None:
    sign_in(client, tamu)
    assert ask(client, name).status_code == 404
