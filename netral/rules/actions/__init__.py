"""Writing, examining and publishing versions; keys and packages."""
