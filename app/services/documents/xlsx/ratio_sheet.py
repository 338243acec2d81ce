"""The sheet of ratios and models over all periods, as formulas over the statement lines."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from app.models.domain.methodology import Model
from app.services.documents.content import RatioContent
from app.services.documents.xlsx.places import Year
from app.services.documents.xlsx.sheets import QUIET, Book, Sheet, percent, places
from app.services.documents.xlsx.terms import Term, cell, quoted, rounded, shown
from app.services.rating.ratios import tables_of
from app.services.rating.values import Gap, Value
from app.services.rating.values import number as as_number
from app.services.rating.zones import zone_place

_LABEL, _KEY, _FIRST = 0, 1, 2
_TRENDS = (("current", "quick"), ("debt", "npm", "roe"))
_DASHES = ("solid", "dash", "round_dot", "long_dash_dot")
_MARKS = ("circle", "square", "triangle", "diamond")
_CHART = 560  # pixels wide
_COLOURS = ("#0b5f5f", "#a3561a", "#3d3a8c", "#4f5b68")


def ratios(book: Book, sheet: Sheet) -> None:
    """All ratios and all models of every period; where one cannot be computed, the words why stand at the end of its row."""
    f, w = book.content.finance, book.w
    sheet.title(w("finance.ratios"), w("xlsx.ratios_note") if f.periods else w("not_collected.statements"))
    if not f.periods:
        return
    days = [w.day(period.end) for period in f.periods]
    heads = [w("head.ratio"), w("head.key"), *days, w("head.formula"), w("head.why_not")]
    right = range(_FIRST, _FIRST + len(days))
    sheet.heads(heads, freeze=True, repeat=True, numbers=right)
    years = _years(book)
    for place, ratio in enumerate(f.ratios):
        for column in years:
            book.places.ratios[ratio.key, column] = sheet.ref(sheet.row + place, _FIRST + column)
    first = sheet.row
    for ratio in f.ratios:
        _ratio(book, sheet, ratio, years)
    if years:
        _models(book, sheet, years)
        _trends(book, sheet, first, sorted(years))


def _years(book: Book) -> dict[int, Year]:
    """The years of the rated statements by period of the dossier."""
    lines, run = book.formulas.lines, book.base.run
    found = {}
    for place, table in enumerate(tables_of(run)):
        year = lines.year(table)
        if year is not None:
            found[book.columns[place]] = year
    return found


def _ratio(book: Book, sheet: Sheet, ratio: RatioContent, years: dict[int, Year]) -> None:
    sheet.put(_LABEL, ratio.label)
    sheet.put(_KEY, ratio.key, font_color=QUIET)
    form = percent(ratio.places) if ratio.unit == "%" else places(ratio.places)
    why = []
    for column, measure in enumerate(ratio.values):
        year = years.get(column)
        if year is None:
            continue  # not rated: a blank, which the charts leave out
        text = shown(book.formulas.term(ratio.formula, year), book.not_computable)
        sheet.formula(_FIRST + column, text, book.not_computable if measure.value is None else measure.value, form)
        if measure.value is None and measure.why_not:
            why.append((book.w.day(book.content.finance.periods[column].end), measure.why_not))
    sheet.put(_FIRST + len(ratio.values), ratio.formula, font_color=QUIET, indent=1)
    sheet.put(_FIRST + len(ratio.values) + 1, _reasons(why), font_color=QUIET)
    sheet.row += 1


def _reasons(found: list[tuple[str, str]]) -> str:
    """Each reason once, with the days it holds for."""
    by_text: dict[str, list[str]] = {}
    for day, text in found:
        by_text.setdefault(text, []).append(day)
    return "; ".join(f"{', '.join(days)}: {text}" for text, days in by_text.items())


# --- models -------------------------------------------------------------------------------------------------------


def _models(book: Book, sheet: Sheet, years: dict[int, Year]) -> None:
    """Variables, figure and zone of every model in every year; zones count from 0, the worst."""
    w, lang = book.w, book.content.lang
    sheet.row += 1
    width = len(book.content.finance.periods)
    days = [w.day(period.end) for period in book.content.finance.periods]
    sheet.heads([w("head.model"), w("head.key"), *days, w("head.formula"), ""], numbers=range(_FIRST, _FIRST + width))
    for model in book.m.models:
        sheet.put(_LABEL, model.label.get(lang), bold=True, top=1)
        sheet.put(_KEY, model.key, font_color=QUIET, top=1)
        start = sheet.row + 1
        for column, year in years.items():
            _model(book, sheet, model, column, year, start)
        sheet.row = start
        for name, formula in (*model.variables, ("=", model.formula)):
            last = name == "="
            sheet.put(_LABEL, f"    {name}" if not last else f"    {w('head.value')}", bold=last)
            sheet.put(_FIRST + width, formula, font_color=QUIET, indent=1)
            sheet.row += 1
        sheet.put(_LABEL, f"    {w('head.zone')}", bold=True)
        zones = (f"{place} = {zone.label.get(lang)}" for place, zone in enumerate(model.zones))
        sheet.put(_FIRST + width, "; ".join(zones), font_color=QUIET, indent=1)
        sheet.row += 1


def _model(book: Book, sheet: Sheet, model: Model, column: int, year: Year, start: int) -> None:
    run, known, values = book.base.run, dict[str, Term](), dict[str, Value]()
    sheet.row = start
    for name, formula in model.variables:
        value, _ = run.evaluate(formula, values, table=year.table)
        text = shown(book.formulas.term(formula, year, known), book.not_computable)
        sheet.formula(_FIRST + column, text, worded(book, value), "0.0000")
        values, known = {**values, name: value}, {**known, name: cell(sheet.here(_FIRST + column), soft=True)}
        sheet.row += 1
    value, _ = run.evaluate(model.formula, values, table=year.table)
    text = shown(book.formulas.term(model.formula, year, known), book.not_computable)
    sheet.formula(_FIRST + column, text, worded(book, value), "0.0000", bold=True)
    book.places.models[model.key, column] = sheet.ref(sheet.row, _FIRST + column)
    figure = cell(sheet.here(_FIRST + column), soft=True)
    sheet.row += 1
    zone = zone_value(book, model, value)
    zone_text = f"IFERROR({_zone(model, rounded(figure).text)},{quoted(book.not_computable)})"
    sheet.formula(_FIRST + column, zone_text, zone if zone is not None else book.not_computable, "0", bold=True)
    book.places.zones[model.key, column] = sheet.ref(sheet.row, _FIRST + column)


def zone_value(book: Book, model: Model, value: Value) -> int | None:
    """The place of the zone of a figure, None when there is none."""
    plain = as_number(value)
    return None if isinstance(plain, Gap) else zone_place(model.zones, plain, model.less)


def _zone(model: Model, x: str) -> str:
    """The place of the zone, looked up from the best border to the worst."""
    bordered = [(place, zone) for place, zone in enumerate(model.zones) if zone.low is not None]
    bordered.sort(key=lambda pair: pair[1].low or Decimal(0), reverse=not model.less)
    endless = next((place for place, zone in enumerate(model.zones) if zone.low is None), None)
    text = "NA()" if endless is None else str(endless)
    for place, zone in reversed(bordered):
        sign = ("<" if model.less else ">") + ("" if zone.above else "=")
        text = f"IF({x}{sign}{zone.low:f},{place},{text})"
    return text


def worded(book: Book, value: Value) -> Decimal | str:
    """A value of the program as a cell shows it."""
    plain = as_number(value)
    return plain if isinstance(plain, Decimal) else book.not_computable


# --- trends -------------------------------------------------------------------------------------------------------


def _trends(book: Book, sheet: Sheet, first: int, years: list[int]) -> None:
    """Native lines of the ratios that are looked at most, each with a mark and a dash of its own.

    A ratio that lacks a year is left out: a chart would draw the words as 0.
    """
    f = book.content.finance
    if len(years) < 2:
        return
    whole = [ratio for ratio in f.ratios if all(ratio.values[column].value is not None for column in years)]
    rows = {ratio.key: (first + f.ratios.index(ratio), ratio) for ratio in whole}
    start, end = _FIRST + years[0], _FIRST + years[-1]
    sheet.row += 1
    sheet.raw.set_h_pagebreaks([sheet.row])
    sheet.row += 1
    left = 0
    for keys in _TRENDS:
        chart = book.workbook.add_chart({"type": "line"})
        shown_any = False
        for place, key in enumerate(key for key in keys if key in rows):
            row, ratio = rows[key]
            line: dict[str, Any] = {"color": _COLOURS[place], "width": 2, "dash_type": _DASHES[place]}
            marker = {"type": _MARKS[place], "size": 7, "fill": {"color": "#ffffff"}, "border": {"color": _COLOURS[place]}}
            series = {"name": [sheet.name, row, _LABEL], "line": line, "marker": marker}
            series["categories"] = [sheet.name, first - 1, start, first - 1, end]
            series["values"] = [sheet.name, row, start, row, end]
            chart.add_series(series)
            form = percent(0) if ratio.unit == "%" else "0.0"
            chart.set_y_axis({"num_format": form, "major_gridlines": {"visible": True, "line": {"color": "#d5dade"}}})
            shown_any = True
        if shown_any:
            chart.set_legend({"position": "bottom"})
            chart.set_title({"name": book.w("finance.trends"), "name_font": {"size": 11}})
            chart.set_size({"width": _CHART, "height": 360})
            sheet.raw.insert_chart(sheet.row, 0, chart, {"x_offset": left})
            left += _CHART + 20

