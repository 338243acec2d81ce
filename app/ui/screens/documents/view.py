"""Papers of a case: the list at the left, the paper itself beside it; what is seen is what is printed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.services.documents.papers.kinds import SENT
from app.ui.actions.registry import Action
from app.ui.frame.file_saving import FileSaving
from app.ui.frame.screen import Screen
from app.ui.preview.view import PdfPreview
from app.ui.screens.documents.making import (
    CHANGE_FORM,
    CHECKLIST,
    DOSSIER,
    FILLED,
    GRADED,
    INSIDE,
    KINDS,
    LETTER,
    NOTICES,
    OF_COMPANY,
    ORDER,
    OUTSIDE,
    About,
    Paper,
    make_paper,
    read_about,
    write_mails,
    write_workbook,
)
from app.ui.screens.documents.paper_list import PaperList
from app.ui.widgets.badge import Badge
from app.ui.widgets.labels import Label
from app.ui.widgets.save_dialog import ask_place

if TYPE_CHECKING:
    from app.ui.frame.host import ScreenHost

CHANGES = frozenset({"case", "statements", "customer", "grade", "settings"})
_GROUPS = (("ui.documents.inside", INSIDE), ("ui.documents.outside", OUTSIDE), ("ui.documents.company", OF_COMPANY))
_NOTES = {
    LETTER: "ui.documents.letter_text",
    NOTICES: "ui.documents.notices_text",
    CHECKLIST: "ui.documents.checklist_text",
    FILLED: "ui.documents.filled_text",
}


class DocumentsScreen(Screen):
    """Argument: the id of a case, or (id, kind of paper)."""

    def __init__(self, host: ScreenHost) -> None:
        super().__init__(host, scroll=False)
        ui = self.ui
        self.case_id = 0
        self.about: About | None = None
        self.paper: Paper | None = None
        self._warned = False
        self._number = Badge(ui)
        self.title.add_badge(self._number)
        self.preview = PdfPreview(host)
        self.preview.loaded.connect(host.actions.refresh)
        self._saving = FileSaving(host, self, self._written)
        self._add_actions()
        self.papers = PaperList(ui, _GROUPS, DOSSIER, host.actions.button("documents.batch"))
        self.papers.wanted_changed.connect(self._wanted_changed)
        self.kinds, self.language = self.papers.kinds, self.papers.language
        self.title.add_button(host.actions.button("documents.case"))
        self.title.add_button(host.actions.button("documents.excel", "primary"))
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self._note())
        right.addWidget(self.preview, 1)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.papers, 0)
        row.addLayout(right, 1)
        self.body.addLayout(row, 1)

    def _note(self) -> QWidget:
        """What must be known of the chosen paper, and what can be chosen for it."""
        self.note = QWidget()
        column = QVBoxLayout(self.note)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.remark = Label(self.ui, role="small")
        self.attach = QCheckBox()
        self.attach.setChecked(True)
        self.mails = self.host.actions.button("documents.mails")
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.papers.area, 0)
        row.addWidget(self.mails, 0)
        row.addWidget(self.attach, 0)
        row.addStretch(1)
        column.addWidget(self.remark)
        column.addLayout(row)
        return self.note

    def _add_actions(self) -> None:
        add, group, here = self.host.actions.add, "ui.group.case", "documents"
        add(Action("documents.excel", "ui.action.documents_excel", self._ask_excel, "Ctrl+E", "save", group, self._is_open, here))
        mails, may, why = self._ask_mails, self._may_mail, self._why_no_mails
        add(Action("documents.mails", "ui.action.documents_mails", mails, "", "save", group, may, here, why_not=why))
        add(Action("documents.batch", "ui.action.batch_papers", self._to_batch, "", "document", group, self._is_open, here))
        add(Action("documents.case", "ui.action.score_case", self._to_case, "", "case", group, self._is_open, here))
        for kind in (*INSIDE, *OUTSIDE):
            show, papers = _Show(self, kind).show, "ui.group.documents"
            add(Action(f"documents.{kind}", f"ui.documents.{kind}", show, "", "document", papers, self._is_open, here))

    @property
    def kind(self) -> str:
        """The paper that is chosen."""
        return self.papers.kind

    # --- what the frame calls --------------------------------------------------------------------------------------

    def enter(self, argument: object) -> None:
        """Open the papers of that case."""
        case_id, kind = argument if isinstance(argument, tuple) else (argument, self.kind)
        if not isinstance(case_id, int):
            return
        self.banner.clear()
        self.case_id = case_id
        self.papers.choose(kind if kind in KINDS else DOSSIER)
        self._read()

    def leave(self) -> bool:
        """No page is drawn for a screen that is not shown; the paper is made anew on return, from what then stands."""
        self.preview.clear()
        return True

    def on_changes(self, flags: frozenset[str]) -> None:
        if self.case_id and CHANGES & flags:
            self._read()

    def retranslate(self) -> None:
        if self.about is not None:
            self._show_about()

    # --- showing ---------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        self.host.runner.query(read_about, self.host.services, self.case_id, done=self._about_read, key="documents.about")

    def _about_read(self, about: About) -> None:
        self.about = about
        self.papers.offer_language(about.lang)
        self._show_about()
        self._make()
        self.begin_at(self.kinds[self.kind])

    def _show_about(self) -> None:
        about = self.about
        assert about is not None
        self.title.set_text(self.ui.t("ui.documents.title", name=about.customer.name))
        self._number.set(self.ui.t("ui.score.case_number", number=about.head.number))
        key = self._remark()
        self.remark.set_text(self.ui.t(key) if key else "")
        self.attach.setText(self.ui.t("ui.documents.attach"))
        self.attach.setVisible(self.kind == NOTICES and self._may_mail())
        self.mails.setVisible(self.kind == NOTICES and self._may_mail())
        self.note.setVisible(bool(key) or self.kind in (CHECKLIST, FILLED))
        self._warn_of_sender()
        self.host.actions.refresh()

    def _warn_of_sender(self) -> None:
        """Before a paper leaves the house that does not say who writes it."""
        assert self.about is not None
        if self.kind in SENT and self.about.nameless:
            text, button = self.ui.t("ui.documents.no_sender"), self.ui.t("ui.documents.to_sender")
            self.banner.show_message(text, "warning", button, self._to_sender)
            self._warned = True
        elif self._warned:
            self.banner.clear()
            self._warned = False

    def _to_sender(self) -> None:
        self.host.go("settings", "company_name")

    def _remark(self) -> str:
        """What must be known of the chosen paper, as a key of the catalogue."""
        assert self.about is not None
        if self._lacks_grade():
            return "papers.no_grade"
        waiting = any(report.arrived is None for report in self.about.head.reports)
        if self.kind == ORDER and not waiting:
            return "ui.documents.blank_order"
        if self.kind == CHANGE_FORM and self.about.change is None:
            return "ui.documents.blank_form"
        return _NOTES.get(self.kind, "")

    def _lacks_grade(self) -> bool:
        return self.kind in GRADED and (self.about is None or self.about.change is None)

    def _make(self) -> None:
        if self.about is None:
            return
        self.preview.clear()
        if self._lacks_grade():
            self.paper = None
            self.preview.where.set_text("")
            return
        arguments = (self.host.services, self.about, self.papers.wanted())
        self.host.runner.query(make_paper, *arguments, done=self._made, key="documents.paper")

    def _made(self, paper: Paper) -> None:
        if paper.kind != self.kind:
            return  # another one was chosen meanwhile
        self.paper = paper
        if self.isVisible():
            self.preview.load_bytes(paper.data, paper.name)

    # --- doing -----------------------------------------------------------------------------------------------------

    def _is_open(self) -> bool:
        return self.about is not None

    def can_print(self) -> bool:
        return self.preview.page_count > 0

    def print_page(self) -> None:
        self.preview.print_document()

    def _wanted_changed(self) -> None:
        if self.about is not None:
            self._show_about()
            self._make()

    def _lang(self) -> str:
        return self.papers.wanted().lang

    def _ask_excel(self) -> None:
        assert self.about is not None
        name = f"dossier-{self.about.head.number}-{self._lang()}.xlsx"
        kinds = self.ui.t("ui.documents.excel_files")
        ask_place(self, self.ui.t("ui.action.documents_excel"), name, self.write_excel, kinds=kinds, suffix="xlsx")

    def write_excel(self, name: str) -> None:
        """Write the workbook to the file ``name``."""
        self._saving.write(write_workbook, Path(name), self.host.services, self.case_id, self._lang())

    def _written(self, path: Path) -> None:
        self.host.toast("ui.preview.saved", path=str(path))

    def _may_mail(self) -> bool:
        return self.about is not None and self.about.change is not None

    def _why_no_mails(self) -> str:
        return "papers.no_grade" if self.about is not None else ""

    def _ask_mails(self) -> None:
        self.papers.choose(NOTICES)
        self._wanted_changed()
        dialog = QFileDialog(self, self.ui.t("ui.action.documents_mails"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.write_mails)
        dialog.open()

    def write_mails(self, folder: str) -> None:
        """Write a draft for each department into ``folder``."""
        arguments = (self.host.services, self.case_id, self._lang(), Path(folder), self.attach.isChecked())
        self.host.runner.query(write_mails, *arguments, done=self._mails_written)

    def _mails_written(self, paths: tuple[Path, ...]) -> None:
        folder = str(paths[0].parent) if paths else ""
        self.host.toast("ui.documents.mails_saved", count=len(paths), folder=folder)

    def _to_case(self) -> None:
        self.host.go("case", self.case_id)

    def _to_batch(self) -> None:
        if self.about is not None:
            self.host.go("batch", (self.about.customer.id,))


class _Show(QObject):
    """One paper of the case, as something an action can be bound to."""

    def __init__(self, screen: DocumentsScreen, kind: str) -> None:
        super().__init__(screen)
        self._screen, self._kind = screen, kind

    def show(self) -> None:
        self._screen.host.go("documents", (self._screen.case_id, self._kind))
