"""The list of papers at the left: which one, in which language, of which area."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.models.domain.enums import Area
from app.texts import Texts, languages
from app.ui.context import Ui
from app.ui.forms.choice_box import ChoiceBox
from app.ui.screens.documents.making import CHECKLIST, FILLED, Wanted
from app.ui.screens.fit_area import FitArea
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.labels import Label
from app.ui.widgets.sizes import hold_width

_LEAST = 180
LEFT_WIDTH, _BAR = 272, 12  # the list, and room for its scroll bar
Groups = Sequence[tuple[str, Sequence[str]]]


def _languages() -> list[tuple[str, str]]:
    """Each language of the catalogue under its own name."""
    return [(code, Texts.load(code)("language.name")) for code in languages()]


class PaperList(QWidget):
    """``groups``: key of a heading and the kinds under it; ``more`` stands below all of them.

    ``wanted_changed``: another paper, language or area was chosen. ``area`` is asked for a checklist only; who shows the
    list gives it a place.
    """

    wanted_changed = Signal()

    def __init__(self, ui: Ui, groups: Groups, kind: str, more: QWidget | None = None) -> None:
        super().__init__()
        self._ui = ui
        self.kind, self.own_language = kind, False
        self.kinds: dict[str, Button] = {}
        card = Card(ui, "ui.documents.papers")
        self.language = ChoiceBox(ui, "ui.documents.language", choices=_languages(), empty_key=None)
        self.language.edited.connect(self._language_chosen)
        self.area = ChoiceBox(ui, "ui.documents.area", choices=self._areas, empty_key="ui.documents.all_areas", parent=self)
        self.area.edited.connect(self._area_chosen)
        card.body.addWidget(Label(ui, "ui.documents.language", role="muted"))
        card.body.addWidget(self.language)
        for heading, kinds in groups:
            card.body.addLayout(self._group(heading, kinds))
        if more is not None:
            card.body.addWidget(more)
        hold_width(ui, card, LEFT_WIDTH)
        self._scroll = FitArea(card)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)
        outer.addStretch(1)
        hold_width(ui, self, LEFT_WIDTH + _BAR)
        self.choose(kind)

    def _group(self, heading: str, kinds: Sequence[str]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(Label(self._ui, heading, role="muted"))
        for kind in kinds:
            button = Button(self._ui, f"ui.documents.{kind}", "secondary")
            button.setObjectName(kind)
            button.setCheckable(True)
            button.clicked.connect(self._kind_chosen)
            self.kinds[kind] = button
            column.addWidget(button)
        return column

    def _areas(self) -> list[tuple[str, str]]:
        return [(area.value, self._ui.t(f"documents.area.{area.value}")) for area in Area]

    # ---------------------------------------------------------------------------------------------------------------

    def wanted(self) -> Wanted:
        """The paper that is chosen."""
        area = self.area.value() if self.kind in (CHECKLIST, FILLED) else None
        return Wanted(self.kind, self.language.value() or self._ui.lang, (area,) if area else ())

    def choose(self, kind: str) -> None:
        """Mark a paper as chosen."""
        self.kind = kind
        for name, button in self.kinds.items():
            button.setChecked(name == kind)
        self.area.setVisible(kind in (CHECKLIST, FILLED))

    def offer_language(self, lang: str) -> None:
        """The language of documents, until the officer chooses another one here."""
        if not self.own_language:
            self.language.set_value(self._ui.lang if lang == "program" else lang)

    def minimumSizeHint(self) -> QSize:
        """A long list never makes the window higher: it scrolls."""
        return QSize(super().minimumSizeHint().width(), _LEAST)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._scroll.set_most(self.height())

    def _kind_chosen(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.choose(sender.objectName())
            self.wanted_changed.emit()

    def _language_chosen(self, lang: Any) -> None:
        self.own_language = True
        self.wanted_changed.emit()

    def _area_chosen(self, area: Any) -> None:
        self.wanted_changed.emit()
