"""Entry point for the web server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from netral.ledger.sequencing import thread  # noqa: E402  # models need what stands above

thread.start()
