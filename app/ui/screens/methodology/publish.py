"""Publishing a draft: its faults or none, what it changes, the name and day of the version, and the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.models.domain.errors import UserError
from app.ui.forms.form_grid import FormGrid
from app.ui.forms.text_edits import LineEdit, TextEdit
from app.ui.forms.typed_edits import DateEdit
from app.ui.qtmodels.rows import Column
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.services.changes import Changed
    from app.services.methodology.tree import Path
    from app.services.methodology.words import Words
    from app.services.registry import Services
    from app.ui.frame.host import ScreenHost
    from app.ui.screens.methodology.model import MethodologyModel


class PublishPane(QWidget):
    """``asked(path)``: to the page of a fault; ``published(hash)``: it is done."""

    asked = Signal(object)
    published = Signal(str)

    def __init__(self, host: ScreenHost, model: MethodologyModel) -> None:
        super().__init__()
        self._host, self._ui, self._model = host, host.ui, model
        ui = self._ui
        self._words: Words | None = None
        self.banner = Banner(ui)
        self.checked = Label(ui, role="strong")
        self.faults = DataTable(ui, [
            Column("where", "ui.methodology.where", stretch=True, strong=True),
            Column("what", "ui.methodology.fault", stretch=True),
        ], "ui.methodology.faults", wrap=True)
        self.version = LineEdit(ui, max_length=40)
        self.day = DateEdit(ui)
        self.reason = TextEdit(ui, lines=3, max_length=2000)
        self.button = Button(ui, "ui.methodology.publish", "primary", "check")
        self._lay_out()
        self.faults.activated_id.connect(self.asked)
        self.button.clicked.connect(self._ask)
        model.checked.connect(self.show_state)

    def _lay_out(self) -> None:
        ui = self._ui
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.banner)
        checks = Card(ui, "ui.methodology.checks")
        checks.body.addWidget(self.checked)
        checks.body.addWidget(self.faults)
        card = Card(ui, "ui.methodology.tab.publish")
        card.body.addWidget(Label(ui, "ui.methodology.publish_about", role="muted"))
        grid = FormGrid(ui, label_width=170)
        grid.add(self.version, key="ui.methodology.version")
        grid.add(self.day, key="ui.methodology.valid_from")
        grid.add(self.reason, key="ui.methodology.reason")
        card.body.addWidget(grid)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.button)
        card.body.addLayout(row)
        column.addWidget(checks)
        column.addWidget(card)
        column.addStretch(1)

    def show_open(self, words: Words) -> None:
        """Another draft, or another language."""
        self._words = words
        self.show_state()

    def show_state(self) -> None:
        """Faults and changes of the draft as it stands."""
        if self._words is None:
            return
        problems = self._model.problems
        rows = []
        for problem, path in zip(problems, self._model.places, strict=True):
            rows.append((self._words.place(path) if path else "—", self._words.problem(problem, path, short=bool(path))))
        self.faults.set_rows(rows, list(range(len(rows))))
        self.faults.fit_height()
        self.faults.setVisible(bool(rows))
        ui = self._ui
        if problems:
            self.checked.set_text(ui.plural("methodology.problems", len(problems)))
        else:
            self.checked.set_text(ui.plural("ui.methodology.clean", len(self._model.differences)))
        self.button.setEnabled(not problems and bool(self._model.differences))

    def place_of(self, number: int) -> Path:
        """The page of the fault in that row."""
        return self._model.places[number]

    def _ask(self) -> None:
        keys = ("ui.methodology.publish", "ui.methodology.publish_ask", "ui.methodology.publish")
        self._host.ask(*keys, self._publish, version=self.version.value())

    def _publish(self) -> None:
        self.banner.clear()
        for field in (self.version, self.day, self.reason):
            field.set_error(None)
        self._host.save_now()
        self._host.runner.command(self._send, done=self._done, failed=self._refused)

    def _send(self) -> Changed[str]:
        """On the writer, after everything typed was saved: the draft's version is known then."""
        head = self._model.head
        assert head is not None
        services: Services = self._host.services
        return services.methodology_drafts.publish(
            head.id, self._model.current_version(), name=self.version.value(), valid_from=self.day.value(),
            reason=self.reason.value(), by=self._host.officer,
        )

    def _done(self, changed: Changed[str]) -> None:
        for field in (self.version, self.reason):
            field.set_value("")
        self.day.set_value(None)
        self.published.emit(changed.value)

    def _refused(self, error: UserError) -> None:
        fields = {"version": self.version, "valid_from": self.day, "reason": self.reason}
        rest = []
        for problem in getattr(error, "problems", ()) or (error,):
            field = fields.get(problem.field or "")
            if field is None:
                rest.append(problem)
            else:
                field.set_error(problem)
        first = next((field for field in fields.values() if field.has_error()), None)
        if first is not None:
            first.setFocus()
        if rest:
            self.banner.show_errors(rest)
