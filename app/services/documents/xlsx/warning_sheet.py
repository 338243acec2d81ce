"""The sheet of early warnings: each rule with its figure, its two conditions and its points as live formulas."""

from __future__ import annotations

from xlsxwriter.utility import xl_rowcol_to_cell

from app.models.domain.enums import Colour
from app.models.domain.methodology import WarningRule
from app.models.domain.rating import WarningHit
from app.services.documents.content import WarningContent
from app.services.documents.xlsx.ratio_sheet import worded
from app.services.documents.xlsx.sheets import QUIET, Book, Sheet, percent
from app.services.documents.xlsx.terms import GAP, Term, cell, quoted, shown, truth
from app.services.rating.values import Gap, Value
from app.services.rating.values import truth as truth_of

_NO, _LABEL, _COLOUR, _VALUE, _AMBER, _RED, _POINTS, _FRESH, _QUESTION = range(9)
_ZONES = _QUESTION + 1  # names of the zones, worst first
_HEADS = ("no", "warning", "colour", "value", "amber_if", "red_if", "points", "fresh", "question")


def warnings(book: Book, sheet: Sheet) -> None:
    """Every rule, the worst first; their points cost a notch and freeze the limit."""
    c, w, rules = book.content, book.w, book.m.rules
    sheet.title(w("warnings.title"), w("xlsx.warnings_note", notch=rules.warning_notch_from, freeze=rules.warning_freeze_from))
    sheet.heads([w(f"head.{key}") for key in _HEADS], freeze=True, repeat=True, numbers=range(_VALUE, _QUESTION))
    first = sheet.row
    hits = {hit.rule: hit for hit in book.base.hits}
    definitions = {rule.id: rule for rule in book.m.warnings}
    for row in c.warnings:
        _warning(book, sheet, row, definitions[row.id], hits[row.id])
    last = max(first, sheet.row - 1)
    _tones(book, sheet, first, last)
    sheet.put(_LABEL, w("total"), bold=True, top=1)
    for column, value in ((_POINTS, sum(hit.points for hit in book.base.hits)), (_FRESH, book.base.seen.points)):
        sheet.formula(column, f"SUM({sheet.near(column, first, last)})", value, "0", bold=True, top=1)
    book.refs["points"] = sheet.ref(sheet.row, _POINTS)
    book.refs["points.fresh"] = sheet.ref(sheet.row, _FRESH)
    sheet.row += 2
    _zones(book, sheet)


def _warning(book: Book, sheet: Sheet, row: WarningContent, rule: WarningRule, hit: WarningHit) -> None:
    w, run = book.w, book.base.run
    form = percent(2) if rule.unit in ("%", "pp") else "0.00##"
    sheet.put(_NO, row.id)
    sheet.put(_LABEL, row.label)
    value: Value = run.value(rule.value) if rule.value is not None else Gap("rating.no_value", rule.id)
    term = book.formulas.term(rule.value) if rule.value is not None else GAP
    sheet.formula(_VALUE, shown(term, book.not_computable), worded(book, value), form)
    mine = cell(sheet.here(_VALUE), soft=True)
    for column, condition in ((_AMBER, rule.amber), (_RED, rule.red)):
        _condition(book, sheet, column, condition, value, mine)
    red, amber = sheet.here(_RED), sheet.here(_AMBER)
    names = {colour: w(f"colour.{colour.value}") for colour in Colour}
    unknown = ",".join(f"ISTEXT({part})" for part in (red, amber))
    text = f"IF({red}=1,{quoted(names[Colour.RED])},IF({amber}=1,{quoted(names[Colour.AMBER])}"
    text += f",IF(OR({unknown}),{quoted(names[Colour.NOT_EVALUATED])},{quoted(names[Colour.NONE])})))"
    sheet.formula(_COLOUR, text, names[hit.colour], align="left", font_color="#000000")
    rules = book.m.rules
    points = f"IF({red}=1,{rules.warning_points_red},IF({amber}=1,{rules.warning_points_amber},0))"
    sheet.formula(_POINTS, points, hit.points, "0")
    _fresh(book, sheet, hit)
    sheet.put(_QUESTION, row.question, indent=1, align="left")
    sheet.row += 1


def _condition(book: Book, sheet: Sheet, column: int, condition: str | None, value: Value, mine: Term) -> None:
    """1 where the condition holds, 0 where it does not, words where it cannot be told."""
    if condition is None:
        sheet.raw.write_number(sheet.row, column, 0, book.format(num_format='"–"', align="right"))
        return
    met = truth_of(book.base.run.evaluate(condition, {"value": value})[0])
    term = truth(book.formulas.term(condition, local={"value": mine}))
    text = f"IF({term.text},1,0)"
    text = text if term.sure else f"IFERROR({text},{quoted(book.not_computable)})"
    sheet.formula(column, text, book.not_computable if isinstance(met, Gap) else 1 if met else 0, "0")


def _fresh(book: Book, sheet: Sheet, hit: WarningHit) -> None:
    """Points that may cost a notch: what already did at an earlier review, on the same figure, does not again."""
    points = sheet.here(_POINTS)
    seen = (hit.rule, hit.evidence) in set(book.base.run.input.seen_warnings)
    if not seen or not hit.points:
        sheet.formula(_FRESH, points, hit.points, "0")
        return
    figure = hit.value.value
    same = f"ROUND({sheet.here(_VALUE)},9)={round(figure, 9):f}" if figure is not None else f"ISTEXT({sheet.here(_VALUE)})"
    sheet.formula(_FRESH, f"IF(IFERROR(AND({same},{points}={hit.points}),FALSE),0,{points})", 0, "0")


def _tones(book: Book, sheet: Sheet, first: int, last: int) -> None:
    """Red and amber as grounds beside the words, so that paper in black and white says the same."""
    for column, tone in ((_RED, "#f9d5d2"), (_AMBER, "#fdeec9")):
        condition = f"={xl_rowcol_to_cell(first, column, col_abs=True)}=1"
        look = book.workbook.add_format({"bg_color": tone})
        sheet.raw.conditional_format(first, _NO, last, _FRESH, {"type": "formula", "criteria": condition, "format": look})


def _zones(book: Book, sheet: Sheet) -> None:
    """The models of the newest year: figure and zone. Their variables stand under the ratios."""
    w, lang = book.w, book.content.lang
    sheet.heading(w("xlsx.models"))
    heads = ["key", "model", "zone", "value"]
    most = max((len(model.zones) for model in book.m.models), default=0)
    names = [w("xlsx.zone_name", n=place) for place in range(most)]
    sheet.heads([*(w(f"head.{key}") for key in heads), "", "", "", "", w("head.source"), *names], numbers=(_VALUE,))
    newest = book.formulas.newest
    column = newest.column if newest is not None else None
    outcomes = {outcome.key: outcome for outcome in book.content.models}
    for model in book.m.models:
        value, words = outcomes[model.key].value.value, book.not_computable
        sheet.put(_NO, model.key)
        sheet.put(_LABEL, model.label.get(lang))
        for place, zone in enumerate(model.zones):
            sheet.put(_ZONES + place, zone.label.get(lang), font_color=QUIET)
        if column is None:
            sheet.put(_COLOUR, words)
        else:
            found = book.places.zones[model.key, column]
            labels = f"{sheet.here(_ZONES)}:{sheet.here(_ZONES + len(model.zones) - 1)}"
            text = f"IFERROR(INDEX({labels},1,{found}+1),{quoted(words)})"
            sheet.formula(_COLOUR, text, outcomes[model.key].zone or words, align="left", font_color="#000000")
            figure = book.places.models[model.key, column]
            sheet.formula(_VALUE, figure, value if value is not None else words, "0.0000")
        sheet.put(_QUESTION, model.origin, font_color=QUIET, indent=1, align="left")
        sheet.row += 1
