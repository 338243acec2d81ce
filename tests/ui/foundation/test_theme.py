"""Colours can be read, the style sheet is whole, every icon is one colour."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon

from app import paths
from app.ui.context import Ui
from app.ui.theme.contrast import contrast
from app.ui.theme.stylesheet import style_sheet
from app.ui.theme.tokens import GRADES, TEXT_PAIRS, load_tokens

THEMES = paths.resources() / "themes"
NAMES = sorted(file.stem for file in THEMES.glob("*.toml"))
LEAST = 4.5


def test_contrast_of_black_and_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_on_its_ground_can_be_read(name: str, ink: str, ground: str) -> None:
    tokens = load_tokens(THEMES, name)
    assert contrast(tokens.colours[ink], tokens.colours[ground]) >= LEAST


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("grade", GRADES)
def test_grades_can_be_read_as_pill_and_as_segment(name: str, grade: str) -> None:
    colours = load_tokens(THEMES, name).grades[grade]
    assert contrast(colours.text, colours.fill) >= LEAST
    assert contrast(colours.on_solid, colours.solid) >= LEAST


@pytest.mark.parametrize("name", NAMES)
def test_every_token_of_the_style_sheet_is_in_the_theme(name: str) -> None:
    text = style_sheet(load_tokens(THEMES, name), THEMES)
    assert "@" not in text
    for picture in re.findall(r"url\(([^)]+)\)", text):
        assert Path(picture).is_file()


def test_all_themes_name_the_same_tokens() -> None:
    first, *others = (load_tokens(THEMES, name) for name in NAMES)
    for other in others:
        assert other.colours.keys() == first.colours.keys()
        assert other.charts.keys() == first.charts.keys()


@pytest.mark.parametrize("file", sorted((paths.resources() / "icons").glob("*.svg")), ids=lambda file: file.stem)
def test_an_icon_is_20_by_20_in_one_colour_that_can_be_set(file: Path) -> None:
    root = ET.fromstring(file.read_text(encoding="utf-8"))
    assert root.get("viewBox") == "0 0 20 20"
    assert "currentColor" in file.read_text(encoding="utf-8")
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b", file.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("mode", "token"), [(QIcon.Mode.Normal, "danger"), (QIcon.Mode.Disabled, "disabled")])
def test_an_icon_takes_the_colour_of_its_token(ui: Ui, mode: QIcon.Mode, token: str) -> None:
    image = ui.icon("minus", "danger", "disabled").pixmap(QSize(20, 20), mode).toImage()
    inked = [image.pixelColor(x, 10) for x in range(20) if image.pixelColor(x, 10).alpha() > 150]
    assert inked
    wanted = ui.colour(token)
    assert all(abs(colour.red() - wanted.red()) < 12 and abs(colour.green() - wanted.green()) < 12 for colour in inked)


def test_switching_the_theme_repaints_with_the_other_palette(qtbot: Any, ui: Ui, dressed: Any) -> None:
    light = dressed.palette().window().color()
    with qtbot.waitSignal(ui.theme_changed):
        ui.switch_theme("dark")
    assert dressed.palette().window().color().lightness() < light.lightness()
    ui.switch_theme("light")
    assert dressed.palette().window().color() == light
