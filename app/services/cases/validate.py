"""An answer against the item or fact it answers: what cannot be kept is refused at its place, all problems at once.

Places are named ``A13`` (the value), ``A13.as_of``, ``A13.sources``, ``A13.reason``, ``A13.note``, ``A13.comment``,
``A13.details.<key>`` and ``A13.rows.<n>.<key>`` (rows count from 0). A value outside the plausible range is kept: the
prudence check asks for a comment (domain.md §4, four principles).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.models.domain.answers import Answer
from app.models.domain.enums import AnswerState, ScoringKind, ValueKind
from app.models.domain.errors import ProblemList, UserError
from app.models.domain.methodology import Choice, Fact, Item, Methodology
from app.services.typed_text import LINE, TEXT, check_text

MAX_ROWS = 200
MAX_SOURCES = 12
HIGHEST = Decimal(10) ** 18
MOST_PLACES = 10
FIRST_DAY, LAST_DAY = date(1800, 1, 1), date(2200, 12, 31)

_NUMBERS = frozenset({ValueKind.NUM, ValueKind.MONEY, ValueKind.PCT, ValueKind.INT})


@dataclass(frozen=True, slots=True)
class Question:
    """What item and fact have in common for the check of an answer."""

    id: str
    kind: ValueKind
    choices: tuple[Choice, ...] = ()
    steps: bool = False                # scored by a step 0…5
    computed: bool = False             # X is computed, never typed
    table: bool = False                # the details are rows
    details: frozenset[str] = frozenset()

    @classmethod
    def of(cls, row: Item | Fact) -> Question:
        """The question behind an item or a fact."""
        if isinstance(row, Fact):
            return cls(row.id, row.kind)
        return cls(
            row.id, row.kind, row.choices, row.scoring.kind is ScoringKind.STEPS, row.source == "expr",
            row.rows, frozenset(detail.key for detail in row.details),
        )


def questions(m: Methodology) -> dict[str, Question]:
    """Every question of a methodology by its id."""
    found = [Question.of(item) for item in m.items] + [Question.of(fact) for fact in m.facts]
    return {question.id: question for question in found}


def check_answers(m: Methodology, answers: tuple[Answer, ...], today: date) -> None:
    """Raise ProblemList ``answer.problems`` with every problem of all answers; nothing when there is none."""
    known = questions(m)
    sources = frozenset(source.key for source in m.sources)
    problems: list[UserError] = []
    for answer in answers:
        question = known.get(answer.item)
        if question is None:
            problems.append(UserError("answer.unknown_item", answer.item[:LINE], item=answer.item[:LINE]))
        else:
            problems.extend(answer_problems(question, answer, sources, today))
    if problems:
        raise problems[0] if len(problems) == 1 else ProblemList("answer.problems", tuple(problems))


def answer_problems(question: Question, answer: Answer, sources: frozenset[str], today: date) -> Iterator[UserError]:
    """Every problem of one answer."""
    yield from _state_problems(question, answer)
    if answer.state is AnswerState.VALUE and answer.value is not None and not question.computed:
        yield from _value_problems(question, answer.value)
    yield from _around_problems(question, answer, sources, today)
    yield from _detail_problems(question, answer)


def _state_problems(question: Question, answer: Answer) -> Iterator[UserError]:
    state, place = answer.state, question.id
    if state is AnswerState.VALUE:
        if question.computed:
            yield UserError("answer.computed", place, item=place)
        elif answer.value is None and not (answer.rows and not question.steps):
            yield UserError("answer.no_value", place, item=place)
    elif answer.value is not None:
        yield UserError("answer.value_without_state", place, item=place)
    if state is AnswerState.NOT_APPLICABLE and not answer.reason.strip():
        yield UserError("answer.reason_needed", f"{place}.reason", item=place)


def _value_problems(question: Question, value: object) -> Iterator[UserError]:
    place, kind = question.id, question.kind
    if question.choices:
        if not isinstance(value, str) or value not in {choice.key for choice in question.choices}:
            yield UserError("answer.not_a_choice", place, item=place, value=str(value)[:40])
    elif question.steps:
        if not isinstance(value, Decimal) or value not in {Decimal(step) for step in range(6)}:
            yield UserError("answer.not_a_step", place, item=place, value=str(value)[:40])
    elif kind is ValueKind.YN:
        if not isinstance(value, bool):
            yield UserError("answer.not_yes_or_no", place, item=place)
    elif kind is ValueKind.DATE:
        yield from _date_problems(place, value)
    elif kind in _NUMBERS or isinstance(value, Decimal):
        yield from _number_problems(question, value)
    elif not isinstance(value, str):
        yield UserError("answer.not_a_text", place, item=place)
    else:
        yield from _text_problems(value, place, TEXT)


def _date_problems(place: str, value: object) -> Iterator[UserError]:
    if not isinstance(value, date):
        yield UserError("answer.not_a_date", place, item=place)
    elif not FIRST_DAY <= value <= LAST_DAY:
        yield UserError("date.out_of_range", place, text=value.isoformat(), first=FIRST_DAY.year, last=LAST_DAY.year)


def _number_problems(question: Question, value: object) -> Iterator[UserError]:
    place = question.id
    if not isinstance(value, Decimal) or not value.is_finite():
        yield UserError("answer.not_a_number", place, item=place)
    elif abs(value) >= HIGHEST or -int(value.as_tuple().exponent) > MOST_PLACES:
        yield UserError("answer.number_size", place, item=place, places=MOST_PLACES)
    elif question.kind is ValueKind.INT and value != value.to_integral_value():
        yield UserError("answer.not_whole", place, item=place)
    elif value < 0 and question.kind is ValueKind.INT:
        yield UserError("answer.negative", place, item=place)


def _around_problems(question: Question, answer: Answer, sources: frozenset[str], today: date) -> Iterator[UserError]:
    place = question.id
    if answer.as_of is not None:
        if answer.as_of > today:
            yield UserError("answer.as_of_future", f"{place}.as_of", item=place, day=answer.as_of)
        elif answer.as_of < FIRST_DAY:
            yield UserError(
                "date.out_of_range", f"{place}.as_of", text=answer.as_of.isoformat(), first=FIRST_DAY.year, last=LAST_DAY.year
            )
    unknown = [source for source in answer.sources if source not in sources]
    if unknown:
        yield UserError("answer.unknown_source", f"{place}.sources", item=place, source=unknown[0][:40])
    if len(set(answer.sources)) != len(answer.sources) or len(answer.sources) > MAX_SOURCES:
        yield UserError("answer.repeated_source", f"{place}.sources", item=place)
    for name, text in (("note", answer.note), ("comment", answer.comment), ("reason", answer.reason)):
        yield from _text_problems(text, f"{place}.{name}", TEXT)


def _detail_problems(question: Question, answer: Answer) -> Iterator[UserError]:
    cells = [(f"details.{key}", key, text) for key, text in answer.details.items()]
    cells += [(f"rows.{n}.{key}", key, text) for n, row in enumerate(answer.rows) for key, text in row.items()]
    for where, key, text in cells:
        place = f"{question.id}.{where}"[:LINE]
        if key not in question.details:
            yield UserError("answer.unknown_detail", place, item=question.id, detail=key[:40])
        else:
            yield from _text_problems(text, place, TEXT)
    if answer.rows and not question.table:
        yield UserError("answer.no_rows", question.id, item=question.id)
    if len(answer.rows) > MAX_ROWS:
        yield UserError("answer.too_many_rows", question.id, item=question.id, limit=MAX_ROWS)


def _text_problems(text: str, place: str, limit: int) -> Iterator[UserError]:
    try:
        check_text(text, place, limit)
    except UserError as problem:
        yield problem
