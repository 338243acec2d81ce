"""Every generic widget in every state, theme, language and scale: named, not cut, drawn."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPolygonF
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QVBoxLayout, QWidget

from app import paths
from app.models.domain.enums import C
from app.models.domain.errors import UserError
from app.ui.context import Ui
from app.ui.screens.words import five_c_short
from app.ui.widgets.band_scale import BandScale
from app.ui.widgets.banner import Banner
from app.ui.widgets.bars import ContributionBars
from app.ui.widgets.flow import FlowRow
from app.ui.widgets.interval_bar import IntervalBar
from app.ui.widgets.labels import Label
from app.ui.widgets.radar import SOFT_HYPHEN, Radar
from app.ui.widgets.waterfall import Waterfall
from tests.ui.foundation.gallery import Gallery
from tests.ui.render import picture, render

D = Decimal


def unnamed(widget: QWidget) -> list[str]:
    """Widgets below ``widget`` that take the focus and have no name to say."""
    return [
        f"{type(one).__name__} {one.objectName()}"
        for one in widget.findChildren(QWidget)
        if one.focusPolicy() != Qt.FocusPolicy.NoFocus
        and one.isVisible()
        and not one.accessibleName()
        and not (isinstance(one, QAbstractButton | QLabel) and one.text())
        and not one.objectName().startswith("qt_")
    ]


def cut(widget: QWidget) -> list[str]:
    """Labels and buttons whose text needs more room than they have."""
    found = []
    for one in widget.findChildren(QWidget):
        if not one.isVisible() or not isinstance(one, QLabel | QAbstractButton) or not one.text():
            continue
        wraps = isinstance(one, QLabel) and one.wordWrap()
        height = one.heightForWidth(one.width()) if wraps else one.sizeHint().height()
        width = one.minimumSizeHint().width() if wraps else one.sizeHint().width()
        if one.height() < height or one.width() < width:
            found.append(f"{one.text()!r}: {one.width()}×{one.height()} of {width}×{height}")
    return found


@pytest.fixture(params=["en", "zh", "ru"])
def gallery(request: pytest.FixtureRequest, qtbot: Any, dressed: Any) -> Gallery:
    ui = Ui(paths.resources(), request.param)
    ui.apply_theme()
    made = Gallery(ui)
    qtbot.addWidget(made)
    made.resize(1700, 1200)
    made.show()
    made.setProperty("ui", ui)
    return made


def test_everything_that_takes_the_focus_has_a_name(gallery: Gallery) -> None:
    assert unnamed(gallery) == []


def test_no_text_is_cut(gallery: Gallery) -> None:
    picture(gallery)
    assert cut(gallery) == []


def test_the_check_for_cut_texts_can_fail(qtbot: Any, ui: Ui) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    label = Label(ui, text="a text that is much too long for this", wrap=False, parent=widget)
    label.setFixedSize(40, 12)
    edit = QLineEdit(widget)
    widget.show()
    assert len(cut(widget)) == 1
    assert len(unnamed(widget)) == 1
    assert edit.isVisible()


def test_a_switch_of_language_and_theme_reaches_everything(gallery: Gallery) -> None:
    ui = gallery.property("ui")
    before = {label.text() for label in gallery.findChildren(QLabel)}
    ui.switch_language("ru" if ui.lang != "ru" else "en")
    ui.switch_theme("dark")
    after = {label.text() for label in gallery.findChildren(QLabel)}
    assert before != after
    assert gallery.title.text() == "<b>plain</b> text"
    ui.switch_theme("light")


def test_pictures_come_in_every_theme_language_and_scale(qtbot: Any, dressed: Any, tmp_path: Path) -> None:
    files = render(Gallery, "gallery", tmp_path, size=(1500, 1100), langs=("ru",), themes=("light", "dark"), scale=1.5)
    assert [file.name for file in files] == ["gallery-light-ru.png", "gallery-dark-ru.png"]
    from PySide6.QtGui import QImage

    light, dark = (QImage(str(file)) for file in files)
    assert light.width() >= 1500 * 1.5
    assert light.pixelColor(3, 3).lightness() > 200 > 60 > dark.pixelColor(3, 3).lightness()


# --- charts -----------------------------------------------------------------------------------------------------------


def inked(widget: QWidget, token: str, ui: Ui) -> int:
    """Points of the picture in the colour of ``token``."""
    image = picture(widget)
    wanted = ui.colour(token).rgb()
    return sum(image.pixelColor(x, y).rgb() == wanted for x in range(0, image.width(), 2) for y in range(image.height()))


def test_bands_mark_the_score_and_its_grade(qtbot: Any, ui: Ui) -> None:
    scale = BandScale(ui)
    qtbot.addWidget(scale)
    scale.set_bands([("D", D(0), D(50)), ("A", D(50), D(100))], D(75))
    assert "A" in scale.accessibleName()
    assert "75.0" in scale.accessibleName()
    scale.resize(400, 56)
    assert inked(scale, "text", ui) > 20
    scale.set_bands([("D", D(0), D(50)), ("A", D(50), D(100))], D(100))
    assert "A" in scale.accessibleName()
    scale.set_bands([("D", D(0), D(50))], None)
    assert scale.accessibleName() == ui.t("ui.chart.bands_empty")


def test_a_waterfall_must_add_up(qtbot: Any, ui: Ui) -> None:
    fall = Waterfall(ui)
    qtbot.addWidget(fall)
    with pytest.raises(ValueError):
        fall.set_steps(("a", D(70)), [("x", D(1))], ("b", D(72)))
    fall.set_steps(("a", D(70)), [("up", D(5)), ("down", D(-2))], ("b", D(73)))
    assert "up +5.00; down -2.00" in fall.accessibleName()
    fall.resize(500, fall.minimumHeight())
    assert inked(fall, "chart.up", ui) > 30
    assert inked(fall, "chart.down", ui) > 10


@pytest.mark.parametrize("lang", ["en", "zh", "ru"])
@pytest.mark.parametrize("size", [(220, 200), (270, 210), (480, 250)])
def test_the_names_of_the_radar_stand_whole_beside_the_polygon(
    qtbot: Any, ui: Ui, lang: str, size: tuple[int, int]
) -> None:
    ui.switch_language(lang)
    radar = Radar(ui)
    qtbot.addWidget(radar)
    radar.resize(*size)
    radar.set_values([five_c_short(ui, c) for c in C], [D(100), None, D("99.9"), D(0), D(50)])
    centre, radius, boxes = radar.placed()
    assert radius > 30
    assert all(radar.rect().toRectF().adjusted(-1, -1, 1, 1).contains(box) for box in boxes)
    outline = [radar._point(centre, radius, at) for at in range(5)]
    for box in boxes:
        shape = QPolygonF(outline)
        assert shape.intersected(QPolygonF(box)).isEmpty()
    assert not any(first.intersects(second) for at, first in enumerate(boxes) for second in boxes[at + 1:])
    assert "." not in radar._axes[1] and SOFT_HYPHEN not in radar.words()


def test_bars_radar_and_interval_say_in_words_what_they_draw(qtbot: Any, ui: Ui) -> None:
    bars, radar, interval = ContributionBars(ui), Radar(ui), IntervalBar(ui)
    for widget in (bars, radar, interval):
        qtbot.addWidget(widget)
        widget.resize(420, 260)
    bars.set_bars([("Current ratio", D("4.85")), ("Debt", D("-1.2"))])
    radar.set_values(("a", "b", "c"), (D(80), None, D(60)), (D(70), D(70), D(70)))
    interval.set_range(D(52), D(79), D("68.4"))
    assert bars.accessibleName() == "Current ratio 4.85; Debt -1.20"
    assert radar.accessibleName() == "a 80.0; b —; c 60.0"
    assert "52.0" in interval.accessibleName()
    assert inked(radar, "chart.now", ui) > 10
    assert inked(interval, "chart.range", ui) > 50
    interval.set_range(None, None, None)
    assert inked(interval, "chart.range", ui) == 0


def test_long_names_of_bars_get_the_height_they_need(qtbot: Any, ui: Ui) -> None:
    bars = ContributionBars(ui)
    qtbot.addWidget(bars)
    bars.resize(300, 40)
    bars.set_bars([("short", D(1))])
    low = bars.height()
    bars.set_bars([("a name of many words that cannot stand in one line nor in two or three of them", D(1))])
    assert bars.height() > low


def test_a_flow_that_was_hidden_while_its_texts_became_longer_shows_them_all(qtbot: Any, ui: Ui) -> None:
    page, row = QWidget(), FlowRow()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    column.addWidget(row)
    column.addStretch(1)
    page.resize(300, 400)
    words = [Label(ui, text="word", wrap=False) for _ in range(4)]
    for one in words:
        row.add(one)
    page.show()
    qtbot.waitExposed(page)
    low = row.height()
    page.hide()
    for one in words:
        one.set_text("several words of another language")
    page.show()
    qtbot.waitUntil(lambda: row.height() > low and all(one.geometry().bottom() < row.height() for one in words), timeout=2000)


def test_errors_in_a_banner_follow_the_language_until_something_else_is_said(qtbot: Any, ui: Ui) -> None:
    banner = Banner(ui)
    qtbot.addWidget(banner)
    banner.show_errors([UserError("text.required")])
    told = []
    for lang in ("en", "ru", "zh"):
        ui.switch_language(lang)
        told.append((banner.text, banner.accessibleName()))
    assert len(set(told)) == 3 and all(text == name for text, name in told)
    banner.show_message("data")
    ui.switch_language("en")
    assert banner.text == "data"


def test_a_flow_goes_on_in_the_next_line(qtbot: Any, ui: Ui) -> None:
    row = FlowRow()
    qtbot.addWidget(row)
    for _ in range(6):
        row.add(Label(ui, text="some words", wrap=False))
    assert row.heightForWidth(120) > row.heightForWidth(2000)
    row.clear()
    assert row.count() == 0
