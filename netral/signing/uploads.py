"""Receiving a stranger's file in memory only, and only so much of it."""

from io import BytesIO
from typing import Any, Final

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

MEGABYTES: Final = 10
MOST: Final = MEGABYTES * 1_000_000


class Capped(FileUploadHandler):
    """Keep a file in memory, never on disk; past the limit keep nothing and read on.

    Reading on lets the browser finish sending, so that its user gets an answer.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._kept = BytesIO()
        self.too_large = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file; a second one in the same request is not taken."""
        super().new_file(*args, **kwargs)
        if self._kept.tell() or self.too_large:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a chunk, or let go of everything."""
        if start + len(raw_data) > MOST:
            self.too_large = True
            self._kept = BytesIO()
            raise SkipFile
        self._kept.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        """Hand the file to the form."""
        self._kept.seek(0)
        return InMemoryUploadedFile(
            file=self._kept,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
        )
