"""The allowance of a stranger holds across everything that answers requests at once."""

import threading

import pytest
from django.db import connection
from django.test import RequestFactory

from netral.signing.errors import TooManyQuestions
from netral.signing.limits import Allowance

AT_ONCE = 12
FEW = Allowance("test", times=5, seconds=60)


def take(address: str) -> bool:
    try:
        FEW.take(RequestFactory().get("/", REMOTE_ADDR=address))
    except TooManyQuestions:
        return False
    return True


@pytest.mark.django_db(transaction=True)
def test_many_at_once_never_get_more_than_allowed() -> None:
    taken: list[bool] = []

    def ask() -> None:
        try:
            taken.append(take("192.0.2.1"))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == AT_ONCE
    assert 1 <= sum(taken) <= FEW.times
    while take("192.0.2.1"):
        taken.append(True)
    assert sum(taken) == FEW.times


def test_one_address_does_not_use_up_another() -> None:
    assert all(take("192.0.2.2") for _ in range(5))
    assert not take("192.0.2.2")
    assert take("2001:db8::1")


def test_addresses_of_one_ipv6_network_count_as_one() -> None:
    assert all(take(f"2001:db8:0:7::{n}") for n in range(5))
    assert not take("2001:db8:0:7:aaaa::1")
    assert take("2001:db8:0:8::1")
