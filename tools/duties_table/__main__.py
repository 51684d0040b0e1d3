"""Write the table, or with `--check` say whether it is current."""

import os
import sys

import django


def main(arguments: list[str]) -> int:
    """Compare or write the file."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from tools.duties_table.page import FILE_OF, page  # noqa: PLC0415  # needs the apps

    text = page()
    if "--check" not in arguments:
        FILE_OF.write_text(text, encoding="utf-8")
        return 0
    if FILE_OF.exists() and FILE_OF.read_text(encoding="utf-8") == text:
        return 0
    print(f"{FILE_OF.name} does not say what the data says: run python -m tools.duties_table")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
