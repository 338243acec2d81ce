"""What a page of a draft offers besides its values: another item, its places on the cards, another set of standard values."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from app.models.domain.enums import Area, ValueKind
from app.models.domain.errors import UserError
from app.models.domain.labels import LANGUAGES, Labels
from app.ui.forms.base import Field
from app.ui.forms.choice_box import ChoiceBox
from app.ui.forms.form_grid import FormGrid
from app.ui.forms.text_edits import LineEdit
from app.ui.forms.typed_edits import DecimalEdit
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.models.domain.methodology import Methodology
    from app.services.methodology.tree import Path
    from app.services.methodology.words import Words
    from app.ui.context import Ui
    from app.ui.screens.methodology.model import MethodologyModel


class _Adding(Card):
    """A small form with one button; ``added(path)`` names what it has made."""

    added = Signal(object)

    def __init__(self, ui: Ui, model: MethodologyModel, title_key: str, hint_key: str, button_key: str) -> None:
        super().__init__(ui, title_key)
        self._ui, self._model = ui, model
        self.body.addWidget(Label(ui, hint_key, role="small"))
        self.grid = FormGrid(ui, label_width=150)
        self.body.addWidget(self.grid)
        row = QHBoxLayout()
        row.addStretch(1)
        self.button = Button(ui, button_key, "secondary", "plus")
        self.button.clicked.connect(self._add)
        row.addWidget(self.button)
        self.body.addLayout(row)
        self.fields: dict[str, Field] = {}

    def put(self, name: str, field: Field, key: str) -> None:
        self.fields[name] = field
        self.grid.add(field, key=key)

    def _add(self) -> None:
        for field in self.fields.values():
            field.set_error(None)
        try:
            path = self.make()
        except UserError as error:
            field = self.fields.get(error.field or "", next(iter(self.fields.values())))
            field.set_error(error)
            field.setFocus()
            return
        self.added.emit(path)

    def make(self) -> Path:
        """Change the draft; return the path of what is new. UserError at one of the fields."""
        return ()

    def need(self, name: str) -> Any:
        """The value of a field that must have one."""
        value = self.fields[name].value()
        if value is None or value == "":
            raise UserError("text.required", name)
        return value


class AddItem(_Adding):
    """Another item; its scoring, standard and texts are filled in on its own page."""

    def __init__(self, ui: Ui, model: MethodologyModel, area: str) -> None:
        super().__init__(ui, model, "ui.methodology.add_item", "ui.methodology.add_item_hint", "ui.methodology.add_item")
        self.put("id", LineEdit(ui, max_length=8), "ui.methodology.item_id")
        self.put("area", ChoiceBox(ui, choices=self._areas, empty_key=None), "ui.methodology.area")
        self.put("kind", ChoiceBox(ui, choices=self._kinds, empty_key=None), "methodology.field.kind")
        for lang in LANGUAGES:
            self.put(lang, LineEdit(ui, max_length=300), f"ui.methodology.label.{lang}")
        if area:
            self.fields["area"].set_value(Area(area))

    def _areas(self) -> list[tuple[Any, str]]:
        return [(area, self._ui.t(f"ui.area.{area.value}")) for area in Area]

    def _kinds(self) -> list[tuple[Any, str]]:
        kinds = (ValueKind.NUM, ValueKind.PCT, ValueKind.MONEY, ValueKind.INT, ValueKind.DATE, ValueKind.YN, ValueKind.TEXT,
                 ValueKind.DOC)  # fmt: skip
        return [(kind, self._ui.t(f"methodology.kind.{kind.value}")) for kind in kinds]

    def make(self) -> Path:
        from app.services.methodology.editing import add_item, new_item

        assert self._model.m is not None
        number = str(self.need("id")).strip()
        if not (number[:1].isalpha() and number.isascii() and number.isalnum()):
            raise UserError("ui.methodology.bad_id", "id")
        label = Labels(*[str(self.need(lang)) for lang in LANGUAGES])
        kind = self.need("kind")
        unit = {ValueKind.PCT: "%", ValueKind.MONEY: "money", ValueKind.DATE: "years"}.get(kind, "")
        item = new_item(number, self.need("area"), label, label, kind, unit, self._ui.t("ui.methodology.own_rule"))
        self._model.replace(add_item(self._model.m, item, {}))
        return ("items", number)


class AddRule(_Adding):
    """Another gate, cap or warning; its condition is written on its own page, and checked there."""

    def __init__(self, ui: Ui, model: MethodologyModel, part: str) -> None:
        super().__init__(ui, model, f"ui.methodology.add.{part}", "ui.methodology.add_rule_hint", f"ui.methodology.add.{part}")
        self._part = part
        self.put("id", LineEdit(ui, max_length=8), "ui.methodology.item_id")
        for lang in LANGUAGES:
            self.put(lang, LineEdit(ui, max_length=300), f"ui.methodology.label.{lang}")

    def make(self) -> Path:
        from app.services.methodology.editing import add_rule

        assert self._model.m is not None
        key = str(self.need("id")).strip()
        if not (key[:1].isalpha() and key.isascii() and key.isalnum()):
            raise UserError("ui.methodology.bad_id", "id")
        label = Labels(*[str(self.need(lang)) for lang in LANGUAGES])
        self._model.replace(add_rule(self._model.m, self._part, key, label, self._ui.t("ui.methodology.own_rule")))
        return (self._part, key)


class CopyStandard(_Adding):
    """The same indicators for another year."""

    def __init__(self, ui: Ui, model: MethodologyModel, source: str) -> None:
        super().__init__(ui, model, "ui.methodology.copy_set", "ui.methodology.copy_set_hint", "ui.methodology.copy_set")
        self._source = source
        self.put("key", LineEdit(ui, max_length=60), "ui.methodology.set_key")
        self.put("year", DecimalEdit(ui, minimum=Decimal(1990), maximum=Decimal(2100)), "methodology.field.year")

    def make(self) -> Path:
        from app.services.methodology.editing import copy_standard

        assert self._model.m is not None
        key, year = str(self.need("key")).strip(), int(self.need("year"))
        self._model.replace(copy_standard(self._model.m, self._source, key, year))
        return ("standards", key)


class ItemPlaces(Card):
    """In which row of each card the item stands."""

    def __init__(self, ui: Ui, model: MethodologyModel, item: str, words: Words) -> None:
        super().__init__(ui, "ui.methodology.places")
        self._model, self._item, self._words = model, item, words
        self.body.addWidget(Label(ui, "ui.methodology.places_hint", role="small"))
        grid = FormGrid(ui, label_width=170)
        self.body.addWidget(grid)
        self.boxes: dict[str, ChoiceBox] = {}
        self._labels: dict[str, Label] = {}
        assert model.m is not None
        for card in model.m.cards:
            box = ChoiceBox(ui, choices=self._rows(model.m, card.key), empty_key="ui.methodology.on_no_row")
            box.edited.connect(self._moved)
            self._labels[card.key] = grid.add(box, text=card.label.get(ui.lang))
            self.boxes[card.key] = box
        self.show_places(model.m)

    def retranslate(self, m: Methodology, words: Words) -> None:
        """Another language; the places stay."""
        self._words = words
        for card in m.cards:
            name, box = card.label.get(words.t.lang), self.boxes[card.key]
            self._labels[card.key].set_text(name)
            box.set_name(name)
            box.set_choices(self._rows(m, card.key))

    def show_places(self, m: Methodology) -> None:
        """Where it stands now."""
        from app.services.methodology.editing import places_of

        places = {row[1]: row for row in places_of(m, self._item)}
        for card, box in self.boxes.items():
            if box.value() != places.get(card):
                box.set_value(places.get(card))

    def _rows(self, m: Methodology, card: str) -> list[tuple[Any, str]]:
        from app.services.methodology.pages import sub_rows

        lang = self._words.t.lang
        return [(row, f"{self._words.t(f'ui.c.{c.value}')} › {sub.label.get(lang)}") for row, c, sub in sub_rows(m, card)]

    def _moved(self, row: object) -> None:
        from app.services.methodology.editing import set_place

        card = next((key for key, box in self.boxes.items() if box is self.sender()), None)
        if card is not None and self._model.m is not None:
            self._model.replace(set_place(self._model.m, self._item, card, self.boxes[card].value()))
