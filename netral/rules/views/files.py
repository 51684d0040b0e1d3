"""Writing at a draft: a family's rules as cards, one rule in a form, or a whole file as text."""

from typing import Any, Final

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from netral.access.core import Duty
from netral.access.gate import SeatedRequest, needs
from netral.rules import queries, reader
from netral.rules.actions import drafts
from netral.rules.core.base import RuleBase
from netral.rules.core.engine import Engine
from netral.rules.core.gate import change_record
from netral.rules.core.space import Comparison, compare
from netral.rules.core.toml import NotWritten, rules_in, with_rule
from netral.rules.errors import NoSuchRule, OtherState
from netral.rules.forms.rule import CaseForm, CiteForm, RuleForm, initial, several
from netral.rules.forms.steps import FileForm
from netral.rules.models import Ruleset
from netral.rules.queries import desk as desks
from netral.rules.queries.findings import changed, complaint
from netral.rules.queries.public import titles
from netral.rules.queries.words import Speaker
from netral.rules.reader import BadRules

FORMS: Final = ["GET", "HEAD", "POST"]
Forms = tuple[RuleForm, BaseFormSet[Any], BaseFormSet[Any]]


def _file_of(request: SeatedRequest, pk: int, name: str) -> Ruleset:
    ruleset = desks.version_for(request.seat, pk)
    if name not in ruleset.files:
        raise NoSuchRule
    return ruleset


@require_safe
@needs(Duty.KEEP_RULES)
def file(request: SeatedRequest, pk: int, name: str) -> HttpResponse:
    """Show the rules of a family as cards; another file as its text."""
    ruleset = _file_of(request, pk, name)
    if name in reader.PLAIN:
        return redirect("rules:text", pk=pk, name=name)
    base = reader.read_base(ruleset.files)
    speaker = Speaker(base)
    family = name.removeprefix("rules-").removesuffix(".toml")
    own = {rule["code"] for rule in rules_in(ruleset.files[name])}
    facts = {
        "ruleset": ruleset,
        "name": name,
        "title": titles(ruleset.files)[name],
        "cards": [speaker.card(rule) for rule in base.rules if rule.family == family],
        "own": own,
        "drafted": ruleset.state == Ruleset.State.DRAFT,
    }
    return render(request, "rules/desk/file.html", facts)


@require_http_methods(FORMS)
@needs(Duty.KEEP_RULES)
def text(request: SeatedRequest, pk: int, name: str) -> HttpResponse:
    """Replace a whole file by typed or uploaded text."""
    seat, ruleset = request.seat, _file_of(request, pk, name)
    form = FileForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        initial={"text": ruleset.files[name], "seen": ruleset.revision},
    )
    if request.method == "POST" and form.is_valid():
        files = {name: form.cleaned_data["text"]}
        seen = form.cleaned_data["seen"]
        try:
            drafts.save(ruleset=ruleset, files=files, seen=seen, by=seat.actor, at=seat.at)
        except BadRules as bad:
            form.add_error(None, complaint(bad))
        else:
            messages.success(request, gettext("The file has been saved."))
            return redirect("rules:work", pk=pk)
    facts = {"ruleset": ruleset, "name": name, "form": form, "drafted": _drafted(ruleset)}
    status = 422 if form.errors else 200
    return render(request, "rules/desk/text.html", facts, status=status)


def _drafted(ruleset: Ruleset) -> bool:
    return ruleset.state == Ruleset.State.DRAFT


@require_http_methods(FORMS)
@needs(Duty.KEEP_RULES)
def new_rule(request: SeatedRequest, pk: int, name: str) -> HttpResponse:
    """Write a new rule."""
    return _edit(request, _file_of(request, pk, name), name, "")


@require_http_methods(FORMS)
@needs(Duty.KEEP_RULES)
def edit_rule(request: SeatedRequest, pk: int, name: str, code: str) -> HttpResponse:
    """Change one rule, see what that changes in the answers, or take it away."""
    return _edit(request, _file_of(request, pk, name), name, code)


def _edit(request: SeatedRequest, ruleset: Ruleset, name: str, code: str) -> HttpResponse:
    if name in reader.PLAIN:
        raise NoSuchRule
    if not _drafted(ruleset) and request.method != "POST":
        raise OtherState(state=desks.state_word(ruleset.state))
    known = {rule["code"]: rule for rule in rules_in(ruleset.files[name])}
    if code and code not in known:
        raise NoSuchRule
    base = reader.read_base(ruleset.files)
    forms = _forms(request, base, known.get(code, {}))
    found: Comparison | None = None
    if request.method == "POST":
        found, saved = _posted(request, ruleset, name, code, forms)
        if saved:
            messages.success(request, gettext("The rule has been saved."))
            return redirect("rules:file", pk=ruleset.pk, name=name)
    return _page(request, ruleset, name, code, (forms, found))


def _forms(request: SeatedRequest, base: RuleBase, rule: dict[str, Any]) -> Forms:
    data = request.POST if request.method == "POST" else None
    more: dict[str, Any] = {"form_kwargs": {"base": base}}
    cites, cases = rule.get("cite", []), rule.get("case", [])
    return (
        RuleForm(data, initial=initial(rule), base=base),
        several(CiteForm)(data, initial=cites, prefix="cite", **more),
        several(CaseForm)(data, initial=cases, prefix="case", **more),
    )


def _posted(
    request: SeatedRequest, ruleset: Ruleset, name: str, code: str, forms: Forms
) -> tuple[Comparison | None, bool]:
    """Save, or only try: a rule that can't be read is told at its form, and nothing is saved."""
    seat, form = request.seat, forms[0]
    gone = "delete" in request.POST and bool(code)
    if not gone and not all(each.is_valid() for each in forms):
        return None, False
    table = None if gone else _table(forms)
    try:
        written = with_rule(ruleset.files[name], code or str(table and table["code"]), table)
        if "preview" in request.POST:
            return _tried(request, ruleset, {**ruleset.files, name: written}), False
        seen = int(request.POST.get("seen") or 0)
        drafts.save(ruleset=ruleset, files={name: written}, seen=seen, by=seat.actor, at=seat.at)
    except BadRules as bad:
        form.add_error(None, complaint(bad))
        return None, False
    except (NotWritten, ValueError):
        form.add_error(
            None, gettext("This file is laid out so that a form can't change it: edit its text.")
        )
        return None, False
    return None, True


def _table(forms: Forms) -> dict[str, Any]:
    rule, cites, cases = forms
    return rule.table() | {
        name: [f.table() for f in rows if f.has_changed() or f.initial if not _struck(f)]
        for name, rows in (("cite", cites), ("case", cases))
    }


def _struck(form: Any) -> bool:
    return bool(form.cleaned_data.get("DELETE")) or not form.cleaned_data.get("source")


def _tried(request: SeatedRequest, ruleset: Ruleset, files: dict[str, str]) -> Comparison:
    seat = request.seat
    base = drafts.whole(files, Ruleset.Origin(ruleset.origin)).base
    return compare(queries.in_force(seat.institution, seat.at.acted).engine, Engine(base))


def _page(
    request: SeatedRequest,
    ruleset: Ruleset,
    name: str,
    code: str,
    what: tuple[Forms, Comparison | None],
) -> HttpResponse:
    (form, cites, cases), found = what
    speaker = Speaker(reader.read_base(ruleset.files))
    facts = {
        "ruleset": ruleset,
        "name": name,
        "code": code,
        "form": form,
        "cites": cites,
        "cases": cases,
        "found": found,
        "examples": [changed(speaker, change_record(each)) for each in found.examples]
        if found
        else [],
    }
    wrong = any(each.is_bound and not each.is_valid() for each in (form, cites, cases))
    wrong = wrong and not getattr(request, "htmx", False)  # a look while typing is no mistake
    return render(request, "rules/desk/edit.html", facts, status=422 if wrong else 200)
