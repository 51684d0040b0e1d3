"""The rules in force, for everybody: lists, one page a rule, versions, downloads, keys."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from netral.access.gate import hand_out
from netral.kernel.cells import XLSX
from netral.kernel.codes import grouped
from netral.rules.core.package import public_text
from netral.rules.queries import public
from netral.rules.queries.packages import key_in_use, keys
from netral.rules.queries.packages import package as packed
from netral.rules.queries.public import Held
from netral.rules.queries.words import Speaker
from netral.rules.sheets import workbook
from netral.tenancy.models import Institution
from netral.tenancy.queries import houses, moment

ASCII = {"json_dumps_params": {"ensure_ascii": False}}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the institutions with the version each goes by; a single one is shown at once."""
    found = [(each, _held(each, "")) for each in houses()]
    if len(found) == 1:
        return redirect("rules:base", slug=found[0][0].slug)
    return render(request, "rules/public/index.html", {"houses": found})


def _house(slug: str) -> Institution:
    return get_object_or_404(Institution.objects.defer("emblem"), slug=slug)


def _held(house: Institution, version: str) -> Held:
    found = public.held(house, version, moment(house, timezone.now()).acted)
    if found is None:
        raise Http404
    return found


@require_safe
def base(request: HttpRequest, slug: str) -> HttpResponse:
    """List the rules by topic, or by the file in which they stand."""
    house = _house(slug)
    found = _held(house, request.GET.get("versi", "")[:40])
    rules = found.holding.base
    family = request.GET.get("urut") == "rumpun"
    today = moment(house, timezone.now()).local().date()
    groups = (
        public.by_family(rules, _titles(found), today) if family else public.by_topic(rules, today)
    )
    facts = {
        "institution": house,
        "found": found,
        "groups": groups,
        "family": family,
        "count": len({x.card.code for group in groups for x in group.lines}),
        "key": key_in_use(house),
    }
    return render(request, "rules/public/base.html", facts)


def _titles(found: Held) -> dict[str, str]:
    names = public.titles(public.files_of(found))
    return {n.removeprefix("rules-").removesuffix(".toml"): title for n, title in names.items()}


@require_safe
def rule(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show one rule: what it says, whom it binds, where it stands, what follows."""
    house = _house(slug)
    found = _held(house, request.GET.get("versi", "")[:40])
    rules = found.holding.base
    shown = public.find(rules, code)
    if shown is None:
        raise Http404
    speaker = Speaker(rules)
    over = [speaker.card(r) for r in rules.rules if r.code in shown.overrides]
    under = [speaker.card(r) for r in rules.rules if shown.code in r.overrides]
    first = public.origin(rules, code) or code
    kin = [speaker.card(r) for r in rules.rules if first in {r.code, public.origin(rules, r.code)}]
    facts = {
        "institution": house,
        "found": found,
        "rule": speaker.card(shown),
        "sources": speaker.sources(shown),
        "penalties": speaker.penalties(shown),
        "cases": speaker.cases(shown),
        "over": over,
        "under": under,
        "kin": [card for card in kin if card.code != code],
    }
    return render(request, "rules/public/rule.html", facts)


@require_safe
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    """List the versions with their digests, downloads and keys."""
    house = _house(slug)
    at = moment(house, timezone.now()).acted
    signing = [
        (key, grouped(key.fingerprint), public_text(bytes(key.public), house.code))
        for key in keys(house)
    ]
    facts = {
        "institution": house,
        "found": _held(house, ""),
        "versions": public.versions(house, at),
        "keys": signing,
        "key": key_in_use(house),
    }
    return render(request, "rules/public/versions.html", facts)


@require_safe
def data(_request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """Give a version as JSON: what its hash covers, and its worked cases."""
    found = _held(_house(slug), version)
    return JsonResponse(public.record(found.holding), **ASCII)  # type: ignore[arg-type]


@require_safe
def archive(_request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """Give the TOML files of a version."""
    found = _held(_house(slug), version)
    octets = public.archive(public.files_of(found))
    name = f"aturan-{slug}-{found.holding.version}.zip"
    return hand_out(octets, "application/zip", name, public=True)


@require_safe
def sheet(_request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """Give a version as a workbook, one row a rule."""
    found = _held(_house(slug), version)
    name = f"aturan-{slug}-{found.holding.version}.xlsx"
    return hand_out(workbook(found.holding.base), XLSX, name, public=True)


@require_safe
def package(_request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """Give a published version as one file that another institution can take in."""
    found = _held(_house(slug), version)
    if found.row is None:
        raise Http404
    name = f"aturan-{slug}-{found.holding.version}.paket"
    return hand_out(packed(found.row), "application/json", name, public=True)
