"""A folder as its own process, for the test that kills it: folds until it is killed."""

import django

django.setup()

from netral.tallies.actions import fold  # noqa: E402  # models need the set-up

while True:
    fold()
