"""Static files under names that change with their content."""

from typing import Final

from whitenoise.storage import (  # type: ignore[import-untyped]
    CompressedManifestStaticFilesStorage,
)

IMPORT: Final = (
    r"""(?P<matched>import\s(?P<import>[^;]*?)\sfrom\s"(?P<url>\./[^"]+)";)""",
    """import %(import)s from "%(url)s";""",
)


class Hashed(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Also where one of our scripts imports another: a page never mixes two versions.

    Django's own switch for it would read the comments of other people's scripts too.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("answers/*.js", (IMPORT,)))
    max_post_process_passes = 12  # as deep as scripts import one another
