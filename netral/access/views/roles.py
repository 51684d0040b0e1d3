"""Roles that no office carries: given and ended by hand, in two steps."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from netral.access import actions, queries
from netral.access.core import ROLE_WORDS, Duty
from netral.access.errors import (
    ConfirmationMissing,
    ConfirmationWrong,
    NotYours,
    OwnRole,
    RoleNotYours,
    RolesApart,
)
from netral.access.forms.account import ConfirmForm, RoleForm
from netral.access.gate import SeatedRequest, needs
from netral.access.identity import recently_confirmed
from netral.access.models import Grant, User
from netral.access.queries import role_held
from netral.kernel.moment import midnight

PER_PAGE = 50


@require_http_methods(["GET", "POST"])
@needs(Duty.GIVE_ROLES)
def roles(request: SeatedRequest) -> HttpResponse:
    """List the roles in force; take in who is to get which, and show it for confirmation."""
    today = request.seat.at.local().date()
    form = RoleForm(request.POST or None, initial={"starts_on": today})
    if request.method == "POST" and form.is_valid():
        user = User.objects.filter(username=form.cleaned_data["number"], is_active=True).first()
        if user is None or not _known_here(request, user):
            form.add_error("number", _("No account of this institution has this number."))
        elif answer := _asked(request, form, user):
            return answer
    page = Paginator(queries.staff_roles(request.seat.institution, at=request.seat.at), PER_PAGE)
    found = page.get_page(request.GET.get("page"))
    held = [role_held(grant) for grant in found]
    return render(request, "access/roles.html", {"form": form, "page": found, "roles": held})


def _asked(request: SeatedRequest, form: RoleForm, user: User) -> HttpResponse | None:
    """Go on to the confirmation, and through it; what is refused is said at its field."""
    try:
        actions.check_role(user=user, role=form.cleaned_data["role"], seat=request.seat)
        return _confirm(request, form, user)
    except (OwnRole, RolesApart) as refused:
        form.add_error("number", " ".join(refused.words(_)))
    except RoleNotYours as refused:
        form.add_error("role", " ".join(refused.words(_)))
    return None


def _known_here(request: SeatedRequest, user: User) -> bool:
    """Tell whether the account belongs to somebody of this institution: others stay hidden."""
    held = Grant.objects.of(request.seat.institution).filter(user=user)
    return held.in_force(request.seat.at.acted).exists()


def _confirm(request: SeatedRequest, form: RoleForm, user: User) -> HttpResponse:
    """Show what is about to be given; on the second step, give it."""
    again = ConfirmForm(request.POST if "confirm" in request.POST else None)
    if "confirm" in request.POST:
        try:
            actions.confirm_identity(request, password=request.POST.get("password", ""))
        except (ConfirmationMissing, ConfirmationWrong) as refused:
            again.add_error("password", refused.words(_)[0])
        else:
            return _give(request, form, user)
    shown = {
        "form": form,
        "again": again,
        "person": user,
        "role": ROLE_WORDS[form.cleaned_data["role"]],
        "recent": recently_confirmed(request),
    }
    return render(request, "access/role_confirm.html", shown)


def _give(request: SeatedRequest, form: RoleForm, user: User) -> HttpResponse:
    given = form.cleaned_data
    starts, ends = given["starts_on"], given["ends_on"]
    actions.give_role(
        user=user,
        role=given["role"],
        seat=request.seat,
        starts_at=midnight(starts, request.seat.at.zone),
        ends_at=midnight(ends + timedelta(days=1), request.seat.at.zone) if ends else None,
    )
    messages.success(request, _("{name} now has the role.").format(name=user))
    return redirect("access:roles")


@require_POST
@needs(Duty.GIVE_ROLES)
def end_role(request: SeatedRequest, pk: int) -> HttpResponse:
    """End a role that was given by hand, now."""
    given = Grant.objects.of(request.seat.institution).filter(pk=pk).first()
    if given is None:
        raise NotYours
    actions.end_role(given=given, seat=request.seat)
    messages.success(request, _("The role has ended."))
    return redirect("access:roles")
