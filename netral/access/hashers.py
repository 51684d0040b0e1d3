"""Argon2 sized for a season in which thousands sign within hours."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane (the OWASP minimum).

    Django's default of 100 MiB and eight lanes allows eight signatures a second on two cores.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
