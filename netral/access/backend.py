"""Checking a name and a password."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth is untyped
    """allauth's, without its second guess that a number might be an e-mail address.

    The guess costs a scan of all accounts, and makes known addresses answer slower.
    """

    def _authenticate_by_email(self, email: str, password: str) -> Any:
        return super()._authenticate_by_email(email, password) if "@" in email else None
