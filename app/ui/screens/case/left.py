"""Left of the form: the sections with how much is done, the four principles, the files of the case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.models.domain.enums import Principle, Severity
from app.models.domain.rating import Finding
from app.ui.context import Ui
from app.ui.frame.screen import Screen
from app.ui.runtime.files import write_file
from app.ui.screens.case.model import CaseModel
from app.ui.screens.case.sections import EVENTS
from app.ui.screens.link import Link
from app.ui.widgets.badge import Badge
from app.ui.widgets.buttons import Button, IconButton
from app.ui.widgets.flow import clear_layout
from app.ui.widgets.labels import Label, SectionTitle
from app.ui.widgets.save_dialog import ask_place
from app.ui.widgets.sizes import hold_width

if TYPE_CHECKING:
    from app.models.domain.answers import Evidence
    from app.services.registry import Services
    from app.ui.frame.host import ScreenHost

_SIGNS = {Severity.OK: ("check", "good"), Severity.NOTE: ("warning", "warning"), Severity.PROBLEM: ("error", "danger")}
_WORST = (Severity.OK, Severity.NOTE, Severity.PROBLEM)


class SectionEntry(QFrame):
    """One section: how many questions are answered, and its name."""

    chosen = Signal(str)

    def __init__(self, ui: Ui, key: str) -> None:
        super().__init__()
        self._ui, self.key, self._current = ui, key, False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 3, 6, 3)
        row.setSpacing(8)
        self.pill = Badge(ui)
        hold_width(ui, self.pill, 50, least=True)
        self._name = Label(ui, f"ui.area.{key}")
        row.addWidget(self.pill)
        row.addWidget(self._name, 1)

    def show_state(self, done: int, total: int, current: bool) -> None:
        """Pill and highlight; a section without questions of its own has no pill."""
        self._current = current
        self.pill.setVisible(bool(total))
        kind = "good" if done == total else "warning" if done else "danger"
        if self.key == EVENTS:
            kind = "good" if done == total else "plain"
        self.pill.set(f"{done}/{total}", kind)
        self._name.set_role("strong" if current else "body")
        words = self._ui.t("ui.meter.done", done=done, total=total) if total else ""
        self.setAccessibleName(f"{self._ui.t(f'ui.area.{self.key}')} {words}".strip())
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self.key)
        elif event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.chosen.emit(self.key)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._ui.colour("focus"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(self._ui.colour("accent_soft") if self._current else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 6, 6)
        painter.end()


class SectionList(QWidget):
    """All sections of the case."""

    chosen = Signal(str)

    def __init__(self, ui: Ui, model: CaseModel) -> None:
        super().__init__()
        self._ui, self._model = ui, model
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        self.entries: dict[str, SectionEntry] = {}

    def refresh(self, current: str) -> None:
        """Show counts and the current section."""
        keys = [section.key for section in self._model.sections]
        if keys != list(self.entries):
            clear_layout(self._column)
            self.entries = {key: SectionEntry(self._ui, key) for key in keys}
            for entry in self.entries.values():
                entry.chosen.connect(self.chosen)
                self._column.addWidget(entry)
        for key, entry in self.entries.items():
            done, total = self._model.counts(key)
            entry.show_state(done, total, key == current)


class _Finding(Link):
    """A principle: ``short`` while it is not at hand, ``whole`` while it has the focus."""

    def __init__(self, ui: Ui, short: str, whole: str, target: object, spoken: str) -> None:
        super().__init__(ui, short, target, role="small")
        self._short, self._whole, self._spoken = short, whole, spoken
        self.setAccessibleName(spoken)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._tell(self._whole)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._tell(self._short)

    def _tell(self, text: str) -> None:
        if self.text() != text:
            self.set_text(text)
            self.setAccessibleName(self._spoken)


class PrinciplesList(QWidget):
    """The four principles with what was found; a click goes to the first question it is about."""

    question_wanted = Signal(object)

    def __init__(self, ui: Ui, model: CaseModel) -> None:
        super().__init__()
        self._ui, self._model = ui, model
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(5)
        self._shown: tuple[str, str, bool, tuple[Finding, ...]] = ("", "", False, ())
        self._short = False
        self.links: list[Link] = []
        ui.theme_changed.connect(self._redraw)

    def refresh(self) -> None:
        """Show the findings anew, if there are others."""
        findings = self._model.assessment.findings
        shown = (self._ui.lang, self._ui.theme, self._short, findings)
        if self._shown == shown:
            return
        self._shown = shown
        clear_layout(self._column)
        self.links = []
        for principle in Principle:
            about = sorted((f for f in findings if f.principle is principle), key=lambda f: -_WORST.index(f.severity))
            self._put(principle, about)

    def set_short(self, short: bool) -> None:
        """Only sign and name: what was found is told by the tip, and beside the name once it has the focus."""
        if short != self._short:
            self._short = short
            if self._model.is_open:
                self.refresh()

    def _redraw(self, theme: str) -> None:
        """The signs are drawn in the colours of a theme."""
        if self._model.is_open:
            self.refresh()

    def _put(self, principle: Principle, findings: list[Finding]) -> None:
        ui = self._ui
        worst = findings[0] if findings else None
        name = ui.t(f"ui.principle.{principle.value}")
        text = name
        if worst is not None:
            text = ui.t("ui.case.principle", name=name, finding=ui.texts.error(worst.text, worst.params))
        more = sum(f.severity is not Severity.OK for f in findings) - 1
        if more > 0:
            text = f"{text} {ui.plural('ui.case.more_findings', more)}"
        severity = worst.severity if worst is not None else Severity.OK
        icon, token = _SIGNS[severity]
        row = QHBoxLayout()
        row.setSpacing(5)
        picture = QLabel()
        picture.setPixmap(ui.icon(icon, token).pixmap(15, 15))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        target = worst.items[0] if worst is not None and worst.items else ""
        spoken = f"{ui.t(f'ui.severity.{severity.value}')}: {text}"
        link = _Finding(ui, name if self._short else text, text, target, spoken)
        link.setToolTip("\n".join(ui.texts.error(one.text, one.params) for one in findings))
        link.clicked.connect(self._clicked)
        row.addWidget(link, 1)
        self._column.addLayout(row)
        self.links.append(link)

    def _clicked(self, question_id: str) -> None:
        if question_id:
            self.question_wanted.emit(question_id)


def copy_evidence(services: Services, evidence_id: int, path: Path) -> Path:
    """Write the bytes of a file of a case to ``path``. For worker threads."""
    return write_file(path, services.cases.evidence_data(evidence_id))


class EvidenceList(QFrame):
    """The files of the case, each with a button that saves a copy; more by button or by dropping them here."""

    files_chosen = Signal(object)  # list of Path

    def __init__(self, ui: Ui, model: CaseModel) -> None:
        super().__init__()
        self._ui, self._model, self._hovered = ui, model, False
        self._wanted = 0  # the file whose copy is asked for
        self.setAcceptDrops(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._title = SectionTitle(ui, "ui.case.evidence")
        column.addWidget(self._title)
        self._names = QVBoxLayout()
        self._names.setSpacing(3)
        column.addLayout(self._names)
        self.hint = Label(ui, "ui.case.drop_here", role="small")
        column.addWidget(self.hint)
        self.add = Button(ui, "ui.case.add_files", "secondary", "plus")
        self.add.clicked.connect(self._ask_files)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    def refresh(self) -> None:
        """Show the files."""
        reading = self._model.reading
        files = reading.view.evidence if reading is not None else ()
        clear_layout(self._names)
        for file in files:
            self._names.addLayout(self._line(file))
        self._title.set_note(self._ui.plural("ui.case.file_count", len(files)) if files else "")
        for widget in (self.add, self.hint):
            widget.setVisible(not self._model.read_only)

    def _line(self, file: Evidence) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(4)
        name = Label(self._ui, text=file.name)
        copy = IconButton(self._ui, "save", "ui.case.save_copy")
        copy.setObjectName(str(file.id))
        copy.setAccessibleDescription(file.name)
        copy.clicked.connect(self._ask_place)
        line.addWidget(name, 1)
        line.addWidget(copy, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _ask_place(self) -> None:
        sender, reading = self.sender(), self._model.reading
        if sender is None or reading is None:
            return
        file = next((one for one in reading.view.evidence if str(one.id) == sender.objectName()), None)
        if file is not None:
            self._wanted = file.id
            ask_place(self.window(), self._ui.t("ui.case.save_copy"), file.name, self._place_chosen)

    def _place_chosen(self, name: str) -> None:
        self.save_copy(self._wanted, Path(name))

    def save_copy(self, evidence_id: int, path: Path) -> None:
        """Write a file of the case to ``path``, off this thread. It is never opened from here: nobody has vouched for it."""
        host = self._host()
        host.runner.query(copy_evidence, host.services, evidence_id, path, done=self._saved)

    def _saved(self, path: Path) -> None:
        self._host().toast("ui.preview.saved", path=str(path))

    def _host(self) -> ScreenHost:
        widget = self.parentWidget()
        while not isinstance(widget, Screen):
            assert widget is not None, "the list stands on a screen"
            widget = widget.parentWidget()
        return widget.host

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if any(path.is_file() for path in paths) and not self._model.read_only:
            self._set_hovered(True)
            event.acceptProposedAction()
        else:
            event.ignore()  # the page says why nothing is kept

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._set_hovered(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._set_hovered(False)
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        files = [path for path in paths if path.is_file()]
        if files:
            event.acceptProposedAction()
            self.files_chosen.emit(files)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._hovered:
            painter = QPainter(self)
            painter.setPen(QPen(self._ui.colour("accent"), 2, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 6, 6)
            painter.end()

    def _set_hovered(self, hovered: bool) -> None:
        self._hovered = hovered
        self.update()

    def _ask_files(self) -> None:
        dialog = QFileDialog(self.window(), self._ui.t("ui.case.add_files"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self._picked)
        dialog.open()

    def _picked(self, names: list[str]) -> None:
        self.files_chosen.emit([Path(name) for name in names])
