"""Papers about all customers: grade list, review calendar, list of grade changes, as they will be printed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from app.models.domain.log import LogFilter
from app.ui.actions.registry import Action
from app.ui.frame.screen import Screen
from app.ui.preview.view import PdfPreview
from app.ui.screens.documents.making import (
    CALENDAR,
    CHANGE_LIST,
    GRADE_LIST,
    OF_COMPANY,
    Paper,
    make_company_paper,
    read_language,
)
from app.ui.screens.documents.paper_list import PaperList

if TYPE_CHECKING:
    from app.ui.frame.host import ScreenHost

CHANGES = frozenset({"customer", "grade", "reviews", "settings"})


class CompanyPapersScreen(Screen):
    """Argument: the kind of paper, None for the one of last time; a LogFilter for the list of those grade changes."""

    def __init__(self, host: ScreenHost) -> None:
        super().__init__(host, scroll=False)
        self.paper: Paper | None = None
        self.changes = LogFilter()
        self.title.set_key("ui.nav.company")
        self.preview = PdfPreview(host)
        self.preview.loaded.connect(host.actions.refresh)
        self.papers = PaperList(self.ui, (("ui.documents.company", OF_COMPANY),), GRADE_LIST)
        self.papers.wanted_changed.connect(self._make)
        self.kinds, self.language = self.papers.kinds, self.papers.language
        add, group = host.actions.add, "ui.group.customers"
        add(Action("company.grade_list", "ui.documents.grade_list", self.show_list, "", "document", group))
        add(Action("company.calendar", "ui.documents.calendar", self.show_calendar, "", "document", group))
        add(Action("company.change_list", "ui.documents.change_list", self.show_changes, "", "document", "ui.group.documents"))
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.papers, 0)
        row.addWidget(self.preview, 1)
        self.body.addLayout(row, 1)

    @property
    def kind(self) -> str:
        """The paper that is chosen."""
        return self.papers.kind

    def enter(self, argument: object) -> None:
        """Show that paper."""
        self.banner.clear()
        if isinstance(argument, LogFilter):
            self.changes = argument
            self.papers.choose(CHANGE_LIST)
        elif argument in OF_COMPANY:
            self.changes = LogFilter()
            self.papers.choose(str(argument))
        self._read()
        self.begin_at(self.kinds[self.kind])

    def leave(self) -> bool:
        """No page is drawn for a screen that is not shown."""
        self.preview.clear()
        return True

    def on_changes(self, flags: frozenset[str]) -> None:
        if CHANGES & flags:
            self._read()

    def show_list(self) -> None:
        """Go to the grade list."""
        self.host.go("company", GRADE_LIST)

    def show_calendar(self) -> None:
        """Go to the review calendar."""
        self.host.go("company", CALENDAR)

    def show_changes(self) -> None:
        """Go to the list of grade changes."""
        self.host.go("company", CHANGE_LIST)

    def _read(self) -> None:
        self.host.runner.query(read_language, self.host.services, done=self._language_read, key="company.language")

    def _language_read(self, lang: str) -> None:
        self.papers.offer_language(lang)
        self._make()

    def _make(self) -> None:
        self.preview.clear()
        if self.kind != CHANGE_LIST:
            self.changes = LogFilter()
        wanted = replace(self.papers.wanted(), changes=self.changes)
        self.host.runner.query(make_company_paper, self.host.services, wanted, done=self._made, key="company.paper")

    def _made(self, paper: Paper) -> None:
        if paper.kind != self.kind:
            return  # another one was chosen meanwhile
        self.paper = paper
        if self.isVisible():
            self.preview.load_bytes(paper.data, paper.name)

    def can_print(self) -> bool:
        return self.preview.page_count > 0

    def print_page(self) -> None:
        self.preview.print_document()
