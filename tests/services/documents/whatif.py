"""Changes of one input, made in the workbook and in the input of the rating alike, so that both answers can be compared."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from app.models.domain.answers import Answer
from app.models.domain.enums import AnswerState, ValueKind
from app.models.domain.methodology import Card, Item, Methodology
from app.models.domain.rating import RatingInput, RatingResult
from app.services.documents import render_dossier_xlsx
from app.services.documents.content import DossierContent
from app.services.documents.wording import Wording
from app.services.rating import rate
from tests.services.documents.workbooks import edited, row_of, same

_NUMBERS = (ValueKind.NUM, ValueKind.PCT, ValueKind.INT, ValueKind.MONEY)


@dataclass
class Case:
    """A dossier as workbook and as input, and what has been changed in both."""

    content: DossierContent
    data: bytes = b""
    m: Methodology = field(init=False)
    given: RatingInput = field(init=False)
    changes: list[tuple[str, str, object]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.data = self.data or render_dossier_xlsx(self.content)
        self.m, self.given = self.content.workings.methodology, self.content.workings.given
        self.w = Wording(self.content.lang)
        book = openpyxl.load_workbook(io.BytesIO(self.data))
        self.sheets: dict[str, Worksheet] = {
            key: book[self.w(f"sheet.{key}")] for key in ("areas", "statements", "scoring", "five_c", "limits")
        }
        self.card: Card = self.m.card(rate(self.m, self.given, with_interval=False).card)

    def fresh(self) -> Case:
        """The same dossier without changes."""
        return Case(self.content, self.data)

    def workbook(self) -> bytes:
        """The workbook with the changes typed in."""
        return edited(self.data, *self.changes)

    def result(self) -> RatingResult:
        """The program's rating of the changed input."""
        return rate(self.m, self.given, with_interval=False)

    def _type(self, key: str, column: str, row: int, value: Decimal | int) -> None:
        number = int(value) if value == int(value) else float(value)
        self.changes.append((self.w(f"sheet.{key}"), f"{column}{row}", number))

    def answer(self, item: str, value: Decimal | str | bool) -> Case:
        """Answer an item or a fact: a number, the key of a choice, or yes and no."""
        areas, lang = self.sheets["areas"], self.content.lang
        fact = next((row for row in self.m.facts if row.id == item), None)
        row = row_of(areas, item) if fact is None else row_of(areas, fact.label.get(lang), 2)
        kind = fact.kind if fact is not None else self.m.item(item).kind
        if kind in _NUMBERS:
            assert isinstance(value, Decimal)
            self._type("areas", "C", row, value)
        elif isinstance(value, str):
            step = next(choice.step for choice in self.m.item(item).choices if choice.key == value)
            assert step is not None
            self._type("areas", "D", row, step)
        else:
            self._type("areas", "D", row, int(value))
        old = self.given.answers.get(item, Answer(item))
        changed = replace(old, state=AnswerState.VALUE, value=value)
        self.given = replace(self.given, answers={**self.given.answers, item: changed})
        return self

    def line(self, key: str, value: Decimal, back: int = 0) -> Case:
        """Change a typed amount of the newest year, or ``back`` years before."""
        place = len(self.given.statements) - 1 - back
        statement = self.given.statements[place]
        sheet = self.sheets["statements"]
        heads = row_of(sheet, self.w("head.line"))
        day = self.w.day(statement.end)
        column = next(n for n in range(3, sheet.max_column + 1) if sheet.cell(heads, n).value == day)
        self._type("statements", get_column_letter(column), row_of(sheet, key, 2), value)
        changed = replace(statement, values={**statement.values, key: value})
        before, after = self.given.statements[:place], self.given.statements[place + 1 :]
        self.given = replace(self.given, statements=(*before, changed, *after))
        return self

    def c_weight(self, place: int, value: Decimal) -> Case:
        """Change the weight of the C at ``place`` of the card."""
        c = self.card.weights[place]
        self._type("five_c", "D", row_of(self.sheets["five_c"], self.w.c(c.c)), value)
        self.given = replace(self.given, weights={**self.given.weights, c.c.value: value})
        return self

    def row_weight(self, place: int, sub: int, value: Decimal) -> Case:
        """Change the weight of a row inside a C."""
        c = self.card.weights[place]
        row = c.subs[sub]
        sheet, name = self.sheets["five_c"], self.w.c(c.c)
        label = row.label.get(self.content.lang)
        found = next(n for n in range(1, 60) if (sheet.cell(n, 1).value, sheet.cell(n, 2).value) == (name, label))
        self._type("five_c", "D", found, value)
        subs = tuple(replace(one, weight=value) if one is row else one for one in c.subs)
        self._card(replace(self.card, weights=tuple(replace(c, subs=subs) if one is c else one for one in self.card.weights)))
        return self

    def item_weight(self, place: int, sub: int, item: int, value: Decimal) -> Case:
        """Change the weight of an item inside its row."""
        c = self.card.weights[place]
        row = c.subs[sub]
        self._type("scoring", "O", row_of(self.sheets["scoring"], row.items[item]), value)
        own = list(row.item_weights or (Decimal(1),) * len(row.items))
        own[item] = value
        subs = tuple(replace(one, item_weights=tuple(own)) if one is row else one for one in c.subs)
        self._card(replace(self.card, weights=tuple(replace(c, subs=subs) if one is c else one for one in self.card.weights)))
        return self

    def _card(self, card: Card) -> None:
        cards = tuple(card if one.key == card.key else one for one in self.m.cards)
        self.m, self.card = replace(self.m, cards=cards), card

    def requested(self, value: Decimal) -> Case:
        """Change the limit that the customer asks for."""
        self._type("limits", "D", row_of(self.sheets["limits"], self.w("summary.requested")), value)
        self.given = replace(self.given, requested_limit=value)
        return self

    def security(self, value: Decimal) -> Case:
        """Change the value of the first security."""
        row = row_of(self.sheets["limits"], self.w("head.security")) + 1
        self._type("limits", "D", row, value)
        first, *others = self.given.guarantees
        self.given = replace(self.given, guarantees=(replace(first, value=value), *others))
        return self


def by_chance(case: Case, seed: int) -> Case:
    """One to four changes of any kind."""
    rng = random.Random(seed)
    makers: list[Callable[[], object]] = [
        lambda: _some_answer(case, rng),
        lambda: _some_answer(case, rng),
        lambda: _some_fact(case, rng),
        lambda: case.requested(Decimal(rng.randint(1, 4_000_000))),
    ]
    if case.given.statements:
        makers += [lambda: _some_line(case, rng)] * 3
    if case.given.guarantees:
        makers.append(lambda: case.security(Decimal(rng.randint(0, 5_000_000))))
    if not case.card.flat:
        makers += [
            lambda: case.c_weight(rng.randrange(5), Decimal(rng.randint(0, 60))),
            lambda: _some_row(case, rng),
        ]
    for _ in range(rng.choice((1, 1, 2, 4))):
        rng.choice(makers)()
    return case


def _some_answer(case: Case, rng: random.Random) -> None:
    items = [item for item in case.m.items if item.source != "expr" and _can_change(case, item)]
    item = rng.choice(items)
    if item.kind in _NUMBERS:
        case.answer(item.id, Decimal(rng.randint(0, 150)))
    elif item.kind is ValueKind.YN:
        case.answer(item.id, rng.random() < 0.5)
    else:
        case.answer(item.id, rng.choice([choice.key for choice in item.choices if choice.step is not None]))


def _can_change(case: Case, item: Item) -> bool:
    answer = case.given.answers.get(item.id)
    if answer is not None and answer.state is AnswerState.NOT_APPLICABLE:
        return False
    steps = any(choice.step is not None for choice in item.choices)
    return item.kind in (*_NUMBERS, ValueKind.YN) or (item.kind is ValueKind.CHOICE and steps)


def _some_fact(case: Case, rng: random.Random) -> None:
    fact = rng.choice(case.m.facts)
    case.answer(fact.id, Decimal(rng.randint(0, 200)) if fact.kind in _NUMBERS else rng.random() < 0.7)


def _some_line(case: Case, rng: random.Random) -> None:
    statement = case.given.statements[-1]
    shown = {row[0].value for row in case.sheets["statements"].iter_rows(min_col=2, max_col=2)}
    key = rng.choice([key for key in statement.values if key in shown])
    factor = Decimal(rng.choice(("0", "0.3", "0.9", "1.2", "3", "-1")))
    case.line(key, (statement.values[key] * factor).quantize(Decimal("0.01")))


def _some_row(case: Case, rng: random.Random) -> None:
    place = rng.choice([n for n, c in enumerate(case.card.weights) if c.subs])
    case.row_weight(place, rng.randrange(len(case.card.weights[place].subs)), Decimal(rng.randint(0, 60)))


def disagreements(case: Case, after: openpyxl.Workbook) -> list[str]:
    """Where the recalculated workbook and the program's rating of the changed input say different things."""
    result, w = case.result(), case.w
    sheet = after[w("sheet.summary")]
    expected: dict[str, object] = {w("summary.completeness"): float(result.completeness)}
    expected[w("xlsx.points_now")] = result.warning_points
    words = w("not_rated")
    expected[w("summary.score")] = float(result.score) if result.rated else words
    expected[w("xlsx.grade_now")] = result.grade.name if result.rated else words
    expected[w("xlsx.limit_now")] = float(result.limit.amount) if result.rated else words
    found = []
    for name, value in expected.items():
        got = sheet.cell(row_of(sheet, name), 2).value
        if not same(value, got):
            found.append(f"{name}: program {value!r}, workbook {got!r}, after {case.changes}")
    return found


def errors_in(after: openpyxl.Workbook) -> list[str]:
    """Cells that say #DIV/0! or the like."""
    return [
        f"{sheet.title}!{cell.coordinate}: {cell.value}"
        for sheet in after
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "e" or (isinstance(cell.value, str) and cell.value.startswith("#"))
    ]
