"""Policies: whom to believe, and how many of them it takes."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.ledger.core.checkpoint import Cosigner
from netral.ledger.core.note import Algorithm, Key, Signer
from netral.ledger.core.policy import Group, Policy, PolicyWrong, Witness
from tests.ledger.bits import names

LOG = Signer("log.example/log", b"\x01" * 32).key
SAME = Signer("other", b"\x01" * 32).key
LATER = Signer("log.example/log", b"\x02" * 32).key
W = [Cosigner(f"w.example/{n}", bytes([n]) * 32).key for n in range(1, 7)]
LATTICE = Key("w.example/pq", Algorithm.ML_DSA_44, b"x" * 1312)
# The example of C2SP tlog-policy, with keys.
EXAMPLE = f"""
log {LOG.vkey}

witness X1 {W[0].vkey}
witness X2 {W[1].vkey}
witness X3 {W[2].vkey}
group X-witnesses 2 X1 X2 X3

witness Y1 {W[3].vkey}
witness Y2 {W[4].vkey}
witness Y3 {W[5].vkey}
group Y-witnesses any Y1 Y2 Y3

group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
"""
THREE = "".join(f"witness w{n} {W[n].vkey}\n" for n in range(3))


def test_the_example_of_the_specification_is_read() -> None:
    policy = Policy.parse(EXAMPLE)
    assert policy.logs == {"log.example/log": LOG}
    assert policy.witnesses["Y3"] == Witness("Y3", W[5], "")
    assert policy.keys == W
    assert policy.groups == {
        "X-witnesses": Group(2, ("X1", "X2", "X3")),
        "Y-witnesses": Group(1, ("Y1", "Y2", "Y3")),
        "X-and-Y": Group(2, ("X-witnesses", "Y-witnesses")),
    }
    assert policy.quorum == "X-and-Y"


@pytest.mark.parametrize("chosen", list(itertools.product([False, True], repeat=6)))
def test_groups_are_counted_as_the_specification_says(chosen: tuple[bool, ...]) -> None:
    cosigners = {key for key, here in zip(W, chosen, strict=True) if here}
    assert Policy.parse(EXAMPLE).satisfied(cosigners) is (sum(chosen[:3]) >= 2 and any(chosen[3:]))


@given(st.integers(1, 3), st.sets(st.integers(0, 5)))
def test_so_many_of_so_many(needed: int, chosen: set[int]) -> None:
    policy = Policy.parse(f"{THREE}group g {needed} w0 w1 w2\nquorum g\n")
    assert policy.satisfied({W[n] for n in chosen}) is (len(chosen & {0, 1, 2}) >= needed)


def test_one_witness_may_be_the_quorum() -> None:
    policy = Policy.parse(f"{THREE}quorum w1\n")
    assert policy.satisfied([W[1]])
    assert not policy.satisfied([W[0], W[2]])


def test_a_policy_may_ask_for_no_witness() -> None:
    policy = Policy.parse("quorum none\n")
    assert policy.satisfied([])
    assert (policy.logs, policy.keys) == ({}, [])


def test_a_key_of_the_same_octets_under_another_name_is_another_witness() -> None:
    policy = Policy.parse(f"{THREE}quorum w0\n")
    assert not policy.satisfied([Key("another", Algorithm.COSIGNATURE, W[0].public)])


def test_addresses_comments_and_blank_lines_are_read() -> None:
    policy = Policy.parse(
        f"# whom we believe\n\n \t \n  log {LOG.vkey}\thttps://log.example/log  \n"
        f"\twitness\tw\t{W[0].vkey} https://w.example/\n   # more\n#quorum none\nquorum w"
    )
    assert policy.witnesses["w"].url == "https://w.example/"
    assert list(policy.logs) == ["log.example/log"]


def test_a_lattice_witness_is_read() -> None:
    assert Policy.parse(f"witness w {LATTICE.vkey}\nquorum w\n").satisfied([LATTICE])


@given(names.filter(lambda name: name != "none" and not name.startswith("#")))
def test_a_witness_may_bear_any_name(name: str) -> None:
    policy = Policy.parse(f"witness {name} {W[0].vkey}\nquorum {name}\n")
    assert policy.witnesses[name].name == name


def test_what_unicode_takes_for_a_space_is_part_of_a_name() -> None:
    name = "a\u00a0b\u2003c\u0085"
    assert list(Policy.parse(f"witness {name} {W[0].vkey}\nquorum none\n").witnesses) == [name]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "there is no quorum line"),
        (f"log {LOG.vkey}\n", "there is no quorum line"),
        ("quorum none\nquorum none\n", "line 2: there is a quorum already"),
        ("quorum\n", "line 1: cannot be read: quorum"),
        ("quorum none none\n", "line 1: cannot be read: quorum none none"),
        ("quorum w\n", "line 1: w is not defined above"),
        (f"quorum w\nwitness w {W[0].vkey}\n", "line 1: w is not defined above"),
        ("Quorum none\n", "line 1: cannot be read"),
        ("log\n", "line 1: cannot be read: log"),
        (f"log {LOG.vkey} a b\n", "line 1: cannot be read"),
        (f"log {LOG.vkey[:-1]}\n", "line 1: not"),
        (f"log {W[0].vkey}\n", r"line 1: w\.example/1 is no log's key"),
        (
            f"log {LOG.vkey}\nlog {LOG.vkey}\n",
            r"line 2: the key of log\.example/log stands here tw",
        ),
        (
            f"log {LOG.vkey}\nlog {LATER.vkey}\n",
            r"line 2: log\.example/log has a key already",
        ),
        (
            f"log {LOG.vkey}\nlog {SAME.vkey}\n",
            "line 2: the key of other stands here twice",
        ),
        ("witness w\n", "line 1: cannot be read"),
        (f"witness w {W[0].vkey} a b\n", "line 1: cannot be read"),
        (f"witness w {LOG.vkey}\n", r"line 1: log\.example/log is no witness's key"),
        (f"witness none {W[0].vkey}\n", "line 1: the name none is taken"),
        (f"{THREE}witness w0 {W[5].vkey}\n", "line 4: the name w0 is taken"),
        (f"{THREE}witness w9 {W[0].vkey}\n", "line 4: the key of w9 stands here twice"),
        (f"{THREE}group w0 any w1\n", "line 4: the name w0 is taken"),
        (f"{THREE}group none any w1\n", "line 4: the name none is taken"),
        (f"{THREE}group g any w1\nwitness g {W[5].vkey}\n", "line 5: the name g is taken"),
        (f"{THREE}group g any w1\ngroup g any w2\n", "line 5: the name g is taken"),
        (f"{THREE}group g any\n", "line 4: cannot be read"),
        (f"{THREE}group g any g\n", "line 4: g is not defined above"),
        (f"{THREE}group g any none\n", "line 4: none is not defined above"),
        (f"{THREE}group g any w0 w0\n", "line 4: a member of g is a member already"),
        (f"{THREE}group g any w0\ngroup h any w0\n", "line 5: a member of h is a member already"),
        (f"{THREE}group g 0 w0\n", "line 4: g cannot need 0 of 1"),
        (f"{THREE}group g 2 w0\n", "line 4: g cannot need 2 of 1"),
        (f"{THREE}group g -1 w0\n", "line 4: g cannot need -1 of 1"),
        (f"{THREE}group g 1.0 w0\n", r"line 4: g cannot need 1\.0 of 1"),
        (f"{THREE}group g \u00b2 w0 w1\n", "line 4: g cannot need"),
        (f"{THREE}group g \u0662 w0 w1\n", "line 4: g cannot need"),
        (f"{THREE}group g most w0\n", "line 4: g cannot need most of 1"),
        ("quorum none\r\n", "line 1: there is a control character"),
        ("quorum\x0bnone\n", "line 1: there is a control character"),
        ("# a\x00b\nquorum none\n", "line 1: there is a control character"),
        ("# a\x7fb\nquorum none\n", "line 1: there is a control character"),
        ("nonsense " + "x" * 10_000, "line 1: cannot be read: nonsense x{60}"),
    ],
)
def test_what_is_no_policy_is_refused_by_line(text: str, why: str) -> None:
    with pytest.raises(PolicyWrong, match=f"^{why}") as found:
        Policy.parse(text)
    assert len(str(found.value)) < 150


def test_a_policy_holds_as_much_as_the_specification_asks_for() -> None:
    keys = [Cosigner(f"w{n}", bytes([n, 7] * 16)).key for n in range(64)]
    lines = [f"witness w{n} {key.vkey}" for n, key in enumerate(keys)]
    lines += [f"group g{n} all w{2 * n} w{2 * n + 1}" for n in range(32)]
    lines += ["group all 31 " + " ".join(f"g{n}" for n in range(32)), "quorum all"]
    policy = Policy.parse("\n".join(lines))
    assert policy.satisfied(keys[2:])
    assert not policy.satisfied(keys[3:])
