"""What the logs may say of a request."""

import logging


class RouteNotPath(logging.Filter):
    """Name the route of a request in place of its address.

    Addresses carry what opens things: the code of a document, the token of a mailed link.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record, and let it pass."""
        request = getattr(record, "request", None)
        match = getattr(request, "resolver_match", None)
        if request is not None and match is not None:
            said = record.getMessage().replace(request.path, f"/{match.route}")
            record.msg, record.args = said, ()
        return True
