"""A hasher that counts, so that tests can see how much work an answer cost."""

from typing import ClassVar

from django.contrib.auth.hashers import MD5PasswordHasher


class Counting(MD5PasswordHasher):
    count: ClassVar[int] = 0

    def encode(self, password: str, salt: str) -> str:
        Counting.count += 1
        return super().encode(password, salt)
