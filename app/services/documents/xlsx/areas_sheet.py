"""The sheet of answers and facts, with the column X that the scoring and the rules read."""

from __future__ import annotations

from decimal import Decimal

from app.models.domain.answers import Answer
from app.models.domain.enums import AnswerState, ScoringKind, ValueKind
from app.models.domain.methodology import Fact
from app.services.documents.content import FactContent, ItemContent
from app.services.documents.xlsx.sheets import GROUP, INPUT, QUIET, Book, Sheet, Value
from app.services.rating.scoring import raw_x

_NO, _ITEM, _FOUND, _X = range(4)
_NUMBERS = (ValueKind.NUM, ValueKind.PCT, ValueKind.INT, ValueKind.MONEY)
_HEADS = ("no", "item", "found", "x", "unit", "as_of", "sources", "check", "note", "by", "second", "sample")


def areas(book: Book, sheet: Sheet) -> None:
    """Every answer with its source, then every fact that a rule asks for."""
    w = book.w
    sheet.title(w("sheet.areas"), w("xlsx.areas_note"))
    sheet.heads([w(f"head.{key}") for key in _HEADS], freeze=True, repeat=True, numbers=(_X,))
    typed = {item.id for item in book.m.items if item.source != "expr"}
    for area in book.content.areas:
        counted = w("answered_of", answered=area.answered, total=area.total) if area.total else ""
        _group(sheet, w(f"area.{area.area.value}"), counted)
        for item in area.items:
            if item.id in typed:
                _answer(book, sheet, item)
    _group(sheet, w("facts.title"), w("xlsx.facts_note"))
    known = {fact.id: fact for fact in book.content.facts}
    for fact in book.m.facts:
        _fact(book, sheet, fact, known.get(fact.id))


def _group(sheet: Sheet, name: str, counted: str) -> None:
    """The heading of an area, over the whole width."""
    for column in range(len(_HEADS)):
        text = name if column == _NO else counted if column == _FOUND else ""
        sheet.put(column, text, bold=True, bg_color=GROUP, text_wrap=False, valign="vcenter")
    sheet.row += 1


def _answer(book: Book, sheet: Sheet, item: ItemContent) -> None:
    w, definition = book.w, book.m.item(item.id)
    answer = book.content.workings.given.answers.get(item.id, Answer(item.id))
    x = raw_x(definition, answer.value, book.content.workings.given.as_of) if answer.state is AnswerState.VALUE else None
    found: Value = item.value if answer.state is AnswerState.VALUE else w(f"state.{answer.state.value}")
    if item.computed:
        found = w("xlsx.computed")
    texts = [f"{label}: {text}" for label, text in item.details]
    texts += [w("item.reason", text=item.reason)] if item.reason else []
    texts += [w("item.comment", text=item.comment)] if item.comment else []
    texts += [item.note] if item.note else []
    changes = answer.state is not AnswerState.NOT_APPLICABLE and item.kind not in (ValueKind.TEXT, ValueKind.DOC, ValueKind.TABLE)
    sheet.put(_NO, item.id)
    sheet.put(_ITEM, item.label)
    if item.kind in _NUMBERS and item.standard.kind is not ScoringKind.STEPS:
        _number(book, sheet, found if x is None or item.computed else x, x, changes)
    else:
        if isinstance(found, str):
            sheet.long(_FOUND, found)
        else:
            sheet.put(_FOUND, found, align="left")
        sheet.put(_X, x, "0.####", **({"bg_color": INPUT} if changes or x is not None else {}))
    rest: list[Value] = [book.unit(item.unit), item.as_of, ", ".join(item.sources), w.check(item.check), "\n".join(texts)]
    rest += [item.by, item.second_by, w("sample.short") if item.sample else ""]
    _rest(sheet, rest)
    book.places.answers[item.id] = sheet.ref(sheet.row, _X)
    sheet.end()


def _number(book: Book, sheet: Sheet, found: Value, x: Decimal | None, changes: bool) -> None:
    """The officer's number is X itself: one cell to change, the other follows."""
    if not changes:
        sheet.put(_FOUND, found)
        return
    sheet.put(_FOUND, found, "#,##0.####" if isinstance(found, Decimal) else "", bg_color=INPUT, align="left")
    sheet.formula(_X, f'IF(ISNUMBER({sheet.here(_FOUND)}),{sheet.here(_FOUND)},"")', x if x is not None else "", "0.####")


def _fact(book: Book, sheet: Sheet, fact: Fact, known: FactContent | None) -> None:
    w, lang = book.w, book.content.lang
    answer = book.content.workings.given.answers.get(fact.id, Answer(fact.id))
    value = book.base.run.fact(fact.id)
    x = value if isinstance(value, Decimal) else None
    found: Value = answer.value if answer.state is AnswerState.VALUE else w(f"state.{answer.state.value}")
    sheet.put(_ITEM, fact.label.get(lang))
    if fact.kind in _NUMBERS:
        _number(book, sheet, found if x is None else x, x, changes=True)
    else:
        sheet.put(_FOUND, found, font_color=QUIET) if x is None else sheet.put(_FOUND, found)
        sheet.put(_X, x, "0", bg_color=INPUT)
    sources = ", ".join(known.sources) if known is not None else ""
    rest: list[Value] = [book.unit(fact.unit), answer.as_of, sources, "", answer.note, answer.by, answer.second_by]
    rest.append(w("sample.short") if answer.sample else "")
    _rest(sheet, rest)
    book.places.facts[fact.id] = sheet.ref(sheet.row, _X)
    sheet.end()


def _rest(sheet: Sheet, values: list[Value]) -> None:
    for column, value in enumerate(values, start=_X + 1):
        if isinstance(value, str):
            sheet.long(column, value)
        else:
            sheet.put(column, value)
