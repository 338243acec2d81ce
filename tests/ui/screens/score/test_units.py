"""Figures as they are shown: rounded so that they can be read, never so that a promise no longer holds."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.services.methodology.load import builtin
from app.ui.context import Ui
from app.ui.screens.units import item_figure, ratio_figure, shown_places, unit_text


@pytest.mark.parametrize(("value", "places"), [("0", 2), ("10.3544", 2), ("-99.999", 2), ("447.25", 1), ("1776.1968", 0)])
def test_large_figures_are_shown_with_fewer_places(value: str, places: int) -> None:
    assert shown_places(Decimal(value)) == places


@pytest.mark.parametrize(("item", "value", "lang", "shown"), [
    ("E02L", "10.3544", "en", "10.35%"), ("E02L", "10.3544", "ru", "10,35\u00a0%"),
    ("A04", "1", "en", "1 year"), ("A04", "33.4356", "en", "33.44 years"), ("A04", "21", "ru", "21 год"),
    ("A04", "54", "ru", "54 года"), ("A04", "33.4356", "ru", "33,44 года"), ("A04", "3", "zh", "3 年"),
    ("A11", "4", "en", "4 of 5"), ("E16", "1776.1968", "en", "1,776%"),
])
def test_an_item_shows_its_unit_in_the_form_of_the_number(ui: Ui, item: str, value: str, lang: str, shown: str) -> None:
    ui.switch_language(lang)
    assert item_figure(ui, builtin().item(item), Decimal(value)) == shown


def test_a_promised_figure_is_rounded_to_the_side_that_keeps_the_promise(ui: Ui) -> None:
    more, less = builtin().item("E02L"), builtin().item("E09L")
    assert item_figure(ui, more, Decimal("12.341"), promised=True) == "12.35%"
    assert item_figure(ui, less, Decimal("47.789"), promised=True) == "47.78%"
    assert item_figure(ui, more, None) == "—"


def test_ratios_in_per_cent_are_shown_a_hundredfold(ui: Ui) -> None:
    assert ratio_figure(ui, Decimal("0.53012"), "%", 1) == "53.0%"
    assert ratio_figure(ui, None, "%", 1) == "—"


def test_every_unit_of_the_methodology_is_a_word_of_each_language(ui: Ui) -> None:
    m = builtin()
    units = {item.unit for item in m.items} | {rule.unit for rule in m.warnings} | {ratio.unit for ratio in m.ratios}
    for lang in ("en", "zh", "ru"):
        ui.switch_language(lang)
        assert [unit for unit in units if f"ui.unit.{unit}" not in ui.texts and f"unit.{unit or 'none'}" not in ui.texts] == []
    assert unit_text(ui, "pp") == "п. п."
