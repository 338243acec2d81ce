"""Two versions side by side: every difference in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.forms.choice_box import ChoiceBox
from app.ui.qtmodels.rows import Column
from app.ui.screens.methodology.saving import TableExport
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.models.domain.methodology import Methodology
    from app.services.methodology.compare import Difference
    from app.services.registry import Services
    from app.ui.frame.host import ScreenHost
    from app.ui.screens.methodology.model import MethodologyModel, Source

Answer = tuple["Methodology", "Methodology", tuple["Difference", ...]]


class ComparePane(QWidget):
    """Choose two of the versions and drafts; what differs follows at once."""

    def __init__(self, host: ScreenHost, model: MethodologyModel) -> None:
        super().__init__()
        self._host, self._ui, self._model = host, host.ui, model
        ui = self._ui
        self._answer: Answer | None = None
        self.before = ChoiceBox(ui, "ui.methodology.compare.before", choices=self._sources, empty_key=None)
        self.after = ChoiceBox(ui, "ui.methodology.compare.after", choices=self._sources, empty_key=None)
        for box in (self.before, self.after):
            box.setProperty("noDraft", True)
        self.turn = Button(ui, "ui.methodology.compare.turn")
        self.export = Button(ui, "ui.methodology.export", icon="save")
        self.count = Label(ui, role="muted")
        self.table = DataTable(ui, [
            Column("where", "ui.methodology.where", stretch=True, strong=True),
            Column("before", "ui.methodology.before", stretch=True),
            Column("after", "ui.methodology.after", stretch=True),
        ], "ui.methodology.tab.compare", wrap=True)
        self.none = EmptyState(ui, "check", "ui.methodology.compare.none", "ui.methodology.compare.none_text")
        self.save = TableExport(host, self)
        self._lay_out()
        self.before.edited.connect(self._compare)
        self.after.edited.connect(self._compare)
        self.turn.clicked.connect(self._turned)
        self.export.clicked.connect(self._export)
        model.listed.connect(self._listed)
        ui.language_changed.connect(self._show)

    def _lay_out(self) -> None:
        ui = self._ui
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        card = Card(ui, "ui.methodology.tab.compare")
        row = QHBoxLayout()
        row.setSpacing(10)
        for key, box in (("ui.methodology.compare.before", self.before), ("ui.methodology.compare.after", self.after)):
            row.addWidget(Label(ui, key, role="muted", wrap=False))
            row.addWidget(box, 1)
        row.addWidget(self.turn)
        row.addWidget(self.export)
        card.body.addLayout(row)
        card.body.addWidget(self.count)
        card.body.addWidget(self.none, 1)
        card.body.addWidget(self.table, 1)
        column.addWidget(card)

    # --- showing ---------------------------------------------------------------------------------------------------

    def show_open(self) -> None:
        """Compare what is open with what it came from; a version with the one before it."""
        self._listed()
        source = self._model.source
        if source is None or self._model.lists is None:
            return
        base: Source = ("version", self._model.base_hash)
        if not self._model.is_draft:
            hashes = [one.hash for one in self._model.lists.versions]
            at = hashes.index(str(source[1]))
            base = ("version", hashes[min(at + 1, len(hashes) - 1)])
        self.before.set_value(base)
        self.after.set_value(source)
        self._compare()

    def _sources(self) -> list[tuple[Any, str]]:
        return source_names(self._host, self._model)

    def _listed(self) -> None:
        self.before.set_choices(self._sources)
        self.after.set_choices(self._sources)

    def _turned(self) -> None:
        before, after = self.before.value(), self.after.value()
        self.before.set_value(after)
        self.after.set_value(before)
        self._compare()

    def _compare(self, value: object = None) -> None:
        before, after = self.before.value(), self.after.value()
        if before is None or after is None:
            return
        self._host.save_now()
        self._host.runner.query(
            _differences, self._host.services, before, after, self._open(before), self._open(after), done=self._found,
            key="methodology.compare",
        )

    def _open(self, source: Source) -> Methodology | None:
        """The draft as it stands on the screen, saved or not."""
        return self._model.m if source == self._model.source else None

    def _found(self, answer: Answer) -> None:
        self._answer = answer
        self._show()

    def _rows(self) -> list[tuple[str, str, str]]:
        from app.services.methodology.words import Words

        if self._answer is None:
            return []
        before, after, differences = self._answer
        words = Words(self._ui.texts, after, before)
        return [words.difference(one) for one in differences]

    def _show(self) -> None:
        rows = self._rows()
        self.table.set_rows(rows)
        self.table.setVisible(bool(rows))
        self.none.setVisible(not rows)
        self.export.setEnabled(bool(rows))
        self.count.set_text(self._ui.plural("ui.methodology.compare.count", len(rows)))

    def _export(self) -> None:
        ui = self._ui
        heads = [ui.t("ui.methodology.where"), ui.t("ui.methodology.before"), ui.t("ui.methodology.after")]
        self.save.ask(ui.t("ui.methodology.tab.compare"), ui.t("ui.methodology.compare.file"), heads, self._rows())


def source_names(host: ScreenHost, model: MethodologyModel) -> list[tuple[Any, str]]:
    """Everything that can be opened, with its name: drafts first, then versions from the newest."""
    ui = host.ui
    if model.lists is None:
        return []
    found: list[tuple[Any, str]] = []
    for draft in model.lists.drafts:
        found.append((("draft", draft.id), ui.t("ui.methodology.draft_name", name=draft.name)))
    for one in model.lists.versions:
        key = "ui.methodology.version_in_use" if one.in_use else "ui.methodology.version_name"
        found.append((("version", one.hash), ui.t(key, version=one.version)))
    return found


def _differences(
    services: Services, before: Source, after: Source, open_before: Methodology | None, open_after: Methodology | None
) -> Answer:
    from app.services.methodology.compare import compare

    one, other = open_before or _read(services, before), open_after or _read(services, after)
    return one, other, compare(one, other)


def _read(services: Services, source: Source) -> Methodology:
    kind, which = source
    if kind == "version":
        return services.methodologies.by_hash(str(which))
    return services.methodology_drafts.open(int(which)).methodology
