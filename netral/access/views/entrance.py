"""Doors for people who are not signed in: activation and forgotten passwords."""

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.core.internal.ratelimit import consume
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from netral.access import means
from netral.access.actions import activate
from netral.access.errors import CodeRefused, TooManyTries
from netral.access.forms.account import ActivationForm, ForgottenForm, ResetForm
from netral.access.tasks import send_resets


def slow_down(request: HttpRequest, action: str, key: str = "") -> None:
    """Count a try against the address it comes from and against `key`.

    Raises:
        TooManyTries: the limit named in `ACCOUNT_RATE_LIMITS` is reached.
    """
    if not consume(request, app="allauth.account", action=action, key=key or "-"):
        raise TooManyTries(minutes=5)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def activation(request: HttpRequest) -> HttpResponse:
    """Open an account with the code from its slip, set the password, and sign in.

    Whoever has set up a second step before still has to take it.
    """
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    form = ActivationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        slow_down(request, "activate")
        try:
            user = activate(
                username=form.cleaned_data["number"],
                code=form.cleaned_data["code"],
                password=form.cleaned_data["password"],
                now=timezone.now(),
            )
        except ValidationError as weak:
            form.add_error("password", weak)
        except CodeRefused as refused:
            form.add_error(None, " ".join(refused.words(_)))
        else:
            signed_in: HttpResponse = perform_login(request, Login(user=user))
            return signed_in
    return render(request, "access/activation.html", {"form": form})


@never_cache
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Mail a link where that is possible; say the same words in every case, and as quickly."""
    form = ForgottenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        login = form.cleaned_data["login"]
        slow_down(request, "reset_password", login)
        # The worker's, for nobody too: making a mail takes time that would tell who has an account.
        send_resets.enqueue(means.meant(login))
        return redirect("access:forgotten_done")
    mail = bool(settings.EMAIL_HOST)
    return render(request, "access/forgotten.html", {"form": form, "mail": mail})


@require_http_methods(["GET"])
def forgotten_done(request: HttpRequest) -> HttpResponse:
    """Say what happens next."""
    return render(request, "access/forgotten_done.html", {"mail": bool(settings.EMAIL_HOST)})


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def reset(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """Set a new password by a mailed link; then sign in with it, second step included."""
    slow_down(request, "reset_password_from_key")
    account = means.reset_user(uid, token)
    form = ResetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        password = form.cleaned_data["password"]
        try:
            means.reset_password(uid=uid, token=token, password=password, now=timezone.now())
        except ValidationError as weak:
            form.add_error("password", weak)
        else:
            messages.success(request, _("Use the new password from now on. Sign in with it."))
            return redirect("account_login")
    return render(request, "access/reset.html", {"form": form, "username": account.username})
