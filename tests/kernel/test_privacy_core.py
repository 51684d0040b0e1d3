"""Comparing columns with what was classified."""

from netral.kernel.privacy import Reveals, gaps


def test_a_full_list_has_no_gaps() -> None:
    columns = frozenset({"id", "name", "note"})
    assert gaps(columns, {"name": Reveals.PERSON, "note": Reveals.NOTHING}) == (set(), set())


def test_gaps_are_named_on_both_sides() -> None:
    assert gaps(frozenset({"id", "nik"}), {"nip": Reveals.PERSON}) == ({"nik"}, {"nip"})


def test_the_key_itself_is_harmless() -> None:
    assert gaps(frozenset({"id"}), {}) == (set(), set())


def test_three_kinds_are_told_apart() -> None:
    assert [kind.name for kind in Reveals] == ["NOTHING", "PERSON", "SECRET"]
