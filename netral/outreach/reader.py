"""Reading the courses, which are data with their sources."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from netral.kernel.tables import Table
from netral.rules.core import Confidence
from netral.rules.core.base import Words

FILE: Final = Path(__file__).parent / "data" / "courses.toml"
STAGES: Final = ("before", "after")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One short lesson; it is shown in the stages named, or always."""

    code: str
    title: Words
    text: Words
    source: str
    confidence: Confidence
    stages: tuple[str, ...]

    @property
    def verified(self) -> bool:
        """Tell whether a source was found for it."""
        return not self.confidence.startswith("memory")


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The lessons of a role, and how its quiz is drawn and passed."""

    code: str
    name: Words
    pass_percent: int
    questions: int
    acts: tuple[str, ...]  # topics of acts that are asked first
    lessons: tuple[Lesson, ...]

    def for_stage(self, stage: str) -> list[Lesson]:
        """Return the lessons of a stage; where the calendar knows none, all of them."""
        return [
            each for each in self.lessons if not (stage and each.stages) or stage in each.stages
        ]


@cache
def courses() -> Mapping[str, Course]:
    """Return the courses by code.

    Raises:
        BadTable: the file says too much, too little or nonsense.
    """
    return read(FILE.read_text(encoding="utf-8"))


def read(text: str) -> dict[str, Course]:
    """Read a file of courses."""
    file = Table.of_file("courses.toml", text)
    lessons = {lesson.code: lesson for lesson in map(_lesson, file.tables("lesson"))}
    found = [_course(table, lessons) for table in file.tables("course")]
    file.end()
    return {course.code: course for course in found}


def _lesson(table: Table) -> Lesson:
    made = Lesson(
        code=table.text("code"),
        title=Words(table.text("title_id"), table.text("title_en")),
        text=Words(table.text("text_id"), table.text("text_en")),
        source=table.text("source"),
        confidence=table.word("confidence", Confidence),
        stages=table.codes("stages", STAGES, may_lack=True),
    )
    table.end()
    return made


def _course(table: Table, lessons: Mapping[str, Lesson]) -> Course:
    percent, questions = table.number("pass_percent"), table.number("questions")
    made = Course(
        code=table.text("code"),
        name=Words(table.text("name_id"), table.text("name_en")),
        pass_percent=percent,
        questions=questions,
        acts=table.texts("acts"),
        lessons=tuple(lessons[code] for code in table.codes("lessons", lessons)),
    )
    table.end()
    return made
