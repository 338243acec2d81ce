"""Files from outside, step by step: chosen, understood, checked, brought in; and the register of all imports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QProgressBar, QScrollArea, QStackedWidget, QWidget

from app.models.domain.errors import UserError
from app.services.changes import IMPORTS
from app.services.imports import session
from app.services.imports.model import Ask
from app.ui.actions.registry import Action
from app.ui.frame.screen import Screen
from app.ui.screens.imports.columns_step import ColumnsStep
from app.ui.screens.imports.files_step import FilesStep
from app.ui.screens.imports.model import ImportModel, Step
from app.ui.screens.imports.naming import ProfileName
from app.ui.screens.imports.tables_step import TablesStep
from app.ui.widgets.filter_chip import FilterChip
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.ui.frame.host import ScreenHost
    from app.ui.screens.imports.check_step import CheckStep
    from app.ui.screens.imports.done_step import DoneStep
    from app.ui.screens.imports.register import RegisterPage

_ENDINGS = "*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv *.tsv *.txt *.gz"
_HEADS = {
    "read": ("ui.imports.reading", "ui.imports.reading"), "check": ("ui.imports.checking", "ui.imports.checking_of"),
    "decide": ("ui.imports.checking_again", "ui.imports.checking_again"),
    "write": ("ui.imports.writing", "ui.imports.writing_of"),
}
"""What is said while it goes on: with a number so far, and where the whole is known."""
_REGISTER = "register"


class ImportScreen(Screen):
    """Argument: paths of files to begin with, "register" or the number of an import for the list of imports, or None."""

    def __init__(self, host: ScreenHost) -> None:
        super().__init__(host, scroll=False)
        self.model = ImportModel(host)
        self.model.setParent(self)
        self._in_register = False
        self._warned = False
        self._deleting = ""
        self.title.set_key("ui.nav.imports")
        self.chips = {step: FilterChip(self.ui) for step in Step}
        for chip in self.chips.values():
            self.title.add_badge(chip)
            chip.clicked.connect(self._chip_clicked)
        self._add_actions()
        self._add_progress()
        self.pages = QStackedWidget()
        self.files = FilesStep(host, self.model, host.actions.button("import.choose"))
        self.tables = TablesStep(host)
        self.columns = ColumnsStep(host)
        self.check: CheckStep | None = None
        self.done: DoneStep | None = None
        self.register: RegisterPage | None = None
        for page in (self.files, self.tables, self.columns):
            self.pages.addWidget(_scrolling(page))
        self.understood = Label(self.ui, role="muted")
        self.body.addWidget(self.understood)
        self.body.addWidget(self.pages, 1)
        self._connect()
        self._show_state()

    def _connect(self) -> None:
        model = self.model
        model.moved.connect(self._moved)
        model.files_changed.connect(self._files_changed)
        model.work_changed.connect(self._show_work)
        model.state_changed.connect(self._show_state)
        model.checked_anew.connect(self._show_checked)
        model.wrote.connect(self._show_done)
        model.failed.connect(self._failed)
        model.stopped.connect(self._stopped)
        model.kept_profile.connect(self._profile_kept)
        self.files.remove_wanted.connect(model.remove)
        self.files.delete_wanted.connect(self._ask_delete)
        self.tables.kept.connect(self._keep_table)
        self.tables.answered.connect(self._answer)
        self.columns.target_chosen.connect(self._target)

    def _add_actions(self) -> None:
        add, model, here = self.host.actions.add, self.model, "imports"
        rows = (
            ("choose", self.choose, "Ctrl+Alt+O", "open", self._is_idle, None),
            ("register", self.show_register, "Ctrl+Alt+R", "clock", self._is_idle, None),
            ("profile", self.ask_profile, "Ctrl+Alt+P", "save", self._has_work, None),
            ("back", self.back, "Ctrl+Alt+PgUp", "back", self._can_back, None),
            ("cancel", model.cancel, "Ctrl+.", "close", self._is_running, None),
            ("next", self.next, "Ctrl+Alt+PgDown", None, self._can_next, self._next_text),
        )
        for name, call, keys, icon, possible, text in rows:
            add(Action(f"import.{name}", f"ui.action.import_{name}", call, keys, icon, "ui.group.imports", possible, here,
                       text=text))
        self.buttons = {name: self.host.actions.button(f"import.{name}", "primary" if name == "next" else "secondary")
                        for name in ("register", "profile", "back", "next")}
        for button in self.buttons.values():
            self.title.add_button(button)

    def _add_progress(self) -> None:
        self.going = QWidget()
        row = QHBoxLayout(self.going)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.said = Label(self.ui, role="muted", wrap=False)
        row.addWidget(self.bar, 1)
        row.addWidget(self.said)
        row.addWidget(self.host.actions.button("import.cancel"))
        self.body.addWidget(self.going)

    # --- what the frame calls ----------------------------------------------------------------------------------------

    def enter(self, argument: object) -> None:
        """Take files that were dropped elsewhere, or show the register; what was begun stays as it was left."""
        self.files.read_profiles()
        if isinstance(argument, tuple) and argument and all(isinstance(one, Path) for one in argument):
            self._leave_register()
            self.take(argument)
        elif argument == _REGISTER or isinstance(argument, int):
            self.show_register(argument if isinstance(argument, int) else 0)
        elif self._in_register and self.register is not None:
            self.register.read()
        if not self._in_register:
            self.begin_at(self._first_place())

    def on_changes(self, flags: frozenset[str]) -> None:
        if IMPORTS in flags:
            self.files.read_profiles()
            if self.register is not None and self._in_register:
                self.register.read()
            self._look_again()
        if {"customer", IMPORTS} & flags:
            self.model.check_anew()

    def retranslate(self) -> None:
        self._show_state()
        self._warn()

    def _first_place(self) -> QWidget:
        """What the page just opened begins at."""
        if self.model.step is Step.FILE and not self.model.files:
            return self.files.area.button
        return self.buttons["next"] if self._can_next() else self.chips[self.model.step]

    # --- files -------------------------------------------------------------------------------------------------------

    def choose(self) -> None:
        """Ask for files."""
        ui = self.ui
        dialog = QFileDialog(self, ui.t("ui.imports.choose"), "", f"{ui.t('ui.imports.kinds', endings=_ENDINGS)};;"
                             f"{ui.t('ui.imports.kinds_all')}")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self.take_names)
        dialog.open()

    def take_names(self, names: Sequence[str]) -> None:
        """Take files by their names."""
        self.take([Path(name) for name in names])

    def take(self, paths: Sequence[Path]) -> None:
        """Take files in, on the first page."""
        if self.model.running:
            self.banner.show_message(self.ui.t("ui.imports.busy"), "warning")
            return
        self.banner.clear()
        self._leave_register()
        self.model.add(paths)
        self.model.to(Step.FILE)

    def _files_changed(self) -> None:
        """When all files were looked at, the way on is under the fingers."""
        self._show_state()
        if self._can_next() and self.files.area.button.hasFocus():
            self.buttons["next"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _look_again(self) -> None:
        """A file that was imported before may come again once that import was taken back."""
        refused = [one.path for one in self.model.files if one.error is not None and one.error.key == "import.same_file"]
        if refused:
            self.model.look(refused)

    def files_for(self, at: QPoint) -> tuple[str, int] | None:
        self.files.area.set_over(True)
        return None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        super().dragEnterEvent(event)
        self.files.area.set_over(event.isAccepted())

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.files.area.set_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.files.area.set_over(False)
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self.take(paths)
        else:
            self.show_error(UserError("evidence.not_local", "evidence"))

    # --- steps -------------------------------------------------------------------------------------------------------

    def next(self) -> None:
        """What the main button says."""
        self.banner.clear()
        if self.model.step is Step.FILE:
            self.model.read()
        elif self.model.step is Step.TABLE:
            self.model.to(Step.COLUMNS)
        elif self.model.step is Step.COLUMNS:
            self.model.check()
        elif self.check is not None:
            self.model.write(self.check.decisions)

    def back(self) -> None:
        """One step back, or out of the register."""
        if self._in_register:
            self._leave_register()
        elif self.model.step is not Step.FILE:
            self.model.to(Step(self.model.step - 1))

    def _chip_clicked(self) -> None:
        clicked = self.sender()
        self._leave_register()
        self.model.to(next(step for step, chip in self.chips.items() if chip is clicked))
        self._show_state()

    def _moved(self, _step: int) -> None:
        self._show_page()
        self._show_state()
        self._warn()
        if self.isVisible():
            self._place_focus()

    def _place_focus(self) -> None:
        """A new page begins at its first place."""
        if self.model.step is Step.TABLE and self.tables.cards:
            card = self.tables.cards[0]
            first = next((group.buttons()[0] for group in card.groups.values()), card.keep)
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.model.step is Step.COLUMNS:
            self.columns.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.model.step in (Step.FILE, Step.CHECK):
            self.buttons["next"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_page(self) -> None:
        """Each page lies in an area of its own, which scrolls where the window is too low for it."""
        page = self._page()
        area = next(area for area in self.pages.findChildren(QScrollArea) if area.widget() is page)
        self.pages.setCurrentWidget(area)

    def _page(self) -> QWidget:
        if self._in_register:
            return self._made_register()
        if self.model.step is Step.CHECK:
            return self._made_check()
        if self.model.step is Step.DONE:
            return self._made_done()
        return (self.files, self.tables, self.columns)[self.model.step]

    def _made_check(self) -> CheckStep:
        if self.check is None:
            from app.ui.screens.imports.check_step import CheckStep

            self.check = CheckStep(self.host)
            self.check.decided.connect(self._decided)
            self.pages.addWidget(_scrolling(self.check))
        return self.check

    def _made_done(self) -> DoneStep:
        if self.done is None:
            from app.ui.screens.imports.done_step import DoneStep

            self.done = DoneStep(self.host)
            self.done.more.connect(self.model.begin_anew)
            self.pages.addWidget(_scrolling(self.done))
        return self.done

    def _made_register(self) -> RegisterPage:
        if self.register is None:
            from app.ui.screens.imports.register import RegisterPage

            self.register = RegisterPage(self.host)
            self.pages.addWidget(_scrolling(self.register))
        return self.register

    # --- register ----------------------------------------------------------------------------------------------------

    def show_register(self, number: int = 0) -> None:
        """All imports so far, with the cursor on one of them if it is named."""
        self._in_register = True
        page = self._made_register()
        self._show_page()
        page.read()
        if number:
            page.show_import(number)
        self._show_state()

    def _leave_register(self) -> None:
        if self._in_register:
            self._in_register = False
            self._show_page()
            self._show_state()
            self._look_again()

    # --- what is shown -----------------------------------------------------------------------------------------------

    def _show_work(self) -> None:
        work, fields = self.model.work, self.model.fields
        if work is not None and fields is not None:
            self.tables.show_tables(work.plan.tables, work.files, work.out)
            self.columns.show_plan(work.plan.tables, work.files, fields, self.model.seen, work.out)
            self._warn()

    def _warn(self) -> None:
        """Questions that are open, before their values are refused."""
        work = self.model.work
        many = session.open_questions(work) if work is not None else 0
        if many and self.model.step in (Step.TABLE, Step.COLUMNS):
            self.banner.show_message(self.ui.plural("ui.imports.open_questions", many), "warning")
            self._warned = True
        elif self._warned:
            self.banner.clear()
            self._warned = False

    def _show_checked(self) -> None:
        checked, fields = self.model.checked, self.model.fields
        if checked is not None and fields is not None:
            self._made_check().show_checked(self.model.work, checked, fields)
            if not self.isVisible():
                self.host.toast("ui.imports.checked_over", "ui.imports.show", self._come_back)

    def _show_done(self) -> None:
        model = self.model
        if model.done is not None and model.checked is not None:
            self._made_done().show_done(model.work, model.checked, model.done)
            if not self.isVisible():
                self.host.toast("ui.imports.over", "ui.imports.show", self._come_back, number=model.done.import_id)

    def _come_back(self) -> None:
        self.host.go("imports")

    def _show_state(self) -> None:
        model, ui = self.model, self.ui
        for step, chip in self.chips.items():
            here = step is model.step and not self._in_register
            passed = " ✓" if step < model.step and not self._in_register else ""
            chip.set_text(f"{step + 1} {ui.t(f'ui.imports.step.{step.name.lower()}')}{passed}")
            chip.setChecked(here)
            chip.set_kind("accent" if here else "plain")
            chip.setEnabled(here or model.reached(step))
        shown = {"register": model.step is Step.FILE, "profile": model.step in (Step.TABLE, Step.COLUMNS),
                 "back": model.step not in (Step.FILE, Step.DONE), "next": model.step is not Step.DONE}
        for name, button in self.buttons.items():
            button.setVisible(name == "back" if self._in_register else shown[name])
        self.pages.setEnabled(not model.running)
        self._tell_profile()
        self._show_progress()
        self.host.actions.refresh()

    def _tell_profile(self) -> None:
        """By what the files are understood."""
        work = self.model.work
        self.understood.setVisible(work is not None and not self._in_register and self.model.step in (Step.TABLE, Step.COLUMNS))
        if work is not None and work.plan.profile:
            self.understood.set_key("ui.imports.by_profile", name=self.files.label_of(work.plan.profile))
        elif work is not None:
            self.understood.set_key("ui.imports.by_guess")

    def _show_progress(self) -> None:
        going, ui = self.model.progress, self.ui
        self.going.setVisible(going is not None)
        if going is None:
            return
        done, total = going.done, going.total
        self.bar.setMaximum(total)
        self.bar.setValue(min(done, total))
        self.bar.setAccessibleName(ui.t("ui.nav.imports"))
        key, whole = _HEADS[self.model.running]
        if total:
            self.said.set_key(whole, done=ui.number(min(done, total)), total=ui.number(total))
        else:
            self.said.set_key(key, done=ui.number(done))

    def _next_text(self) -> str:
        ui, step, work = self.ui, self.model.step, self.model.work
        if step is Step.COLUMNS and work is not None:
            return ui.plural("ui.imports.next.columns", work.rows)
        return ui.t(f"ui.imports.next.{step.name.lower()}")

    # --- what is possible --------------------------------------------------------------------------------------------

    def _is_idle(self) -> bool:
        return not self.model.running

    def _is_running(self) -> bool:
        return bool(self.model.running)

    def _has_work(self) -> bool:
        return self.model.work is not None and not self.model.running and not self._in_register

    def _can_back(self) -> bool:
        return not self.model.running and (self._in_register or self.model.step not in (Step.FILE, Step.DONE))

    def _can_next(self) -> bool:
        return not self._in_register and self.model.can_next()

    # --- changes -----------------------------------------------------------------------------------------------------

    def _keep_table(self, table: int, on: bool) -> None:
        self.model.edit(session.without_table, table, not on)

    def _answer(self, table: int, ask: str, option: str) -> None:
        self.model.edit(session.with_answer, table, Ask(ask), option)

    def _target(self, table: int, line: int, key: str) -> None:
        self.model.edit(session.with_target, table, line, key)

    def _decided(self) -> None:
        if self.check is not None:
            self.model.decide(self.check.decisions)

    def ask_profile(self) -> None:
        """Ask for the name of an own profile, then keep it."""
        work = self.model.work
        if work is not None:
            name = Path(work.files[0]).stem
            dialog = ProfileName(self.ui, self, name)
            dialog.named.connect(self.model.save_profile)
            dialog.open()

    def _profile_kept(self, name: str) -> None:
        self.host.toast("ui.imports.profile_kept", name=name)
        self.files.read_profiles()

    def _ask_delete(self, name: str) -> None:
        self._deleting = name
        self.host.ask("ui.imports.delete_ask", "ui.imports.delete_text", "ui.imports.profile_delete", self._delete,
                      danger=True, name=name)

    def _delete(self) -> None:
        self.model.delete_profile(self._deleting)

    # --- what went wrong ---------------------------------------------------------------------------------------------

    def _failed(self, error: UserError) -> None:
        self.show_error(error)
        if not self.isVisible():
            self.host.toast("ui.imports.failed", "ui.imports.show", self._come_back)

    def _stopped(self, key: str) -> None:
        self.banner.show_message(self.ui.t(key), "info" if key == "ui.imports.stopped" else "danger")


def _scrolling(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setObjectName("page")
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(page)
    page.setObjectName("pageBody")
    return area
