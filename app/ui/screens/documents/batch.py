"""Papers of many customers at once: who, which papers, in which language; how far it has come; what became of each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QProgressBar, QWidget

from app.models.domain.enums import Grade
from app.services.documents.batch import KINDS, BatchResult, Line
from app.services.documents.papers import SENT, lacks_sender
from app.texts import Texts, languages
from app.ui.actions.registry import Action
from app.ui.forms.choice_box import ChoiceBox
from app.ui.frame.file_saving import FileSaving
from app.ui.frame.screen import Screen
from app.ui.qtmodels.rows import Column
from app.ui.runtime.progress import WindowProgress
from app.ui.screens.documents.batch_work import CHOSEN, EVERYBODY, Order, Whom, count_of, make_all, write_list
from app.ui.screens.documents.making import read_language
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import Label
from app.ui.widgets.save_dialog import ask_place
from app.ui.widgets.sizes import hold_width

if TYPE_CHECKING:
    from app.models.domain.errors import UserError
    from app.ui.frame.host import ScreenHost

LEFT_WIDTH = 300
_BEAT_MS = 150
_FIRST_KIND = "change_form"


class BatchScreen(Screen):
    """Argument: ids of the customers that were chosen in a list; None keeps those of last time."""

    def __init__(self, host: ScreenHost) -> None:
        super().__init__(host)
        self.chosen: tuple[int, ...] = ()
        self._own_language = self._nameless = self._warned = False
        self.result: BatchResult | None = None
        self.progress: WindowProgress | None = None
        self._order: Order | None = None
        self._meant = 0
        self.title.set_key("ui.nav.batch")
        self._add_actions()
        self.title.add_button(host.actions.button("batch.list"))
        self.title.add_button(host.actions.button("batch.stop"))
        self.title.add_button(host.actions.button("batch.start", "primary"))
        self._saving = FileSaving(host, self, self._list_written)
        self._beat = QTimer(self, interval=_BEAT_MS)
        self._beat.timeout.connect(self._watch)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self._left(), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._right(), 1)
        self.body.addLayout(row, 1)
        self._show()

    def _add_actions(self) -> None:
        add, group = self.host.actions.add, "ui.group.customers"
        for name, call, icon, possible in (
            ("start", self.ask_folder, "document", self._is_ready),
            ("stop", self.stop, "", self._is_running),
            ("list", self._ask_list, "save", self._has_lines),
        ):
            add(Action(f"batch.{name}", f"ui.action.batch_{name}", call, "", icon or None, group, possible, "batch"))

    def _left(self) -> QWidget:
        ui = self.ui
        card = Card(ui, "ui.batch.what")
        hold_width(ui, card, LEFT_WIDTH)
        card.body.addWidget(Label(ui, "ui.batch.whom", role="muted"))
        self.whom = ChoiceBox(ui, "ui.batch.whom", choices=self._whom_choices, empty_key=None)
        self.whom.set_value(EVERYBODY)
        self.whom.edited.connect(self._whom_chosen)
        card.body.addWidget(self.whom)
        self.count = Label(ui, role="small")
        card.body.addWidget(self.count)
        card.body.addWidget(Label(ui, "ui.documents.papers", role="muted"))
        self.kinds: dict[str, QCheckBox] = {}
        for kind in KINDS:
            box = QCheckBox(ui.t(f"ui.documents.{kind.key}"))
            box.setChecked(kind.key == _FIRST_KIND)
            box.toggled.connect(self._kinds_chosen)
            self.kinds[kind.key] = box
            card.body.addWidget(box)
        card.body.addWidget(Label(ui, "ui.documents.language", role="muted"))
        self.language = ChoiceBox(ui, "ui.documents.language", choices=_languages(), empty_key=None)
        self.language.set_value(ui.lang)
        self.language.edited.connect(self._language_chosen)
        card.body.addWidget(self.language)
        return card

    def _right(self) -> QWidget:
        card = Card(self.ui, "ui.batch.outcome")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.state = Label(self.ui, role="muted")
        card.body.addWidget(self.bar)
        card.body.addWidget(self.state)
        columns = (
            Column("number", "ui.batch.number", width=96),
            Column("customer", "ui.batch.customer", stretch=True, strong=True),
            Column("paper", "ui.batch.paper", width=150),
            Column("outcome", "ui.batch.state", kind="badge", width=104),
            Column("file", "ui.batch.file", stretch=True),
        )
        self.table = DataTable(self.ui, columns, "ui.batch.outcome", wrap=True)
        self.table.setMinimumHeight(260)
        self.table.activated_id.connect(self._open)
        card.body.addWidget(self.table, 1)
        self.nothing = EmptyState(self.ui, "document", "ui.batch.nothing", "ui.batch.nothing_text")
        card.body.addWidget(self.nothing, 1)
        return card

    # --- what the frame calls --------------------------------------------------------------------------------------

    def enter(self, argument: object) -> None:
        """Take the customers that were chosen elsewhere; an outcome stays until the next batch."""
        if isinstance(argument, tuple) and argument and self.progress is None:
            self.chosen = tuple(one for one in argument if isinstance(one, int))
            self.whom.set_choices(self._whom_choices)
            self.whom.set_value(CHOSEN)
        if not self._own_language:
            self.host.runner.query(read_language, self.host.services, done=self._language_read, key="batch.language")
        self._look_for_sender()
        self._count()
        self.begin_at(self.whom)

    def _language_read(self, lang: str) -> None:
        """The language of documents, until the officer chooses another one here."""
        if not self._own_language:
            self.language.set_value(self.ui.lang if lang == "program" else lang)

    def _look_for_sender(self) -> None:
        self.host.runner.query(lacks_sender, self.host.services, done=self._sender_looked_for, key="batch.sender")

    def _sender_looked_for(self, nameless: bool) -> None:
        self._nameless = nameless
        self._warn_of_sender()

    def _warn_of_sender(self) -> None:
        """Before papers leave the house that do not say who writes them."""
        if self._nameless and SENT.intersection(self.wanted()):
            text, button = self.ui.t("ui.documents.no_sender"), self.ui.t("ui.documents.to_sender")
            self.banner.show_message(text, "warning", button, self._to_sender)
            self._warned = True
        elif self._warned:
            self.banner.clear()
            self._warned = False

    def _to_sender(self) -> None:
        self.host.go("settings", "company_name")

    def _language_chosen(self, _lang: object) -> None:
        self._own_language = True

    def on_changes(self, flags: frozenset[str]) -> None:
        if {"customer", "grade"} & flags:
            self._count()
        if "settings" in flags:
            self._look_for_sender()

    def retranslate(self) -> None:
        for key, box in self.kinds.items():
            box.setText(self.ui.t(f"ui.documents.{key}"))
        self.count.set_text(self.ui.plural("ui.batch.count", self._meant))
        self._warn_of_sender()
        self._show()

    # --- what to make ----------------------------------------------------------------------------------------------

    def _whom_choices(self) -> list[tuple[Any, str]]:
        ui = self.ui
        chosen = [(CHOSEN, ui.plural("ui.batch.chosen", len(self.chosen)))] if self.chosen else []
        grades = [(grade.name, ui.t("ui.batch.graded", grade=grade.name)) for grade in sorted(Grade, reverse=True)]
        return [*chosen, (EVERYBODY, ui.t("ui.batch.everybody")), *grades]

    def meant(self) -> Whom:
        """Who is meant: ids, everybody, or a grade."""
        value = str(self.whom.value() or EVERYBODY)
        return self.chosen if value == CHOSEN else value

    def _whom_chosen(self, _value: Any) -> None:
        self._count()

    def _count(self) -> None:
        self.host.runner.query(count_of, self.host.services, self.meant(), done=self._counted, key="batch.count")

    def _counted(self, count: int) -> None:
        self._meant = count
        self.count.set_text(self.ui.plural("ui.batch.count", count))

    def _kinds_chosen(self, _on: bool) -> None:
        self._warn_of_sender()
        self.host.actions.refresh()

    def wanted(self) -> tuple[str, ...]:
        """Keys of the papers that are ticked."""
        return tuple(key for key, box in self.kinds.items() if box.isChecked())

    # --- making ----------------------------------------------------------------------------------------------------

    def _is_ready(self) -> bool:
        return self.progress is None and bool(self.wanted())

    def _is_running(self) -> bool:
        return self.progress is not None

    def _has_lines(self) -> bool:
        return self.result is not None and bool(self.result.lines)

    def ask_folder(self) -> None:
        """Ask for the folder, then begin."""
        dialog = QFileDialog(self, self.ui.t("ui.batch.folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.start)
        dialog.open()

    def start(self, folder: str) -> None:
        """Make the papers that are ticked into ``folder``."""
        if not self._is_ready():
            return
        self.progress, self.result = WindowProgress(self.host.runner), None
        self._order = Order(self.meant(), self.wanted(), Path(folder), self.language.value() or self.ui.lang)
        self._beat.start()
        self.host.runner.query(
            make_all, self.host.services, self._order, self.progress, done=self._made, failed=self._failed, key="batch"
        )
        self._show()

    def stop(self) -> None:
        """Give up between two pages; what is written stays."""
        if self.progress is not None:
            self.progress.cancel()

    def _watch(self) -> None:
        if self.progress is not None:
            self.bar.setMaximum(max(self.progress.total, 1))
            self.bar.setValue(self.progress.done)
            done, total = self.ui.number(self.progress.done), self.ui.number(self.progress.total)
            self.state.set_key("ui.batch.running", done=done, total=total)

    def _made(self, result: BatchResult) -> None:
        self.result = result
        self._ended()
        if not self.isVisible():
            self.host.toast("ui.batch.over", made=self.ui.plural("ui.batch.made", result.made))

    def _failed(self, error: UserError) -> None:
        self._ended()
        self.show_error(error)

    def _ended(self) -> None:
        self.progress = None
        self._beat.stop()
        self._show()

    # --- showing ---------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        running, lines = self.progress is not None, self._has_lines()
        self.bar.setVisible(running)
        self.bar.setAccessibleName(self.ui.t("ui.batch.outcome"))
        self.state.setVisible(running or self.result is not None)
        self.table.setVisible(lines)
        self.nothing.setVisible(not lines)
        for field in (self.whom, self.language):
            field.set_read_only(running)
        for box in self.kinds.values():
            box.setEnabled(not running)
        if self.result is not None:
            self.state.set_text(self._summary(self.result))
            lines_of = sorted(self.result.lines, key=_failed_first)
            self.table.set_rows([self._row(line) for line in lines_of], [line.customer_id for line in lines_of])
        self.host.actions.refresh()

    def _summary(self, result: BatchResult) -> str:
        ui = self.ui
        parts = [ui.plural("ui.batch.made", result.made), ui.t("ui.batch.in_folder", folder=str(result.folder))]
        if result.failed:
            parts.append(ui.plural("ui.batch.failed", result.failed))
        if result.stopped is not None:
            parts.append(ui.error_text(result.stopped))
        if result.left:
            parts.append(ui.plural("ui.batch.cancelled" if result.cancelled else "ui.batch.left", result.left))
        return "  ".join(parts)

    def _row(self, line: Line) -> tuple[Any, ...]:
        ui = self.ui
        good = line.problem is None
        outcome = (ui.t("ui.batch.done" if good else "ui.batch.not_done"), "good" if good else "danger")
        return (line.number, line.customer, ui.t(f"ui.documents.{line.kind}"), outcome, self._told(line))

    def _told(self, line: Line) -> str:
        if line.problem is not None:
            return self.ui.error_text(line.problem)
        names = ", ".join(path.name for path in line.files)
        return self.ui.t("ui.batch.renamed", file=names) if line.renamed else names

    def _open(self, customer_id: object) -> None:
        if customer_id is not None:
            self.host.go("customer", customer_id)

    # --- the list --------------------------------------------------------------------------------------------------

    def _ask_list(self) -> None:
        title = self.ui.t("ui.batch.outcome")
        kinds = self.ui.t("ui.customers.export_kinds")
        ask_place(self, self.ui.t("ui.action.batch_list"), f"{title}.xlsx", self.write_list, kinds=kinds, suffix="xlsx")

    def write_list(self, name: str) -> None:
        """Write what became of each paper to the file ``name``."""
        assert self.result is not None
        heads = [column.title_key or "" for column in self.table.rows.columns]
        rows = []
        for line in self.result.lines:
            number, customer, paper, (outcome, _), told = self._row(line)
            rows.append((number, customer, paper, outcome, told))
        title = self.ui.t("ui.batch.outcome")
        self._saving.write(write_list, Path(name), title, [self.ui.t(head) for head in heads], rows, self.ui.lang)

    def _list_written(self, path: Path) -> None:
        self.host.toast("ui.preview.saved", path=str(path))


def _failed_first(line: Line) -> bool:
    return line.problem is None


def _languages() -> list[tuple[str, str]]:
    """Each language of the catalogue under its own name."""
    return [(code, Texts.load(code)("language.name")) for code in languages()]
