"""The cast: the few people and things most tests need, built the way production builds them."""

from tools.catalog import book


def pytest_configure() -> None:
    """Compile the message catalogues: pages speak Indonesian only with them."""
    book.compile_all()
