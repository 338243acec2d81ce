"""What every page of a customer's file shares: it reads when it is first shown, and again when what it shows has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.ui.frame.host import ScreenHost


class FilePage(QWidget):
    """``name`` names its texts and its query. Fill in ``build``, ``ask`` and ``show_content``."""

    name = ""
    flags: frozenset[str] = frozenset()
    """What a change must be of to concern this page."""

    source_wanted = Signal(object)  # SourceRef of a figure
    place_wanted = Signal(str, object)  # screen, argument

    def __init__(self, host: ScreenHost) -> None:
        super().__init__()
        self.host, self.ui = host, host.ui
        self.customer_id = 0
        self.stale = True
        self._built = self._old_words = False
        self.content: Any = None
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(18, 12, 18, 18)
        self.body.setSpacing(14)

    def open(self, customer_id: int) -> None:
        """The page is shown: build it if it never was, read if something is new."""
        if not self._built:
            self._built = True
            self.build()
        if customer_id != self.customer_id:
            self.customer_id, self.stale = customer_id, True
            self.content = None
            self.forget()
        if self._old_words and self.customer_id:
            self.retranslate()      # also before it is read anew: not everything that is named is read
        self._old_words = False
        if self.stale:
            self.stale = False
            self.read()

    def read(self) -> None:
        """Ask for what is shown, off this thread."""
        call, args = self.ask()
        self.host.runner.query(call, *args, done=self._arrived, key=f"customer.{self.name}")

    def changed(self, flags: frozenset[str], shown: bool) -> None:
        """Something was changed elsewhere or here."""
        if self.flags & flags:
            self.stale = True
            if shown and self.customer_id:
                self.open(self.customer_id)

    def language_changed(self, shown: bool) -> None:
        """Another language: a page that is not shown follows when it is opened, so that a switch costs what can be seen."""
        self._old_words = not shown
        if shown:
            self.retranslate()

    def retranslate(self) -> None:
        """Show what was read in the language in use."""
        if self._built and self.content is not None:
            self.show_content(self.content)

    def _arrived(self, content: object) -> None:
        self.content = content
        self.show_content(content)

    # --- what each page fills in -----------------------------------------------------------------------------------

    def build(self) -> None:
        """Make the widgets."""

    def ask(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        """What is called on a reader, and with what."""
        raise LookupError(self.name)

    def show_content(self, content: Any) -> None:
        """Show what was read."""

    def forget(self) -> None:
        """Another customer is about to be read."""


class PageArea(QScrollArea):
    """A page that scrolls; it never takes the focus itself."""

    def __init__(self, page: FilePage) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page.setObjectName("pageBody")
        self.setWidget(page)
        self.page = page
