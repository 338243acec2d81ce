"""The panel of help: beside the page where there is room, over its right edge where there is not. Nothing is blocked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLineEdit, QTextBrowser, QVBoxLayout, QWidget

from app.ui.widgets.buttons import IconButton
from app.ui.widgets.clear_button import name_clear_button
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.services.help.pages import Page
    from app.ui.context import Ui
    from app.ui.frame.host import ScreenHost

WIDTH = 380
CONTENTS = "contents"
_SEARCH_MS = 120


class HelpPanel(QFrame):
    """Title, back, search, the text with links. ``closed`` comes after the focus went back."""

    closed = Signal()

    def __init__(self, ui: Ui, host: ScreenHost, parent: QWidget) -> None:
        super().__init__(parent)
        self._ui, self._host = ui, host
        self._before: QWidget | None = None
        self._topic, self._past, self._alone = "", [], None  # type: str, list[str], Any
        self.setObjectName("help")
        self.heading = Label(ui, "ui.help.title", role="heading", wrap=False)
        self.back_button = IconButton(ui, "back", "ui.help.back", self)
        self.contents_button = IconButton(ui, "help", "ui.help.contents", self)
        self.close_button = IconButton(ui, "close", "ui.help.close", self)
        self.field = QLineEdit(self)
        self.field.setClearButtonEnabled(True)
        self.text = QTextBrowser(self)
        self.text.setOpenLinks(False)
        self.text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lay_out()
        self._timer = QTimer(self, singleShot=True, interval=_SEARCH_MS)
        self._timer.timeout.connect(self._search)
        self.back_button.clicked.connect(self.back)
        self.contents_button.clicked.connect(self.contents)
        self.close_button.clicked.connect(self.close_up)
        self.field.textChanged.connect(self._typed)
        self.text.anchorClicked.connect(self._follow)
        for part in (self.field, self.text, self.back_button, self.contents_button, self.close_button):
            part.installEventFilter(self)
        ui.language_changed.connect(self._retranslate)
        ui.theme_changed.connect(self._again)
        self._retranslate()
        self.hide()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 6, 6)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self.heading, 1)
        for button in (self.back_button, self.contents_button, self.close_button):
            row.addWidget(button)
        column.addLayout(row)
        search = QHBoxLayout()
        search.setContentsMargins(0, 0, 8, 0)
        search.addWidget(self.field)
        column.addLayout(search)
        column.addWidget(self.text, 1)

    # --- what the window asks --------------------------------------------------------------------------------------

    @property
    def topic(self) -> str:
        """Id of the topic that is shown."""
        return self._topic

    def open_at(self, topic: str) -> None:
        """Show a topic and take the focus; it goes back to where it was on Escape."""
        focus = QApplication.focusWidget()
        if focus is None or not self.isAncestorOf(focus):
            self._before = focus
        self.show()
        self.raise_()
        self.go(topic)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def go(self, topic: str) -> None:
        """Show a topic; the one before can be come back to."""
        if self._topic and topic != self._topic:
            self._past.append(self._topic)
        self._ask(topic)

    def back(self) -> None:
        """The topic before this one."""
        if self._past:
            self._ask(self._past.pop())

    def contents(self) -> None:
        self.go(CONTENTS)

    def close_up(self) -> None:
        """Hide the panel; the focus goes back to where it was."""
        before, self._before = self._before, None
        self.hide()
        self.closed.emit()
        if before is not None and _alive(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- reading ---------------------------------------------------------------------------------------------------

    @property
    def _help(self) -> Any:
        made = getattr(self._host.services, "help", None)
        if made is not None:
            return made
        if self._alone is None:  # no store yet: the pages of the screens are there all the same
            from app.services.help.service import Help

            self._alone = Help()
        return self._alone

    def _ask(self, topic: str) -> None:
        self._topic = topic
        self.back_button.setEnabled(bool(self._past))
        if self.field.text():
            self.field.blockSignals(True)
            self.field.clear()
            self.field.blockSignals(False)
        self._host.runner.query(self._help.page, topic, self._ui.lang, done=self._show, key="frame.help")

    def _show(self, page: Page) -> None:
        self._topic = page.id
        self._write(page.text)
        self.text.setAccessibleName(page.title)

    def _typed(self) -> None:
        self._timer.start()

    def _search(self) -> None:
        text = self.field.text().strip()
        if self.isHidden() or self._host.runner.closed:
            return
        if text:
            self._host.runner.query(self._help.search, text, self._ui.lang, done=self._found, key="frame.help")
        else:
            self._ask(self._topic or CONTENTS)

    def _found(self, hits: Any) -> None:
        from app.services.help.made import plain

        if not self.field.text().strip():
            return
        lines = [f"# {self._ui.plural('ui.help.found', len(hits))}"]
        lines += [f"[{plain(hit.title)}]({hit.id})\n\n{plain(hit.around)}" for hit in hits]
        self._write("\n\n".join(lines))
        self.text.setAccessibleName(self._ui.plural("ui.help.found", len(hits)))

    def _write(self, markdown: str) -> None:
        from app.services.help.html import to_html

        document = self.text.document()
        document.setDefaultFont(self.font())
        document.setIndentWidth(18)
        document.setDefaultStyleSheet(_look(self._ui))
        document.setHtml(to_html(markdown))
        self.text.verticalScrollBar().setValue(0)

    def _follow(self, link: QUrl) -> None:
        self.go(link.toString())

    # ---------------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.close_up()
                return True
            if event.key() == Qt.Key.Key_Backspace and watched is self.text:
                self.back()
                return True
            if watched is self.field and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.text.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return False

    def _retranslate(self) -> None:
        self.field.setPlaceholderText(self._ui.t("ui.help.search"))
        self.field.setAccessibleName(self._ui.t("ui.help.search"))
        name_clear_button(self.field, self._ui.t("ui.field.clear"))
        self._again()

    def _again(self) -> None:
        if self._topic and not self.isHidden():
            self._ask(self._topic)


def _look(ui: Ui) -> str:
    """Sizes, room and colours for what help is made of."""
    text, link = ui.tokens.colour("text"), ui.tokens.colour("link")
    ground, ink = ui.tokens.colour("plain_fill"), ui.tokens.colour("plain_text")
    return (
        f"body {{ color: {text}; }} p, li {{ line-height: 130%; margin-top: 0; margin-bottom: 8px; }}"
        "li { margin-bottom: 4px; }"
        f".title1 {{ font-size: {ui.px(18)}px; font-weight: bold; margin-top: 2px; margin-bottom: 10px; }}"
        f".title2 {{ font-size: {ui.px(14)}px; font-weight: bold; margin-top: 14px; margin-bottom: 5px; }}"
        "ul, ol { margin-top: 0; margin-bottom: 8px; -qt-list-indent: 1; }"
        f"a {{ color: {link}; text-decoration: none; }} code {{ background-color: {ground}; color: {ink}; }}"
    )


def _alive(widget: QWidget) -> bool:
    from shiboken6 import isValid

    return bool(isValid(widget))
