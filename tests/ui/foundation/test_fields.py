"""Editors: empty is not zero, nothing typed is lost or changed in silence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.models.domain.errors import UserError
from app.ui.context import Ui
from app.ui.forms.base import Field, commit_pending_edit
from app.ui.forms.choice_box import ChoiceBox
from app.ui.forms.password_edit import PasswordEdit
from app.ui.forms.step_scale import StepScale
from app.ui.forms.text_edits import LineEdit, TextEdit
from app.ui.forms.typed_edits import DateEdit, DecimalEdit
from app.ui.forms.yes_no import YesNoEdit

D = Decimal


def _year(ui: Ui) -> Field:
    from app.ui.screens.methodology.form import _YearEdit

    return _YearEdit(ui, name="x")


Make = Callable[[Ui], Field]
FIELDS: dict[str, tuple[Make, str, Any]] = {
    "decimal": (lambda ui: DecimalEdit(ui, name="x"), "12.5", D("12.5")),
    "percent": (lambda ui: DecimalEdit(ui, name="x", kind="percent"), "7.35%", D("7.35")),
    "money": (lambda ui: DecimalEdit(ui, name="x", kind="money", unit_code="CNY"), "1,234,567.89", D("1234567.89")),
    "year": (lambda ui: _year(ui), "2026", D(2026)),
    "date": (lambda ui: DateEdit(ui, name="x"), "2026-11-22", date(2026, 11, 22)),
    "line": (lambda ui: LineEdit(ui, name="x"), "Example Ltd", "Example Ltd"),
    "text": (lambda ui: TextEdit(ui, name="x"), "two CNC lines", "two CNC lines"),
    "password": (lambda ui: PasswordEdit(ui), " two CNC  lines ", " two CNC  lines "),
    "choice": (lambda ui: ChoiceBox(ui, name="x", choices=[("a", "alpha"), ("b", "beta")]), "b", "b"),
    "yes_no": (lambda ui: YesNoEdit(ui, name="x"), "y", True),
    "steps": (lambda ui: StepScale(ui, name="x"), "4", 4),
}
EMPTY = {"line": "", "text": "", "password": ""}


@pytest.fixture
def page(qtbot: Any, ui: Ui) -> QWidget:
    widget = QWidget()
    QVBoxLayout(widget)
    qtbot.addWidget(widget)
    widget.show()
    widget.activateWindow()
    return widget


def put(page: QWidget, field: Field) -> Field:
    layout = page.layout()
    assert layout is not None
    layout.addWidget(field)
    field.show()
    field.setFocus()
    return field


def type_in(qtbot: Any, field: Field, text: str) -> None:
    qtbot.keyClicks(field.editor, text)


def _classes(of: type[Field]) -> set[type[Field]]:
    """Every class of field that the program has, found by looking."""
    import importlib
    import pkgutil

    import app.ui as root

    for module in pkgutil.walk_packages(root.__path__, "app.ui."):
        if ".forms." in module.name or ".screens." in module.name:
            importlib.import_module(module.name)
    found: set[type[Field]] = set()
    for one in of.__subclasses__():
        found |= {one} | _classes(one)
    return found


def test_every_class_of_field_is_tried_here(page: QWidget, ui: Ui) -> None:
    """A new class of field without a line in FIELDS fails: nobody has tried Ctrl+S, empty, wheel, name and language with it."""
    tried = {type(put(page, make(ui))) for make, _, _ in FIELDS.values()}
    between = {one for one in _classes(Field) if one.__subclasses__() and one.__name__ == "TypedEdit"}
    missing = {one.__name__ for one in _classes(Field) - between - tried if one.__module__.startswith("app.")}
    assert not missing


def test_nothing_zero_no_and_not_proven_are_four_things(page: QWidget, ui: Ui) -> None:
    figure, answer, scale = DecimalEdit(ui, name="x"), YesNoEdit(ui, name="x"), StepScale(ui, name="x")
    seen = set()
    for field, values in ((figure, (None, D(0))), (answer, (None, False)), (scale, (None, 0, 1))):
        put(page, field)
        for value in values:
            field.set_value(value)
            assert field.value() is value or (field.value() == value and field.value() is not None)
            seen.add((type(field), field.raw_text(), field.editor.accessibleName()))
    assert len(seen) == 7, "each of them looks and is told apart"


@pytest.mark.parametrize(("kind", "text"), [("date", "2026-04-31"), ("decimal", "12,3x")])
def test_a_text_that_cannot_be_read_keeps_its_message_when_a_form_clears_its_own(
    page: QWidget, ui: Ui, kind: str, text: str
) -> None:
    """Else the form would take the value of before, as if it had been typed."""
    field = put(page, FIELDS[kind][0](ui))
    field.set_raw_text(text)
    told = field.error()
    field.set_error("the form says so")
    field.set_error(None)
    assert told and field.error() == told
    field.set_value(None)
    assert not field.has_error()


def test_an_error_at_a_field_follows_the_language(page: QWidget, ui: Ui) -> None:
    field = put(page, LineEdit(ui, name="x"))
    field.set_error(UserError("text.required"))
    told = []
    for lang in ("en", "ru", "zh"):
        ui.switch_language(lang)
        told.append(field.error())
    assert len(set(told)) == 3
    field.set_error(None)
    ui.switch_language("en")
    assert not field.has_error()


@pytest.mark.parametrize(("typed", "steps"), [
    ("2026-02-30", []),
    ("2026-02-03", [date(2026, 2, 3)]),
    ("30.02.2026", []),
    ("3.2.2026", [date(2026, 2, 3)]),
])
def test_the_beginning_of_a_day_is_not_taken_while_it_is_typed(
    qtbot: Any, page: QWidget, ui: Ui, typed: str, steps: list[date]
) -> None:
    """“2026-02-3” of “2026-02-30” must not be kept as the third of February by what saves while one types."""
    field = put(page, DateEdit(ui))
    field.set_value(date(2026, 1, 1))
    told: list[Any] = []
    field.edited.connect(told.append)
    field.editor.selectAll()  # type: ignore[attr-defined]
    type_in(qtbot, field, typed)
    assert told == steps
    field.commit()
    assert (told, field.value()) == (steps, steps[0] if steps else date(2026, 1, 1))
    assert field.has_error() is (not steps)


def test_a_short_day_is_taken_when_its_field_is_left(qtbot: Any, page: QWidget, ui: Ui) -> None:
    field = put(page, DateEdit(ui))
    type_in(qtbot, field, "2026-2-3")
    assert field.value() is None
    field.commit()
    assert (field.value(), field.raw_text()) == (date(2026, 2, 3), ui.date(date(2026, 2, 3)))


def test_the_unit_behind_a_figure_follows_the_language(page: QWidget, ui: Ui) -> None:
    field = DecimalEdit(ui, name="x", unit=lambda: ui.t("ui.unit.days"))
    put(page, field)
    shown = []
    for lang in ("en", "ru", "zh"):
        ui.switch_language(lang)
        assert field._tail_label is not None
        shown.append(field._tail_label.text())
    assert len(set(shown)) == 3


@pytest.mark.parametrize("kind", FIELDS)
def test_a_new_field_is_empty_and_not_zero(page: QWidget, ui: Ui, kind: str) -> None:
    field = put(page, FIELDS[kind][0](ui))
    assert field.value() == EMPTY.get(kind)
    assert field.value() is not False
    assert not field.has_error()


@pytest.mark.parametrize("kind", FIELDS)
def test_typing_is_told_at_once_and_saving_takes_the_field_in_hand(qtbot: Any, page: QWidget, ui: Ui, kind: str) -> None:
    make, keys, value = FIELDS[kind]
    field = put(page, make(ui))
    told: list[Any] = []
    field.edited.connect(told.append)
    type_in(qtbot, field, keys)
    with qtbot.waitSignal(field.committed, timeout=1000):
        commit_pending_edit()
    assert field.value() == value
    assert told[-1] == value


@pytest.mark.parametrize("kind", FIELDS)
def test_setting_a_value_says_nothing_and_can_be_emptied(page: QWidget, ui: Ui, kind: str) -> None:
    make, _, value = FIELDS[kind]
    field = put(page, make(ui))
    told: list[Any] = []
    field.edited.connect(told.append)
    field.set_value(value)
    assert field.value() == value
    field.set_value(None)
    assert field.value() == EMPTY.get(kind)
    assert told == []


@pytest.mark.parametrize("kind", FIELDS)
def test_the_wheel_over_a_field_changes_nothing(page: QWidget, ui: Ui, kind: str) -> None:
    make, _, value = FIELDS[kind]
    field = put(page, make(ui))
    field.set_value(value)
    page.setFocus()
    spot = field.editor.rect().center()
    event = QWheelEvent(
        QPointF(spot),
        QPointF(field.editor.mapToGlobal(spot)),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(field.editor, event)
    assert field.value() == value


@pytest.mark.parametrize("kind", FIELDS)
def test_a_field_speaks_its_name_and_its_message(page: QWidget, ui: Ui, kind: str) -> None:
    field = put(page, FIELDS[kind][0](ui))
    field.set_name("Total assets")
    field.set_error("does not balance")
    assert field.editor.accessibleName().startswith("Total assets")
    assert field.editor.accessibleDescription() == "does not balance"
    field.set_error(None)
    assert not field.has_error()


@pytest.mark.parametrize("kind", FIELDS)
def test_a_language_switch_keeps_the_input(qtbot: Any, page: QWidget, ui: Ui, kind: str) -> None:
    make, keys, value = FIELDS[kind]
    field = put(page, make(ui))
    type_in(qtbot, field, keys)
    for lang in ("ru", "zh", "en"):
        ui.switch_language(lang)
        assert field.value() == value


def test_tab_walks_through_every_field_and_is_trapped_nowhere(qtbot: Any, page: QWidget, ui: Ui) -> None:
    fields = [put(page, make(ui)) for make, _, _ in FIELDS.values()]
    fields[0].setFocus()
    walked = []
    for _ in fields:
        walked.append(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert walked == [field.editor for field in fields]
    assert QApplication.focusWidget() is fields[0].editor


# --- figures ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "typed", "value"),
    [
        ("ru", "0.10", D("0.10")),
        ("ru", "0,10", D("0.10")),
        ("ru", "1 234,56", D("1234.56")),
        ("ru", "1\u00a0234,56", D("1234.56")),
        ("en", "1,234.56", D("1234.56")),
        ("zh", "1,234.56", D("1234.56")),
        ("en", "0", D(0)),
        ("en", "(1 234.5)", D("-1234.5")),
    ],
)
def test_figures_are_read_as_people_write_them(qtbot: Any, page: QWidget, ui: Ui, lang: str, typed: str, value: Decimal) -> None:
    ui.switch_language(lang)
    field = put(page, DecimalEdit(ui))
    type_in(qtbot, field, typed)
    assert field.value() == value


def test_letters_in_a_figure_stay_and_are_complained_about_after_a_pause(qtbot: Any, page: QWidget, ui: Ui) -> None:
    field = put(page, DecimalEdit(ui))
    field.set_value(D(7))
    field.editor.selectAll()  # type: ignore[attr-defined]
    with qtbot.waitSignal(field.invalid):
        type_in(qtbot, field, "12a")
    assert not field.has_error(), "no message while the keys still come"
    qtbot.waitUntil(field.has_error, timeout=3000)
    assert field.raw_text() == "12a"
    field.commit()
    assert field.raw_text() == "12a"


def test_a_doubtful_figure_says_how_it_was_read(qtbot: Any, page: QWidget, ui: Ui) -> None:
    field = put(page, DecimalEdit(ui))
    type_in(qtbot, field, "1,234")
    assert field.value() == D(1234)
    assert "1,234" in field.note()


def test_a_figure_in_another_currency_is_refused_and_not_converted(qtbot: Any, page: QWidget, ui: Ui) -> None:
    field = put(page, DecimalEdit(ui, kind="money", unit_code="CNY"))
    type_in(qtbot, field, "12 USD")
    field.commit()
    assert field.has_error()
    assert field.raw_text() == "12 USD"
    plain = put(page, DecimalEdit(ui))
    type_in(qtbot, plain, "12 USD")
    plain.commit()
    assert plain.has_error()


def test_a_multiplier_is_taken_and_said(qtbot: Any, page: QWidget, ui: Ui) -> None:
    field = put(page, DecimalEdit(ui, kind="money", unit_code="CNY"))
    field.set_raw_text("12.5万元")
    assert field.value() == D(125000)
    assert field.note()


def test_borders_are_borders(page: QWidget, ui: Ui) -> None:
    field = put(page, DecimalEdit(ui, minimum=D(0), maximum=D(100)))
    field.set_raw_text("135")
    assert field.has_error()
    field.set_raw_text("-1")
    assert field.has_error()
    field.set_raw_text("100")
    assert not field.has_error()


def test_no_digit_is_lost_on_leaving(page: QWidget, ui: Ui) -> None:
    field = put(page, DecimalEdit(ui, places=2))
    field.set_raw_text("100000000000000.123456")
    field.commit()
    assert field.value() == D("100000000000000.123456")
    assert field.raw_text() == "100,000,000,000,000.123456"


@pytest.mark.parametrize("typed", ["31.02.2025", "2025-13-01", "11/22/2026", "tomorrow"])
def test_days_that_are_none_stay_in_the_field_with_a_message(page: QWidget, ui: Ui, typed: str) -> None:
    field = put(page, DateEdit(ui))
    field.set_raw_text(typed)
    assert field.has_error()
    assert field.value() is None
    assert field.raw_text() == typed


def test_a_text_that_is_too_long_is_not_cut(page: QWidget, ui: Ui) -> None:
    line = put(page, LineEdit(ui, max_length=10))
    line.set_raw_text("x" * 40)
    assert line.has_error()
    assert line.raw_text() == "x" * 40
    box = put(page, TextEdit(ui, max_length=10))
    box.set_raw_text("y" * 40)
    assert box.has_error()
    assert box.raw_text() == "y" * 40


def test_a_line_can_be_emptied_by_typing(qtbot: Any, page: QWidget, ui: Ui) -> None:
    line = put(page, LineEdit(ui))
    line.set_value("abc")
    told: list[Any] = []
    line.edited.connect(told.append)
    line.editor.selectAll()  # type: ignore[attr-defined]
    qtbot.keyClick(line.editor, Qt.Key.Key_Delete)
    assert line.value() == ""
    assert told == [""]


# --- choices ----------------------------------------------------------------------------------------------------------


def test_a_value_that_is_no_choice_any_more_is_shown_and_kept(page: QWidget, ui: Ui) -> None:
    box = put(page, ChoiceBox(ui, choices=[("a", "alpha")]))
    box.set_value("old")
    assert box.value() == "old"
    assert box.raw_text() == "old"
    ui.switch_language("ru")
    assert box.value() == "old"


def test_choices_made_by_a_function_follow_the_language(page: QWidget, ui: Ui) -> None:
    box = put(page, ChoiceBox(ui, choices=lambda: [(1, ui.t("ui.yes"))], empty_key=None))
    assert box.raw_text() == "Yes"
    ui.switch_language("ru")
    assert box.raw_text() == "Да"
    assert box.value() == 1


def test_steps_answer_to_keys_clicks_and_take_back(qtbot: Any, page: QWidget, ui: Ui) -> None:
    scale = put(page, StepScale(ui, labels=("none", "poor", "low", "average", "good", "excellent")))
    for key, value in (("5", 5), ("0", 0), ("3", 3)):
        qtbot.keyClicks(scale.editor, key)
        assert scale.value() == value
    qtbot.keyClick(scale.editor, Qt.Key.Key_Right)
    assert scale.value() == 4
    qtbot.keyClick(scale.editor, Qt.Key.Key_Delete)
    assert scale.value() is None
    qtbot.mouseClick(scale.editor, Qt.MouseButton.LeftButton, pos=QPoint(7 + 19 + 9, 14))
    assert scale.value() == 2
    assert "low" in scale.editor.accessibleName()
    qtbot.mouseClick(scale.editor, Qt.MouseButton.LeftButton, pos=QPoint(7 + 19 + 9, 14))
    assert scale.value() is None
    with pytest.raises(ValueError):
        scale.set_value(6)


def test_yes_and_no_can_be_taken_back(qtbot: Any, page: QWidget, ui: Ui) -> None:
    field = put(page, YesNoEdit(ui))
    yes, no = field.editor.findChildren(type(field.editor.children()[-1]))
    qtbot.mouseClick(no, Qt.MouseButton.LeftButton)
    assert field.value() is False
    qtbot.mouseClick(no, Qt.MouseButton.LeftButton)
    assert field.value() is None
    qtbot.mouseClick(yes, Qt.MouseButton.LeftButton)
    assert field.value() is True
    qtbot.keyClick(field.editor, Qt.Key.Key_Backspace)
    assert field.value() is None
    field.set_read_only(True)
    qtbot.keyClicks(field.editor, "y")
    assert field.value() is None


def test_data_in_labels_is_never_read_as_html(page: QWidget, ui: Ui) -> None:
    from app.ui.widgets.labels import Label

    label = Label(ui, text="<b>Ltd</b>")
    assert label.textFormat() == Qt.TextFormat.PlainText
    page.layout().addWidget(label)  # type: ignore[union-attr]
