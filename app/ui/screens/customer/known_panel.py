"""What was known of a customer on a day: grade, limit, statements and answers of then, beside those of today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout

from app.ui.forms.choice_box import ChoiceBox
from app.ui.forms.text_edits import LineEdit
from app.ui.forms.typed_edits import DateEdit
from app.ui.qtmodels.rows import Column
from app.ui.screens.customer.known_words import PARTS, KnownContent, KnownRow, read_known
from app.ui.screens.words import let_shrink
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from datetime import date

    from app.ui.frame.host import ScreenHost

HEADS = ("part", "what", "then", "today", "state")
_BADGES = {"same": "plain", "changed": "warning", "later": "info", "gone": "danger"}


class KnownPanel(Card):
    """``open`` reads; a day is typed or taken from those of the grade changes. ``seen_changed``: other lines are seen."""

    seen_changed = Signal()

    def __init__(self, host: ScreenHost) -> None:
        ui = host.ui
        super().__init__(ui, "ui.known.title")
        self.host, self._ui = host, ui
        self.customer_id = 0
        self.content: KnownContent | None = None
        self.seen: list[KnownRow] = []
        self._build_bar()
        self.lost = Label(ui, role="warning")
        self.body.addWidget(self.lost)
        self.table = DataTable(ui, (
            Column("part", "ui.known.part", width=104),
            Column("what", "ui.known.what", stretch=True, width=180, strong=True),
            Column("then", "ui.known.then", stretch=True, width=130),
            Column("today", "ui.known.today", stretch=True, width=130),
            Column("state", "ui.known.state", kind="badge", width=112),
        ), "ui.known.title", wrap=True)
        self.body.addWidget(self.table, 1)
        self.lost.hide()

    def _build_bar(self) -> None:
        ui = self._ui
        self.day = DateEdit(ui, "ui.known.day", latest=self.host.services.clock.today())
        self.changes = ChoiceBox(ui, "ui.known.days", choices=self._days, empty_key="ui.known.any_day")
        self.part = ChoiceBox(ui, "ui.known.part", choices=self._parts, empty_key="ui.known.everything")
        self.text = LineEdit(ui, "ui.history.find", placeholder_key="ui.history.find")
        self.only = QCheckBox(ui.t("ui.known.only"))
        self.told, self.count = Label(ui, role="strong"), Label(ui, role="muted", wrap=False)
        self.to_list = Button(ui, "ui.history.name", "secondary", "back")
        for field in (self.day, self.changes, self.part, self.text):
            field.setProperty("noDraft", True)
        for box in (self.changes, self.part):
            let_shrink(box, 9)
        bar = QHBoxLayout()
        bar.setSpacing(8)
        for field, share in ((self.day, 2), (self.changes, 3), (self.part, 2), (self.text, 3)):
            bar.addWidget(field, share)
        for button in (self.to_list, self.host.actions.button("customer.export_history")):
            bar.addWidget(button)
        under = QHBoxLayout()
        under.setSpacing(14)
        under.addWidget(self.told, 1)
        for widget in (self.only, self.count):
            under.addWidget(widget)
        for row in (bar, under):
            self.body.addLayout(row)
        self.day.edited.connect(self._day_typed)
        self.changes.edited.connect(self._day_chosen)
        for field in (self.part, self.text):
            field.edited.connect(self._filter)
        self.only.toggled.connect(self._filter)
        ui.language_changed.connect(self._name_only)

    # --- reading -----------------------------------------------------------------------------------------------------

    def open(self, customer_id: int) -> None:
        """Read for that customer: the day that was asked for last, at first that of the newest grade change."""
        if customer_id != self.customer_id:
            self.forget()
            self.customer_id = customer_id
        self._read(self.day.value())

    def forget(self) -> None:
        """Another customer is about to be read."""
        self.customer_id, self.content, self.seen = 0, None, []
        for field in (self.day, self.changes, self.part, self.text):
            field.set_value(None)
        self.only.setChecked(False)
        self.table.set_rows([])

    def _read(self, day: date | None) -> None:
        if self.customer_id:
            self.host.runner.query(read_known, self.host.services, self.customer_id, day, self._ui.texts, done=self._arrived,
                                   key="customer.known")

    def _arrived(self, content: KnownContent) -> None:
        self.content = content
        self.day.set_value(content.day)
        self.changes.set_choices(self._days)
        self.changes.set_value(content.day if content.day in content.days else None)
        self.told.set_text(content.told)
        self.lost.setVisible(bool(content.lost))
        self.lost.set_text(self._ui.t("ui.known.lost", files=", ".join(content.lost)))
        self._filter(None)

    def _filter(self, value: object) -> None:
        if self.content is None:
            return
        part, words = self.part.value(), self.text.raw_text().casefold().split()
        self.seen = [
            one for one in self.content.rows
            if (part is None or one.part == part) and not (self.only.isChecked() and one.state == "same")
            and all(word in " ".join(one.cells).casefold() for word in words)
        ]
        rows = [(*one.cells[:-1], (one.cells[-1], _BADGES[one.state])) for one in self.seen]
        self.table.set_rows(rows, list(range(len(rows))))
        other = sum(one.state != "same" for one in self.content.rows)
        self.count.set_text(self._ui.t("ui.known.count", n=len(self.seen), other=other))
        self.seen_changed.emit()

    # --- typing ------------------------------------------------------------------------------------------------------

    def _day_typed(self, value: object) -> None:
        if not self.day.has_error() and self.day.value() is not None:
            self._read(self.day.value())

    def _day_chosen(self, value: object) -> None:
        if self.changes.value() is not None:
            self._read(self.changes.value())

    def _days(self) -> list[tuple[date, str]]:
        return [(day, self._ui.date(day)) for day in (self.content.days if self.content is not None else ())]

    def _parts(self) -> list[tuple[str, str]]:
        return [(part, self._ui.t(f"ui.history.kind.{part}")) for part in PARTS]

    def _name_only(self) -> None:
        self.only.setText(self._ui.t("ui.known.only"))
