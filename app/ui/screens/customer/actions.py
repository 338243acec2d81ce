"""What can be done in a customer's file, each with its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.ui.actions.registry import Action

if TYPE_CHECKING:
    from app.ui.screens.customer.view import CustomerScreen

_GROUP, _HERE = "ui.group.customers", "customer"
_PAGES = ("overview", "identity", "years", "cases", "receivables", "outside", "evidence", "history", "alarms")


def _no_grade() -> str:
    return "review.no_grade"


class _Pages(QObject):
    """The ways to the pages, as things that actions can be bound to."""

    def __init__(self, screen: CustomerScreen) -> None:
        super().__init__(screen)
        self._screen = screen

    def on(self) -> None:
        """The next page."""
        self._screen.turn(1)

    def back(self) -> None:
        """The page before."""
        self._screen.turn(-1)

    def add_files(self) -> None:
        """Choose files, wherever in the file of the customer one is."""
        self._screen.show_page("evidence")
        self._screen.evidence.ask_files()

    def add_line(self) -> None:
        """Type a line of the ledger, wherever in the file of the customer one is."""
        self._screen.show_page("receivables")
        self._screen.receivables.add_line()

    def look(self) -> None:
        """Judge the customer by the warning rules, wherever in the file one is."""
        self._screen.show_page("alarms")
        self._screen.alarms.look_again()

    def review(self) -> None:
        """Look at the grade in force: what changed since the last look."""
        self._screen.host.go("reviews", self._screen.model.draft.id)

    def propose_listing(self) -> None:
        """Propose the customer for watchlist or blacklist."""
        self._screen.host.go("lists", ("propose", self._screen.model.draft.id))

    def import_files(self) -> None:
        """Turn to the page that takes files from outside."""
        self._screen.host.go("imports", None)

    def known(self) -> None:
        """What was known on a day, wherever in the file one is."""
        self._screen.show_page("history")
        self._screen.history.show_known()

    def export(self) -> None:
        """Write the history as it is seen."""
        self._screen.history.export()

    def can_export(self) -> bool:
        """The history is shown and not empty."""
        return self._screen.page_name == "history" and self._screen.history.can_export()


class _ToPage(QObject):
    """The way to one page."""

    def __init__(self, screen: CustomerScreen, name: str) -> None:
        super().__init__(screen)
        self._screen, self._name = screen, name

    def go(self) -> None:
        self._screen.show_page(self._name)
        self._screen.tabs.setFocus()


def add_actions(screen: CustomerScreen) -> None:
    """Register everything."""
    add, pages = screen.host.actions.add, _Pages(screen)
    model, kept = screen.model, screen.is_kept
    for action in (
        Action(
            "customer.create", "ui.action.customer_create", model.create, "Ctrl+Return", "check", _GROUP, screen.is_new, _HERE
        ),
        Action("customer.case", "ui.action.case_open", model.start_case, "Ctrl+Shift+I", "plus", _GROUP, screen.can_start, _HERE),
        Action(
            "customer.continue", "ui.action.case_continue", screen.continue_case, "Alt+Return", "case", _GROUP,
            screen.has_case, _HERE,
        ),
        Action("customer.statements", "ui.action.statements", screen.to_statements, "", "statements", _GROUP, kept, _HERE),
        Action("customer.print", "ui.action.papers", screen.to_papers, "", "print", _GROUP, screen.can_print, _HERE),
        Action("customer.add_files", "ui.action.add_files", pages.add_files, "Ctrl+O", "plus", _GROUP, screen.has_case, _HERE),
        Action("customer.add_line", "ui.action.add_line", pages.add_line, "", "plus", _GROUP, kept, _HERE),
        Action("customer.look", "ui.action.alarms_look", pages.look, "", "review", _GROUP, kept, _HERE),
        Action(
            "customer.review", "ui.action.customer_review", pages.review, "", "review", "ui.group.case", screen.has_grade, _HERE,
            why_not=_no_grade,
        ),
        Action("customer.list", "ui.action.customer_list", pages.propose_listing, "", "lock", _GROUP, kept, _HERE),
        Action("customer.import_ledger", "ui.action.import_ledger", pages.import_files, "", "open", _GROUP, kept, _HERE),
        Action("customer.import_files", "ui.action.import_files", pages.import_files, "", "open", _GROUP, kept, _HERE),
        Action("customer.known", "ui.action.customer_known", pages.known, "", "clock", "ui.group.case", kept, _HERE),
        Action(
            "customer.export_history", "ui.action.export_history", pages.export, "Ctrl+Alt+E", "save", _GROUP,
            pages.can_export, _HERE,
        ),
        Action("customer.next_page", "ui.action.next_page", pages.on, "Ctrl+Tab", None, "ui.group.go", kept, _HERE),
        Action("customer.last_page", "ui.action.last_page", pages.back, "Ctrl+Shift+Tab", None, "ui.group.go", kept, _HERE),
    ):
        add(action)
    for number, name in enumerate(_PAGES, start=1):
        way = _ToPage(screen, name)
        add(
            Action(f"customer.page_{name}", f"ui.file.page.{name}", way.go, f"Alt+{number}", None, "ui.group.go", kept, _HERE)
        )
