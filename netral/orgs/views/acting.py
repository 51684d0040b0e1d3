"""The page that most acts share: one question, one form, one button."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from netral.access.gate import SeatedRequest
from netral.orgs.forms.fields import SeatedForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What the page asks, and what it offers while one types."""

    form: type[SeatedForm]
    about: str  # the unit, office or person
    title: str
    lead: str = ""
    button: str
    back: str  # address
    done: str  # what is said afterwards
    danger: bool = False
    units: Sequence[str] = ()
    people: Sequence[str] = ()
    initial: Mapping[str, Any] = field(default_factory=dict)


def answer(request: SeatedRequest, act: Act, run: Callable[[dict[str, Any]], str]) -> HttpResponse:
    """Show the form, or run the act and go to the address that it returns."""
    form = act.form(
        request.POST or None,
        seat=request.seat,
        units=act.units,
        people=act.people,
        initial=dict(act.initial),
    )
    if request.method == "POST" and form.is_valid():
        address = run(form.cleaned_data)
        messages.success(request, act.done)
        return redirect(address)
    return render(request, "orgs/act.html", {"act": act, "form": form})
