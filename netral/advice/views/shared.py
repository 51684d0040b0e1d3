"""What the private pages share."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from netral.advice.errors import SignedOut

View = Callable[..., HttpResponseBase]


def keeps_text(view: View) -> View:
    """Show a writer whose session has ended what was written, before sending to sign in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and request.POST and not request.user.is_authenticated:
            raise SignedOut
        return view(request, *args, **kwargs)

    return guarded
