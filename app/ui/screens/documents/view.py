"""Papers of a case: the list at the left, the paper itself beside it; what is seen is what is printed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.texts import Texts, languages
from app.ui.actions.registry import Action
from app.ui.forms.choice_box import ChoiceBox
from app.ui.frame.screen import Screen
from app.ui.preview.view import PdfPreview
from app.ui.screens.documents.making import CHANGE_FORM, DOSSIER, KINDS, About, Paper, make_paper, read_about, write_workbook
from app.ui.widgets.badge import Badge
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.labels import Label
from app.ui.widgets.save_dialog import ask_place
from app.ui.widgets.sizes import hold_width

if TYPE_CHECKING:
    from app.ui.frame.host import ScreenHost

CHANGES = frozenset({"case", "statements", "customer", "grade", "settings"})
LEFT_WIDTH = 272


def _languages() -> list[tuple[str, str]]:
    """Each language of the catalogue under its own name."""
    return [(code, Texts.load(code)("language.name")) for code in languages()]


class DocumentsScreen(Screen):
    """Argument: the id of a case, or (id, kind of paper)."""

    def __init__(self, host: ScreenHost) -> None:
        super().__init__(host, scroll=False)
        ui = self.ui
        self.case_id, self.kind, self._own_language = 0, DOSSIER, False
        self.about: About | None = None
        self.paper: Paper | None = None
        self._number = Badge(ui)
        self.title.add_badge(self._number)
        self.preview = PdfPreview(host)
        self.preview.loaded.connect(host.actions.refresh)
        self._add_actions()
        self.title.add_button(host.actions.button("documents.case"))
        self.title.add_button(host.actions.button("documents.excel", "primary"))
        self.language = ChoiceBox(ui, "ui.documents.language", choices=_languages(), empty_key=None)
        self.language.edited.connect(self._language_chosen)
        self.kinds: dict[str, Button] = {}
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self._left(), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.preview, 1)
        self.body.addLayout(row, 1)

    def _add_actions(self) -> None:
        add, group, here = self.host.actions.add, "ui.group.case", "documents"
        add(Action("documents.excel", "ui.action.documents_excel", self._ask_excel, "Ctrl+E", "save", group, self._is_open, here))
        paper = self.preview.print_document
        add(Action("documents.print", "ui.action.print", paper, "Ctrl+P", "print", group, self._is_drawn, here))
        add(Action("documents.case", "ui.action.score_case", self._to_case, "", "case", group, self._is_open, here))

    def _left(self) -> QWidget:
        ui = self.ui
        card = Card(ui, "ui.documents.papers")
        hold_width(ui, card, LEFT_WIDTH)
        column = QVBoxLayout()
        column.setSpacing(6)
        for kind in KINDS:
            button = Button(ui, f"ui.documents.{kind}", "secondary")
            button.setObjectName(kind)
            button.setCheckable(True)
            button.clicked.connect(self._kind_chosen)
            self.kinds[kind] = button
            column.addWidget(button)
        card.body.addLayout(column)
        card.body.addWidget(Label(ui, "ui.documents.language", role="muted"))
        card.body.addWidget(self.language)
        self.remark = Label(ui, role="small")
        card.body.addWidget(self.remark)
        return card

    # --- what the frame calls --------------------------------------------------------------------------------------

    def enter(self, argument: object) -> None:
        """Open the papers of that case."""
        case_id, kind = argument if isinstance(argument, tuple) else (argument, self.kind)
        if not isinstance(case_id, int):
            return
        self.banner.clear()
        self.case_id, self.kind = case_id, kind if kind in KINDS else DOSSIER
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
        if not self._own_language:  # until the officer chooses another one here
            self.language.set_value(self.ui.lang if about.lang == "program" else about.lang)
        self._show_about()
        self._make()

    def _show_about(self) -> None:
        about = self.about
        assert about is not None
        self.title.set_text(self.ui.t("ui.documents.title", name=about.customer.name))
        self._number.set(self.ui.t("ui.score.case_number", number=about.head.number))
        for kind, button in self.kinds.items():
            button.setChecked(kind == self.kind)
        blank = self.kind == CHANGE_FORM and about.change is None
        self.remark.set_text(self.ui.t("ui.documents.blank_form") if blank else "")
        self.host.actions.refresh()

    def _make(self) -> None:
        if self.about is not None:
            self.preview.clear()
            arguments = (self.host.services, self.about, self.kind, self.language.value() or self.ui.lang)
            self.host.runner.query(make_paper, *arguments, done=self._made, key="documents.paper")

    def _made(self, paper: Paper) -> None:
        self.paper = paper
        if self.isVisible():
            self.preview.load_bytes(paper.data, paper.name)

    # --- doing -----------------------------------------------------------------------------------------------------

    def _is_open(self) -> bool:
        return self.about is not None

    def _is_drawn(self) -> bool:
        return self.preview.page_count > 0

    def _kind_chosen(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.kind = sender.objectName()
            self._show_about()
            self._make()

    def _language_chosen(self, lang: Any) -> None:
        self._own_language = True
        self._make()

    def _ask_excel(self) -> None:
        assert self.about is not None
        name = f"dossier-{self.about.head.number}-{self.language.value()}.xlsx"
        kinds = self.ui.t("ui.documents.excel_files")
        ask_place(self, self.ui.t("ui.action.documents_excel"), name, self.write_excel, kinds=kinds, suffix="xlsx")

    def write_excel(self, name: str) -> None:
        """Write the workbook to the file ``name``."""
        arguments = (self.host.services, self.case_id, self.language.value() or self.ui.lang, Path(name))
        self.host.runner.query(write_workbook, *arguments, done=self._excel_written)

    def _excel_written(self, path: Path) -> None:
        self.host.toast("ui.preview.saved", path=str(path))

    def _to_case(self) -> None:
        self.host.go("case", self.case_id)
