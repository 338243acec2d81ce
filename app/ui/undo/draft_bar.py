"""The bar above a page that offers what was typed before: on its page with Restore and Discard, at the start as a list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.context import Ui
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.labels import Label, repolish

if TYPE_CHECKING:
    from app.ui.main_window import Frame
    from app.ui.undo.drafts import Offer

_MOST_LINES, _LONGEST, _LONGEST_TITLE = 4, 90, 44


class DraftBar(QFrame):
    """Hidden while there is nothing to offer. It looks like the banner of a page and never takes the focus."""

    restored = Signal(str)  # place of the draft
    discarded = Signal(str)
    opened = Signal(str)

    def __init__(self, ui: Ui, frame: Frame) -> None:
        super().__init__(frame)
        self._ui = ui
        self._offers: list[Offer] = []
        self.is_list = self._ended = False
        self.buttons: list[QPushButton] = []
        self.setObjectName("banner")
        self.setProperty("kind", "info")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 7, 8, 7)
        row.setSpacing(9)
        self._picture = QLabel(self)
        column = QVBoxLayout()
        column.setSpacing(2)
        self._text = Label(ui)
        self._quoted = Label(ui, role="small")
        column.addWidget(self._text)
        column.addWidget(self._quoted)
        column.addStretch(1)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._close = IconButton(ui, "close", "ui.banner.close", self)
        self._close.clicked.connect(self.clear)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        row.addLayout(self._buttons)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        holder = QWidget(frame)
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(18, 10, 18, 0)
        inner.addWidget(self)
        self._holder = holder
        frame.page_column.insertWidget(0, holder)
        ui.language_changed.connect(self._show)
        ui.theme_changed.connect(self._dress)
        holder.hide()

    @property
    def text(self) -> str:
        """What it says now, "" while it is hidden."""
        return "\n".join(one.text() for one in (self._text, self._quoted) if one.text()) if not self._holder.isHidden() else ""

    def show_offer(self, offer: Offer) -> None:
        """Offer to put texts back on the page that is shown."""
        self._offers, self.is_list = [offer], False
        self._show()

    def show_list(self, offers: Sequence[Offer], *, ended: bool) -> None:
        """Name every page on which something was typed. ``ended``: before the program ended, not before somebody else worked."""
        self._offers, self.is_list, self._ended = list(offers), True, ended
        self._show()

    @property
    def kept_by_page(self) -> str:
        """The place of what the page has put back by itself and this bar tells of; "" when it tells of nothing such."""
        alone = self._offers[0] if len(self._offers) == 1 and not self.is_list else None
        return alone.place if alone is not None and not alone.texts else ""

    def clear(self) -> None:
        """Put it away; the drafts stay until they are restored or discarded."""
        self._offers, self.is_list = [], False
        self._holder.hide()

    # ---------------------------------------------------------------------------------------------------------------

    def _show(self, *_: object) -> None:
        if not self._offers:
            return
        for button in self.buttons:
            self._buttons.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons.clear()
        ui, first = self._ui, self._offers[0]
        across = QBoxLayout.Direction.TopToBottom if self.is_list else QBoxLayout.Direction.LeftToRight
        self._buttons.setDirection(across)  # several long names side by side would widen the window
        if self.is_list:
            self._text.set_text(ui.plural("ui.drafts.at_start" if self._ended else "ui.drafts.waiting", len(self._offers)))
            self._quoted.set_text("")
            for offer in self._offers[:_MOST_LINES]:
                self._add(ui.t("ui.drafts.line", place=self._name(offer), time=ui.time(offer.at)), offer.place, self._opened)
        elif first.texts:
            self._text.set_text(ui.t("ui.drafts.offer", time=ui.time(first.at)))
            self._quote(first.texts.values())
            self._add(ui.t("ui.drafts.restore"), first.place, self._restored)
            self._add(ui.t("ui.drafts.discard"), first.place, self._discarded)
        else:
            self._text.set_text(ui.t("ui.drafts.back", time=ui.time(first.at)))
            self._quote(first.shown)
            if first.discardable:
                self._add(ui.t("ui.drafts.discard"), first.place, self._discarded)
        self._quoted.setVisible(bool(self._quoted.text()))
        self._holder.show()
        self._dress()

    def _quote(self, texts: Iterable[str]) -> None:
        quoted = " · ".join(" ".join(text.split()) for text in texts)
        self._quoted.set_text(quoted if len(quoted) <= _LONGEST else quoted[: _LONGEST - 1] + "…")

    def _name(self, offer: Offer) -> str:
        page = self._ui.t(f"ui.nav.{offer.screen}")
        title = offer.title if len(offer.title) <= _LONGEST_TITLE else offer.title[: _LONGEST_TITLE - 1] + "…"
        return page if not title or offer.title == page else f"{title} ({page})"

    def _add(self, text: str, place: str, slot: object) -> None:
        button = QPushButton(text.replace("&", "&&"), self)
        button.setAccessibleName(text)
        button.setProperty("place", place)
        button.clicked.connect(slot)
        self._buttons.addWidget(button)
        button.show()
        self.buttons.append(button)

    def _restored(self) -> None:
        self.restored.emit(self.sender().property("place"))

    def _discarded(self) -> None:
        self.discarded.emit(self.sender().property("place"))

    def _opened(self) -> None:
        self.opened.emit(self.sender().property("place"))

    def _dress(self, *_: object) -> None:
        self._picture.setPixmap(self._ui.icon("info", "info_text").pixmap(20, 20))
        for widget in (self, self._text, self._quoted):
            repolish(widget)
