"""Counting up the tree: exact after every act, mended when it is not."""

from collections import defaultdict

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from netral.orgs.actions.moves import move_unit
from netral.orgs.core import unit_ids
from netral.orgs.models import Unit
from netral.orgs.queries import root
from netral.tallies.actions import fold, post, rebuild, reroll
from netral.tallies.core import rolled, summed
from netral.tallies.models import Count, Delta
from netral.tallies.queries import owns, roots, wholes
from netral.tenancy.models import Institution
from tests.tallies.conftest import AT, BOARD, BY, grow, open_house

Tree = dict[str, Unit]


def count(house: Institution, *changes: tuple[Unit, str, int], board: str = BOARD) -> None:
    with transaction.atomic():
        post(
            institution=house,
            board=board,
            changes=[(unit.pk, measure, amount) for unit, measure, amount in changes],
        )


def whole(house: Institution, unit: Unit, measure: str = "signed") -> int:
    fold()
    return wholes(house, BOARD, [unit.pk]).get(unit.pk, {}).get(measure, 0)


def test_an_amount_counts_in_its_unit_and_in_everything_above(
    house: Institution, tree: Tree
) -> None:
    count(house, (tree["leaf"], "signed", 3), (tree["right"], "signed", 2))
    assert [whole(house, tree[name]) for name in tree] == [5, 3, 2, 3, 0]
    assert owns(house, BOARD)[tree["leaf"].pk]["signed"] == 3
    assert owns(house, BOARD)[tree["top"].pk]["signed"] == 0


def test_an_act_that_fails_counts_nothing(house: Institution, tree: Tree) -> None:
    with transaction.atomic():
        post(institution=house, board=BOARD, changes=[(tree["leaf"].pk, "signed", 1)])
        transaction.set_rollback(True)
    assert whole(house, tree["top"]) == 0
    assert not Delta.objects.exists()


def test_one_board_and_one_institution_do_not_count_in_another(
    house: Institution, tree: Tree
) -> None:
    other = open_house("99.72")
    count(house, (tree["leaf"], "signed", 1))
    count(house, (tree["leaf"], "signed", 5), board="circular:1")
    assert whole(house, tree["top"]) == 1
    assert wholes(other, BOARD) == {}


def test_opposite_changes_leave_nothing_behind(house: Institution, tree: Tree) -> None:
    count(house, (tree["leaf"], "signed", 1), (tree["leaf"], "signed", -1))
    assert not Count.objects.exists()
    assert not Delta.objects.exists()


def test_folding_twice_counts_once(house: Institution, tree: Tree) -> None:
    count(house, (tree["leaf"], "signed", 1))
    count(house, (tree["twig"], "signed", 1))
    fold()
    assert fold() == 0
    assert whole(house, tree["left"]) == 2


def test_a_rebuild_mends_what_is_wrong_and_says_how_much(house: Institution, tree: Tree) -> None:
    count(house, (tree["leaf"], "signed", 2))
    fold()
    Count.objects.filter(unit=tree["leaf"]).update(own=7)
    Count.objects.filter(unit=tree["top"]).update(whole=9)
    count(house, (tree["twig"], "signed", 1))
    truth = {(tree["leaf"].pk, "signed"): 2, (tree["twig"].pk, "signed"): 1}
    assert rebuild(institution=house, board=BOARD, own=truth) == 2
    assert rebuild(institution=house, board=BOARD, own=truth) == 0
    assert whole(house, tree["top"]) == 3


def test_a_moved_unit_takes_its_counts_along(house: Institution, tree: Tree) -> None:
    count(house, (tree["leaf"], "signed", 4))
    fold()
    move_unit(unit=tree["leaf"], parent=tree["right"], by=BY, at=AT)
    assert reroll(institution=house, board=BOARD) > 0
    assert whole(house, tree["left"]) == 0
    assert whole(house, tree["right"]) == 4
    assert whole(house, tree["top"]) == 4


def test_posting_costs_the_same_for_one_person_and_for_a_season(
    house: Institution, tree: Tree
) -> None:
    with CaptureQueriesContext(connection) as asked:
        count(house, *[(tree["leaf"], f"m{n}", 1) for n in range(10)])
    statements = [q["sql"] for q in asked.captured_queries if "SAVEPOINT" not in q["sql"]]
    assert sum("SELECT" in s for s in statements) <= 1


def test_boards_of_several_institutions_are_folded_together_and_kept_apart(
    house: Institution, tree: Tree
) -> None:
    other = open_house("99.72")
    twin = grow(other, root(other), "daun")
    count(house, (tree["leaf"], "signed", 2), (tree["right"], "late", 1))
    count(house, (tree["leaf"], "signed", 5), board="circular:1")
    count(other, (twin, "signed", 7))
    fold()
    assert wholes(house, BOARD)[tree["top"].pk] == {"signed": 2, "late": 1}
    assert wholes(house, "circular:1")[tree["left"].pk] == {"signed": 5}
    assert wholes(other, BOARD)[twin.pk] == {"signed": 7}


def test_a_change_and_its_opposite_in_two_acts_come_to_nothing(
    house: Institution, tree: Tree
) -> None:
    count(house, (tree["leaf"], "signed", 1), (tree["twig"], "signed", 1))
    count(house, (tree["leaf"], "signed", -1))
    assert whole(house, tree["leaf"]) == 0
    assert whole(house, tree["left"]) == whole(house, tree["top"]) == 1


def test_a_rebuild_of_one_board_leaves_what_waits_for_another(
    house: Institution, tree: Tree
) -> None:
    count(house, (tree["leaf"], "signed", 3), board="circular:1")
    count(house, (tree["leaf"], "signed", 1))
    truth = {(tree["leaf"].pk, "signed"): 1}
    assert rebuild(institution=house, board=BOARD, own=truth) == 0
    assert whole(house, tree["top"]) == 1
    assert wholes(house, "circular:1")[tree["top"].pk] == {"signed": 3}


def test_the_tops_of_all_institutions_are_read_in_one_statement(
    house: Institution, tree: Tree
) -> None:
    other, silent = open_house("99.72"), open_house("99.73")
    count(house, (tree["leaf"], "signed", 2), (tree["right"], "late", 1))
    count(house, (tree["leaf"], "signed", 9), board="circular:1")
    count(other, (root(other), "signed", 7), board="pact:2")
    fold()
    with CaptureQueriesContext(connection) as asked:
        found = roots({house.pk: BOARD, other.pk: "pact:2", silent.pk: "pact:3"})
    assert found == {house.pk: {"signed": 2, "late": 1}, other.pk: {"signed": 7}}
    assert len(asked) == 1


def test_the_top_of_a_board_of_another_institution_is_not_read(
    house: Institution, tree: Tree
) -> None:
    other = open_house("99.72")
    count(house, (tree["leaf"], "signed", 2))
    fold()
    assert roots({other.pk: BOARD}) == {}
    assert roots({}) == {}


paths = st.lists(st.integers(1, 30), min_size=1, max_size=4, unique=True)


@given(st.dictionaries(st.integers(31, 60), paths, min_size=1, max_size=8), st.data())
def test_what_is_rolled_up_equals_a_sum_over_the_subtree(
    above: dict[int, list[int]], data: st.DataObject
) -> None:
    trees = {unit: "/".join(map(str, [*up, unit])) + "/" for unit, up in above.items()}
    own = data.draw(
        st.dictionaries(
            st.tuples(st.sampled_from(sorted(trees)), st.sampled_from(["a", "b"])),
            st.integers(-50, 50),
        )
    )
    truth: dict[tuple[int, str], int] = defaultdict(int)
    for (unit, measure), amount in own.items():
        for each in unit_ids(trees[unit]):
            truth[each, measure] += amount
    assert rolled(own, trees) == dict(truth)


@given(st.lists(st.tuples(st.integers(1, 3), st.sampled_from("ab"), st.integers(-3, 3))))
def test_summing_changes_keeps_their_sum_and_drops_nothing_else(
    changes: list[tuple[int, str, int]],
) -> None:
    total = summed(changes)
    assert sum(total.values()) == sum(amount for _, _, amount in changes)
    assert 0 not in total.values()
