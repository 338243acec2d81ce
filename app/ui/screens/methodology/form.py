"""The values of one record under one another: to be read, or in a draft as fields that suit what each value can be."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.models.domain.errors import UserError
from app.ui.forms.base import Field
from app.ui.forms.choice_box import ChoiceBox
from app.ui.forms.form_grid import FormGrid
from app.ui.forms.text_edits import LineEdit, TextEdit
from app.ui.forms.typed_edits import DecimalEdit
from app.ui.forms.yes_no import YesNoEdit
from app.ui.screens.methodology.reading import read_text
from app.ui.widgets.key_value import KeyValue
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.models.domain.methodology import Methodology
    from app.services.methodology.fields import FieldSpec
    from app.services.methodology.tree import Path
    from app.services.methodology.words import Words
    from app.ui.context import Ui


class Entry(QObject):
    """One field of the form and the value it stands for."""

    changed = Signal(object, object)

    def __init__(self, ui: Ui, spec: FieldSpec, words: Words, parent: QObject) -> None:
        super().__init__(parent)
        self.spec, self._words, self._ui = spec, words, ui
        self.field = _field(ui, spec, words)
        self.field.edited.connect(self._edited)

    def retranslate(self, words: Words) -> None:
        """Another language; what is being typed stays."""
        self._words = words
        self.field.set_name(field_name(words, self.spec.path))
        if isinstance(self.field, ChoiceBox):
            self.field.set_choices(_choices(self.spec, words))

    def show_value(self, value: Any) -> None:
        """Show ``value`` unless it is what stands there already: the cursor must not jump while somebody types."""
        if self._value(self.field.value()) != value:
            self.field.set_value(self._plain(value))

    def set_value(self, value: Any) -> None:
        self.field.set_value(self._plain(value))

    def _plain(self, value: Any) -> Any:
        if self.spec.kind == "words":
            return ", ".join(value)
        return Decimal(value) if self.spec.kind == "whole" and value is not None else value

    def _value(self, shown: Any) -> Any:
        if self.spec.kind == "words":
            return read_text(self.spec, self._words, str(shown or ""))
        if self.spec.kind == "whole" and shown is not None and shown == shown.to_integral_value():
            return int(shown)
        if self.spec.kind == "expression" and self.spec.optional and shown == "":
            return None
        return shown

    def _edited(self, shown: Any) -> None:
        value = self._value(shown)
        if value is None and not self.spec.optional:
            if self.spec.kind != "yes_no":
                self.field.set_error(UserError("text.required"))
            return
        if self.spec.kind == "whole" and not isinstance(value, int):
            self.field.set_error(UserError("ui.methodology.whole"))
            return
        self.changed.emit(self.spec.path, value)


class _YearEdit(DecimalEdit):
    """A year is written without a sign between its thousands."""

    def _format(self, value: Decimal) -> str:
        return f"{value:f}"


def _choices(spec: FieldSpec, words: Words) -> list[tuple[Any, str]]:
    return [(choice, words.value(spec.path, choice)) for choice in spec.choices]


def _field(ui: Ui, spec: FieldSpec, words: Words) -> Field:
    name = field_name(words, spec.path)
    if spec.kind == "choice":
        return ChoiceBox(ui, name=name, choices=_choices(spec, words), empty_key="ui.choice.none" if spec.optional else None)
    if spec.kind == "yes_no":
        return YesNoEdit(ui, name=name)
    if spec.path[-1] == "year":
        return _YearEdit(ui, name=name)
    if spec.kind in ("number", "whole"):
        return DecimalEdit(ui, name=name)
    if spec.long:
        return TextEdit(ui, name=name, lines=4 if "help" in spec.path else 2)
    return LineEdit(ui, name=name, max_length=2000)


class RecordForm(FormGrid):
    """Fields for every value of ``paths`` that may change; the others stand there to be read."""

    changed = Signal(object, object)

    def __init__(self, ui: Ui, paths: tuple[Path, ...], m: Methodology, words: Words) -> None:
        from app.services.methodology.fields import spec
        from app.services.methodology.tree import get

        super().__init__(ui, label_width=170)
        self.entries: dict[Path, Entry] = {}
        self._labels: dict[Path, Label] = {}
        self._fixed: tuple[tuple[Path, ...], KeyValue] | None = None
        fixed = []
        for path in paths:
            found = spec(m, path)
            if not found.editable:
                fixed.append(path)
                continue
            entry = Entry(ui, found, words, self)
            entry.set_value(get(m, path))
            entry.changed.connect(self.changed)
            self.entries[path] = entry
            self._labels[path] = self.add(entry.field, text=field_name(words, path))
        if fixed:
            self.add_section(key="ui.methodology.fixed")
            self._fixed = tuple(fixed), reading(ui, tuple(fixed), m, words)
            self._grid.addWidget(self._fixed[1], self._row, 0, 1, 2)
            self._row += 1

    def retranslate(self, m: Methodology, words: Words) -> None:
        """Another language; what is being typed stays."""
        for path, entry in self.entries.items():
            entry.retranslate(words)
            self._labels[path].set_text(field_name(words, path))
        if self._fixed is not None:
            paths, box = self._fixed
            box.set_rows(_rows(paths, m, words), align_right=False)

    def show_values(self, m: Methodology) -> None:
        """The values of ``m``, after a change elsewhere."""
        from app.services.methodology.tree import get

        for path, entry in self.entries.items():
            entry.show_value(get(m, path))


def _rows(paths: tuple[Path, ...], m: Methodology, words: Words) -> list[tuple[str, str]]:
    from app.services.methodology.tree import get

    return [(field_name(words, path), words.value(path, get(m, path))) for path in paths]


def reading(ui: Ui, paths: tuple[Path, ...], m: Methodology, words: Words) -> KeyValue:
    """Names and values to be read."""
    box = KeyValue(ui)
    box.set_rows(_rows(paths, m, words), align_right=False)
    return box


def field_name(words: Words, path: Path) -> str:
    """What a value is called on its page: without the words that the page says already."""
    steps = words.steps(path)
    if path[0] == "rules":
        return steps[-1]
    if path[0] == "cards" and "item_weights" in path:
        return f"{steps[1]} › {steps[-2]}"
    return " › ".join(steps[2:]) or steps[-1]
