"""The shell: base page, parts, styles, home, errors."""
