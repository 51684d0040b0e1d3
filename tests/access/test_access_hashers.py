from hypothesis import given, settings
from hypothesis import strategies as st

from netral.access.hashers import Argon2


def test_passwords_are_hashed_as_owasp_asks_at_least() -> None:
    encoded = Argon2().encode("kuda-lumping", "garam-garam-garam")
    assert encoded.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


@settings(max_examples=12, deadline=None)
@given(st.text(min_size=1, max_size=12))
def test_a_password_is_taken_exactly_as_typed(password: str) -> None:
    hasher = Argon2()
    encoded = hasher.encode(password, "garam-garam-garam")
    assert hasher.verify(password, encoded)
    assert not hasher.verify(password + " ", encoded)
