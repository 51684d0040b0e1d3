"""Drawing and marking a quiz: the pure part."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.kernel.tables import BadTable
from netral.outreach import reader
from netral.outreach.core.quiz import Choice, Question, draw, has_passed, marked
from netral.outreach.reader import courses

CHOICES = st.sampled_from(Choice)


@st.composite
def pools(draw_: st.DrawFn) -> list[Question]:
    rows = draw_(
        st.lists(
            st.tuples(st.integers(0, 11), CHOICES, st.booleans(), st.booleans()),
            max_size=16,
        )
    )
    return [
        Question(
            key=f"k{n}", act=f"topik{act % 3}.{act}", answer=answer,
            clauses=("SE.X#1",) if local else (), publication=f"p{n}" if told else "",
        )
        for n, (act, answer, local, told) in enumerate(rows)
    ]  # fmt: skip


@given(pool=pools(), seed=st.binary(max_size=32), count=st.integers(1, 8))
def test_a_draw_is_settled_by_its_seed_and_repeats_nothing(
    pool: list[Question], seed: bytes, count: int
) -> None:
    drawn = draw(pool, seed, count)
    assert drawn == draw(list(reversed(pool)), seed, count)
    keys = [each.key for each in drawn]
    assert len(set(keys)) == len(keys) <= count
    assert set(keys) <= {each.key for each in pool}
    told = sum(bool(each.publication) for each in drawn)
    assert told <= 2
    plain = sum(not each.publication for each in pool)
    assert len(drawn) == min(count, plain + min(2, len(pool) - plain))


@given(pool=pools(), seed=st.binary(min_size=1, max_size=32))
def test_no_answer_is_always_right_where_the_pool_has_another(
    pool: list[Question], seed: bytes
) -> None:
    plain = [each for each in pool if not each.publication]
    drawn = draw(plain, seed, 6)
    lawful = {Choice.MAY, Choice.MAY_IF}
    known = sum(each.answer in lawful for each in plain)
    assert sum(each.answer in lawful for each in drawn) >= min(2, known)
    silent = sum(each.answer is Choice.SILENT for each in drawn)
    assert silent <= max(1, 6 - sum(each.answer is not Choice.SILENT for each in plain))
    local = sum(bool(each.clauses) for each in plain)
    assert sum(bool(each.clauses) for each in drawn) >= min(2, local)


def many(count: int) -> Sequence[Question]:
    return [
        Question(key=f"k{n}", act=f"a.{n}", answer=Choice(list(Choice)[n % 3]))
        for n in range(count)
    ]


def test_a_second_try_asks_other_questions_while_there_are_any() -> None:
    first = draw(many(20), b"1", 6)
    second = draw(many(20), b"2", 6, avoid=[each.key for each in first])
    assert not {each.key for each in first} & {each.key for each in second}
    assert len(draw(many(6), b"3", 6, avoid=[each.key for each in many(6)])) == 6


def test_the_topics_of_a_role_come_first() -> None:
    pool = [*many(12), Question(key="x", act="medsos.like", answer=Choice.MAY_NOT)]
    assert "x" in {each.key for each in draw(pool, b"1", 4, preferred=["medsos"])}


@given(answers=st.lists(st.tuples(CHOICES, CHOICES), min_size=1, max_size=8))
def test_a_pass_is_four_of_five(answers: list[tuple[Choice, Choice]]) -> None:
    drawn = [Question(key=str(n), act="a.b", answer=a) for n, (a, _) in enumerate(answers)]
    marks = marked(drawn, {str(n): said for n, (_, said) in enumerate(answers)})
    right = sum(a is said for a, said in answers)
    assert sum(mark.right for mark in marks) == right
    assert has_passed(marks, 80) is (5 * right >= 4 * len(answers))
    assert all(mark.stored()["right"] is mark.right for mark in marks)


def test_nothing_answered_is_never_a_pass() -> None:
    assert not has_passed([], 80)
    with pytest.raises(KeyError):
        marked(many(2), {"k0": Choice.MAY})


def test_the_courses_are_four_with_sources_in_both_languages() -> None:
    assert set(courses()) == {"staff", "head", "field", "bumd"}
    for course in courses().values():
        assert 5 <= course.questions <= 8
        for stage in ("", "before", "after"):
            assert 3 <= len(course.for_stage(stage)) <= 5
        for lesson in course.lessons:
            assert lesson.source
            assert len(lesson.text.indonesian.split()) > 15
            assert len(lesson.text.english.split()) > 15


def test_what_is_only_remembered_is_not_called_verified() -> None:
    lessons = {each.code: each for course in courses().values() for each in course.lessons}
    assert not lessons["company"].verified
    assert lessons["media"].verified


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("pass_percent = 80", 'pass_percent = "80"'),
        ('lessons = ["why", "company"', 'lessons = ["why", "nothing"'),
        ('stages = ["before"]', 'stages = ["earlier"]'),
        ('confidence = "found"', 'confidence = "sure"'),
        ('code = "why"', 'code = "why"\nextra = 1'),
    ],
)
def test_a_file_that_says_nonsense_is_refused(old: str, new: str) -> None:
    text = reader.FILE.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(BadTable):
        reader.read(text.replace(old, new, 1))
