"""A film of two gigabytes, of which nobody may read anything."""

import io
from typing import Any, Final

import pytest
from django.test import Client

OCTETS: Final = "2147483648"
FORM: Final = "multipart/form-data; boundary=x"


class Film(io.RawIOBase):
    """A body that fails the test when it is read."""

    def read(self, *_size: Any) -> bytes:
        pytest.fail("the film was read")


def send_film(client: Client, address: str, kind: str = FORM) -> Any:
    """Post a request that announces the film as its body."""
    post: Any = client.generic
    return post(
        "POST", address, b"", content_type=kind, CONTENT_LENGTH=OCTETS, **{"wsgi.input": Film()}
    )
