"""Where there are no roles, that is said."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError


@pytest.mark.only_sqlite
def test_only_postgres_has_roles(db: None) -> None:
    with pytest.raises(CommandError, match=r"^Hanya PostgreSQL yang mengenal peran"):
        call_command("ledger_grants", "--app", "x")
