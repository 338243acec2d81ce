"""Answers pasted from a spreadsheet: a column with the question (its number or its name), one with the answer, maybe a note."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app import numbers
from app.models.domain.answers import Answer, Value
from app.models.domain.enums import AnswerState, ScoringKind, ValueKind
from app.models.domain.errors import UserError
from app.models.domain.labels import LANGUAGES, Labels
from app.texts import Texts
from app.ui.forms.step_scale import STEPS
from app.ui.screens.case.editors import LONGEST_TEXT, UNIT_CODES
from app.ui.screens.case.sections import Question

LONGEST_PASTE = 2000


@dataclass(frozen=True, slots=True)
class Pasted:
    """One pasted line. ``question`` None: no question of that name; ``problem``: why the answer cannot be taken."""

    said: str
    text: str
    note: str = ""
    question: Question | None = None
    value: Value | None = None
    problem: UserError | None = None

    @property
    def taken(self) -> bool:
        """Whether the answer can be taken over."""
        return self.question is not None and self.problem is None


def read(text: str, questions: Sequence[Question], lang: str) -> tuple[Pasted, ...]:
    """Every pasted line with two cells or more. UserError ``ui.case.paste.nothing`` when there is none.

    A question that is named twice is refused the second time; empty answers are left out.
    """
    lines = [[cell.strip() for cell in line.split("\t")] for line in text.splitlines()]
    lines = [cells for cells in lines if len(cells) > 1 and cells[0] and cells[1]]
    if not lines or len(lines) > LONGEST_PASTE:
        raise UserError("ui.case.paste.nothing", limit=LONGEST_PASTE)
    names = _names(questions)
    found: list[Pasted] = []
    seen: set[str] = set()
    for cells in lines:
        one = _line(cells, names, lang)
        name = one.question.id if one.question is not None else ""
        if name in seen:
            one = replace(one, value=None, problem=UserError("ui.case.paste.twice"))
        seen |= {name} - {""}
        found.append(one)
    return tuple(found)


def answer_of(pasted: Pasted, answer: Answer) -> dict[str, object]:
    """The fields of ``answer`` that a pasted line changes."""
    fields: dict[str, object] = {"value": pasted.value, "state": AnswerState.VALUE}
    if pasted.note:
        fields["note"] = pasted.note if not answer.note else f"{answer.note}\n{pasted.note}"
    return fields


def value_of(question: Question, text: str, lang: str) -> Value:
    """The value that ``text`` means for a question. UserError when it cannot be read for certain."""
    if question.kind is ValueKind.TABLE or question.computed:
        raise UserError("ui.case.paste.not_typed")
    if question.choices:
        return _choice(question, text)
    if question.scoring is ScoringKind.STEPS:
        return _step(text, lang)
    if question.kind is ValueKind.YN:
        return _yes_no(text)
    if question.kind is ValueKind.DATE:
        return numbers.parse_date(text, lang)
    if question.number:
        return _figure(question, text, lang)
    if len(text) > LONGEST_TEXT:
        raise UserError("ui.field.too_long", length=len(text), limit=LONGEST_TEXT)
    return text


def same(left: Value | None, right: Value | None) -> bool:
    """Whether two values say the same; a number is not the same as a text of that number."""
    return type(left) is type(right) and left == right


# ----------------------------------------------------------------------------------------------------------------------


def _line(cells: list[str], names: dict[str, Question], lang: str) -> Pasted:
    said, text, note = cells[0], cells[1], cells[2] if len(cells) > 2 else ""
    question = names.get(_plain(said)) or names.get(_plain(said.split(" ")[0].rstrip(".:)")))
    if question is None:
        return Pasted(said, text, note)
    try:
        return Pasted(said, text, note, question, value_of(question, text, lang))
    except UserError as problem:
        return Pasted(said, text, note, question, None, problem)


def _names(questions: Iterable[Question]) -> dict[str, Question]:
    """Number and names in three languages; a name that two questions share means neither."""
    found: dict[str, list[Question]] = {}
    for question in questions:
        for name in {_plain(question.id), *(_plain(question.label.get(lang)) for lang in LANGUAGES)}:
            found.setdefault(name, []).append(question)
    return {name: meant[0] for name, meant in found.items() if len(meant) == 1}


def _plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").casefold().split())


def _choice(question: Question, text: str) -> str:
    wanted = _plain(text)
    for choice in question.choices:
        if wanted in (_plain(choice.key), *_in_all(choice.label)) or (choice.step is not None and wanted == str(choice.step)):
            return choice.key
    raise UserError("ui.case.paste.no_choice", text=text[:60])


def _step(text: str, lang: str) -> Decimal:
    wanted = _plain(text)
    for step in range(STEPS + 1):
        if wanted == str(step) or any(wanted == _plain(Texts.load(one)(f"ui.case.step.{step}")) for one in LANGUAGES):
            return Decimal(step)
    raise UserError("ui.case.paste.no_step", text=text[:60], steps=STEPS)


def _yes_no(text: str) -> bool:
    wanted = _plain(text)
    for says, key in ((True, "ui.yes"), (False, "ui.no")):
        words = {_plain(Texts.load(lang)(key)) for lang in LANGUAGES}
        if wanted in words or wanted in {word[:1] for word in words if word.isascii()} or wanted == ("1" if says else "0"):
            return says
    raise UserError("ui.case.paste.no_yes_no", text=text[:60])


def _figure(question: Question, text: str, lang: str) -> Decimal:
    parse = {ValueKind.MONEY: numbers.parse_amount, ValueKind.PCT: numbers.parse_percent}.get(question.kind, numbers.parse_number)
    figure = parse(text, lang)
    wanted = "%" if question.kind is ValueKind.PCT else UNIT_CODES.get(question.unit, "")
    if figure.unit and figure.unit != wanted:
        raise UserError("ui.field.other_unit" if wanted else "ui.field.no_unit", typed=figure.unit, wanted=wanted)
    if figure.ambiguous:
        raise UserError("ui.case.paste.doubtful", text=text[:60])
    return figure.value


def _in_all(label: Labels) -> tuple[str, ...]:
    return tuple(_plain(label.get(lang)) for lang in LANGUAGES)


